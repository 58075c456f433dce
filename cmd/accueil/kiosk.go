package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/gdamore/tcell/v2"

	"accueil/configs"
	"accueil/configs/i18n"
	"accueil/display/paint"
	"accueil/kiosk"
	"accueil/kiosk/printer"
	"accueil/kiosk/spool"
	"accueil/kiosk/tui"
	"accueil/kiosk/voice"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
)

// A booth is a kiosk's screen with what stands behind it.
type booth struct {
	Data      string // its spool is DIR/kiosk.db
	Server    string
	Trust     client.Trust // nil: what this machine trusts
	Site      queue.SiteID
	Token     string // "": it pairs itself on the server's own machine
	Name      string // under which it then does
	Settings  configs.Kiosk
	OwnerExit string
	Clock     spool.Clock
	Screen    tcell.Screen // nil: this process's terminal
	Log       *slog.Logger
}

// run shows the kiosk until ctx ends or the owner leaves. The disk comes first:
// its lock keeps a second kiosk on the folder from all that follows.
func (b booth) run(ctx context.Context) (err error) {
	paper, err := printer.Open(b.Settings.Printer)
	if err != nil { // numbers are given all the same, and stay on the screen
		b.Log.Error("go on without a printer", "error", err)
	}
	if paper != nil {
		defer func() { err = errors.Join(err, paper.Close()) }()
	}
	if err := makeFolder(b.Data); err != nil {
		return err
	}
	disk, err := spool.Open(filepath.Join(b.Data, "kiosk.db"), b.Clock)
	if err != nil {
		return err
	}
	defer func() {
		if n := disk.Unsent(); n > 0 {
			b.Log.Warn("leave with what the server has not had: it stays on the disk", "commands", n)
		}
		err = errors.Join(err, disk.Close())
	}()
	server, err := b.server(disk)
	if err != nil {
		return err
	}
	driver := spool.NewDriver(spool.DriverOptions{Spool: disk, Server: server, Printer: paper, Log: b.Log})
	speaker, messages := voice.New(b.Log), make(chan kiosk.Msg)
	driving, stop := context.WithCancel(ctx)
	var work sync.WaitGroup
	work.Go(func() { driver.Run(driving) })
	work.Go(func() { speaker.Run(driving) })
	work.Go(func() { forward(driving, messages, driver.Messages(), speaker.Messages()) })
	defer func() {
		stop()
		work.Wait()
	}()
	return tui.Run(ctx, tui.Options{
		Model: kiosk.New(kiosk.Settings{
			IdleSeconds: b.Settings.IdleSeconds, Services: b.Settings.Services, Hours: b.Settings.Hours,
		}),
		Messages: messages,
		Do: func(e kiosk.Effect) {
			driver.Do(e)
			speaker.Do(e)
		},
		Clock: disk.Now, PanelMM: b.Settings.PanelMM, OwnerExit: b.OwnerExit, Log: b.Log, Screen: b.Screen,
		Rest: debug.FreeOSMemory, // a small machine's memory is not for screens that are gone
	})
}

// tellUnread says, where somebody may read it, which of what is embedded cannot be read:
// the kiosk gives numbers all the same.
func tellUnread(log *slog.Logger, to io.Writer) {
	for _, err := range []error{i18n.Load(), paint.LoadFonts()} {
		if err != nil {
			log.Error("go on without what cannot be read", "error", err)
			fmt.Fprintf(to, "accueil: go on without what cannot be read: %v\n", err)
		}
	}
}

// forward makes one stream of what two tell the model, until ctx ends.
func forward(ctx context.Context, to chan<- kiosk.Msg, a, b <-chan kiosk.Msg) {
	for {
		var msg kiosk.Msg
		select {
		case msg = <-a:
		case msg = <-b:
		case <-ctx.Done():
			return
		}
		select {
		case to <- msg:
		case <-ctx.Done():
			return
		}
	}
}

