package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// An env is what a sub-command runs in: its flags, the variables behind them,
// and the streams.
type env struct {
	std
	flags    *flag.FlagSet
	getenv   func(string) (string, bool)
	args     []string // what stands behind the flags
	operands int      // how many are taken; -1: any
}

func newEnv(name string, getenv func(string) (string, bool), s std) *env {
	set := flag.NewFlagSet("accueil "+name, flag.ContinueOnError)
	set.SetOutput(io.Discard) // an error is told once, in one line
	return &env{std: s, flags: set, getenv: getenv}
}

// variable returns the name of a flag's variable: --data is ACCUEIL_DATA.
func variable(flagName string) string {
	return "ACCUEIL_" + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// parse reads the variables, then the flags, which win.
func (e *env) parse(args []string) error {
	var mistake error
	e.flags.VisitAll(func(f *flag.Flag) {
		value, _ := e.getenv(variable(f.Name))
		if value == "" || mistake != nil { // set to nothing is not set
			return
		}
		if err := f.Value.Set(value); err != nil {
			mistake = usageError{fmt.Sprintf("%s=%q: %v", variable(f.Name), value, err)}
		}
	})
	if mistake != nil {
		return mistake
	}
	for len(args) > 0 { // flags may stand between and behind the operands
		if err := e.flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				e.printFlags()
				return err
			}
			return usageError{fmt.Sprintf("%v (run %s -h)", err, e.flags.Name())}
		}
		args = e.flags.Args()
		if len(args) > 0 {
			e.args, args = append(e.args, args[0]), args[1:]
		}
	}
	for _, name := range []string{"listen", "data"} {
		if f := e.flags.Lookup(name); f != nil && f.Value.String() == "" {
			return usageError{fmt.Sprintf("--%s is empty: leave it out for %s", name, f.DefValue)}
		}
	}
	if e.operands >= 0 && len(e.args) > e.operands {
		return usageError{fmt.Sprintf("unexpected %q (run %s -h)", e.args[e.operands], e.flags.Name())}
	}
	return nil
}

func (e *env) printFlags() {
	fmt.Fprintf(e.out, "usage: %s [flags]\n", e.flags.Name())
	e.flags.SetOutput(e.out)
	e.flags.PrintDefaults()
}

// The flags that are the same wherever they make sense.

func (e *env) configFlag() *string {
	return e.flags.String("config", "", "configuration `FILE`; without it, the embedded sample dijon.toml")
}

func (e *env) dataFlag() *string {
	return e.flags.String("data", "./accueil-data", "`DIR` of the journal and all else that is kept")
}

func (e *env) listenFlag() *string {
	return e.flags.String("listen", "127.0.0.1:8470", "`ADDR` to serve on; :0 picks a port")
}

func (e *env) alwaysOpenFlag() *bool {
	return e.flags.Bool("always-open", false, "ignore the opening hours")
}

func (e *env) serverFlag() *string {
	return e.flags.String("server", "http://127.0.0.1:8470", "`URL` of the server")
}

func (e *env) siteFlag() *string {
	return e.flags.String("site", "", "`ID` of the site")
}

func (e *env) tokenFlag() *string {
	return e.flags.String("token-file", "", "`FILE` that holds the token")
}

func (e *env) ownerExitFlag() *string {
	return e.flags.String("owner-exit", "", "`KEYS`, characters to type one after the other, that alone leave the kiosk; without it, Ctrl-C leaves")
}
