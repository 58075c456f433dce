package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// used returns a data folder that has served, with a kiosk and a ticket in it.
func used(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	h, url, stop := instant(t, houseOptions{Data: data})
	_, token, err := h.access.AddDevice(t.Context(), "dijon", queue.RoleKiosk, "entrance")
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New(client.Options{URL: url, Token: token, Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Give(t.Context(), "", wire.GiveRequest{Service: "droits"}); err != nil {
		t.Fatal(err)
	}
	stop()
	return data
}

// filesOf returns the content of each file of a folder.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range list {
		body, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(body)
	}
	return files
}

// A database that is lost must not look like an empty queue.
func TestALostFileIsNotTakenForAFirstStart(t *testing.T) {
	for what, lose := range map[string]func(t *testing.T, data string){
		"an emptied journal":    func(t *testing.T, data string) { write(t, filepath.Join(data, "journal.db"), "") },
		"a journal gone":        func(t *testing.T, data string) { gone(t, filepath.Join(data, "journal.db")) },
		"emptied access":        func(t *testing.T, data string) { write(t, filepath.Join(data, "access.db"), "") },
		"access gone, log left": func(t *testing.T, data string) { orphan(t, filepath.Join(data, "access.db")) },
		"journal gone, log left": func(t *testing.T, data string) {
			gone(t, filepath.Join(data, "access.db"))
			orphan(t, filepath.Join(data, "journal.db"))
		},
	} {
		t.Run(what, func(t *testing.T) {
			data := used(t)
			lose(t, data)
			before := filesOf(t, data)
			mustRefuse(t, statusFailed, []string{"is missing or empty", "put back a copy"}, "serve", "--data", data, "--listen", "127.0.0.1:0")
			if after := filesOf(t, data); !maps.Equal(before, after) {
				t.Error("the folder was changed")
			}
		})
	}
	t.Run("people are looked after anew when their file is moved away", func(t *testing.T) {
		data := used(t)
		for _, part := range []string{"", "-wal", "-shm"} { // a file that was just closed may have its log beside it still
			if err := os.RemoveAll(filepath.Join(data, "access.db"+part)); err != nil {
				t.Fatal(err)
			}
		}
		s := serve(t, data)
		if _, err := s.admin(t, data).Devices(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func gone(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func orphan(t *testing.T, path string) {
	t.Helper()
	gone(t, path)
	write(t, path+"-wal", "what had not yet come to the file")
}

func TestAFolderThatCannotBeUsedIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	mustRefuse(t, statusFailed, []string{file, "--data"}, "serve", "--data", file, "--listen", "127.0.0.1:0")
}

// Essai is of the sample alone: an office that takes the folder over is rid of it.
func TestEssaiIsOfTheSampleAlone(t *testing.T) {
	data, config := t.TempDir(), filepath.Join(t.TempDir(), "office.toml")
	write(t, config, strings.Replace(twoSites, `id = "a"`, `id = "dijon"`, 1))
	people := func(args ...string) (names []string) {
		s := start(t, args...)
		defer s.stop()
		list, err := s.admin(t, data).People(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			names = append(names, p.Name)
		}
		return names
	}
	if got := people("up", "--data", data, "--listen", "127.0.0.1:0"); len(got) != 1 || got[0] != essaiName {
		t.Errorf("on the sample: got %v, want Essai", got)
	}
	pin, err := os.ReadFile(essaiFile(data))
	if err != nil || len(pin) != 7 {
		t.Errorf("the PIN: got %q, %v, want six digits", pin, err)
	}
	people("up", "--data", data, "--listen", "127.0.0.1:0")
	if again, _ := os.ReadFile(essaiFile(data)); string(again) != string(pin) {
		t.Errorf("the PIN after another start: got %q, want %q", again, pin)
	}
	if got := people("serve", "--config", config, "--data", data, "--listen", "127.0.0.1:0"); len(got) != 0 {
		t.Errorf("in an office: got %v, want nobody", got)
	}
	if _, err := os.Stat(essaiFile(data)); !os.IsNotExist(err) {
		t.Errorf("the PIN is still there: %v", err)
	}
}
