package configs

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// around is a file without a mistake; a test puts its own in the place of one
// of its lines.
const around = `[[site]]
id = "s"
name = "S"

[[site.service]]
id = "a"
name = { fr = "Un" }

[[site.desk]]
id = "1"
name = "D"

[[partner]]
id = "p"
name = "P"

[[reason]]
id = "r"
name = "R"
`

// A wrong is one mistake, or several, in a file that has no other.
type wrong struct {
	name  string
	after string // the line of around that stands before text; "": the last
	text  string
	want  string // LINE:COL: the beginning of the mistake; several joined by \n
}

func checkWrongs(t *testing.T, wrongs []wrong) {
	t.Helper()
	for _, test := range wrongs {
		t.Run(test.name, func(t *testing.T) {
			text := around + test.text
			if test.after != "" {
				text = strings.Replace(around, test.after, test.after+"\n"+test.text, 1)
			}
			got := mistakesOf(t, text)
			want := strings.Split(test.want, "\n")
			for i := range max(len(got), len(want)) {
				switch {
				case i >= len(got):
					t.Errorf("got no mistake, want %s", want[i])
				case i >= len(want):
					t.Errorf("got %s, want no mistake", got[i])
				case !strings.HasPrefix(got[i], "t.toml:"+want[i]):
					t.Errorf("got  %s\nwant t.toml:%s", got[i], want[i])
				}
			}
		})
	}
}

