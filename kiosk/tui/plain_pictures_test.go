package tui

import (
	"bytes"
	"fmt"
	"image"
	"log/slog"
	"strings"
	"testing"
)

// plainPanels are terminals too coarse for drawn letters, or with too few colours.
func plainPanels() []panel {
	return []panel{
		{"80×24", page{width: 80, height: 24, panelMM: [2]int{344, 194}, colours: plainPalette()}},
		{"cells of 8×16", page{width: 240, height: 67, panelMM: [2]int{344, 194}, cellPixels: [2]int{8, 16}, colours: paletteFor(256)}},
	}
}

// Where letters cannot be drawn, those of the terminal serve, and are read as well.
func TestThePlainLayoutIsReadBackInARealTerminal(t *testing.T) {
	for i, p := range plainPanels() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, p, "8x16", []string{"xterm", "xterm-256color"}[i])
			read := newReading(t)
			var last []byte
			var before string
			for n, scene := range scenesOf(p.page.sized) {
				lang, name, _ := strings.Cut(scene.name, " ")
				advised := &loop{options: Options{Log: slog.New(slog.DiscardHandler)}}
				c := lay(advised.advise(scene.screen, p.page), p.page)
				if strings.HasSuffix(name, "for the languages") { // here all stand in a row
					continue
				}
				if lang != "fr" || c.String() == before || !strings.HasPrefix(name, "welcome") && !strings.HasPrefix(name, "ticket") {
					continue
				}
				before = c.String()
				if _, err := fmt.Fprintln(s.tell, n); err != nil {
					t.Fatal(err)
				}
				picture := s.Rests(func(picture *image.RGBA) string {
					if bytes.Equal(picture.Pix, last) {
						return "nothing changed"
					}
					return ""
				})
				last = picture.Pix
				name = fmt.Sprintf("%s %03d %s", p.name, n, name)
				keep(t, name, picture)
				read.AddCells(name, picture, c.Canvas)
			}
			read.Check(t)
		})
	}
}
