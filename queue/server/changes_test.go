package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// headed is an office at nine on a Monday, at a hand's clock.
func headed(t *testing.T, change ...func(*queue.Config)) (*office, *hand) {
	clock := newHand()
	return openOffice(&office{t: t, clock: clock}, change...), clock
}

func (o *office) manager() (v wire.ManagerView) {
	o.t.Helper()
	var f wire.Frame
	o.call("head", "GET", "state?view=manager", "").want(200).into(&f)
	if err := json.Unmarshal(f.State, &v); err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *office) shape() (c wire.Configuration) {
	o.t.Helper()
	o.call("head", "GET", "configuration", "").want(200).into(&c)
	return c
}

func TestAHeadChangesWithoutAnEngineer(t *testing.T) {
	o, _ := headed(t)
	var changes wire.Changes
	o.call("head", "PUT", "changes/closed/2026-12-24", `{"closed":true}`, "close").want(200)
	o.call("head", "PUT", "changes/reasons/rsa", `{"name":"RSA et prime"}`, "name").want(200).into(&changes)
	day, named := changes.Closed[0], changes.Reasons[0]
	if day.Day != "2026-12-24" || !day.Closed || day.PersonName != "head" || named.Name != "RSA et prime" || named.Was == "" || named.PersonName != "head" {
		t.Fatalf("got %+v, want what was changed, and by whom", changes)
	}
	var site wire.Site
	o.call("wall", "GET", "/api/v1/sites/dijon", "").want(200).into(&site)
	if len(site.Closed) != 1 || !strings.Contains(fmt.Sprint(site.Reasons), "RSA et prime") {
		t.Errorf("the site closes on %v, with reasons %v: want the changes in force", site.Closed, site.Reasons)
	}
	if c := o.shape(); len(c.File.Closed) > 0 || strings.Contains(fmt.Sprint(c.File.Reasons), "RSA et prime") || len(c.Changes.Closed) != 1 {
		t.Errorf("got %+v, want the file as it is, and what lies over it", c)
	}
	o.restart()
	if v := o.manager(); len(v.Changes.Closed) != 1 || len(v.Changes.Reasons) != 1 {
		t.Errorf("after a restart: got %+v, want what was changed", v.Changes)
	}
	o.config.Reasons[0].Name += " (autre)"
	o.restart()
	if v := o.manager(); len(v.Changes.Closed) != 1 || len(v.Changes.Reasons) != 1 {
		t.Errorf("over another file: got %+v, want what was changed", v.Changes)
	}
	o.call("head", "DELETE", "changes/closed/2026-12-24", "", "open").want(200)
	o.call("head", "DELETE", "changes/reasons/rsa", "", "name again").want(200).into(&changes)
	if len(changes.Closed)+len(changes.Reasons) > 0 {
		t.Errorf("withdrawn: got %+v, want nothing", changes)
	}
}

// Whoever was named and is gone since is told without a name; the journal never had one.
func TestAChangeOutlivesItsMaker(t *testing.T) {
	o, _ := headed(t)
	o.person("boss", queue.RoleSupervisor)
	o.call("boss", "PUT", "changes/closed/2026-12-24", `{"closed":true}`).want(200)
	if journal := o.call("admin", "GET", "journal", "").want(200).body; strings.Contains(string(journal), "boss") {
		t.Error("the journal holds a name")
	}
	o.call("admin", "DELETE", "/api/v1/people/"+string(o.manager().Changes.Closed[0].Person), "").want(200)
	if got := o.manager().Changes.Closed[0]; got.PersonName != "" || got.Person == "" {
		t.Errorf("got %+v, want an id without a name", got)
	}
}

