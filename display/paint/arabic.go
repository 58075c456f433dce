package paint

import (
	"strings"
	"unicode"
)

// An arabicLetter is where Unicode keeps the forms of a letter, one after another:
// isolated, joined to the letter before, to the one after, to both. A letter of two
// forms joins only the one before, a letter of one form none: that is its joining type.
type arabicLetter struct {
	first rune
	forms int
}

// arabicLetters are those that have forms of their own (Unicode's presentation forms,
// FB50 to FBFF and FE80 to FEF4), by how they join. Others stand as they are.
var arabicLetters = map[rune]arabicLetter{
	0x0621: {0xFE80, 1},

	0x0622: {0xFE81, 2}, 0x0623: {0xFE83, 2}, 0x0624: {0xFE85, 2}, 0x0625: {0xFE87, 2}, 0x0627: {0xFE8D, 2},
	0x0629: {0xFE93, 2}, 0x062F: {0xFEA9, 2}, 0x0630: {0xFEAB, 2}, 0x0631: {0xFEAD, 2}, 0x0632: {0xFEAF, 2},
	0x0648: {0xFEED, 2}, 0x0649: {0xFEEF, 2}, 0x0671: {0xFB50, 2}, 0x0688: {0xFB88, 2}, 0x068C: {0xFB84, 2},
	0x068D: {0xFB82, 2}, 0x068E: {0xFB86, 2}, 0x0691: {0xFB8C, 2}, 0x0698: {0xFB8A, 2}, 0x06BA: {0xFB9E, 2},
	0x06C0: {0xFBA4, 2}, 0x06C5: {0xFBE0, 2}, 0x06C6: {0xFBD9, 2}, 0x06C7: {0xFBD7, 2}, 0x06C8: {0xFBDB, 2},
	0x06C9: {0xFBE2, 2}, 0x06CB: {0xFBDE, 2}, 0x06D2: {0xFBAE, 2}, 0x06D3: {0xFBB0, 2},

	0x0626: {0xFE89, 4}, 0x0628: {0xFE8F, 4}, 0x062A: {0xFE95, 4}, 0x062B: {0xFE99, 4}, 0x062C: {0xFE9D, 4},
	0x062D: {0xFEA1, 4}, 0x062E: {0xFEA5, 4}, 0x0633: {0xFEB1, 4}, 0x0634: {0xFEB5, 4}, 0x0635: {0xFEB9, 4},
	0x0636: {0xFEBD, 4}, 0x0637: {0xFEC1, 4}, 0x0638: {0xFEC5, 4}, 0x0639: {0xFEC9, 4}, 0x063A: {0xFECD, 4},
	0x0641: {0xFED1, 4}, 0x0642: {0xFED5, 4}, 0x0643: {0xFED9, 4}, 0x0644: {0xFEDD, 4}, 0x0645: {0xFEE1, 4},
	0x0646: {0xFEE5, 4}, 0x0647: {0xFEE9, 4}, 0x064A: {0xFEF1, 4}, 0x0679: {0xFB66, 4}, 0x067A: {0xFB5E, 4},
	0x067B: {0xFB52, 4}, 0x067E: {0xFB56, 4}, 0x067F: {0xFB62, 4}, 0x0680: {0xFB5A, 4}, 0x0683: {0xFB76, 4},
	0x0684: {0xFB72, 4}, 0x0686: {0xFB7A, 4}, 0x0687: {0xFB7E, 4}, 0x06A4: {0xFB6A, 4}, 0x06A6: {0xFB6E, 4},
	0x06A9: {0xFB8E, 4}, 0x06AD: {0xFBD3, 4}, 0x06AF: {0xFB92, 4}, 0x06B1: {0xFB9A, 4}, 0x06B3: {0xFB96, 4},
	0x06BB: {0xFBA0, 4}, 0x06BE: {0xFBAA, 4}, 0x06C1: {0xFBA6, 4}, 0x06CC: {0xFBFC, 4}, 0x06D0: {0xFBE4, 4},
}

// lamAlef are the ligatures of a lam with an alef: isolated; joined to the letter
// before is the next.
var lamAlef = map[rune]rune{0x0622: 0xFEF5, 0x0623: 0xFEF7, 0x0625: 0xFEF9, 0x0627: 0xFEFB}

const (
	lam       = '\u0644'
	tatweel   = '\u0640' // joins both ways
	joiner    = '\u200D' // likewise, and is not seen
	nonJoiner = '\u200C'
)

func joinsBefore(r rune) bool {
	return arabicLetters[r].forms >= 2 || r == tatweel || r == joiner
}

func joinsAfter(r rune) bool {
	return arabicLetters[r].forms == 4 || r == tatweel || r == joiner
}

// joined returns a line with its Arabic letters in the forms that their neighbours ask
// for; marks stay behind their letter, and do not part it from the next.
func joined(line string) string {
	text := []rune(line)
	alef := -1 // the one that is in a ligature already
	var b strings.Builder
	for i, r := range text {
		letter, shaped := arabicLetters[r]
		next := neighbour(text, i, +1)
		switch {
		case i == alef, r == joiner, r == nonJoiner:
			continue
		case !shaped:
			b.WriteRune(r)
			continue
		}
		form := letter.first
		if ligature, ok := lamAlef[at(text, next)]; ok && r == lam {
			alef, form, letter.forms = next, ligature, 2
		}
		if letter.forms >= 2 && joinsAfter(at(text, neighbour(text, i, -1))) {
			form++
		}
		if letter.forms == 4 && joinsBefore(at(text, next)) {
			form += 2
		}
		b.WriteRune(form)
	}
	return b.String()
}

// neighbour returns the place of the letter that stands a step away, beyond marks.
func neighbour(text []rune, i, step int) int {
	for i += step; unicode.Is(unicode.Mn, at(text, i)); {
		i += step
	}
	return i
}

// at returns a letter, or 0 outside.
func at(text []rune, i int) rune {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}
