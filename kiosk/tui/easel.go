package tui

import (
	"slices"

	"accueil/display/paint"
	"accueil/kiosk"
)

// An easel is a screen on its way to a sheet.
type easel struct {
	*sheet
	screen  kiosk.Screen
	pressed kiosk.TargetID // under a finger
	modules [][]bool       // of its code
	corner  rect           // of a ticket's sheet: what its upper end holds already
}

// drawSheet measures a screen out. Whatever may be touched is there, and a ticket's
// number; of the words those go first, on a small panel or where a name is endless,
// that say least.
func drawSheet(s kiosk.Screen, g glass, pressed kiosk.TargetID) *sheet {
	d := &easel{sheet: &sheet{glass: g, serial: s.Serial, lang: s.Lang}, screen: s, pressed: pressed}
	switch s.Kind {
	case kiosk.KindWelcome, kiosk.KindAppointments, kiosk.KindLanguages:
		d.choices()
	case kiosk.KindTicket:
		d.ticket()
	case kiosk.KindStillThere, kiosk.KindClosed, kiosk.KindTrouble, kiosk.KindOutOfOrder:
		d.message()
	}
	if paint.RightToLeft(s.Lang) {
		d.mirror()
	}
	return d.sheet
}

func (d *easel) measure() measure { return measure{d.glass, d.screen.Lang} }

// tallest measures what has room for words in any language: the same place in each.
func (d *easel) tallest() measure { return measure{d.glass, "ar"} }

// area is what is drawn on, without the margins.
func (d *easel) area() rect { return rect{0, 0, d.w, d.h}.inset(d.margin()) }

// aids are the buttons that belong to any screen: they stand beside the title, where
// nobody need reach high for them.
func (d *easel) aids() (aids, others []kiosk.Target) {
	for _, t := range d.screen.Buttons {
		if t.Pictogram == kiosk.PictogramListen || t.Pictogram == kiosk.PictogramHelp {
			aids = append(aids, t)
		} else {
			others = append(others, t)
		}
	}
	return aids, others
}

// frame draws the buttons and languages, and returns the room beside the upper ones
// and that between them and the lower ones. On a tall panel all are low, and the
// title has the part that nobody reaches who is sitting.
func (d *easel) frame() (head, body rect) {
	area := d.area()
	aids, others := d.aids()
	if d.tall() {
		others = append(aids, others...)
		aids = nil
	}
	area = d.lowerRows(area, others)
	if d.tall() {
		fifth := d.h/tallFifth - area.y
		return area.cutTop(fifth-d.gap(), d.gap())
	}
	head, body = area.cutTop(d.headHeight(), d.gap())
	if len(aids) > 0 {
		p := d.tallest().plan(aids, area.w*0.6, 2, 2)
		var right rect
		right, head = head.cutRight(p.natural(aids), d.gap())
		d.drawRow(p, right, aids, true)
	}
	return head, body
}

// headHeight is that of a button with two lines of text.
func (d *easel) headHeight() float64 { return d.tallest().rowHeight(2, d.buttonLetters(false)) }

func (d *easel) buttonLetters(narrow bool) letters { return letters{d.least(), true, narrow, false} }

// lowerRows draws what stands at the bottom, and returns the room above: the
// languages by themselves last, or in one row with what else there is.
func (d *easel) lowerRows(area rect, others []kiosk.Target) rect {
	together := append(append([]kiosk.Target{}, others...), d.screen.Langs...)
	if len(together) == 0 {
		return area
	}
	m := d.tallest()
	lines := 1
	for _, t := range others {
		if t.Note != "" {
			lines = 2
		}
	}
	groups := [][]kiosk.Target{together}
	if p := m.plan(together, area.w, lines, lines); len(p.rows(together)) > 1 && len(others) > 0 {
		groups = [][]kiosk.Target{d.screen.Langs, others}
	}
	for _, group := range groups {
		if len(group) == 0 {
			continue
		}
		p := m.plan(group, area.w, lines, 3)
		rows := p.rows(group)
		for i := len(rows) - 1; i >= 0; i-- {
			var row rect
			row, area = area.cutBottom(p.height, d.gap())
			boxes, lines, shapes := len(d.boxes), len(d.lines), len(d.shapes)
			d.drawRow(p, row, rows[i], len(rows) == 1)
			if len(d.screen.Langs) > 0 && slices.ContainsFunc(group, func(t kiosk.Target) bool { return t.ID == d.screen.Langs[0].ID }) {
				d.fix(boxes, lines, shapes)
			}
		}
	}
	return area
}

// fix keeps what was drawn since in its place, whatever the language.
func (d *easel) fix(boxes, lines, shapes int) {
	for i := range d.boxes[boxes:] {
		d.boxes[boxes+i].fixed = true
	}
	for i := range d.lines[lines:] {
		d.lines[lines+i].fixed = true
	}
	for i := range d.shapes[shapes:] {
		d.shapes[shapes+i].fixed = true
	}
}

// headline writes title and sentences, as large as the room allows; where it is too
// little for both the sentences go.
func (d *easel) headline(r rect) {
	if d.screen.Banner.Text != "" {
		d.banner(r)
		return
	}
	m := d.measure()
	small := letters{d.least(), false, false, false}
	for _, texts := range [][]string{d.screen.Text, nil} {
		var lines []string
		for _, text := range texts {
			lines = append(lines, m.wrap(small, text, r.w)...)
		}
		below := m.height(small, len(lines))
		if len(lines) > 0 {
			below += m.pitch(small) - small.capital
		}
		room := rect{r.x, r.y, r.w, r.h - below}
		l, good := m.fit([]string{d.screen.Title}, room, 2, capQuestion*d.scale(), d.least())
		if !good && texts != nil {
			continue
		}
		title := m.wrap(l, d.screen.Title, r.w)
		y := r.y + max(0, room.h-m.height(l, len(title)))/2
		y = d.write(title, r.below(y), style{l, alignStart, ground})
		if len(lines) > 0 {
			y = max(y-m.pitch(l)+l.capital+m.pitch(small)-small.capital+m.tail(l)/2, r.y)
			d.write(lines, r.below(y), style{small, alignStart, ground})
		}
		return
	}
}

// banner writes the line that came by itself into r.
func (d *easel) banner(r rect) {
	on := moodLook[d.screen.Banner.Mood]
	d.boxes = append(d.boxes, box{rect: r, look: on})
	d.centred([]string{d.screen.Banner.Text}, r.inset(d.pad()), capWordsMost*d.scale(), on)
}

// centred writes texts in the middle of r, each from a line of its own on, in the
// largest letters up to most.
func (d *easel) centred(texts []string, r rect, most float64, on look) {
	m := d.measure()
	sizes(most, d.least(), true)(func(l letters, _ bool) bool {
		var lines []string
		for _, text := range texts {
			lines = append(lines, m.wrap(l, text, r.w)...)
		}
		if m.height(l, len(lines)) > r.h+slack || m.width(l, lines...) > r.w+slack {
			return true
		}
		d.write(lines, r.below(r.y+(r.h-m.ink(l, len(lines)))/2), style{l, alignCenter, on})
		return false
	})
}

// moodLook are the colours of news.
var moodLook = [3]look{
	kiosk.MoodPlain:   {fill: paint.Navy, ink: paint.White, edge: paint.Navy},
	kiosk.MoodGood:    {fill: paint.Mint, ink: paint.Navy, edge: paint.Navy},
	kiosk.MoodTrouble: {fill: paint.Rose, ink: paint.Navy, edge: paint.Navy},
}