func TestClosingADayIsAskedAgainInWords(t *testing.T) {
	o, _ := headed(t)
	o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201)
	o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201)
	a := o.call("head", "PUT", "changes/closed/2026-11-23", `{"closed":true}`, "close").want(409)
	var p wire.Problem
	if a.into(&p); p.Kind != "conflict" || !strings.Contains(p.Detail, "2 people wait") || !strings.Contains(p.Detail, "confirmed") {
		t.Fatalf("got %+v, want a conflict that says how many, and how to go on", p)
	}
	o.call("head", "PUT", "changes/closed/2026-11-23", `{"closed":true,"confirmed":true}`, "close").want(200) // a refusal keeps no key
	o.call("head", "PUT", "changes/closed/2026-11-23", `{"closed":true,"confirmed":true}`, "close").want(200)
	o.call("head", "PUT", "changes/closed/2026-11-23", `{"closed":false}`, "close").want(409)
	o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(422)
	o.call("ana", "POST", "desks/1/open", "").want(200)
	o.call("ana", "POST", "desks/1/next", "").want(200) // who has a ticket is served
	if o.manager().Open {
		t.Error("the day is open, want it closed at once")
	}
}

func TestWithdrawingMayCloseADayToo(t *testing.T) {
	o, _ := headed(t, func(c *queue.Config) { c.ClosedDays = []queue.Day{"2026-11-23"} })
	o.call("head", "PUT", "changes/closed/2026-11-23", `{"closed":false}`).want(200)
	o.call("ana", "POST", "tickets", `{"service":"droits"}`).want(201)
	o.call("head", "DELETE", "changes/closed/2026-11-23", "").want(409)
	o.call("head", "DELETE", "changes/closed/2026-11-23?confirmed=maybe", "").want(400)
	o.call("head", "DELETE", "changes/closed/2026-11-23?confirmed=true", "", "k").want(200)
	o.call("head", "DELETE", "changes/closed/2026-11-23?confirmed=true", "", "k").want(200)
	o.call("head", "DELETE", "changes/closed/2026-11-23", "").want(404)
}

func TestWhatAHeadMayNotChange(t *testing.T) {
	o, _ := headed(t)
	for _, c := range []struct {
		as, method, path, body string
		status                 int
	}{
		{"", "GET", "configuration", "", 401},
		{"ana", "GET", "configuration", "", 403},
		{"ana", "GET", "state?view=manager", "", 403},
		{"wall", "GET", "state?view=manager", "", 403},
		{"kiosk", "GET", "live?view=manager", "", 403},
		{"ana", "PUT", "changes/closed/2026-12-24", `{"closed":true}`, 403},
		{"ana", "DELETE", "changes/closed/2026-12-24", "", 403},
		{"ana", "PUT", "changes/reasons/rsa", `{"name":"x"}`, 403},
		{"ana", "DELETE", "changes/reasons/rsa", "", 403},
		{"head", "PUT", "changes/closed/2026-12-24", `{}`, 400},
		{"head", "PUT", "changes/closed/2026-12-24", `{"closed":true,"sure":true}`, 400},
		{"head", "PUT", "changes/closed/2026-11-22", `{"closed":true}`, 400},
		{"head", "PUT", "changes/closed/2029-01-01", `{"closed":true}`, 400},
		{"head", "PUT", "changes/closed/tomorrow", `{"closed":true}`, 400},
		{"head", "PUT", "changes/reasons/rsa", `{"name":""}`, 400},
		{"head", "PUT", "changes/reasons/rsa", `{"name":"` + strings.Repeat("x", 121) + `"}`, 400},
		{"head", "PUT", "changes/reasons/rsa", `{"name":"R\u001b[2JSA"}`, 400},
		{"head", "PUT", "changes/reasons/none", `{"name":"x"}`, 404},
		{"head", "DELETE", "changes/reasons/none", "", 404},
		{"head", "DELETE", "changes/reasons/rsa", `{"name":"x"}`, 400},
		{"head", "DELETE", "changes/closed/2026-12-24", "", 404},
	} {
		o.call(c.as, c.method, c.path, c.body).want(c.status)
	}
	if v := o.manager(); len(v.Changes.Closed)+len(v.Changes.Reasons) > 0 {
		t.Errorf("got %+v, want nothing changed", v.Changes)
	}
}

