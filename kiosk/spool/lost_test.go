package spool

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accueil/configs/i18n"
	"accueil/queue"
	"accueil/queue/client"
)

// A screen says of a broken line one sentence of the catalogues, never an error's
// own words; what was found is short, and steers no terminal.
func TestWhatAScreenSaysOfABrokenLine(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for _, test := range []struct {
		err  error
		want string
	}{
		{diskError{errors.New("read x: input/output error")}, "Le disque de cette machine est plein ou en panne."},
		{lanesError{queue.Refuse(queue.Conflict, "no lane is left")}, "Ce lieu a déjà toutes ses bornes. Il faut en retirer une avec accueil admin."},
		{unpairedError{queue.Refuse(queue.Unauthenticated, "who?")}, "Aucun serveur ne répond sur cette machine."},
		{fmt.Errorf("get /me: %w", &client.Stranger{Found: "<html>\x1b[31m"}), "autre chose répond : <html> [31m"},
		{fmt.Errorf("get /me: %w", client.ErrVersion), "n'ont pas la même version"},
		{queue.Refuse(queue.Forbidden, "this token's role is wall"), "Le serveur ne reconnaît plus cet écran."},
		{queue.Refuse(queue.NotFound, "no such site"), "Le serveur ne connaît pas ce lieu."},
		{fmt.Errorf("get http://127.0.0.1:1/api/v1/me: %w", dial), "Rien ne répond à l'adresse du serveur."},
		{fmt.Errorf("get /me: %w", context.DeadlineExceeded), "Le serveur ne répond plus."},
	} {
		loss := lossOf(test.err)
		if got := i18n.For("fr").Lost(string(loss.Kind), loss.Found); !strings.Contains(got, test.want) {
			t.Errorf("%v: got %q, want %q", test.err, got, test.want)
		}
	}
}

// A kiosk that nobody on its machine pairs says so; one that was refused there says
// that it is not known.
func TestAKioskThatIsNotPairedSaysWhetherAServerIsThere(t *testing.T) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"type":"urn:accueil:problem:unauthenticated","kind":"unauthenticated","status":401,"detail":"who?"}`))
	}))
	defer refusing.Close()
	c, err := client.New(client.Options{URL: refusing.URL, Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	for kind, unpaired := range map[queue.Kind]bool{queue.Unavailable: true, queue.Forbidden: false} {
		server := OverPaired(c, func(context.Context) (string, error) {
			return "", queue.Refuse(kind, "no")
		})
		_, err := server.Me(t.Context(), Hold{})
		if got := errors.As(err, new(unpairedError)); got != unpaired || queue.KindOf(err) != queue.Unauthenticated {
			t.Errorf("%v: got unpaired %t (%v), want %t", kind, got, err, unpaired)
		}
	}
}
