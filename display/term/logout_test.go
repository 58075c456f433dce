package term

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accueil/display"
	"accueil/queue/client"
	"accueil/queue/wire"
)

func TestASessionThatIsOverIsOverAtTheServer(t *testing.T) {
	var given atomic.Int32
	ended := make(chan string, 8)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/login", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(wire.Session{Token: fmt.Sprint("token-", given.Add(1))})
	})
	mux.HandleFunc("DELETE /api/v1/login", func(w http.ResponseWriter, r *http.Request) {
		ended <- r.Header.Get("Authorization")
		w.WriteHeader(http.StatusNoContent)
	})
	s := httptest.NewServer(mux)
	defer s.Close()
	c, err := client.New(client.Options{URL: s.URL, Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	wants := func(when string, want ...string) {
		t.Helper()
		var got []string
		for len(ended) > 0 {
			got = append(got, <-ended)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: ended %q, want %q", when, got, want)
		}
	}
	line := NewLine(c, slog.New(slog.DiscardHandler))
	line.Do(t.Context(), display.SignOut{})
	line.leaving.Wait()
	wants("nobody was signed in")
	line.Do(t.Context(), display.SignIn{Name: "Samia", PIN: "1234"})
	line.Do(t.Context(), display.SignOut{})
	line.leaving.Wait()
	line.Do(t.Context(), display.SignIn{Name: "Léo", PIN: "1234"})
	wants("another signed in", "Bearer token-1")
	line.Close()
	wants("the console was left", "Bearer token-2")
}

func TestAServerThatDoesNotAnswerDelaysNoSignOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := client.New(client.Options{URL: "http://127.0.0.1:1", HTTP: &http.Client{Transport: unanswered{}}})
		if err != nil {
			t.Fatal(err)
		}
		line := NewLine(c, slog.New(slog.DiscardHandler))
		line.token, line.follow, line.ended = "t", func() {}, make(chan struct{})
		close(line.ended)
		began := time.Now()
		line.Do(t.Context(), display.SignOut{})
		if took := time.Since(began); took != 0 {
			t.Errorf("it took %s to sign out, want none", took)
		}
		line.Close()
		if took := time.Since(began); took != logoutMax {
			t.Errorf("it took %s to leave, want %s, and no longer", took, logoutMax)
		}
	})
}
