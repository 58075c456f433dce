package configs

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"accueil/configs/i18n"
	"accueil/queue"
)

// Explain writes the configuration back in sentences, so that whoever wrote it
// sees what was understood. It returns the writer's error.
func (f *File) Explain(w io.Writer) error {
	p := &page{}
	shared := f.Sites[0]
	p.line("%s: %s, %s, %s.", f.name, some(len(f.Sites), "site"),
		some(len(shared.Partners), "partner"), some(len(shared.Reasons), "reason"))
	for i := range f.Sites {
		p.site(&f.Sites[i])
	}
	p.calling(&shared)
	p.shared(&shared)
	p.screens(f)
	p.line("")
	p.line("Limits")
	p.line("  A file: %d sites, %d partners, %d reasons, %d KiB. A site: %d services, %d desks, %d languages.",
		sitesMax, partnersMax, reasonsMax, SizeMax>>10, servicesMax, desksMax, languagesMax)
	_, err := io.WriteString(w, p.String())
	return err
}

// A page is what is explained, so far.
type page struct{ strings.Builder }

// widthMax is where a line is broken, in characters.
const widthMax = 90

// line writes one line; a long one is broken between words and goes on
// indented.
func (p *page) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	width := 0
	for i, word := range strings.Split(strings.TrimLeft(text, " "), " ") {
		long := len([]rune(word))
		switch {
		case i == 0:
			p.WriteString(indent)
			width = len(indent)
		case width+1+long > widthMax:
			p.WriteString("\n" + indent + "  ")
			width = len(indent) + 2
		default:
			p.WriteByte(' ')
			width++
		}
		p.WriteString(word)
		width += long
	}
	p.WriteByte('\n')
}

func (p *page) site(c *queue.Config) {
	p.line("")
	p.line("%s (site %s)", c.Name, c.ID)
	p.line("  %s", openSentence(c.Hours))
	if len(c.ClosedDays) > 0 {
		days := make([]string, len(c.ClosedDays))
		for i, d := range c.ClosedDays {
			days[i] = string(d)
		}
		p.line("  Closed on %s: %s.", some(len(days), "day"), strings.Join(days, ", "))
	}
	if len(c.Hours) > 0 {
		p.line("  The last ticket is given %s before closing.", some(c.LastTicketMinutes, "minute"))
	}
	p.line("  The clock is that of %s; a new day, and new numbers, begin at %s.", c.TimeZone, clock(c.DayStarts))
	p.line("  Languages: %s; the first is the house's.", strings.Join(c.Languages, ", "))
	if c.PublicURL == "" {
		p.line("  Telephones do not follow a ticket (public_url is empty): no QR code is shown.")
	} else {
		p.line("  Telephones follow a ticket at %s.", c.PublicURL)
	}
	p.line("  %s", outOfOrderSentence(c.OutOfOrder))
	if c.ReasonRequired {
		p.line("  A visit without a reason stays on its mediator's list to code.")
	} else {
		p.line("  A visit without a reason is complete.")
	}
	p.line("  %s", waitingListSentence(c.WaitingList))
	p.line("  A wait is long after %s: the head of the site sees how many wait longer, and when more than %d%% of the day's tickets are priorities.",
		some(c.LongWaitMinutes, "minute"), c.PriorityShare)
	p.line("  Services, by the first number of the day")
	for _, s := range c.Services {
		p.service(s, c)
	}
	p.line("  Desks")
	for _, d := range c.Desks {
		p.line("    %s (desk %s): %s.", d.Name, d.ID, deskServices(d, c))
	}
}

func (p *page) service(s queue.Service, c *queue.Config) {
	house := c.Languages[0]
	first := queue.MakeNumber(s.Prefix, queue.LaneKioskMin, 1)
	limit := "as many tickets a day as are wanted"
	if s.PerDay > 0 {
		limit = "at most " + some(s.PerDay, "ticket") + " a day"
	}
	partners := "every reason"
	if len(s.Partners) > 0 {
		partners = "the reasons of " + partnerNames(s.Partners, c)
	}
	p.line("    %s  %s (service %s): about %s a visit, %s; leads to %s.",
		first, s.Name.In(house, house), s.ID, some(s.Minutes, "minute"), limit, partners)
}

func (p *page) calling(c *queue.Config) {
	p.line("")
	p.line("Calling")
	p.line("  Whoever has the most points comes first. A minute of waiting is %s for a normal ticket, %s for a priority one, %s for an appointment, counted from its hour.",
		some(c.WeightNormal, "point"), some(c.WeightPriority, "point"), some(c.WeightAppointment, "point"))
	if c.AppointmentFirst {
		p.line("  An appointment that is due goes before all others, two in a row at most.")
	} else {
		p.line("  An appointment that is due takes its turn by its points.")
	}
	if c.PassedOverAtMost > 0 {
		p.line("  Whoever was overtaken %s is called first.", some(c.PassedOverAtMost, "time"))
	} else {
		p.line("  However often someone was overtaken, the points decide.")
	}
}

func (p *page) shared(c *queue.Config) {
	p.line("")
	p.line("Partners")
	names := make([]string, len(c.Partners))
	for i, partner := range c.Partners {
		names[i] = fmt.Sprintf("%s (%s)", partner.Name, partner.ID)
	}
	p.line("  %s.", orNone(strings.Join(names, ", ")))
	p.line("")
	p.line("Reasons")
	for _, r := range c.Reasons {
		code, partners := "", "every partner"
		if r.Code != "" {
			code = ", code " + r.Code
		}
		if len(r.Partners) > 0 {
			partners = partnerNames(r.Partners, c)
		}
		p.line("  %s (%s%s): %s.", r.Name, r.ID, code, partners)
	}
	if len(c.Reasons) == 0 {
		p.line("  %s.", orNone(""))
	}
}

