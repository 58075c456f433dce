package tui

import "accueil/kiosk"

const (
	capMessage = 16 // of the one idea of a screen that has little else
	detailMM   = 4  // of what is for whoever mends the machine
	yesMM      = 40 // of the one thing to touch, where there is one
)

// message is a screen of few words: the title on a band, what to do below it, and at
// most one thing to touch.
func (d *easel) message() {
	head, body := d.frame()
	if d.tall() && d.screen.Banner.Text == "" {
		body.h += body.y - head.y
		body.y = head.y
	}
	if d.screen.Detail != "" {
		body = d.detail(body)
	}
	if d.screen.Banner.Text != "" {
		d.banner(head)
	}
	if len(d.screen.Tiles) > 0 {
		var yes rect
		yes, body = body.cutBottom(min(yesMM, body.h/3), d.gap())
		w := yes.w / 2
		d.tiles(rect{yes.x + (yes.w-w)/2, yes.y, w, yes.h})
	}
	on := moodLook[kiosk.MoodPlain]
	if d.screen.Kind == kiosk.KindTrouble || d.screen.Kind == kiosk.KindOutOfOrder {
		on = moodLook[kiosk.MoodTrouble]
	}
	band, text := body, rect{}
	if len(d.screen.Text) > 0 {
		band, text = body.cutTop(body.h/2, d.gap())
	}
	d.boxes = append(d.boxes, box{rect: band, look: on})
	d.centred([]string{d.screen.Title}, band.inset(d.padTile()), capMessage*d.scale(), on)
	if len(d.screen.Text) > 0 {
		d.centred(d.screen.Text, text, capQuestion*d.scale(), ground)
	}
}

// detail writes what a technician wants to know at the bottom of r, small.
func (d *easel) detail(r rect) rect {
	m := d.measure()
	_, ph := d.pixel()
	l := letters{max(detailMM, pixelsLeast*ph), false, true, false}
	lines := m.wrap(l, d.screen.Detail, r.w)
	most := detailRows
	if d.small() {
		most = 1
	}
	lines = lines[:min(len(lines), most)]
	at, rest := r.cutBottom(m.height(l, len(lines)), d.gap())
	before := len(d.lines)
	d.write(lines, at, style{l, alignStart, ground})
	for i := range d.lines[before:] {
		d.lines[before+i].small = true
	}
	return rest
}
