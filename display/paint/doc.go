// Package paint draws in terminal cells, for every screen of the house: a Canvas
// is what is to be seen, computed without a terminal; a Stage is a terminal on
// which canvases are shown.
//
// Letters that must be read across a room, and pictograms, are bitmaps in half
// blocks: a cell is two pixels high. Colours are the house's tokens, and what
// stands for them where a terminal has fewer (palette.go).
package paint
