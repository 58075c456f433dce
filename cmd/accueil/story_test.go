package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A terminal is a screen in tmux.
type terminal struct{ *pane }

var keyName = regexp.MustCompile(`\{[A-Za-z]+\}|[^{]+`)

// tmuxNames are the names of keys that a browser calls otherwise.
var tmuxNames = map[string]string{"{ArrowUp}": "Up", "{ArrowDown}": "Down", "{Backspace}": "BSpace"}

func (p terminal) Types(keys string) {
	p.t.Helper()
	for _, key := range keyName.FindAllString(keys, -1) {
		switch name, known := tmuxNames[key]; {
		case known:
			p.keys(name)
		case key[0] == '{':
			p.keys(strings.Trim(key, "{}"))
		default:
			p.keys("-l", key)
		}
	}
}

func (p terminal) Touches(text string) {
	p.t.Helper()
	spaced := regexp.MustCompile(strings.ReplaceAll(regexp.QuoteMeta(text), " ", "[ \u00a0]+"))
	screen := p.wait("never showed "+text, spaced.MatchString)
	p.feels(tap(p.cell(screen, spaced.FindString(screen))))
}

func (p terminal) Screen() string {
	p.t.Helper()
	return flat(p.do("capture-pane", "-p"))
}

// flat is a text with single spaces, no lines and no dots between its parts, which each
// skin sets off as it likes.
func flat(screen string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(screen, "·", " ")), " ")
}

// newTerminal opens a screen of the office in a terminal.
func (o *office) newTerminal(columns, rows int, what string) terminal {
	return terminal{newPane(o.t, columns, rows, what, "--data", o.data, "--server", o.server.url)}
}

// signsIn opens a console in a terminal for somebody, up to the choice of a desk.
func (o *office) signsIn(columns, rows int, name, pin string) terminal {
	p := o.newTerminal(columns, rows, "console")
	p.until("Votre nom")
	p.Types(name + "{Enter}")
	p.until("Code de " + name)
	p.Types(pin + "{Enter}")
	p.until("À quel guichet êtes-vous")
	return p
}

// hires adds a person, and returns the PIN.
func (o *office) hires(role, name string) string {
	o.t.Helper()
	return o.server.hires(o.t, o.data, role, name)
}

func (s *served) hires(t testing.TB, data, role, name string) string {
	t.Helper()
	status, pin, errs := accueil(t, "admin", "--server", s.url, "--token-file", filepath.Join(data, "admin.token"),
		"person", "add", "--role", role, "--site", "dijon", name)
	if status != 0 {
		t.Fatal(errs)
	}
	return strings.TrimSpace(pin)
}

func newOffice(t *testing.T) *office {
	o := &office{t: t, data: t.TempDir(), screens: map[string]driver{}, called: map[string]time.Time{}}
	o.screens[record], o.screens[calls] = journalOf{office: o}, callsOf{office: o}
	o.server = serve(t, o.data)
	return o
}

// Every line of what a mediator must be able to do, on two consoles and a wall.
func TestTheMediatorsDayInARealTerminal(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.screens[wall] = o.newBoard(80, 24)
	o.screens[first] = o.signsIn(80, 24, "Samia", o.hires("mediator", "Samia"))
	o.screens[second] = o.signsIn(120, 40, "Nora", o.hires("supervisor", "Nora"))
	o.tell(stories())
}
