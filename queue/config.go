package queue

import (
	"cmp"
	"reflect"
	"time"
)

// A Config is one site as its office wrote it. It is an event: the journal
// holds it, Decide reads it from the State and nothing else.
type Config struct {
	ID                SiteID
	Name              string
	TimeZone          string // IANA, such as "Europe/Paris"
	DayStarts         Clock
	Languages         []string // BCP 47, the house's first
	Hours             []Hours  // none: always open
	ClosedDays        []Day
	LastTicketMinutes int // tickets end so long before closing
	PublicURL         string
	OutOfOrder        OutOfOrder
	ReasonRequired    bool
	AlwaysOpen        bool // a flag of whoever tries it out, not of the file
	Services          []Service
	Desks             []Desk
	Partners          []Partner
	Reasons           []Reason
	WeightNormal      int // 1 to WeightMax
	WeightPriority    int
	WeightAppointment int
	AppointmentFirst  bool
	PassedOverAtMost  int // 0: no limit
	WaitingList       WaitingList
	LongWaitMinutes   int // 0, in what was written before there was such a choice: see LongWait
	PriorityShare     int // percent; 0 likewise: see PriorityShareMax
}

// WeightMax bounds a class's weight, so that a score of ten days fits an int64.
const WeightMax = 1000

// A Name is a text by language; it has at least one.
type Name map[string]string

// In returns the name in lang, else in fallback, else in the first language
// of the alphabet that it has.
func (n Name) In(lang, fallback string) string {
	if s, ok := n[lang]; ok {
		return s
	}
	if s, ok := n[fallback]; ok {
		return s
	}
	first := ""
	for l := range n {
		if first == "" || l < first {
			first = l
		}
	}
	return n[first]
}

// A Service is what people come for; its tickets bear its prefix.
type Service struct {
	ID        ServiceID
	Prefix    byte // 'A' to 'Z'
	Name      Name
	Pictogram string
	Minutes   int // a first guess at a visit's length, at least 1
	PerDay    int // 0: no limit
	Partners  []PartnerID
}

// A Desk is where a mediator sits; what happens at it is a DeskState.
type Desk struct {
	ID       DeskID
	Name     string
	Services []ServiceID // empty: all
}

// Serves reports whether the desk takes tickets of a service.
func (d Desk) Serves(s ServiceID) bool {
	if len(d.Services) == 0 {
		return true
	}
	for _, id := range d.Services {
		if id == s {
			return true
		}
	}
	return false
}

// A Partner is an organisation that visits are counted for.
type Partner struct {
	ID   PartnerID
	Name string
}

// A Reason is why a person came, as a mediator codes it.
type Reason struct {
	ID       ReasonID
	Name     string
	Code     string      // the funder's own, or ""
	Partners []PartnerID // empty: leads from every service
}

// OutOfOrder says who may call a ticket that Next would not have called.
type OutOfOrder uint8

const (
	OutOfOrderCause OutOfOrder = iota // with a cause of the closed list
	OutOfOrderFree
	OutOfOrderNo
)

// WaitingList says what mediators see of those who wait; a supervisor sees them all.
type WaitingList uint8

const (
	WaitingListFull   WaitingList = iota
	WaitingListCounts             // how many, so that nobody chooses whom to call
)

// What a configuration that does not say is read as.
const (
	longWaitMinutes = 30
	priorityShare   = 25
)

// LongWait returns beyond which time a wait is long.
func (c *Config) LongWait() time.Duration {
	return time.Duration(cmp.Or(c.LongWaitMinutes, longWaitMinutes)) * time.Minute
}

// PriorityShareMax returns which share of priorities, in percent, is still usual.
func (c *Config) PriorityShareMax() int { return cmp.Or(c.PriorityShare, priorityShare) }

// Equal reports whether two configurations say the same.
func (c Config) Equal(o Config) bool { return reflect.DeepEqual(c, o) }

// Service returns the service of that id, and false when there is none.
func (c *Config) Service(id ServiceID) (Service, bool) {
	for _, s := range c.Services {
		if s.ID == id {
			return s, true
		}
	}
	return Service{}, false
}

// Desk returns the desk of that id, and false when there is none.
func (c *Config) Desk(id DeskID) (Desk, bool) {
	for _, d := range c.Desks {
		if d.ID == id {
			return d, true
		}
	}
	return Desk{}, false
}
