package main

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"accueil/kiosk/spool"
	"accueil/queue"
	"accueil/queue/journal/sqlite"
)

var (
	storm     = flag.Int("storm", 100_000, "how many keys, control codes and broken sequences a kiosk is sent, and a tenth as many touches")
	stormSeed = flag.Uint64("storm-seed", 1, "which ones")
)

// ownerKeys leave; no key of the storm is its third.
const ownerKeys = "zxq7"

// mutePaper is the sample, with a printer that nobody reaches: the number is then
// written in letters. Who does nothing is asked soon.
func mutePaper(t testing.TB) (path string) {
	t.Helper()
	sample, err := os.ReadFile("../../configs/dijon.toml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`printer = "none" `, `printer = "tcp://127.0.0.1:1" `, "idle_seconds = 30", "idle_seconds = 5").Replace(string(sample))
	path = filepath.Join(t.TempDir(), "site.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A gust is a little of what a storm sends.
func gust(r *rand.Rand) string {
	letters := func(n int) string {
		const some = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ012345689 ;:?<>-[]{}()é"
		var b strings.Builder
		for range n {
			b.WriteRune([]rune(some)[r.IntN(len([]rune(some)))])
		}
		return b.String()
	}
	number := func() int { return r.IntN(1 << (1 + r.IntN(31))) }
	switch r.IntN(16) {
	case 0:
		return string(rune(r.IntN(32))) // Ctrl-A to Ctrl-Z and the rest
	case 1:
		return "\x1b" + letters(1)
	case 2:
		return fmt.Sprintf("\x1b[%d;%d%c", number(), r.IntN(20), '@'+rune(r.IntN(63)))
	case 3:
		return fmt.Sprintf("\x1b[%d~", r.IntN(40)) // function keys
	case 4:
		return "\x1b[" + letters(r.IntN(4)) // cut off
	case 5:
		return "\x1bO" + letters(r.IntN(2))
	case 6:
		return "\x1b" + string("]P^_X"[r.IntN(5)]) + letters(r.IntN(40)) // a string without its end
	case 7:
		return "\x1b]52;c;" + letters(20) + "\x07"
	case 8:
		return "\x1b[200~" + letters(r.IntN(100)) + "\t\r\x1b[201~"
	case 9:
		return "\x1b[" + string("IO"[r.IntN(2)])
	case 10:
		return string([]byte{byte(0x80 + r.IntN(128)), byte(r.IntN(256)), byte(0x80 + r.IntN(128))})
	case 11:
		return fmt.Sprintf("\x1b[<%d;%d;%d%c", number(), number()-100, number(), "Mm"[r.IntN(2)])
	case 12:
		return fmt.Sprintf("\x1b[%d;%d;%d;1;%d;%d_", r.IntN(200), r.IntN(3), r.IntN(200), r.IntN(64), number())
	case 13:
		return []string{"\t", "\r", "\x1b[Z"}[r.IntN(3)]
	case 14:
		return "zx" + letters(1) + "q\tzxq\x03" // parts of the owner's keys
	}
	return letters(1 + r.IntN(3))
}

// finger is a touch somewhere: most lift, some slide, some never lift.
func finger(r *rand.Rand, columns, rows int) string {
	c := cell{1 + r.IntN(columns), 1 + r.IntN(rows)}
	switch r.IntN(8) {
	case 0:
		return down(c) + drag(cell{1 + r.IntN(columns), 1 + r.IntN(rows)}) + lift(cell{1 + r.IntN(columns), 1 + r.IntN(rows)})
	case 1:
		return wheel(c)
	case 2:
		return down(c)
	}
	return tap(c)
}

var shownNumber = regexp.MustCompile(`[A-Z][0-9]{2,5}`)

// Nobody but the owner leaves, whatever is typed and touched, whatever signals a
// keyboard sends and sizes the terminal takes; then the next visitor is served, and
// there are as many tickets in the journal as were shown.
func TestAStormOfKeysAndTouchesLeadsNowhere(t *testing.T) {
	data, config := t.TempDir(), mutePaper(t)
	s := serve(t, data, "--config", config)
	const columns, rows = 120, 40
	g := newGlass(t, columns, rows, nil, "kiosk", "--config", config, "--data", data, "--server", s.url, "--owner-exit", ownerKeys)
	shown := map[string]bool{}
	g.seen = func(p page) {
		for _, number := range shownNumber.FindAllString(p.String(), -1) {
			shown[number] = true
		}
	}
	g.until("La Poste")
	r := rand.New(rand.NewPCG(*stormSeed, 0))
	began, slowest := time.Now(), time.Duration(0)
	for sent := 0; sent < *storm; sent += 100 {
		for range 100 {
			g.types(gust(r))
		}
		for range 10 {
			g.types(finger(r, columns, rows))
		}
		g.shakes(t, r, columns, rows)
		if sent%(*storm/lulls) == 0 {
			slowest = max(slowest, g.leads(t, "Touchez une image", ways...))
			g.leads(t, "Votre numéro est", tiles[sent/(*storm/lulls)%len(tiles)])
		}
		if !g.runs() {
			t.Fatalf("it left after %d keys, seed %d: %v\n%s", sent, *stormSeed, g.cmd.ProcessState, g.screen())
		}
	}
	g.types("\x1b[200~" + strings.Repeat("1 MB of a paste\r\n\t", 1<<20/18) + "\x1b[201~")
	slowest = max(slowest, g.leads(t, "Touchez une image", ways...))
	g.mustTellTheServer(t, s, data, shown)
	t.Logf("%d keys, %d touches and %d tickets in %s; home within %s", *storm, *storm/10, len(shown), time.Since(began), slowest)
}

// tiles are of the sample; the same one within five seconds gives no second ticket.
var tiles = []string{"La Poste", "Papiers et droits", "Facture à payer", "Bus, tram", "Électricité", "Je ne sais pas"}

// lulls are how often a storm stops, and the next visitor comes.
const lulls = 20

// shakes changes the terminal's size, or sends a signal, now and then.
func (g *glass) shakes(t *testing.T, r *rand.Rand, columns, rows int) {
	t.Helper()
	signals := []syscall.Signal{
		syscall.SIGTSTP, syscall.SIGQUIT, syscall.SIGTTIN, syscall.SIGTTOU, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGWINCH, syscall.SIGCONT, syscall.SIGPIPE,
	}
	switch r.IntN(20) {
	case 0:
		g.resize(1, 1)
		g.types(finger(r, 1, 1))
		g.resize(columns, rows)
	case 1:
		if err := g.cmd.Process.Signal(signals[r.IntN(len(signals))]); err != nil {
			t.Fatal(err)
		}
	}
}

// cell is where a text stands on the screen, or nowhere.
func (g *glass) cell(text string) cell {
	for y, line := range strings.Split(g.screen(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return cell{len([]rune(before)) + 1, y + 1}
		}
	}
	return cell{}
}

// ways are what leads home, by a touch, from any screen; in Arabic the language does.
var ways = []string{"C'est noté", "Noted", "Записано", "Français", "Oui", "Yes", "Так"}

const leadsTimeMax = 30 * time.Second // less than an unproved ticket stays by itself

// leads touches, as whoever comes after a storm does, whichever of some texts the screen
// shows, until it shows another, and returns how long that took: a figure, since a busy
// machine is late in all it does. What is never shown fails.
func (g *glass) leads(t testing.TB, to string, touched ...string) time.Duration {
	t.Helper()
	began, look := time.Now(), time.NewTicker(50*time.Millisecond)
	defer look.Stop()
	for ; !strings.Contains(g.screen(), to); <-look.C {
		for _, text := range touched {
			if at := g.cell(text); at != (cell{}) {
				g.types(tap(at))
			}
		}
		if time.Since(began) > leadsTimeMax {
			t.Fatalf("no %q after %s of touches:\n%s", to, leadsTimeMax, g.screen())
		}
	}
	return time.Since(began)
}

// mustTellTheServer wants the tickets of the kiosk's disk, of the journal and of the
// screens to be the same.
func (g *glass) mustTellTheServer(t *testing.T, s *served, data string, shown map[string]bool) {
	t.Helper()
	g.types(ownerKeys)
	if !g.ends(5 * time.Second) {
		t.Fatalf("the owner cannot leave:\n%s", g.screen())
	}
	if status := g.cmd.ProcessState.ExitCode(); status != 0 {
		t.Errorf("the owner left: got status %d, want 0", status)
	}
	disk, err := spool.Open(filepath.Join(data, "kiosk.db"), spool.SystemClock())
	if err != nil {
		t.Fatal(err)
	}
	if n := disk.Unsent(); n > 0 {
		t.Errorf("%d commands are not yet with the server", n)
	}
	if err := disk.Close(); err != nil {
		t.Fatal(err)
	}
	s.stop()
	given := journalled(t, data)
	if want := slices.Sorted(maps.Keys(shown)); len(given) == 0 || !slices.Equal(given, want) {
		t.Errorf("the journal has %d tickets, %d were shown:\n%q\n%q", len(given), len(want), given, want)
	}
}

// journalled returns the numbers in a journal whose server is away.
func journalled(t *testing.T, data string) []string {
	t.Helper()
	mustBeGivenOnce(t, data)
	book, err := sqlite.OpenRead(filepath.Join(data, "journal.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var given []string
	for entry, err := range book.Read(t.Context(), "dijon", 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range entry.Events {
			if g, ok := event.(queue.TicketGiven); ok {
				given = append(given, string(g.Number))
			}
		}
	}
	slices.Sort(given)
	return given
}
