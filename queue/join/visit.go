package join

import (
	"encoding/json"
	"slices"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// A visit is one that was done here, and that the site does not have, or not as it is.
type visit struct {
	ID      queue.TicketID   `json:"id"`
	Person  queue.ActorID    `json:"person"`
	Day     queue.Day        `json:"day"`
	At      time.Time        `json:"at"`     // when they came
	Unsure  bool             `json:"unsure"` // by a clock that was not to be trusted
	Channel string           `json:"channel"`
	Service queue.ServiceID  `json:"service"`
	Reasons []wire.Reason    `json:"reasons"`
	First   wire.YesNoOrNull `json:"first"`

	age     time.Duration // queue.AgeUnknown: not known
	has     bool          // the site has it, with other reasons
	local   bool          // the site does not let in who coded it
	waits   bool          // for its reasons, for whoever coded it, or after a refusal
	absent  bool          // of these: for whoever coded it to sign in
	refused bool
}

// visitOf returns what the site is to have of a ticket that is done.
func visitOf(t *queue.Ticket, now queue.Now) visit {
	channel := t.Channel
	if channel < queue.ChannelPhone || channel > queue.ChannelOutside {
		channel = queue.ChannelOutside // a ticket's, given and served here
	}
	return visit{
		ID: t.ID, Person: t.Person, Day: t.Day, At: t.ArrivedAt, Unsure: t.Estimated, Channel: channel.String(), Service: t.Service,
		Reasons: wire.ReasonsOf(slices.Clone(t.Reasons)), First: wire.YesNoOrNull{Answer: t.FirstThis}, age: ageOf(t, now),
	}
}

// visitFrom returns a visit that was kept.
func visitFrom(line string, now time.Time) (visit, error) {
	var v visit
	err := json.Unmarshal([]byte(line), &v)
	if v.age = max(now.Sub(v.At), 0); v.Unsure {
		v.age = queue.AgeUnknown
	}
	return v, err
}

// line is the whole of it, to be kept.
func (v visit) line() string { return encoded(v) }

// said is what may still change about it.
func (v visit) said() string {
	return encoded(struct {
		Reasons []wire.Reason    `json:"reasons"`
		First   wire.YesNoOrNull `json:"first"`
	}{v.Reasons, v.First})
}

func encoded(v any) string {
	line, err := json.Marshal(v)
	if err != nil {
		panic(err) // these types always have an encoding
	}
	return string(line)
}

// ageOf is how long ago someone came. Across the nights that a laptop is shut its
// journal's clock advances by twelve hours at most, so the wall's difference counts
// where it is more.
func ageOf(t *queue.Ticket, now queue.Now) time.Duration {
	if t.Estimated {
		return queue.AgeUnknown
	}
	return max(now.Elapsed-t.Arrived, now.Wall.Sub(t.ArrivedAt), 0)
}
