package paint

import (
	"os"
	"path/filepath"
	"testing"
)

// The fonts have every letter of what a visitor reads: the messages, and what the
// sample calls its services and desks.
func TestEveryLetterOfOurWordsHasAGlyph(t *testing.T) {
	files := []string{"dijon.toml"}
	for _, screen := range []string{"kiosk", "common", "wall"} {
		found, err := filepath.Glob(filepath.Join("..", "..", "configs", "i18n", "messages", screen+".*.toml"))
		if err != nil || len(found) < 2 {
			t.Fatalf("%s: got %v, %v, want its messages in each language", screen, found, err)
		}
		for _, path := range found {
			files = append(files, filepath.Join("i18n", "messages", filepath.Base(path)))
		}
	}
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join("..", "..", "configs", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range Missing(string(text)) {
			t.Errorf("configs/%s: no font has %q (%U)", name, r, r)
		}
	}
}
