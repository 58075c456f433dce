//go:build unix

package sound

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fakePlayers puts scripts in place of all programs.
func fakePlayers(t *testing.T, scripts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, script := range scripts {
		put(t, dir, name, []byte("#!/bin/sh\n"+script))
		if err := os.Chmod(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	return dir
}

const keeping = `/bin/cat >"${0%/*}/heard"` + "\n"

func TestAFileIsPlayedByWhatCanAtItsVolume(t *testing.T) {
	dir := fakePlayers(t, map[string]string{"aplay": "echo 'no card' >&2\nexit 1\n", "paplay": keeping})
	p, err := FindPlayer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	loud := wav{format: mono, pcm: []byte{0xE8, 0x03, 0x18, 0xFC}} // 1000, -1000
	for volume, want := range map[int][]byte{100: loud.pcm, 50: {0xF4, 0x01, 0x0C, 0xFE}, 0: {0, 0, 0, 0}, 300: loud.pcm} {
		if err := p.Play(t.Context(), loud.encode(), volume); err != nil {
			t.Fatal(err)
		}
		heard, err := os.ReadFile(filepath.Join(dir, "heard"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := parse(heard); err != nil || !bytes.Equal(got.pcm, want) {
			t.Errorf("at %d: heard % x, want % x (%v)", volume, got.pcm, want, err)
		}
	}
	if err := p.Play(t.Context(), []byte("ID3"), 100); err == nil || !strings.Contains(err.Error(), "no WAV file") {
		t.Errorf("what is no sound: got %v", err)
	}
}

func TestWhereNothingPlaysItIsSaidWhy(t *testing.T) {
	fakePlayers(t, map[string]string{"aplay": "echo 'audio open error: no such device' >&2\nexit 1\n"})
	if _, err := FindPlayer(t.Context()); err == nil || !strings.Contains(err.Error(), "no such device") {
		t.Errorf("got %v", err)
	}
	fakePlayers(t, nil)
	if _, err := FindPlayer(t.Context()); !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("without a player: got %v", err)
	}
}

// The chime has no step in it that would be heard as a click, is never cut off at the
// loudest, and ends by itself.
func TestTheChimeIsCleanAndShort(t *testing.T) {
	sound, err := parse(Chime())
	if err != nil {
		t.Fatal(err)
	}
	if length := time.Duration(len(sound.pcm)/sampleBytes) * time.Second / chimeRate; length > 2*time.Second {
		t.Errorf("it lasts %s", length)
	}
	sample := func(i int) int { return int(int16(uint16(sound.pcm[2*i]) | uint16(sound.pcm[2*i+1])<<8)) }
	loudest, last := 0, len(sound.pcm)/sampleBytes-1
	for i := range last {
		loudest = max(loudest, sample(i), -sample(i))
		if step := sample(i+1) - sample(i); step > 4000 || step < -4000 {
			t.Fatalf("sample %d: a step of %d", i, step)
		}
	}
	if loudest < 8000 || loudest > 32000 {
		t.Errorf("its loudest sample is %d", loudest)
	}
	if end := sample(last); end > loudest/10 || end < -loudest/10 {
		t.Errorf("it ends at %d", end)
	}
}