func TestMistakesOfASite(t *testing.T) {
	const site = `name = "S"`
	checkWrongs(t, []wrong{
		{"an unknown key", site, `nam = "x"`, "4:1: unknown key nam in [[site]]: expected one of id, name, time_zone"},
		{"a key of two lines", site, "nam.e.f = 1", "4:1: unknown key nam in [[site]]"},
		{"an odd unknown key", site, `"a\u001bb" = 1`, `4:1: unknown key "a\x1bb" in [[site]]`},
		{"a key twice", site, `id = "t"`, "4:1: id stands twice: the first is in line 2"},
		{"a zone that is none", site, `time_zone = "Europe/Dijon"`, `4:13: time_zone: expected a zone of the IANA list such as "Europe/Paris", got "Europe/Dijon"`},
		{"the zone of the machine", site, `time_zone = "Local"`, "4:13: time_zone: expected a zone"},
		{"an empty zone", site, `time_zone = ""`, "4:13: time_zone: expected a zone"},
		{"a number for a text", site, "time_zone = 1", `4:13: time_zone: expected a text in quotes such as "Europe/Paris", got a number`},
		{"a day that never starts", site, `day_starts = "24:00"`, `4:14: day_starts: expected a time such as "04:00", 00:00 to 23:59, got "24:00"`},
		{"a time without a zero", site, `day_starts = "4:00"`, "4:14: day_starts: expected a time"},
		{"a time without quotes", site, `day_starts = 04:00:00`, "4:14: day_starts: expected a text in quotes"},
		{"a language that is none", site, `languages = ["fr", "français"]`, `4:20: languages: expected a language's tag such as "fr" or "pt-BR", got "français"`},
		{"a language written oddly", site, `languages = ["FR"]`, "4:14: languages: expected a language's tag"},
		{"a language twice", site, `languages = ["fr", "fr"]`, `4:20: languages: "fr" stands twice`},
		{"no language", site, `languages = []`, "4:13: languages: expected at least one"},
		{"a text for a list", site, `languages = "fr"`, `4:13: languages: expected a list such as ["fr"], got a text`},
		{"too many languages", site, `languages = ["fr", "en", "ar", "uk", "es", "pt", "de", "it", "tr", "ro", "ru", "pl", "nl"]`,
			"4:86: languages: expected at most 12"},
		{"hours without a time", site, `hours = ["mon-fri"]`, `4:10: hours: expected days and times such as "mon-fri 09:00-12:00 13:30-17:00", got "mon-fri"`},
		{"days that are none", site, `hours = ["lun-ven 09:00-12:00"]`, `4:11: hours: expected days such as mon-fri, sat or mon,wed (mon tue wed thu fri sat sun), each once, got "lun-ven"`},
		{"a day twice", site, `hours = ["mon-wed,tue 09:00-12:00"]`, "4:11: hours: expected days"},
		{"a time that is none", site, `hours = ["mon 09:00-12:00", "tue 09:00-12:60 25:00-26:00"]`,
			"4:34: hours: expected times such as 09:00-12:00, 00:00 to 24:00, got \"09:00-12:60\"\n4:46: hours: expected times"},
		{"an end before the beginning", site, `hours = ["fri 20:00-02:00"]`, "4:15: hours: expected an end after the beginning, got 20:00-02:00: a night is written in two"},
		{"hours that overlap in a line", site, `hours = ["mon-fri 09:00-12:00 11:30-17:00"]`, "4:31: hours: 09:00-12:00 and 11:30-17:00 overlap on Monday: expected stretches apart"},
		{"hours that overlap in two lines", site, `hours = ["mon-fri 09:00-12:00",` + "\n" + `  "fri 08:00-09:01"]`, "5:8: hours: 08:00-09:01 and 09:00-12:00 overlap on Friday"},
		{"a stretch that is no text", site, `hours = [9]`, "4:10: hours: expected a text in quotes"},
		{"a date that is none", site, `closed = ["2026-12-25", "2026-02-30"]`, `4:25: closed: expected a date such as "2026-12-25", got "2026-02-30"`},
		{"a date twice", site, `closed = ["2026-12-25", "2026-12-25"]`, "4:25: closed: 2026-12-25 stands twice"},
		{"a date without quotes", site, `closed = [2026-12-25]`, "4:11: closed: expected a text in quotes"},
		{"minutes below zero", site, `last_ticket_minutes = -1`, "4:23: last_ticket_minutes: expected a whole number from 0 to 480, got -1"},
		{"minutes in parts", site, `last_ticket_minutes = 1.5`, "4:23: last_ticket_minutes: expected a whole number from 0 to 480, got a number"},
		{"a number too large", site, `last_ticket_minutes = 99999999999999999999`, "4:23: last_ticket_minutes: expected a whole number"},
		{"an address without a scheme", site, `public_url = "accueil.example"`, `4:14: public_url: expected "" or an address such as "https://accueil.example.org", got "accueil.example"`},
		{"an address with a query", site, `public_url = "https://a.example/?x"`, "4:14: public_url: expected"},
		{"an unknown way out of order", site, `out_of_order = "yes"`, `4:16: out_of_order: expected "free", "cause" or "no", got "yes"`},
		{"an unknown way to list", site, `waiting_list = "none"`, `4:16: waiting_list: expected "full" or "counts", got "none"`},
		{"a list that is no text", site, `waiting_list = false`, `4:16: waiting_list: expected a text in quotes such as "full", got true or false`},
		{"a wait that is long at once", site, `long_wait_minutes = 0`, "4:21: long_wait_minutes: expected a whole number from 1 to 480, got 0"},
		{"a share of more than all", site, `priority_share = 101`, "4:18: priority_share: expected a whole number from 1 to 100, got 101"},
		{"a share in words", site, `priority_share = "25 %"`, "4:18: priority_share: expected a whole number from 1 to 100, got a text"},
		{"a text for true", site, `reason_required = "true"`, "4:19: reason_required: expected true or false, got a text"},
		{"a control character", site, `time_zone = "a\u0007b"`, "4:13: time_zone: expected printable characters, got U+0007, a control character"},
		{"text that turns direction", site, `time_zone = "a\u202Eb"`, "4:13: time_zone: expected printable characters, got U+202E"},
		{"a text too long", site, `time_zone = "` + strings.Repeat("é", 121) + `"`, "4:13: time_zone: expected at most 120 characters, got 121"},
	})
}

