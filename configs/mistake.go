package configs

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// mistakesMax bounds what is told of one file; what is over is only counted.
const mistakesMax = 200

// A Mistake is something wrong, or to be warned of, at one place of a file.
// Lines and columns begin at 1; columns count characters.
type Mistake struct {
	File      string
	Line, Col int
	Text      string
}

// String returns FILE:LINE:COL: text.
func (m Mistake) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Col, m.Text)
}

// Mistakes are all those of one file, sorted by place.
type Mistakes []Mistake

// Error returns a line for each mistake.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// A source is the text of a file and what was found wrong in it. Places are
// offsets in bytes until they are told.
type source struct {
	name    string
	data    []byte
	lines   []int // where each line begins
	found   []finding
	warned  []finding
	damaged bool // not all of it was TOML: what is missing may be there
}

type finding struct {
	at   int
	text string
}

var byteOrderMark = []byte("\uFEFF")

func newSource(name string, data []byte) *source {
	data = bytes.TrimPrefix(data, byteOrderMark)
	s := &source{name: name, data: slices.Clip(data), lines: []int{0}}
	for i, b := range data {
		if b == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// wrong notes a mistake at an offset.
func (s *source) wrong(at int, format string, args ...any) {
	s.found = append(s.found, finding{at, fmt.Sprintf(format, args...)})
}

// warn notes a warning at an offset.
func (s *source) warn(at int, format string, args ...any) {
	s.warned = append(s.warned, finding{at, fmt.Sprintf(format, args...)})
}

// line returns the number of the line at an offset, from 1.
func (s *source) line(at int) int { return sort.SearchInts(s.lines, at+1) }

func (s *source) mistakes() Mistakes { return s.tell(s.found) }
func (s *source) warnings() Mistakes { return s.tell(s.warned) }

// tell gives findings their lines and columns; nil for none.
func (s *source) tell(found []finding) Mistakes {
	slices.SortStableFunc(found, func(a, b finding) int { return a.at - b.at })
	var told Mistakes
	for i, f := range found {
		if i == mistakesMax {
			f.text = fmt.Sprintf("and %d more from here on", len(found)-i)
			return append(told, s.place(f))
		}
		told = append(told, s.place(f))
	}
	return told
}

// place gives a finding its line and column.
func (s *source) place(f finding) Mistake {
	line := s.line(f.at)
	begin := s.lines[line-1]
	return Mistake{s.name, line, utf8.RuneCount(s.data[begin:f.at]) + 1, f.text}
}
