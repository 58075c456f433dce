package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"accueil/queue"
	"accueil/queue/access"
)

// Essai is whoever tries the embedded sample: a mediator, whose PIN stands in the
// data folder. Nobody of that name is left when the folder serves an office.
const essaiName = "Essai"

func essaiFile(data string) string { return filepath.Join(data, "essai.pin") }

// makeEssai makes Essai, and tells the PIN. One that was told before stays.
func makeEssai(data string, site queue.SiteID, out io.Writer) func(context.Context, *access.Access) error {
	return func(ctx context.Context, a *access.Access) error {
		known, is := findEssai(a)
		raw, err := os.ReadFile(essaiFile(data))
		pin := strings.TrimSpace(string(raw))
		if !is || err != nil || pin == "" {
			if is {
				pin, err = a.ResetPIN(ctx, known.ID, "")
			} else {
				_, pin, err = a.AddPerson(ctx, access.NewPerson{Site: site, Role: queue.RoleMediator, Name: essaiName})
			}
			if err != nil {
				return err
			}
			if err := os.WriteFile(essaiFile(data), []byte(pin+"\n"), 0o600); err != nil {
				return fmt.Errorf("write the PIN of %s: %w", essaiName, err)
			}
		}
		_, err = fmt.Fprintf(out, "accueil: sign in to a console as %s, PIN %s (also in %s)\n", essaiName, pin, essaiFile(data))
		return err
	}
}

// forgetEssai takes Essai away again, if this folder once served the sample.
func forgetEssai(data string) func(context.Context, *access.Access) error {
	return func(ctx context.Context, a *access.Access) error {
		if _, err := os.Stat(essaiFile(data)); errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if p, is := findEssai(a); is {
			if err := a.RemovePerson(ctx, p.ID); err != nil {
				return err
			}
		}
		return os.Remove(essaiFile(data))
	}
}

func findEssai(a *access.Access) (access.Person, bool) {
	for _, p := range a.People("") {
		if p.Name == essaiName {
			return p, true
		}
	}
	return access.Person{}, false
}
