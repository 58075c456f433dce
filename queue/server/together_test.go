package server

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"accueil/queue"
	"accueil/queue/wire"
)

const (
	consolesTogether = 16
	ticketsTogether  = 5_000
)

// manyDesks are desks for all, which serve everything.
func manyDesks(c *queue.Config) {
	c.Desks = nil
	for i := range consolesTogether {
		c.Desks = append(c.Desks, queue.Desk{ID: queue.DeskID(fmt.Sprint(i)), Name: fmt.Sprint("Guichet ", i)})
	}
}

// Sixteen mediators press next at once until nobody waits: everyone is called,
// and nobody twice.
func TestManyConsolesCallEveryoneOnce(t *testing.T) {
	o := newOffice(t, manyDesks)
	for i := range consolesTogether {
		o.person(fmt.Sprint("m", i), queue.RoleMediator)
	}
	var work sync.WaitGroup
	for i := range consolesTogether {
		name := fmt.Sprint("m", i)
		work.Go(func() {
			for range ticketsTogether/consolesTogether + 1 {
				o.call(name, "POST", "tickets", `{"service":"droits"}`)
			}
		})
	}
	work.Wait()
	given := 0
	o.call("wall", "GET", "state?view=wall", "").into(&struct {
		State *waitingOf `json:"state"`
	}{&waitingOf{&given}})
	called := make([][]queue.TicketID, consolesTogether)
	for i := range consolesTogether {
		work.Go(func() {
			name, desk := fmt.Sprint("m", i), fmt.Sprint("desks/", i)
			o.call(name, "POST", desk+"/open", "")
			for {
				a := o.call(name, "POST", desk+"/next", "")
				if a.status != 200 {
					return
				}
				var c wire.Called
				a.into(&c)
				called[i] = append(called[i], c.Ticket.ID)
			}
		})
	}
	work.Wait()
	all := slices.Concat(called...)
	slices.Sort(all)
	different := len(slices.Compact(slices.Clone(all)))
	if given < ticketsTogether || len(all) != given || different != given {
		t.Errorf("%d waited: got %d calls of %d different tickets", given, len(all), different)
	}
	t.Logf("%d consoles at once: %d calls, %d different tickets", consolesTogether, len(all), different)
}

// waitingOf counts those who wait, over all services.
type waitingOf struct{ n *int }

func (w *waitingOf) UnmarshalJSON(b []byte) error {
	var v wire.WallView
	err := json.Unmarshal(b, &v)
	for _, s := range v.Waiting {
		*w.n += s.Count
	}
	return err
}

// What a history of calls holds: a ticket given, or next and who came.
type (
	asked    struct{ gives bool }
	answered struct{ ticket string } // "" when nobody waited
)

// waitingRoom is what a waiting room is, seen from outside: next brings someone
// who waits, and nobody only when nobody does.
func waitingRoom() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return "" },
		Step: func(state, input, output any) (bool, any) {
			room, ticket := state.(string), output.(answered).ticket+" "
			switch {
			case input.(asked).gives:
				return true, room + ticket
			case ticket == " ":
				return room == "", room
			case !strings.Contains(room, ticket):
				return false, room
			}
			return true, strings.Replace(room, ticket, "", 1)
		},
		Equal: func(a, b any) bool {
			x, y := strings.Fields(a.(string)), strings.Fields(b.(string))
			slices.Sort(x)
			slices.Sort(y)
			return slices.Equal(x, y)
		},
	}
}

// Short histories of people who give and call at once are those of one room.
func TestShortHistoriesAreThoseOfOneWaitingRoom(t *testing.T) {
	const histories, people, each = 12, 4, 8
	for seed := range uint64(histories) {
		o := newOffice(t, manyDesks)
		var mu sync.Mutex // guards history
		var history []porcupine.Operation
		started := time.Now()
		for p := range people {
			o.person(fmt.Sprint("p", p), queue.RoleMediator)
			o.call(fmt.Sprint("p", p), "POST", fmt.Sprint("desks/", p+1, "/open"), "").want(200)
		}
		var work sync.WaitGroup
		for p := range people {
			name, desk := fmt.Sprint("p", p), fmt.Sprint("desks/", p+1)
			random := rand.New(rand.NewPCG(seed, uint64(p)))
			work.Go(func() {
				for range each {
					op := porcupine.Operation{ClientId: p, Input: asked{random.IntN(2) == 0}, Call: int64(time.Since(started))}
					op.Output = o.ask(name, desk, op.Input.(asked))
					op.Return = int64(time.Since(started))
					mu.Lock()
					history = append(history, op)
					mu.Unlock()
				}
			})
		}
		work.Wait()
		if result := porcupine.CheckOperationsTimeout(waitingRoom(), history, 20*time.Second); result != porcupine.Ok {
			t.Fatalf("seed %d: got %s, want Ok", seed, result)
		}
	}
}

func (o *office) ask(name, desk string, what asked) answered {
	if what.gives {
		return answered{string(o.call(name, "POST", "tickets", `{"service":"droits"}`).ticket().ID)}
	}
	a := o.call(name, "POST", desk+"/next", "")
	if a.status == 204 {
		return answered{}
	}
	var c wire.Called
	a.into(&c)
	return answered{string(c.Ticket.ID)}
}
