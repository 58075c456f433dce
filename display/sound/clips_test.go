package sound

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// record writes words into a folder of recordings, each of its own sound, and returns
// the folder.
func record(t *testing.T, f format, names ...string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range names {
		put(t, folder, name, wav{format: f, pcm: pcmOf(name)}.encode())
	}
	return folder
}

func put(t *testing.T, folder, name string, file []byte) {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
}

// pcmOf is what a recorded word sounds like.
func pcmOf(name string) []byte { return bytes.Repeat([]byte(name)[len(name)-5:], 4*len(name)) }

func readWell(t *testing.T, folder string) *Clips {
	t.Helper()
	c, wrong := ReadClips(folder)
	if len(wrong) > 0 {
		t.Fatalf("got %v, want no fault", wrong)
	}
	return c
}

func TestRecordedWordsAreJoinedBitByBit(t *testing.T) {
	for _, f := range []format{mono, {rate: 44100, channels: 2}} {
		c := readWell(t, record(t, f, "fr/a.wav", "fr/7.wav", "fr/0.wav", "fr/guichet.wav", "fr/2.wav", "fr/notes.txt"))
		got, ok := c.WAV("fr", "A 7, guichet 2. A, 0, 7, guichet 2.")
		if !ok {
			t.Fatalf("got nothing, want what is there: %v is missing", c.Missing("fr", "A 7, guichet 2. A, 0, 7, guichet 2."))
		}
		word, comma, sentence := f.silence(wordPause), f.silence(commaPause), f.silence(sentencePause)
		a, zero, seven, desk, two := pcmOf("fr/a.wav"), pcmOf("fr/0.wav"), pcmOf("fr/7.wav"), pcmOf("fr/guichet.wav"), pcmOf("fr/2.wav")
		want := slices.Concat(a, word, seven, comma, desk, word, two, sentence,
			a, comma, zero, comma, seven, comma, desk, word, two)
		if whole := (wav{format: f, pcm: want}).encode(); !bytes.Equal(got, whole) {
			t.Errorf("%s: got %d bytes, want these %d", f, len(got), len(whole))
		}
	}
}

// A desk is called by whatever name it has, in whatever script, and however the disk
// spells it.
func TestAWordIsFoundByWhatItSays(t *testing.T) {
	c := readWell(t, record(t, mono, "fr/B.WAV", "fr/12.wav", "fr/l'accueil.wav", norm.NFD.String("fr/café.wav"), "uk/вікно.wav", "ar/مكتب.wav"))
	for _, x := range [][2]string{{"fr", "b 12"}, {"fr", "L’Accueil – Café"}, {"uk", "Вікно."}, {"ar", "مكتب،"}} {
		if missing := c.Missing(x[0], x[1]); missing != nil {
			t.Errorf("%q: got %q missing", x[1], missing)
		}
		if _, ok := c.WAV(x[0], x[1]); !ok {
			t.Errorf("%q is not said", x[1])
		}
	}
}

func TestANumberThatNobodyRecordedIsSaidDigitByDigit(t *testing.T) {
	c := readWell(t, record(t, mono, "fr/b.wav", "fr/0.wav", "fr/1.wav"))
	got, ok := c.WAV("fr", "B 1100.")
	comma := mono.silence(commaPause)
	b, zero, one := pcmOf("fr/b.wav"), pcmOf("fr/0.wav"), pcmOf("fr/1.wav")
	want := wav{format: mono, pcm: slices.Concat(b, mono.silence(wordPause), one, comma, one, comma, zero, comma, zero)}.encode()
	if !ok || !bytes.Equal(got, want) {
		t.Errorf("got %d bytes, %t, want %d", len(got), ok, len(want))
	}
	if got := c.Missing("fr", "B 11, B 1234."); !slices.Equal(got, []string{"11.wav", "2.wav", "3.wav", "4.wav"}) {
		t.Errorf("got %q missing", got)
	}
}

// Half an announcement sends somebody to the wrong desk.
func TestWithoutOneWordNothingIsSaid(t *testing.T) {
	c := readWell(t, record(t, mono, "fr/a.wav", "fr/7.wav", "fr/guichet.wav"))
	for lang, text := range map[string]string{"fr": "A 7, guichet 3.", "en": "A 7", "": "a", "..": "a"} {
		if _, ok := c.WAV(lang, text); ok {
			t.Errorf("%q in %q is said", text, lang)
		}
	}
	for _, text := range []string{"", " . ,", "../fr/a", "a/../../etc/passwd"} {
		if _, ok := c.WAV("fr", text); ok {
			t.Errorf("%q is said", text)
		}
	}
	var none Clips
	if _, ok := none.WAV("fr", "a"); ok || none.Has("fr") {
		t.Error("without a folder something is said")
	}
}

