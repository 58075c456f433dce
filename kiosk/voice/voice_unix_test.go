//go:build unix

package voice

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accueil/kiosk"
)

var alone = map[string]string{"espeak-ng": espeak}

func say(text string) kiosk.Say { return kiosk.Say{Text: text, Lang: "fr", Volume: 3} }

func TestItSpeaksPlainTextSlowly(t *testing.T) {
	s := newStage(t, alone)
	s.plays()
	s.is(true)
	s.voice.Do(say("-w /etc/passwd\x1b[31m\x00 [[x]] <b>été</b>\n\u200fA, 0, 7.\xff"))
	s.hears("-v fr -s 140 -a 150 -b 1 --stdin", "-w /etc/passwd  31m    x    b été /b  \u200fA, 0, 7. ")
	s.voice.Do(kiosk.Say{Text: "Hello.", Lang: "en-GB", Volume: 99})
	s.hears("-v en -s 140 -a 200 -b 1 --stdin", "Hello.")
	s.voice.Do(kiosk.CallHelp{}) // is another's
	s.voice.Do(say("Fini."))
	s.hears("-v fr -s 140 -a 150 -b 1 --stdin", "Fini.")
}

// What is newer replaces it, silence ends it, and so does the end of the kiosk: each
// with whatever it had started.
func TestNothingGoesOnSpeaking(t *testing.T) {
	for name, end := range map[string]func(*stage){
		"something newer": func(s *stage) {
			s.voice.Do(say("Bref."))
			s.hears("-v fr -s 140 -a 150 -b 1 --stdin", "Bref.")
		},
		"silence": func(s *stage) { s.voice.Do(kiosk.Hush{}) },
		"the end": func(s *stage) { s.leave() },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, alone)
			s.plays()
			s.is(true)
			s.voice.Do(say("Un long discours."))
			s.hears("-v fr -s 140 -a 150 -b 1 --stdin", "Un long discours.")
			alive := s.alive()
			defer alive.Close()
			end(s)
			if _, err := io.ReadAll(alive); err != nil { // ends when nothing is alive
				t.Error(err)
			}
			if n := s.log.lines(); n > 0 {
				t.Errorf("what was ended is no failure: got %d lines of log", n)
			}
		})
	}
}

// An espeak-ng that is a wrapper may leave a child behind which never ends, and which
// holds open what it answers to.
func TestAWrapperThatHangsKeepsNobodyFromLeaving(t *testing.T) {
	s := newStage(t, map[string]string{"espeak-ng": "#!/bin/sh\n" + `dir=${0%/*}
exec 3>"$dir/alive"
/bin/sleep 1000 &
echo up >&3
wait
`})
	s.plays()
	alive := s.alive()
	defer alive.Close()
	s.leave()
	if _, err := io.ReadAll(alive); err != nil { // ends when nothing is alive
		t.Error(err)
	}
}

// What espeak-ng lists is read to a limit, and what it goes on to say is not waited for.
func TestAnEspeakThatListsVoicesWithoutEndIsNotBelieved(t *testing.T) {
	s := newStage(t, map[string]string{"espeak-ng": "#!/bin/sh\nwhile :; do echo '5 fr-fr --/M French roa/fr'; done\n"})
	s.plays()
	s.is(false)
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	if log := s.log.text.String(); !strings.Contains(log, "broken pipe") {
		t.Errorf("got %q, want that nobody listened to the end", log)
	}
}

// Whoever asked for a voice before there was one has gone meanwhile.
func TestWhatWasToBeSaidBeforeThereWasAVoiceIsNotSaidToTheNext(t *testing.T) {
	s := newStage(t, alone)
	s.voice.Do(kiosk.Say{Text: "nuqneH", Lang: "tlh"}) // were it tried, the log would have it
	s.plays()
	s.is(true)
	s.voice.Do(say("Bonjour."))
	s.hears("-v fr -s 140 -a 150 -b 1 --stdin", "Bonjour.")
	if n := s.log.lines(); n != 0 {
		t.Errorf("got %d lines of log, want none", n)
	}
}

func TestOnlyTheNewestIsSaid(t *testing.T) {
	s := newStage(t, alone)
	s.plays()
	s.is(true)
	s.voice.Do(say("Un long discours."))
	s.line()
	s.line()
	for range 1000 { // nobody waits for a process
		s.voice.Do(say("long"))
		s.voice.Do(kiosk.Hush{})
	}
	s.voice.Do(say("Dernier."))
	for s.line() != "Dernier." {
	}
}

func TestALanguageWithoutAVoiceIsNotSaid(t *testing.T) {
	s := newStage(t, alone)
	s.plays()
	s.is(true)
	for range 3 {
		s.voice.Do(kiosk.Say{Text: "nuqneH", Lang: "tlh"})
		s.voice.Do(say("Bonjour."))
		s.hears("-v fr -s 140 -a 150 -b 1 --stdin", "Bonjour.")
	}
	if n := s.log.lines(); n > 1 {
		t.Errorf("got %d lines of log, want at most one", n)
	}
}

func TestWithoutEspeakThereIsNoVoice(t *testing.T) {
	s := newStage(t, nil)
	s.plays()
	for range 3 {
		s.is(false)
	}
	if n := s.log.lines(); n != 1 {
		t.Errorf("got %d lines of log, want one", n)
	}
}

// espeak-ng ends well where it cannot open a sound card, and so does our fake.
func TestAMachineWithoutSoundHasNoVoiceUntilItHas(t *testing.T) {
	s := newStage(t, alone)
	mute := filepath.Join(s.dir, "mute")
	if err := os.WriteFile(mute, []byte("ALSA lib: Unknown PCM default\nerror: No such file or directory\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.plays()
	s.is(false)
	s.voice.Do(say("Personne ne l'entend."))
	if err := os.Remove(mute); err != nil {
		t.Fatal(err)
	}
	for got := range s.voice.Messages() {
		if got == (kiosk.VoiceIs{There: true}) {
			break
		}
	}
	s.voice.Do(say("Bonjour."))
	s.hears("-v fr -s 140 -a 150 -b 1 --stdin", "Bonjour.")
}

func TestAVoiceThatFailsIsToldAndTriedAgain(t *testing.T) {
	s := newStage(t, alone)
	s.plays()
	s.is(true)
	s.voice.Do(say("broken"))
	s.hears("-v fr -s 140 -a 150 -b 1 --stdin", "broken")
	s.is(false)
	s.is(true)
	if n := s.log.lines(); n != 1 {
		t.Errorf("got %d lines of log, want one", n)
	}
}

func TestAPlayerPlaysWhatIsSaid(t *testing.T) {
	// The fake writes what it says to the pipe, not to the player: so the player is
	// given nothing but its arguments.
	s := newStage(t, map[string]string{"espeak-ng": espeak, "aplay": player})
	s.plays()
	s.is(true)
	s.voice.Do(say("Bonjour."))
	s.hears("-v fr -s 140 -a 150 -b 1 --stdin --stdout", "Bonjour.")
	if got := s.line(); got != "plays -q " {
		t.Errorf("got %q", got)
	}
}

func TestAPlayerThatCannotIsPassedOver(t *testing.T) {
	s := newStage(t, map[string]string{"espeak-ng": espeak, "aplay": "#!/bin/sh\nexit 1\n", "paplay": player})
	s.plays()
	s.is(true)
	s.voice.Do(say("Bonjour."))
	s.hears("-v fr -s 140 -a 150 -b 1 --stdin --stdout", "Bonjour.")
	if got := s.line(); got != "plays  " {
		t.Errorf("got %q", got)
	}
}
