package sound

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

const (
	wordsPerMinute = "140"     // slower than espeak-ng's own 175: many listen in a second language
	textMax        = 4000      // letters that are read at once
	makeTextMax    = 400       // letters that sound is made of: half a minute
	answerMax      = 256 << 10 // bytes of its list of voices, which has about ten thousand
	soundMax       = 8 << 20   // bytes of sound that are made at once: three minutes of espeak-ng's
	askTimeMax     = 10 * time.Second
	makeTimeMax    = 10 * time.Second
	endTimeMax     = time.Second // for what a killed process leaves open
)

// AmplitudePlain is as loud as espeak-ng is by itself, of AmplitudeMax.
const (
	AmplitudePlain = 100
	AmplitudeMax   = 200
)

// An Espeak is the espeak-ng of this machine.
type Espeak struct {
	path string
	tags []string // of the voices there are, in lower case
}

// FindEspeak returns espeak-ng; its error is exec.ErrNotFound where it is not installed.
func FindEspeak(ctx context.Context) (*Espeak, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeMax)
	defer cancel()
	path, err := exec.LookPath("espeak-ng")
	if err != nil {
		return nil, err
	}
	tags, err := voices(ctx, path)
	if err != nil {
		return nil, err
	}
	return &Espeak{path: path, tags: tags}, nil
}

// voices asks espeak-ng for the languages that it speaks: the second word of each
// line but the first.
func voices(ctx context.Context, espeak string) ([]string, error) {
	list := bounded{most: answerMax}
	ask := newProcess(ctx, espeak, "--voices")
	ask.Stdout = &list
	if err := ask.run(); err != nil {
		return nil, fmt.Errorf("ask espeak-ng for its voices: %w", err)
	}
	var tags []string
	for line := range strings.Lines(string(list.taken)) {
		if words := strings.Fields(line); len(words) > 1 {
			tags = append(tags, strings.ToLower(words[1]))
		}
	}
	return tags, nil
}

// Tag returns how espeak-ng names a language, or the one that it is a variant of.
func (e *Espeak) Tag(lang string) (string, bool) {
	for lang = strings.ToLower(lang); lang != ""; lang = lang[:max(0, strings.LastIndexByte(lang, '-'))] {
		for _, tag := range e.tags {
			if tag == lang || strings.HasPrefix(tag, lang+"-") {
				return lang, true // of fr-fr and fr-be it chooses one by itself
			}
		}
	}
	return "", false
}

// WAV returns how a text sounds, whose language goes by a Tag.
func (e *Espeak) WAV(ctx context.Context, tag, text string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, makeTimeMax)
	defer cancel()
	made := bounded{most: soundMax}
	speak := e.process(ctx, tag, plain(text, makeTextMax), AmplitudePlain)
	speak.Args, speak.Stdout = append(speak.Args, "--stdout"), &made
	if err := speak.run(); err != nil {
		return nil, err
	}
	sound, err := parse(made.taken) // its header leaves open how long it is
	if err != nil {
		return nil, fmt.Errorf("read what espeak-ng made: %w", err)
	}
	return sound.encode(), nil
}

// process is espeak-ng about to speak a plain text.
func (e *Espeak) process(ctx context.Context, tag, text string, amplitude int) *process {
	speak := newProcess(ctx, e.path, arguments(tag, amplitude)...)
	speak.Stdin = strings.NewReader(text)
	return speak
}

// arguments are espeak-ng's, but for where the sound goes.
func arguments(tag string, amplitude int) []string {
	return []string{
		"-v", tag, "-s", wordsPerMinute, "-a", fmt.Sprint(min(max(0, amplitude), AmplitudeMax)),
		"-b", "1", "--stdin", // UTF-8
	}
}

// plain leaves what espeak-ng takes for nothing but words, and no more letters than most.
func plain(text string, most int) string {
	letters := []rune(strings.ToValidUTF8(text, " "))
	for i, r := range letters {
		if unicode.IsControl(r) || strings.ContainsRune("[]<>&", r) {
			letters[i] = ' '
		}
	}
	return string(letters[:min(len(letters), most)]) + "\n"
}
