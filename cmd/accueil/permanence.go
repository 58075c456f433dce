package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	xterm "golang.org/x/term"

	"accueil/display"
	"accueil/display/term"
	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/engine"
	"accueil/queue/join"
)

// A permanence is a laptop outside, with a server of its own that is always open and
// a mediator's console:
//
//	console ── http ── gate ── server ── engine ── joiner ──▶ the site's server
//	                    └──── who signs in is asked there first
//
// Everything is coded here through the ordinary server, network or none; what the
// site does not have yet is sent when it answers.
type permanence struct {
	up
	log  *slog.Logger
	gate *gate      // nil: nothing is sent
	line *term.Line // nil without a terminal
	owed *atomic.Pointer[display.Pending]
}

// permanence runs this laptop outside until ctx ends or its mediator leaves. to is the
// site's server, by what known says of it; without an address nothing is sent.
func (u up) permanence(ctx context.Context, to client.Options, known trustFlag) (err error) {
	p := permanence{up: u, log: slog.New(slog.NewTextHandler(u.err, nil)), owed: &atomic.Pointer[display.Pending]{}}
	in, ok := u.in.(*os.File)
	shown := ok && xterm.IsTerminal(int(in.Fd()))
	if shown {
		var closeLog func() error
		if p.log, closeLog, err = logFile(u.data); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, closeLog()) }()
		tellUnread(p.log, u.err)
	}
	p.owed.Store(&display.Pending{})
	o := houseOptions{Data: u.data, Config: u.file, AlwaysOpen: true, Log: p.log, Essai: u.essai(), Pending: p.owed.Load}
	if to.URL != "" {
		if err := known.judge(&to, "", ""); err != nil {
			return err
		}
		site, err := client.New(to)
		if err != nil {
			return err
		}
		p.gate = &gate{site: site.Once(), at: u.site, log: p.log}
		o.Front = p.gate.before
	}
	listener, err := listen(ctx, u.addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	h, err := openHouse(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	return p.run(ctx, h, listener, shown)
}

// run serves, sends, and in a terminal shows the console. All end when one does.
func (p permanence) run(ctx context.Context, h *house, listener net.Listener, shown bool) (err error) {
	here := "http://" + listener.Addr().String()
	if shown {
		own, err := client.New(client.Options{URL: here, Site: p.site})
		if err != nil {
			return err
		}
		p.line = term.NewLine(own, p.log)
		defer p.line.Close() // also where nothing was shown
	}
	p.log.Info("ready", "url", here)
	work, ctx := errgroup.WithContext(ctx)
	if p.gate != nil {
		ledger, err := join.OpenLedger(filepath.Join(p.data, "joined.db"))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, ledger.Close()) }()
		p.gate.access, p.gate.joiner = h.access, p.joiner(ctx, engineOf(h, p.site), ledger)
		work.Go(func() error { p.gate.joiner.Run(ctx); return nil })
	}
	if p.gate == nil && shown {
		work.Go(func() error { p.line.Tell(ctx, display.Pending{}); return nil }) // it is away all the same
	}
	work.Go(func() error { return h.serve(ctx, listener) })
	work.Go(func() error {
		if !shown {
			_, err := fmt.Fprintf(p.out, "ready %s\n", here)
			return err
		}
		err := term.Console(ctx, term.Options{Messages: p.line.Messages(), Do: p.line.Do, Log: p.log})
		p.line.Close() // while the server is there to hear it
		return cmp.Or(err, errLeft)
	})
	if err := work.Wait(); !errors.Is(err, errLeft) {
		return err
	}
	return nil
}

// errLeft ends what runs beside a console that was left.
var errLeft = errors.New("the console was left")

// joiner returns what sends the visits of this laptop's engine.
func (p permanence) joiner(ctx context.Context, e *engine.Engine, ledger *join.Ledger) *join.Joiner {
	return join.New(join.Options{
		Engine: e, Ledger: ledger, Site: p.gate.site, Log: p.log,
		Tell: func(s join.Standing) {
			p.log.Info("what the site does not have yet", "visits", s.Owed, "refused", s.Refused, "site answers", s.Heard)
			pending := display.Pending{Count: s.Owed, Refused: s.Refused, Absent: p.gate.access.Name(s.Absent), Strange: s.Strange, Heard: s.Heard}
			p.owed.Store(&pending)
			if p.line != nil {
				p.line.Tell(ctx, pending)
			}
		},
	})
}

func engineOf(h *house, site queue.SiteID) *engine.Engine {
	for _, s := range h.sites {
		if s.ID == site {
			return s.Engine
		}
	}
	return nil // never: the site was found in the configuration
}
