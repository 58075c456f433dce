package kiosk

import (
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
)

// How long a screen stays. Home is the welcome screen in the house's language.
const (
	printedHome    = 12 * time.Second                  // after the paper is out
	notPrintedHome = 60 * time.Second                  // where the number may have to be written down
	changeTime     = 10 * time.Second                  // in which a ticket may be given back
	priorityTime   = queue.KioskGrace - 10*time.Second // in which priority may be asked for
	liftTime       = 2 * time.Second                   // in which a finger lifts that went down in time
	sameTicketTime = 5 * time.Second                   // in which the same tile shows the same ticket
	stillThereTime = 20 * time.Second                  // to answer "are you still there?"
	troubleTime    = 20 * time.Second                  // for words that ask nothing
	settleTime     = 400 * time.Millisecond            // in which a touch was meant for the screen before
	slowAfter      = 300 * time.Millisecond
	giveTimeMax    = 10 * time.Second // then the number is given up
	bookingPast    = 2 * time.Hour    // an appointment so long ago is no longer offered
	wallLook       = 30 * time.Second // the doors' hours are looked at so often
)

// Settings are what does not change while the kiosk runs.
type Settings struct {
	IdleSeconds int               // until a visitor is asked whether they are still there, at least 1
	Services    []queue.ServiceID // the menu, in this order; empty: all of the site
	Hours       []queue.Hours     // in which it gives tickets while the site does; empty: the site's
}

// A Model is all that the kiosk knows. It is a value: Update returns another
// and leaves the one it was given as it was.
type Model struct {
	settings Settings
	now      Now

	site      *queue.Config // nil until the first Configured
	zone      *time.Location
	calendar  *queue.Calendar
	own       *queue.Calendar // of this kiosk's hours; nil: the site's
	health    Health
	printer   PrinterIs
	feed      *Feed // nil while the server is away
	bookings  []Booking
	taken     []queue.AppointmentID // whose tickets were given here
	sinceFeed []queue.ServiceID     // given here since the feed, newest last
	tiles     int                   // that fit on a page
	langs     int                   // that fit in a row; 0: any number
	voiced    bool                  // there is a voice
	pictures  bool                  // the tiles show them

	serial   uint64
	requests uint64
	settled  time.Duration // from when on a touch is meant for this screen
	rested   time.Duration // from when on KeyChoose is not the one before, held down

	visit
	last *held // the newest ticket, also after its visitor went
	gone help  // of the newest visitor who went, until another comes
}

// A visit is all that a model knows of the visitor; none of it outlives them.
type visit struct {
	stage   stage
	lang    string // "" is the house's
	page    int
	focus   TargetID
	keyed   bool          // by the three keys, not led to them by the voice
	active  time.Duration // the last sign of life, or of someone who comes
	since   time.Duration // when the stage began
	told    TargetID      // a closed service that was touched
	help    help
	pending *pending
	ticket  *held
	resume  stage // where StillThere came from
	origin  origin
	voice   voice
}

// An origin is where the screen of languages came from.
type origin struct {
	stage stage
	page  int
}

// A stage is how far a visit has come. What the house is (closed, out of
// order) lies over the first two.
type stage uint8

const (
	stageWelcome stage = iota
	stageAppointments
	stageLanguages
	stageTicket
	stageStillThere
	stageTrouble
)

// A pending order waits for the spool.
type pending struct {
	request uint64
	order   Order
	target  TargetID
	at      time.Duration
}

// A held ticket is one that is, or just was, shown.
type held struct {
	ticket   Ticket
	place    *Place
	at       time.Duration // when it was given
	paper    paper
	trouble  Trouble
	refused  bool          // the priority was
	home     time.Duration // when the screen goes home
	answerBy time.Duration // when the printer is given up
}

// A paper is what became of a ticket's receipt.
type paper uint8

const (
	paperNone paper = iota // there is no printer
	paperMade              // under way
	paperOut
	paperUnproved // given to a printer that does not say what it prints
	paperFailed
)

// New returns a kiosk that has heard of nothing yet: it says that it is starting.
func New(s Settings) Model {
	s.IdleSeconds = max(1, s.IdleSeconds)
	return Model{settings: s, zone: time.UTC, health: Health{Fault: FaultStarting}, tiles: 6, serial: 1}
}

// Home reports whether nothing of a visitor is left.
func (m Model) Home() bool {
	return m.stage == stageWelcome && m.lang == "" && m.page == 0 && m.focus == "" &&
		m.told == "" && m.help.state == helpNone && m.pending == nil && m.ticket == nil && !m.keyed && m.voice == voice{}
}

// Deadline returns when Tick is owed next, on the clock of Now.Mono. It is
// never further than half a minute away: the doors close without a touch.
func (m Model) Deadline() time.Duration {
	next := m.now.Mono + wallLook
	for _, at := range m.deadlines() {
		if at > m.now.Mono {
			next = min(next, at)
		}
	}
	return next
}

// deadlines returns every moment that changes what is seen; some may be past.
func (m Model) deadlines() []time.Duration {
	var all []time.Duration
	if p := m.pending; p != nil {
		all = append(all, p.at+slowAfter, p.at+giveTimeMax)
	}
	switch {
	case m.help.state == helpCalling:
		all = append(all, m.help.at+helpTimeMax)
	case m.gone.state == helpComing:
		all = append(all, m.gone.at+comingTime)
	}
	if t := m.ticket; t != nil {
		all = append(all, m.ticketEnds(), t.at+changeTime, t.at+priorityTime, t.answerBy, m.aheadDue())
	}
	switch m.stage {
	case stageWelcome, stageAppointments, stageLanguages:
		if !m.Home() {
			all = append(all, m.idleAt())
		}
	case stageStillThere:
		all = append(all, m.after(m.since)+stillThereTime)
	case stageTrouble:
		all = append(all, m.troubleEnds())
	case stageTicket:
	}
	return all
}

// idleAt is when a visitor who does nothing is asked, or sent home: nobody who waits
// for help.
func (m Model) idleAt() time.Duration {
	return max(m.after(m.active)+time.Duration(m.settings.IdleSeconds)*time.Second, m.helpAwaited())
}

// troubleEnds is when words that ask nothing have been read, likewise.
func (m Model) troubleEnds() time.Duration {
	return max(m.after(m.since)+troubleTime, m.helpAwaited())
}

// language is what the screen speaks now.
func (m Model) language() string {
	if m.lang != "" {
		return m.lang
	}
	return m.houseLanguage()
}

func (m Model) houseLanguage() string {
	if m.site != nil && len(m.site.Languages) > 0 {
		return m.site.Languages[0]
	}
	return i18n.House
}

func (m Model) words() i18n.Words { return i18n.For(m.language(), m.houseLanguage()) }

// kind returns which screen is to be seen.
func (m Model) kind() Kind {
	switch m.stage {
	case stageTicket:
		return KindTicket
	case stageTrouble:
		return KindTrouble
	case stageStillThere:
		return KindStillThere
	case stageLanguages:
		return KindLanguages
	case stageWelcome, stageAppointments:
	}
	switch {
	case m.pending != nil && m.stage == stageAppointments:
		return KindAppointments
	case m.pending != nil:
		return KindWelcome
	case m.site == nil || m.health.Fault != FaultNone:
		return KindOutOfOrder
	case !m.giving():
		return KindClosed
	case m.stage == stageAppointments:
		return KindAppointments
	}
	return KindWelcome
}
