package printer

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/kiosk/printer/printertest"
)

// receiptio is another's program that prints to such printers, at port 9100 alone:
// each test has an address of its own. It returns what it said.
func receiptio(t *testing.T, address, markdown string, args ...string) string {
	t.Helper()
	const name = "receiptio"
	path, err := exec.LookPath(name)
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("ACCUEIL_REQUIRE"), ","), name) {
			t.Fatalf("%s is required and is not here: npm install -g receiptio@2.1.2", name)
		}
		t.Skipf("%s is not here: npm install -g receiptio@2.1.2", name)
	}
	run := exec.CommandContext(t.Context(), path, append([]string{"-d", address, "-p", "escpos", "-t", "5"}, args...)...)
	run.Stdin = strings.NewReader(markdown)
	run.WaitDelay = 10 * time.Second
	said, _ := run.CombinedOutput() // its exit status is in its word
	return strings.TrimSpace(string(said))
}

// at9100 has a printer answer at port 9100 of an address of this machine that is free.
func at9100(t *testing.T, other *printertest.Printer) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.%d.%d.%d", 1+rand.N(250), 1+rand.N(250), 1+rand.N(250))
		if free, err := net.Listen("tcp", address+":9100"); err == nil {
			_ = free.Close()
			other.Listen(t, address+":9100")
			return address
		}
	}
	t.Fatal("port 9100 is free on none of a hundred addresses of this machine")
	return ""
}

func TestAnIndependentClientTakesTheFakeForAPrinter(t *testing.T) {
	other := printertest.New()
	address := at9100(t, other)
	for name, c := range map[string]struct {
		do   func()
		want string
	}{
		"well":           {func() {}, "online"},
		"the cover open": {func() { other.OpenCover(true) }, "coveropen"},
		"no paper":       {func() { other.Load(0) }, "paperempty"},
		"broken":         {func() { other.Break(true) }, "error"},
	} {
		c.do()
		if got := receiptio(t, address, "", "-q"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		other.OpenCover(false)
		other.Break(false)
		other.LoadFull()
	}
	if got := receiptio(t, address, "^^^A07\n\nPapiers et droits"); got != "success" {
		t.Errorf("got %q, want success", got)
	}
	sheets := other.Sheets()
	if len(sheets) != 1 || !slices.Equal(sheets[0].Lines, []string{"A07", " ", "Papiers et droits"}) {
		t.Errorf("got %+v, want one sheet with both lines", sheets)
	}
	if wrong := other.Wrong(); len(wrong) > 0 {
		t.Errorf("not understood: %q", wrong)
	}
	other.Load(10)
	if got := receiptio(t, address, strings.Repeat("Papiers et droits\n", 9)); got != "paperempty" {
		t.Errorf("the paper ends: got %q, want paperempty", got)
	}
}
