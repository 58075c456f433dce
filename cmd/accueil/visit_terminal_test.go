package main

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"slices"
	"strings"
	"testing"

	"accueil/kiosk/tui/xtermtest"
)

// A caller is someone before the kiosk's own session, at the reference panel: they
// see pixels, and know no more.
type caller struct {
	*xtermtest.Xterm
	t    *testing.T
	home *image.RGBA
}

// A visit is what someone came for, and in which language.
type visit struct {
	lang    int // in the row of languages
	service int
	tone    color.RGBA // of its tile
	number  string
}

// visits are one in each of the sample's languages: each for another service, of
// which a second ticket at once would be the same.
func visits() []visit {
	return []visit{
		{0, 0, color.RGBA{0x1B, 0x4F, 0x8C, 0xFF}, "A01"}, // fr, blue
		{1, 1, color.RGBA{0x17, 0x57, 0x3A, 0xFF}, "E01"}, // en, green
		{2, 2, color.RGBA{0x5C, 0x2C, 0x70, 0xFF}, "F01"}, // ar, plum
		{3, 3, color.RGBA{0x86, 0x30, 0x1C, 0xFF}, "B01"}, // uk, brick
	}
}

const languages = 4

// arrives waits until a kiosk of this server offers its services.
func arrives(t *testing.T, data string, s *served) *caller {
	t.Helper()
	g := &caller{t: t, Xterm: xtermtest.Open(t, xtermtest.Setting{
		Columns: 384, Rows: 108, Cell: "5x10", Env: []string{beTheProgram + "=1"},
		Command: []string{os.Args[0], "kiosk", "--data", data, "--server", s.url},
	})}
	g.home = g.Rests(func(picture *image.RGBA) string {
		for _, visit := range visits() {
			if spread(picture, visit.tone).Empty() {
				return "there is no tile of each service"
			}
		}
		return ""
	})
	return g
}

// spread is where a colour is to be seen.
func spread(picture *image.RGBA, c color.RGBA) image.Rectangle {
	var r image.Rectangle
	for y := range picture.Rect.Dy() {
		row := picture.Pix[y*picture.Stride:][:4*picture.Rect.Dx()]
		for x := range picture.Rect.Dx() {
			if row[4*x] == c.R && row[4*x+1] == c.G && row[4*x+2] == c.B {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

// lowest returns the things to touch in the lowest row, from left to right: their
// lower edges are the last that is drawn.
func lowest(picture *image.RGBA) []image.Point {
	const apart, within = 20, 30 // pixels
	ground := picture.RGBAAt(0, 0)
	for y := picture.Rect.Dy() - 1; y >= 0; y-- {
		var all []image.Point
		from, last := -1, -1
		for x := range picture.Rect.Dx() + apart + 1 {
			switch {
			case x < picture.Rect.Dx() && picture.RGBAAt(x, y) != ground:
				if from < 0 {
					from = x
				}
				last = x
			case from >= 0 && x-last > apart:
				all = append(all, image.Pt((from+last)/2, y-within))
				from = -1
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// changes waits for another screen than one.
func (g *caller) changes(from *image.RGBA) *image.RGBA {
	g.t.Helper()
	return g.Rests(func(picture *image.RGBA) string {
		if bytes.Equal(picture.Pix, from.Pix) {
			return "nothing changed"
		}
		return ""
	})
}

// holds waits for the number of a visit, on the colour of its service, and reads it.
func (g *caller) holds(visit visit) (ticket *image.RGBA) {
	g.t.Helper()
	ticket = g.Rests(func(picture *image.RGBA) string {
		for _, other := range visits() {
			if spread(picture, other.tone).Empty() == (other == visit) {
				return "there is no ticket"
			}
		}
		return ""
	})
	band := spread(ticket, visit.tone).Inset(10) // without its corners
	part := ticket.SubImage(band).(*image.RGBA)
	got := xtermtest.Read(g.t, "eng", 7, []*image.Gray{xtermtest.Print(part, 60/float64(band.Dy()))})
	if said := strings.ReplaceAll(strings.TrimSpace(got[0]), "O", "0"); said != visit.number {
		g.t.Errorf("the ticket says %q, want %q", said, visit.number)
	}
	return ticket
}

// leaves waits for the screen of whoever comes next, on which nothing is left.
func (g *caller) leaves() {
	g.t.Helper()
	g.Rests(func(picture *image.RGBA) string {
		if !bytes.Equal(picture.Pix, g.home.Pix) {
			return "something of the visit is left"
		}
		return ""
	})
}

// The whole visit by touches alone: a language, a tile, and the button that ends it.
func TestAVisitByTouchesAloneInARealTerminal(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	xtermtest.Required(t)
	s := serve(t, data)
	g := arrives(t, data, s)
	for _, visit := range visits() {
		welcome := g.home
		if visit.lang > 0 {
			g.Touch(lowest(g.home)[visit.lang])
			welcome = g.changes(g.home)
		}
		tile := spread(welcome, visit.tone)
		g.Touch(image.Pt((tile.Min.X+tile.Max.X)/2, tile.Max.Y-10))
		ends := lowest(g.holds(visit))
		if visit.lang == 2 { // it runs from right to left
			slices.Reverse(ends)
		}
		g.Touch(ends[len(ends)-1])
		g.leaves()
	}
	s.eachGaveOne(t, data, len(visits()))
}

// The whole visit by the three keys alone, as a tactile keypad sends them.
func TestAVisitByThreeKeysAloneInARealTerminal(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	xtermtest.Required(t)
	s := serve(t, data)
	g := arrives(t, data, s)
	for _, visit := range visits() {
		g.Press(slices.Repeat([]string{"shift+Tab"}, languages-visit.lang)...) // they come last
		at := g.changes(g.home)
		g.Press("Return")
		if visit.lang > 0 {
			at = g.changes(at)
		}
		g.Press(slices.Repeat([]string{"Tab"}, languages-visit.lang+visit.service)...) // and the tiles first
		g.changes(at)
		g.Press("Return")
		ticket := g.holds(visit)
		g.Press("Tab") // to what ends the visit
		g.changes(ticket)
		g.Press("Return")
		g.leaves()
	}
	s.eachGaveOne(t, data, len(visits()))
}