func TestMistakesOfServicesAndDesks(t *testing.T) {
	const service, desk = `name = { fr = "Un" }`, `name = "D"`
	checkWrongs(t, []wrong{
		{"no capital letter", service, `prefix = "é"`, `8:10: prefix: expected one capital letter, "A" to "Z", got "é"`},
		{"a prefix twice", desk, "[[site.service]]\nid = \"b\"\nname = \"B\"\nprefix = \"X\"\n[[site.service]]\nid = \"c\"\nname = \"C\"\nprefix = \"X\"",
			"19:10: prefix X is used twice: the first is in line 15"},
		{"a service twice", desk, "[[site.service]]\nid = \"a\"\nname = \"B\"", `13:6: id "a" stands twice in [[site.service]]: the first is in line 6`},
		{"a name in no language", desk, "[[site.service]]\nid = \"b\"\nname = {}", "14:8: name: expected at least one language"},
		{"a name in an odd language", desk, "[[site.service]]\nid = \"b\"\nname = { french = \"x\", fr = 1 }",
			"14:10: name: expected a language such as fr, got french\n14:29: fr: expected a text in quotes"},
		{"a name that is empty", desk, "[[site.service]]\nid = \"b\"\nname = { fr = \" \" }", "14:15: name: expected a text in fr, got nothing"},
		{"a name that is a list", desk, "[[site.service]]\nid = \"b\"\nname = []", "14:8: name: expected a text, or one for each language such as { fr ="},
		{"a service without anything", desk, "[[site.service]]", "12:1: [[site.service]] has no id: expected a line such as id = \"droits\"\n12:1: [[site.service]] has no name"},
		{"a picture that is none", service, `pictogram = "a b"`, `8:13: pictogram: expected a picture's name such as "paper", got "a b"`},
		{"no minutes", service, `minutes = 0`, "8:11: minutes: expected a whole number from 1 to 480, got 0"},
		{"less than none a day", service, `per_day = -5`, "8:11: per_day: expected a whole number from 0 to 100000, got -5"},
		{"an unknown partner of a service", service, `partners = ["p", "q"]`, `8:18: partners: unknown partner "q": expected the id of a [[partner]], one of p`},
		{"a partner twice", service, `partners = ["p", "p"]`, `8:18: partners: "p" stands twice`},
		{"an unknown service of a desk", desk, `services = ["a", "z"]`, `12:18: services: unknown service "z": expected the id of a [[site.service]] of this site, one of a`},
		{"an id with a space", desk, "[[site.desk]]\nid = \"a b\"\nname = \"E\"", `13:6: id: expected an id of 1 to 32 letters without accents, digits, - and _ such as "1", got "a b"`},
		{"an empty name", desk, "[[site.desk]]\nid = \"2\"\nname = \"\"", `14:8: name: expected a name such as "Guichet 1", got nothing`},
		{"one service too many", desk, services(26),
			`87:1: [[site.service]]: expected at most 26 of them, got 27`},
	})
}

