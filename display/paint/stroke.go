package paint

import "math"

// stroke returns the outline of a line of a weight along points, with round ends
// and joints; closed, it has no ends.
func stroke(points []point, weight float64, closed bool) [][]point {
	back := make([]point, len(points))
	for i, p := range points {
		back[len(points)-1-i] = p
	}
	there, again := beside(points, weight/2, closed), beside(back, weight/2, closed)
	if closed {
		return [][]point{there, again}
	}
	return [][]point{append(there, again...)}
}

// beside returns the points at a distance to the left of a way, and half a circle
// around its end when it is not closed.
func beside(way []point, distance float64, closed bool) []point {
	var left []point
	last := len(way) - 2
	for i := range len(way) - 1 {
		from, to := way[i], way[i+1]
		angle := heading(from, to)
		left = append(left, around(from, distance, angle))
		turn := math.Pi
		if i < last {
			turn = math.Remainder(heading(to, way[i+2])-angle, 2*math.Pi)
		} else if closed {
			turn = math.Remainder(heading(way[0], way[1])-angle, 2*math.Pi)
		}
		if turn < 0 {
			left = append(left, around(to, distance, angle), to) // the inner side: both stretches reach the joint
		} else {
			left = append(left, bend(to, distance, angle, angle+turn)...)
		}
	}
	return left
}

// heading is the direction in which left is, of one who walks from a to b.
func heading(a, b point) float64 { return math.Atan2(b.y-a.y, b.x-a.x) - math.Pi/2 }

// around returns the point at a distance from a centre, in a direction in radians.
func around(c point, distance, angle float64) point {
	return point{c.x + distance*math.Cos(angle), c.y + distance*math.Sin(angle)}
}

// bend returns points on the arc around a centre from one direction to another.
func bend(c point, radius, from, to float64) []point {
	steps := max(1, int(math.Ceil(math.Abs(to-from)/stepRadians)))
	points := make([]point, 0, steps+1)
	for i := range steps + 1 {
		points = append(points, around(c, radius, from+(to-from)*float64(i)/float64(steps)))
	}
	return points
}

// stepRadians is the longest piece of a circle drawn straight: at 40 mm, less
// than a twentieth of a millimetre off.
const stepRadians = math.Pi / 24
