//go:build unix

package sound

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

func TestToEndWhatHasEndedIsNoFailure(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	p := newProcess(t.Context(), sh, "-c", ":")
	if err := p.run(); err != nil {
		t.Fatal(err)
	}
	if err := p.Cancel(); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("got %v", err)
	}
}