// A change reaches every head's page at once.
func TestAChangeIsSeenAtOnce(t *testing.T) {
	o := newOffice(t)
	conn := o.watch("head", "manager")
	until(t, conn, func(v wire.ManagerView) bool { return v.Open && len(v.Changes.Closed) == 0 })
	today := time.Now().In(queue.NewCalendar(&o.config).Location()).Format(time.DateOnly)
	o.call("head", "PUT", "changes/closed/"+today, `{"closed":true,"confirmed":true}`).want(200)
	until(t, conn, func(v wire.ManagerView) bool { return !v.Open && len(v.Changes.Closed) == 1 })
	o.call("ana", "PUT", "notice", `{"text":"Fermé"}`).want(200)
	until(t, conn, func(v wire.ManagerView) bool { return v.Notice == "Fermé" })
}

func screenOf(v wire.ManagerView, name string) wire.Screen {
	for _, s := range v.Screens {
		if s.Name == name {
			return s
		}
	}
	return wire.Screen{}
}

func TestAHeadSeesWhichScreenIsThere(t *testing.T) {
	o := newOffice(t)
	if s := screenOf(o.manager(), "wall"); s.Connected || s.Role != "wall" || s.Since != nil {
		t.Errorf("a wall that never came: got %+v", s)
	}
	conn := o.watch("wall", "wall")
	o.call("kiosk", "GET", "state?view=kiosk", "").want(200)
	o.call("ana", "GET", "state?view=console", "").want(200)
	o.watch("ben", "console")
	v := o.manager()
	if s := screenOf(v, "wall"); !s.Connected || s.Way != wire.WaySocket || s.View != wire.ViewWall || s.Since == nil {
		t.Errorf("a wall with a socket: got %+v", s)
	}
	if s := screenOf(v, "kiosk"); !s.Connected || s.Way != wire.WayPolling || s.View != wire.ViewKiosk {
		t.Errorf("a kiosk that polls: got %+v", s)
	}
	if want := (wire.Consoles{Socket: 1, Polling: 2}); v.Consoles != want { // ana, and the head who looks
		t.Errorf("consoles: got %+v, want %+v", v.Consoles, want)
	}
	head := o.watch("head", "manager")
	until(t, head, func(v wire.ManagerView) bool { return screenOf(v, "wall").Connected })
	conn.Close()
	for i := 0; screenOf(o.manager(), "wall").Connected; i++ {
		o.call("ana", "PUT", "notice", fmt.Sprintf(`{"text":"Fermé %d"}`, i)).want(200)
	}
	until(t, head, func(v wire.ManagerView) bool {
		s := screenOf(v, "wall")
		return !s.Connected && s.Since != nil && s.Way == ""
	})
}

func TestWhoPollsIsThereForAWhile(t *testing.T) {
	clock := newHand()
	p := newPresences(clock.Wall)
	at := eye{"wall", wire.ViewWall}
	way := func(want string, since time.Duration) {
		t.Helper()
		eyes, now := p.of("dijon")
		x := eyes[at]
		if got := x.way(now); got != want || clock.Wall().Sub(*x.screen(at.view, now).Since) != since {
			t.Errorf("got %q since %s, want %q since %s ago", got, *x.screen(at.view, now).Since, want, since)
		}
	}
	p.polls("dijon", at)
	clock.pass(29 * time.Second)
	way(wire.WayPolling, 29*time.Second)
	p.polls("dijon", at)
	clock.pass(20 * time.Second)
	way(wire.WayPolling, 49*time.Second)
	p.enter("dijon", at) // the proxy lets one through
	p.enter("dijon", at)
	clock.pass(time.Minute)
	way(wire.WaySocket, 109*time.Second)
	p.exit("dijon", at)
	way(wire.WaySocket, 109*time.Second)
	p.polls("dijon", at) // as a page does at each frame
	p.exit("dijon", at)
	clock.pass(time.Second)
	way("", time.Second)
	p.polls("dijon", at)
	clock.pass(unseenFor)
	way("", unseenFor)
	p.polls("dijon", eye{"another", wire.ViewWall})
	if eyes, _ := p.of("dijon"); len(eyes) != 1 {
		t.Errorf("got %v, want who was unseen for a day forgotten", eyes)
	}
	p.polls("dijon", eye{"", wire.ViewPhone})
	if eyes, _ := p.of("dijon"); len(eyes) != 1 {
		t.Errorf("got %v, want no telephone among them", eyes)
	}
}
