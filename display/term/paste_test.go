package term

import (
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"
)

func TestAPasteTakesItsKeysUntilItsEnd(t *testing.T) {
	key := func(k tcell.Key, r rune) *tcell.EventKey { return tcell.NewEventKey(k, r, tcell.ModNone) }
	p := &paste{at: time.Now()}
	for _, event := range []*tcell.EventKey{key(tcell.KeyRune, 'a'), key(tcell.KeyEnter, '\r'), key(tcell.KeyCtrlC, 3), key(tcell.KeyRune, 'é')} {
		if !p.takes(event) {
			t.Errorf("%s got through", event.Name())
		}
	}
	if got := p.text.String(); got != "a  é" {
		t.Errorf("got %q", got)
	}
	p.at = time.Now().Add(-2 * pastePartMax) // its end was lost
	if p.takes(key(tcell.KeyRune, 's')) {
		t.Error("a paste without an end takes the keys for ever")
	}
	if (*paste)(nil).takes(key(tcell.KeyRune, 's')) {
		t.Error("no paste takes keys")
	}
}
