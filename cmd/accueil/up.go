package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"golang.org/x/term"

	"accueil/configs"
	"accueil/kiosk/spool"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
)

// upCommand is one box: server, journal and kiosk on one machine.
func upCommand(e *env) func(context.Context) error {
	config, data, addr, always, exit := e.configFlag(), e.dataFlag(), e.listenFlag(), e.alwaysOpenFlag(), e.ownerExitFlag()
	site := e.siteFlag()
	away := e.flags.Bool("permanence", false, "a mediator's console in the place of the kiosk, for a laptop outside: what is coded joins the site's figures when its server answers")
	server := e.flags.String("server", "", "`URL` of the site's server, with --permanence alone; without it nothing is sent")
	encrypted, known := e.tlsFlags(), e.trustFlag()
	return func(ctx context.Context) error {
		if *server != "" && !*away {
			return usageError{"up is a server of its own: --server goes with --permanence (or run accueil kiosk or console)"}
		}
		secure, err := encrypted(*addr)
		if err != nil {
			return err
		}
		if secure != nil && *away {
			return usageError{"--tls goes without --permanence: that server is for this laptop alone"}
		}
		file, err := e.readConfig(*config)
		if err != nil {
			return err
		}
		u := up{
			env: e, file: file, site: siteOrFirst(*site, file), data: *data, addr: *addr, exit: *exit,
			sample: *config == "", always: *always, tls: secure,
		}
		if _, ok := file.Site(u.site); !ok {
			return fmt.Errorf("the configuration has no site %q: name one of its sites with --site", u.site)
		}
		if *away {
			return u.permanence(ctx, client.Options{URL: *server, Site: u.site}, known)
		}
		if u.sample && !u.always {
			u.always = true
			fmt.Fprintln(e.err, "accueil: this is the embedded sample: it is open at any hour (give --config FILE for your own)")
		}
		if in, ok := e.in.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
			return u.withKiosk(ctx)
		}
		return u.alone(ctx)
	}
}

type up struct {
	*env
	file             *configs.File
	site             queue.SiteID // of the kiosk
	data, addr, exit string
	sample, always   bool
	tls              *tlsOptions
}

func (u up) essai() func(context.Context, *access.Access) error {
	if u.sample {
		return makeEssai(u.data, u.site, u.err)
	}
	return forgetEssai(u.data)
}

// house says what is served.
func (u up) house(log *slog.Logger) houseOptions {
	return houseOptions{Data: u.data, Config: u.file, AlwaysOpen: u.always, Log: log, Essai: u.essai(), TLS: u.tls}
}

// alone is a server without a terminal.
func (u up) alone(ctx context.Context) error {
	log := slog.New(slog.NewTextHandler(u.err, nil))
	return u.serve(ctx, u.house(log), u.addr)
}

// withKiosk shows the kiosk in this terminal, and ends with it.
func (u up) withKiosk(ctx context.Context) (err error) {
	log, closeLog, err := logFile(u.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeLog()) }()
	tellUnread(log, u.err)
	listener, err := listen(ctx, u.addr)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, u.house(log))
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, h.close()) }()
	log.Info("ready", "url", h.url(listener))
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() {
		defer stop() // without its server the box ends, and is started again
		served <- h.serve(serving, listener)
	}()
	defer func() {
		stop()
		err = errors.Join(err, <-served)
	}()
	settings, _ := u.file.KioskNamed(kioskName)
	b := booth{
		Data: u.data, Server: h.url(listener), Trust: h.lock.trust(), Site: u.site, Name: kioskName, Settings: settings,
		OwnerExit: u.exit, Clock: spool.SystemClock(), Log: log,
	}
	return b.run(serving)
}
