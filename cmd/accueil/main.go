// Accueil is the reception of a social-mediation office: a touch screen that
// hands out numbers by service, a queue server that keeps the truth, and screens
// that show it live to the waiting room and to the mediators.
//
// This package is wiring: a file a sub-command, and nothing that another program
// would want to import. Each sub-command builds its parts from the top of the
// house down, runs them, and takes them apart in the opposite order.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// Exit statuses.
const (
	statusDone   = 0
	statusFailed = 1
	statusUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	context.AfterFunc(ctx, stop) // a second signal ends what does not end by itself
	status := run(ctx, os.Args[1:], os.LookupEnv, std{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// std are the streams of the program, so that tests run it whole.
type std struct {
	in       io.Reader
	out, err io.Writer
}

// A command is one sub-command: it adds its flags to set, and returns what to do
// once they are parsed.
type command struct {
	name, summary string
	make          func(*env) func(context.Context) error
}

func commands() []command {
	return []command{
		{"up", "server, journal and kiosk in this terminal; without a terminal, the server alone; --permanence: a console, outside", upCommand},
		{"serve", "the queue server", serveCommand},
		{"kiosk", "a visitor's touch screen", kioskCommand},
		{"wall", "the waiting room's display, in a terminal", wallCommand},
		{"console", "a mediator's console, in a terminal", consoleCommand},
		{"simulate", "visitors and mediators against a running server, over its API", simulateCommand},
		{"admin", "device add|list|remove, person add|list|remove|reset-pin", adminCommand},
		{"journal", "verify", journalCommand},
		{"check", "the configuration explained; every mistake with its place", checkCommand},
		{"version", "what this is", versionCommand},
	}
}

// usageError is a call that makes no sense: exit status 2.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

// run is the program: it returns the exit status and writes at most one line of error.
func run(ctx context.Context, args []string, getenv func(string) (string, bool), s std) int {
	err := dispatch(ctx, args, getenv, s)
	var usage usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return statusDone
	case errors.As(err, &usage):
		fmt.Fprintf(s.err, "accueil: %s\n", usage.text)
		return statusUsage
	}
	fmt.Fprintf(s.err, "accueil: %s\n", strings.Join(strings.FieldsFunc(err.Error(), isBreak), "; "))
	return statusFailed
}

// isBreak reports what would make a second line of an error's one.
func isBreak(r rune) bool { return r == '\n' || r == '\r' }

func dispatch(ctx context.Context, args []string, getenv func(string) (string, bool), s std) error {
	if len(args) == 0 {
		return usageError{"which command? run accueil help"}
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		printUsage(s.out)
		return nil
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		e := newEnv(c.name, getenv, s)
		do := c.make(e)
		if err := e.parse(args[1:]); err != nil {
			return err
		}
		return do(ctx)
	}
	return usageError{fmt.Sprintf("there is no command %q: run accueil help", args[0])}
}

func printUsage(w io.Writer) {
	fmt.Fprintln(w, "usage: accueil COMMAND [flags]")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-9s  %s\n", c.name, c.summary)
	}
	fmt.Fprintln(w, "accueil COMMAND -h lists a command's flags; each has an ACCUEIL_… variable")
}
