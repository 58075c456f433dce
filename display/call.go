package display

import (
	"encoding/json"
	"net/http"

	"accueil/queue"
	"accueil/queue/wire"
)

// A Call is a Command as the API takes it. Both skins send it as it is.
type Call struct {
	Method string
	Path   []string // below the site, a part each, not yet escaped
	Body   any      // nil: none
	answer answerKind
}

// An answerKind is what an answer holds of a ticket.
type answerKind uint8

const (
	answersOther  answerKind = iota // no ticket
	answersTicket                   // a ticket
	answersCalled                   // the ticket that was called, or nothing at all
)

// Ticket returns the ticket that an answer names, nil when it names none.
func (c Call) Ticket(body []byte) (*wire.Ticket, error) {
	switch {
	case len(body) == 0 || c.answer == answersOther:
		return nil, nil
	case c.answer == answersCalled:
		var called wire.Called
		err := json.Unmarshal(body, &called)
		return &called.Ticket, err
	}
	var t wire.Ticket
	err := json.Unmarshal(body, &t)
	return &t, err
}

// Call returns what the API is told.
func (w OpenDesk) Call() Call {
	return deskCall(w.Desk, "open", wire.OpenRequest{TakeOver: w.TakeOver})
}

// Call returns what the API is told.
func (w PauseDesk) Call() Call {
	return deskCall(w.Desk, "pause", wire.PauseRequest{Minutes: w.Minutes})
}

// Call returns what the API is told.
func (w ResumeDesk) Call() Call { return deskCall(w.Desk, "resume", nil) }

// Call returns what the API is told.
func (w CloseDesk) Call() Call { return deskCall(w.Desk, "close", nil) }

// Call returns what the API is told.
func (w Next) Call() Call {
	c := deskCall(w.Desk, "next", wire.NextRequest{})
	c.answer = answersCalled
	return c
}

// Call returns what the API is told.
func (w CallTicket) Call() Call {
	return ticketCall(w.Ticket, "call", wire.CallRequest{Desk: w.Desk, Cause: w.Cause})
}

// Call returns what the API is told.
func (w TicketWord) Call() Call { return ticketCall(w.Ticket, string(w.Word), nil) }

// Call returns what the API is told.
func (w Park) Call() Call { return ticketCall(w.Ticket, "park", wire.ParkRequest{Minutes: w.Minutes}) }

// Call returns what the API is told.
func (w Transfer) Call() Call {
	return ticketCall(w.Ticket, "transfer", wire.TransferRequest{Service: w.Service, Desk: w.Desk, Note: w.Note})
}

// Call returns what the API is told.
func (w Reclass) Call() Call {
	return ticketCall(w.Ticket, "amend", wire.AmendRequest{Class: w.Class.String()})
}

// Call returns what the API is told.
func (w Code) Call() Call {
	c := ticketCall(w.Ticket, "reasons", wire.ReasonsRequest{Reasons: listed(w.Reasons), First: answered(w.First)})
	c.Method = http.MethodPut
	return c
}

// Call returns what the API is told.
func (w CodeVisit) Call() Call {
	body := wire.VisitRequest{Channel: w.Channel.String(), Service: w.Service, Reasons: listed(w.Reasons), First: answered(w.First)}
	return Call{http.MethodPost, []string{"visits"}, body, answersTicket}
}

// Call returns what the API is told.
func (w Give) Call() Call {
	body := wire.GiveRequest{Service: w.Service, Class: w.Class.String(), Lang: w.Lang}
	return Call{http.MethodPost, []string{"tickets"}, body, answersTicket}
}

// Call returns what the API is told.
func (w RaiseAlert) Call() Call {
	return Call{Method: http.MethodPost, Path: []string{"alerts"}, Body: wire.AlertRequest{Kind: w.Kind}}
}

// Call returns what the API is told.
func (w AckAlert) Call() Call {
	return Call{Method: http.MethodPost, Path: []string{"alerts", string(w.Alert), "ack"}}
}

// Call returns what the API is told.
func (w DropAlert) Call() Call {
	return Call{Method: http.MethodDelete, Path: []string{"alerts", string(w.Alert)}}
}

// Call returns what the API is told.
func (w SetIntake) Call() Call {
	return Call{Method: http.MethodPut, Path: []string{"intake"}, Body: wire.IntakeRequest{Open: w.Open, Services: w.Services}}
}

// Call returns what the API is told.
func (w SetNotice) Call() Call {
	return Call{Method: http.MethodPut, Path: []string{"notice"}, Body: wire.NoticeRequest{Text: w.Text}}
}

func ticketCall(id queue.TicketID, word string, body any) Call {
	return Call{http.MethodPost, []string{"tickets", string(id), word}, body, answersTicket}
}

func deskCall(id queue.DeskID, word string, body any) Call {
	return Call{http.MethodPost, []string{"desks", string(id), word}, body, answersOther}
}

// listed is never null on the wire.
func listed(all []wire.Reason) []wire.Reason {
	if all == nil {
		return []wire.Reason{}
	}
	return all
}

func answered(a queue.Answer) wire.Given[wire.YesNoOrNull] {
	return wire.Value(wire.YesNoOrNull{Answer: a})
}
