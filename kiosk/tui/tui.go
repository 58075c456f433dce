package tui

import (
	"context"
	"errors"
	"log/slog"

	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
	"accueil/kiosk"
)

// Options are what a kiosk's screen is run with.
type Options struct {
	Model    kiosk.Model
	Messages <-chan kiosk.Msg   // from spool, printer and server
	Do       func(kiosk.Effect) // called in order; for Say and Hush on a goroutine of their own. May send on Messages
	Clock    func() kiosk.Now   // whoever keeps the time says which wall clock is to be trusted
	PanelMM  [2]int             // width and height of the glass; zero: 15.6 inches
	// OwnerExit are the characters that leave when typed one after the other,
	// each within five seconds of the one before. Empty: Ctrl-C leaves.
	OwnerExit string
	Rest      func()       // called now and then while nobody is there; nil: nothing is
	Log       *slog.Logger // nil: nothing is logged
	Screen    tcell.Screen // nil: this process's terminal. Run begins and ends it
}

const (
	takenMax   = 256 // before what is to be seen is drawn
	effectsMax = 256 // wished, not yet done
)

// Run shows the kiosk until ctx ends or the owner leaves, and then returns nil.
// It returns an error when there is no terminal, or when it is gone.
func Run(ctx context.Context, o Options) error {
	if o.Screen == nil {
		defer holdSignals()()
	}
	stage, err := paint.OpenStage(o.Screen, true)
	if err != nil {
		return err
	}
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	l := newLoop(o, stage, leave)
	stage.Ground(l.colours.ground)
	err = stage.Run(ctx, func(ctx context.Context) {
		defer leave()
		l.run(ctx)
	}, func(ctx context.Context) { l.doAll(ctx, l.effects) }, func(ctx context.Context) { l.doAll(ctx, l.voice) })
	return errors.Join(err, l.lost)
}
