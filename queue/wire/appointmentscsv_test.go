package wire_test

import (
	"fmt"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/wire"
)

// listed writes what was read: a line for each good row, then for each refused.
func listed(said wire.AppointmentsRequest, refused []wire.RefusedRow) string {
	var b strings.Builder
	for _, a := range said.Appointments {
		fmt.Fprintf(&b, "%s %s %q %q\n", a.At.Format("02T15:04Z07:00"), a.Service, a.Label, a.ID)
	}
	for _, r := range refused {
		fmt.Fprintf(&b, "%d: %s\n", r.Line, r.Why)
	}
	return b.String()
}

func TestATableOfAppointmentsIsReadRowByRow(t *testing.T) {
	m := &morning{t: t, s: queue.NewState("dijon"), now: queue.Now{Wall: nine}}
	config := office()
	config.Services = append(config.Services,
		queue.Service{ID: "poste", Prefix: 'C', Name: queue.Name{"fr": "Courrier"}, Minutes: 5},
		queue.Service{ID: "colis", Prefix: 'D', Name: queue.Name{"fr": "Courrier"}, Minutes: 5})
	m.must(house, queue.Configure{Config: config})
	long := "23T10:00+01:00 droits \"Mme P.\" \"R1\"\n"
	for _, c := range []struct{ name, table, want string }{
		{"semicolons", "heure;service;libellé;id\n10h00;droits;Mme P.;R1\n", long},
		{"commas", "time,service,label,id\n10:00,droits,Mme P.,R1\n", long},
		{"tabs", "at\tservice\tlabel\tid\n10:00\tdroits\tMme P.\tR1", long},
		{"a byte order mark, CRLF and blank lines", "\uFEFFheure;service;libelle;id\r\n\r\n10:00;droits;Mme P.;R1\r\n;;;\r\n", long},
		{"columns in any order, quoted, in capitals", "\"ID\";LIBELLÉ;Service; Heure \nR1;Mme P.;droits;10:00\n", long},
		{"names in any language, without case and accents",
			"heure;service\n9:30;ENERGIE\n10:00;papers  AND rights\n10:15;Papiers et Droits\n",
			"23T09:30+01:00 energie \"\" \"\"\n23T10:00+01:00 droits \"\" \"\"\n23T10:15+01:00 droits \"\" \"\"\n"},
		{"a time with its offset", "heure;service\n2026-11-23T09:30:00Z;droits\n", "23T09:30Z droits \"\" \"\"\n"},
		{"an hour before the day's start is of the next date", "heure;service\n03:59;droits\n04:00;droits\n",
			"24T03:59+01:00 droits \"\" \"\"\n23T04:00+01:00 droits \"\" \"\"\n"},
		{"a header alone empties the day", "heure;service\n", ""},
		{"a row cut short, and one with empty cells behind it", "heure;service;id\n10:00;droits\n10:00;droits;;;\n",
			"23T10:00+01:00 droits \"\" \"\"\n23T10:00+01:00 droits \"\" \"\"\n"},
		{"every wrong row, and the good ones", strings.Join([]string{
			"heure;service;libellé;id", "25:00;droits;;", ";droits;;", "10:00;bus;;", "10:00;droits;Jeanne Dupont-Martin;", "",
			"10:00;droits;Mme P.;R1", "11:00;droits;;R1", "11:00;droits;;R 2", "11:00;droits;;;more", "11:00;dro\"its;;",
			"11:00;droits;\u202e;", "11:00;COURRIER;;"}, "\n"),
			long + `2: time "25:00" is neither HH:MM, HHhMM nor RFC 3339
3: time "" is neither HH:MM, HHhMM nor RFC 3339
4: there is no service "bus"
5: the label is more than an initial or a code: at most 12 letters, digits, spaces and . - _ /
8: its id "R1" stands twice
9: id "R 2" is not 1 to 64 letters, digits, points, underscores and hyphens
10: it has 5 columns, the header 4
11: its quotation marks do not match
12: a text holds the control character U+202E: write plain text on one line
13: 2 services are called "COURRIER": write its id
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			said, refused, err := wire.ReadAppointments([]byte(c.table), m.s)
			if err != nil {
				t.Fatal(err)
			}
			if got := listed(said, refused); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestWhatIsNoTableOfAppointmentsIsRefused(t *testing.T) {
	m := &morning{t: t, s: queue.NewState("dijon"), now: queue.Now{Wall: nine}}
	m.must(house, queue.Configure{Config: office()})
	const header = "heure;service\n"
	rows := func(n int) string { return header + strings.Repeat("10:00;droits\n", n) }
	if said, _, err := wire.ReadAppointments([]byte(rows(queue.BookingsMax)), m.s); err != nil || len(said.Appointments) != queue.BookingsMax {
		t.Errorf("a full day: got %d rows, %v", len(said.Appointments), err)
	}
	for _, c := range []struct{ name, table, want string }{
		{"nothing", "", "no header"},
		{"an unknown column", "heure;service;nom\n", `unknown column "nom"`},
		{"a column twice", "heure;service;time\n", "column time stands twice"},
		{"no time", "service;id\n", "column time is missing"},
		{"no service", "heure;id\n", "column service is missing"},
		{"another encoding", "heure;service;libell\xe9\n", "not UTF-8"},
		{"one row too many", rows(queue.BookingsMax + 1), "more than 500"},
		{"a body too large", header + strings.Repeat("\n", wire.BodyMax), "larger than"},
	} {
		_, _, err := wire.ReadAppointments([]byte(c.table), m.s)
		if err == nil || queue.KindOf(err) != queue.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}
