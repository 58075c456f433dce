package server

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/engine"
	"accueil/queue/journal"
	"accueil/queue/wire"
)

// who returns a person's id.
func (o *office) who(name string) queue.ActorID {
	o.t.Helper()
	var me wire.Me
	o.call(name, "GET", "/api/v1/me", "").want(200).into(&me)
	return me.ID
}

// serving lets someone come, and a mediator call and start them at a desk.
func (o *office) serving(as, desk string) (ticket string) {
	o.t.Helper()
	id := string(o.call(as, "POST", "tickets", `{"service":"droits"}`).want(201).ticket().ID)
	o.call(as, "POST", "desks/"+desk+"/open", "").want(200)
	o.call(as, "POST", "desks/"+desk+"/next", "").want(200)
	o.call(as, "POST", "tickets/"+id+"/start", "").want(200)
	return id
}

// entries returns what the journal holds, as it is stored.
func (o *office) entries() (all []byte) {
	o.t.Helper()
	for entry, err := range o.book.Read(o.t.Context(), "dijon", 0) {
		if err != nil {
			o.t.Fatal(err)
		}
		all = append(append(all, journal.Encode(&entry)...), '\n')
	}
	return all
}

func TestARemovedPersonHasNoNameAndKeepsTheFigures(t *testing.T) {
	o := newOffice(t)
	o.person("Zénaïde", queue.RoleMediator)
	zoe := o.who("Zénaïde")
	done := o.serving("Zénaïde", "1")
	o.call("Zénaïde", "POST", "tickets/"+done+"/finish", `{"reasons":[{"reason":"rsa","quantity":2}]}`).want(200)
	open := o.serving("Zénaïde", "1")
	if name := o.console("ana").Desks[0].PersonName; name != "Zénaïde" {
		t.Fatalf("at the desk is %q, want Zénaïde", name)
	}
	o.call("head", "DELETE", "/api/v1/people/"+string(zoe), "").want(200)

	for as, path := range map[string]string{
		"ana": "state?view=console", "head": "/api/v1/people", "ben": "tickets/" + done, "wall": "state?view=wall",
	} {
		if body := o.call(as, "GET", path, "").want(200).body; bytes.Contains(body, []byte("Zénaïde")) {
			t.Errorf("%s still reads the name in %s: %s", as, path, body)
		}
	}
	if bytes.Contains(o.entries(), []byte("Zénaïde")) {
		t.Error("the name stands in the journal")
	}
	visit := o.call("ana", "GET", "tickets/"+done, "").want(200).ticket()
	if visit.Person != zoe || visit.State != queue.Done || len(visit.Reasons) != 1 || visit.Reasons[0].Quantity != 2 {
		t.Errorf("got %+v, want the visit of %s and its reasons kept", visit, zoe)
	}
	o.call("head", "POST", "tickets/"+open+"/finish", "").want(200)
	var day queue.Today
	if err := o.engine.Read(t.Context(), func(l engine.Look) { day = l.State.Today(zoe) }); err != nil {
		t.Fatal(err)
	}
	if day.Visits != 2 || day.Reasons != 2 {
		t.Errorf("got %+v, want both visits counted", day)
	}
	o.call("ben", "POST", "desks/1/open", "").want(200) // the desk closed with the visit
}

func TestADeskIsTakenOverWhenAskedAndThatIsRecorded(t *testing.T) {
	o := newOffice(t)
	ticket := o.serving("ana", "1")
	o.call("ben", "POST", "desks/1/open", `{"take_over":false}`).want(409)
	o.call("ben", "POST", "desks/1/open", `{"take_over":true}`).want(200)

	var taken []journal.Entry
	for entry, err := range o.book.Read(t.Context(), "dijon", 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := entry.Events[len(entry.Events)-1].(queue.DeskOpened); ok && e.TakenOff != "" {
			taken = append(taken, entry)
		}
	}
	if len(taken) != 1 || taken[0].Actor != o.who("ben") {
		t.Fatalf("got %+v, want one entry, of ben", taken)
	}
	if e := taken[0].Events[0].(queue.DeskOpened); e.Person != o.who("ben") || e.TakenOff != o.who("ana") {
		t.Errorf("got %+v, want it taken off ana by ben", e)
	}

	if v := o.console("ana"); v.Mine.Visit == nil || string(v.Mine.Visit.ID) != ticket {
		t.Fatalf("got %+v, want the visit to stay ana's", v.Mine.Visit)
	}
	if v := o.console("ben"); v.Mine.Visit != nil {
		t.Errorf("ben has visit %+v, want none", v.Mine.Visit)
	}
	o.call("ben", "POST", "tickets/"+ticket+"/finish", "").want(403)
	o.call("ana", "POST", "desks/2/open", "").want(200)
	if v := o.console("ana"); v.Mine.Visit.Desk != "2" {
		t.Errorf("the visit is at desk %q, want it to come along", v.Mine.Visit.Desk)
	}
	o.call("ana", "POST", "tickets/"+ticket+"/finish", "").want(200)
}

