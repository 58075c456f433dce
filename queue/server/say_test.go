package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/wire"
)

// speaks gives the office a voice.
func (o *office) speaks(say func(context.Context, Announcement) ([]byte, error)) {
	o.server.voice = newVoice(o.server.leaving, Options{Say: say, Clock: o.clock.Wall})
}

// echo says an announcement in its own words, and counts what is made.
func (o *office) echo() *int {
	made := 0
	o.speaks(func(_ context.Context, a Announcement) ([]byte, error) {
		made++
		return []byte(strings.Join([]string{a.Lang, a.House, string(a.Number), a.DeskName}, "|")), nil
	})
	return &made
}

func TestAWallHearsACallInALanguageOfItsSite(t *testing.T) {
	o := newOffice(t)
	o.echo()
	for path, want := range map[string]string{
		"say/A07/1":           "fr|fr|A07|Guichet 1",
		"say/A07/1?lang=fr":   "fr|fr|A07|Guichet 1",
		"say/B1100/3?lang=uk": "uk|fr|B1100|Guichet 3",
	} {
		a := o.call("wall", "GET", path, "").want(200)
		if string(a.body) != want {
			t.Errorf("%s: got %q, want %q", path, a.body, want)
		}
		for name, want := range map[string]string{
			"Content-Type": "audio/wav", "Cache-Control": "private, no-cache", positionHeader: textOf(o.engine.At()),
		} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s: got %s %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestWhatAWallHasIsNotSentAgain(t *testing.T) {
	o := newOffice(t)
	made := o.echo()
	tag := o.call("wall", "GET", "say/A07/1", "").want(200).header.Get("ETag")
	if other := o.call("wall", "GET", "say/A07/2", "").want(200).header.Get("ETag"); other == tag {
		t.Error("another announcement has the same tag")
	}
	for has, status := range map[string]int{
		tag: 304, "W/" + tag: 304, `"x", ` + tag: 304, "*": 304, `"x"`: 200, "": 200, strings.Trim(tag, `"`): 200,
	} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/sites/dijon/say/A07/1", nil)
		r.Header.Set("Authorization", "Bearer "+o.token["wall"])
		r.Header.Set("If-None-Match", has)
		response, err := o.carry(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		header := response.Header
		if response.StatusCode != status || header.Get("ETag") != tag || header.Get("Cache-Control") != sayFor || header.Get(positionHeader) == "" {
			t.Errorf("who has %s: got %s, %v, want %d", has, response.Status, header, status)
		}
	}
	if *made != 2 {
		t.Errorf("got %d announcements made, want each once", *made)
	}
}

// Only numbers, and desks and languages of the site, come to what speaks.
func TestWhatIsNoCallIsNotSaid(t *testing.T) {
	o := newOffice(t)
	made := o.echo()
	o.token["nobody"] = "no-such-token"
	for _, c := range []struct {
		as, path string
		status   int
		says     string
	}{
		{"", "say/A07/1", 401, "token"},
		{"nobody", "say/A07/1", 401, "token"},
		{"wall", "/api/v1/sites/lyon/say/A07/1", 404, "lyon"},
		{"wall", "say/A07/1?lang=de", 400, "de"},
		{"wall", "say/A07/1?lang=FR", 400, "FR"},
		{"wall", "say/A07/1?lang=-w%20x", 400, "languages: fr, en, ar, uk"},
		{"wall", "say/a07/1", 404, "no number"},
		{"wall", "say/A00/1", 404, "no number"},
		{"wall", "say/A7/1", 404, "no number"},
		{"wall", "say/-w/1", 404, "no number"},
		{"wall", "say/A07%0A$(reboot)/1", 404, "no number"},
		{"wall", "say/..%2F..%2Fetc%2Fpasswd/1", 404, "no number"},
		{"wall", "say/" + strings.Repeat("9", 5000) + "/1", 404, "no number"},
		{"wall", "say/A07/77", 404, "77"},
		{"wall", "say/A07/Guichet%201", 404, "Guichet 1"},
		{"wall", "say/A07/-w%20x", 404, "-w x"},
		{"wall", "say/A07", 404, "no call"},
	} {
		var p wire.Problem
		if o.call(c.as, "GET", c.path, "").want(c.status).into(&p); !strings.Contains(p.Detail, c.says) {
			t.Errorf("%s: got %q, want %q in it", c.path, p.Detail, c.says)
		}
	}
	if *made != 0 {
		t.Errorf("got %d announcements made, want none", *made)
	}
}

func TestAServerThatCannotSpeakSaysSo(t *testing.T) {
	o := newOffice(t)
	for name, say := range map[string]func(context.Context, Announcement) ([]byte, error){
		"has no voice": nil,
		"install espeak-ng": func(context.Context, Announcement) ([]byte, error) {
			return nil, queue.Refuse(queue.Unavailable, "install espeak-ng")
		},
	} {
		o.speaks(say)
		var p wire.Problem
		a := o.call("wall", "GET", "say/A07/1", "").want(http.StatusServiceUnavailable)
		if a.into(&p); p.Kind != "unavailable" || !strings.Contains(p.Detail, name) || a.header.Get("ETag") != "" || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("got %+v, %v", p, a.header)
		}
	}
}
