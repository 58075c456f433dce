package configs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A reader takes values out of the tree. What is wrong with one it notes, and
// goes on with what stands for nothing there; the caller need not look.
type reader struct {
	*source
	pictures []Picture
}

// textMax bounds every text of the file, in characters.
const textMax = 120

// only notes the keys of a table that are none of known.
func (r *reader) only(table *node, known ...string) {
	for name, n := range table.keys {
		if !slices.Contains(known, name) {
			r.wrong(n.keyAt, "unknown key %s in %s: expected one of %s",
				quoteOddKey(name), tableName(table), strings.Join(known, ", "))
		}
	}
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

func quoteOddKey(name string) string {
	if bareKey.MatchString(name) {
		return name
	}
	return fmt.Sprintf("%.80q", name)
}

func tableName(table *node) string {
	if table.label == "" {
		return "{ }"
	}
	return table.label
}

// get returns the value of a key of some kind, or nil when there is none or,
// with a mistake noted, another kind of value.
func (r *reader) get(table *node, key string, want kind, expected string) *node {
	n := table.keys[key]
	if n == nil {
		return nil
	}
	if n.kind != want {
		r.wrong(n.at, "%s: expected %s, got %s", key, expected, n.kind)
		return nil
	}
	return n
}

// owe notes that a table lacks a key that it must have.
func (r *reader) owe(table *node, key, example string) {
	if table.keys[key] == nil && !r.damaged {
		r.wrong(table.at, "%s has no %s: expected a line such as %s = %s", tableName(table), key, key, example)
	}
}

// text returns the text of a key, without space around it, and its node; ""
// and nil when there is none or a wrong one.
func (r *reader) text(table *node, key, example string) (string, *node) {
	n := r.get(table, key, kindText, "a text in quotes such as "+example)
	if n == nil || !r.clean(n, key) {
		return "", nil
	}
	return strings.TrimSpace(n.text), n
}

// clean notes a text that no screen could show as it is.
func (r *reader) clean(n *node, what string) bool {
	if at := strings.IndexFunc(n.text, unseen); at >= 0 {
		odd, _ := utf8.DecodeRuneInString(n.text[at:])
		r.wrong(n.at, "%s: expected printable characters, got %U, a control character", what, odd)
		return false
	}
	if count := utf8.RuneCountInString(n.text); count > textMax {
		r.wrong(n.at, "%s: expected at most %d characters, got %d", what, textMax, count)
		return false
	}
	return true
}

// unseen reports a character that steers a screen instead of being shown:
// control characters, line separators, and what turns the writing direction.
func unseen(c rune) bool {
	return unicode.IsControl(c) || c == '\u2028' || c == '\u2029' ||
		c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069' || c == '\uFEFF'
}

// name returns a text that must be there.
func (r *reader) name(table *node, example string) string {
	r.owe(table, "name", example)
	text, n := r.text(table, "name", example)
	if n != nil && text == "" {
		r.wrong(n.at, "name: expected a name such as %s, got nothing", example)
	}
	return text
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$`)

// idForm says what an id is, in a mistake.
const idForm = "an id of 1 to 32 letters without accents, digits, - and _"

// id returns the id of a table, which must be there and be no other's of its
// kind; places are those seen before, by id. "" when it is wrong.
func (r *reader) id(table *node, places map[string]int, example string) string {
	r.owe(table, "id", example)
	id, n := r.text(table, "id", example)
	if n == nil {
		return ""
	}
	if !idPattern.MatchString(id) {
		r.wrong(n.at, "id: expected %s such as %s, got %q", idForm, example, id)
		return ""
	}
	if first, ok := places[id]; ok {
		r.wrong(n.at, "id %q stands twice in %s: the first is in line %d", id, tableName(table), r.line(first))
		return ""
	}
	places[id] = n.at
	return id
}

// whole returns the whole number of a key within least and most, or otherwise.
func (r *reader) whole(table *node, key string, least, most, otherwise int) int {
	expected := fmt.Sprintf("a whole number from %d to %d", least, most)
	n := r.get(table, key, kindWhole, expected)
	if n == nil {
		return otherwise
	}
	if n.whole < int64(least) || n.whole > int64(most) {
		r.wrong(n.at, "%s: expected %s, got %s", key, expected, n.text)
		return otherwise
	}
	return int(n.whole)
}

// truth returns the true or false of a key, or otherwise.
func (r *reader) truth(table *node, key string, otherwise bool) bool {
	if n := r.get(table, key, kindBool, "true or false"); n != nil {
		return n.truth
	}
	return otherwise
}

// texts returns the texts of a list; those that are wrong are left out.
func (r *reader) texts(table *node, key, example string) []*node {
	list := r.get(table, key, kindList, "a list such as ["+example+"]")
	if list == nil {
		return nil
	}
	var texts []*node
	for _, item := range list.items {
		if item.kind != kindText {
			r.wrong(item.at, "%s: expected a text in quotes such as %s, got %s", key, example, item.kind)
			continue
		}
		if r.clean(item, key) {
			texts = append(texts, item)
		}
	}
	return texts
}

// ids returns the ids of a list, each of which must be among known and stand
// once; noun and head say what they name and where that is defined.
func ids[ID ~string](r *reader, table *node, key string, known map[string]int, noun, head string) []ID {
	var list []ID
	for _, n := range r.texts(table, key, `"`+exampleOf(known)+`"`) {
		id := ID(strings.TrimSpace(n.text))
		if _, ok := known[string(id)]; !ok {
			if !r.damaged {
				r.wrong(n.at, "%s: unknown %s %q: expected the id of a %s%s", key, noun, id, head, choice(known))
			}
			continue
		}
		if slices.Contains(list, id) {
			r.wrong(n.at, "%s: %q stands twice", key, id)
			continue
		}
		list = append(list, id)
	}
	return list
}

func sorted(known map[string]int) []string {
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func exampleOf(known map[string]int) string {
	if names := sorted(known); len(names) > 0 {
		return names[0]
	}
	return "edf"
}

// choice lists what could have been meant, when that is short enough to read.
func choice(known map[string]int) string {
	if len(known) == 0 || len(known) > 30 {
		return ""
	}
	return ", one of " + strings.Join(sorted(known), ", ")
}

// table returns the table of a key, or nil.
func (r *reader) table(parent *node, key string) *node {
	head := "[" + key + "]"
	t := r.get(parent, key, kindTable, "one table, headed "+head)
	if t != nil && t.label == "" {
		t.label = head
	}
	return t
}

// tables returns the tables of a key, at most so many; a list of inline
// tables counts as well.
func (r *reader) tables(parent *node, key, head string, most int) []*node {
	n := parent.keys[key]
	if n == nil {
		return nil
	}
	if n.kind != kindTables && n.kind != kindList {
		r.wrong(n.at, "%s: expected tables, each headed %s, got %s", key, head, n.kind)
		return nil
	}
	var tables []*node
	for i, item := range n.items {
		if item.kind != kindTable {
			r.wrong(item.at, "%s: expected tables, each headed %s, got %s", key, head, item.kind)
			continue
		}
		if i == most {
			r.wrong(item.at, "%s: expected at most %d of them, got %d", head, most, len(n.items))
			break
		}
		item.label = head
		tables = append(tables, item)
	}
	return tables
}
