package web

import (
	"fmt"
	"math"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/display/paint"
)

// Figures of a wall, in millimetres of capital height.
const (
	perMetreMM  = 12.2 // of distance: the least that is read
	newest      = 1.8  // times as large as the least: the call that is announced
	rowsUnder   = 3    // earlier calls that should fit below it
	named       = 0.5  // of the number's: the letters of a desk that goes by a long name
	linesMost   = 2    // of a sentence, before its letters give way
	sentenceMin = 0.5  // of the least: a sentence's letters are never smaller
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

// measure chooses a wall's sizes: all letters as large as the distance asks, the newest
// call larger where that leaves room for three others, and none so large that a number
// would be split. crowded says that there is no room to count who waits.
func (g glass) measure(s display.WallScreen) (all sizes, crowded bool) {
	least := perMetreMM * g.DistanceM * g.pixel()
	room := g.Width - 4*g.margin()
	row := math.Min(least, room/widest(s.Rows))
	head := math.Min(least, room/bold(s.Lang).Width(s.HeadNumber+"  "+s.Clock+"  "+s.HeadDesk))
	band := row
	headLine, sentenceLine := headLine, sentenceLine
	if paint.RightToLeft(s.Lang) {
		headLine, sentenceLine = headLineArabic, sentenceLineArabic
	}
	free := g.Height - headLine*head - rowsUnder*rowLine*row
	if s.Band != nil {
		most := room / widest([]display.WallRow{*s.Band})
		band = math.Min(most, math.Max(row, math.Min(newest*least, free/bandLine)))
	}
	all = sizes{"--margin": pixels(g.margin()), "--head": font(head), "--band": font(band), "--row": font(row), "--least": font(least)}
	free -= bandLine * band
	for name, text := range map[string]string{"--notice": s.Notice, "--closed": s.Closed, "--empty": s.Empty} {
		tall, lines := sentence(s.Lang, text, room, least)
		all[name] = font(tall)
		free -= tall * float64(lines) * sentenceLine
	}
	lost, _ := sentence(s.Lang, i18n.For(s.Lang).WallStaleAt("00:00"), room, least)
	all["--stale"] = font(lost)
	return all, free < rowLine*least
}

func (g glass) margin() float64 { return g.Width / 40 }

// Lines of the page's style, in heights of their capitals.
const (
	headLine     = 1.4
	bandLine     = 1.3
	rowLine      = 1.3
	sentenceLine = 1.65

	headLineArabic     = 2.05 // Arabic reaches further up and down
	sentenceLineArabic = 2.0
)

// widest returns how wide the widest of some rows is, of the height of its capitals.
func widest(rows []display.WallRow) float64 {
	most := 1.0
	for _, r := range rows {
		desk := bold("").Width(r.Desk)
		if r.Named() {
			desk *= named
		}
		most = math.Max(most, bold("").Width(r.Number+"  ")+desk)
	}
	return most
}

// sentence returns how tall the capitals of a sentence are, and in how many lines it
// stands: the least that is read, or as tall as makes them few.
func sentence(lang, text string, room, least float64) (tall float64, lines int) {
	if text == "" {
		return least, 0
	}
	for tall = least; ; tall *= 0.95 {
		tall = math.Max(tall, sentenceMin*least)
		t := paint.Type{Lang: lang, Bold: true, Cap: tall}
		if lines = len(t.Wrap(text, room)); lines <= linesMost || tall <= sentenceMin*least {
			return tall, lines
		}
	}
}

func bold(lang string) paint.Type { return paint.Type{Lang: lang, Bold: true, Cap: 1} }

// font is the size of letters whose capitals are of a height.
func font(cap float64) string { return pixels(cap / capital) }

func pixels(n float64) string { return fmt.Sprintf("%.2fpx", n) }
