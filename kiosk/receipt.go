package kiosk

import (
	"context"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
)

// A Receipt is what stands on paper, in the visitor's language. It says nothing
// of the class.
type Receipt struct {
	Ticket  queue.TicketID
	Lang    string
	Site    string // its name
	Number  queue.Number
	Service string // its name
	When    string // day and time
	Ahead   string // people before, or "" when not known
	Advice  string // one sentence of what to do
	Link    string // drawn as a QR code; "" for none
}

// NewReceipt returns the paper of a ticket, in its own language; walls says whether a
// screen of the room calls its number, or a person does. Of its place in the line it
// says nothing.
func NewReceipt(c *queue.Config, t Ticket, walls bool) Receipt {
	house := i18n.House
	if len(c.Languages) > 0 {
		house = c.Languages[0]
	}
	w := i18n.For(t.Lang, house)
	service := string(t.Service)
	if s, ok := c.Service(t.Service); ok {
		service = s.Name.In(w.Lang(), house)
	}
	advice := w.KioskWatchPerson()
	if walls {
		advice = w.KioskWatchWall()
	}
	return Receipt{
		Ticket: t.ID, Link: t.Link, Lang: w.Lang(), Site: c.Name, Number: t.Number, Service: service,
		When: w.KioskWhen(t.At.In(queue.NewCalendar(c).Location())), Advice: advice,
	}
}

// A ReceiptState is how far a receipt has come. Only the printer's own word makes one
// printed: of what a printer that says nothing was given, and of what it was being given
// when the program ended, nobody knows.
type ReceiptState uint8

const (
	ReceiptMade     ReceiptState = iota // it waits for the printer
	ReceiptSent                         // the printer is being given it
	ReceiptPrinted                      // the printer has said that it is out
	ReceiptFailed                       // it has not
	ReceiptUnproved                     // the printer was given it, and nobody knows whether it is out
)

func (s ReceiptState) String() string {
	switch s {
	case ReceiptMade:
		return "made"
	case ReceiptSent:
		return "sent"
	case ReceiptPrinted:
		return "printed"
	case ReceiptFailed:
		return "failed"
	case ReceiptUnproved:
		return "unproved"
	}
	return "unknown"
}

// Trouble is what keeps a printer from printing.
type Trouble uint8

const (
	TroubleNone   Trouble = iota
	TroublePaper          // the paper is out
	TroubleCover          // the cover is open
	TroubleBroken         // it does not answer, or says that it is broken
)

func (t Trouble) String() string {
	switch t {
	case TroubleNone:
		return "none"
	case TroublePaper:
		return "paper"
	case TroubleCover:
		return "cover"
	case TroubleBroken:
		return "broken"
	}
	return "unknown"
}

// A Printer puts a receipt on paper.
type Printer interface {
	// Print returns nil when the receipt is out, by the word of a printer that Proves,
	// or when one that does not was given all of it, and a *PrintError otherwise. It
	// gives up when ctx ends.
	Print(context.Context, Receipt) error
	// Proves reports whether the printer itself says that a receipt is out.
	Proves() bool
	// Status asks the printer how it is, and costs no paper but what a receipt that
	// failed left in it. An error says why it does not print, a *PrintError where the
	// printer itself says so. It is never called while Print runs.
	Status(context.Context) (PrinterStatus, error)
	Close() error
}

// A PrinterStatus is how a printer says that it is.
type PrinterStatus struct {
	Trouble  Trouble
	PaperLow bool // it prints, and the roll is near its end
}

// A PrintError says that no paper came out, and what a visitor is told of it.
type PrintError struct {
	Trouble Trouble
	Err     error
}

func (e *PrintError) Error() string { return e.Err.Error() }

func (e *PrintError) Unwrap() error { return e.Err }

// PrintTimeMax is how long a screen waits for paper before it says that the
// printer is broken.
const PrintTimeMax = 8 * time.Second
