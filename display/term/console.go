package term

import (
	"context"
	"strings"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/display/paint"
)

// The smallest terminal for a console, and from where there is room for the desks
// beside the list.
const (
	consoleColumns   = 80
	consoleRows      = 24
	wideColumns      = 108
	sideColumns      = 34
	alertRowsMax     = 2
	listRowsMin      = 3 // its head and two lines
	askedRowsMin     = 6 // of a question, that leave a line to the desks
	roomyRows        = 8
	choiceColumnsMax = 3
)

// Console shows a mediator's console until ctx ends, or the mediator leaves.
func Console(ctx context.Context, o Options) error {
	o.mouse = true
	return run(ctx, o, func(stage *paint.Stage) skin {
		return &console{model: display.NewConsole(), colours: consolePalette(stage.Colours())}
	})
}

// A console is the skin of a display.Console.
type console struct {
	model   display.Console
	colours consoleColours
	drawn   *consoleDrawing // what is to be seen; nil before
	down    *press          // nil: nothing is
}

func (c *console) update(m display.Msg) (effects []display.Effect) {
	c.model, effects = c.model.Update(m)
	return effects
}

func (c *console) deadline() time.Duration { return c.model.Deadline() }

func (c *console) title() string { return c.model.View().Title }

// key returns what a key of the terminal is called by the model.
func (c *console) key(event *tcell.EventKey) display.Msg {
	switch event.Key() {
	case tcell.KeyRune:
		if event.Modifiers()&(tcell.ModAlt|tcell.ModCtrl) != 0 {
			return nil
		}
		return display.Type{Rune: event.Rune()}
	case tcell.KeyEnter:
		return display.Press{Key: display.KeyEnter}
	case tcell.KeyEscape:
		return display.Press{Key: display.KeyEscape}
	case tcell.KeyUp:
		return display.Press{Key: display.KeyUp}
	case tcell.KeyDown:
		return display.Press{Key: display.KeyDown}
	case tcell.KeyPgUp:
		return display.Press{Key: display.KeyPageUp}
	case tcell.KeyPgDn:
		return display.Press{Key: display.KeyPageDown}
	case tcell.KeyHome:
		return display.Press{Key: display.KeyHome}
	case tcell.KeyEnd:
		return display.Press{Key: display.KeyEnd}
	case tcell.KeyCtrlU:
		return display.Press{Key: display.KeyEraseAll}
	case tcell.KeyTab:
		return display.Press{Key: display.KeyTab}
	case tcell.KeyBackspace, tcell.KeyBackspace2, tcell.KeyDelete:
		return display.Press{Key: display.KeyErase}
	default:
		return nil
	}
}

func (c *console) lay(width, height int) *paint.Canvas {
	c.drawn = layConsole(c.model.View(), width, height, c.colours)
	return c.drawn.Canvas
}

// A consoleDrawing is a console on its way to a canvas.
type consoleDrawing struct {
	*paint.Canvas
	screen  display.ConsoleScreen
	colours consoleColours
	areas   []area // that may be touched
}

// layConsole draws a console: alerts first, who sits where, who is here and why,
// the list or the question, what was said, and the keys last.
func layConsole(s display.ConsoleScreen, width, height int, colours consoleColours) *consoleDrawing {
	if s.Stale != "" {
		colours = colours.dimmed()
	}
	d := &consoleDrawing{Canvas: paint.NewCanvas(width, height, colours.ground), screen: s, colours: colours}
	d.Lang = s.Lang
	if width < consoleColumns || height < consoleRows {
		for i, line := range paint.Wrap(i18n.For(s.Lang).TooSmall(width, height, consoleColumns, consoleRows), width) {
			d.Put(0, i, width, line, paint.Strong(colours.ground))
		}
		return d
	}
	bottom := d.keys(height)
	bottom = d.said(bottom)
	y := d.head()
	if len(s.Head) == 0 { // nobody is signed in
		d.Put(2, y, width-4, s.Title, d.colours.quiet)
		d.question(paint.Box(2, y+2, width-4, bottom-y-3))
		if s.Question != nil {
			d.Put(2, bottom-1, width-4, s.Question.Hint, d.colours.quiet)
		}
		return d
	}
	y = d.mine(y, bottom-listRowsMin-1)
	y = d.site(y, bottom-y)
	bottom = d.given(y, bottom)
	list := paint.Box(0, y, width, bottom-y)
	if width >= wideColumns {
		list.W = width - sideColumns
		d.desks(paint.Box(list.W+1, y, sideColumns-2, bottom-y))
	} else {
		for i, line := range d.deskLines(list.H) {
			list.H--
			d.Put(1, bottom-1-i, width-2, line, colours.quiet)
		}
	}
	if s.Notice != "" && s.Question == nil && list.H > listRowsMin {
		list.H--
		d.Put(1, list.Y+list.H, list.W-2, shortened(s.Notice, list.W-2), colours.quiet)
	}
	if s.Question != nil {
		d.question(paint.Box(1, y, list.W-2, list.H))
	} else {
		d.list(list)
	}
	return d
}