func TestMistakesOfWhatSitesShare(t *testing.T) {
	const partner, reason, end = `name = "P"`, `name = "R"`, ""
	checkWrongs(t, []wrong{
		{"a partner without a name", partner, "[[partner]]\nid = \"q\"", `16:1: [[partner]] has no name: expected a line such as name = "EDF"`},
		{"an unknown partner of a reason", reason, `partners = ["zzz"]`, `20:13: partners: unknown partner "zzz"`},
		{"a site twice", end, "[[site]]\nid = \"s\"\nname = \"T\"", `21:6: id "s" stands twice in [[site]]: the first is in line 2`},
		{"an unknown table", end, "[colours]", "20:1: unknown key colours in the file: expected one of site, partner, reason, calling, kiosk, wall"},
		{"a weight of nothing", end, "[calling]\nweight = { normal = 0, priority = 1001, urgent = 3 }",
			"21:21: normal: expected a whole number from 1 to 1000, got 0\n21:35: priority: expected a whole number from 1 to 1000, got 1001\n21:41: unknown key urgent in { }: expected one of normal, priority, appointment"},
		{"a weight that is no table", end, "[calling]\nweight = 3", "21:10: weight: expected weights such as { normal = 1, priority = 3 }, got a number"},
		{"overtaken too often", end, "[calling]\npassed_over_at_most = 1001", "21:23: passed_over_at_most: expected a whole number from 0 to 1000"},
		{"tables where there is one", end, "[[kiosk]]", "20:1: kiosk: expected one table, headed [kiosk], got [[tables]]"},
		{"one table where there are several", end, "partner = 1", "20:1: unknown key partner in [[reason]]"},
		{"glass of one side", end, "[kiosk]\npanel_mm = [344]", "21:12: panel_mm: expected width and height such as [344, 194], got a list of 1"},
		{"glass in inches", end, "[wall]\npanel_mm = [43, \"x\"]", "21:13: panel_mm: expected whole millimetres from 50 to 5000, got 43\n21:17: panel_mm: expected whole millimetres from 50 to 5000, got a text"},
		{"a printer by another way", end, "[kiosk]\nprinter = \"usb:1\"", `21:11: printer: expected "tcp://HOST:PORT", "file:///PATH" or "none", got "usb:1"`},
		{"a printer without a port", end, "[kiosk]\nprinter = \"tcp://10.0.0.9\"", "21:11: printer: expected"},
		{"a printer at a relative path", end, "[kiosk]\nprinter = \"file://lp0\"", "21:11: printer: expected"},
		{"a printer too narrow", end, "[kiosk]\nprinter = \"tcp://10.0.0.9:9100?dots=100\"", `21:11: printer: dots: expected`},
		{"a printer's word of another kind", end, "[kiosk]\nprinter = \"file:///dev/usb/lp0?status=no\"", `21:11: printer: status: expected "realtime" or "none"`},
		{"an unknown word behind a printer", end, "[kiosk]\nprinter = \"tcp://10.0.0.9:9100?speed=9\"", `21:11: printer: expected dots=N or status=realtime or status=none, got "speed"`},
		{"no time to answer", end, "[kiosk]\nidle_seconds = 1", "21:16: idle_seconds: expected a whole number from 5 to 600, got 1"},
		{"an unknown setting of a kiosk", end, "[kiosk]\nprinters = \"none\"", "21:1: unknown key printers in [kiosk]: expected one of idle_seconds, panel_mm, printer, services, hours"},
		{"an unknown setting of one kiosk", end, "[kiosk.hall]\nsite = \"s\"", "21:1: unknown key site in [kiosk.hall]: expected one of idle_seconds, panel_mm, printer, services, hours"},
		{"a kiosk named like a setting", end, "[kiosk.printer]\nservices = [\"a\"]", "20:1: kiosk.printer: printer is a key of [kiosk]: name this kiosk otherwise"},
		{"a kiosk with an odd name", end, "[kiosk.\"a b\"]", `20:1: [kiosk.NAME]: expected for a name an id of 1 to 32 letters without accents, digits, - and _, got "a b"`},
		{"a menu of what is not offered", end, "[kiosk]\nservices = [\"a\", \"z\"]", `21:18: services: unknown service "z": expected the id of a [[site.service]], one of a`},
		{"a tile twice", end, "[kiosk.hall]\nservices = [\"a\", \"a\"]", `21:18: services: "a" stands twice`},
		{"a kiosk's hours that are none", end, "[kiosk.hall]\nhours = [\"mon 12:00-09:00\"]", "21:15: hours: expected an end after the beginning"},
		{"no time to answer at one kiosk", end, "[kiosk]\nhall = { idle_seconds = 1 }", "21:25: idle_seconds: expected a whole number from 5 to 600, got 1"},
		{"an unknown setting of a wall", end, "[wall]\nsounds = \"voice\"", "21:1: unknown key sounds in [wall]: expected one of panel_mm, distance_m, sound, volume, ticket_language, clips"},
		{"an unknown setting of one wall", end, "[wall.\"Salle 2\"]\nsite = \"s\"", "21:1: unknown key site in [wall.\"Salle 2\"]: expected one of panel_mm"},
		{"a wall named like a setting", end, "[wall.sound]\nvolume = 1", "20:1: wall.sound: sound is a key of [wall]: name this wall otherwise"},
		{"a wall with a name that nobody can have", end, "[wall.\"a\\tb\"]", "20:1: [wall.NAME]: expected the name of a wall, of 1 to 64 printable characters, got \"a\\tb\""},
		{"a wall's name with space around it", end, "[wall.\" hall\"]", "20:1: [wall.NAME]: expected the name of a wall, of 1 to 64 printable characters, got \" hall\""},
		{"a wall's sound that is none", end, "[wall]\nsound = \"bell\"", `21:9: sound: expected "voice", "chime" or "silent", got "bell"`},
		{"a wall too loud", end, "[wall]\nvolume = 101", "21:10: volume: expected a whole number from 0 to 100, got 101"},
		{"the ticket's language as a text", end, "[wall]\nticket_language = \"yes\"", "21:19: ticket_language: expected true or false, got a text"},
		{"clips that are no folder", end, "[wall]\nclips = [\"voix\"]", "21:9: clips: expected a text in quotes such as \"voix\", got a list"},
		{"a voice for one wall", end, "[wall.hall]\nclips = \"voix\"", "21:1: clips: all walls speak with one voice: name the folder in [wall]"},
		{"a wall too far", end, "[wall]\ndistance_m = nan", "21:14: distance_m: expected metres from 0.5 to 50, got nan"},
	})
}

