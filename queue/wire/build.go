package wire

import (
	"cmp"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
)

// A Reader is who a reply is for, and what the builders cannot know of themselves.
type Reader struct {
	Role  queue.Role
	Name  func(queue.ActorID) string // of a person or device; nil: no names
	Note  func(id string) string     // the text kept beside the journal; nil: none
	Links func(*queue.Ticket) string // where a telephone follows it; nil: none
	Walls func() bool                // whether a wall shows the site; nil: none does
	There func() Presence            // who is there, to a head; nil: nobody
}

func (r Reader) name(id queue.ActorID) string {
	if r.Name == nil || id == "" {
		return ""
	}
	return r.Name(id)
}

func (r Reader) note(noted bool, id string) string {
	if !noted || r.Note == nil {
		return ""
	}
	return r.Note(id)
}

// local returns a time in the site's zone, for people.
func local(s *queue.State, t time.Time) time.Time { return t.In(s.Calendar().Location()) }

func localOrNone(s *queue.State, t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	l := local(s, t)
	return &l
}

// TicketOf builds a ticket. Reasons, the answer and the note go to mediators alone.
func TicketOf(s *queue.State, now queue.Now, t *queue.Ticket, r Reader) Ticket {
	out := Ticket{
		ID: t.ID, Number: t.Number, Site: s.Site(), Day: t.Day, Service: t.Service, Class: t.Class,
		Channel: t.Channel, State: t.State, Lang: t.Lang, ArrivedAt: local(s, t.ArrivedAt), Estimated: t.Estimated,
		Ahead: s.Ahead(t.ID, now),
	}
	if t.State != queue.Waiting { // who waits again is nobody's, and at no desk
		out.CalledAt, out.StartedAt = localOrNone(s, t.CalledAt), localOrNone(s, t.StartedAt)
		out.Desk, out.Person = t.Desk, t.Person
	}
	if t.State.Ended() {
		out.EndedAt = localOrNone(s, t.EndedAt)
	}
	if t.State == queue.Parked {
		out.ParkedTo = localOrNone(s, t.ParkedUntilAt)
	}
	if r.Role >= queue.RoleMediator {
		out.Reasons = ReasonsOf(t.Reasons)
		if t.FirstThis != queue.Unknown {
			out.First = &YesNoOrNull{t.FirstThis}
		}
		out.Note = r.note(t.Noted, string(t.ID))
	}
	if r.Links != nil && r.Role >= queue.RoleKiosk {
		out.Link = r.Links(t)
	}
	return out
}

// ReasonsOf builds the reasons of a visit.
func ReasonsOf(list []queue.Coded) []Reason {
	out := make([]Reason, len(list))
	for i, c := range list {
		out[i] = Reason{Partner: c.Partner, Reason: c.Reason, Quantity: Quantity(c.Quantity), Outcome: c.Outcome}
	}
	return out
}

// WhyOf builds a why; its sentence is in the language given.
func WhyOf(w queue.Why, lang string) Why {
	return Why{
		Score: w.Score, WaitedS: int64(w.Waited / time.Second), Class: w.Class, PassedOver: w.PassedOver,
		Rule: w.Rule, Cause: w.Cause, Text: whyText(w, i18n.For(lang)),
	}
}

func whyText(w queue.Why, words i18n.Words) string {
	minutes := max(0, int(w.Waited/time.Minute))
	switch w.Rule {
	case queue.RulePassedOver:
		return words.WhyPassedOver(w.PassedOver, minutes)
	case queue.RuleAppointment:
		return words.WhyAppointment()
	case queue.RuleWalkInTurn:
		return words.WhyWalkInTurn(minutes)
	case queue.RuleOutOfOrder:
		return words.WhyOutOfOrder(words.WhyCause(string(w.Cause)))
	case queue.RuleScore:
		if w.Class == queue.Priority {
			return words.WhyPriority(minutes)
		}
	}
	return words.WhyScore(minutes)
}

