package journaltest

import (
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/journal"
)

// An Author writes a site's entries, each sealed after the one before it.
type Author struct {
	Site queue.SiteID
	Last uint64 // the position of the last entry written

	chain   [32]byte
	elapsed time.Duration
}

var began = time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)

// Open returns an entry that opens the n-th day.
func (a *Author) Open(n int) journal.Entry {
	return a.write(queue.DayOpened{
		Day:    Day(n),
		Config: queue.Config{ID: a.Site, Name: "Essai", TimeZone: "Europe/Paris", WeightNormal: 1},
		Calls:  a.Last,
		Changes: queue.Changes{
			Dates: []queue.DateChange{{Day: Day(n + 1), Closed: true, At: began, By: "head"}},
			Names: []queue.NameChange{{Reason: "rsa", Name: "Prime", At: began, By: "head"}},
		},
	})
}

// Day returns the n-th day that an Author opens.
func Day(n int) queue.Day { return queue.Day(began.AddDate(0, 0, n).Format(time.DateOnly)) }

// Tickets returns n entries, each a ticket given.
func (a *Author) Tickets(n int) []journal.Entry { return a.Padded(n, "") }

// Padded returns n entries that each hold a text, which makes them as long as one likes.
func (a *Author) Padded(n int, text string) []journal.Entry {
	var list []journal.Entry
	for range n {
		list = append(list, a.write(queue.TicketGiven{
			Ticket: queue.TicketID(fmt.Sprintf("01HZX0000000000000%08d", a.Last+1)),
			Number: queue.MakeNumber('A', 1, int(a.Last%999)+1), Day: Day(0), Service: "papers",
			Lang: text, Arrived: a.elapsed, Effective: a.elapsed, ArrivedAt: began.Add(a.elapsed),
		}))
	}
	return list
}

func (a *Author) write(event queue.Event) journal.Entry {
	a.Last++
	a.elapsed += time.Second
	e := journal.Entry{
		Pos: a.Last, Epoch: ulid.ULID{1}, At: began.Add(a.elapsed), Elapsed: a.elapsed,
		Actor: "kiosk-1", Key: fmt.Sprintf("key-%d", a.Last), Print: [16]byte{byte(a.Last), 1},
		Events: []queue.Event{event},
	}
	journal.Seal(a.chain, &e)
	a.chain = e.Chain
	return e
}

// Week returns seven days, each an opening and n tickets: an Append each.
func (a *Author) Week(n int) [][]journal.Entry { return a.Days(7, 1, n) }

// Days returns as many days, some dates apart, each an opening and n tickets.
func (a *Author) Days(count, apart, n int) [][]journal.Entry {
	var days [][]journal.Entry
	for day := range count {
		days = append(days, append([]journal.Entry{a.Open(day * apart)}, a.Tickets(n)...))
	}
	return days
}