func TestWhatIsNotTOML(t *testing.T) {
	const site, end = `name = "S"`, ""
	checkWrongs(t, []wrong{
		{"a text without quotes", site, "time_zone = Paris\nday_starts = 1", "4:13: this is not TOML: unexpected character U+0050 'P' at start of value (a text stands in \"quotes\"\n5:14: day_starts: expected a text"},
		{"a quote that is not closed", site, "time_zone = \"Paris\nday_starts = 1", "4:19: this is not TOML: \n5:14: day_starts: expected a text"},
		{"a head that is not closed", end, "[kiosk\nprinter = 7\n[wall]\nx = 1", "20:7: this is not TOML: \n23:1: unknown key x in [wall]"},
		{"a table twice", end, "[wall]\n[wall]\ndistance_m = 1", "21:1: [wall] stands twice: the first is in line 20"},
		{"odd heads and keys twice", end, "[\"\\u001b\"]\n\"\\u0007\" = 1\n\"\\u0007\" = 2\n[\"\\u001b\"]",
			"20:1: unknown key \"\\x1b\" in the file\n22:1: \"\\a\" stands twice\n23:1: [\"\\x1b\"] stands twice"},
		{"a value with keys", end, "[wall]\ndistance_m = 1\ndistance_m.x = 1", "22:1: distance_m is written out in line 21: nothing can be added to it here"},
	})
}

// services returns n services, of three lines each.
func services(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "[[site.service]]\nid = \"s%d\"\nname = \"S\"\n", i)
	}
	return strings.TrimSpace(text.String())
}

// mistakesOf returns the mistakes of a text, as they are told.
func mistakesOf(t *testing.T, text string) []string {
	t.Helper()
	_, err := Parse("t.toml", []byte(text))
	if err == nil {
		return nil
	}
	var mistakes Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v, want Mistakes", err)
	}
	return strings.Split(mistakes.Error(), "\n")
}

