package i18n

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// shipped are the languages that have every word.
var shipped = []string{"ar", "en", "fr", "uk"}

// messagesByLanguage reads the message files again: language, id, message.
func messagesByLanguage(t *testing.T) map[string]map[string]*goi18n.Message {
	t.Helper()
	names, err := fs.Glob(embedded, "messages/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]map[string]*goi18n.Message)
	for _, name := range names {
		screen, file, err := readMessages(embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		tag := file.Tag.String()
		if all[tag] == nil {
			all[tag] = make(map[string]*goi18n.Message)
		}
		for _, m := range file.Messages {
			all[tag][screen+"."+m.ID] = m
		}
	}
	return all
}

func forms(m *goi18n.Message) map[string]string {
	all := map[string]string{
		"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other,
	}
	for form, text := range all {
		if text == "" {
			delete(all, form)
		}
	}
	return all
}

func TestEveryLanguageHasEveryMessage(t *testing.T) {
	all := messagesByLanguage(t)
	for lang := range all {
		if !slices.Contains(shipped, lang) {
			t.Errorf("messages/*.%s.toml: %q is not among the shipped languages of this test", lang, lang)
		}
	}
	for _, lang := range shipped {
		for _, other := range shipped {
			for id := range all[other] {
				if all[lang][id] == nil {
					t.Errorf("%s: lacks %s, which %s has", lang, id, other)
				}
			}
		}
	}
}

// pluralForms are the forms that lang uses for the whole numbers that occur.
func pluralForms(lang string) map[string]bool {
	names := map[plural.Form]string{
		plural.Zero: "zero", plural.One: "one", plural.Two: "two",
		plural.Few: "few", plural.Many: "many", plural.Other: "other",
	}
	used := map[string]bool{"other": true}
	for n := range 1000 {
		used[names[plural.Cardinal.MatchPlural(language.Make(lang), n, 0, 0, 0, 0)]] = true
	}
	return used
}

func TestPluralMessagesHaveTheFormsTheirLanguageNeeds(t *testing.T) {
	all := messagesByLanguage(t)
	for _, lang := range shipped {
		needed := pluralForms(lang)
		if want := map[string]int{"ar": 6, "en": 2, "fr": 2, "uk": 4}[lang]; len(needed) != want {
			t.Errorf("%s: got the forms %v, want %d", lang, needed, want)
		}
		for id, m := range all[lang] {
			have := forms(m)
			if len(have) == 0 {
				t.Errorf("%s: %s is empty", lang, id)
			}
			for form := range have {
				if len(have) > 1 && !needed[form] {
					t.Errorf("%s: %s has the form %q, which %s never uses", lang, id, form, lang)
				}
			}
			isPlural := false
			for _, other := range shipped {
				isPlural = isPlural || (all[other][id] != nil && len(forms(all[other][id])) > 1)
			}
			for form := range needed {
				if isPlural && have[form] == "" {
					t.Errorf("%s: %s lacks the form %q", lang, id, form)
				}
			}
		}
	}
}

var placePattern = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// places are the names in double braces of all forms of m, sorted.
func places(m *goi18n.Message) []string {
	var names []string
	for _, text := range forms(m) {
		for _, found := range placePattern.FindAllStringSubmatch(text, -1) {
			names = append(names, found[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestMessagesHaveTheSamePlacesInEveryLanguage(t *testing.T) {
	all := messagesByLanguage(t)
	for id, house := range all[House] {
		for _, lang := range shipped {
			if m := all[lang][id]; m != nil && !slices.Equal(places(m), places(house)) {
				t.Errorf("%s: %s has the places %v, %s has %v", lang, id, places(m), House, places(house))
			}
		}
	}
}

// alike are the messages that say the same in a translation as in French or English.
var alike = []string{
	"console.title",     // the program's name
	"console.enter_key", // what stands on the key
	"console.escape_key",
	"console.tab_key",
}

// A message that was copied and not translated says what the first one says.
func TestEveryMessageIsTranslated(t *testing.T) {
	all := messagesByLanguage(t)
	for _, lang := range []string{"ar", "uk"} {
		for id, m := range all[lang] {
			for form, text := range forms(m) {
				if !strings.ContainsFunc(placePattern.ReplaceAllString(text, ""), unicode.IsLetter) || slices.Contains(alike, id) {
					continue
				}
				for _, first := range []string{"fr", "en"} {
					for _, said := range forms(all[first][id]) {
						if text == said {
							t.Errorf("%s: the form %q of %s is not translated: %q", lang, form, id, text)
						}
					}
				}
			}
		}
	}
}

func TestMessagesArePlainText(t *testing.T) {
	for lang, messages := range messagesByLanguage(t) {
		for id, m := range messages {
			for _, text := range forms(m) {
				if strings.ContainsFunc(text, unicode.IsControl) || strings.TrimSpace(text) != text {
					t.Errorf("%s: %s has a control character, or space around it: %q", lang, id, text)
				}
				if strings.Contains(placePattern.ReplaceAllString(text, ""), "{{") {
					t.Errorf("%s: %s has a place that is not {{.Name}}: %q", lang, id, text)
				}
			}
		}
	}
}

// literals are the string literals of the package's own source, with a place.
func literals(t *testing.T) map[string]token.Position {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]token.Position)
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if s, err := strconv.Unquote(l.Value); err == nil {
					found[s] = set.Position(l.Pos())
				}
			}
			return true
		})
	}
	return found
}

func TestMethodsAndMessagesMatch(t *testing.T) {
	house, said := messagesByLanguage(t)[House], literals(t)
	screens := make(map[string]bool)
	for id := range house {
		if !asked(said, id) {
			t.Errorf("%s is said by no method: remove it from the message files", id)
		}
		screen, _, _ := strings.Cut(id, ".")
		screens[screen] = true
	}
	idPattern := regexp.MustCompile(`^[a-z]+\.[a-z0-9_]+$`)
	for text, at := range said {
		screen, _, _ := strings.Cut(text, ".")
		_, goFile := strings.CutSuffix(at.Filename, screen+".go")
		if idPattern.MatchString(text) && (screens[screen] || goFile) && house[text] == nil && !family(house, text) {
			t.Errorf("%s: no message %s in messages/%s.*.toml", at, text, screen)
		}
	}
}

// asked reports whether a method asks for a message, by itself or as one of a
// family: a literal that ends in _ stands for all that begin so.
func asked(said map[string]token.Position, id string) bool {
	if _, ok := said[id]; ok {
		return true
	}
	for text := range said {
		if strings.HasSuffix(text, "_") && strings.Contains(text, ".") && strings.HasPrefix(id, text) {
			return true
		}
	}
	return false
}

// family reports whether text is how several messages begin.
func family(house map[string]*goi18n.Message, text string) bool {
	for id := range house {
		if strings.HasSuffix(text, "_") && strings.HasPrefix(id, text) {
			return true
		}
	}
	return false
}

// TestEveryMethodSpeaks calls each method of Words with samples of what it
// takes: no place may stay unfilled, no message be missing.
func TestEveryMethodSpeaks(t *testing.T) {
	ids := messagesByLanguage(t)[House]
	words := reflect.TypeFor[Words]()
	for _, lang := range shipped {
		for i := range words.NumMethod() {
			method := words.Method(i)
			for _, n := range []int{0, 1, 2, 5, 11, 21} {
				args := []reflect.Value{reflect.ValueOf(For(lang))}
				for p := 1; p < method.Type.NumIn(); p++ {
					args = append(args, sample(method.Type.In(p), n))
				}
				call := method.Func.Call
				if method.Type.IsVariadic() {
					call = method.Func.CallSlice
				}
				for _, result := range call(args) {
					text := fmt.Sprint(result.Interface())
					if strings.Contains(text, "<no value>") || strings.Contains(text, "{{") || ids[text] != nil {
						t.Errorf("%s: %s says %q", lang, method.Name, text)
					}
				}
			}
		}
	}
}

func sample(of reflect.Type, n int) reflect.Value {
	v := reflect.New(of).Elem()
	switch {
	case of == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 11, 23, 9, n, 0, 0, time.UTC)))
	case v.CanInt():
		v.SetInt(int64(n))
	case v.CanUint():
		v.SetUint(uint64(n))
	case of.Kind() == reflect.String:
		v.SetString("x")
	case of.Kind() == reflect.Slice:
		v = reflect.Append(v, sample(of.Elem(), n), sample(of.Elem(), n))
	}
	return v
}

