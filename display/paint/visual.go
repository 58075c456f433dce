package paint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/bidi"
)

// visual returns a line of a language in the order in which it is seen from left to
// right, its Arabic joined: few terminals do either, and a Stage turns it off in those
// that do. Words that run left and numbers stay as they are. A line with a letter that
// runs right to left runs so itself, where the language does, or where it begins with one.
func visual(lang, line string) string {
	if !strings.ContainsFunc(line, turns) {
		return line
	}
	way, base := bidi.LeftToRight, 0
	if RightToLeft(lang) || begins(line) {
		way, base = bidi.RightToLeft, 1
	}
	var p bidi.Paragraph
	line = joined(line)
	if n, err := p.SetString(line, bidi.DefaultDirection(way)); err != nil || n != len(line) {
		return line // of several paragraphs, which no line is
	}
	order, err := p.Order()
	if err != nil {
		return line
	}
	return inOrder(order, base)
}

// begins reports whether the first letter of a line runs right to left.
func begins(line string) bool {
	for _, r := range line {
		if runsLeft(r) || turns(r) {
			return turns(r)
		}
	}
	return false
}

// inOrder puts runs in order: those from one that runs right to left to the next, with
// the numbers between, change places (Unicode's rule L2; the package gives no levels).
func inOrder(order bidi.Ordering, base int) string {
	var seen, turned []string
	flush := func() {
		slices.Reverse(turned)
		seen, turned = append(seen, turned...), nil
	}
	last := order.NumRuns() - 1
	for i := range last + 1 {
		run := order.Run(i)
		text := run.String()
		switch {
		case run.Direction() == bidi.RightToLeft:
			turned = append(turned, reversed(text))
		case base == 1, i > 0 && i < last && !strings.ContainsFunc(text, runsLeft):
			turned = append(turned, text)
		default:
			flush()
			seen = append(seen, text)
		}
	}
	flush()
	return strings.Join(seen, "")
}

func runsLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.L
}

// reversed returns a run from its end to its beginning: marks stay with their letter,
// brackets open the other way.
func reversed(run string) string {
	var clusters []string
	for g := uniseg.NewGraphemes(run); g.Next(); {
		clusters = append(clusters, facing(g.Str()))
	}
	slices.Reverse(clusters)
	return strings.Join(clusters, "")
}

// facingPairs are marks in pairs, each the other's mirror.
const facingPairs = "()[]{}<>«»‹›≤≥"

// facing returns the mirror of a mark that has one, and all else as it is.
func facing(cluster string) string {
	marks := []rune(facingPairs)
	first, size := utf8.DecodeRuneInString(cluster)
	if i := slices.Index(marks, first); i >= 0 {
		return string(marks[i^1]) + cluster[size:]
	}
	return cluster
}
