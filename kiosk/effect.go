package kiosk

import "accueil/queue"

// An Effect is something the model wishes done. Whoever does it must not hold
// up the screen, and answers with the message named.
type Effect interface{ effect() }

type (
	// Give wishes for a ticket; the answer is Given or GiveFailed. Request tells
	// one wish from another, within one run of the program.
	Give struct {
		Request uint64
		Order   Order
	}
	// Amend changes the class of a ticket given here; only AmendFailed answers.
	Amend struct {
		Ticket queue.TicketID
		Class  queue.Class
	}
	// Cancel gives a ticket back; nothing answers. A receipt not yet printed
	// need not be.
	Cancel struct{ Ticket queue.TicketID }
	// Print wishes for paper; the answer is Printed, PrintUnproved or PrintFailed.
	Print struct{ Receipt Receipt }
	// CallHelp wishes for a mediator; the answer is HelpSent or HelpFailed.
	CallHelp struct{ Request uint64 }
	// Say wishes that Text be read aloud instead of whatever is being read; nothing
	// answers.
	Say struct {
		Text   string // sentences
		Lang   string
		Volume int // VolumeMin to VolumeMax
	}
	// Hush wishes for silence; nothing answers.
	Hush struct{}
)

// How loud a voice is.
const (
	VolumeMin = 1
	VolumeMax = 4
)

func (Give) effect()     {}
func (Amend) effect()    {}
func (Cancel) effect()   {}
func (Print) effect()    {}
func (CallHelp) effect() {}
func (Say) effect()      {}
func (Hush) effect()     {}
