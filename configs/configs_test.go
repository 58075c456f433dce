package configs

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestTheSampleIsCleanAndSaysWhatItMeans(t *testing.T) {
	f := Sample()
	if warnings := f.Warnings(); len(warnings) > 0 {
		t.Errorf("got warnings, want none:\n%v", Mistakes(warnings))
	}
	var got bytes.Buffer
	if err := f.Explain(&got); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "explain.golden")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the explanation differs from %s (go test ./configs -update writes it anew):\n%s", golden, got.Bytes())
	}
}

func TestTheSampleIsTheOfficeOfDijon(t *testing.T) {
	c, ok := Sample().Site("dijon")
	if !ok {
		t.Fatal("got no site dijon")
	}
	if s, ok := c.Service("droits"); !ok || s.Prefix != 'A' || s.Name["en"] == "" {
		t.Errorf("service droits: got %+v, want prefix A and an English name", s)
	}
	if d, ok := c.Desk("1"); !ok || d.Name != "Guichet 1" {
		t.Errorf("desk 1: got %+v, want Guichet 1", d)
	}
	if len(c.Services) != 6 || len(c.Partners) < 12 || len(c.Reasons) < 30 {
		t.Errorf("got %d services, %d partners, %d reasons; want 6, at least 12, at least 30",
			len(c.Services), len(c.Partners), len(c.Reasons))
	}
	if _, ok := Sample().Site("paris"); ok {
		t.Error("got a site paris, want none")
	}
}

