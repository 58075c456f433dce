package voice

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
	"unicode"

	"accueil/kiosk"
)

const (
	wordsPerMinute = "140" // slower than espeak-ng's own 175: many listen in a second language
	textMax        = 4000  // letters that are read at once
	askTimeMax     = 10 * time.Second
	sayTimeMax     = 5 * time.Minute // then a player hangs
	endTimeMax     = time.Second     // for what a killed process leaves open
)

// amplitudes are how loud espeak-ng is at each kiosk volume; 100 is its own.
var amplitudes = [kiosk.VolumeMax + 1]string{"0", "50", "100", "150", "200"}

// players are the programs that may play WAV from stdin, the first that can doing
// so; without one of them espeak-ng plays itself.
var players = [][]string{{"aplay", "-q"}, {"paplay"}, nil}

// A speaker is how sound is made on this machine.
type speaker struct {
	espeak string
	player []string // nil: espeak-ng itself
	tags   []string // of the voices there are, in lower case
}

// find looks for what can speak, by having it play silence.
func find(ctx context.Context) (*speaker, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeMax)
	defer cancel()
	espeak, err := exec.LookPath("espeak-ng")
	if err != nil {
		return nil, err
	}
	tags, err := voices(ctx, espeak)
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
		s := &speaker{espeak: espeak, player: player, tags: tags}
		if err = s.say(ctx, "en", kiosk.Say{Text: "a"}); err == nil {
			return s, nil
		}
		all = errors.Join(all, err)
	}
	return nil, all
}

// voices asks espeak-ng for the languages that it speaks: the second word of each
// line but the first.
func voices(ctx context.Context, espeak string) ([]string, error) {
	var list bounded
	ask := newProcess(ctx, espeak, "--voices")
	ask.Stdout = &list
	if err := ask.run(); err != nil {
		return nil, fmt.Errorf("ask espeak-ng for its voices: %w", err)
	}
	var tags []string
	for line := range strings.Lines(string(list)) {
		if words := strings.Fields(line); len(words) > 1 {
			tags = append(tags, strings.ToLower(words[1]))
		}
	}
	return tags, nil
}

// tag returns how espeak-ng names a language, or the one that it is a variant of.
func (s *speaker) tag(lang string) (string, bool) {
	for lang = strings.ToLower(lang); lang != ""; lang = lang[:max(0, strings.LastIndexByte(lang, '-'))] {
		for _, tag := range s.tags {
			if tag == lang || strings.HasPrefix(tag, lang+"-") {
				return lang, true // of fr-fr and fr-be it chooses one by itself
			}
		}
	}
	return "", false
}

// say returns when all is said, or an error when that could not be heard.
func (s *speaker) say(ctx context.Context, tag string, what kiosk.Say) error {
	ctx, cancel := context.WithTimeout(ctx, sayTimeMax)
	defer cancel()
	speak := newProcess(ctx, s.espeak, arguments(tag, what.Volume)...)
	speak.Stdin = strings.NewReader(plain(what.Text))
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

// arguments are espeak-ng's, but for where the sound goes.
func arguments(tag string, volume int) []string {
	return []string{
		"-v", tag, "-s", wordsPerMinute, "-a", amplitudes[min(max(0, volume), kiosk.VolumeMax)],
		"-b", "1", "--stdin", // UTF-8
	}
}

// plain leaves what espeak-ng takes for nothing but words.
func plain(text string) string {
	letters := []rune(strings.ToValidUTF8(text, " "))
	for i, r := range letters {
		if unicode.IsControl(r) || strings.ContainsRune("[]<>&", r) {
			letters[i] = ' '
		}
	}
	return string(letters[:min(len(letters), textMax)]) + "\n"
}
