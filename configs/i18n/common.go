package i18n

import (
	"fmt"
	"time"
)

// OwnName returns the language's name for itself: "Français", "English".
func (w Words) OwnName() string { return w.text("common.own_name") }

// And joins names as in a sentence: "A", "A et B", "A, B et C"; "" for none.
func (w Words) And(names []string) string {
	if len(names) == 0 {
		return ""
	}
	joined := names[0]
	for i, name := range names[1:] {
		if i == len(names)-2 {
			joined = w.with("common.and_last", values{"Before": joined, "Last": name})
		} else {
			joined = w.with("common.and_more", values{"Before": joined, "Next": name})
		}
	}
	return joined
}

// Minutes returns "1 minute", "20 minutes".
func (w Words) Minutes(n int) string { return w.count("common.minutes", n) }

// Weekday returns the day's name as within a sentence: "lundi", "Monday".
func (w Words) Weekday(d time.Weekday) string {
	return w.text([...]string{
		"common.sunday", "common.monday", "common.tuesday", "common.wednesday",
		"common.thursday", "common.friday", "common.saturday",
	}[(d%7+7)%7])
}

// on returns a weekday as what happens then is told: "lundi", "Monday", "в понеділок".
func (w Words) on(d time.Weekday) string {
	return w.text([...]string{
		"common.on_sunday", "common.on_monday", "common.on_tuesday", "common.on_wednesday",
		"common.on_thursday", "common.on_friday", "common.on_saturday",
	}[(d%7+7)%7])
}

// Month returns the month's name as within a date: "novembre", "листопада".
func (w Words) Month(m time.Month) string {
	return w.text([...]string{
		"common.january", "common.february", "common.march", "common.april",
		"common.may", "common.june", "common.july", "common.august",
		"common.september", "common.october", "common.november", "common.december",
	}[((m-1)%12+12)%12])
}

// Date returns weekday, day and month of t in its own zone, without a year:
// "lundi 23 novembre", "dimanche 1er novembre".
func (w Words) Date(t time.Time) string { return w.dated(w.Weekday(t.Weekday()), t) }

func (w Words) dated(weekday string, t time.Time) string {
	month := w.Month(t.Month())
	if t.Day() == 1 {
		return w.with("common.date_first", values{"Weekday": weekday, "Month": month})
	}
	return w.with("common.date", values{"Weekday": weekday, "Day": t.Day(), "Month": month})
}

// DayFrom returns the day of t as someone at now would say when something happens:
// "aujourd'hui", "demain", a weekday within the six days ahead ("lundi", "в понеділок"),
// else the date. Both are taken in the zone of now.
func (w Words) DayFrom(now, t time.Time) string {
	t = t.In(now.Location())
	switch days := daysBetween(now, t); {
	case days == 0:
		return w.text("common.today")
	case days == 1:
		return w.text("common.tomorrow")
	case days > 1 && days < 7:
		return w.on(t.Weekday())
	default:
		return w.dated(w.on(t.Weekday()), t)
	}
}

// daysBetween counts the midnights from a to b, whatever summer time does.
func daysBetween(a, b time.Time) int {
	return int(noonUTC(b).Sub(noonUTC(a)) / (24 * time.Hour))
}

func noonUTC(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
}

// Clock returns a time of day, given in minutes since midnight (0 to 24*60),
// as it is said: "9 heures", "14 h 30", "midi", "minuit".
func (w Words) Clock(minutes int) string {
	h, m := minutes/60%24, minutes%60
	switch {
	case h == 0 && m == 0:
		return w.text("common.midnight")
	case h == 12 && m == 0:
		return w.text("common.noon")
	case m == 0:
		return w.count("common.hour", h)
	default:
		return w.with("common.hour_minute", values{"H": h, "M": fmt.Sprintf("%02d", m)})
	}
}

// ClockOf returns the time of day of t, in its own zone, as Clock does.
func (w Words) ClockOf(t time.Time) string { return w.Clock(t.Hour()*60 + t.Minute()) }

// At returns the time of day of t, in its own zone, as what happens then is told:
// "à 9 heures", "at noon", "об 11:00".
func (w Words) At(t time.Time) string {
	clock := values{"Time": w.ClockOf(t)}
	switch h, m := t.Hour(), t.Minute(); {
	case h == 0 && m == 0:
		return w.text("common.at_midnight")
	case h == 12 && m == 0:
		return w.text("common.at_noon")
	case h == 11:
		return w.with("common.at_eleven", clock)
	default:
		return w.with("common.at", clock)
	}
}

// Lost says why the server is not heard, or why a kiosk gives no numbers: by a
// display.LossKind's name, "disk" or "lanes", and what was found there, or "".
func (w Words) Lost(kind, found string) string {
	if kind == "stranger" {
		return w.with("common.lost_stranger", values{"Found": found})
	}
	return w.text("common.lost_" + kind)
}

// TooSmall tells whoever sets up the screen how many columns and rows it lacks.
func (w Words) TooSmall(columns, rows, columnsMin, rowsMin int) string {
	return w.with("common.too_small", values{"Have": w.Size(columns, rows), "Want": w.Size(columnsMin, rowsMin)})
}

// Coarse tells whoever sets a terminal up which cells, so many pixels wide and high,
// would make the letters large.
func (w Words) Coarse(wide, high int) string {
	return w.with("common.coarse", values{"Cell": w.Size(wide, high)})
}

// Size says how wide and high something is, such as "5×10". In what runs right to left
// a word stands between: around a sign the two numbers would change places.
func (w Words) Size(wide, high int) string {
	return w.with("common.size", values{"Wide": wide, "High": high})
}
