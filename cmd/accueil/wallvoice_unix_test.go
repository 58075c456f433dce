//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"accueil/configs"
	"accueil/display"
	"accueil/display/sound"
	"accueil/queue"
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

// words is a WAV file that is told from others by its one sample.
func words(sample uint16) []byte {
	file := append([]byte("RIFF"), 0, 0, 0, 0)
	file = append(file, "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x22\x56\x00\x00\x44\xac\x00\x00\x02\x00\x10\x00data\x02\x00\x00\x00"...)
	binary.LittleEndian.PutUint32(file[4:], uint32(len(file)+2-8))
	return binary.LittleEndian.AppendUint16(file, sample)
}

// A call is heard in the server's words where it has some and something plays, else in
// this machine's own; and always after a chime.
func TestACallIsHeardAsWellAsItCanBe(t *testing.T) {
	const own = "A 7, guichet 2. A, 0, 7, guichet 2."
	french, ukrainian := string(words(0x1111)), string(words(0x2222))
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
		{"a ticket in a language without a voice", both, map[string]string{"aplay": playing, "espeak-ng": talking}, map[string]string{"fr": french}, []string{chime, french, "A 7"}, "no voice"},
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
			rest := string(heard)
			for i, want := range test.want {
				before, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Errorf("part %d of what is to be heard is missing; logged: %s", i, &log)
				}
				if strings.Contains(before, "A 7") || strings.Contains(before, french) {
					t.Errorf("before part %d something else is heard", i)
				}
				rest = after
			}
			if n := strings.Count(string(heard), chime); n != min(1, strings.Count(strings.Join(test.want, ""), chime)) {
				t.Errorf("it rang %d times", n)
			}
			if strings.Contains(rest, "A 7") || strings.Contains(rest, french) {
				t.Error("something else is heard at the end")
			}
			if !strings.Contains(log.String(), test.logged) {
				t.Errorf("logged %q, want %q", &log, test.logged)
			}
		})
	}
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