// DeskOf builds a desk, with its person's name if the reader may know it.
func DeskOf(s *queue.State, d queue.DeskState, r Reader) Desk {
	desk, ok := s.Config().Desk(d.ID)
	if !ok {
		desk.Name = string(d.ID)
	}
	if d.Since.IsZero() && s.Started() {
		d.Since = s.Calendar().StartOf(s.Day()) // nobody has opened it yet
	}
	return Desk{
		ID: d.ID, Name: desk.Name, State: d.Mode, Person: d.Person, PersonName: r.name(d.Person),
		Ticket: d.Ticket, Since: local(s, d.Since), Until: localOrNone(s, d.Until),
	}
}

// AlertOf builds an alert. Its text may have come after it, of which the journal says
// nothing.
func AlertOf(s *queue.State, a queue.Alert, r Reader) Alert {
	out := Alert{
		ID: a.ID, Kind: a.Kind, Text: r.note(true, string(a.ID)), Name: r.name(cmp.Or(a.About, a.By)),
		Since: local(s, a.Since), AckedBy: a.Acked,
	}
	switch {
	case a.About != "":
		out.Device = a.About
	case a.Device:
		out.Device = a.By
	default:
		out.Person = a.By
	}
	return out
}

// SiteOf builds a site as it is now.
func SiteOf(s *queue.State, now queue.Now) Site { return siteBy(s, s.Config(), now) }

// siteBy builds a site by a configuration that may not be in force.
func siteBy(s *queue.State, c *queue.Config, now queue.Now) Site {
	out := Site{
		ID: c.ID, Name: c.Name, TimeZone: c.TimeZone, Day: s.Day(), Open: s.Opening(now.Wall).Open,
		Languages: list(c.Languages), Services: []Service{}, Desks: []SiteDesk{}, Partners: []Partner{}, Reasons: []SiteReason{},
		Hours: []Hours{}, Closed: list(c.ClosedDays), LastTicketMinutes: c.LastTicketMinutes, DayStarts: c.DayStarts,
		AlwaysOpen: c.AlwaysOpen, PublicURL: c.PublicURL, OutOfOrder: c.OutOfOrder.String(), ReasonRequired: c.ReasonRequired,
	}
	for _, v := range c.Services {
		open, _ := s.Offers(v.ID, now.Wall)
		out.Services = append(out.Services, Service{
			ID: v.ID, Prefix: string(rune(v.Prefix)), Name: v.Name, Pictogram: v.Pictogram, Open: open,
			Minutes: v.Minutes, PerDay: v.PerDay, Partners: list(v.Partners),
		})
	}
	for _, d := range c.Desks {
		out.Desks = append(out.Desks, SiteDesk{ID: d.ID, Name: d.Name, Services: list(d.Services)})
	}
	for _, p := range c.Partners {
		out.Partners = append(out.Partners, Partner(p))
	}
	for _, r := range c.Reasons {
		out.Reasons = append(out.Reasons, SiteReason{ID: r.ID, Name: r.Name, Code: r.Code, Partners: list(r.Partners)})
	}
	for _, h := range c.Hours {
		out.Hours = append(out.Hours, Hours{Weekday: int(h.Weekday), From: h.From, To: h.To})
	}
	return out
}

// list returns l, never nil, so that it is written as [].
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// Config returns what a kiosk must know of a site to go on alone: services, hours,
// days and languages.
func (s Site) Config() queue.Config {
	c := queue.Config{
		ID: s.ID, Name: s.Name, TimeZone: s.TimeZone, DayStarts: s.DayStarts, Languages: s.Languages,
		ClosedDays: s.Closed, LastTicketMinutes: s.LastTicketMinutes, PublicURL: s.PublicURL,
		AlwaysOpen: s.AlwaysOpen, ReasonRequired: s.ReasonRequired,
	}
	for _, v := range s.Services {
		if len(v.Prefix) != 1 {
			continue
		}
		c.Services = append(c.Services, queue.Service{
			ID: v.ID, Prefix: v.Prefix[0], Name: v.Name, Pictogram: v.Pictogram, Minutes: v.Minutes, PerDay: v.PerDay,
			Partners: v.Partners,
		})
	}
	for _, d := range s.Desks {
		c.Desks = append(c.Desks, queue.Desk(d))
	}
	for _, h := range s.Hours {
		c.Hours = append(c.Hours, queue.Hours{Weekday: time.Weekday(h.Weekday), From: h.From, To: h.To})
	}
	return c
}