// head draws alerts, in reverse, whoever sits here, and that the line is lost.
func (d *consoleDrawing) head() int {
	s, y := d.screen, 0
	for _, line := range d.alerts() {
		d.bar(y, line, d.colours.alert)
		d.offers(paint.Box(0, y, d.Width, 1), s.Alert)
		y++
	}
	y = max(y, 1)
	if s.Stale != "" {
		d.bar(y, s.Stale, d.colours.trouble)
		y++
		for _, line := range capped(paint.Wrap(s.Detail, d.Width-2), 2) {
			d.bar(y, line, d.colours.trouble.Bold(false))
			y++
		}
	}
	if len(s.Head) > 0 {
		room := d.Width - 2 - paint.Columns(s.ToCode)
		d.bar(y, headOf(s.Head, room-2), d.colours.head)
		d.Put(1+room, y, d.Width, s.ToCode, d.colours.head)
		d.offers(paint.Box(1+room, y, d.Width-1-room, 1), s.Owed)
		y++
	}
	return y
}

// headOf is as much of the head as fits; its last parts are missed the least.
func headOf(parts []string, room int) string {
	for n := len(parts); n > 1; n-- {
		if text := strings.Join(parts[:n], " · "); paint.Columns(text) <= room {
			return text
		}
	}
	return shortened(parts[0], room)
}

// alerts are as many as fit into two lines, and how many more there are.
func (d *consoleDrawing) alerts() (lines []string) {
	all := d.screen.Alerts
	for n := len(all); n > 0; n-- {
		text := strings.Join(all[:n], " · ")
		if n < len(all) {
			text += " " + i18n.For(d.screen.Lang).ConsoleAlertsMore(len(all)-n)
		}
		if lines = paint.Wrap(text, d.Width-2); len(lines) <= alertRowsMax {
			break
		}
	}
	return capped(lines, alertRowsMax)
}

func (d *consoleDrawing) bar(y int, text string, style tcell.Style) {
	d.Fill(paint.Box(0, y, d.Width, 1), style)
	d.Put(1, y, d.Width-2, text, style)
}

// mine draws who is here, above a row: the first line is what is called out.
func (d *consoleDrawing) mine(y, below int) int {
	y++
	for i, line := range d.screen.Mine {
		style := d.colours.ground
		if i == 0 {
			style = paint.Strong(d.colours.mine)
			d.Fill(paint.Box(0, y, d.Width, 1), style)
		}
		for _, part := range capped(paint.Wrap(line, d.Width-4), 2) {
			if y >= below {
				return y
			}
			d.Put(2, y, d.Width-4, part, style)
			y++
		}
	}
	return y + 1
}

// site draws what its head watches, in as many lines as leave the list its room.
func (d *consoleDrawing) site(y, room int) int {
	most := 1
	if room > roomyRows+2 {
		most = 3
	}
	if len(d.screen.Site) == 0 || room <= listRowsMin+1 || d.screen.Question != nil {
		return y
	}
	lines := paint.Wrap(strings.Join(d.screen.Site, " · "), d.Width-2)
	for i, line := range capped(lines, most) {
		if i == most-1 && len(lines) > most {
			line = shortened(line+" "+lines[most], d.Width-2)
		}
		d.Put(1, y, d.Width-2, line, d.colours.ground)
		y++
	}
	return y
}

func capped(lines []string, n int) []string { return lines[:min(len(lines), n)] }

// shortened shows that something was left out.
func shortened(text string, width int) string {
	if paint.Columns(text) <= width {
		return text
	}
	return paint.Cut(text, max(0, width-1)) + "…"
}

