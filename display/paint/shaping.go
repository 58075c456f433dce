package paint

import (
	"math"
	"slices"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
	"golang.org/x/text/unicode/bidi"
)

// A shapedLine is glyphs in the order in which they are seen, measured in ems.
type shapedLine struct {
	advance float64
	glyphs  []placedGlyph
}

type placedGlyph struct {
	outline []font.Segment // in font units, up is positive
	unit    float64        // a font unit, in ems
	x, y    float64        // of its origin, in ems
}

// A shaper makes lines of text into glyphs: joins Arabic, kerns, and orders what
// runs left in what runs right.
type shaper struct {
	harfbuzz  shaping.HarfbuzzShaper
	segmenter shaping.Segmenter
	wrapper   shaping.LineWrapper
}

const shapingSize = 1024 // at which text is shaped: positions are then good to 1/65,536 em

// shape returns a line without glyphs when there are no fonts.
func (s *shaper) shape(t Type, line string) *shapedLine {
	all, err := loadFonts()
	text := []rune(Harmless(line))
	if err != nil || len(text) == 0 {
		return &shapedLine{}
	}
	faces := all.of(t)
	whole := &shapedLine{}
	for _, run := range s.runs(faces, text, t.Lang) {
		c := faces.by(run.Face)
		for _, g := range run.Glyphs {
			outline, _ := run.Face.GlyphDataOutline(g.GlyphID)
			whole.glyphs = append(whole.glyphs, placedGlyph{
				outline: outline.Segments, unit: c.scale / c.upem,
				x: whole.advance + ems(g.XOffset)*c.scale, y: ems(g.YOffset) * c.scale,
			})
			whole.advance += ems(g.Advance) * c.scale
		}
	}
	return whole
}

func ems(v fixed.Int26_6) float64 { return float64(v) / 64 / shapingSize }

// runs shapes text and returns its runs from left to right.
func (s *shaper) runs(faces family, text []rune, lang string) []shaping.Output {
	way := di.DirectionLTR
	if slices.ContainsFunc(text, turns) && (RightToLeft(lang) || begins(string(text))) {
		way = di.DirectionRTL
	}
	whole := shaping.Input{
		Text: text, RunEnd: len(text), Direction: way, Size: fixed.I(shapingSize), Language: language.NewLanguage(lang),
	}
	var runs []shaping.Output
	for _, part := range s.segmenter.Split(whole, faces) {
		runs = append(runs, s.harfbuzz.Shape(part))
	}
	config := shaping.WrapConfig{Direction: way, BreakPolicy: shaping.Never, DisableTrailingWhitespaceTrim: true}
	lines, _ := s.wrapper.WrapParagraph(config, math.MaxInt32, text, shaping.NewSliceIterator(runs))
	var seen []shaping.Output
	for _, l := range lines { // one, unless text breaks lines itself
		seen = append(seen, slices.SortedFunc(slices.Values(l), func(a, b shaping.Output) int { return int(a.VisualIndex - b.VisualIndex) })...)
	}
	return seen
}

// turns reports whether a letter is of a script that runs from right to left. A line
// without one keeps its way in any language: a name, an hour; and one that begins with
// one runs so in any: what the house wrote.
func turns(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// draw returns the ink of a line at a size.
func (l *shapedLine) draw(t Type) Mask {
	sy := t.em()
	sx := sy * t.stretch()
	left, right, top, bottom := l.extent()
	m := Mask{Left: max(0, ceil(-left*sx)), Base: max(0, ceil(top*sy))}
	m.W = m.Left + max(ceil(right*sx), ceil(l.advance*sx))
	m.H = m.Base + max(0, ceil(-bottom*sy))
	if m.W <= 0 || m.H <= 0 || m.W*m.H > drawnPixelsMax {
		return Mask{}
	}
	z := vector.NewRasterizer(m.W, m.H)
	for _, g := range l.glyphs {
		at := func(p font.SegmentPoint) (x, y float32) {
			return float32(float64(m.Left) + (g.x+float64(p.X)*g.unit)*sx), float32(float64(m.Base) - (g.y+float64(p.Y)*g.unit)*sy)
		}
		trace(z, g.outline, at)
	}
	drawn := filled(z)
	drawn.Left, drawn.Base = m.Left, m.Base
	return drawn
}

// extent is what the ink reaches at most, in ems from where the line begins; the
// points of a curve lie around it.
func (l *shapedLine) extent() (left, right, top, bottom float64) {
	for _, g := range l.glyphs {
		for _, s := range g.outline {
			for _, p := range s.ArgsSlice() {
				x, y := g.x+float64(p.X)*g.unit, g.y+float64(p.Y)*g.unit
				left, right, top, bottom = min(left, x), max(right, x), max(top, y), min(bottom, y)
			}
		}
	}
	return left, right, top, bottom
}

// trace draws a glyph's outline.
func trace(z *vector.Rasterizer, outline []font.Segment, at func(font.SegmentPoint) (x, y float32)) {
	for i, s := range outline {
		x, y := at(s.Args[0])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				z.ClosePath()
			}
			z.MoveTo(x, y)
		case opentype.SegmentOpLineTo:
			z.LineTo(x, y)
		case opentype.SegmentOpQuadTo:
			x1, y1 := at(s.Args[1])
			z.QuadTo(x, y, x1, y1)
		case opentype.SegmentOpCubeTo:
			x1, y1 := at(s.Args[1])
			x2, y2 := at(s.Args[2])
			z.CubeTo(x, y, x1, y1, x2, y2)
		}
	}
	z.ClosePath()
}
