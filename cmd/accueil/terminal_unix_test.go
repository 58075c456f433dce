//go:build unix

package main

import (
	"strings"
	"syscall"
	"testing"
)

// Whoever installs it reads one line, and knows what to do.
func TestAScreenWithoutATerminalSaysWhatToDo(t *testing.T) {
	for name, variables := range map[string][2]string{
		"an unknown terminal": {"TERM=nonsense", "TERM=xterm-256color"},
		"no terminal":         {"TERM=xterm", "TERM=xterm-256color"},
		"no UTF-8":            {"LC_ALL=fr_FR.ISO-8859-15", "LC_ALL=C.UTF-8"},
	} {
		for _, screen := range []string{"kiosk", "wall", "console"} {
			t.Run(name+", "+screen, func(t *testing.T) {
				c := program(t.Context(), screen, "--data", t.TempDir())
				c.Env = append(c.Env, variables[0])
				c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
				out, err := c.CombinedOutput()
				if err == nil || strings.Count(string(out), "\n") != 1 || strings.Count(string(out), variables[1]) != 1 {
					t.Errorf("got %v, %q, want one line of what to do", err, out)
				}
			})
		}
	}
}
