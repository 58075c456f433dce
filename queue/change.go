package queue

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"
)

// Changes are what a head changed over the file: they lie over it, whatever it
// becomes, until they are withdrawn. One about something that the file no longer has
// waits for it to come back.
type Changes struct {
	Dates []DateChange // in their order
	Names []NameChange // in the order of their reasons' ids
}

// A DateChange closes a date, or opens it, whatever the file says.
type DateChange struct {
	Day    Day
	Closed bool
	At     time.Time
	By     ActorID
}

// A NameChange gives a reason another name; what was coded keeps its id.
type NameChange struct {
	Reason ReasonID
	Name   string
	At     time.Time
	By     ActorID
}

// Named limits of what a head changes.
const (
	DateChangesMax  = 400
	NameChangesMax  = 200
	ReasonNameMax   = 120 // characters
	ClosedYearsMax  = 2   // how far ahead a date is closed or opened
	changesKeptDays = 1   // a date that is over: hours after midnight may be its own
)

// Changes returns what lies over the file. It is to be read only.
func (s *State) Changes() Changes { return s.changes }

// File returns the configuration as it was last read from the file. It is to be read only.
func (s *State) File() *Config { return &s.file }

// date returns what is changed about a date, and false when nothing is.
func (c Changes) date(d Day) (DateChange, bool) {
	i, ok := slices.BinarySearchFunc(c.Dates, d, func(x DateChange, d Day) int { return cmp.Compare(x.Day, d) })
	if !ok {
		return DateChange{}, false
	}
	return c.Dates[i], true
}

// name returns the name that a reason was given, and false when it was given none.
func (c Changes) name(id ReasonID) (NameChange, bool) {
	i, ok := slices.BinarySearchFunc(c.Names, id, func(x NameChange, id ReasonID) int { return cmp.Compare(x.Reason, id) })
	if !ok {
		return NameChange{}, false
	}
	return c.Names[i], true
}

// over returns the configuration in force: the file's, with the changes over it. It
// shares with the file what is not changed.
func (c Changes) over(file Config) Config {
	for _, d := range c.Dates {
		switch closed := slices.Contains(file.ClosedDays, d.Day); {
		case d.Closed && !closed:
			file.ClosedDays = append(slices.Clip(file.ClosedDays), d.Day)
		case !d.Closed && closed:
			file.ClosedDays = slices.DeleteFunc(slices.Clone(file.ClosedDays), func(x Day) bool { return x == d.Day })
		}
	}
	if len(c.Names) == 0 {
		return file
	}
	file.Reasons = slices.Clone(file.Reasons)
	for i := range file.Reasons {
		if n, ok := c.name(file.Reasons[i].ID); ok {
			file.Reasons[i].Name = n.Name
		}
	}
	return file
}

// ahead returns what is carried into a day: dates that are over are forgotten.
func (c Changes) ahead(opens Day) Changes {
	first := opens.Add(-changesKeptDays)
	return Changes{
		Dates: slices.DeleteFunc(slices.Clone(c.Dates), func(d DateChange) bool { return d.Day < first }),
		Names: slices.Clone(c.Names),
	}
}

func (c Changes) clone() Changes { return Changes{slices.Clone(c.Dates), slices.Clone(c.Names)} }

// applyChange takes in what a head changed, or withdrew.
func (s *State) applyChange(e Event, at Stamp) {
	c := &s.changes
	switch e := e.(type) {
	case DateSet:
		c.drop(e.Day)
		i, _ := slices.BinarySearchFunc(c.Dates, e.Day, func(x DateChange, d Day) int { return cmp.Compare(x.Day, d) })
		c.Dates = slices.Insert(c.Dates, i, DateChange{e.Day, e.Closed, at.At, at.Actor})
	case DateWithdrawn:
		c.drop(e.Day)
	case ReasonRenamed:
		c.unname(e.Reason)
		i, _ := slices.BinarySearchFunc(c.Names, e.Reason, func(x NameChange, id ReasonID) int { return cmp.Compare(x.Reason, id) })
		c.Names = slices.Insert(c.Names, i, NameChange{e.Reason, e.Name, at.At, at.Actor})
	case RenamingWithdrawn:
		c.unname(e.Reason)
	}
	s.overlay()
}

// overlay puts the changes in force. What may be coded, and who serves whom, they leave
// as the file has it.
func (s *State) overlay() {
	s.config = s.changes.over(s.file)
	s.cal = NewCalendar(&s.config)
	s.edition = editionOf(&s.config)
}

// Edition names the configuration in force: another has another name. Whoever keeps
// one knows by it when to ask again.
func (s *State) Edition() string { return s.edition }

func editionOf(c *Config) string {
	sum := fnv.New64a()
	fmt.Fprintf(sum, "%+v", *c) // names come in the order of their languages
	return strconv.FormatUint(sum.Sum64(), 36)
}

func (c *Changes) drop(d Day) {
	c.Dates = slices.DeleteFunc(c.Dates, func(x DateChange) bool { return x.Day == d })
}

func (c *Changes) unname(id ReasonID) {
	c.Names = slices.DeleteFunc(c.Names, func(x NameChange) bool { return x.Reason == id })
}
