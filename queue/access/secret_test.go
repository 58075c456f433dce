package access

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

// TestNoSecretIsStored seeks every token and PIN, and every name that was
// emptied, in every file of the folder, while it runs and after.
func TestNoSecretIsStored(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, nil)
	_, wall, err := a.AddDevice(t.Context(), dijon, queue.RoleWall, "Salle")
	if err != nil {
		t.Fatal(err)
	}
	const pin, reset, name, note = "918273645546", "102938475665", "Canarimarie", "canary of a note"
	p, _, err := a.AddPerson(t.Context(), NewPerson{Site: dijon, Role: queue.RoleSupervisor, Name: name, PIN: pin})
	if err != nil {
		t.Fatal(err)
	}
	first := login(t, a, name, pin)
	if _, err := a.ResetPIN(t.Context(), p.ID, reset); err != nil {
		t.Fatal(err)
	}
	second := login(t, a, name, reset)
	if err := a.PutNote(t.Context(), dijon, "alert", note); err != nil {
		t.Fatal(err)
	}
	seek := func(canaries ...string) {
		t.Helper()
		for file, body := range folder(t, dir) {
			for _, canary := range canaries {
				if strings.Contains(body, canary) && file != "admin.token" {
					t.Errorf("%s holds %q", file, canary)
				}
			}
		}
	}
	admin := strings.TrimSpace(string(read(t, filepath.Join(dir, "admin.token"))))
	seek(wall, admin, first.Token, second.Token, pin, reset)
	if err := a.RemovePerson(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	if err := a.EmptyNotes(t.Context(), dijon, func(string) bool { return false }); err != nil {
		t.Fatal(err)
	}
	seek(wall, admin, first.Token, second.Token, pin, reset, name, note)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	seek(wall, admin, first.Token, second.Token, pin, reset, name, note)
}

// TestRecordsKeepTheirShape holds what is stored: fields are added, never changed.
func TestRecordsKeepTheirShape(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	cases := map[string][]byte{
		`{"id":"a","token":"AQ=="}`: encode(adminRecord{ID: "a", Token: []byte{1}}),
		`{"site":"dijon","role":"kiosk","name":"n","since":"2026-11-23T09:00:00Z","paired":true,"token":"AQ=="}`: encode(
			deviceRecord{Site: dijon, Role: "kiosk", Name: "n", Since: at, Paired: true, Token: []byte{1}}),
		`{"site":"dijon","role":"mediator","name":"n","since":"2026-11-23T09:00:00Z","pin":{"passes":1,"memory_kib":2,"threads":3,"salt":"AQ==","hash":"Ag=="}}`: encode(
			personRecord{Site: dijon, Role: "mediator", Name: "n", Since: at, PIN: pinRecord{1, 2, 3, []byte{1}, []byte{2}}}),
		`{"site":"dijon","role":"mediator","since":"2026-11-23T09:00:00Z","removed":true,"pin":{}}`: encode(
			personRecord{Site: dijon, Role: "mediator", Since: at, Removed: true}),
		`{"person":"p","expires":"2026-11-23T09:00:00Z"}`:  encode(sessionRecord{Person: "p", Expires: at}),
		`{"site":"dijon","id":"i","text":"t"}`:             encode(noteRecord{dijon, "i", "t"}),
		`{"site":"dijon","day":"2026-11-23","key":"AQ=="}`: encode(linkKeyRecord{dijon, "2026-11-23", []byte{1}}),
	}
	for want, got := range cases {
		if string(got) != want || !json.Valid(got) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