func TestWholeFilesThatAreWrong(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"an empty file", "", "t.toml:1:1: no site: expected at least one table headed [[site]], with an id and a name"},
		{"a site in single brackets", "[site]\nid = \"s\"", "t.toml:1:1: site: expected tables, each headed [[site]], got a table"},
		{"a service before its site", "[[site.service]]\nid = \"a\"\n[[site]]", "t.toml:1:3: site: expected tables, each headed [[site]], got a table\nt.toml:3:1: [[site]] comes after line 1, which speaks of it already: expected it before"},
		{"a number for sites", "site = 1", "t.toml:1:8: site: expected tables, each headed [[site]], got a number"},
		{"numbers for sites", "site = [1]", "t.toml:1:9: site: expected tables, each headed [[site]], got a number"},
		{"bytes that are no text", "# \xff", "t.toml:1:3: the file is not UTF-8 text: save it as UTF-8"},
		{"a null byte", "\x00", "t.toml:1:1: this is not TOML: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := mistakesOf(t, test.text)
			if !strings.HasPrefix(strings.Join(got, "\n"), test.want) {
				t.Errorf("got %q, want first %q", got, test.want)
			}
		})
	}
}

func TestColumnsCountCharacters(t *testing.T) {
	got := mistakesOf(t, `site = [{ name = "Éé", id = 1 }]`)
	if want := "t.toml:1:29: id: expected a text"; len(got) != 1 || !strings.HasPrefix(got[0], want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAFloodOfMistakesIsCounted(t *testing.T) {
	var text strings.Builder
	text.WriteString(around + "\n[wall]\n")
	for i := range mistakesMax + 50 {
		fmt.Fprintf(&text, "x%d = 1\n", i)
	}
	got := mistakesOf(t, text.String())
	if want := "and 50 more from here on"; len(got) != mistakesMax+1 || !strings.HasSuffix(got[mistakesMax], want) {
		t.Errorf("got %d mistakes, the last %q; want %d, the last %q", len(got), got[len(got)-1], mistakesMax+1, want)
	}
}

// doubtful has a cause for each warning.
const doubtful = `[[site]]
id = "s"
name = "S"
languages = ["fr", "en", "tlh"]
[[site.service]]
id = "a"
prefix = "B"
name = { fr = "Un", en = "One", tlh = "wa'" }
partners = ["p"]
[[site.service]]
id = "b"
prefix = "D"
name = "Deux"
partners = ["p"]
[[site.service]]
id = "c"
prefix = "I"
name = { fr = "Trois", en = "Three", tlh = "wej" }
partners = ["p"]
[[site.service]]
id = "d"
prefix = "T"
name = { fr = "Quatre", en = "Four", tlh = "loS" }
partners = ["p"]
[[site.desk]]
id = "1"
name = "1"
services = ["a", "b", "c"]
[[site]]
id = "t"
name = "T"
[[partner]]
id = "p"
name = "P"
[[partner]]
id = "q"
name = "Q"
[[reason]]
id = "led"
name = "led"
partners = ["p", "q"]
[[reason]]
id = "free"
name = "free"
[[reason]]
id = "lost"
name = "lost"
partners = ["q"]
`

func TestWarnings(t *testing.T) {
	f, err := Parse("w.toml", []byte(doubtful))
	if err != nil {
		t.Fatal(err)
	}
	want := `w.toml:4:13: languages: this program has no words in "tlh" yet: its screens will speak "fr"
w.toml:12:10: prefix D sounds like B in French: another letter is heard more easily
w.toml:13:8: the name of service b lacks "en", one of the site's languages
w.toml:13:8: the name of service b lacks "tlh", one of the site's languages
w.toml:17:10: prefix I looks like a digit: another letter is read more easily
w.toml:20:1: no desk names d: every desk calls its tickets
w.toml:22:10: prefix T sounds like B and D in French: another letter is heard more easily
w.toml:29:1: site t has no [[site.service]]: nobody can take a ticket there
w.toml:29:1: site t has no [[site.desk]]: nobody can be called there
w.toml:48:12: no service leads to the reason lost: none has one of its partners`
	if got := Mistakes(f.Warnings()).Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
