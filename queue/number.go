package queue

import (
	"fmt"
	"strconv"
)

// A Number is what a visitor holds and the wall shows, such as A07: the
// service's prefix, the lane, and a count that restarts each day. It is a
// label, unique in (site, day); the TicketID is the identity.
//
// Lane 1 leaves its digit out up to 99 (A01 … A99, then A1100); the others
// always show it (A201 … A299, then A2100). So the length tells them apart:
// two digits are lane 1, three a lane above it, four or more any lane.
type Number string

// A Lane is one digit: 1 to 8 for kiosks, LaneServer for numbers given by the
// server itself. Two lanes never make the same number.
type Lane uint8

const (
	LaneKioskMin Lane = 1
	LaneKioskMax Lane = 8
	LaneServer   Lane = 9
)

// countMax bounds a count, so that a number stays readable across a room.
const countMax = 999_999

// MakeNumber returns the number of the count-th ticket (from 1) of a prefix
// (one capital letter) in a lane (1 to 9).
func MakeNumber(prefix byte, lane Lane, count int) Number {
	if count < 100 && lane == 1 {
		return Number(fmt.Sprintf("%c%02d", prefix, count))
	}
	return Number(fmt.Sprintf("%c%d%02d", prefix, lane, count))
}

// Split takes a number apart. ok is false for whatever MakeNumber does not make.
func (n Number) Split() (prefix byte, lane Lane, count int, ok bool) {
	if len(n) < 3 || len(n) > 8 || n[0] < 'A' || n[0] > 'Z' {
		return 0, 0, 0, false
	}
	digits := string(n[1:])
	lane = 1
	if len(digits) > 2 {
		lane = Lane(digits[0] - '0')
		digits = digits[1:]
	}
	c, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || c > countMax || lane < 1 || lane > LaneServer {
		return 0, 0, 0, false
	}
	count = int(c)
	if count == 0 || MakeNumber(n[0], lane, count) != n {
		return 0, 0, 0, false
	}
	return n[0], lane, count, true
}
