package queue

import (
	"errors"
	"fmt"
)

// A Kind is what a refusal means to the one who asked; decide by kind, never by text.
type Kind uint8

const (
	Internal Kind = iota // our own mistake
	Invalid              // the wish makes no sense, whatever the state
	Unauthenticated
	Forbidden // someone else may do it
	NotFound
	Conflict // the state does not allow it now; the text names the state
	Closed   // the office gives no tickets now
	TooMany
	Unavailable // nothing is wrong with the wish: ask again
)

// String returns the kind's name on the wire.
func (k Kind) String() string {
	switch k {
	case Internal:
		return "internal"
	case Invalid:
		return "invalid"
	case Unauthenticated:
		return "unauthenticated"
	case Forbidden:
		return "forbidden"
	case NotFound:
		return "not_found"
	case Conflict:
		return "conflict"
	case Closed:
		return "closed"
	case TooMany:
		return "too_many"
	case Unavailable:
		return "unavailable"
	}
	return "internal"
}

// ParseKind returns the kind of that name; false, and Internal, when there is none.
func ParseKind(name string) (Kind, bool) {
	for k := Internal; k <= Unavailable; k++ {
		if k.String() == name {
			return k, true
		}
	}
	return Internal, false
}

// An Error is a refusal that may be shown to the one who asked.
type Error struct {
	Kind   Kind
	Text   string  // one sentence in plain English: what happened, what to do
	Person ActorID // whose id stands in Text, for those who may read the name there; "" for nobody's
}

func (e *Error) Error() string { return e.Text }

// Refuse returns an Error of kind k; its text is formatted as by fmt.Sprintf.
func Refuse(k Kind, format string, args ...any) error {
	return &Error{Kind: k, Text: fmt.Sprintf(format, args...)}
}

// refuseNaming returns an Error whose text names a person by id.
func refuseNaming(person ActorID, k Kind, format string, args ...any) error {
	return &Error{Kind: k, Text: fmt.Sprintf(format, args...), Person: person}
}

// KindOf returns the kind of the Error that err is or wraps, Internal for any other.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
