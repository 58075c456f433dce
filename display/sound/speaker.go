package sound

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

const sayTimeMax = 5 * time.Minute // then a player hangs

// players are the programs that may play WAV from stdin, the first that can doing
// so; without one of them espeak-ng plays itself.
var players = [][]string{{"aplay", "-q"}, {"paplay"}, nil}

// A Speaker is how this machine speaks to who stands before it.
type Speaker struct {
	*Espeak
	player []string // nil: espeak-ng itself
}

// FindSpeaker looks for what can speak, by having it play silence: a player that says
// truthfully whether it could (aplay, paplay), or else espeak-ng itself, of which the
// exit status says nothing and stderr is read. pw-play is not among them: it reads no
// WAV from a pipe in the versions of Debian 12.
func FindSpeaker(ctx context.Context) (*Speaker, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeMax)
	defer cancel()
	espeak, err := FindEspeak(ctx)
	if err != nil {
		return nil, err
	}
	var all error
	for _, player := range players {
		if player != nil {
			path, err := exec.LookPath(player[0])
			if err != nil {
				continue
			}
			player = append([]string{path}, player[1:]...)
		}
		s := &Speaker{Espeak: espeak, player: player}
		if err = s.Say(ctx, Saying{Tag: "en", Text: "a"}); err == nil {
			return s, nil
		}
		all = errors.Join(all, err)
	}
	return nil, all
}

// A Saying is a text to be said aloud.
type Saying struct {
	Tag, Text string
	Amplitude int // 0, which is silence, to AmplitudeMax
}

// Say returns when all is said, or an error when that could not be heard.
func (s *Speaker) Say(ctx context.Context, what Saying) error {
	ctx, cancel := context.WithTimeout(ctx, sayTimeMax)
	defer cancel()
	speak := s.process(ctx, what.Tag, plain(what.Text, textMax), what.Amplitude)
	if s.player == nil {
		return speak.run()
	}
	speak.Args = append(speak.Args, "--stdout")
	from, to, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("make a pipe to %s: %w", s.player[0], err)
	}
	play := newProcess(ctx, s.player[0], s.player[1:]...)
	play.Stdin, speak.Stdout = from, to
	started := errors.Join(play.Start(), speak.Start())
	started = errors.Join(started, from.Close(), to.Close())
	if started != nil {
		cancel()
	}
	// A player that fails ends espeak-ng by a broken pipe: its word comes first.
	return errors.Join(started, play.wait(), speak.wait())
}
