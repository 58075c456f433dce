package sound

import (
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// realEspeak returns the espeak-ng of this machine. The test is skipped where it is not
// installed, unless ACCUEIL_REQUIRE names it.
func realEspeak(t *testing.T) *Espeak {
	t.Helper()
	espeak, err := FindEspeak(t.Context())
	switch {
	case errors.Is(err, exec.ErrNotFound) && slices.Contains(strings.Split(os.Getenv("ACCUEIL_REQUIRE"), ","), "espeak-ng"):
		t.Fatal("espeak-ng is required by ACCUEIL_REQUIRE, and not installed")
	case errors.Is(err, exec.ErrNotFound):
		t.Skip("espeak-ng is not installed")
	case err != nil:
		t.Fatal(err)
	}
	return espeak
}

// The real espeak-ng speaks every language of this program, and whatever a text
// holds it comes to an end.
func TestTheRealEspeakSpeaksEachLanguage(t *testing.T) {
	espeak := realEspeak(t)
	shortest := spoken(t, espeak, "fr", "a")
	for lang, text := range map[string]string{
		"fr": "Votre numéro est A, 0, 7. Une personne appelle votre numéro.",
		"en": "Your number is A, 0, 7. A person calls your number.",
		"ar": "رقمكم هو ألف، صفر، سبعة. سينادي شخص رقمكم.",
		"uk": "Ваш номер А, 0, 7. Людина назве ваш номер.",
	} {
		if sound := spoken(t, espeak, lang, text); len(sound.pcm) < 4*len(shortest.pcm) {
			t.Errorf("%s: %q takes %d bytes of sound, and \"a\" %d", lang, text, len(sound.pcm), len(shortest.pcm))
		}
	}
	for _, text := range []string{"", "-w /tmp/x", "<break time='100s'/>", "[[_:_:_:]]", "\x01+900S \x00\x1b]0;x\a", strings.Repeat("ة", textMax)} {
		spoken(t, espeak, "fr", text)
	}
}

// spoken returns what a text sounds like: a file that says truly how long it is.
func spoken(t *testing.T, espeak *Espeak, lang, text string) wav {
	t.Helper()
	tag, ok := espeak.Tag(lang)
	if !ok {
		t.Fatalf("espeak-ng does not speak %s", lang)
	}
	file, err := espeak.WAV(t.Context(), tag, text)
	if err != nil {
		t.Fatalf("%s: %q: %v", lang, text, err)
	}
	sound, err := parse(file)
	if err != nil || sound.cut {
		t.Fatalf("%s: %q: got %v, cut: %t", lang, text, err, sound.cut)
	}
	return sound
}