// server is the way to the server, which need not be there. The token of a kiosk
// that pairs itself stands on its disk, so that it starts without a server too.
func (b booth) server(disk *spool.Spool) (spool.Server, error) {
	token := b.Token
	if token == "" {
		token = disk.Token(b.Site)
	}
	c, err := client.New(client.Options{URL: b.Server, Trust: b.Trust, Token: token, Site: b.Site})
	if err != nil {
		return nil, err
	}
	if b.Token != "" {
		return spool.Over(c), nil
	}
	return spool.OverPaired(c, func(ctx context.Context) (string, error) {
		token, err := pair(ctx, b.Data, access.PairRequest{Role: queue.RoleKiosk, Site: b.Site, Name: b.Name})
		if err != nil {
			return "", err
		}
		return token, disk.KeepToken(b.Site, token)
	}), nil
}

// exportRefused writes the tickets of a kiosk that does not run now which were
// handed out and which the server will not have.
func exportRefused(ctx context.Context, path string, to io.Writer) (err error) {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%w: give the kiosk's folder with --data", err)
	}
	disk, err := spool.Open(path, spool.SystemClock())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, disk.Close()) }()
	return disk.Export(ctx, to)
}

// logFile opens DIR/log for what would otherwise write over the screen.
func logFile(data string) (*slog.Logger, func() error, error) {
	if err := makeFolder(data); err != nil {
		return nil, nil, err
	}
	file, err := os.OpenFile(filepath.Join(data, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	return slog.New(slog.NewTextHandler(file, nil)), file.Close, nil
}

// pair asks the server on this machine for a token.
func pair(ctx context.Context, data string, r access.PairRequest) (string, error) {
	socket := filepath.Join(data, "pair.sock")
	token, err := access.Pair(ctx, socket, r)
	if queue.KindOf(err) == queue.Unavailable {
		return "", queue.Refuse(queue.Unavailable,
			"no server answers at %s: start it, or give --token-file FILE with what accueil admin device add printed", socket)
	}
	return token, err
}

// screenSite returns the site that a screen is told: by its flag, or by the first of
// its own configuration. "" leaves it to the token, or to a server of one site.
func screenSite(name, config string, file *configs.File) queue.SiteID {
	if name == "" && config != "" {
		return file.Sites[0].ID
	}
	return queue.SiteID(name)
}

// kioskName is the name of a kiosk that is given none.
const kioskName = "kiosk"

// kioskCommand is a visitor's touch screen.
func kioskCommand(e *env) func(context.Context) error {
	config, data, server, site, token, exit := e.configFlag(), e.dataFlag(), e.serverFlag(), e.siteFlag(), e.tokenFlag(), e.ownerExitFlag()
	known := e.trustFlag()
	name := e.flags.String("name", kioskName, "`NAME` of its settings, [kiosk.NAME], and under which it pairs on the server's own machine")
	left := e.flags.String("left", "", "`FILE` made when the owner leaves, for a session that else starts the kiosk again")
	export := e.flags.Bool("export", false, "print the tickets of --data that the server refused, one JSON object a line, and end")
	return func(ctx context.Context) (err error) {
		if *export {
			return exportRefused(ctx, filepath.Join(*data, "kiosk.db"), e.out)
		}
		file, err := e.readConfig(*config)
		if err != nil {
			return err
		}
		log, closeLog, err := logFile(*data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, closeLog()) }()
		tellUnread(log, e.err)
		settings, own := file.KioskNamed(*name)
		if !own && len(file.Kiosks) > 0 && *name != kioskName {
			log.Warn("this kiosk has the settings of all: the configuration has none of its name", "name", *name)
		}
		to := client.Options{URL: *server}
		if err := known.judge(&to, *token, *data); err != nil {
			return err
		}
		b := booth{
			Data: *data, Server: *server, Trust: to.Trust, Site: screenSite(*site, *config, file), Name: *name, Settings: settings,
			OwnerExit: *exit, Clock: spool.SystemClock(), Log: log,
		}
		if *token != "" {
			b.Site, b.Token = queue.SiteID(*site), to.Token // a token knows its own site
		}
		if err := b.run(ctx); err != nil || ctx.Err() != nil || *left == "" {
			return err
		}
		if err := os.WriteFile(*left, nil, 0o600); err != nil {
			return fmt.Errorf("say that the owner left: %w", err)
		}
		return nil
	}
}
