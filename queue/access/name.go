package access

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"accueil/queue"
)

const nameRunesMax = 64

// A place is where a name is unique: a site; spelt without regard to case.
type place struct {
	site queue.SiteID
	name string
}

// placeOf returns where a name stands; also for names that nobody can have.
func placeOf(site queue.SiteID, name string) place {
	if len(name) > nameRunesMax*utf8.UTFMax {
		name = name[:nameRunesMax*utf8.UTFMax]
	}
	return place{site, cases.Fold().String(norm.NFKC.String(strings.TrimSpace(name)))}
}

// cleanName returns a name as it is kept, Invalid when it cannot be one.
func cleanName(name string) (string, error) {
	name = norm.NFC.String(strings.TrimSpace(name))
	if n := utf8.RuneCountInString(name); n == 0 || n > nameRunesMax {
		return "", queue.Refuse(queue.Invalid, "a name has 1 to %d characters", nameRunesMax)
	}
	for _, r := range name {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return "", queue.Refuse(queue.Invalid, "a name has no control characters")
		}
	}
	return name, nil
}
