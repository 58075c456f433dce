package printer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accueil/kiosk"
	"accueil/queue"
)

func TestAReceiptIsPrintedWhenItIsInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "paper")
	p, err := Open("file://" + path)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []queue.Number{"A07", "A08"} {
		r := kiosk.Receipt{Site: "PIMMS de Dijon", Number: n, Service: "Papiers\x1b[2J et droits", Advice: "Regardez l'écran."}
		if err := p.Print(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if !p.Proves() {
		t.Error("a file is its own paper")
	}
	paper, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(paper), "\f"); got != 2 || !strings.Contains(string(paper), "\nA08\n") || strings.Contains(string(paper), "\x1b") {
		t.Errorf("got %q, want two receipts and no control character of another's making", paper)
	}
}

func TestAPrinterThatCannotPrintSaysSo(t *testing.T) {
	p, err := Open("file://" + filepath.Join(t.TempDir(), "nowhere", "paper"))
	if err != nil {
		t.Fatal(err)
	}
	var trouble *kiosk.PrintError
	if err := p.Print(t.Context(), kiosk.Receipt{Number: "A01"}); !errors.As(err, &trouble) || trouble.Trouble != kiosk.TroubleBroken {
		t.Errorf("got %v, want a broken printer", err)
	}
}

func TestASettingIsUnderstoodOrTold(t *testing.T) {
	for _, setting := range []string{"", "none"} {
		if p, err := Open(setting); p != nil || err != nil {
			t.Errorf("%q: got %v, %v, want none", setting, p, err)
		}
	}
	for _, setting := range []string{"tcp://127.0.0.1", "file://", "paper", "tcp://127.0.0.1:9100?dots=1"} {
		if _, err := Open(setting); err == nil || !strings.Contains(err.Error(), "expected") {
			t.Errorf("%q: got %v, want what to write", setting, err)
		}
	}
}
