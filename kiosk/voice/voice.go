package voice

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"accueil/display/sound"
	"accueil/kiosk"
)

const (
	retryTimeMin = time.Minute // until sound is looked for again
	retryTimeMax = 30 * time.Minute
)

// amplitudeStep is how much louder each kiosk volume is than the one before: the middle
// one is as loud as espeak-ng is by itself.
const amplitudeStep = sound.AmplitudeMax / kiosk.VolumeMax

// A Voice says what a kiosk.Model wishes to be said.
type Voice struct {
	log   *slog.Logger
	out   chan kiosk.Msg
	more  chan struct{} // there is a newer wish
	retry time.Duration // the first time

	mu   sync.Mutex   // guards wish
	wish kiosk.Effect // the newest; nil when it was taken
}

// New returns a voice that is silent before Run.
func New(log *slog.Logger) *Voice {
	return &Voice{log: log, out: make(chan kiosk.Msg, 1), more: make(chan struct{}, 1), retry: retryTimeMin}
}

// Messages is what the model is to be told: VoiceIs, whenever that changes.
func (v *Voice) Messages() <-chan kiosk.Msg { return v.out }

// Do takes a wish and does not wait; one that was not yet begun gives way to it. It
// does nothing for effects other than Say and Hush.
func (v *Voice) Do(e kiosk.Effect) {
	switch e.(type) {
	case kiosk.Say, kiosk.Hush:
	default:
		return
	}
	v.mu.Lock()
	v.wish = e
	v.mu.Unlock()
	select {
	case v.more <- struct{}{}:
	default:
	}
}

func (v *Voice) take() kiosk.Effect {
	v.mu.Lock()
	defer v.mu.Unlock()
	e := v.wish
	v.wish = nil
	return e
}

// Run speaks until ctx ends, and returns when nothing does any more.
func (v *Voice) Run(ctx context.Context) {
	var said string // why there is no sound, logged once
	wait := v.retry
	for {
		s, err := sound.FindSpeaker(ctx)
		if err == nil {
			wait = v.retry
			v.take() // of a visitor who has gone meanwhile
			v.tell(ctx, true)
			err = v.serve(ctx, s)
		}
		if ctx.Err() != nil {
			return
		}
		if why := err.Error(); why != said {
			said = why
			v.log.Warn("nothing is read aloud: is there a sound card, and espeak-ng installed?", "error", why)
		}
		v.tell(ctx, false)
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		wait = min(2*wait, retryTimeMax)
	}
}

// tell waits until the model hears.
func (v *Voice) tell(ctx context.Context, there bool) {
	select {
	case v.out <- kiosk.VoiceIs{There: there}:
	case <-ctx.Done():
	}
}

// serve says the newest wish until ctx ends or saying it fails.
func (v *Voice) serve(ctx context.Context, s *sound.Speaker) error {
	unknown := map[string]bool{} // languages without a voice, logged once
	said := make(chan error, 1)
	hush, speaking := func() {}, false
	stop := func() {
		hush()
		if speaking {
			<-said
		}
		speaking = false
	}
	defer func() { stop() }()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-said:
			if speaking = false; err != nil {
				return err
			}
		case <-v.more:
			wish := v.take()
			if wish == nil {
				continue // it was taken with the one before
			}
			stop()
			say, ok := wish.(kiosk.Say)
			if !ok {
				continue
			}
			tag, ok := s.Tag(say.Lang)
			if !ok {
				if !unknown[say.Lang] {
					v.log.Warn("espeak-ng has no voice for a language", "lang", say.Lang)
				}
				unknown[say.Lang] = true
				continue
			}
			speech, cancel := context.WithCancel(ctx)
			hush, speaking = cancel, true
			go func() {
				said <- s.Say(speech, sound.Saying{Tag: tag, Text: say.Text, Amplitude: amplitudeStep * say.Volume})
			}()
		}
	}
}
