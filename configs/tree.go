package configs

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// A kind is what stands at a place of the file.
type kind int

const (
	kindTable  kind = iota // [table], or { inline }
	kindTables             // [[table]], one item each
	kindList
	kindText
	kindWhole // a whole number
	kindFloat
	kindBool
	kindOther // a date, a time, a number too large
)

// String returns the kind as a mistake says it after "got".
func (k kind) String() string {
	switch k {
	case kindTable:
		return "a table"
	case kindTables:
		return "[[tables]]"
	case kindList:
		return "a list"
	case kindText:
		return "a text"
	case kindWhole, kindFloat:
		return "a number"
	case kindBool:
		return "true or false"
	case kindOther:
		return "a date, a time or a number too large"
	}
	return "nothing"
}

// A node is a value with its place.
type node struct {
	kind  kind
	label string // of a table: how the file writes its head, such as [[site]]
	keyAt int    // where its key stands; a table's head
	at    int    // where the value stands
	text  string // of a text: decoded; of a number: as written
	plain bool   // of a text: written as it is decoded, so that places within it are known
	whole int64
	float float64
	truth bool
	items []*node // of a list, of tables
	keys  map[string]*node
	shut  bool // nothing may be added to it any more
}

func newTable(label string, at int) *node {
	return &node{kind: kindTable, label: label, keyAt: at, at: at, keys: make(map[string]*node)}
}

// grow makes the tree of a file and notes what is not TOML; nil when there is
// nothing to go on with.
func grow(src *source) *node {
	if len(src.data) > SizeMax {
		src.wrong(0, "the file is larger than 1 MiB: a configuration is a few hundred lines")
		return nil
	}
	if at := firstNotUTF8(src.data); at >= 0 {
		src.wrong(at, "the file is not UTF-8 text: save it as UTF-8")
		return nil
	}
	g := &grower{src: src, root: newTable("the file", 0)}
	g.current = g.root
	for from := 0; from < len(src.data); {
		from = g.run(from)
	}
	return g.root
}

// firstNotUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func firstNotUTF8(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// A grower adds one expression after the other to the tree.
type grower struct {
	src     *source
	root    *node
	current *node // the table of the last head
	parser  unstable.Parser
	base    int // where the parser's data begins in the file
}

// run reads from an offset to the end or to the first thing that is not TOML;
// it returns from where to go on.
func (g *grower) run(from int) int {
	g.base = from
	g.parser.Reset(g.src.data[from:])
	for g.parser.NextExpression() {
		e := g.parser.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			g.head(e)
		case unstable.KeyValue:
			g.put(g.current, e)
		default:
			// Comments are not kept, and nothing else stands at the top.
		}
	}
	err := g.parser.Error()
	if err == nil {
		return len(g.src.data)
	}
	g.src.damaged = true
	at := from
	var wrong *unstable.ParserError
	if errors.As(err, &wrong) {
		at = min(from+max(0, cap(g.src.data[from:])-cap(wrong.Highlight)), max(0, len(g.src.data)-1))
	}
	g.src.wrong(at, `this is not TOML: %s (a text stands in "quotes", a list in [brackets])`, err)
	return g.after(at)
}

var (
	headPattern      = regexp.MustCompile(`(?m)^[ \t]*\[`)
	statementPattern = regexp.MustCompile(`(?m)^[ \t]*(\[|[A-Za-z0-9_."'-]+[ \t]*=)`)
)

// after returns the next line from which to go on after something at an
// offset that was not TOML. Where a table's head was lost, its keys are
// nobody's: it is the next head.
func (g *grower) after(at int) int {
	data := g.src.data
	line := g.src.line(at)
	if line >= len(g.src.lines) {
		return len(data)
	}
	begin, next := g.src.lines[line-1], g.src.lines[line]
	pattern := statementPattern
	if headPattern.Match(data[begin:next]) {
		pattern = headPattern
	}
	if found := pattern.FindIndex(data[next:]); found != nil {
		return next + found[0]
	}
	return len(data)
}

