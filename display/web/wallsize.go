package web

import (
	"cmp"
	"fmt"
	"math"

	"accueil/display"
	"accueil/display/paint"
)

// Figures of a wall, in millimetres of capital height.
const (
	perMetreMM = 12.2 // of distance: the least that is read
	newest     = 1.8  // times as large as the least: the call that is announced
	rowsUnder  = 3    // earlier calls that should fit below it
	linesMost  = 3    // of a sentence, before its letters give way
	sentenceMM = 0.5  // of the least: a sentence's letters are never smaller
)

// capital is how tall a capital is, of the em, in the wall's own letters.
const capital = 1456.0 / 2048

// A glass is what a wall is read on: the page in CSS pixels, and the panel behind it.
type glass struct {
	Width, Height float64 // of the page
	PanelMM       [2]int
	DistanceM     float64
}

// sizes are a wall's, in CSS pixels of font size, by the name that its style has for each.
type sizes map[string]string

// pixel returns how many pixels a millimetre has: a panel that hangs upright is as the
// page is.
func (g glass) pixel() float64 {
	wide, high := float64(g.PanelMM[0]), float64(g.PanelMM[1])
	if (wide < high) != (g.Width < g.Height) {
		wide, high = high, wide
	}
	return math.Max(g.Width/wide, g.Height/high)
}

// measure chooses a wall's sizes: earlier calls as large as the distance asks, the newest
// larger where that leaves room for them, and none so large that a number would be split.
func (g glass) measure(s display.WallScreen) sizes {
	least := perMetreMM * g.DistanceM * g.pixel()
	margin := g.Width / 40
	room := g.Width - 4*margin
	row := math.Min(least, room/widest(s.Rows))
	head := math.Min(least, room/(bold(s.Lang).Width(s.HeadNumber+"  "+s.Clock+"  "+s.HeadDesk)))
	band := newest * least
	if s.Band != nil {
		band = math.Min(band, room/widest([]display.WallRow{*s.Band}))
		free := g.Height - 2*lines(head) - float64(rowsUnder)*lines(row)
		band = math.Max(math.Min(band, row), math.Min(band, free/1.7))
	}
	all := sizes{"--margin": pixels(margin), "--head": font(head), "--band": font(band), "--row": font(row), "--least": font(least)}
	for name, text := range map[string]string{
		"--notice": s.Notice, "--stale": s.Stale, "--empty": cmp.Or(s.Empty, s.Closed),
	} {
		all[name] = font(sentence(s.Lang, text, room, least))
	}
	return all
}

// lines is the height of a line of capitals of a height, with its air.
func lines(cap float64) float64 { return 1.45 * cap }

// widest returns how wide the widest of some rows is, of the height of its capitals.
func widest(rows []display.WallRow) float64 {
	most := 1.0
	for _, r := range rows {
		most = math.Max(most, bold("").Width(r.Number+"  "+r.Desk))
	}
	return most
}

// sentence returns how tall the capitals of a sentence are: the least that is read, or as
// tall as lets it stand in a few lines.
func sentence(lang, text string, room, least float64) float64 {
	for cap := least; cap > sentenceMM*least; cap *= 0.95 {
		if t := (paint.Type{Lang: lang, Bold: true, Cap: cap}); len(t.Wrap(text, room)) <= linesMost {
			return cap
		}
	}
	return sentenceMM * least
}

func bold(lang string) paint.Type { return paint.Type{Lang: lang, Bold: true, Cap: 1} }

// font is the size of letters whose capitals are of a height.
func font(cap float64) string { return pixels(cap / capital) }

func pixels(n float64) string { return fmt.Sprintf("%.2fpx", n) }
