package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/wire"
)

func (c *call) sites() error {
	list := wire.Sites{Sites: []wire.Site{}}
	for _, s := range c.s.o.Sites {
		if c.caller.Role != queue.RoleAdmin && c.caller.Site != s.ID {
			continue
		}
		err := s.Engine.Read(c.r.Context(), func(l engine.Look) { list.Sites = append(list.Sites, wire.SiteOf(l.State, l.Now)) })
		if err != nil {
			return err
		}
	}
	return c.reply(list)
}

func (c *call) showSite() error {
	var site wire.Site
	if err := c.read(func(l engine.Look) { site = wire.SiteOf(l.State, l.Now) }); err != nil {
		return err
	}
	return c.reply(site)
}

func (c *call) setIntake() error {
	said, err := bodyOf[wire.IntakeRequest](c)
	if err != nil {
		return err
	}
	var intake wire.Intake
	err = c.do(said, queue.SetIntake{Open: said.Open, Services: said.Services}, func(l engine.Look) {
		intake.Open, intake.Services = l.State.Intake()
	})
	if err != nil {
		return err
	}
	return c.reply(intake)
}

func (c *call) setNotice() error {
	said, err := bodyOf[wire.NoticeRequest](c)
	if err != nil {
		return err
	}
	done, err := c.turn(wire.NoticeID)
	if err != nil {
		return err
	}
	defer done()
	set := func() error {
		return c.do(said, queue.SetNotice{Noted: said.Text != ""}, func(engine.Look) {})
	}
	known, err := c.repeats(said)
	if err != nil {
		return err
	}
	if known || said.Text == "" {
		err = set()
	} else {
		err = c.beside(wire.NoticeID, said.Text, set)
	}
	if err == nil && !known && said.Text == "" {
		err = c.s.o.Access.DropNote(c.r.Context(), c.site, wire.NoticeID)
	}
	if err != nil {
		return err
	}
	return c.reply(wire.Notice(said))
}

func (c *call) setAppointments() error {
	said, refused, err := c.appointments()
	if err != nil {
		return err
	}
	wish, err := said.Wish(newID)
	if err != nil {
		return err
	}
	done, err := c.turn(wire.AppointmentNote("")) // the day's list has one
	if err != nil {
		return err
	}
	defer done()
	put := func() error { return c.do(said, wish, func(engine.Look) {}) }
	known, err := c.repeats(said)
	if err != nil {
		return err
	}
	for i, a := range slices.Backward(said.Appointments) {
		if known || a.Label == "" {
			continue
		}
		then, id := put, wire.AppointmentNote(wish.List[i].ID)
		put = func() error { return c.beside(id, a.Label, then) }
	}
	if err := put(); err != nil {
		return err
	}
	var day wire.Appointments
	if err := c.read(func(l engine.Look) { day = wire.AppointmentsOf(l.State, c.reader()) }); err != nil {
		return err
	}
	day.Refused = refused
	return c.reply(day)
}

// appointments reads the list, from JSON or from a table. A table with a wrong row
// is refused, unless its good ones are asked for alone.
func (c *call) appointments() (wire.AppointmentsRequest, []wire.RefusedRow, error) {
	kind, _, _ := strings.Cut(c.r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "text/csv") {
		said, err := bodyOf[wire.AppointmentsRequest](c)
		return said, nil, err
	}
	var said wire.AppointmentsRequest
	var refused []wire.RefusedRow
	partial := false
	if text := c.r.URL.Query().Get("partial"); text != "" {
		var err error
		if partial, err = strconv.ParseBool(text); err != nil {
			return said, nil, queue.Refuse(queue.Invalid, "partial %q is neither true nor false", text)
		}
	}
	body, err := c.body()
	if err != nil {
		return said, nil, err
	}
	if seen := c.read(func(l engine.Look) { said, refused, err = wire.ReadAppointments(body, l.State) }); seen != nil {
		return said, nil, seen
	}
	if err == nil && !partial {
		err = wire.RefuseRows(refused)
	}
	return said, refused, err
}

// journal writes the entries as they are stored, one a line.
func (c *call) journal() error {
	var after uint64
	if text := c.r.URL.Query().Get("after"); text != "" {
		var err error
		if after, err = strconv.ParseUint(text, 10, 64); err != nil {
			return queue.Refuse(queue.Invalid, "after %q is not a position", text)
		}
	}
	if err := c.read(func(engine.Look) {}); err != nil {
		return err
	}
	begun := false
	for entry, err := range c.s.o.Journal.Read(c.r.Context(), c.site, after) {
		var gone *journal.Forgotten
		switch {
		case errors.As(err, &gone):
			return queue.Refuse(queue.NotFound, "the entries before %d are forgotten: ask with after=%d", gone.First, gone.First-1)
		case err != nil && begun:
			return nil // the reader sees a torn line, and asks again after its last whole one
		case err != nil:
			return err
		}
		if !begun {
			c.w.Header().Set("Content-Type", "application/x-ndjson")
			begun = true
		}
		if _, err := c.w.Write(append(journal.Encode(&entry), '\n')); err != nil {
			return nil
		}
	}
	if !begun {
		c.w.Header().Set("Content-Type", "application/x-ndjson")
		c.w.WriteHeader(http.StatusOK)
	}
	return nil
}

// timeOf returns when a ULID was drawn.
func timeOf(id string) (t time.Time, ok bool) {
	u, err := ulid.ParseStrict(id)
	if err != nil {
		return t, false
	}
	return u.Timestamp(), true
}
