package tui

import (
	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
	"accueil/kiosk"
)

// A palette is the colours that a terminal can show.
type palette struct {
	count  int // of colours
	ground tcell.Style
	tones  [7]tcell.Style // by kiosk.Tone
	moods  [3]tcell.Style // by kiosk.Mood
	button tcell.Style
	off    tcell.Style // a tile that gives nothing
}

var toneColours = [7]paint.Colour{
	kiosk.ToneNone:  paint.Navy,
	kiosk.ToneBlue:  {RGB: 0x1B4F8C, Of256: 24},
	kiosk.ToneGreen: {RGB: 0x17573A, Of256: 22},
	kiosk.TonePlum:  {RGB: 0x5C2C70, Of256: 53},
	kiosk.ToneBrick: {RGB: 0x86301C, Of256: 88},
	kiosk.ToneTeal:  {RGB: 0x0D5459, Of256: 23},
	kiosk.ToneSlate: paint.Slate,
}

// paletteFor chooses by how many colours there are.
func paletteFor(colours int) palette {
	if colours < paint.PlainBelow {
		return plainPalette()
	}
	p := palette{count: colours, ground: paint.Style(colours, paint.Navy, paint.Paper)}
	for tone, c := range toneColours {
		p.tones[tone] = paint.Style(colours, paint.White, c).Bold(true)
	}
	p.moods[kiosk.MoodPlain] = paint.Style(colours, paint.White, paint.Navy).Bold(true)
	p.moods[kiosk.MoodGood] = paint.Style(colours, paint.Navy, paint.Mint).Bold(true)
	p.moods[kiosk.MoodTrouble] = paint.Style(colours, paint.Navy, paint.Rose).Bold(true)
	p.button = p.ground.Bold(true)
	p.off = p.ground
	return p
}

func plainPalette() palette {
	ground, reverse := paint.Plain()
	p := palette{count: 2, ground: ground, button: ground.Bold(true), off: ground}
	for i := range p.tones {
		p.tones[i] = reverse
	}
	for i := range p.moods {
		p.moods[i] = reverse
	}
	return p
}
