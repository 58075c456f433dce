package queue

import "fmt"

// The enumerations say their names wherever they are written as text, and are
// read back by name, so that a number's meaning is never stored.

func parse[T ~uint8](text []byte, what string, last T, name func(T) string) (T, error) {
	for v := T(0); v <= last; v++ {
		if name(v) == string(text) {
			return v, nil
		}
	}
	return 0, fmt.Errorf("there is no %s %q", what, text)
}

// String returns yes, no or unknown.
func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case No:
		return "no"
	case Unknown:
		return "unknown"
	}
	return ""
}

// String returns cause, free or no.
func (o OutOfOrder) String() string {
	switch o {
	case OutOfOrderCause:
		return "cause"
	case OutOfOrderFree:
		return "free"
	case OutOfOrderNo:
		return "no"
	}
	return ""
}

// String returns full or counts.
func (l WaitingList) String() string {
	switch l {
	case WaitingListFull:
		return "full"
	case WaitingListCounts:
		return "counts"
	}
	return ""
}

// MarshalText returns the ticket state's name.
func (s TicketState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalText returns the class's name.
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// MarshalText returns the channel's name.
func (c Channel) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// MarshalText returns the answer's name.
func (a Answer) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// MarshalText returns the mode's name.
func (m DeskMode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// MarshalText returns the rule's name.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// MarshalText returns the choice's name.
func (o OutOfOrder) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// MarshalText returns the choice's name.
func (l WaitingList) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a ticket state's name, and refuses any other.
func (s *TicketState) UnmarshalText(b []byte) (err error) {
	*s, err = parse(b, "ticket state", Unserved, TicketState.String)
	return err
}

// UnmarshalText reads a class's name, and refuses any other.
func (c *Class) UnmarshalText(b []byte) (err error) {
	*c, err = parse(b, "class", Appointment, Class.String)
	return err
}

// UnmarshalText reads a channel's name, and refuses any other.
func (c *Channel) UnmarshalText(b []byte) (err error) {
	*c, err = parse(b, "channel", ChannelOutside, Channel.String)
	return err
}

// UnmarshalText reads an answer's name, and refuses any other.
func (a *Answer) UnmarshalText(b []byte) (err error) {
	*a, err = parse(b, "answer", No, Answer.String)
	return err
}

// UnmarshalText reads a mode's name, and refuses any other.
func (m *DeskMode) UnmarshalText(b []byte) (err error) {
	*m, err = parse(b, "desk mode", DeskPaused, DeskMode.String)
	return err
}

// UnmarshalText reads a rule's name, and refuses any other.
func (r *Rule) UnmarshalText(b []byte) (err error) {
	*r, err = parse(b, "rule", RuleOutOfOrder, Rule.String)
	return err
}

// UnmarshalText reads a choice's name, and refuses any other.
func (o *OutOfOrder) UnmarshalText(b []byte) (err error) {
	*o, err = parse(b, "out_of_order", OutOfOrderNo, OutOfOrder.String)
	return err
}

// UnmarshalText reads a choice's name, and refuses any other.
func (l *WaitingList) UnmarshalText(b []byte) (err error) {
	*l, err = parse(b, "waiting_list", WaitingListCounts, WaitingList.String)
	return err
}