func TestOnlyACalmTextIsJoined(t *testing.T) {
	c := readWell(t, record(t, mono, "fr/a.wav"))
	if _, ok := c.WAV("fr", strings.Repeat("a.", soundMax/len(mono.silence(sentencePause))+1)); ok {
		t.Error("what is longer than the longest sound was made")
	}
}

func TestWhatIsWrongWithAFileIsSaidWithItsPlace(t *testing.T) {
	folder := record(t, mono, "fr/0.wav", "fr/1.wav")
	put(t, folder, "README.txt", nil)
	put(t, folder, ".git/a.wav", nil)
	put(t, folder, "fr/._a.wav", nil)
	put(t, folder, "fr/bits.wav", []byte(strings.Replace(string(wav{format: mono, pcm: []byte{1, 2}}.encode()), "\x10\x00data", "\x18\x00data", 1)))
	put(t, folder, "fr/cut.wav", wav{format: mono, pcm: pcmOf("fr/cut.wav")}.encode()[:60])
	put(t, folder, "fr/empty.wav", wav{format: mono}.encode())
	put(t, folder, "fr/large.wav", make([]byte, clipMax+1))
	put(t, folder, "fr/mp3.wav", []byte("ID3"))
	put(t, folder, "fr/rate.wav", wav{format: format{rate: 44100, channels: 2}, pcm: []byte{1, 2, 3, 4}}.encode())
	put(t, folder, "fr/sub.wav/x.wav", nil)
	c, wrong := ReadClips(folder)
	fr := filepath.Join(folder, "fr") + string(filepath.Separator)
	want := []string{
		fr + "bits.wav: it is of kind 1 and 24 bits: expected PCM (kind 1) of 16 bits",
		fr + "cut.wav: it ends in the middle",
		fr + "empty.wav: it has no sound",
		fr + "large.wav: it is larger than 1 MiB: expected one word",
		fr + "mp3.wav: it is no WAV file",
		fr + "rate.wav: it has 44100 Hz, 2 channels, and 0.wav has 22050 Hz, mono: all words of a language must be alike",
		fr + "sub.wav: it is no file",
	}
	var got []string
	for _, err := range wrong {
		got = append(got, err.Error())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if words := slices.Sorted(maps.Keys(c.langs["fr"].words)); !slices.Equal(words, []string{"0", "1"}) || len(c.langs) != 1 {
		t.Errorf("got the words %q of %d languages, want those that are well", words, len(c.langs))
	}
}

func TestAFolderThatIsNotThereIsSaid(t *testing.T) {
	c, wrong := ReadClips(filepath.Join(t.TempDir(), "voix"))
	if len(wrong) != 1 || !strings.Contains(wrong[0].Error(), "make the folder") || c.Has("fr") {
		t.Errorf("got %v", wrong)
	}
}

// No language is read without end.
func TestAFolderIsReadToItsLimits(t *testing.T) {
	folder, one := t.TempDir(), wav{format: mono, pcm: []byte{1, 2}}.encode()
	for i := range clipFilesMax + 1 {
		put(t, folder, fmt.Sprintf("fr/%d.wav", i), one)
	}
	if c, wrong := ReadClips(folder); len(wrong) != 1 || !strings.Contains(wrong[0].Error(), "more than 1000 words") || len(c.langs["fr"].words) != clipFilesMax {
		t.Errorf("got %v", wrong)
	}

	folder = t.TempDir()
	for i := range clipLangsMax + 1 {
		put(t, folder, fmt.Sprintf("%d/a.wav", i), one)
	}
	if c, wrong := ReadClips(folder); len(wrong) != 1 || !strings.Contains(wrong[0].Error(), "more than 50 languages") || len(c.langs) != clipLangsMax {
		t.Errorf("got %v", wrong)
	}

	folder = t.TempDir()
	put(t, folder, "fr/0.wav", wav{format: mono, pcm: make([]byte, clipMax/2)}.encode())
	for i := 1; i <= clipsMax/(clipMax/2); i++ {
		if err := os.Symlink("0.wav", filepath.Join(folder, "fr", fmt.Sprintf("%d.wav", i))); err != nil {
			t.Fatal(err)
		}
	}
	if c, wrong := ReadClips(folder); len(wrong) != 1 || !strings.Contains(wrong[0].Error(), "larger than 64 MiB") || c.bytes != clipsMax {
		t.Errorf("got %v, and %d bytes", wrong, c.bytes)
	}
}
