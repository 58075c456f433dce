//go:build unix

package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accueil/configs"
	"accueil/queue"
	"accueil/queue/server"
	"accueil/queue/wire"
)

// tone is a WAV file whose samples are all alike.
func tone(sample byte) []byte {
	pcm := bytes.Repeat([]byte{sample, 0}, 100)
	file := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(36+len(pcm)))
	file = append(file, "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x22\x56\x00\x00\x44\xac\x00\x00\x02\x00\x10\x00data"...)
	return append(binary.LittleEndian.AppendUint32(file, uint32(len(pcm))), pcm...)
}

// recorded writes an office whose words of French are recorded, and returns its file.
func recorded(t *testing.T, words ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "voix", "fr"), 0o700); err != nil {
		t.Fatal(err)
	}
	for i, word := range words {
		write(t, filepath.Join(dir, "voix", "fr", word+".wav"), string(tone(byte(i+1))))
	}
	path := filepath.Join(dir, "office.toml")
	write(t, path, `[[site]]
id = "dijon"
name = "D"
languages = ["fr", "uk"]
[[site.service]]
id = "a"
prefix = "A"
name = { fr = "Un", uk = "Один" }
[[site.desk]]
id = "1"
name = "Guichet 2"
[wall]
clips = "voix"
`)
	return path
}

// hears asks a server what is said, as a wall.
func hears(t *testing.T, file *configs.File, path string) (status int, body []byte) {
	t.Helper()
	h, url, _ := instant(t, houseOptions{Data: t.TempDir(), Config: file})
	_, token, err := h.access.AddDevice(t.Context(), "dijon", queue.RoleWall, "Salle")
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), "GET", url+"/api/v1/sites/dijon/say/"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

func TestAWallIsCalledInRecordedWords(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // without espeak-ng
	file, err := configs.Load(recorded(t, "a", "0", "7", "guichet", "2"))
	if err != nil {
		t.Fatal(err)
	}
	status, body := hears(t, file, "A07/1?lang=fr")
	if status != 200 || int(binary.LittleEndian.Uint32(body[40:])) != len(body)-44 {
		t.Fatalf("got %d, %d bytes", status, len(body))
	}
	var order []byte
	for _, sample := range body[44:] { // each word by its first sample
		if sample != 0 && (len(order) == 0 || order[len(order)-1] != sample) {
			order = append(order, sample)
		}
	}
	if want := []byte{1, 3, 4, 5, 1, 2, 3, 4, 5}; !bytes.Equal(order, want) {
		t.Errorf("got the words %d, want %d: A sept, guichet deux. A, zéro, sept, guichet deux", order, want)
	}
	var p wire.Problem
	for _, path := range []string{"A08/1", "A07/1?lang=uk"} {
		status, body := hears(t, file, path)
		if err := json.Unmarshal(body, &p); err != nil {
			t.Fatal(err)
		}
		if status != 503 || !strings.Contains(p.Detail, "install espeak-ng") || !strings.Contains(p.Detail, "record the words (clips in [wall])") {
			t.Errorf("%s: got %d %+v, want what to do", path, status, p)
		}
	}
}

func TestTheRealEspeakCallsInEachLanguage(t *testing.T) {
	required(t, "espeak-ng")
	for _, lang := range configs.Sample().Sites[0].Languages {
		short, a := hears(t, configs.Sample(), "A07/2?lang="+lang)
		long, b := hears(t, configs.Sample(), "A8777/2?lang="+lang)
		if short != 200 || long != 200 || string(a[:4]) != "RIFF" || len(b) <= len(a) {
			t.Errorf("%s: got %d with %d bytes, and for more to say %d with %d", lang, short, len(a), long, len(b))
		}
		for _, file := range [][]byte{a, b} {
			if size := binary.LittleEndian.Uint32(file[40:]); int(size) != len(file)-44 {
				t.Errorf("%s: got a file that says it has %d bytes of sound, and has %d", lang, size, len(file)-44)
			}
		}
	}
}

// What is lacking is logged once, however many calls are not said.
func TestWhatASpeakingServerLacksIsLoggedOnce(t *testing.T) {
	for name, c := range map[string]struct {
		script, says string
		lines        int
	}{
		"no voice of a language": {"#!/bin/sh\necho 'Pty Language'\necho ' 5 fr'\n", `espeak-ng has no voice for "uk"`, 1},
		"no espeak-ng":           {"", "install espeak-ng", 1},
		"a broken one":           {"#!/bin/sh\necho no memory >&2\nexit 1\n", "the server's log says why", 3},
	} {
		dir := t.TempDir()
		if c.script != "" {
			if err := os.WriteFile(filepath.Join(dir, "espeak-ng"), []byte(c.script), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		t.Setenv("PATH", dir)
		var log bytes.Buffer
		teller := newTeller(configs.Sample(), slog.New(slog.NewTextHandler(&log, nil)))
		for range 3 {
			_, err := teller.say(t.Context(), server.Announcement{Lang: "uk", House: "fr", Number: "A07", DeskName: "Guichet 1"})
			if queue.KindOf(err) != queue.Unavailable || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: got %v, want %q", name, err, c.says)
			}
		}
		if lines := strings.Count(log.String(), "\n"); lines != c.lines {
			t.Errorf("%s: got %d lines of log, want %d:\n%s", name, lines, c.lines, &log)
		}
	}
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCheckNamesTheWordsThatNobodyRecorded(t *testing.T) {
	config := recorded(t, strings.Fields("a 0 1 2 4 5 6 7 8 9 guichet")...)
	voix := filepath.Join(filepath.Dir(config), "voix")
	write(t, filepath.Join(voix, "fr", "3.wav"), "ID3")
	at := config + ":13:9: clips: "
	fr, uk := filepath.Join(voix, "fr"), filepath.Join(voix, "uk")
	for _, c := range []struct {
		change func()
		want   []string
	}{
		{func() {}, []string{
			at + filepath.Join(fr, "3.wav") + ": it is no WAV file (a warning)",
			at + fr + " lacks 3.wav, 10.wav, 11.wav, 12.wav, 13.wav, 14.wav, 15.wav, 16.wav, 17.wav, 18.wav, 19.wav, 20.wav and 79 more: " +
				"the calls that need them are said by espeak-ng (a warning)",
		}},
		{func() { write(t, config, mustRead(t, config)+"ticket_language = true\n") }, []string{
			at + "there is no folder " + uk + `: every call in "uk" is said by espeak-ng (a warning)`,
		}},
		{func() {
			write(t, filepath.Join(fr, "3.wav"), string(tone(1)))
			for count := 10; count < 100; count++ {
				write(t, filepath.Join(fr, string(queue.MakeNumber('A', 1, count)[1:])+".wav"), string(tone(1)))
			}
			if err := os.Symlink(fr, uk); err != nil {
				t.Fatal(err)
			}
		}, []string{at + uk + " lacks вікно.wav: the calls that need them are said by espeak-ng (a warning)"}},
	} {
		c.change()
		status, _, errs := accueil(t, "check", "--config", config)
		for _, want := range c.want {
			if status != statusDone || !strings.Contains(errs, want+"\n") {
				t.Errorf("got status %d and\n%s\nwant\n%s", status, errs, want)
			}
		}
	}
	if _, _, errs := accueil(t, "check", "--config", config); strings.Count(errs, "clips:") != 1 {
		t.Errorf("got %s, want nothing of what is there", errs)
	}
}
