//go:build unix

package main

import (
	"strings"
	"syscall"
	"testing"
)

// Whoever installs it reads one line, and knows what to do.
func TestAKioskWithoutATerminalSaysWhatToDo(t *testing.T) {
	for name, variable := range map[string]string{"an unknown terminal": "TERM=nonsense", "no terminal": "TERM=xterm"} {
		t.Run(name, func(t *testing.T) {
			c := program(t.Context(), "kiosk", "--data", t.TempDir())
			c.Env = append(c.Env, variable)
			c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
			out, err := c.CombinedOutput()
			if err == nil || strings.Count(string(out), "\n") != 1 || !strings.Contains(string(out), "TERM=xterm-256color") {
				t.Errorf("got %v, %q, want one line of what to do", err, out)
			}
		})
	}
}
