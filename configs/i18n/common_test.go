package i18n

import (
	"testing"
	"time"
)

func TestForChoosesTheNearestLanguage(t *testing.T) {
	for _, test := range []struct {
		langs []string
		want  string
	}{
		{nil, "fr"},
		{[]string{"en"}, "en"},
		{[]string{"en-GB"}, "en"},
		{[]string{"fr-CA", "en"}, "fr"},
		{[]string{"tlh", "en"}, "en"},
		{[]string{"tlh", "", "-"}, "fr"},
	} {
		if got := For(test.langs...).Lang(); got != test.want {
			t.Errorf("For(%q) speaks %q, want %q", test.langs, got, test.want)
		}
	}
	if got := (Words{}).OwnName(); got != "Français" {
		t.Errorf("the zero Words call themselves %q, want Français", got)
	}
	if !Has("en-US") || Has("tlh") || Has("") {
		t.Error("Has: want en-US known, tlh and none unknown")
	}
}

func TestCommonWords(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	fr, en := For("fr"), For("en")
	day := time.Date(2026, 11, 23, 14, 30, 0, 0, paris)
	for _, test := range []struct{ got, want string }{
		{fr.And(nil), ""},
		{fr.And([]string{"A"}), "A"},
		{fr.And([]string{"A", "B"}), "A et B"},
		{fr.And([]string{"A", "B", "C"}), "A, B et C"},
		{en.And([]string{"A", "B", "C", "D"}), "A, B, C and D"},
		{fr.Minutes(0), "0 minute"},
		{fr.Minutes(2), "2 minutes"},
		{en.Minutes(0), "0 minutes"},
		{fr.Date(day), "lundi 23 novembre"},
		{fr.Date(time.Date(2026, 11, 1, 0, 0, 0, 0, paris)), "dimanche 1er novembre"},
		{en.Date(day), "Monday 23 November"},
		{fr.ClockOf(day), "14 h 30"},
		{en.ClockOf(day), "14:30"},
		{fr.Clock(0), "minuit"},
		{fr.Clock(24 * 60), "minuit"},
		{fr.Clock(5), "0 h 05"},
		{fr.Clock(60), "1 heure"},
		{fr.Clock(9 * 60), "9 heures"},
		{fr.Clock(12 * 60), "midi"},
		{en.Clock(9 * 60), "9:00"},
		{fr.DayFrom(day, day), "aujourd'hui"},
		{fr.DayFrom(day, day.Add(10*time.Hour)), "demain"},
		{fr.DayFrom(day, day.AddDate(0, 0, 4)), "vendredi"},
		{fr.DayFrom(day, day.AddDate(0, 0, 7)), "lundi 30 novembre"},
		{fr.DayFrom(day, day.AddDate(0, 0, -1)), "dimanche 22 novembre"},
		{fr.DayFrom(time.Date(2026, 10, 24, 23, 0, 0, 0, paris), time.Date(2026, 10, 26, 0, 0, 0, 0, paris)), "lundi"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func BenchmarkFor(b *testing.B) {
	for b.Loop() {
		_ = For("fr")
	}
}

func BenchmarkCount(b *testing.B) {
	words := For("fr")
	for b.Loop() {
		_ = words.Minutes(3)
	}
}
