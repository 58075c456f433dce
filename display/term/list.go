package term

import (
	"accueil/configs/i18n"
	"accueil/display"
	"accueil/display/paint"
)

// list draws those who wait, in calling order, around the selected line, and how
// many more there are.
func (d *consoleDrawing) list(r paint.Rect) {
	rows, room := d.screen.Rows, r.H-1
	from := 0
	for i, row := range rows {
		if row.Selected {
			from = max(0, i-room+2)
		}
	}
	y, i := r.Y+1, from
	for ; i < len(rows) && y < r.Y+r.H; i++ {
		d.offers(paint.Box(r.X, y, r.W, 1), rows[i].Target)
		d.row(paint.Box(r.X, y, r.W, 1), rows[i])
		y++
		if rows[i].Selected && paint.Columns(rows[i].Mark) > markRoom(r.W) && y < r.Y+r.H {
			d.Put(r.X+9, y, r.W-10, shortened(rows[i].Mark, r.W-10), d.colours.ground)
			y++
		}
	}
	more := i18n.For(d.screen.Lang).ConsoleMore(len(rows) - i + from + d.screen.Beyond)
	d.Put(1, r.Y, r.W-4-paint.Columns(more), shortened(d.screen.Counts, r.W-4-paint.Columns(more)), paint.Strong(d.colours.ground))
	d.Put(r.X+r.W-1-paint.Columns(more), r.Y, r.W, more, d.colours.quiet)
	for i, line := range paint.Wrap(d.screen.Hidden, r.W-2) {
		if d.screen.Hidden != "" && y+i < r.Y+r.H {
			d.Put(r.X+1, y+i, r.W-2, line, d.colours.quiet)
		}
	}
}

// serviceRoom and markRoom are the widths of a line's last two columns.
func serviceRoom(width int) int { return min(32, (width-22)/2) }
func markRoom(width int) int    { return width - serviceRoom(width) - 23 }

// row draws number, wait, service, and what is special.
func (d *consoleDrawing) row(r paint.Rect, row display.ConsoleRow) {
	style := d.colours.ground
	if row.Away {
		style = d.colours.quiet
	}
	lead := "  "
	if row.Selected {
		style, lead = d.colours.selected, "▶ "
		d.Fill(r, style)
	}
	d.Put(r.X, r.Y, 2, lead, style)
	d.Put(r.X+2, r.Y, 7, row.Number, paint.Strong(style))
	wait := style
	if row.Long {
		wait = paint.Strong(style)
	}
	d.Put(r.X+9, r.Y, 7, row.Wait, wait)
	d.Put(r.X+17, r.Y, 2, row.Lang, style)
	service, mark := serviceRoom(r.W), markRoom(r.W)
	d.Put(r.X+21, r.Y, service, shortened(row.Service, service), style)
	d.Put(r.X+22+service, r.Y, mark, shortened(row.Mark, mark), style)
}
