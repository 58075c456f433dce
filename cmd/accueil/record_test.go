package main

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"accueil/queue/client"
	"accueil/queue/wire"
)

// Where a story looks up what no screen shows.
const (
	record = "the journal"
	calls  = "the wall's view"
)

// A callsOf is the view that an office's server gives its walls: "A901 1 × 2" was called to
// desk 1 and recalled. Nobody types there.
type callsOf struct {
	driver
	office *office
}

func (c callsOf) Screen() string {
	o := c.office
	o.t.Helper()
	frame, err := o.server.admin(o.t, o.data).State(o.t.Context(), wire.ViewWall)
	if err != nil {
		o.t.Fatal(err)
	}
	view, err := client.ViewOf[wire.WallView](frame)
	if err != nil {
		o.t.Fatal(err)
	}
	var all []string
	for _, call := range view.Calls {
		all = append(all, fmt.Sprintf("%s %s × %d", call.Number, call.Desk, call.Times))
	}
	return strings.Join(all, "\n")
}

// A journalOf is an office's journal as its server gives it, with the names of people in the
// place of their ids. Nobody types there.
type journalOf struct {
	driver
	office *office
}

func (j journalOf) Screen() string {
	o := j.office
	o.t.Helper()
	token, _, err := readToken(filepath.Join(o.data, "admin.token"))
	if err != nil {
		o.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(o.t.Context(), http.MethodGet, o.server.url+"/api/v1/sites/dijon/journal", nil)
	if err != nil {
		o.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer answer.Body.Close()
	entries, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		o.t.Fatalf("read the journal: %v, %s", err, answer.Status)
	}
	people, err := o.server.admin(o.t, o.data).People(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	text := string(entries)
	for _, p := range people {
		text = strings.ReplaceAll(text, string(p.ID), p.Name)
	}
	return flat(text)
}