func (p *page) screens(f *File) {
	p.line("")
	p.line("Screens")
	p.kiosk("A kiosk", f.Kiosk)
	for _, name := range slices.Sorted(maps.Keys(f.Kiosks)) {
		p.kiosk("The kiosk started with --name "+name, f.Kiosks[name])
	}
	p.wall("A wall", f.Wall)
	for _, name := range slices.Sorted(maps.Keys(f.Walls)) {
		p.wall("The wall named "+name, f.Walls[name])
	}
}

func (p *page) wall(which string, w Wall) {
	p.line("  %s is %d × %d mm of glass, read from %g m.", which, w.PanelMM[0], w.PanelMM[1], w.DistanceM)
	switch w.Sound {
	case SoundSilent:
		p.line("    It is silent.")
	case SoundChime:
		p.line("    It rings at a call, at volume %d of %d.", w.Volume, VolumeMax)
	case SoundVoice:
		voice, langs := "a machine's voice (espeak-ng)", "in the house's language"
		if w.Clips != "" {
			voice = "the words recorded in " + w.Clips + ", or else " + voice
		}
		if w.TicketLanguage {
			langs += " and once in the ticket's"
		}
		p.line("    It rings at a call and says it %s, with %s, at volume %d of %d.", langs, voice, w.Volume, VolumeMax)
	}
}

func (p *page) kiosk(which string, k Kiosk) {
	printer, err := ParsePrinter(k.Printer)
	if err != nil { // it was read before
		printer = Printer{}
	}
	menu, hours := "every service of its site", ""
	if len(k.Services) > 0 {
		names := make([]string, len(k.Services))
		for i, id := range k.Services {
			names[i] = string(id)
		}
		menu = "the services " + i18n.For("en").And(names)
	}
	if len(k.Hours) > 0 {
		hours = ", within hours of its own. " + strings.TrimSuffix(openSentence(k.Hours), ".")
	}
	p.line("  %s is %d × %d mm of glass, %s, and asks after %s whether someone is still there.",
		which, k.PanelMM[0], k.PanelMM[1], printer.explain(), some(k.IdleSeconds, "second"))
	p.line("    It offers %s, and gives tickets whenever its site does%s.", menu, hours)
}

// some returns "1 minute", "20 minutes".
func some(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func orNone(list string) string {
	if list == "" {
		return "None"
	}
	return list
}

// clock returns a time of day as HH:MM.
func clock(c queue.Clock) string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

func partnerNames(partners []queue.PartnerID, c *queue.Config) string {
	names := make([]string, len(partners))
	for i, id := range partners {
		names[i] = string(id)
		if at := slices.IndexFunc(c.Partners, func(p queue.Partner) bool { return p.ID == id }); at >= 0 {
			names[i] = c.Partners[at].Name
		}
	}
	return i18n.For("en").And(names)
}

func deskServices(d queue.Desk, c *queue.Config) string {
	if len(d.Services) == 0 {
		return "every service"
	}
	names := make([]string, len(d.Services))
	for i, id := range d.Services {
		s, _ := c.Service(id)
		names[i] = "“" + s.Name.In(c.Languages[0], c.Languages[0]) + "”" // it may have commas
	}
	return i18n.For("en").And(names)
}

func outOfOrderSentence(o queue.OutOfOrder) string {
	switch o {
	case queue.OutOfOrderCause:
		return "A mediator may call a ticket out of order, giving a cause of the list."
	case queue.OutOfOrderFree:
		return "A mediator may call any ticket at any time."
	case queue.OutOfOrderNo:
		return "Nobody may call a ticket out of order."
	}
	return ""
}

func waitingListSentence(l queue.WaitingList) string {
	switch l {
	case queue.WaitingListFull:
		return "A mediator sees who waits, in the order of calling."
	case queue.WaitingListCounts:
		return "A mediator sees how many wait, not who; a supervisor sees them all."
	}
	return ""
}

// openSentence returns the week as a sentence: days with the same hours that
// follow each other are told together.
func openSentence(hours []queue.Hours) string {
	if len(hours) == 0 {
		return "Always open (no hours are given)."
	}
	var week [7]string // from Monday
	for i := range week {
		week[i] = dayHours(hours, time.Weekday((i+1)%7))
	}
	var parts []string
	for i := 0; i < len(week); {
		last := i
		for last+1 < len(week) && week[last+1] == week[i] {
			last++
		}
		if week[i] != "" {
			parts = append(parts, dayRange(i, last)+" "+week[i])
		}
		i = last + 1
	}
	return "Open " + strings.Join(parts, "; ") + "."
}

// dayRange names the days from first to last, counted from Monday.
func dayRange(first, last int) string {
	name := func(i int) string { return time.Weekday((i + 1) % 7).String() }
	switch last - first {
	case 0:
		return name(first)
	case 1:
		return name(first) + " and " + name(last)
	case 6:
		return "every day"
	default:
		return name(first) + " to " + name(last)
	}
}

// dayHours returns a weekday's hours, "" when it has none.
func dayHours(hours []queue.Hours, day time.Weekday) string {
	var parts []string
	for _, h := range hours {
		switch {
		case h.Weekday != day:
		case h.From == 0 && h.To == 24*60:
			parts = append(parts, "around the clock")
		default:
			parts = append(parts, fmt.Sprintf("from %s to %s", clock(h.From), clock(h.To)))
		}
	}
	return i18n.For("en").And(parts)
}
