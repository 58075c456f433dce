// Package paint draws in terminal cells, for every screen of the house: a Canvas
// is what is to be seen, computed without a terminal; a Stage is a terminal on
// which canvases are shown.
//
// There are two ways to a canvas. Where cells are fine, a Raster takes them for
// pixels, two columns and two rows each, and text of any script is drawn into it
// (type.go): shaped and ordered by go-text/typesetting, filled by x/image/vector,
// with fonts that come with the program (fonts.go). Each cell then carries the two
// colours and the quadrant block that err least (raster.go). Where cells are coarse
// or colours few, letters are the terminal's own, and what must be read across a
// room is a bitmap in half blocks (letters.go).
//
// Pictograms are shapes of our own (pictograms.go) that both ways draw: written in
// a line or two each (outline.go), filled at any size (shape.go).
//
// Colours are the house's tokens, and what stands for them where a terminal has
// fewer (palette.go).
package paint
