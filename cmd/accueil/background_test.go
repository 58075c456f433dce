package main

import (
	"strings"
	"testing"
)

// Whoever has another window in front is called by the bell and by the title, which
// tmux tells of a window as others do.
func TestAConsoleInTheBackgroundCallsInARealTerminal(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	p := o.signsIn(80, 24, "Samia", o.hires("mediator", "Samia"))
	p.Types("1")
	p.until("Guichet 1 · Samia")
	other := o.signsIn(80, 24, "Nora", o.hires("supervisor", "Nora"))
	other.Types("2")
	other.until("Guichet 2 · Nora")
	p.until("2 Nora")
	p.do("new-window", "exec cat") // in front
	told := func() string { return p.do("display-message", "-p", "-t", ":0", "#{window_bell_flag} #{pane_title}") }
	tells := func(want string) {
		t.Helper()
		await(t, "the bell, and the title: "+want, func() bool { return strings.TrimSpace(told()) == want })
	}
	tells("0 Guichet 1")
	other.Types("b")
	tells("1 Nora a besoin d'un collègue · Guichet 1")
	p.do("select-window", "-t", ":0") // who looks has heard
	p.until("Nora a besoin d'un collègue")
	p.do("select-window", "-t", ":1")
	other.Types("g111")
	tells("1 (1) Nora a besoin d'un collègue · Guichet 1")
}
