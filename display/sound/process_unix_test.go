//go:build unix

package sound

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestToEndWhatHasEndedIsNoFailure(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	p := newProcess(t.Context(), sh, "-c", ":")
	if err := p.run(); err != nil {
		t.Fatal(err)
	}
	if err := p.Cancel(); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("got %v", err)
	}
}

// fakeEspeak puts a script in place of every program, and returns its folder.
func fakeEspeak(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	const head = "#!/bin/sh\ndir=${0%/*}\n" + `if [ "$1" = --voices ]; then echo 'Pty Language'; echo ' 5 fr-fr'; exit; fi` + "\n"
	put(t, dir, "espeak-ng", []byte(head+script))
	if err := os.Chmod(filepath.Join(dir, "espeak-ng"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	return dir
}

// The text never stands among the arguments, and what it holds besides words is gone.
func TestATextIsMadeToSoundByItsWordsAlone(t *testing.T) {
	dir := fakeEspeak(t, `printf '%s\n' "$@" >"$dir/args"; /bin/cat >"$dir/text"; /bin/cat "$dir/sound"`)
	pipe := wav{format: mono, pcm: []byte{1, 2, 3, 4}}.encode()
	copy(pipe[40:], "\x00\xf0\xff\x7f") // as long as a pipe may be
	put(t, dir, "sound", pipe)
	espeak, err := FindEspeak(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := "-w /tmp/x\x00\n$(reboot) `x` [[x]] <b>" + strings.Repeat("é", makeTextMax)
	got, err := espeak.WAV(t.Context(), "fr", text)
	if want := (wav{format: mono, pcm: []byte{1, 2, 3, 4}}).encode(); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %x, %v, want %x", got, err, want)
	}
	for name, want := range map[string]string{
		"args": "-v\nfr\n-s\n140\n-a\n100\n-b\n1\n--stdin\n--stdout\n",
		"text": string([]rune("-w /tmp/x  $(reboot) `x`   x    b " + strings.Repeat("é", makeTextMax))[:makeTextMax]) + "\n",
	} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestAnEspeakThatFailsIsNotBelieved(t *testing.T) {
	for script, want := range map[string]string{
		"echo no such voice >&2; exit 1": "espeak-ng: exit status 1\nno such voice",
		"echo error: no memory >&2":      "error: no memory",
		"echo RIFF":                      "read what espeak-ng made: it is no WAV file",
		"exec /bin/cat /dev/zero":        "broken pipe", // after the largest sound nobody listens
	} {
		fakeEspeak(t, script)
		espeak, err := FindEspeak(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if file, err := espeak.WAV(t.Context(), "fr", "A 7"); err == nil || file != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %d bytes, %v, want %q", script, len(file), err, want)
		}
	}
}

func TestAnEspeakThatHangsIsKilledWithAllThatItStarted(t *testing.T) {
	dir := fakeEspeak(t, `exec 3>"$dir/alive"; /bin/sleep 1000 & echo up >&3; wait`)
	alive := filepath.Join(dir, "alive")
	if err := syscall.Mkfifo(alive, 0o600); err != nil {
		t.Fatal(err)
	}
	espeak, err := FindEspeak(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	made := make(chan error, 1)
	go func() {
		_, err := espeak.WAV(ctx, "fr", "A 7")
		made <- err
	}()
	held, err := os.Open(alive)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if _, err := io.ReadFull(held, make([]byte, len("up\n"))); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-made; err == nil {
		t.Error("what was never made is there")
	}
	if _, err := io.ReadAll(held); err != nil { // ends when nothing is alive
		t.Error(err)
	}
}
