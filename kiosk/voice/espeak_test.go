package voice

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The real espeak-ng speaks every language of this program, and whatever a text
// holds it comes to an end. The test is skipped where it is not installed, unless
// ACCUEIL_REQUIRE names it.
func TestTheRealEspeakSpeaksEachLanguage(t *testing.T) {
	path, err := exec.LookPath("espeak-ng")
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("ACCUEIL_REQUIRE"), ","), "espeak-ng") {
			t.Fatal("espeak-ng is required by ACCUEIL_REQUIRE, and not installed")
		}
		t.Skip("espeak-ng is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tags, err := voices(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	s := &speaker{espeak: path, tags: tags}
	shortest := wav(ctx, t, s, "fr", "a")
	for lang, text := range map[string]string{
		"fr": "Votre numéro est A, 0, 7. Une personne appelle votre numéro.",
		"en": "Your number is A, 0, 7. A person calls your number.",
		"ar": "رقمكم هو ألف، صفر، سبعة. سينادي شخص رقمكم.",
		"uk": "Ваш номер А, 0, 7. Людина назве ваш номер.",
	} {
		if sound := wav(ctx, t, s, lang, text); sound < 4*shortest {
			t.Errorf("%s: %q takes %d bytes of sound, and \"a\" %d", lang, text, sound, shortest)
		}
	}
	for _, text := range []string{"", "-w /tmp/x", "<break time='100s'/>", "[[_:_:_:]]", "\x01+900S \x00\x1b]0;x\a", strings.Repeat("ة", textMax)} {
		wav(ctx, t, s, "fr", text)
	}
}

// wav returns how many bytes of sound a text makes.
func wav(ctx context.Context, t *testing.T, s *speaker, lang, text string) int64 {
	t.Helper()
	tag, ok := s.tag(lang)
	if !ok {
		t.Fatalf("espeak-ng does not speak %s", lang)
	}
	file := filepath.Join(t.TempDir(), "x.wav")
	speak := newProcess(ctx, s.espeak, append(arguments(tag, 2), "-w", file)...)
	speak.Stdin = strings.NewReader(plain(text))
	if err := speak.run(); err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	stat, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return stat.Size()
}
