package i18n

import (
	"strings"
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
		if got := For(test.langs...).Lang(); got != unvowelled(test.want) {
			t.Errorf("For(%q) speaks %q, want %q", test.langs, got, test.want)
		}
	}
	for lang, want := range map[string]bool{"fr": false, "en": false, "uk": false, "ar": true} {
		if got := For(lang).RightToLeft(); got != want {
			t.Errorf("%s runs right to left: got %v, want %v", lang, got, want)
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
		if got := unvowelled(test.got); got != unvowelled(test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestCommonWordsInArabicAndUkrainian(t *testing.T) {
	ar, uk := For("ar"), For("uk")
	day := time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC)
	for _, test := range []struct{ got, want string }{
		{ar.And([]string{"A", "B", "C"}), "A وB وC"},
		{ar.Minutes(0), "0 دقيقة"},
		{ar.Minutes(1), "دقيقة واحدة"},
		{ar.Minutes(2), "دقيقتان"},
		{ar.Minutes(3), "3 دقائق"},
		{ar.Minutes(11), "11 دقيقة"},
		{ar.Minutes(100), "100 دقيقة"},
		{ar.Date(day), "الاثنين 23 نوفمبر"},
		{ar.Clock(9 * 60), "الساعة 9"},
		{ar.ClockOf(day), "الساعة 14:30"},
		{ar.Clock(12 * 60), "الساعة 12 ظهرًا"},
		{ar.DayFrom(day, day.AddDate(0, 0, 4)), "يوم الجمعة"},
		{ar.DayFrom(day, day.AddDate(0, 0, 7)), "يوم الاثنين 30 نوفمبر"},
		{uk.And([]string{"A", "B", "C"}), "A, B та C"},
		{uk.Minutes(1), "1 хвилина"},
		{uk.Minutes(3), "3 хвилини"},
		{uk.Minutes(5), "5 хвилин"},
		{uk.Minutes(11), "11 хвилин"},
		{uk.Minutes(21), "21 хвилина"},
		{uk.Date(day), "понеділок 23 листопада"},
		{uk.Clock(9 * 60), "9:00"},
		{uk.DayFrom(day, day.AddDate(0, 0, 1)), "завтра"},
		{uk.DayFrom(day, day.AddDate(0, 0, 4)), "в п'ятницю"},
		{uk.DayFrom(day, day.AddDate(0, 0, 7)), "в понеділок 30 листопада"},
	} {
		if got := unvowelled(test.got); got != unvowelled(test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// What happens at a time, and on a day, is told in the cases of each language.
func TestTheDoorsHours(t *testing.T) {
	now := time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		lang string
		h, m int
		want string
	}{
		{"fr", 9, 0, "Nous ouvrons lundi à 9 heures."},
		{"fr", 11, 30, "Nous ouvrons lundi à 11 h 30."},
		{"fr", 12, 0, "Nous ouvrons lundi à midi."},
		{"fr", 0, 0, "Nous ouvrons lundi à minuit."},
		{"en", 9, 0, "We open Monday at 9:00."},
		{"en", 12, 0, "We open Monday at noon."},
		{"en", 0, 0, "We open Monday at midnight."},
		{"ar", 9, 0, "نفتح يوم الاثنين الساعة 9."},
		{"ar", 12, 0, "نفتح يوم الاثنين الساعة 12 ظهرًا."},
		{"ar", 0, 0, "نفتح يوم الاثنين الساعة 12 ليلًا."},
		{"uk", 9, 0, "Відчиняємося в понеділок о 9:00."},
		{"uk", 11, 30, "Відчиняємося в понеділок об 11:30."},
		{"uk", 12, 0, "Відчиняємося в понеділок опівдні."},
		{"uk", 0, 0, "Відчиняємося в понеділок опівночі."},
	} {
		if got := unvowelled(For(test.lang).KioskOpens(now, time.Date(2026, 11, 23, test.h, test.m, 0, 0, time.UTC))); got != unvowelled(test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestWhoIsBeforeAndHowLongItMayTake(t *testing.T) {
	fr, ar, uk := For("fr"), For("ar"), For("uk")
	for _, test := range []struct{ got, want string }{
		{fr.KioskAhead(0), "Votre tour est le prochain."},
		{fr.KioskAhead(1), "Environ 1 personne avant vous"},
		{fr.KioskAhead(3), "Environ 3 personnes avant vous"},
		{fr.KioskWait(10, 20), "Attente : 10 à 20 minutes"},
		{ar.KioskAhead(0), "دوركم هو التالي."},
		{ar.KioskAhead(1), "قبلكم حوالي شخص واحد"},
		{ar.KioskAhead(2), "قبلكم حوالي شخصين"},
		{ar.KioskAhead(3), "قبلكم حوالي 3 أشخاص"},
		{ar.KioskAhead(12), "قبلكم حوالي 12 شخصًا"},
		{ar.KioskAhead(100), "قبلكم حوالي 100 شخص"},
		{ar.KioskWait(1, 2), "الانتظار: من 1 إلى دقيقتين"},
		{ar.KioskWait(5, 10), "الانتظار: من 5 إلى 10 دقائق"},
		{ar.KioskWait(10, 20), "الانتظار: من 10 إلى 20 دقيقة"},
		{uk.KioskAhead(0), "Ваша черга наступна."},
		{uk.KioskAhead(1), "Перед вами приблизно 1 людина"},
		{uk.KioskAhead(3), "Перед вами приблизно 3 людини"},
		{uk.KioskAhead(12), "Перед вами приблизно 12 людей"},
		{uk.KioskWait(10, 20), "Чекати від 10 до 20 хвилин"},
		{uk.KioskWait(10, 21), "Чекати від 10 до 21 хвилини"},
		{uk.KioskWait(22, 22), "Чекати приблизно 22 хвилини"},
	} {
		if got := unvowelled(test.got); got != unvowelled(test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestWhatTheVoiceSays(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{For("fr").KioskSpokenNumber("A07"), "A, 0, 7"},
		{For("fr").KioskSpokenNumber("A2100"), "A, 2, 1, 0, 0"},
		{For("fr").KioskSpokenFocus("La Poste", ""), "La Poste"},
		{For("fr").KioskSpokenFocus("La Poste", "Fermé"), "La Poste. Fermé"},
	} {
		if got := unvowelled(test.got); got != unvowelled(test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestEveryKindOfAlertHasItsWords(t *testing.T) {
	for _, lang := range shipped {
		w, said := For(lang), map[string]string{}
		for _, kind := range []string{"help", "colleague", "paper_low", "paper_out", "printer", "refused_ticket",
			"kiosk_silent", "spool_growing", "clock", "of no known kind"} {
			text := w.ConsoleAlert(kind, "Entrée", "")
			if before, twice := said[text]; twice || !strings.Contains(text, "Entrée") {
				t.Errorf("%s: %s says %q, as does %q; want its own words, and whose alert it is", lang, kind, text, before)
			}
			said[text] = kind
		}
		if server := w.ConsoleAlert("clock", "", ""); said[server] != "" || strings.HasPrefix(server, ":") {
			t.Errorf("%s: the server's own clock is told of by %q", lang, server)
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

// unvowelled is a text as it is written on screens and paper.
func unvowelled(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\u064B' && r <= '\u0652' || r == '\u0670' {
			return -1
		}
		return r
	}, text)
}
