package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accueil/configs"
	"accueil/display/paint"
)

func TestAPictogramThatNobodyDrewIsToldOf(t *testing.T) {
	config := filepath.Join(t.TempDir(), "office.toml")
	write(t, config, `[[site]]
id = "a"
name = "A"
[[site.service]]
id = "eau"
prefix = "A"
name = "Eau"
pictogram = "tap"
[[site.service]]
id = "gaz"
prefix = "B"
name = "Gaz"
pictogram = "bulb"
`)
	status, _, errs := accueil(t, "check", "--config", config)
	want := config + ":8:13: service eau: no pictogram is called tap: its tile has words alone (there are: "
	if status != statusDone || strings.Count(errs, "pictogram") != 1 || !strings.Contains(errs, want) || !strings.Contains(errs, "bulb, ") {
		t.Errorf("got status %d and %q, want %q and their names", status, errs, want)
	}
}

// Whoever writes a configuration sees in the sample what there is to choose from.
func TestTheSampleNamesEveryPictogram(t *testing.T) {
	sample, err := os.ReadFile(filepath.Join("..", "..", configs.SampleName))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(strings.ReplaceAll(string(sample), "\n# ", " ")), " ")
	if want := strings.Join(paint.PictogramNames(), ", "); !strings.Contains(text, want) {
		t.Errorf("the sample does not list %s", want)
	}
}
