package display

import (
	"strconv"
	"strings"

	"accueil/queue"
	"accueil/queue/wire"
)

// A QuestionScreen is the question that stands.
type QuestionScreen struct {
	Title   string   // with what was said of the first visit, where that is coded
	Lines   []string // what was said so far
	Typing  bool
	Typed   string // a PIN as dots
	Options []OptionScreen
	Hint    string // what the keys do
	Keys    []KeyScreen
}

// An OptionScreen is one answer.
type OptionScreen struct {
	Target Target
	Key    string // the digit that takes it, "" for none
	Label  string
	On     bool // under the cursor
}

func (c Console) viewQuestion() *QuestionScreen {
	w, q := c.words(), c.question
	s := &QuestionScreen{
		Title: w.ConsoleAsk(string(q.kind), q.number, q.name), Typing: q.typing(), Typed: q.typed, Hint: w.ConsoleHint(q.hint()),
		Keys: c.questionKeys(),
	}
	switch q.kind {
	case askOther:
		t, _ := c.listed(q.ticket)
		s.Title = w.ConsoleAskOther(w.ConsoleAction(string(q.action)), q.number, c.deskName(t.Desk))
	case askPIN:
		s.Typed = strings.Repeat("•", len([]rune(q.typed)))
	case askReason:
		s.Lines = c.reasonLines(c.coding.reasons)
		if c.coding.told || c.coding.first != queue.Unknown {
			s.Title = joined([]string{s.Title, w.ConsoleFirst(firstName(c.coding.first))})
		}
	case askHelp:
		s.Options = c.helpOptions()
		return s
	default:
	}
	for i, o := range c.options() {
		line := OptionScreen{Target: optionTarget(i), Label: o.label, On: i+q.offset() == q.cursor || i == 0 && q.kind == askReason && q.typed != "" && q.cursor == 0}
		if !q.typing() && i < 9 {
			line.Key = strconv.Itoa(i + 1)
		}
		s.Options = append(s.Options, line)
	}
	return s
}

// firstName is the option of an answer to the question of the first visit.
func firstName(a queue.Answer) string {
	switch a {
	case queue.Yes:
		return yes
	case queue.No:
		return no
	case queue.Unknown:
	}
	return "unknown"
}

// questionKeys are the keys beside the answers' own, with all that a finger needs.
func (c Console) questionKeys() []KeyScreen {
	w, q := c.words(), c.question
	key := func(t Target, key, does string) KeyScreen {
		return KeyScreen{Target: t, Key: key, Label: w.ConsoleKey(does)}
	}
	enter, erase := key(TargetEnter, w.ConsoleEnterKey(), "choose"), key(TargetErase, w.ConsoleEraseKey(), "erase")
	escape := key(TargetEscape, w.ConsoleEscapeKey(), "back")
	switch {
	case q.kind == askHelp:
		return []KeyScreen{escape}
	case q.kind != askReason && q.typing():
		enter.Label = w.ConsoleKey("send")
		return []KeyScreen{enter, erase, escape}
	case q.kind != askReason:
		return []KeyScreen{enter, escape}
	}
	switch {
	case q.typed == "" && q.cursor == 0:
		enter.Label = w.ConsoleKey("finish")
	default:
		enter.Label = w.ConsoleKey("add")
	}
	all := []KeyScreen{enter, key(keyTarget(rune(firstKeys[0])), firstKeys[:1], "first")}
	if len(c.coding.reasons) > 0 {
		if q.typed == "" {
			erase.Label = w.ConsoleKey("remove")
		}
		all = append(all, key(TargetTab, w.ConsoleTabKey(), "outcome"))
		for n := '1'; n <= '9'; n++ {
			all = append(all, KeyScreen{Target: keyTarget(n), Key: string(n), Label: w.ConsoleTimes(int(n - '0'))})
		}
	}
	if len(c.coding.reasons) > 0 || q.typed != "" {
		all = append(all, erase)
	}
	return append(all, escape)
}

// helpOptions are all keys. One that does now this and now that does what it can
// now, or else the first.
func (c Console) helpOptions() []OptionScreen {
	var all []OptionScreen
	for _, b := range bindings() {
		o := OptionScreen{Target: keyTarget(b.key), Key: c.keyName(b.key), Label: c.words().ConsoleAction(string(b.action)), On: b.can(c)}
		switch last := len(all) - 1; {
		case last < 0 || all[last].Key != o.Key:
			all = append(all, o)
		case o.On:
			all[last] = o
		}
	}
	return all
}

// hint names what the keys do while a question of this kind stands.
func (q question) hint() string {
	switch {
	case q.kind == askReason:
		return "reason"
	case q.kind == askHelp:
		return "help"
	case q.kind == askName || q.kind == askPIN:
		return "sign_in"
	case q.kind == askNotice:
		return "notice"
	case q.typing():
		return "text"
	}
	return "choice"
}

// reasonLines are reasons as they are read back: partner, reason, how often, outcome.
func (c Console) reasonLines(all []wire.Reason) []string {
	var lines []string
	for _, r := range all {
		line := c.reasonName(r.Partner, c.reasonTitle(r.Reason))
		if r.Quantity > 1 {
			line += " × " + strconv.Itoa(int(r.Quantity))
		}
		if r.Outcome != "" {
			line += " (" + c.words().ConsoleOutcome(string(r.Outcome)) + ")"
		}
		lines = append(lines, line)
	}
	return lines
}
