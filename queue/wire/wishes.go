package wire

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
)

// ageOf returns the age that a request tells; a null is unknown, none is now.
func ageOf(g Given[int64]) (time.Duration, error) {
	switch {
	case !g.Set:
		return 0, nil
	case g.Null:
		return queue.AgeUnknown, nil
	case g.Value < 0 || g.Value > int64(366*24*time.Hour/time.Millisecond):
		return 0, queue.Refuse(queue.Invalid, "age_ms is %d: expected 0 to a year, in milliseconds, or null", g.Value)
	}
	return time.Duration(g.Value) * time.Millisecond, nil
}

// What reaches the journal is of a closed form: no text of people's.
var (
	langForm        = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$`)
	appointmentForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
)

func checkLang(lang string) error {
	if lang != "" && !langForm.MatchString(lang) {
		return queue.Refuse(queue.Invalid, "lang %q is not a language tag, such as fr", lang)
	}
	return nil
}

func classOf(s string) (queue.Class, error) {
	c, ok := queue.ParseClass(s)
	if !ok {
		return c, queue.Refuse(queue.Invalid, "class %q: expected normal, priority or appointment", s)
	}
	return c, nil
}

func idOf(s string) (queue.TicketID, error) {
	id, err := ulid.ParseStrict(s)
	if err != nil || id.String() != s {
		return "", queue.Refuse(queue.Invalid, "id %q is not a ULID", s)
	}
	return queue.TicketID(s), nil
}

// dayOf returns the day that a request tells, "" for null or none.
func dayOf(g Given[queue.Day]) (queue.Day, error) {
	if !g.Set || g.Null {
		return "", nil
	}
	if _, err := time.Parse(time.DateOnly, string(g.Value)); err != nil {
		return "", queue.Refuse(queue.Invalid, "day %q is not a date such as 2026-11-23", g.Value)
	}
	return g.Value, nil
}

// Wish returns what is wished for. id, number, day and age_ms come together, or
// none of them; fresh is the id of a ticket that brings none.
func (r GiveRequest) Wish(fresh queue.TicketID) (queue.Wish, error) {
	class, err := classOf(r.Class)
	if err != nil {
		return nil, err
	}
	if err := checkLang(r.Lang); err != nil {
		return nil, err
	}
	w := queue.Give{Ticket: fresh, Service: r.Service, Class: class, Lang: r.Lang, Appointment: r.Appointment}
	if r.ID.Set != r.Number.Set || r.ID.Set != r.Day.Set || r.ID.Set != r.AgeMS.Set || r.ID.Null || r.Number.Null {
		return nil, queue.Refuse(queue.Invalid, "id, number, day and age_ms come together, or none of them")
	}
	if !r.ID.Set {
		return w, nil
	}
	if w.Ticket, err = idOf(r.ID.Value); err != nil {
		return nil, err
	}
	if w.Day, err = dayOf(r.Day); err != nil {
		return nil, err
	}
	if w.Age, err = ageOf(r.AgeMS); err != nil {
		return nil, err
	}
	w.Number = queue.Number(r.Number.Value)
	if _, _, _, ok := w.Number.Split(); !ok {
		return nil, queue.Refuse(queue.Invalid, "number %q is not a number such as A07", r.Number.Value)
	}
	return w, nil
}

// Wish returns what is wished for.
func (r AmendRequest) Wish(t queue.TicketID) (queue.Wish, error) {
	w := queue.Amend{Ticket: t, Service: r.Service, Lang: r.Lang, ClassSet: r.Class != ""}
	if err := checkLang(r.Lang); err != nil {
		return nil, err
	}
	var err error
	if w.Class, err = classOf(r.Class); err != nil {
		return nil, err
	}
	w.Age, err = ageOf(r.AgeMS)
	return w, err
}

// Wish returns what is wished for.
func (r CancelRequest) Wish(t queue.TicketID) (queue.Wish, error) {
	age, err := ageOf(r.AgeMS)
	return queue.Cancel{Ticket: t, Age: age}, err
}

func codedOf(list []Reason) []queue.Coded {
	coded := make([]queue.Coded, len(list))
	for i, r := range counted(list) {
		coded[i] = queue.Coded{Partner: r.Partner, Reason: r.Reason, Quantity: int(r.Quantity), Outcome: r.Outcome}
	}
	return coded
}

// Wish returns what is wished for.
func (r NextRequest) Wish(d queue.DeskID) queue.Wish {
	w := queue.Next{Desk: d, ReasonsSet: r.Reasons != nil}
	if r.Reasons != nil {
		w.Reasons = codedOf(*r.Reasons)
	}
	return w
}

// Wish returns what is wished for.
func (r ReasonsRequest) Wish(t queue.TicketID) queue.Wish {
	return queue.Code{Ticket: t, Reasons: codedOf(r.Reasons), FirstSet: r.First.Set, FirstThis: r.First.Value.Answer}
}

// Wish returns what is wished for.
func (r FinishRequest) Wish(t queue.TicketID) queue.Wish {
	w := queue.Finish{Ticket: t, ReasonsSet: r.Reasons != nil, FirstSet: r.First.Set, FirstThis: r.First.Value.Answer}
	if r.Reasons != nil {
		w.Reasons = codedOf(*r.Reasons)
	}
	return w
}

// Wish returns what is wished for; fresh is the id of a visit that brings none.
func (r VisitRequest) Wish(fresh queue.TicketID) (queue.Wish, error) {
	channel, ok := queue.ParseChannel(r.Channel)
	if !ok {
		return nil, queue.Refuse(queue.Invalid, "channel %q: expected phone, corridor or outside", r.Channel)
	}
	w := queue.CodeVisit{
		Ticket: fresh, Channel: channel, Service: r.Service, Reasons: codedOf(r.Reasons), FirstThis: r.First.Value.Answer,
	}
	var err error
	if r.ID.Set && !r.ID.Null {
		if w.Ticket, err = idOf(r.ID.Value); err != nil {
			return nil, err
		}
	}
	if w.Day, err = dayOf(r.Day); err != nil {
		return nil, err
	}
	w.Age, err = ageOf(r.AgeMS)
	return w, err
}

// Wish returns what is wished for; fresh draws the id of an appointment that
// brings none.
func (r AppointmentsRequest) Wish(fresh func() string) (queue.SetAppointments, error) {
	w := queue.SetAppointments{List: make([]queue.Booking, len(r.Appointments))}
	for i, a := range r.Appointments {
		if a.ID == "" {
			a.ID = queue.AppointmentID(fresh())
		}
		if err := a.check(); err != nil {
			return w, queue.Refuse(queue.Invalid, "appointments[%d]: %s", i, err)
		}
		w.List[i] = queue.Booking{ID: a.ID, At: a.At, Service: a.Service, Noted: a.Label != ""}
	}
	return w, nil
}

// LabelMax bounds an appointment's label, in characters.
const LabelMax = 12

// check refuses an id that is not of its form, if there is one, and a label that is more than an
// initial or a code: a kiosk shows it to everybody. The label is not told again.
func (a AppointmentRequest) check() error {
	if a.ID != "" && !appointmentForm.MatchString(string(a.ID)) {
		return queue.Refuse(queue.Invalid, "id %q is not 1 to 64 letters, digits, points, underscores and hyphens", a.ID)
	}
	other := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .-_/", r)
	}
	if utf8.RuneCountInString(a.Label) > LabelMax || strings.ContainsFunc(a.Label, other) {
		return queue.Refuse(queue.Invalid, "the label is more than an initial or a code: at most %d letters, digits, spaces and . - _ /", LabelMax)
	}
	return nil
}

// Wish returns what is wished for, under the id of the alert to be.
func (r AlertRequest) Wish(id queue.AlertID) (queue.Wish, error) {
	if err := r.Kind.Check(); err != nil {
		return nil, err
	}
	return queue.RaiseAlert{Alert: id, Kind: r.Kind, Noted: r.Text != ""}, nil
}
