//go:build unix

package voice

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"accueil/kiosk"
)

// espeak is a fake espeak-ng: it tells the pipe "said" its arguments and its text.
// Of a text with "long" it never comes to the end, nor does a child of its; both hold
// the pipe "alive" open. A text with "broken" it cannot say, nor anything, even
// silence, while there is a file "mute".
const espeak = `#!/bin/sh
dir=${0%/*}
if [ "$1" = --voices ]; then
  printf 'Pty Language Age/Gender VoiceName File\n 5 fr-fr --/M French roa/fr\n 5 fr-be --/M French roa/be\n 5 en-029 --/M English gmw/en\n'
  exit 0
fi
text=$(/bin/cat)
if [ -e "$dir/mute" ]; then
  /bin/cat "$dir/mute" >&2
  exit 0
fi
case "$*" in *"-a 0"*)
  printf silence
  exit 0
esac
printf '%s\n' "$*" "$text" >"$dir/said"
case "$text" in
*broken*) exit 1 ;;
*long*)
  exec 3>"$dir/alive"
  /bin/sleep 1000 &
  echo up >&3
  wait ;;
esac
`

// player is a fake aplay, which tells what it was given to play.
const player = `#!/bin/sh
dir=${0%/*}
sound=$(/bin/cat)
[ "$sound" = silence ] || printf '%s\n' "plays $* $sound" >"$dir/said"
`

// A stage is a machine with these programs alone.
type stage struct {
	t     *testing.T
	dir   string
	voice *Voice
	said  *bufio.Reader
	log   *record
	leave func()
}

func newStage(t *testing.T, programs map[string]string) *stage {
	t.Helper()
	dir := t.TempDir()
	for name, script := range programs {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, pipe := range []string{"said", "alive"} {
		if err := syscall.Mkfifo(filepath.Join(dir, pipe), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	said, err := os.OpenFile(filepath.Join(dir, "said"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { said.Close() })
	t.Setenv("PATH", dir)
	s := &stage{t: t, dir: dir, said: bufio.NewReader(said), log: &record{}}
	s.voice = New(slog.New(slog.NewTextHandler(s.log, nil)))
	s.voice.retry = time.Millisecond
	return s
}

// plays begins, and ends at the latest with the test.
func (s *stage) plays() {
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.voice.Run(ctx)
	}()
	s.leave = func() {
		cancel()
		<-ended
	}
	s.t.Cleanup(s.leave)
}

// is waits for what the model is told next.
func (s *stage) is(want bool) {
	s.t.Helper()
	if got := <-s.voice.Messages(); got != (kiosk.VoiceIs{There: want}) {
		s.t.Fatalf("got %+v, want a voice: %t", got, want)
	}
}

// line returns the next line of what was said or played.
func (s *stage) line() string {
	s.t.Helper()
	line, err := s.said.ReadString('\n')
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimSuffix(line, "\n")
}

// hears wants that to be said next.
func (s *stage) hears(args, text string) {
	s.t.Helper()
	if got := s.line(); got != args {
		s.t.Errorf("got arguments %q, want %q", got, args)
	}
	if got := s.line(); got != text {
		s.t.Errorf("got text %q, want %q", got, text)
	}
}

// alive opens what the process that speaks and its child hold open, once both do.
func (s *stage) alive() *os.File {
	s.t.Helper()
	file, err := os.Open(filepath.Join(s.dir, "alive"))
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.ReadFull(file, make([]byte, len("up\n"))); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// A record is a log that a test reads while it is written.
type record struct {
	mu   sync.Mutex // guards text
	text strings.Builder
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) lines() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Count(r.text.String(), "\n")
}
