package paint

const skewMax = 0.1 // of a cell's sides, between what terminal and setting say

// Covered returns how many millimetres of a panel a terminal's cells cover. One that
// says how large its cells are in pixels, and does not fill the panel in both
// directions, is taken at its word for their shape.
func Covered(columns, rows int, panelMM, cellPixels [2]int) (w, h float64) {
	w, h = float64(panelMM[0]), float64(panelMM[1])
	x, y := float64(cellPixels[0]), float64(cellPixels[1])
	if x <= 0 || y <= x || y >= 4*x {
		return w, h
	}
	perX, perY := w/(x*float64(columns)), h/(y*float64(rows))
	if d := perX / perY; d <= 1+skewMax && d >= 1-skewMax {
		return w, h
	}
	per := min(perX, perY)
	return per * x * float64(columns), per * y * float64(rows)
}
