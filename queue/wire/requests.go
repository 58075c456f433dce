package wire

import (
	"bytes"
	"encoding/json"
	"time"

	"accueil/queue"
)

// What is sent to the server. Each is decoded strictly.
type (
	// GiveRequest asks for a ticket; with ID and Number it tells of one that a
	// kiosk has handed out.
	GiveRequest struct {
		Service     queue.ServiceID     `json:"service"`
		Lang        string              `json:"lang,omitempty"`
		Class       string              `json:"class,omitempty"`
		Appointment queue.AppointmentID `json:"appointment,omitempty"`
		ID          Given[string]       `json:"id,omitzero"`
		Number      Given[string]       `json:"number,omitzero"`
		Day         Given[queue.Day]    `json:"day,omitzero"`
		AgeMS       Given[int64]        `json:"age_ms,omitzero"`
	}
	// AmendRequest changes what it names.
	AmendRequest struct {
		Class   string          `json:"class,omitempty"`
		Lang    string          `json:"lang,omitempty"`
		Service queue.ServiceID `json:"service,omitempty"`
		AgeMS   Given[int64]    `json:"age_ms,omitzero"`
	}
	CancelRequest struct {
		AgeMS Given[int64] `json:"age_ms,omitzero"`
	}
	OpenRequest struct {
		TakeOver bool `json:"take_over,omitempty"`
	}
	PauseRequest struct {
		Minutes int `json:"minutes,omitempty"`
	}
	NextRequest struct {
		Reasons *[]Reason `json:"reasons,omitempty"`
	}
	CallRequest struct {
		Desk  queue.DeskID `json:"desk"`
		Cause queue.Cause  `json:"cause,omitempty"`
	}
	ParkRequest struct {
		Minutes int `json:"minutes"`
	}
	TransferRequest struct {
		Service queue.ServiceID `json:"service,omitempty"`
		Desk    queue.DeskID    `json:"desk,omitempty"`
		Note    string          `json:"note,omitempty"`
	}
	ReasonsRequest struct {
		Reasons []Reason           `json:"reasons"`
		First   Given[YesNoOrNull] `json:"first_this_year,omitzero"`
	}
	FinishRequest struct {
		Reasons *[]Reason          `json:"reasons,omitempty"`
		First   Given[YesNoOrNull] `json:"first_this_year,omitzero"`
	}
	VisitRequest struct {
		Channel string             `json:"channel"`
		Service queue.ServiceID    `json:"service,omitempty"`
		Reasons []Reason           `json:"reasons"`
		First   Given[YesNoOrNull] `json:"first_this_year,omitzero"`
		ID      Given[string]      `json:"id,omitzero"`
		Day     Given[queue.Day]   `json:"day,omitzero"`
		AgeMS   Given[int64]       `json:"age_ms,omitzero"`
	}
	AlertRequest struct {
		Kind queue.AlertKind `json:"kind"`
		Text string          `json:"text,omitempty"`
	}
	IntakeRequest struct {
		Open     bool              `json:"open"`
		Services []queue.ServiceID `json:"services,omitempty"`
	}
	NoticeRequest struct {
		Text string `json:"text"`
	}
	// ClosedRequest closes a date, or opens it, whatever the file says. Confirmed says
	// that whoever has an appointment, waits or works then is thought of.
	ClosedRequest struct {
		Closed    bool `json:"closed"`
		Confirmed bool `json:"confirmed,omitempty"`
	}
	// ReasonNameRequest gives a reason another name.
	ReasonNameRequest struct {
		Name string `json:"name"`
	}
	AppointmentsRequest struct {
		Appointments []AppointmentRequest `json:"appointments"`
	}
	// AppointmentRequest has a time with an offset, and an id if it is to be kept.
	AppointmentRequest struct {
		ID      queue.AppointmentID `json:"id,omitempty"`
		At      time.Time           `json:"at"`
		Service queue.ServiceID     `json:"service"`
		Label   string              `json:"label,omitempty"`
	}
	LoginRequest struct {
		Name string       `json:"name"`
		PIN  string       `json:"pin"`
		Site queue.SiteID `json:"site"`
	}
	DeviceRequest struct {
		Site queue.SiteID `json:"site"`
		Role string       `json:"role"`
		Name string       `json:"name"`
	}
	PersonRequest struct {
		Site queue.SiteID `json:"site"`
		Role string       `json:"role"`
		Name string       `json:"name"`
		PIN  string       `json:"pin,omitempty"`
	}
	ResetPINRequest struct {
		PIN string `json:"pin,omitempty"`
	}
	// Nothing is a request without a word.
	Nothing struct{}
)

// A Quantity is how often a reason counts; left out, or null, it is 1. A 0 that is
// said is refused: it would be counted as 1.
type Quantity int

// UnmarshalJSON reads a whole number that is not 0, or null.
func (q *Quantity) UnmarshalJSON(b []byte) error {
	var n *int
	if err := json.Unmarshal(b, &n); err != nil || n != nil && *n == 0 {
		return queue.Refuse(queue.Invalid, "quantity is %s: expected 1 to %d", b, queue.QuantityMax)
	}
	if n != nil {
		*q = Quantity(*n)
	}
	return nil
}

// A Given is a field that may be left out, null, or have a value: the three mean
// different things.
type Given[T any] struct {
	Set   bool // it was there
	Null  bool // as null
	Value T
}

// Value returns a Given of v.
func Value[T any](v T) Given[T] { return Given[T]{Set: true, Value: v} }

// Null returns a Given that is null.
func Null[T any]() Given[T] { return Given[T]{Set: true, Null: true} }

// IsZero reports whether the field was left out.
func (g Given[T]) IsZero() bool { return !g.Set }

// MarshalJSON writes the value or null.
func (g Given[T]) MarshalJSON() ([]byte, error) {
	if !g.Set || g.Null {
		return []byte("null"), nil
	}
	return json.Marshal(g.Value)
}

// UnmarshalJSON reads a value or null.
func (g *Given[T]) UnmarshalJSON(b []byte) error {
	g.Set = true
	if bytes.Equal(bytes.TrimSpace(b), []byte("null")) {
		g.Null = true
		return nil
	}
	return json.Unmarshal(b, &g.Value)
}

// YesNoOrNull is an answer: true or "yes", false or "no", null or "unknown".
type YesNoOrNull struct{ Answer queue.Answer }

// MarshalJSON writes true, false or null.
func (y YesNoOrNull) MarshalJSON() ([]byte, error) {
	switch y.Answer {
	case queue.Yes:
		return []byte("true"), nil
	case queue.No:
		return []byte("false"), nil
	case queue.Unknown:
		return []byte("null"), nil
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads any of the words.
func (y *YesNoOrNull) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true", `"yes"`:
		y.Answer = queue.Yes
	case "false", `"no"`:
		y.Answer = queue.No
	case "null", `"unknown"`:
		y.Answer = queue.Unknown
	default:
		return queue.Refuse(queue.Invalid, "first_this_year is %s: expected true, false or null", b)
	}
	return nil
}
