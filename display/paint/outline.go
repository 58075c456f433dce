package paint

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// weight is that of a line whose weight is not said, in units.
const weight = 6

// readShape reads a shape from its description: layers with a semicolon between
// them, each put on top of those before it. Numbers are units, y runs down.
//
//	M4 4h40v40h-40z        a filled outline, in the letters of SVG paths: M L H V C Q Z,
//	                       and the small ones, which count from where the pen is
//	line M4 4h40           a line along such a path, with round ends and joints
//	line 8 M4 4h40         the same, of another weight
//	arc 24 24 20 -45 45    a line on a circle: centre, radius, from and to in degrees
//	                       (0 is right, 90 is down)
//	disc 24 24 20          a filled circle: centre, radius
//	box 4 4 40 40 3        a filled rectangle: corner, size, radius of its corners
//	-disc 24 24 20         with a minus, any of these is cut away
func readShape(text string) (Shape, error) {
	var s Shape
	for part := range strings.SplitSeq(text, ";") {
		body, cut := strings.CutPrefix(strings.TrimSpace(part), "-")
		contours, err := readLayer(body)
		if err != nil {
			return Shape{}, fmt.Errorf("layer %q: %w", strings.TrimSpace(part), err)
		}
		s.layers = append(s.layers, layer{cut, contours})
	}
	return s, nil
}

// readLayer reads the outlines of one layer.
func readLayer(text string) ([][]point, error) {
	word, rest, _ := strings.Cut(text, " ")
	switch word {
	case "line":
		return readLine(rest)
	case "arc":
		n, err := readNumbers(rest, 5)
		if err != nil {
			return nil, err
		}
		return stroke(bend(point{n[0], n[1]}, n[2], n[3]*math.Pi/180, n[4]*math.Pi/180), weight, false), nil
	case "disc":
		n, err := readNumbers(rest, 3)
		if err != nil {
			return nil, err
		}
		return [][]point{bend(point{n[0], n[1]}, n[2], 0, 2*math.Pi)}, nil
	case "box":
		n, err := readNumbers(rest, 5)
		if err != nil {
			return nil, err
		}
		return [][]point{roundedBox(n)}, nil
	}
	ways, err := readPath(text)
	var contours [][]point
	for _, w := range ways {
		contours = append(contours, w.points)
	}
	return contours, err
}

// readLine reads a path, with or without a weight before it.
func readLine(text string) ([][]point, error) {
	start := max(0, strings.IndexByte(text, 'M'))
	thick := float64(weight)
	if start > 0 {
		n, err := readNumbers(text[:start], 1)
		if err != nil {
			return nil, err
		}
		thick = n[0]
	}
	ways, err := readPath(text[start:])
	if err != nil {
		return nil, err
	}
	var contours [][]point
	for _, w := range ways {
		contours = append(contours, stroke(w.points, thick, w.closed)...)
	}
	return contours, nil
}

// roundedBox returns the outline of x, y, width, height, radius.
func roundedBox(n []float64) []point {
	x, y, w, h, r := n[0], n[1], n[2], n[3], n[4]
	var points []point
	for i, corner := range []point{{x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}, {x + w - r, y + r}} {
		from := float64(i) * math.Pi / 2
		points = append(points, bend(corner, r, from, from+math.Pi/2)...)
	}
	return points
}

// readNumbers reads exactly count numbers. A minus also begins the next one.
func readNumbers(text string, count int) ([]float64, error) {
	fields := strings.Fields(strings.ReplaceAll(text, "-", " -"))
	if len(fields) != count {
		return nil, fmt.Errorf("got %d numbers, want %d", len(fields), count)
	}
	numbers := make([]float64, count)
	for i, f := range fields {
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return nil, err
		}
		numbers[i] = n
	}
	return numbers, nil
}
