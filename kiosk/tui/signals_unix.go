//go:build unix

package tui

import (
	"os/signal"
	"syscall"
)

// holdSignals keeps a kiosk in the foreground: what stops a program from a
// keyboard, or has it dump itself, does nothing until the returned function is
// called. Ending it politely (SIGINT, SIGTERM) and hanging up stay as they are.
func holdSignals() (release func()) {
	held := []syscall.Signal{syscall.SIGTSTP, syscall.SIGQUIT, syscall.SIGTTIN, syscall.SIGTTOU, syscall.SIGUSR1, syscall.SIGUSR2}
	for _, s := range held {
		signal.Ignore(s)
	}
	return func() {
		for _, s := range held {
			signal.Reset(s)
		}
	}
}
