package tui

import (
	"github.com/gdamore/tcell/v2"

	"accueil/kiosk"
)

// A palette is the colours that a terminal can show. With fewer than 256,
// everything is black, white and reverse; colour alone never says anything.
type palette struct {
	ground tcell.Style
	tones  [7]tcell.Style // by kiosk.Tone
	moods  [3]tcell.Style // by kiosk.Mood
	button tcell.Style
	off    tcell.Style // a tile that gives nothing
}

// A colour is one of the house's, and the one of 256 that stands for it: the
// nearest that keeps a contrast of 7 with what is drawn on it, and no other's.
type colour struct {
	rgb   int32
	of256 int
}

var (
	paper = colour{0xF6F3EC, 255}
	navy  = colour{0x0E2238, 17}
	white = colour{0xFFFFFF, 231}
	mint  = colour{0xA8E6B0, 157}
	rose  = colour{0xFFB3A7, 217}
)

var toneColours = [7]colour{
	kiosk.ToneNone:  navy,
	kiosk.ToneBlue:  {0x1B4F8C, 24},
	kiosk.ToneGreen: {0x17573A, 22},
	kiosk.TonePlum:  {0x5C2C70, 53},
	kiosk.ToneBrick: {0x86301C, 88},
	kiosk.ToneTeal:  {0x0D5459, 23},
	kiosk.ToneSlate: {0x3A4657, 239},
}

// paletteFor chooses by how many colours there are.
func paletteFor(colours int) palette {
	if colours < 256 {
		return plainPalette()
	}
	shown := func(c colour) tcell.Color {
		if colours > 256 {
			return tcell.NewHexColor(c.rgb)
		}
		return tcell.PaletteColor(c.of256)
	}
	style := func(front, back colour) tcell.Style {
		return tcell.StyleDefault.Foreground(shown(front)).Background(shown(back))
	}
	p := palette{ground: style(navy, paper)}
	for tone, c := range toneColours {
		p.tones[tone] = style(white, c).Bold(true)
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
	p := palette{ground: ground, button: ground.Bold(true), off: ground}
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

// strong is the style of what must be seen first. Bold black is grey on many
// terminals of 16 colours, and stays as it is.
func strong(s tcell.Style) tcell.Style {
	if front, _, _ := s.Decompose(); front == tcell.ColorBlack {
		return s
	}
	return s.Bold(true)
}
