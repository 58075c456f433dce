package tui

import (
	"math"

	"github.com/gdamore/tcell/v2"

	"accueil/kiosk"
)

// A palette is the colours that a terminal can show. With fewer than 256,
// everything is black, white and reverse; colour alone never says anything.
type palette struct {
	plain  bool
	ground tcell.Style
	tones  [7]tcell.Style // by kiosk.Tone
	moods  [3]tcell.Style // by kiosk.Mood
	button tcell.Style
	off    tcell.Style // a tile that gives nothing
}

// The colours of the house, and the least contrast of what stands on them.
const (
	paper       = 0xF6F3EC
	navy        = 0x0E2238
	white       = 0xFFFFFF
	mint        = 0xA8E6B0
	rose        = 0xFFB3A7
	contrastMin = 7
)

var toneColours = [7]int32{kiosk.ToneNone: navy, kiosk.ToneBlue: 0x1B4F8C, kiosk.ToneGreen: 0x17573A,
	kiosk.TonePlum: 0x5C2C70, kiosk.ToneBrick: 0x86301C, kiosk.ToneTeal: 0x0D5459, kiosk.ToneSlate: 0x3A4657}

// paletteFor chooses by how many colours there are.
func paletteFor(colours int) palette {
	if colours < 256 {
		return plainPalette()
	}
	colour := func(rgb, against int32) tcell.Color {
		if colours > 256 {
			return tcell.NewHexColor(rgb)
		}
		return nearest(rgb, against)
	}
	style := func(front, back int32) tcell.Style {
		return tcell.StyleDefault.Foreground(colour(front, back)).Background(colour(back, front))
	}
	p := palette{ground: style(navy, paper)}
	for tone, rgb := range toneColours {
		p.tones[tone] = style(white, rgb).Bold(true)
	}
	p.moods[kiosk.MoodPlain] = style(white, navy).Bold(true)
	p.moods[kiosk.MoodGood] = style(navy, mint).Bold(true)
	p.moods[kiosk.MoodTrouble] = style(navy, rose).Bold(true)
	p.button = p.ground.Bold(true)
	p.off = p.ground
	return p
}

func plainPalette() palette {
	ground := tcell.StyleDefault.Foreground(tcell.ColorSilver).Background(tcell.ColorBlack)
	reverse := tcell.StyleDefault.Foreground(tcell.ColorBlack).Background(tcell.ColorSilver)
	p := palette{plain: true, ground: ground, button: ground.Bold(true), off: ground}
	for i := range p.tones {
		p.tones[i] = reverse
	}
	for i := range p.moods {
		p.moods[i] = reverse
	}
	return p
}

// inverted is how a thing looks while a finger is on it.
func inverted(s tcell.Style) tcell.Style {
	front, back, attributes := s.Decompose()
	return tcell.StyleDefault.Foreground(back).Background(front).Attributes(attributes)
}

// nearest returns the colour of the 256 that comes nearest to rgb among those
// that keep their contrast to against, or black or white when none does.
func nearest(rgb, against int32) tcell.Color {
	best, err := tcell.PaletteColor(16), math.Inf(1)
	for i := 16; i < 256; i++ {
		candidate := tcell.PaletteColor(i)
		hex := candidate.Hex()
		if contrast(hex, against) < contrastMin {
			continue
		}
		if e := distance(hex, rgb); e < err {
			best, err = candidate, e
		}
	}
	return best
}

func distance(a, b int32) float64 {
	var sum float64
	for shift := 0; shift <= 16; shift += 8 {
		d := float64(a>>shift&0xFF) - float64(b>>shift&0xFF)
		sum += d * d
	}
	return sum
}

// contrast is WCAG 2's ratio, 1 to 21.
func contrast(a, b int32) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
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
