package term

import (
	"strings"
	"time"

	"github.com/gdamore/tcell/v2"
)

const (
	pasteMax     = 4096        // bytes of a paste that are kept
	pastePartMax = time.Second // between two of its keys: the end of a paste may be lost
)

// A paste gathers what is pasted, which a terminal sends as keys.
type paste struct {
	text strings.Builder
	at   time.Time // of its last key
}

// takes reports whether a key is part of the paste, and keeps its text.
func (p *paste) takes(event *tcell.EventKey) bool {
	if p == nil || event.When().Sub(p.at) > pastePartMax {
		return false
	}
	p.at = event.When()
	switch {
	case p.text.Len() >= pasteMax:
	case event.Key() == tcell.KeyRune:
		p.text.WriteRune(event.Rune())
	default: // the end of a line, a tab
		p.text.WriteByte(' ')
	}
	return true
}
