package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"accueil/configs"
	"accueil/display"
	"accueil/display/sound"
	"accueil/queue"
	"accueil/queue/server"
)

// A teller says what walls say of calls: in recorded words where all are there, else
// with espeak-ng.
type teller struct {
	clips *sound.Clips
	log   *slog.Logger

	mu   sync.Mutex      // guards told
	told map[string]bool // what was lacking, logged once
}

func newTeller(file *configs.File, log *slog.Logger) *teller {
	t := &teller{clips: &sound.Clips{}, log: log, told: map[string]bool{}}
	if file.Wall.Clips != "" {
		clips, wrong := sound.ReadClips(file.Wall.Clips)
		if t.clips = clips; len(wrong) > 0 {
			log.Warn("recorded words are left out: accueil check names each", "count", len(wrong), "first", wrong[0])
		}
	}
	return t
}

// say returns what is said as a WAV file. Its error is Unavailable where nothing here
// can say it, with what to do.
func (t *teller) say(ctx context.Context, a server.Announcement) ([]byte, error) {
	text := display.Speech(a.Lang, a.House, a.Number, a.DeskName)
	if file, ok := t.clips.WAV(a.Lang, text); ok {
		return file, nil
	}
	espeak, err := sound.FindEspeak(ctx)
	if errors.Is(err, exec.ErrNotFound) {
		return nil, t.lacks("this server has no voice: install espeak-ng on it, or record the words (clips in [wall])")
	}
	if err != nil {
		return nil, t.fails(err)
	}
	tag, ok := espeak.Tag(a.Lang)
	if !ok {
		return nil, t.lacks(fmt.Sprintf("espeak-ng has no voice for %q: record the words (clips in [wall])", a.Lang))
	}
	file, err := espeak.WAV(ctx, tag, text)
	if err != nil {
		return nil, t.fails(err)
	}
	return file, nil
}

// lacks refuses for want of something that somebody has to bring.
func (t *teller) lacks(text string) error {
	t.mu.Lock()
	known := t.told[text]
	t.told[text] = true
	t.mu.Unlock()
	if !known {
		t.log.Warn("a wall's call is not said", "error", text)
	}
	return queue.Refuse(queue.Unavailable, "%s", text)
}

// fails refuses for what went wrong this time.
func (t *teller) fails(err error) error {
	t.log.Warn("a wall's call is not said", "error", err)
	return queue.Refuse(queue.Unavailable, "espeak-ng did not speak: the server's log says why")
}

// clipsToldMax is how many missing words are named.
const clipsToldMax = 12

// warnClips warns of recorded words that are missing or cannot be used.
func (e *env) warnClips(file *configs.File) {
	if file.Wall.Clips == "" {
		return
	}
	warn := func(format string, args ...any) {
		w := file.ClipsAt
		w.Text = "clips: " + fmt.Sprintf(format, args...)
		fmt.Fprintf(e.err, "%s (a warning)\n", w)
	}
	clips, wrong := sound.ReadClips(file.Wall.Clips)
	for _, err := range wrong {
		warn("%v", err)
	}
	langs, missing := missingClips(file, clips)
	for _, lang := range langs {
		switch names := missing[lang]; {
		case len(names) == 0:
		case !clips.Has(lang):
			warn("there is no folder %s: every call in %q is said by espeak-ng", filepath.Join(file.Wall.Clips, lang), lang)
		default:
			list := strings.Join(names[:min(len(names), clipsToldMax)], ", ")
			if more := len(names) - clipsToldMax; more > 0 {
				list += fmt.Sprintf(" and %d more", more)
			}
			warn("%s lacks %s: the calls that need them are said by espeak-ng", filepath.Join(file.Wall.Clips, lang), list)
		}
	}
}

// missingClips returns the languages in which calls are said, and what each lacks.
func missingClips(file *configs.File, clips *sound.Clips) (langs []string, missing map[string][]string) {
	missing = map[string][]string{}
	tickets := file.Wall.TicketLanguage
	for _, w := range file.Walls {
		tickets = tickets || w.TicketLanguage
	}
	for i := range file.Sites {
		site := &file.Sites[i]
		said := site.Languages
		if !tickets {
			said = said[:1]
		}
		for _, lang := range said {
			if !slices.Contains(langs, lang) {
				langs = append(langs, lang)
			}
			for _, text := range textsOf(site, lang) {
				for _, name := range clips.Missing(lang, text) {
					if !slices.Contains(missing[lang], name) {
						missing[lang] = append(missing[lang], name)
					}
				}
			}
		}
	}
	return langs, missing
}

// textsOf returns calls that have among them every word that is said at a site.
func textsOf(site *queue.Config, lang string) (texts []string) {
	if len(site.Services) == 0 || len(site.Desks) == 0 {
		return nil
	}
	say := func(prefix byte, count int, desk queue.Desk) {
		number := queue.MakeNumber(prefix, queue.LaneKioskMin, count)
		texts = append(texts, display.Speech(lang, site.Languages[0], number, desk.Name))
	}
	prefix, desk := site.Services[0].Prefix, site.Desks[0]
	for _, s := range site.Services {
		say(s.Prefix, 1, desk)
	}
	for _, d := range site.Desks {
		say(prefix, 1, d)
	}
	for count := 2; count < 100; count++ {
		say(prefix, count, desk)
	}
	return texts
}
