package configs

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"accueil/queue"
)

// clockPattern is a time of day, 00:00 to 24:00.
var clockPattern = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$`)

// parseClock reads HH:MM, 00:00 to 24:00.
func parseClock(s string) (queue.Clock, bool) {
	if !clockPattern.MatchString(s) {
		return 0, false
	}
	digit := func(i int) int { return int(s[i] - '0') }
	return queue.Clock((digit(0)*10+digit(1))*60 + digit(3)*10 + digit(4)), true
}

// weekdays are the names of the file, in the order of an office's week.
var weekdays = [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// parseWeekdays reads "mon", "mon-fri", "mon,wed,fri" or "sat-mon"; nil when
// it is none of these or names a day twice.
func parseWeekdays(s string) []time.Weekday {
	var days []time.Weekday
	for part := range strings.SplitSeq(s, ",") {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, to := slices.Index(weekdays[:], first), slices.Index(weekdays[:], last)
		if from < 0 || to < 0 || ranged && from == to {
			return nil
		}
		for i := from; ; i = (i + 1) % len(weekdays) {
			day := time.Weekday((i + 1) % len(weekdays)) // time begins with Sunday
			if slices.Contains(days, day) {
				return nil
			}
			days = append(days, day)
			if i == to {
				break
			}
		}
	}
	return days
}

// hoursMax bounds the stretches of one site's week.
const hoursMax = 7 * 12

// A stretch is what one word of the hours says for one weekday.
type stretch struct {
	queue.Hours
	at int
}

// hours returns a site's week, sorted by weekday and time; nil: always open.
func (r *reader) hours(site *node) []queue.Hours {
	const example = `"mon-fri 09:00-12:00 13:30-17:00"`
	var week []stretch
	for _, n := range r.texts(site, "hours", example) {
		week = append(week, r.hoursLine(n)...)
	}
	slices.SortStableFunc(week, func(a, b stretch) int {
		if a.Weekday != b.Weekday {
			return int(a.Weekday - b.Weekday)
		}
		return int(a.From - b.From)
	})
	if len(week) > hoursMax {
		r.wrong(site.keys["hours"].at, "hours: expected at most %d stretches a week, got %d", hoursMax, len(week))
		return nil
	}
	r.apart(week)
	var hours []queue.Hours
	for _, s := range week {
		hours = append(hours, s.Hours)
	}
	return hours
}

// apart notes the stretches of a sorted week that overlap, once for each two
// words of the file.
func (r *reader) apart(week []stretch) {
	told := make(map[[2]int]bool)
	for i := 1; i < len(week); i++ {
		a, b := week[i-1], week[i]
		words := [2]int{min(a.at, b.at), max(a.at, b.at)}
		if a.Weekday != b.Weekday || a.To <= b.From || told[words] {
			continue
		}
		told[words] = true
		r.wrong(words[1], "hours: %s-%s and %s-%s overlap on %s: expected stretches apart from each other",
			clock(a.From), clock(a.To), clock(b.From), clock(b.To), b.Weekday)
	}
}

// hoursLine reads one text of the hours: weekdays, then stretches.
func (r *reader) hoursLine(n *node) []stretch {
	words := splitWords(n)
	if len(words) < 2 {
		r.wrong(n.at, `hours: expected days and times such as "mon-fri 09:00-12:00 13:30-17:00", got %q`, n.text)
		return nil
	}
	days := parseWeekdays(words[0].text)
	if days == nil {
		r.wrong(words[0].at, `hours: expected days such as mon-fri, sat or mon,wed (%s), each once, got %q`,
			strings.Join(weekdays[:], " "), words[0].text)
	}
	var week []stretch
	for _, w := range words[1:] {
		from, to, ok := r.hoursRange(w)
		for _, day := range days {
			if ok {
				week = append(week, stretch{queue.Hours{Weekday: day, From: from, To: to}, w.at})
			}
		}
	}
	return week
}

// hoursRange reads HH:MM-HH:MM.
func (r *reader) hoursRange(w word) (from, to queue.Clock, ok bool) {
	first, last, dash := strings.Cut(w.text, "-")
	from, fromOK := parseClock(first)
	to, toOK := parseClock(last)
	switch {
	case !dash || !fromOK || !toOK:
		r.wrong(w.at, "hours: expected times such as 09:00-12:00, 00:00 to 24:00, got %q", w.text)
		return 0, 0, false
	case to <= from:
		r.wrong(w.at, "hours: expected an end after the beginning, got %s: "+
			`a night is written in two, "fri 20:00-24:00" and "sat 00:00-02:00"`, w.text)
		return 0, 0, false
	}
	return from, to, true
}

// A word is a part of a text, with its place.
type word struct {
	text string
	at   int
}

func splitWords(n *node) []word {
	var words []word
	for rest := strings.TrimLeft(n.text, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		text, _, _ := strings.Cut(rest, " ")
		at := n.at
		if n.plain {
			at += len(`"`) + len(n.text) - len(rest)
		}
		words = append(words, word{text, at})
		rest = rest[len(text):]
	}
	return words
}

// closedMax bounds the days on which a site is closed: some years of them.
const closedMax = 1000

// closed returns the days on which a site is closed, sorted.
func (r *reader) closed(site *node) []queue.Day {
	var days []queue.Day
	for _, n := range r.texts(site, "closed", `"2026-12-25"`) {
		if _, err := time.Parse(time.DateOnly, n.text); err != nil {
			r.wrong(n.at, `closed: expected a date such as "2026-12-25", got %q`, n.text)
			continue
		}
		if slices.Contains(days, queue.Day(n.text)) {
			r.wrong(n.at, "closed: %s stands twice", n.text)
			continue
		}
		if len(days) == closedMax {
			r.wrong(n.at, "closed: expected at most %d days", closedMax)
			break
		}
		days = append(days, queue.Day(n.text))
	}
	slices.Sort(days)
	return days
}

// dayStarts returns when a site's business day turns.
func (r *reader) dayStarts(site *node) queue.Clock {
	const otherwise = 4 * 60
	text, n := r.text(site, "day_starts", `"04:00"`)
	if n == nil {
		return otherwise
	}
	turn, ok := parseClock(text)
	if !ok || turn == 24*60 {
		r.wrong(n.at, `day_starts: expected a time such as "04:00", 00:00 to 23:59, got %q`, text)
		return otherwise
	}
	return turn
}

// timeZone returns a site's time zone.
func (r *reader) timeZone(site *node) string {
	const otherwise = "Europe/Paris"
	text, n := r.text(site, "time_zone", `"Europe/Paris"`)
	if n == nil {
		return otherwise
	}
	if _, err := time.LoadLocation(text); err != nil || text == "" || text == "Local" {
		r.wrong(n.at, `time_zone: expected a zone of the IANA list such as "Europe/Paris", got %q`, text)
		return otherwise
	}
	return text
}