func TestWhatIsLeftOutHasADefault(t *testing.T) {
	f, err := Parse("small.toml", []byte(`
[[site]]
id = "s"
name = "S"
[[site.service]]
id = "a"
name = "Un"
[[site.service]]
id = "b"
name = "Deux"
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []queue.Config{{
		ID: "s", Name: "S", TimeZone: "Europe/Paris", DayStarts: 240, Languages: []string{"fr"},
		LastTicketMinutes: 15, OutOfOrder: queue.OutOfOrderCause, ReasonRequired: true,
		LongWaitMinutes: 30, PriorityShare: 25,
		Services: []queue.Service{
			{ID: "a", Prefix: 'A', Name: queue.Name{"fr": "Un"}, Minutes: 15},
			{ID: "b", Prefix: 'B', Name: queue.Name{"fr": "Deux"}, Minutes: 15},
		},
		WeightNormal: 1, WeightPriority: 3, WeightAppointment: 1, AppointmentFirst: true, PassedOverAtMost: 3,
	}}
	if !reflect.DeepEqual(f.Sites, want) {
		t.Errorf("got\n%+v, want\n%+v", f.Sites, want)
	}
	if want := (Kiosk{IdleSeconds: 30, PanelMM: [2]int{344, 194}, Printer: "none"}); !reflect.DeepEqual(f.Kiosk, want) || f.Kiosks != nil {
		t.Errorf("kiosk: got %+v, want %+v", f.Kiosk, want)
	}
	if want := (Wall{PanelMM: [2]int{952, 535}, DistanceM: 5, Sound: SoundVoice, Volume: 80}); f.Wall != want {
		t.Errorf("wall: got %+v, want %+v", f.Wall, want)
	}
}

func TestEverythingWrittenIsRead(t *testing.T) {
	f, err := Parse("office/whole.toml", []byte("\uFEFF"+`
[[site]]
id = "s"
name = " S "
time_zone = "Indian/Reunion"
day_starts = "03:30"
languages = ["en", "pt-BR"]
hours = ["sat 09:00-12:00", "mon,wed 13:30-17:00 09:00-12:00", "sun-mon 20:00-24:00"]
closed = ["2027-01-01", "2026-12-25"]
last_ticket_minutes = 0
public_url = "https://a.example/x/"
out_of_order = "no"
reason_required = false
waiting_list = "counts"
long_wait_minutes = 45
priority_share = 100
service = [{ id = "a", prefix = "Z", name = { en = "One" }, pictogram = "paper", minutes = 0x10, per_day = 5, partners = ["p"] }]
[[site.desk]]
id = "1"
name = "D"
services = ["a"]
[[site]]
id = "t"
name = "T"
out_of_order = "free"
[[partner]]
id = "p"
name = "P"
[[reason]]
id = "r"
name = "R"
code = "C"
partners = ["p"]
[calling]
weight.normal = 2
weight.appointment = 1000
appointment_first = false
passed_over_at_most = 0
[kiosk]
idle_seconds = 45
panel_mm = [500, 300]
printer = "file:///dev/usb/lp0"
services = ["a"]
hours = ["tue 14:00-16:00"]
[kiosk.hall]
printer = "none"
services = []
[kiosk.wing]
panel_mm = [600, 300]
hours = []
[wall]
distance_m = 7.5
sound = "chime"
ticket_language = true
clips = "voix"
[wall."Salle 2"]
panel_mm = [1210, 680]
volume = 0
[wall.mairie]
sound = "silent"
ticket_language = false
`))
	if err != nil {
		t.Fatal(err)
	}
	shared := queue.Config{
		Partners:     []queue.Partner{{ID: "p", Name: "P"}},
		Reasons:      []queue.Reason{{ID: "r", Name: "R", Code: "C", Partners: []queue.PartnerID{"p"}}},
		WeightNormal: 2, WeightPriority: 3, WeightAppointment: 1000,
	}
	first, second := shared, shared
	first.ID, first.Name, first.TimeZone, first.DayStarts = "s", "S", "Indian/Reunion", 210
	first.Languages = []string{"en", "pt-BR"}
	first.Hours = []queue.Hours{
		{Weekday: time.Sunday, From: 20 * 60, To: 24 * 60},
		{Weekday: time.Monday, From: 9 * 60, To: 12 * 60},
		{Weekday: time.Monday, From: 13*60 + 30, To: 17 * 60},
		{Weekday: time.Monday, From: 20 * 60, To: 24 * 60},
		{Weekday: time.Wednesday, From: 9 * 60, To: 12 * 60},
		{Weekday: time.Wednesday, From: 13*60 + 30, To: 17 * 60},
		{Weekday: time.Saturday, From: 9 * 60, To: 12 * 60},
	}
	first.ClosedDays = []queue.Day{"2026-12-25", "2027-01-01"}
	first.WaitingList, first.LongWaitMinutes, first.PriorityShare = queue.WaitingListCounts, 45, 100
	second.LongWaitMinutes, second.PriorityShare = 30, 25
	first.PublicURL, first.OutOfOrder = "https://a.example/x", queue.OutOfOrderNo
	first.Services = []queue.Service{{
		ID: "a", Prefix: 'Z', Name: queue.Name{"en": "One"}, Pictogram: "paper", Minutes: 16, PerDay: 5,
		Partners: []queue.PartnerID{"p"},
	}}
	first.Desks = []queue.Desk{{ID: "1", Name: "D", Services: []queue.ServiceID{"a"}}}
	second.ID, second.Name, second.TimeZone, second.DayStarts = "t", "T", "Europe/Paris", 240
	second.Languages, second.LastTicketMinutes = []string{"fr"}, 15
	second.OutOfOrder, second.ReasonRequired = queue.OutOfOrderFree, true
	if want := []queue.Config{first, second}; !reflect.DeepEqual(f.Sites, want) {
		t.Errorf("got\n%+v, want\n%+v", f.Sites, want)
	}
	menu, tuesday := []queue.ServiceID{"a"}, []queue.Hours{{Weekday: time.Tuesday, From: 14 * 60, To: 16 * 60}}
	for name, want := range map[string]Kiosk{
		"kiosk": {45, [2]int{500, 300}, "file:///dev/usb/lp0", menu, tuesday},
		"hall":  {45, [2]int{500, 300}, "none", nil, tuesday},
		"wing":  {45, [2]int{600, 300}, "file:///dev/usb/lp0", menu, nil},
	} {
		if got, own := f.KioskNamed(name); !reflect.DeepEqual(got, want) || own != (name != "kiosk") {
			t.Errorf("kiosk %s: got %+v, %t, want %+v", name, got, own, want)
		}
	}
	for name, want := range map[string]Wall{
		"wall":    {[2]int{952, 535}, 7.5, SoundChime, 80, true, "office/voix"},
		"Salle 2": {[2]int{1210, 680}, 7.5, SoundChime, 0, true, "office/voix"},
		"mairie":  {[2]int{952, 535}, 7.5, SoundSilent, 80, false, "office/voix"},
	} {
		if got, own := f.WallNamed(name); got != want || own != (name != "wall") {
			t.Errorf("wall %s: got %+v, %t, want %+v", name, got, own, want)
		}
	}
}

func TestLettersThatAreLeftOutAvoidMisunderstandings(t *testing.T) {
	var text strings.Builder
	text.WriteString("[[site]]\nid = \"s\"\nname = \"S\"\n")
	for i := range 26 {
		text.WriteString("[[site.service]]\nid = \"s" + string(rune('a'+i)) + "\"\nname = \"S\"\n")
	}
	f, err := Parse("many.toml", []byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	var got []byte
	for _, s := range f.Sites[0].Services {
		got = append(got, s.Prefix)
	}
	if want := "ABEFJLMRUWXYZ"; !strings.HasPrefix(string(got), want) {
		t.Errorf("got %s, want first the letters %s", got, want)
	}
	slices.Sort(got)
	if want := "ABCDEFGHIJKLMNOPQRSTUVWXYZ"; string(got) != want {
		t.Errorf("got %s, want each letter once", got)
	}
}

func TestEqualFilesAreEqual(t *testing.T) {
	if a, b := Sample(), Sample(); !reflect.DeepEqual(a, b) {
		t.Error("the sample read twice differs from itself")
	}
}

func TestLoad(t *testing.T) {
	if _, err := Load("dijon.toml"); err != nil {
		t.Error(err)
	}
	_, err := Load(filepath.Join(t.TempDir(), "none.toml"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want an error that is ErrNotExist", err)
	}
	path := filepath.Join(t.TempDir(), "large.toml")
	if err := os.WriteFile(path, bytes.Repeat([]byte("\n"), SizeMax+1), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Load(path)
	var mistakes Mistakes
	if !errors.As(err, &mistakes) || len(mistakes) != 1 || !strings.Contains(mistakes[0].Text, "larger than 1 MiB") {
		t.Errorf("got %v, want the one mistake that the file is too large", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add([]byte("[[site]]\nid = \"s\n[[site"))
	f.Add([]byte("a.b.c = {x.y = [[1], {}], z = \"\\u0007\"}\n[a]\n[[a.b]]\n"))
	f.Add([]byte("site = [{id=\"a\",name=\"b\",service=[{name={fr=1}}]}]\nsite.x = 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("fuzz.toml", data)
		var mistakes Mistakes
		switch {
		case err == nil:
			if len(file.Sites) == 0 || file.Explain(&bytes.Buffer{}) != nil {
				t.Error("got a file without a site, or without an explanation")
			}
			again, err := Parse("fuzz.toml", data)
			if err != nil || !reflect.DeepEqual(file, again) {
				t.Errorf("the same text read again differs: %v", err)
			}
		case !errors.As(err, &mistakes) || len(mistakes) == 0:
			t.Errorf("got %#v, want Mistakes", err)
		default:
			for _, m := range mistakes {
				if m.Line < 1 || m.Col < 1 || strings.ContainsFunc(m.Text, unseen) {
					t.Errorf("got %q, want a place and one printable line", m)
				}
			}
		}
	})
}

func TestAKioskOfItsOwnIsExplained(t *testing.T) {
	f, err := Parse("own.toml", []byte(`
[[site]]
id = "s"
name = "S"
[[site.service]]
id = "a"
name = "Un"
[[site.service]]
id = "b"
name = "Deux"
[kiosk.hall]
services = ["b", "a"]
hours = ["tue,thu 14:00-16:30"]
`))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := f.Explain(&text); err != nil {
		t.Fatal(err)
	}
	want := "It offers the services b and a, and gives tickets whenever its site does, within hours " +
		"of its own. Open Tuesday from 14:00 to 16:30; Thursday from 14:00 to 16:30."
	got := strings.Join(strings.Fields(text.String()), " ")
	if !strings.Contains(got, "The kiosk started with --name hall is 344 × 194 mm") || !strings.Contains(got, want) {
		t.Errorf("got %s\nwant %q in it", text.String(), want)
	}
}

func TestWhatAWallLetsBeHeardIsExplained(t *testing.T) {
	f, err := Parse("/etc/accueil/own.toml", []byte(`[[site]]
id = "s"
name = "S"
[wall]
clips = "/srv/voix"
ticket_language = true
[wall."Salle 2"]
sound = "chime"
volume = 40
[wall.mairie]
sound = "silent"
`))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.ClipsAt.String(), "/etc/accueil/own.toml:5:9: "; got != want {
		t.Errorf("the clips stand at: got %q, want %q", got, want)
	}
	var text strings.Builder
	if err := f.Explain(&text); err != nil {
		t.Fatal(err)
	}
	want := "A wall is 952 × 535 mm of glass, read from 5 m. It rings at a call and says it in the house's language " +
		"and once in the ticket's, with the words recorded in /srv/voix, or else a machine's voice (espeak-ng), at volume 80 of 100. " +
		"The wall named Salle 2 is 952 × 535 mm of glass, read from 5 m. It rings at a call, at volume 40 of 100. " +
		"The wall named mairie is 952 × 535 mm of glass, read from 5 m. It is silent."
	if got := strings.Join(strings.Fields(text.String()), " "); !strings.Contains(got, want) {
		t.Errorf("got %s\nwant %q in it", text.String(), want)
	}
}
