package term

import "accueil/display/paint"

const givenShare = 3 // of the screen's height a number has one part at most

// given draws the number of a ticket that was given just now above what is said of it:
// large, for whoever waits for it, where the list keeps its room. It returns its first
// row.
func (d *consoleDrawing) given(top, bottom int) int {
	number := d.screen.Given
	if !paint.HasLetters(number) {
		return bottom
	}
	width, room := len(paint.Big(number)[0]), min(bottom-top-roomyRows, d.Height/givenShare)
	scale := 0
	for givenRows(scale+1) <= room && (scale+1)*width <= d.Width-2 {
		scale++
	}
	if scale == 0 {
		return bottom
	}
	style := d.colours.good
	y := bottom - givenRows(scale)
	d.Fill(paint.Box(0, y, d.Width, bottom-y), style)
	d.Bits((d.Width-scale*width)/2, y+1, scale, paint.Big(number), style)
	return y
}

// givenRows is the height of a number at a scale, with a row of air above, and one or
// half of one below.
func givenRows(scale int) int { return paint.LetterHeight*scale/2 + 2 }
