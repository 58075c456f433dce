package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

const cleanUpMax = 10 * time.Second

// simulateCommand plays a day of visitors and mediators against a running server,
// over its API alone.
func simulateCommand(e *env) func(context.Context) error {
	config, data, server, site, token := e.configFlag(), e.dataFlag(), e.serverFlag(), e.siteFlag(), e.tokenFlag()
	known := e.trustFlag()
	seed := e.flags.Uint64("seed", 1, "`N` that the day is drawn from")
	speed := e.flags.Float64("speed", 60, "simulated seconds in a second; 0: as fast as the server answers")
	visitors := e.flags.Int("visitors", 40, "`N` people that come")
	mediators := e.flags.Int("mediators", 4, "`N` people that receive them")
	return func(ctx context.Context) (err error) {
		if *visitors < 0 || *mediators < 1 || *speed < 0 {
			return usageError{"a day has at least 0 visitors, 1 mediator, and a speed of at least 0"}
		}
		file, err := e.readConfig(*config)
		if err != nil {
			return err
		}
		if *token == "" {
			*token = filepath.Join(*data, "admin.token")
		}
		to := client.Options{URL: *server, Site: siteOrFirst(*site, file)}
		if err := known.judge(&to, *token, *data); err != nil {
			return fmt.Errorf("%w: give --data DIR or --token-file FILE of the running server", err)
		}
		boss, err := client.New(to)
		if err != nil {
			return err
		}
		office, _, err := boss.Site(ctx)
		if err != nil {
			return err
		}
		day := &simulation{site: office, boss: boss, plan: drawPlan(office, *seed, *visitors), speed: *speed, told: e.err}
		played := day.play(ctx, *mediators)
		cleaned := day.cleanUp(ctx)
		switch {
		case ctx.Err() != nil:
			played = errors.New("the day was stopped before its end: what it brought is taken away, and the counts are of what was played")
		case played != nil:
			return played
		}
		if err := day.tally.print(e.out); err != nil {
			return err
		}
		return cmp.Or(cleaned, played)
	}
}

// A simulation is a day on its way.
type simulation struct {
	site  wire.Site
	boss  *client.Client // of the admin
	plan  plan
	speed float64
	start time.Time
	told  io.Writer // how it goes, now and then

	kiosk *client.Client
	world world
	tally tally
}

// play makes the people and the kiosk, and lets the day happen.
func (s *simulation) play(ctx context.Context, mediators int) error {
	desks, err := s.freeDesks(ctx, mediators)
	if err != nil {
		return err
	}
	device, err := s.boss.AddDevice(ctx, wire.DeviceRequest{Site: s.site.ID, Role: "kiosk", Name: s.name(0)})
	if err != nil {
		return err
	}
	s.world.device, s.kiosk = device.ID, s.boss.As(device.Token)
	var staff []*simulated
	for i, desk := range desks {
		m, err := s.hire(ctx, i+1, desk)
		if err != nil {
			return err
		}
		staff = append(staff, m)
	}
	s.world.init()
	s.start = time.Now()
	defer s.telling(ctx)()
	failed := make(chan error, 1+len(staff))
	var all sync.WaitGroup
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	begin := func(work func(context.Context) error) {
		all.Go(func() {
			if err := work(ctx); err != nil {
				failed <- err
				stop()
			}
		})
	}
	begin(s.visitors)
	for _, m := range staff {
		begin(m.work)
	}
	all.Wait()
	close(failed)
	return <-failed
}

// name is the kiosk's (0) or a mediator's; a day of its own has its own names, so
// that what another left behind is in nobody's way.
func (s *simulation) name(i int) string {
	if s.world.stamp == "" {
		s.world.stamp = time.Now().UTC().Format("20060102T150405.000")
	}
	return fmt.Sprintf("Simulation %s %d", s.world.stamp, i)
}

// freeDesks returns as many closed desks as there are mediators.
func (s *simulation) freeDesks(ctx context.Context, mediators int) ([]queue.DeskID, error) {
	view, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	var free []queue.DeskID
	for _, d := range view.Desks {
		if d.State == queue.DeskClosed {
			free = append(free, d.ID)
		}
	}
	switch {
	case len(free) == 0:
		return nil, errors.New("every desk is in use, and each mediator needs one: close some")
	case len(free) < mediators:
		return nil, fmt.Errorf("%d mediators need as many closed desks, and there are %d: close some, or give --mediators %d", mediators, len(free), len(free))
	}
	return free[:mediators], nil
}

// hire makes a mediator, who signs in and sits down.
func (s *simulation) hire(ctx context.Context, i int, desk queue.DeskID) (*simulated, error) {
	person, err := s.boss.AddPerson(ctx, wire.PersonRequest{Site: s.site.ID, Role: "mediator", Name: s.name(i)})
	if err != nil {
		return nil, err
	}
	s.world.people = append(s.world.people, person.ID)
	session, err := s.boss.As("").Login(ctx, person.Name, person.PIN)
	if err != nil {
		return nil, err
	}
	m := &simulated{simulation: s, client: s.boss.As(session.Token), desk: desk}
	_, err = m.client.Desk(ctx, "", desk, "open", wire.OpenRequest{})
	return m, err
}

// now is how long ago the doors opened, in simulated time; 0 at speed 0.
func (s *simulation) now() time.Duration {
	return time.Duration(float64(time.Since(s.start)) * s.speed)
}

// wait lets simulated time pass until at; at speed 0 it does not wait.
func (s *simulation) wait(ctx context.Context, at time.Duration) error {
	if s.speed == 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(time.Duration(float64(at-s.now()) / s.speed))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
