package paint

import (
	"math"

	"github.com/gdamore/tcell/v2"
)

// A Colour is one of the house's, and the one of 256 that stands for it: the
// nearest that keeps a contrast of 7 with what is drawn on it, and no other's.
type Colour struct {
	RGB   int32
	Of256 int
}

// The colours of every screen. What is drawn on each keeps a contrast of 7.
var (
	Paper = Colour{0xF6F3EC, 255}
	Navy  = Colour{0x0E2238, 17}
	White = Colour{0xFFFFFF, 231}
	Amber = Colour{0xFFC83D, 221} // a call, attention
	Mint  = Colour{0xA8E6B0, 157} // well done
	Rose  = Colour{0xFFB3A7, 217} // trouble
	Slate = Colour{0x3A4657, 239}
	Ash   = Colour{0xB4BCC8, 250} // what is no longer sure, on navy
)

// PlainBelow is the number of colours with which everything is black, white and
// reverse. Colour alone never says anything.
const PlainBelow = 256

// Style returns front on back, on a terminal of at least PlainBelow colours.
func Style(colours int, front, back Colour) tcell.Style {
	return tcell.StyleDefault.Foreground(front.shown(colours)).Background(back.shown(colours))
}

func (c Colour) shown(colours int) tcell.Color {
	if colours > 256 {
		return tcell.NewHexColor(c.RGB)
	}
	return tcell.PaletteColor(c.Of256)
}

// Plain returns the two styles of a terminal below PlainBelow colours.
func Plain() (ground, reverse tcell.Style) {
	ground = tcell.StyleDefault.Foreground(tcell.ColorSilver).Background(tcell.ColorBlack)
	reverse = tcell.StyleDefault.Foreground(tcell.ColorBlack).Background(tcell.ColorSilver)
	return ground, reverse
}

// Inverted is how a thing looks while a finger is on it. What becomes black on it is
// not bold any more (see Strong).
func Inverted(s tcell.Style) tcell.Style {
	front, back, attributes := s.Decompose()
	if back == tcell.ColorBlack {
		attributes &^= tcell.AttrBold
	}
	return tcell.StyleDefault.Foreground(back).Background(front).Attributes(attributes)
}

const boldBlackRGB = 0x7F7F7F

// Strong is the style of what must be seen first. Bold black is grey on many
// terminals of 16 colours, and stays as it is.
func Strong(s tcell.Style) tcell.Style {
	if front, _, _ := s.Decompose(); front == tcell.ColorBlack {
		return s
	}
	return s.Bold(true)
}

// Contrast is WCAG 2.2's ratio of what is drawn to what it is drawn on, 1 to 21
// (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Bold black counts as the grey
// that terminals of 16 colours make of it.
func Contrast(s tcell.Style) float64 {
	front, back, attributes := s.Decompose()
	drawn := front.Hex()
	if front == tcell.ColorBlack && attributes&tcell.AttrBold != 0 {
		drawn = boldBlackRGB
	}
	a, b := luminance(drawn), luminance(back.Hex())
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

func luminance(rgb int32) float64 {
	channel := func(v int32) float64 {
		c := float64(v&0xFF) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(rgb>>16) + 0.7152*channel(rgb>>8) + 0.0722*channel(rgb)
}
