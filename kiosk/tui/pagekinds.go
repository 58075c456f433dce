package tui

import (
	"accueil/display/paint"
	"accueil/kiosk"
)

// ticket draws the number as large as the screen allows, and under it what is
// known and what to do.
func (d drawing) ticket(bottom int) {
	s, g := d.screen, d.page.colours.ground
	whole := paint.Box(d.side(), 0, d.Width-2*d.side(), d.Height)
	var known, advice []string
	for _, t := range s.Text {
		known = append(known, paint.Wrap(t, whole.W)...)
	}
	for _, t := range s.Advice {
		advice = append(advice, paint.Wrap(t, whole.W)...)
	}
	if s.Banner.Text != "" || s.Notice != "" {
		bottom = d.banner(bottom)
	}
	words := 2 + len(known) + len(advice) // title and service among them
	number := paint.Big(string(s.Number))
	scale := 1
	for d.bigRows(scale+1)+words+3 <= bottom && (scale+1)*len(number[0])+6 <= whole.W {
		scale++
	}
	spare := max(0, bottom-words-d.bigRows(scale))
	air := min(max(1, spare/4), 3)
	if spare < 3 {
		air = 0
	}
	y := (spare - 3*air) / 2
	d.Center(whole, y, s.Title, paint.Strong(g))
	y++
	y = d.number(y, scale, number)
	d.Center(whole, y, s.Caption, paint.Strong(g))
	y += 1 + air
	for _, line := range known {
		d.Center(whole, y, line, g)
		y++
	}
	if len(known) > 0 {
		y += air
	}
	for _, line := range advice {
		d.Center(whole, y, line, paint.Strong(g))
		y++
	}
}

// bigRows is the height of a number at a scale, with its band's edges.
func (d drawing) bigRows(scale int) int { return (paint.LetterHeight*scale+1)/2 + 2 }

// number draws the number on a band of its service's colour, and returns the
// row below.
func (d drawing) number(y, scale int, number []string) int {
	style := d.page.colours.tones[d.screen.Tone]
	w := scale*len(number[0]) + 6
	band := paint.Box((d.Width-w)/2, y, w, d.bigRows(scale))
	d.Fill(band, style)
	d.Bits(band.X+3, y+1, scale, number, style)
	return y + band.H
}

// message draws a screen of few words, in the middle.
func (d drawing) message(bottom int) {
	s, g := d.screen, d.page.colours.ground
	whole := paint.Box(d.side(), 0, d.Width-2*d.side(), d.Height)
	if s.Banner.Text != "" || s.Notice != "" {
		bottom = d.banner(bottom)
	}
	title := paint.Wrap(s.Title, whole.W-4)
	var text []string
	for _, t := range s.Text {
		text = append(text, paint.Wrap(t, whole.W)...)
	}
	tile := 0
	if len(s.Tiles) > 0 {
		_, reach := d.page.reach()
		tile = max(5, reach, d.Height/5)
	}
	height := len(title) + 2 + 1 + len(text) + 1 + tile
	y := max(0, (bottom-height)/2)
	if d.page.tall() {
		y = max(y, d.page.top())
	}
	band := paint.Box(whole.X, y, whole.W, len(title)+2)
	mood := kiosk.MoodPlain
	if s.Kind == kiosk.KindTrouble || s.Kind == kiosk.KindOutOfOrder {
		mood = kiosk.MoodTrouble
	}
	d.Fill(band, d.page.colours.moods[mood])
	for i, line := range title {
		d.Center(band, y+1+i, line, paint.Strong(d.page.colours.moods[mood]))
	}
	y += band.H + 1
	for _, line := range text {
		d.Center(whole, y, line, g)
		y++
	}
	w := d.Width / 3 * 2
	d.tiles(paint.Box((d.Width-w)/2, y+1, w, min(tile, bottom-y-1)))
}
