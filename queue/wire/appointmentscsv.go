package wire

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"accueil/queue"
)

// columns are the names that a column may have, folded, by what stands in it.
var columns = map[string]string{
	"heure": "time", "time": "time", "at": "time",
	"service": "service",
	"libelle": "label", "label": "label",
	"id": "id",
}

// A table reads the day's appointments row by row.
type table struct {
	site    *queue.State
	csv     *csv.Reader
	place   map[string]int // of a column, by what stands in it
	ids     map[queue.AppointmentID]bool
	refused []RefusedRow
}

// ReadAppointments reads the day's list as a table: a header, then a row for each
// appointment, with the site's own hours and the names of its services. It returns
// the good rows, and why each other was refused. A table that cannot be read as one,
// or has more rows than a day may have, is Invalid.
func ReadAppointments(body []byte, site *queue.State) (AppointmentsRequest, []RefusedRow, error) {
	said := AppointmentsRequest{Appointments: []AppointmentRequest{}}
	body = bytes.TrimPrefix(body, []byte("\uFEFF"))
	switch {
	case len(body) > BodyMax:
		return said, nil, queue.Refuse(queue.Invalid, "the body is larger than %d bytes", BodyMax)
	case !utf8.Valid(body):
		return said, nil, queue.Refuse(queue.Invalid, "the table is not UTF-8: save it as CSV UTF-8")
	}
	t := &table{site: site, csv: csv.NewReader(bytes.NewReader(body)), ids: map[queue.AppointmentID]bool{}}
	t.csv.Comma, t.csv.FieldsPerRecord = separatorOf(body), -1
	if err := t.header(); err != nil {
		return said, nil, err
	}
	for rows := 0; ; {
		cells, err := t.csv.Read()
		if errors.Is(err, io.EOF) {
			return said, t.refused, nil
		}
		if err == nil && isBlank(cells) {
			continue
		}
		if rows++; rows > queue.BookingsMax {
			return said, nil, queue.Refuse(queue.Invalid, "more than %d appointments: at most so many a day", queue.BookingsMax)
		}
		line, a := t.line(err), AppointmentRequest{}
		if err == nil {
			a, err = t.row(cells)
		}
		if err != nil {
			t.refused = append(t.refused, RefusedRow{Line: line, Why: explainRow(err)})
			continue
		}
		said.Appointments = append(said.Appointments, a)
	}
}

// RefuseRows tells all wrong rows at once; nil when there is none.
func RefuseRows(refused []RefusedRow) error {
	if len(refused) == 0 {
		return nil
	}
	told := make([]string, len(refused))
	for i, r := range refused {
		told[i] = fmt.Sprintf("line %d: %s", r.Line, r.Why)
	}
	return queue.Refuse(queue.Invalid, "%s", strings.Join(told, "; "))
}

// separatorOf tells the separator from the header, where no name has one in it.
func separatorOf(body []byte) rune {
	header, _, _ := bytes.Cut(bytes.TrimLeft(body, "\r\n"), []byte("\n"))
	for _, r := range ";\t" {
		if bytes.ContainsRune(header, r) {
			return r
		}
	}
	return ','
}

func isBlank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func (t *table) header() error {
	names, err := t.csv.Read()
	if err != nil {
		return queue.Refuse(queue.Invalid, "the table has no header that can be read: write time;service;label;id")
	}
	t.place = map[string]int{}
	for i, name := range names {
		column, known := columns[fold(name)]
		switch _, twice := t.place[column]; {
		case !known:
			return queue.Refuse(queue.Invalid, "line 1: unknown column %q: there are time, service, label and id", name)
		case twice:
			return queue.Refuse(queue.Invalid, "line 1: column %s stands twice", column)
		}
		t.place[column] = i
	}
	for _, owed := range []string{"time", "service"} {
		if _, ok := t.place[owed]; !ok {
			return queue.Refuse(queue.Invalid, "line 1: column %s is missing", owed)
		}
	}
	return nil
}

// line returns where the row just read begins.
func (t *table) line(err error) int {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return wrong.StartLine
	}
	line, _ := t.csv.FieldPos(0)
	return line
}

func explainRow(err error) string {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return "its quotation marks do not match"
	}
	return err.Error()
}

func (t *table) row(cells []string) (a AppointmentRequest, err error) {
	if len(cells) > len(t.place) && !isBlank(cells[len(t.place):]) {
		return a, queue.Refuse(queue.Invalid, "it has %d columns, the header %d", len(cells), len(t.place))
	}
	for _, text := range cells {
		if err := checkText("", text); err != nil {
			return a, err
		}
	}
	cell := func(column string) string {
		if i, ok := t.place[column]; ok && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	if a.At, err = t.time(cell("time")); err != nil {
		return a, err
	}
	if a.Service, err = t.service(cell("service")); err != nil {
		return a, err
	}
	a.ID, a.Label = queue.AppointmentID(cell("id")), cell("label")
	if err := a.check(); err != nil {
		return a, err
	}
	if t.ids[a.ID] {
		return a, queue.Refuse(queue.Invalid, "its id %q stands twice", a.ID)
	}
	t.ids[a.ID] = a.ID != ""
	return a, nil
}

// time reads a time of the site's day, or one with its own date and offset.
func (t *table) time(text string) (time.Time, error) {
	if at, err := time.Parse("15:04", strings.NewReplacer("h", ":", "H", ":").Replace(text)); err == nil { // 9h30, as French offices write it
		return t.site.Calendar().On(t.site.Day(), queue.Clock(at.Hour()*60+at.Minute())), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.IsZero() {
		return at, queue.Refuse(queue.Invalid, "time %q is neither HH:MM, HHhMM nor RFC 3339", text)
	}
	return at, nil
}

// service finds a service by its id, else by its name in any language.
func (t *table) service(text string) (queue.ServiceID, error) {
	if s, ok := t.site.Config().Service(queue.ServiceID(text)); ok {
		return s.ID, nil
	}
	var found []queue.ServiceID
	for _, s := range t.site.Config().Services {
		named := fold(string(s.ID)) == fold(text)
		for _, name := range s.Name {
			named = named || fold(name) == fold(text)
		}
		if named {
			found = append(found, s.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", queue.Refuse(queue.Invalid, "there is no service %q", text)
	case 1:
		return found[0], nil
	}
	return "", queue.Refuse(queue.Invalid, "%d services are called %q: write its id", len(found), text)
}

// fold writes a name without its case, accents and needless spaces.
func fold(name string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(name))
	return strings.Join(strings.Fields(bare), " ")
}
