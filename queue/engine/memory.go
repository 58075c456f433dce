package engine

import (
	"accueil/queue"
	"accueil/queue/journal"
)

// Named limits of what is remembered of keys.
const (
	keysMax  = 1_000_000
	keysDays = 7 // business days, with today
)

// A keyID says whose key it is. A ticket's own id is a key of nobody's, so that
// it is the same ticket whatever device brings it.
type keyID struct {
	actor queue.ActorID
	key   string
}

type remembered struct {
	print   [16]byte
	outcome queue.Outcome
}

// A memory holds the first answer of every key of the last seven business days,
// the oldest going first over most.
type memory struct {
	most    int
	answers map[keyID]remembered
	order   []keyID // oldest first, from head
	head    int
	days    []dayMark
}

type dayMark struct {
	day  queue.Day
	from int // index in order of its first key
}

func newMemory(most int) *memory { return &memory{most: most, answers: map[keyID]remembered{}} }

// keysOf returns the keys under which an entry is remembered.
func keysOf(e *journal.Entry) []keyID {
	var keys []keyID
	if e.Key != "" {
		keys = append(keys, keyID{e.Actor, e.Key})
	}
	for _, event := range e.Events {
		switch event := event.(type) {
		case queue.TicketGiven:
			keys = append(keys, keyID{"", string(event.Ticket)})
		case queue.VisitCoded:
			keys = append(keys, keyID{"", string(event.Ticket)})
		}
	}
	return keys
}

// keep remembers an entry. An opening lets the keys of more than seven days back go.
func (m *memory) keep(e *journal.Entry) {
	for _, event := range e.Events {
		if opened, ok := event.(queue.DayOpened); ok {
			m.turn(opened.Day)
		}
	}
	answer := remembered{print: e.Print, outcome: queue.OutcomeOf(e.Events)}
	for _, k := range keysOf(e) {
		if _, known := m.answers[k]; known {
			continue
		}
		m.answers[k] = answer
		m.order = append(m.order, k)
		if len(m.order)-m.head > m.most {
			m.forget(m.head + 1)
		}
	}
}

func (m *memory) turn(day queue.Day) {
	m.days = append(m.days, dayMark{day, len(m.order)})
	oldest := day.Add(1 - keysDays)
	for len(m.days) > 1 && m.days[0].day < oldest {
		m.days = m.days[1:]
		m.forget(m.days[0].from)
	}
}

// forget lets go of the keys before index to.
func (m *memory) forget(to int) {
	for ; m.head < to; m.head++ {
		delete(m.answers, m.order[m.head])
	}
	if m.head < len(m.order)/2 || m.head < 4096 {
		return
	}
	m.order = append([]keyID(nil), m.order[m.head:]...)
	for i := range m.days {
		m.days[i].from = max(m.days[i].from-m.head, 0)
	}
	m.head = 0
}

// recall returns the first answer to a request's key, or to the id of the ticket
// that it brings. It is a Conflict when the key came with another command.
func (m *memory) recall(r *Request) (queue.Outcome, bool, error) {
	for _, k := range r.keys() {
		answer, ok := m.answers[k]
		if !ok {
			continue
		}
		if answer.print != r.Print {
			return queue.Outcome{}, false, queue.Refuse(queue.Conflict,
				"key %q was used for another command: use a new key for a new command", k.key)
		}
		return answer.outcome, true, nil
	}
	return queue.Outcome{}, false, nil
}
