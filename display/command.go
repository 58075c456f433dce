package display

import (
	"accueil/queue"
	"accueil/queue/wire"
)

// What a console wishes for.
type (
	// SignIn asks for a session; SignedIn or SignInFailed answers.
	SignIn struct{ Name, PIN string }
	// SignOut ends it, without an answer.
	SignOut struct{}
	// Leave ends the program.
	Leave struct{}
	// Ask sends a command under a key of its own, which is kept for as long as it
	// is tried; Done or Refused answers with the same request.
	Ask struct {
		Request uint64
		Command Command
	}
)

func (SignIn) effect()  {}
func (SignOut) effect() {}
func (Leave) effect()   {}
func (Ask) effect()     {}

// A Command is one call of the API.
type Command interface{ Call() Call }

// The commands.
type (
	OpenDesk struct {
		Desk     queue.DeskID
		TakeOver bool
	}
	PauseDesk struct {
		Desk    queue.DeskID
		Minutes int // 0: until it is resumed
	}
	ResumeDesk struct{ Desk queue.DeskID }
	CloseDesk  struct{ Desk queue.DeskID }
	Next       struct{ Desk queue.DeskID }
	CallTicket struct {
		Ticket queue.TicketID
		Desk   queue.DeskID
		Cause  queue.Cause
	}
	// TicketWord is a command that needs no more than its word.
	TicketWord struct {
		Ticket queue.TicketID
		Word   Word
	}
	Park struct {
		Ticket  queue.TicketID
		Minutes int
	}
	Transfer struct {
		Ticket  queue.TicketID
		Service queue.ServiceID // "" with Desk: its own
		Desk    queue.DeskID    // "": any that serves it
		Note    string
	}
	Reclass struct {
		Ticket queue.TicketID
		Class  queue.Class
	}
	Code struct {
		Ticket  queue.TicketID
		Reasons []wire.Reason
		First   queue.Answer
	}
	CodeVisit struct {
		Channel queue.Channel
		Service queue.ServiceID // "": none
		Reasons []wire.Reason
		First   queue.Answer
	}
	Give struct {
		Service queue.ServiceID
		Class   queue.Class
		Lang    string // "": the site's first
	}
	RaiseAlert struct{ Kind queue.AlertKind }
	AckAlert   struct{ Alert queue.AlertID }
	DropAlert  struct{ Alert queue.AlertID }
	// SetIntake is for the services named; none is all.
	SetIntake struct {
		Open     bool
		Services []queue.ServiceID
	}
	SetNotice struct{ Text string }
)

// A Word is what is said of a ticket, as the API spells it.
type Word string

// The words.
const (
	WordRecall  Word = "recall"
	WordStart   Word = "start"
	WordUnpark  Word = "unpark"
	WordNoShow  Word = "no-show"
	WordUndo    Word = "undo"
	WordReprint Word = "reprint"
	WordCancel  Word = "cancel"
	WordFinish  Word = "finish"
)

// What a console is told.
type (
	// ConsoleSeen is the console's newest view.
	ConsoleSeen struct {
		Stamp Stamp
		View  wire.ConsoleView
	}
	// SiteSeen is the site as it is configured.
	SiteSeen struct{ Site wire.Site }
	// SignedIn answers SignIn.
	SignedIn struct{ Session wire.Session }
	// SignInFailed answers SignIn: the name or PIN is wrong, too many were, or
	// the server is away.
	SignInFailed struct {
		Kind queue.Kind
		Loss Loss // of any other kind: why there is no answer
	}
	// SignedOut says that the session is over.
	SignedOut struct{}
	// Done answers Ask. Ticket is the one that the answer names, nil when none;
	// after Next that is nobody.
	Done struct {
		Request uint64
		Ticket  *wire.Ticket
	}
	// Refused answers Ask: nothing was done. Unavailable means that no answer came.
	Refused struct {
		Request uint64
		Kind    queue.Kind
	}
	// Type is a character.
	Type struct{ Rune rune }
	// Pasted is text that was pasted. It is nobody's keys.
	Pasted struct{ Text string }
	// Press is any other key.
	Press struct{ Key Key }
)

// A Key is one that is no character.
type Key uint8

// The keys.
const (
	KeyEnter Key = iota + 1
	KeyEscape
	KeyUp
	KeyDown
	KeyTab
	KeyErase
	KeyEraseAll
	KeyPageUp
	KeyPageDown
	KeyHome
	KeyEnd
)

func (ConsoleSeen) msg()  {}
func (SiteSeen) msg()     {}
func (SignedIn) msg()     {}
func (SignInFailed) msg() {}
func (SignedOut) msg()    {}
func (Done) msg()         {}
func (Refused) msg()      {}
func (Type) msg()         {}
func (Pasted) msg()       {}
func (Press) msg()        {}
