package display

// A permanence is coded away from the site, on a laptop of its own: what the site
// does not have yet is counted on the console, quietly.

// Pending says how many visits the site does not have yet. It is told on a laptop
// that is away alone.
type Pending struct {
	Count   int    `json:"count"`
	Refused int    `json:"refused"` // of them: the site does not take them as they are
	Absent  string `json:"absent"`  // someone whose sign-in some of them wait for; "": nobody
	Strange bool   `json:"strange"` // some wait for anybody's whom the site knows
	Heard   bool   `json:"heard"`   // the site answers
}

func (Pending) msg() {}

// pend takes in what the site does not have; that it has all is said once.
func (c Console) pend(m Pending) Console {
	before := c.away
	c.away = &m
	if before != nil && before.Count > 0 && m.Count == 0 && m.Heard {
		c.said = said{text: c.words().ConsoleJoined()}
	}
	if m.Refused > 0 && (before == nil || before.Refused < m.Refused) {
		c.said = said{c.words().ConsoleJoinRefused(m.Refused), true}
	}
	return c
}

// unjoined is what stands beside the visits to code: "" when the site has all.
func (c Console) unjoined() string {
	if c.away == nil || c.away.Count == 0 {
		return ""
	}
	text := c.words().ConsoleToJoin(c.away.Count)
	switch {
	case !c.away.Heard:
	case c.away.Absent != "":
		text += " (" + c.words().ConsoleJoinAbsent(c.away.Absent) + ")"
	case c.away.Strange:
		text += " (" + c.words().ConsoleJoinStrange() + ")"
	}
	return text
}
