package paint

import (
	"bytes"
	"fmt"
	"sync"

	"eliasnaur.com/font/noto/sans/arabic/bold"
	"eliasnaur.com/font/noto/sans/arabic/regular"
	"eliasnaur.com/font/roboto/robotobold"
	"eliasnaur.com/font/roboto/robotocondensedbold"
	"eliasnaur.com/font/roboto/robotocondensedregular"
	"eliasnaur.com/font/roboto/robotoregular"
	"github.com/go-text/typesetting/font"
)

// A family is one weight of every font there is, the first that has a letter
// being the one that draws it.
type family []*cut

// A cut is a font at its design size.
type cut struct {
	face  *font.Face
	upem  float64
	scale float64 // makes its letters as tall as those of the family's first
}

// ResolveFace implements shaping.Fontmap. What no font has is drawn by the first,
// as a box.
func (f family) ResolveFace(r rune) *font.Face { return f.of(r).face }

func (f family) of(r rune) *cut {
	for _, c := range f {
		if _, ok := c.face.NominalGlyph(r); ok {
			return c
		}
	}
	return f[0]
}

func (f family) by(face *font.Face) *cut {
	for _, c := range f {
		if c.face == face {
			return c
		}
	}
	return f[0]
}

// arabicTaller is how much taller than a capital an alef stands: the dots below and
// above tell letters apart, and must be seen.
const arabicTaller = 1.08

// capital is how tall a capital of the family's first font is, of its em.
const capital = 1456.0 / 2048

// fonts are the faces that text is drawn with, embedded in the program: Roboto for
// Latin, Greek and Cyrillic, Noto Sans Arabic enlarged until its alef is taller than
// a capital.
type fonts struct {
	plain, bold, narrow, narrowBold family
}

func (f *fonts) of(t Type) family {
	switch {
	case t.Narrow && t.Bold:
		return f.narrowBold
	case t.Narrow:
		return f.narrow
	case t.Bold:
		return f.bold
	}
	return f.plain
}

// loadFonts reads them once. It fails when the program was built with a font that
// cannot be read: LoadFonts tells it at start.
var loadFonts = sync.OnceValues(func() (*fonts, error) {
	var all fonts
	arabic, arabicBold := fontFile{"Noto Sans Arabic", regular.TTF}, fontFile{"Noto Sans Arabic Bold", bold.TTF}
	for _, f := range []struct {
		into  *family
		files []fontFile
	}{
		{&all.plain, []fontFile{{"Roboto", robotoregular.TTF}, arabic}},
		{&all.bold, []fontFile{{"Roboto Bold", robotobold.TTF}, arabicBold}},
		{&all.narrow, []fontFile{{"Roboto Condensed", robotocondensedregular.TTF}, arabic}},
		{&all.narrowBold, []fontFile{{"Roboto Condensed Bold", robotocondensedbold.TTF}, arabicBold}},
	} {
		var err error
		if *f.into, err = readFamily(f.files...); err != nil {
			return nil, err
		}
	}
	return &all, nil
})

// LoadFonts reports whether text can be drawn at all. Whoever cannot draws plain
// letters.
func LoadFonts() error {
	_, err := loadFonts()
	return err
}

// A fontFile is embedded.
type fontFile struct {
	name string
	ttf  []byte
}

func readFamily(files ...fontFile) (family, error) {
	var all family
	for i, file := range files {
		face, err := font.ParseTTF(bytes.NewReader(file.ttf))
		if err != nil {
			return nil, fmt.Errorf("read the embedded font %s: %w", file.name, err)
		}
		c := &cut{face: face, upem: float64(face.Upem()), scale: 1}
		if tall := c.tallest("اH"); i > 0 && tall > 0 {
			c.scale = arabicTaller * capital / tall
		}
		all = append(all, c)
	}
	return all, nil
}

// tallest returns the height, of the em, of the first of letters that there is.
func (c *cut) tallest(letters string) float64 {
	for _, r := range letters {
		if glyph, ok := c.face.NominalGlyph(r); ok {
			if extents, ok := c.face.GlyphExtents(glyph); ok {
				return float64(extents.YBearing) / c.upem
			}
		}
	}
	return 0
}
