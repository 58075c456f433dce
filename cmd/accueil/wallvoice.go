package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"accueil/configs"
	"accueil/display"
	"accueil/display/sound"
)

const (
	fetchMax  = 3 * time.Second // that the server's words are waited for: the room waits too
	lookAgain = time.Minute     // until sound is looked for again: a speaker may be plugged in
)

// A herald lets the calls of a wall be heard: a chime, then words, which the server has
// from a person where the site recorded one, or else this machine's own espeak-ng.
// Where nothing plays, there is the terminal's bell. It is of the goroutine that says calls.
type herald struct {
	settings configs.Wall
	spoken   func(ctx context.Context, call display.Announce, lang string) ([]byte, error)
	log      *slog.Logger

	player, speaker lookout
	plays           *sound.Player  // nil: nothing does
	speaks          *sound.Speaker // nil: nothing does
	told            map[string]bool
}

func newHerald(settings configs.Wall, spoken func(context.Context, display.Announce, string) ([]byte, error), log *slog.Logger) *herald {
	return &herald{settings: settings, spoken: spoken, log: log, told: map[string]bool{}}
}

// say returns when a call was heard, as far as this machine can.
func (h *herald) say(ctx context.Context, call display.Announce) {
	h.play(ctx, sound.Chime())
	if h.settings.Sound != configs.SoundVoice {
		return
	}
	langs := []string{call.House}
	if h.settings.TicketLanguage && call.Lang != "" && call.Lang != call.House {
		langs = append(langs, call.Lang)
	}
	for _, lang := range langs {
		if !h.sayServers(ctx, call, lang) {
			h.sayOwn(ctx, call, lang)
		}
	}
}

// sayServers plays what the server says.
func (h *herald) sayServers(ctx context.Context, call display.Announce, lang string) bool {
	if !h.canPlay(ctx) {
		return false
	}
	asking, cancel := context.WithTimeout(ctx, fetchMax)
	defer cancel()
	file, err := h.spoken(asking, call, lang)
	if err != nil {
		h.once("say a call without the server's words", err)
		return false
	}
	return h.play(ctx, file)
}

// play plays a file, and reports whether it could be heard.
func (h *herald) play(ctx context.Context, file []byte) bool {
	if !h.canPlay(ctx) {
		return false
	}
	if err := h.plays.Play(ctx, file, h.settings.Volume); err != nil {
		h.plays = nil
		h.fails(ctx, "play a call", err)
		return false
	}
	return true
}

func (h *herald) canPlay(ctx context.Context) bool {
	if h.plays == nil && h.player.due() {
		var err error
		if h.plays, err = sound.FindPlayer(ctx); err != nil {
			h.fails(ctx, "ring with the terminal's bell alone: is there a sound card, and aplay or paplay installed?", err)
		}
	}
	return h.plays != nil
}

// sayOwn says a call with this machine's espeak-ng.
func (h *herald) sayOwn(ctx context.Context, call display.Announce, lang string) {
	if h.speaks == nil && h.speaker.due() {
		var err error
		if h.speaks, err = sound.FindSpeaker(ctx); err != nil {
			h.fails(ctx, "say no calls: is there a sound card, and espeak-ng installed?", err)
		}
	}
	if h.speaks == nil {
		return
	}
	tag, ok := h.speaks.Tag(lang)
	if !ok {
		h.once("say no calls in a language", errors.New("espeak-ng has no voice for "+lang))
		return
	}
	err := h.speaks.Say(ctx, sound.Saying{
		Tag: tag, Text: display.Speech(lang, call.House, call.Number, call.DeskName), Amplitude: sound.AmplitudePlain * h.settings.Volume / configs.VolumeMax,
	})
	if err != nil {
		h.speaks = nil
		h.fails(ctx, "say a call", err)
	}
}

// fails logs what went wrong, unless it was ended from here.
func (h *herald) fails(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		h.once(what, err)
	}
}

// once logs what is so until somebody sees to it.
func (h *herald) once(what string, err error) {
	if text := what + err.Error(); !h.told[text] && len(h.told) < toldMax {
		h.told[text] = true
		h.log.Warn(what, "error", err)
	}
}

const toldMax = 100

// A lookout says when something that is not there is looked for again.
type lookout struct{ last time.Time }

func (l *lookout) due() bool {
	if !l.last.IsZero() && time.Since(l.last) < lookAgain {
		return false
	}
	l.last = time.Now()
	return true
}
