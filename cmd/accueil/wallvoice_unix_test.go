//go:build unix

package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"accueil/configs"
	"accueil/display"
	"accueil/display/sound"
	"accueil/display/term"
	"accueil/queue"
	"accueil/queue/client"
)

// What a fake program does: an aplay keeps what it is to play, an espeak-ng that plays
// itself keeps what it is to say, and with --stdout says it to whoever plays.
const (
	playing = "/bin/cat >>\"${0%/*}/heard\"\n"
	talking = `if [ "$1" = --voices ]; then printf 'Pty Language\n 5 fr-fr\n 5 uk\n'; exit; fi
text=$(/bin/cat)
case "$*" in
*"-a 0 "*) text= ;;
esac
case "$*" in
*--stdout) printf '%s\n' "$text" ;;
*) printf '%s by itself\n' "$text" >>"${0%/*}/heard" ;;
esac
`
)

// A call is heard in the server's words where it has some and something plays, else in
// this machine's own; and always after a chime.
func TestACallIsHeardAsWellAsItCanBe(t *testing.T) {
	const own, ukrainianOwn = "A 7, guichet 2. A, 0, 7, guichet 2.", "A 7, вікно 2. A, 0, 7, вікно 2."
	french, ukrainian := string(tone(1)), string(tone(2))
	chime := string(sound.Chime())
	voice := configs.Wall{Sound: configs.SoundVoice, Volume: 100}
	both := voice
	both.TicketLanguage = true
	for _, test := range []struct {
		name     string
		settings configs.Wall
		programs map[string]string
		server   map[string]string // its words by language; "" for none
		want     []string
		logged   string
	}{
		{"the server's words", voice, map[string]string{"aplay": playing, "espeak-ng": talking}, map[string]string{"fr": french}, []string{chime, french}, ""},
		{"a server without a voice", voice, map[string]string{"aplay": playing, "espeak-ng": talking}, nil, []string{chime, own}, "no voice"},
		{"nothing that plays", voice, map[string]string{"espeak-ng": talking}, map[string]string{"fr": french}, []string{own + " by itself"}, "aplay"},
		{"no espeak-ng", voice, map[string]string{"paplay": playing}, nil, []string{chime}, "espeak-ng installed"},
		{"nothing at all", voice, nil, nil, nil, "terminal's bell alone"},
		{"a chime only", configs.Wall{Sound: configs.SoundChime, Volume: 100}, map[string]string{"aplay": playing, "espeak-ng": talking}, map[string]string{"fr": french}, []string{chime}, ""},
		{"the ticket's language too", both, map[string]string{"aplay": playing}, map[string]string{"fr": french, "uk": ukrainian}, []string{chime, french, ukrainian}, ""},
		{"a ticket in a language without a voice", both, map[string]string{"aplay": playing, "espeak-ng": talking}, map[string]string{"fr": french}, []string{chime, french, ukrainianOwn}, "no voice"},
		{"a card that was unplugged", voice, map[string]string{"aplay": "[ -e \"${0%/*}/heard\" ] && exit 1\n" + playing}, map[string]string{"fr": french}, nil, "play a call"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, script := range test.programs {
				if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			t.Setenv("PATH", dir)
			var log bytes.Buffer
			h := newHerald(test.settings, func(_ context.Context, _ display.Announce, lang string) ([]byte, error) {
				if file := test.server[lang]; file != "" {
					return []byte(file), nil
				}
				return nil, queue.Refuse(queue.Unavailable, "this server has no voice")
			}, slog.New(slog.NewTextHandler(&log, nil)))
			h.say(t.Context(), display.Announce{Number: "A07", Desk: "2", DeskName: "Guichet 2", Lang: "uk", House: "fr"})
			heard, err := os.ReadFile(filepath.Join(dir, "heard"))
			if err != nil && len(test.want) > 0 {
				t.Fatal(err, &log)
			}
			if text := string(heard); !inOrder(text, test.want) {
				t.Errorf("heard %d bytes, want %d parts in their order and nothing else; logged: %s", len(heard), len(test.want), &log)
			}
			if !strings.Contains(log.String(), test.logged) {
				t.Errorf("logged %q, want %q", &log, test.logged)
			}
		})
	}
}

// inOrder reports whether parts, and no other chime, words or number, are heard.
func inOrder(heard string, parts []string) bool {
	for _, part := range parts {
		before, after, ok := strings.Cut(heard, part)
		if !ok || saysMore(before) {
			return false
		}
		heard = after
	}
	return !saysMore(heard)
}

func saysMore(heard string) bool {
	return strings.Contains(heard, "A 7") || strings.Contains(heard, string(tone(1))) || strings.Contains(heard, string(tone(2))) || strings.Contains(heard, string(sound.Chime()))
}

// What is missing is logged once, however many are called.
func TestASilentMachineSaysWhyOnce(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var log bytes.Buffer
	h := newHerald(configs.Sample().Wall, nil, slog.New(slog.NewTextHandler(&log, nil)))
	for range 3 {
		h.say(t.Context(), display.Announce{Number: "A07", House: "fr"})
	}
	if lines := slices.Collect(strings.Lines(log.String())); len(lines) != 2 {
		t.Errorf("logged %q, want why there is no chime and why no voice", lines)
	}
}

// From a call to the loudspeaker: the recorded words of the site, by the server, over the
// wall's own line.
func TestAWallPlaysTheRecordedWordsOfItsSite(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	if err := os.WriteFile(filepath.Join(dir, "aplay"), []byte("#!/bin/sh\n"+playing), 0o700); err != nil {
		t.Fatal(err)
	}
	file, err := configs.Load(recorded(t, "a", "0", "7", "guichet", "2"))
	if err != nil {
		t.Fatal(err)
	}
	h, url, _ := instant(t, houseOptions{Data: t.TempDir(), Config: file})
	_, token, err := h.access.AddDevice(t.Context(), "dijon", queue.RoleWall, "Salle")
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New(client.Options{URL: url, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	line := term.NewLine(c, slog.New(slog.DiscardHandler))
	ctx, leave := context.WithCancel(t.Context())
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		line.Follow(ctx)
	}()
	<-line.Messages() // it has a line
	var log bytes.Buffer
	newHerald(configs.Wall{Sound: configs.SoundVoice, Volume: configs.VolumeMax}, line.Spoken, slog.New(slog.NewTextHandler(&log, nil))).
		say(ctx, display.Announce{Number: "A07", Desk: "1", DeskName: "Guichet 2", House: "fr"})
	leave()
	<-followed
	heard, err := os.ReadFile(filepath.Join(dir, "heard"))
	if err != nil {
		t.Fatal(err)
	}
	_, words, ok := bytes.Cut(heard, sound.Chime())
	if spoken, err := line.Spoken(t.Context(), display.Announce{Number: "A07", Desk: "1"}, "fr"); !ok || err != nil || !bytes.Equal(words, spoken) {
		t.Errorf("after the chime (%t) there are %d bytes, want the %d of the server (%v); logged: %s", ok, len(words), len(spoken), err, &log)
	}
}
