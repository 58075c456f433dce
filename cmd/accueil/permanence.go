package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	xterm "golang.org/x/term"

	"accueil/display"
	"accueil/display/term"
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
	url  string // of the site's server; "": nothing is sent
	gate *gate
	line *term.Line // nil without a terminal
}

// permanence runs this laptop outside until ctx ends or its mediator leaves.
func (u up) permanence(ctx context.Context, url string) (err error) {
	p := permanence{up: u, url: url}
	log := slog.New(slog.NewTextHandler(u.err, nil))
	in, ok := u.in.(*os.File)
	shown := ok && xterm.IsTerminal(int(in.Fd()))
	if shown {
		var closeLog func() error
		if log, closeLog, err = logFile(u.data); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, closeLog()) }()
		tellUnread(log, u.err)
	}
	o := houseOptions{Data: u.data, Config: u.file, AlwaysOpen: true, Log: log, Essai: u.essai()}
	if url != "" {
		site, err := client.New(client.Options{URL: url, Site: u.site})
		if err != nil {
			return err
		}
		p.gate = &gate{site: site, at: u.site, sample: u.sample, log: log}
		o.Front = p.gate.before
	}
	listener, err := listen(ctx, u.addr)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, o)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, h.close()) }()
	here := "http://" + listener.Addr().String()
	var work parts
	ctx, stop := context.WithCancel(ctx)
	defer func() {
		stop()
		err = errors.Join(err, work.wait())
	}()
	if shown {
		own, err := client.New(client.Options{URL: here, Site: u.site})
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		p.line = term.NewLine(own, log)
		defer p.line.Close()
	}
	if p.gate != nil {
		joiner, closeLedger, err := p.joiner(ctx, h, log)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		h.undo = append(h.undo, closeLedger)
		p.gate.access, p.gate.joiner = h.access, joiner
		work.start(stop, func() error { joiner.Run(ctx); return nil })
	}
	if !shown {
		if _, err := fmt.Fprintf(u.out, "ready %s\n", here); err != nil {
			return errors.Join(err, listener.Close())
		}
		return h.serve(ctx, listener)
	}
	work.start(stop, func() error { return h.serve(ctx, listener) })
	return term.Console(ctx, term.Options{Messages: p.line.Messages(), Do: p.line.Do, Log: log})
}

// joiner returns what sends the visits of this laptop's engine, and its end.
func (p permanence) joiner(ctx context.Context, h *house, log *slog.Logger) (*join.Joiner, func() error, error) {
	ledger, err := join.OpenLedger(filepath.Join(p.data, "joined.db"))
	if err != nil {
		return nil, nil, err
	}
	return join.New(join.Options{
		Engine: engineOf(h, p.up), Ledger: ledger, Site: p.gate.site, Log: log,
		Tell: func(s join.Standing) {
			log.Info("what the site does not have yet", "visits", s.Owed, "refused", s.Refused, "site answers", s.Heard)
			if p.line != nil {
				p.line.Tell(ctx, display.Pending{Count: s.Owed, Refused: s.Refused, Heard: s.Heard})
			}
		},
	}), ledger.Close, nil
}

func engineOf(h *house, u up) *engine.Engine {
	for _, s := range h.sites {
		if s.ID == u.site {
			return s.Engine
		}
	}
	return nil // never: the site was found in the configuration
}

// parts run beside each other, and all end when one does.
type parts struct{ ended []chan error }

func (p *parts) start(stop func(), run func() error) {
	ended := make(chan error, 1)
	p.ended = append(p.ended, ended)
	go func() {
		defer stop()
		ended <- run()
	}()
}

func (p *parts) wait() (err error) {
	for _, ended := range p.ended {
		err = errors.Join(err, <-ended)
	}
	return err
}