// deskLines are the desks below a list of a height, the lowest line first: never
// broken within one, and in a second line where the list has room.
func (d *consoleDrawing) deskLines(height int) []string {
	rows := 0
	switch {
	case height > roomyRows:
		rows = 2
	case height > listRowsMin && d.screen.Question == nil || height > askedRowsMin:
		rows = 1
	}
	var whole []string
	for _, desk := range d.screen.Desks {
		whole = append(whole, strings.ReplaceAll(desk, " ", paint.NoBreak))
	}
	lines := paint.Wrap(strings.Join(whole, paint.NoBreak+"· "), d.Width-2)
	if len(lines) > rows && rows > 0 {
		lines[rows-1] = shortened(lines[rows-1]+" "+lines[rows], d.Width-2)
	}
	return backward(capped(lines, rows))
}

// desks draws them beside the list, whole where there is room for that.
func (d *consoleDrawing) desks(r paint.Rect) {
	if len(d.screen.Desks) > 0 && r.H > 1 {
		d.Put(r.X, r.Y, r.W, i18n.For(d.screen.Lang).PagePart("desks"), paint.Strong(d.colours.quiet))
		r = paint.Box(r.X, r.Y+1, r.W, r.H-1)
	}
	var lines []string
	for _, desk := range d.screen.Desks {
		lines = append(lines, paint.Wrap(desk, r.W)...)
	}
	if len(lines) > r.H {
		lines = d.screen.Desks
	}
	for i, line := range capped(lines, r.H) {
		d.Put(r.X, r.Y+i, r.W, shortened(line, r.W), d.colours.quiet)
	}
}

// question draws what is asked, in the place of the list.
func (d *consoleDrawing) question(r paint.Rect) {
	q := d.screen.Question
	if q == nil {
		return
	}
	y, bottom := r.Y, r.Y+r.H
	put := func(text string, style tcell.Style) {
		for _, line := range paint.Wrap(text, r.W) {
			if y < bottom {
				d.Put(r.X, y, r.W, line, style)
				y++
			}
		}
	}
	hint := paint.Wrap(q.Hint, r.W)
	if len(q.Keys) > 0 { // they say it
		hint = nil
	}
	for i, line := range hint {
		d.Put(r.X, bottom-len(hint)+i, r.W, line, d.colours.quiet)
	}
	bottom -= len(hint)
	put(q.Title, paint.Strong(d.colours.ground))
	for _, line := range q.Lines {
		put("+ "+line, d.colours.ground)
	}
	if q.Typing {
		put("> "+q.Typed+"▁", paint.Strong(d.colours.ground))
	}
	d.choices(paint.Box(r.X, y, r.W, bottom-y), q)
}

// choices draws the answers, in up to three columns when they are many and short,
// around the one under the cursor.
func (d *consoleDrawing) choices(r paint.Rect, q *display.QuestionScreen) {
	columns := 1
	if r.W >= 72 && !q.Typing && r.H > 0 {
		columns = max(1, min(choiceColumnsMax, (len(q.Options)+r.H-1)/r.H))
	}
	from, width := 0, r.W/columns
	for i, o := range q.Options {
		if o.On && i/columns >= r.H {
			from = i - i%columns - (r.H-1)*columns
		}
	}
	if columns > 1 {
		from = 0
	}
	for i := from; i < len(q.Options) && i-from < r.H*columns; i++ {
		o := q.Options[i]
		x, y := r.X+(i-from)/r.H*width, r.Y+(i-from)%r.H
		style, text := d.colours.ground, "  "+o.Label
		if o.Key != "" {
			text = o.Key + "  " + o.Label
		}
		if o.On {
			style = d.colours.selected
			d.Fill(paint.Box(x, y, width-1, 1), style)
		}
		d.Put(x, y, width-1, shortened(text, width-1), style)
		d.offers(paint.Box(x, y, width-1, 1), o.Target)
	}
}

// said draws the last word above the keys, and returns the row above.
func (d *consoleDrawing) said(bottom int) int {
	style := d.colours.good
	switch {
	case d.screen.Said == "":
		style = d.colours.ground
	case d.screen.Trouble:
		style = d.colours.trouble
	case d.screen.Busy:
		style = d.colours.selected
	case d.screen.Given != "":
		style = paint.Strong(style)
	}
	lines := capped(paint.Wrap(d.screen.Said, d.Width-2), 3)
	if len(lines) == 0 {
		lines = []string{""}
	}
	for i, line := range lines {
		d.bar(bottom-len(lines)+i, line, style)
	}
	return bottom - len(lines)
}