// head makes the table of a [head] or [[head]] the current one.
func (g *grower) head(e *unstable.Node) {
	path := g.path(e.Key())
	open, shut := "[", "]"
	if e.Kind == unstable.ArrayTable {
		open, shut = "[[", "]]"
	}
	at := path[0].at
	for at > 0 && strings.IndexByte(" \t[", g.src.data[at-1]) >= 0 {
		at--
	}
	at += bytes.IndexByte(g.src.data[at:], '[')
	table := newTable(open+dotted(path)+shut, at)
	g.current = table // on a mistake its keys go nowhere
	parent := g.walk(g.root, path[:len(path)-1])
	if parent == nil {
		return
	}
	last := path[len(path)-1].name
	old := parent.keys[last]
	switch {
	case old == nil && e.Kind == unstable.ArrayTable:
		parent.keys[last] = &node{kind: kindTables, keyAt: at, at: at, items: []*node{table}}
	case old == nil:
		table.shut = true
		parent.keys[last] = table
	case old.kind == kindTables && e.Kind == unstable.ArrayTable:
		old.items = append(old.items, table)
	case old.kind == kindTable && e.Kind == unstable.Table && !old.shut:
		old.shut, old.label, old.keyAt, old.at = true, table.label, at, at
		g.current = old
	case old.kind == kindTable && !old.shut && old.label != "":
		g.src.wrong(at, "%s comes after line %d, which speaks of it already: expected it before", table.label, g.src.line(old.keyAt))
	default:
		g.src.wrong(at, "%s stands twice: the first is in line %d", table.label, g.src.line(old.keyAt))
	}
}

// put adds key = value to a table.
func (g *grower) put(table *node, e *unstable.Node) {
	path := g.path(e.Key())
	last := path[len(path)-1]
	parent := g.walk(table, path[:len(path)-1])
	if parent == nil {
		return
	}
	if old := parent.keys[last.name]; old != nil {
		g.src.wrong(last.at, "%s stands twice: the first is in line %d", quoteOddKey(last.name), g.src.line(old.keyAt))
		return
	}
	at := last.end + bytes.IndexByte(g.src.data[last.end:], '=') + 1
	for at < len(g.src.data) && strings.IndexByte(" \t", g.src.data[at]) >= 0 {
		at++
	}
	value := g.value(e.Value(), at)
	value.keyAt = last.at
	parent.keys[last.name] = value
}

// A step is one name of a dotted key, with its place.
type step struct {
	name    string
	at, end int
}

func (g *grower) path(keys unstable.Iterator) []step {
	var path []step
	for keys.Next() {
		raw := keys.Node().Raw
		at := g.base + int(raw.Offset)
		path = append(path, step{string(keys.Node().Data), at, at + int(raw.Length)})
	}
	return path
}

func dotted(path []step) string {
	names := make([]string, len(path))
	for i, s := range path {
		names[i] = quoteOddKey(s.name)
	}
	return strings.Join(names, ".")
}

// walk goes down from a table by path, to the last of [[tables]], making the
// tables on the way. It notes a step through something else and returns nil.
func (g *grower) walk(table *node, path []step) *node {
	for i, s := range path {
		next := table.keys[s.name]
		switch {
		case next == nil:
			next = newTable("["+dotted(path[:i+1])+"]", s.at)
			table.keys[s.name] = next
		case next.kind == kindTables:
			next = next.items[len(next.items)-1]
		case next.kind != kindTable || next.label == "":
			g.src.wrong(s.at, "%s is written out in line %d: nothing can be added to it here", quoteOddKey(s.name), g.src.line(next.keyAt))
			return nil
		}
		table = next
	}
	return table
}

// value makes the node of a value; at is its place when the parser has none.
func (g *grower) value(v *unstable.Node, at int) *node {
	if v.Raw.Length > 0 {
		at = g.base + int(v.Raw.Offset)
	}
	n := &node{kind: kindOther, keyAt: at, at: at, text: string(v.Data)}
	switch v.Kind {
	case unstable.String:
		n.kind = kindText
		n.plain = int(v.Raw.Length) == len(v.Data)+2
	case unstable.Bool:
		n.kind, n.truth = kindBool, n.text == "true"
	case unstable.Integer:
		if whole, err := strconv.ParseInt(n.text, 0, 64); err == nil {
			n.kind, n.whole, n.float = kindWhole, whole, float64(whole)
		}
	case unstable.Float:
		if float, err := strconv.ParseFloat(n.text, 64); err == nil {
			n.kind, n.float = kindFloat, float
		}
	case unstable.Array:
		n.kind = kindList
		for items := v.Children(); items.Next(); {
			n.items = append(n.items, g.value(items.Node(), at))
		}
	case unstable.InlineTable:
		*n = *newTable("", at)
		for pairs := v.Children(); pairs.Next(); {
			g.put(n, pairs.Node())
		}
	default:
		// Dates and times are kindOther: the file has none, they stand in texts.
	}
	return n
}