// The server stops and starts again on its files: whoever was signed in goes on.
func TestASessionSurvivesTheServersRestart(t *testing.T) {
	files := t.TempDir()
	store, err := access.OpenSQLite(files + "/access.db")
	if err != nil {
		t.Fatal(err)
	}
	o := openOffice(&office{t: t, clock: engine.SystemClock(), path: files + "/journal.db", store: store})
	ticket := o.serving("ana", "1")
	o.stop()
	if err := o.access.Close(); err != nil {
		t.Fatal(err)
	}
	if o.access, err = access.Open(files+"/access.db", access.Options{}); err != nil {
		t.Fatal(err)
	}
	o.start()
	v := o.console("ana")
	if v.Mine.PersonName != "ana" || v.Mine.Visit == nil || string(v.Mine.Visit.ID) != ticket || v.Mine.Visit.State != queue.Serving {
		t.Fatalf("got %+v, want ana with the visit that she was serving", v.Mine)
	}
	o.call("ana", "POST", "desks/1/next", "").want(204) // and the visit is finished
	o.call("ana", "GET", "tickets/"+ticket, "").want(200)
	if got := o.console("ana").Mine.Today.Visits; got != 1 {
		t.Errorf("got %d visits today, want 1", got)
	}
}

// A console that is gone takes nothing with it: the visit stays where it was.
func TestALostConsoleLeavesItsVisitWhereItWas(t *testing.T) {
	for _, c := range []struct {
		name string
		goes func(o *office, ticket string)
	}{
		{"the same mediator takes it up, signed in anew", func(o *office, ticket string) {
			o.again("ana")
			if v := o.console("ana"); v.Mine.Visit == nil || string(v.Mine.Visit.ID) != ticket || v.Desks[0].Person != v.Mine.Person {
				o.t.Fatalf("got %+v, want the visit at ana's desk", v.Mine)
			}
			o.call("ana", "POST", "tickets/"+ticket+"/finish", "").want(200)
			o.call("ana", "POST", "desks/1/next", "").want(204)
		}},
		{"the head frees it, and the desk", func(o *office, ticket string) {
			o.call("ben", "POST", "tickets/"+ticket+"/finish", "").want(403)
			o.call("ben", "POST", "desks/1/open", "").want(409)
			o.call("head", "POST", "desks/1/close", "").want(409) // not over somebody's head
			o.call("head", "POST", "tickets/"+ticket+"/finish", "").want(200)
			o.call("head", "POST", "desks/1/close", "").want(200)
			o.call("ben", "POST", "desks/1/open", "").want(200)
		}},
		{"the head sends the visitor back to wait", func(o *office, ticket string) {
			o.call("head", "POST", "tickets/"+ticket+"/transfer", `{"service":"droits"}`).want(200)
			o.call("ben", "POST", "desks/2/open", "").want(200)
			if got := o.call("ben", "POST", "desks/2/next", "").want(200); !strings.Contains(string(got.body), ticket) {
				o.t.Errorf("next called %s, want %s", got.body, ticket)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			ticket := o.serving("ana", "1")
			console := o.watch("ana", "console")
			until(t, console, func(v wire.ConsoleView) bool { return v.Mine.Visit != nil })
			beside := o.watch("ben", "console")
			_ = console.NetConn().Close() // without a goodbye
			until(t, beside, func(v wire.ConsoleView) bool { return v.Desks[0].Ticket == queue.TicketID(ticket) })
			if got := o.call("ben", "GET", "tickets/"+ticket, "").want(200).ticket(); got.State != queue.Serving || got.Desk != "1" {
				t.Fatalf("got %+v, want it served at desk 1", got)
			}
			c.goes(o, ticket)
		})
	}
}

// again signs a person in once more, by another PIN, as at another console.
func (o *office) again(name string) {
	o.t.Helper()
	var person wire.Person
	o.call("head", "POST", "/api/v1/people/"+string(o.who(name))+"/pin", "{}").want(200).into(&person)
	body, err := json.Marshal(wire.LoginRequest{Name: name, PIN: person.PIN, Site: "dijon"})
	if err != nil {
		o.t.Fatal(err)
	}
	var session wire.Session
	o.call("", "POST", "/api/v1/login", string(body)).want(200).into(&session)
	o.token[name] = session.Token
}
