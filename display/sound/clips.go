package sound

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of a folder of recorded words.
const (
	clipMax       = 1 << 20 // bytes: five seconds of the largest format
	clipsMax      = 64 << 20
	clipFilesMax  = 1000 // of a language
	clipLangsMax  = 50
	clipExtension = ".wav"
)

// Pauses of what is joined.
const (
	wordPause     = 40 * time.Millisecond
	commaPause    = 250 * time.Millisecond
	sentencePause = 600 * time.Millisecond
)

// Clips are words that somebody spoke, by language and by what they say in small
// letters. The zero value has none.
type Clips struct {
	langs map[string]*vocabulary
	bytes int
}

// A vocabulary is the words of one language, all of one format.
type vocabulary struct {
	format format
	like   string // the file whose format that is
	words  map[string][]byte
}

// ReadClips reads a folder that has one for each language, such as fr, and in it a WAV
// file a word, such as guichet.wav. It returns what is there and what is wrong, each
// with its place; what is wrong is left out.
func ReadClips(folder string) (*Clips, []error) {
	c := &Clips{langs: map[string]*vocabulary{}}
	langs, err := os.ReadDir(folder)
	if err != nil {
		return c, []error{fmt.Errorf("%w: make the folder, with one in it for each language", err)}
	}
	var wrong []error
	for _, entry := range langs {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			continue // a word about the recordings, perhaps
		}
		if len(c.langs) == clipLangsMax {
			return c, append(wrong, fmt.Errorf("%s: there are more than %d languages", path, clipLangsMax))
		}
		v := &vocabulary{words: map[string][]byte{}}
		c.langs[entry.Name()] = v
		wrong = append(wrong, c.read(path, v)...)
	}
	return c, wrong
}

// read reads the words of a language.
func (c *Clips) read(folder string, v *vocabulary) (wrong []error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return []error{err}
	}
	for _, file := range files {
		name := strings.ToLower(norm.NFC.String(file.Name()))
		word, ok := strings.CutSuffix(name, clipExtension)
		if !ok || strings.HasPrefix(name, ".") {
			continue
		}
		path := filepath.Join(folder, file.Name())
		if len(v.words) == clipFilesMax {
			return append(wrong, fmt.Errorf("%s: there are more than %d words", path, clipFilesMax))
		}
		sound, err := readClip(path)
		switch {
		case err != nil:
		case c.bytes+len(sound.pcm) > clipsMax:
			return append(wrong, fmt.Errorf("%s: all recorded words are larger than %d MiB", path, clipsMax>>20))
		case v.like == "":
			v.format, v.like = sound.format, file.Name()
		case sound.format != v.format:
			err = fmt.Errorf("%s: it has %s, and %s has %s: all words of a language must be alike", path, sound.format, v.like, v.format)
		}
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		v.words[word] = sound.pcm
		c.bytes += len(sound.pcm)
	}
	return wrong
}

// readClip reads one word.
func readClip(path string) (wav, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return wav{}, err
	case !info.Mode().IsRegular():
		return wav{}, fmt.Errorf("%s: it is no file", path)
	case info.Size() > clipMax:
		return wav{}, fmt.Errorf("%s: it is larger than %d MiB: expected one word", path, clipMax>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return wav{}, err
	}
	sound, err := parse(data)
	if err == nil && sound.cut {
		err = errors.New("it ends in the middle")
	}
	if err == nil && len(sound.pcm) == 0 {
		err = errors.New("it has no sound")
	}
	if err != nil {
		return wav{}, fmt.Errorf("%s: %w", path, err)
	}
	return sound, nil
}

// Has reports whether there are words of a language.
func (c *Clips) Has(lang string) bool { return c.langs[lang] != nil }

// WAV joins the words of a text, with pauses between, into one file. A number that is
// not recorded is said digit by digit. Of a word that is missing there is none, and
// ok is false.
func (c *Clips) WAV(lang, text string) (file []byte, ok bool) {
	parts, missing := c.parts(lang, text)
	if len(missing) > 0 || len(parts) == 0 {
		return nil, false
	}
	sound := wav{format: c.langs[lang].format}
	for i, p := range parts {
		sound.pcm = append(sound.pcm, p.pcm...)
		if i < len(parts)-1 {
			sound.pcm = append(sound.pcm, sound.silence(p.pause)...)
		}
		if len(sound.pcm) > soundMax {
			return nil, false
		}
	}
	return sound.encode(), true
}

// Missing returns the files that a text lacks, in the text's order.
func (c *Clips) Missing(lang, text string) []string {
	_, missing := c.parts(lang, text)
	for i, word := range missing {
		missing[i] = word + clipExtension
	}
	return missing
}

// A part is a word's sound and how long it is quiet after it.
type part struct {
	pcm   []byte
	pause time.Duration
}

// parts returns the words of a text as they are recorded, and those that are not.
func (c *Clips) parts(lang, text string) (parts []part, missing []string) {
	v := c.langs[lang]
	if v == nil {
		v = &vocabulary{}
	}
	for _, w := range wordsOf(text) {
		if pcm, ok := v.words[w.text]; ok {
			parts = append(parts, part{pcm, w.pause})
			continue
		}
		digits := strings.Split(w.text, "")
		if !isNumber(w.text) || len(digits) <= 2 {
			digits = []string{w.text} // a word, or a number that people say in one
		}
		for i, d := range digits {
			pause := commaPause
			if i == len(digits)-1 {
				pause = w.pause
			}
			if pcm, ok := v.words[d]; ok {
				parts = append(parts, part{pcm, pause})
			} else if !slices.Contains(missing, d) {
				missing = append(missing, d)
			}
		}
	}
	return parts, missing
}

func isNumber(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r < '0' || r > '9' })
}

// A word is one of a text, in small letters, and how long it is quiet after it.
type word struct {
	text  string
	pause time.Duration
}

// wordsOf takes a text apart.
func wordsOf(text string) []word {
	var words []word
	inside := false
	for _, r := range norm.NFC.String(strings.ToLower(text)) {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), inside && (r == '\'' || r == '’'):
			if !inside {
				words = append(words, word{pause: wordPause})
			}
			inside = true
			if r == '’' {
				r = '\''
			}
			words[len(words)-1].text += string(r)
			continue
		case len(words) == 0:
		case strings.ContainsRune(".!?؟", r):
			words[len(words)-1].pause = sentencePause
		case strings.ContainsRune(",;:،؛", r):
			words[len(words)-1].pause = commaPause
		}
		inside = false
	}
	return words
}
