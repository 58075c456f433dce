package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"accueil/queue"
	"accueil/queue/wire"
)

// serving returns a client of a server that answers each call by the next of
// answers, the last again and again, and the keys it was called with.
func serving(t *testing.T, answers ...http.HandlerFunc) (*Client, *[]string) {
	t.Helper()
	var keys []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := answers[min(len(keys), len(answers)-1)]
		keys = append(keys, r.Header.Get("Idempotency-Key"))
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	c, err := New(Options{URL: server.URL, Token: "t", Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	return c, &keys
}

func says(status int, kind string, v any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Accueil-Position", "01KAQ5Z9GJ0000000000000001/7")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
}

func refuses(k queue.Kind, status int) http.HandlerFunc {
	return says(status, wire.ProblemType, wire.NewProblem(k, status, "so it is"))
}

// hangsUp breaks the connection after the call was read: was it done?
func hangsUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		conn.Close()
	}
}

func TestALostReplyIsAskedForUnderTheSameKey(t *testing.T) {
	c, keys := serving(t, hangsUp, refuses(queue.Unavailable, 503), says(201, "application/json", wire.Ticket{Number: "A01"}))
	ticket, at, err := c.Give(t.Context(), "", wire.GiveRequest{Service: "droits"})
	if err != nil || ticket.Number != "A01" || at.Seq != 7 {
		t.Fatalf("got %s at %d, %v, want A01 at 7", ticket.Number, at.Seq, err)
	}
	if len(*keys) != 3 || (*keys)[0] == "" || (*keys)[0] != (*keys)[1] || (*keys)[1] != (*keys)[2] {
		t.Errorf("got the keys %q, want one key three times", *keys)
	}
}

func TestARefusalIsFinalAndKeepsItsKind(t *testing.T) {
	for kind, status := range map[queue.Kind]int{
		queue.Invalid: 400, queue.Unauthenticated: 401, queue.Forbidden: 403, queue.NotFound: 404,
		queue.Conflict: 409, queue.Closed: 422, queue.Internal: 500,
	} {
		c, keys := serving(t, refuses(kind, status))
		_, err := c.Next(t.Context(), "k", "1", wire.NextRequest{})
		if err == nil || queue.KindOf(err) != kind || err.Error() != "so it is" {
			t.Errorf("%d: got %v, want the kind %s", status, err, kind)
		}
		if len(*keys) != 1 {
			t.Errorf("%d was asked for %d times, want once", status, len(*keys))
		}
	}
}

func TestAServerThatHasNoSuchCallIsNoStranger(t *testing.T) {
	c, keys := serving(t, says(405, wire.ProblemType, wire.MethodNotAllowed("so it is")))
	if _, err := c.Sites(t.Context()); queue.KindOf(err) != queue.Invalid || err.Error() != "so it is" || len(*keys) != 1 {
		t.Errorf("got %v after %d tries, want what it said after one", err, len(*keys))
	}
}

// A server refuses null where a list is owed.
func TestAListThatIsOwedIsNeverNull(t *testing.T) {
	var heard []string
	c, _ := serving(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		heard = append(heard, string(body))
		says(200, "application/json", struct{}{})(w, r)
	})
	_, _ = c.Code(t.Context(), "", "T", wire.ReasonsRequest{})
	_, _ = c.CodeVisit(t.Context(), "", wire.VisitRequest{Channel: "phone"})
	_, _ = c.SetAppointments(t.Context(), "", wire.AppointmentsRequest{})
	want := []string{`{"reasons":[]}`, `{"channel":"phone","reasons":[]}`, `{"appointments":[]}`}
	if !slices.Equal(heard, want) {
		t.Errorf("got %q, want %q", heard, want)
	}
}

func TestNobodyWaits(t *testing.T) {
	c, _ := serving(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) })
	if called, err := c.Next(t.Context(), "", "1", wire.NextRequest{}); called != nil || err != nil {
		t.Errorf("got %v, %v, want nobody", called, err)
	}
}

// What is said of a call is asked for once: a moment later it would be too late.
func TestACallIsSaidAsTheServerSaysIt(t *testing.T) {
	var asked []string
	say := func(answer http.HandlerFunc) (string, error) {
		c, _ := serving(t, func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, r.URL.String())
			answer(w, r)
		})
		file, err := c.Say(t.Context(), "A07", "à 2", "fr")
		return string(file), err
	}
	file, err := say(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "audio/wav")
		_, _ = w.Write([]byte("RIFF"))
	})
	if err != nil || file != "RIFF" {
		t.Errorf("got %q, %v", file, err)
	}
	if _, err := say(refuses(queue.Unavailable, 503)); queue.KindOf(err) != queue.Unavailable {
		t.Errorf("a server without a voice: got %v", err)
	}
	if _, err := say(says(200, "application/json", "a page of somebody else")); !errors.Is(err, ErrStranger) {
		t.Errorf("a stranger: got %v", err)
	}
	if want := "/api/v1/sites/dijon/say/A07/%C3%A0%202?lang=fr"; !slices.Equal(asked, []string{want, want, want}) {
		t.Errorf("asked for %q, want %q, once each time", asked, want)
	}
}

func TestAWrongPINIsNotTriedAgain(t *testing.T) {
	c, keys := serving(t, refuses(queue.TooMany, 429))
	if _, err := c.Login(t.Context(), "Ana", "000000"); queue.KindOf(err) != queue.TooMany || len(*keys) != 1 {
		t.Errorf("got %v after %d tries, want too_many after one", err, len(*keys))
	}
}

