package paint

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestALineIsPutInTheOrderInWhichItIsSeen(t *testing.T) {
	for _, test := range []struct{ name, lang, line, want string }{
		{"letters take the form that joins them", "ar", "كهرباء", "\uFE80\uFE8E\uFE91\uFEAE\uFEEC\uFEDB"},
		{"a letter alone", "ar", "ب", "\uFE8F"},
		{"lam and alef are one, isolated", "ar", "الأوراق", "\uFED5\uFE8D\uFEAD\uFEED\uFEF7\uFE8D"},
		{"lam and alef are one, joined", "ar", "بلا", "\uFEFC\uFE91"},
		{"a mark stays with its letter", "ar", "بَب", "\uFE90\uFE91\u064E"},
		{"a mark stays with lam and alef", "ar", "لَا", "\uFEFB\u064E"},
		{"what joins both ways has no form", "ar", "بـب", "\uFE90\u0640\uFE91"},
		{"what parts two letters", "ar", "ب\u200Cب", "\uFE8F\uFE8F"},
		{"Persian has letters of its own", "fa", "پا", "\uFE8E\uFB58"},
		{"a number stays as it is", "ar", "رقم 12", "12 \uFEE2\uFED7\uFEAD"},
		{"an hour stays as it is", "ar", "رقم 13:30", "13:30 \uFEE2\uFED7\uFEAD"},
		{"words between, the first of them right", "ar", "رقم A07 رقم", "\uFEE2\uFED7\uFEAD A07 \uFEE2\uFED7\uFEAD"},
		{"a line that begins with a number runs right to left", "ar", "A07 رقم", "\uFEE2\uFED7\uFEAD A07"},
		{"brackets open the other way", "ar", "رقم (12)", "(12) \uFEE2\uFED7\uFEAD"},
		{"and around words", "ar", "«رقم» ب", "\uFE8F «\uFEE2\uFED7\uFEAD»"},
		{"the stop ends it at the left", "ar", "رقم.", ".\uFEE2\uFED7\uFEAD"},
		{"two sizes", "ar", "رقم 80\u00a0في\u00a024", "24\u00a0\uFEF2\uFED3\u00a080 \uFEE2\uFED7\uFEAD"},
		{"French in Arabic", "ar", "Guichet 1 (droits)", "Guichet 1 (droits)"},
		{"Arabic in French", "fr", "Voici: رقم ب.", "Voici: \uFE8F \uFEE2\uFED7\uFEAD."},
		{"a number amid Arabic in French", "fr", "Voici: رقم 12 ب", "Voici: \uFE8F 12 \uFEE2\uFED7\uFEAD"},
		{"Arabic alone in French", "fr", "رقم 12", "12 \uFEE2\uFED7\uFEAD"},
		{"Hebrew has no forms", "he", "אב 3", "3 בא"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := visual(test.lang, test.line); got != test.want {
				t.Errorf("got %+q, want %+q", got, test.want)
			}
		})
	}
}

// The forms are those of Unicode, which tells from each which letters it is of.
func TestEveryFormIsOfItsLetter(t *testing.T) {
	for letter, of := range arabicLetters {
		for i := range of.forms {
			if got := norm.NFKC.String(string(of.first + rune(i))); got != norm.NFKC.String(string(letter)) {
				t.Errorf("form %d of %U is one of %+q", i, letter, got)
			}
		}
	}
	for alef, ligature := range lamAlef {
		for _, r := range []rune{ligature, ligature + 1} {
			if got, want := norm.NFKC.String(string(r)), string([]rune{lam, alef}); got != want {
				t.Errorf("%U is %+q, want %+q", r, got, want)
			}
		}
	}
}

func TestALineBeginsWhereItsLanguageDoes(t *testing.T) {
	for _, test := range []struct{ name, lang, line, start, center string }{
		{"French", "fr", "oui", "oui     ", "  oui   "},
		{"Arabic", "ar", "ب 7", "     7 \uFE8F", "  7 \uFE8F   "},
		{"two letters that share a column", "ar", "لا ب", "     \uFE8F \uFEFB", "  \uFE8F \uFEFB   "},
		{"what is too long loses its end", "ar", "ب 1 2 3 4 5", " 3 2 1 \uFE8F", " 3 2 1 \uFE8F"},
	} {
		t.Run(test.name, func(t *testing.T) {
			style, _ := Plain()
			c := NewCanvas(8, 2, style)
			c.Lang = test.lang
			c.Start(Box(0, 0, 8, 1), 0, test.line, style)
			c.Center(Box(0, 1, 8, 1), 1, test.line, style)
			start, rest, _ := strings.Cut(c.String(), "\n")
			if center := strings.TrimSuffix(rest, "\n"); start != test.start || center != test.center {
				t.Errorf("got %+q and %+q, want %+q and %+q", start, center, test.start, test.center)
			}
		})
	}
}

func TestOnlyWhatRunsRightToLeftIsMirrored(t *testing.T) {
	style, _ := Plain()
	c := NewCanvas(20, 1, style)
	for lang, want := range map[string]Rect{"fr": Box(3, 0, 4, 1), "ar": Box(15, 0, 4, 1)} {
		c.Lang = lang
		if got := c.Mirrored(Box(2, 0, 18, 1), Box(3, 0, 4, 1)); got != want {
			t.Errorf("%s: got %v, want %v", lang, got, want)
		}
	}
}

// Whatever is written, no letter is lost but in a ligature, and none is made.
func FuzzVisual(f *testing.F) {
	for _, seed := range []string{"رقم A07 (لَا) 13:30", "\u200Dلا", "אב«3»", "لا\u0600ب\u2029ب"} {
		f.Add("ar", seed)
		f.Add("fr", seed)
	}
	f.Fuzz(func(t *testing.T, lang, line string) {
		line = Harmless(strings.ToValidUTF8(line, ""))
		seen := visual(lang, line)
		least := 0
		for _, r := range line {
			if r != joiner && r != nonJoiner && arabicLetters[r].forms != 2 {
				least++
			}
		}
		if got, most := utf8.RuneCountInString(seen), utf8.RuneCountInString(line); got > most || got < least {
			t.Errorf("%+q is seen as %+q", line, seen)
		}
	})
}
