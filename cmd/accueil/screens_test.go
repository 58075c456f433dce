package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"accueil/queue/wire"
)

// keys presses keys, as tmux names them.
func (p *pane) keys(keys ...string) {
	p.t.Helper()
	p.do(append([]string{"send-keys"}, keys...)...)
}

// paste pastes a text, as a terminal does when it is asked to say so.
func (p *pane) paste(text string) {
	p.t.Helper()
	p.do("set-buffer", text)
	p.do("paste-buffer", "-p")
}

// The story of the README: a kiosk, a console and a wall in three terminals; then
// the server is killed, and every screen is true again by itself.
func TestAMediatorCallsAndTheWallShowsIt(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	admin := s.admin(t, data)
	kiosk := newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url)
	wall := newPane(t, 80, 24, "wall", "--data", data, "--server", s.url)
	console := newPane(t, 80, 24, "console", "--data", data, "--server", s.url)
	status, pin, errs := accueil(t, "admin", "--server", s.url, "--token-file", filepath.Join(data, "admin.token"),
		"person", "add", "--role", "mediator", "--site", "dijon", "Samia")
	if status != 0 {
		t.Fatal(errs)
	}
	column, row := kiosk.find(kiosk.rests("La Poste"), "La Poste")
	kiosk.touch(column, row, column, row)
	kiosk.until("Votre numéro")

	console.until("Votre nom")
	console.paste("Sam\n")
	console.until("> Sam▁") // a line that is pasted is not sent
	console.keys("-l", "ia")
	console.keys("Enter")
	console.until("Code de Samia")
	console.keys("-l", strings.TrimSpace(pin))
	console.keys("Enter")
	console.until("À quel guichet")
	console.keys("2")
	console.until("Guichet 2 · Samia")
	console.paste("s\nq4\n")
	console.until("Le texte collé n'est pas pris")
	console.keys("s")
	console.until("L01 · La Poste · appelé")
	wall.gone("Attendez ici")
	shown := wall.rests("Guichet")
	if !strings.Contains(shown, "Guichet") || !strings.Contains(wall.do("capture-pane", "-p", "-e"), "48;5;221") { // amber
		t.Errorf("the wall has no band, or does not say where to go:\n%s", shown)
	}

	port := strings.TrimPrefix(s.url, "http://")
	s.kill()
	wall.until("Rien ne répond à l'adresse du serveur")
	console.until("Dernières nouvelles du serveur")
	console.keys("d")
	console.until("rien n'est fait")
	again := serve(t, data, "--listen", port)
	wall.gone("Dernières nouvelles")
	console.gone("Dernières nouvelles")
	console.keys("d")
	console.until("L01 · La Poste · reçu")
	view, err := admin.State(t.Context(), "wall")
	if err != nil || view.Seq == 0 {
		t.Errorf("the wall's view: %v", err)
	}
	console.keys("C-c")
	console.until("left with 0")
	if status := again.stop(); status != 0 {
		t.Errorf("told to stop: %d", status)
	}
}

// Two walls of one machine, and a second kiosk on the first one's disk: none takes
// another's place, and a restart is no further device.
func TestScreensOfOneMachineLeaveEachOtherAlone(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	admin := s.admin(t, data)
	names := func() (all []string) {
		devices, err := admin.Devices(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range devices {
			all = append(all, d.Name)
		}
		return all
	}
	first := newPane(t, 80, 24, "wall", "--data", data, "--server", s.url)
	first.until("Attendez ici")
	second := newPane(t, 80, 24, "wall", "--data", data, "--server", s.url)
	second.until("Attendez ici")
	kiosk := newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url)
	welcome := kiosk.until("La Poste")
	newPane(t, 120, 40, "kiosk", "--data", data, "--server", s.url).until("left with 1")
	column, row := kiosk.find(welcome, "La Poste")
	kiosk.touch(column, row, column, row)
	kiosk.until("Votre numéro")
	for _, wall := range []*pane{first, second} {
		wall.until("1 personne attend")
	}
	second.keys("C-c")
	second.until("left with 0")
	newPane(t, 80, 24, "wall", "--data", data, "--server", s.url).until("1 personne attend")
	if got := slices.Sorted(slices.Values(names())); !slices.Equal(got, []string{"kiosk", "wall", "wall-2"}) {
		t.Errorf("got the devices %v, want one for each screen", got)
	}
}

// A wall on the server's own machine: both are started at once after a power cut, and
// someone may remove its device.
func TestAWallThatPairsItselfNeedsNoServerToStartNorItsTokenForEver(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	port := strings.TrimPrefix(s.url, "http://")
	s.stop()
	wall := newPane(t, 100, 30, "wall", "--data", data, "--server", s.url)
	wall.until("L'écran cherche le serveur", "Aucun serveur ne répond sur cette machine")
	s = serve(t, data, "--listen", port)
	admin := s.admin(t, data)
	wall.until("Attendez ici")
	devices, err := admin.Devices(t.Context())
	if err != nil || len(devices) != 1 {
		t.Fatalf("got the devices %v, %v, want the wall", devices, err)
	}
	if err := admin.RemoveDevice(t.Context(), devices[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := admin.Give(t.Context(), "", wire.GiveRequest{Service: "poste"}); err != nil {
		t.Fatal(err)
	}
	wall.until("1 personne attend")
	wall.gone("ne reconnaît plus cet écran")
}

// A server that is none: each screen says what it found there.
func TestAScreenSaysWhatItFoundInsteadOfAServer(t *testing.T) {
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<html>It works!</html>"))
	}))
	t.Cleanup(stranger.Close)
	data := t.TempDir()
	token := filepath.Join(data, "token")
	if err := os.WriteFile(token, []byte("a-token\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("wall", func(t *testing.T) {
		p := newPane(t, 80, 24, "wall", "--data", t.TempDir(), "--server", stranger.URL, "--token-file", token)
		p.until("autre chose répond : 200 OK text/html")
	})
	t.Run("kiosk", func(t *testing.T) {
		p := newPane(t, 80, 24, "kiosk", "--data", t.TempDir(), "--server", stranger.URL, "--token-file", token)
		screen := strings.Join(strings.Fields(p.rests("autre chose répond")), " ")
		if !strings.Contains(screen, "autre chose répond : 200 OK text/html") {
			t.Errorf("the kiosk does not say what it found:\n%s", screen)
		}
		// A visitor stands before it: the log says the rest.
		for _, odd := range []string{strings.TrimPrefix(stranger.URL, "http://"), "no Accueil server", "It works!"} {
			if strings.Contains(screen, odd) {
				t.Errorf("the kiosk says %q to a visitor:\n%s", odd, screen)
			}
		}
	})
	t.Run("console", func(t *testing.T) {
		p := newPane(t, 80, 24, "console", "--data", t.TempDir(), "--server", stranger.URL)
		p.until("Votre nom")
		p.keys("Samia", "Enter")
		p.until("Code de Samia")
		p.keys("123456", "Enter")
		p.until("autre chose répond : 200 OK")
	})
}

// A terminal too small is said, and a screen works again when it grows.
func TestAScreenWorksAgainWhenItsTerminalGrows(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	grown := func(what, shows string) *pane {
		p := newPane(t, 24, 6, what, "--data", data, "--server", s.url)
		p.until("cases.")
		p.do("resize-window", "-x", "110", "-y", "34") // not yet so fine that a wall draws its letters
		p.until(shows)
		p.gone("cases.")
		return p
	}
	grown("kiosk", "La Poste").takes("La Poste")
	grown("wall", "Guichet")
	console := grown("console", "Votre nom")
	console.keys("-l", "Samia")
	console.until("Samia")
}
