package term

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/gdamore/tcell/v2"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/display/paint"
)

// Figures of a wall, in millimetres of capital height.
const (
	perMetreMM  = 12.2 // of distance: the least that is read
	newestMM    = 110
	rowsUnder   = 3 // earlier calls that should fit below the newest
	wallColumns = 48
	wallRows    = 14
)

// Wall shows the waiting room's display until ctx ends or Ctrl-C is pressed.
func Wall(ctx context.Context, o Options) error {
	o = o.complete()
	return run(ctx, o, func(stage *paint.Stage) skin { return newWall(o, stage) })
}

// A wall is the skin of a board.
type wall struct {
	board      display.Board
	page       wallPage
	cellPixels func() [2]int
	log        *slog.Logger
	advised    bool // which cells would do
	met        bool // a call was on it: whoever sets it up is done
}

func newWall(o Options, stage *paint.Stage) *wall {
	return &wall{
		board: display.NewBoard(), log: o.Log, cellPixels: stage.CellPixels,
		page: wallPage{panelMM: o.PanelMM, distance: o.Distance, colours: wallPalette(stage.Colours())},
	}
}

func (w *wall) update(m display.Msg) (effects []display.Effect) {
	w.board, effects = w.board.Update(m)
	return effects
}

func (w *wall) deadline() time.Duration { return w.board.Deadline() }

func (w *wall) key(*tcell.EventKey) display.Msg { return nil }

func (w *wall) mouse(*tcell.EventMouse) display.Msg { return nil }

func (w *wall) title() string { return w.board.View().Title }

func (w *wall) lay(width, height int) *paint.Canvas {
	return w.layScreen(w.board.View(), width, height)
}

func (w *wall) layScreen(s display.WallScreen, width, height int) *paint.Canvas {
	p := w.page
	p.width, p.height, p.cellPixels = width, height, w.cellPixels()
	w.met = w.met || s.Band != nil || len(s.Rows) > 0
	p.advice = w.advice(s.Lang, p)
	return layWall(s, p)
}

// advice tells whoever sets the wall up, on the plain layout and in the log, which cells
// would bring larger letters: once, until somebody is called.
func (w *wall) advice(lang string, p wallPage) string {
	g := newWallGlass(p)
	if w.met || !g.coarse() {
		return ""
	}
	columns, rows := g.finest()
	wide, high := 0, p.height*p.cellPixels[1]/rows
	if high >= 2 {
		wide = (high + 1) / 2
	}
	if !w.advised {
		w.advised = true
		w.log.Warn("the words on the wall are small: the terminal's cells are too large; choose a smaller font",
			"has", fmt.Sprintf("%d×%d cells", p.width, p.height), "wants", fmt.Sprintf("%d×%d", columns, rows), "pixels a cell", fmt.Sprintf("%d×%d", wide, high))
	}
	if wide == 0 {
		return ""
	}
	return i18n.For(lang).Coarse(wide, high)
}

// A wallPage is what a wall is laid out for.
type wallPage struct {
	width, height int     // cells
	panelMM       [2]int  // of the glass that they cover
	distance      float64 // of the farthest reader, in metres
	cellPixels    [2]int  // as the terminal says it, or zero
	colours       wallColours
	advice        string // to whoever sets the terminal up
}

// layWall draws a wall in letters of its own where cells and colours allow it, and else
// in the terminal's.
func layWall(s display.WallScreen, p wallPage) *paint.Canvas {
	if g := newWallGlass(p); g.fine() {
		if sheet, ok := drawWall(s, g); ok {
			return sheet.print()
		}
	}
	return plainWall(s, p)
}