func TestLoadRefusesWhatItCannotRead(t *testing.T) {
	house := &fstest.MapFile{Data: []byte(`hello = "Bonjour"`)}
	for _, test := range []struct {
		name string
		file string
		data string
		want string
	}{
		{"a file without a language", "messages/kiosk.toml", ``, "expected a name such as"},
		{"a file that is not TOML", "messages/kiosk.en.toml", `x = `, "read messages/kiosk.en.toml"},
		{"a language that is none", "messages/kiosk.12345.toml", ``, "with a language's tag"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(fstest.MapFS{
				"messages/common.fr.toml": house, test.file: {Data: []byte(test.data)},
			})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
	if _, err := load(fstest.MapFS{"messages/common.en.toml": house}); err == nil {
		t.Error("got no error, want one: the house's language is missing")
	}
}

// A voice reads an Arabic word without its short vowels as bare consonants. Whatever
// the kiosk says has them; screens and paper leave them out.
func TestArabicHasTheVowelsThatAVoiceNeeds(t *testing.T) {
	const vowels = "\u064B\u064C\u064D\u064E\u064F\u0650\u0652"
	for id, m := range messagesByLanguage(t)["ar"] {
		if !strings.HasPrefix(id, "kiosk.") {
			continue
		}
		for _, text := range forms(m) {
			for _, word := range strings.Fields(placePattern.ReplaceAllString(text, "")) {
				if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) }) && !strings.ContainsAny(word, vowels) {
					t.Errorf("%s: %q is read as its consonants", id, word)
				}
			}
		}
	}
}

// A file that cannot be read is told by its name; its language is spoken no more, and
// the house's is said in English where it has lost its words: never a blank screen.
func TestWhatCannotBeReadIsToldAndLeftOut(t *testing.T) {
	for _, test := range []struct {
		broken string
		has    bool   // the language still
		done   string // what the house says
	}{
		{"messages/kiosk.uk.toml", false, "Terminé"},
		{"messages/common.ar.toml", false, "Terminé"},
		{"messages/kiosk.fr.toml", true, "Done"},
	} {
		t.Run(test.broken, func(t *testing.T) {
			files := fstest.MapFS{}
			names, err := fs.Glob(embedded, "messages/*.toml")
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				data, err := fs.ReadFile(embedded, name)
				if err != nil {
					t.Fatal(err)
				}
				if name == test.broken {
					data = append(data, "\n[not toml"...)
				}
				files[name] = &fstest.MapFile{Data: data}
			}
			all, err := load(files)
			if err == nil || !strings.Contains(err.Error(), test.broken) {
				t.Errorf("got the error %v, want one that names %s", err, test.broken)
			}
			lang := strings.Split(test.broken, ".")[1]
			if _, has := all[lang]; has != test.has {
				t.Errorf("%s is spoken: got %t, want %t", lang, has, test.has)
			}
			if got := all[House].say("kiosk.done", nil, nil); got != test.done {
				t.Errorf("the house says %q, want %q", got, test.done)
			}
		})
	}
}