func TestASignOutIsAskedForUntilItIsAnswered(t *testing.T) {
	var heard []string
	done := func(w http.ResponseWriter, r *http.Request) {
		heard = append(heard, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
		w.WriteHeader(204)
	}
	c, keys := serving(t, hangsUp, refuses(queue.Unavailable, 503), done)
	if err := c.As("mine").Logout(t.Context()); err != nil || len(*keys) != 3 {
		t.Errorf("got %v after %d tries, want it done after three", err, len(*keys))
	}
	if want := []string{"DELETE /api/v1/login Bearer mine"}; !slices.Equal(heard, want) {
		t.Errorf("got %q, want %q", heard, want)
	}
	c, _ = serving(t, refuses(queue.Forbidden, 403))
	if err := c.Logout(t.Context()); queue.KindOf(err) != queue.Forbidden {
		t.Errorf("a device's token: got %v, want the refusal", err)
	}
}

func TestAStrangerIsNamed(t *testing.T) {
	c, _ := serving(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>\x1b[2JHello") })
	_, err := c.Sites(t.Context())
	if !errors.Is(err, ErrStranger) || !strings.Contains(err.Error(), "<html>") || strings.ContainsRune(err.Error(), 0x1b) {
		t.Errorf("got %v, want a stranger, what it said, and no control byte of it", err)
	}
	if _, err := New(Options{URL: "ftp://there"}); queue.KindOf(err) != queue.Invalid {
		t.Errorf("an address of another kind: got %v, want invalid", err)
	}
}

func TestTheContextEndsTheTries(t *testing.T) {
	c, _ := serving(t, refuses(queue.Unavailable, 503))
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	if _, err := c.Sites(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's end", err)
	}
}

func TestALiveViewConnectsAgainAndNeverGoesBack(t *testing.T) {
	frames := [][]string{
		{`{"v":1,"epoch":"E","seq":5,"view":"wall","state":{}}`, `{"v":1,"epoch":"E","seq":4,"view":"wall","state":{}}`, `{"v":1,"epoch":"E","seq":6,"view":"wall","beat":true}`},
		{`{"v":1,"epoch":"F","seq":1,"view":"wall","state":{}}`},
	}
	connections := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		for _, f := range frames[min(connections, len(frames)-1)] {
			_ = conn.WriteMessage(websocket.TextMessage, []byte(f))
		}
		connections++
		_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseGoingAway, "the server is stopping"), time.Now().Add(time.Second))
	}))
	defer server.Close()
	c, err := New(Options{URL: server.URL, Token: "t", Site: "dijon"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for e := range c.Live(t.Context(), "wall") {
		if e.Err != nil {
			got = append(got, "lost: "+e.Err.Error())
			continue
		}
		got = append(got, fmt.Sprint(e.Frame.Epoch, e.Frame.Seq))
		if e.Frame.Epoch == "F" {
			break
		}
	}
	want := "[E5 E6 lost: the server is stopping F1]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestWhoeverLeavesALiveViewSaysGoodbye(t *testing.T) {
	ended := make(chan error)
	c, _ := serving(t, func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			ended <- err
			return
		}
		defer conn.Close()
		_ = conn.WriteJSON(wire.Frame{V: wire.FrameVersion, Epoch: "E", Seq: 1})
		_, _, err = conn.NextReader()
		ended <- err
	})
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan struct{})
	go func() {
		defer close(left)
		for range c.Live(ctx, wire.ViewKiosk) {
			leave()
		}
	}()
	if err := <-ended; !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("the server heard %v, want a goodbye", err)
	}
	<-left
}

func TestWhatAHeadChangesIsAskedForUnderItsKey(t *testing.T) {
	var heard []string
	c, keys := serving(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		heard = append(heard, strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Method, strings.TrimPrefix(r.URL.String(), "/api/v1/sites/dijon/"), body)))
		says(200, "application/json", wire.Changes{Closed: []wire.ClosedChange{{Day: "2026-12-24", Closed: true}}})(w, r)
	})
	changes, err := c.SetDate(t.Context(), "k1", "2026-12-24", wire.ClosedRequest{Closed: true, Confirmed: true})
	if err != nil || len(changes.Closed) != 1 {
		t.Errorf("got %+v, %v, want what lies over the file", changes, err)
	}
	_, _ = c.WithdrawDate(t.Context(), "k2", "2026-12-24", true)
	_, _ = c.RenameReason(t.Context(), "k3", "a/b", wire.ReasonNameRequest{Name: "Papiers"})
	_, _ = c.WithdrawName(t.Context(), "k4", "a/b")
	_, _ = c.Configuration(t.Context())
	want := []string{
		`PUT changes/closed/2026-12-24 {"closed":true,"confirmed":true}`, `DELETE changes/closed/2026-12-24?confirmed=true`,
		`PUT changes/reasons/a%2Fb {"name":"Papiers"}`, `DELETE changes/reasons/a%2Fb`, `GET configuration`,
	}
	if !slices.Equal(heard, want) || !slices.Equal((*keys)[:4], []string{"k1", "k2", "k3", "k4"}) {
		t.Errorf("got %q under %q, want %q", heard, *keys, want)
	}
}
