// Package i18n holds every word that visitors and mediators read, by language.
//
// A screen never builds a sentence of its own: it asks for one by a typed
// method, such as words.And(names), and gets it whole. So a translator sees
// whole sentences, plural forms follow the language (CLDR, by go-i18n), and a
// screen that asks for a word that does not exist does not compile. What an
// operator reads (errors, logs, check) is plain English and is not here.
//
// Each screen has a Go file of methods on Words (kiosk.go) and one file of
// messages for each language (messages/kiosk.fr.toml, messages/kiosk.en.toml).
// Within a file a message is
//
//	question = "Pourquoi venez-vous ?"
//	[ahead]
//	one = "Une personne avant vous"
//	other = "{{.N}} personnes avant vous"
//
// and its method asks for it by screen and name, always as one literal,
//
//	func (w Words) Ahead(n int) string { return w.count("kiosk.ahead", n) }
//
// so that the package's tests can see that no message is missing, in any
// language, and that none is left over. Where a list has a name for each message
// ("console.action_" + name), the literal is how they all begin, and whoever owns
// the list has a test that each is there. A message may not be called one, two,
// few, many, zero, other, id, hash, description or translation: go-i18n takes
// these for itself.
//
// To add a language, say Spanish:
//
//  1. copy every messages/*.fr.toml to messages/*.es.toml;
//  2. translate; keep what stands in double braces as it is;
//  3. give each plural message the forms that CLDR has for the language
//     (Spanish: one, other; Ukrainian: one, few, many, other), and own_name as
//     the language calls itself;
//  4. add "es" to the list of languages in this package's test, and run
//     go test ./configs/i18n: it says what is missing, and where;
//  5. add "es", and the names of the services, to configs/dijon.toml;
//  6. display/paint's tests say which letters no font has, and kiosk/tui's what
//     does not fit its box: find shorter words;
//  7. have a native reader read the screens, not the files.
package i18n

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// House is the language that is spoken when no other is known.
const House = "fr"

// Words are all the words in one language. They are small, compare with ==,
// and may be used by many goroutines. The zero Words speak House.
type Words struct {
	catalogue *catalogue
}

// For returns the words in the first of langs that is shipped; "fr-CA" counts
// as "fr" when there is nothing nearer. None of them, or none given: House.
func For(langs ...string) Words {
	all := catalogues()
	for _, lang := range langs {
		if c, ok := nearest(all, lang); ok {
			return Words{c}
		}
	}
	return Words{all[House]}
}

// Has reports whether there are words in lang itself or in the language that
// it is a variant of.
func Has(lang string) bool {
	_, ok := nearest(catalogues(), lang)
	return ok
}

// Lang returns the tag of the words' language, such as "fr".
func (w Words) Lang() string { return w.known().tag }

// RightToLeft reports whether the language is written from right to left.
func (w Words) RightToLeft() bool {
	script, _ := language.Make(w.Lang()).Script()
	return slices.Contains([]string{"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"}, script.String())
}

func nearest(all map[string]*catalogue, lang string) (*catalogue, bool) {
	for lang != "" {
		if c, ok := all[lang]; ok {
			return c, true
		}
		lang = lang[:max(0, strings.LastIndexByte(lang, '-'))]
	}
	return nil, false
}

func (w Words) known() *catalogue {
	if w.catalogue == nil {
		return catalogues()[House]
	}
	return w.catalogue
}

// values fill the places in a message: {{.Name}} is values["Name"].
type values map[string]any

// text returns a message without places.
func (w Words) text(id string) string { return w.known().say(id, nil, nil) }

// with returns a message with its places filled.
func (w Words) with(id string, v values) string { return w.known().say(id, nil, v) }

// count returns the plural form of a message for n, with {{.N}} filled.
func (w Words) count(id string, n int) string {
	return w.countWith(id, n, nil)
}

// countWith returns the plural form of a message for n, with {{.N}} and the
// places of v filled.
func (w Words) countWith(id string, n int, v values) string {
	filled := values{"N": n}
	for name, value := range v {
		filled[name] = value
	}
	return w.known().say(id, n, filled)
}
