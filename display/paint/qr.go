package paint

import (
	"fmt"

	"rsc.io/qr"
)

// QuietZone is how many light modules a QR code has around it (ISO/IEC 18004, 9.1).
const QuietZone = 4

// QR returns the modules of a code, row by row, true being dark, without the quiet
// zone. A seventh of it may be covered or creased. Text that is too long for a code
// is an error.
func QR(text string) ([][]bool, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("draw a QR code of %d bytes: %w", len(text), err)
	}
	rows := make([][]bool, code.Size)
	for y := range rows {
		rows[y] = make([]bool, code.Size)
		for x := range rows[y] {
			rows[y][x] = code.Black(x, y)
		}
	}
	return rows, nil
}
