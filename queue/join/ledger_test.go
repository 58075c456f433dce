package join

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/sqlfile"
	"accueil/queue/wire"
)

const epoch = "01KAQ5Z9GJ0000000000000001"

// openLedger opens the ledger of a folder, as the program's start does.
func openLedger(t *testing.T, dir string) *Ledger {
	t.Helper()
	l, err := OpenLedger(filepath.Join(dir, "joined.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// has fails unless the ledger says that the site has exactly these visits.
func has(t *testing.T, l *Ledger, want map[queue.TicketID]string) {
	t.Helper()
	if got, err := l.joined(t.Context()); err != nil || !maps.Equal(got, want) {
		t.Errorf("the site has %v, %v, want %v", got, err, want)
	}
}

func mark(t *testing.T, l *Ledger, id queue.TicketID, what string) {
	t.Helper()
	if err := l.mark(t.Context(), id, what); err != nil {
		t.Fatal(err)
	}
}

// hears fails unless all being offered again is as wanted.
func hears(t *testing.T, l *Ledger, at client.Position, again bool) {
	t.Helper()
	if got, err := l.hear(t.Context(), at); err != nil || got != again {
		t.Errorf("heard at %v: got %t, %v, want %t", at, got, err, again)
	}
}

func TestWhatWasMarkedIsKeptAcrossReopening(t *testing.T) {
	dir := t.TempDir()
	l := openLedger(t, dir)
	has(t, l, map[queue.TicketID]string{})
	mark(t, l, "a", "said")
	mark(t, l, "b", "said")
	mark(t, l, "b", "said anew")
	for range 2 {
		if err := l.meet(t.Context(), "samia"); err != nil {
			t.Fatal(err)
		}
	}
	hears(t, l, client.Position{Epoch: epoch, Seq: 9}, false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLedger(t, dir)
	has(t, l, map[queue.TicketID]string{"a": "said", "b": "said anew"})
	people, err := l.people(t.Context())
	if want := map[queue.ActorID]bool{"samia": true}; err != nil || !maps.Equal(people, want) {
		t.Errorf("the site lets in %v, %v, want %v", people, err, want)
	}
	hears(t, l, client.Position{Epoch: epoch, Seq: 8}, true) // it remembers that it was at 9
}

func TestAVisitIsKeptUntilTheSiteHasIt(t *testing.T) {
	dir := t.TempDir()
	l := openLedger(t, dir)
	keep := func(id queue.TicketID, visit string) {
		t.Helper()
		if err := l.keep(t.Context(), id, visit); err != nil {
			t.Fatal(err)
		}
	}
	owes := func(want map[queue.TicketID]string) {
		t.Helper()
		if got, err := l.owed(t.Context()); err != nil || !maps.Equal(got, want) {
			t.Errorf("kept are %v, %v, want %v", got, err, want)
		}
	}
	keep("a", "first")
	keep("b", "first")
	keep("b", "then")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLedger(t, dir)
	owes(map[queue.TicketID]string{"a": "first", "b": "then"})
	mark(t, l, "a", "said")
	owes(map[queue.TicketID]string{"b": "then"})
	has(t, l, map[queue.TicketID]string{"a": "said"})
	t.Run("both at once, or neither", func(t *testing.T) {
		const fault = "CREATE TRIGGER fault BEFORE DELETE ON owed BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
		if _, err := l.db.Exec(fault); err != nil {
			t.Fatal(err)
		}
		if err := l.mark(t.Context(), "b", "said"); err == nil {
			t.Error("a mark that was not made is told as made")
		}
		owes(map[queue.TicketID]string{"b": "then"})
		has(t, l, map[queue.TicketID]string{"a": "said"})
	})
}

func TestAKeptVisitIsReadAsItWasWritten(t *testing.T) {
	came := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	was := visit{
		ID: "a", Person: "samia", Day: "2026-11-23", At: came, Channel: "outside", Service: "droits",
		Reasons: []wire.Reason{{Partner: "edf", Reason: "etalement", Quantity: 2, Outcome: "resolved"}},
		First:   wire.YesNoOrNull{Answer: queue.Yes},
	}
	for name, test := range map[string]struct {
		unsure bool
		now    time.Time
		age    time.Duration
	}{
		"later":                        {false, came.Add(72 * time.Hour), 72 * time.Hour},
		"by a clock that stepped back": {false, came.Add(-time.Hour), 0},
		"by a clock not to be trusted": {true, came.Add(72 * time.Hour), queue.AgeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			v := was
			v.Unsure = test.unsure
			got, err := visitFrom(v.line(), test.now)
			if err != nil || got.age != test.age {
				t.Errorf("got the age %v, %v, want %v", got.age, err, test.age)
			}
			if got.line() != v.line() || got.said() != v.said() {
				t.Errorf("got %+v, want %+v", got, v)
			}
		})
	}
}

func TestWhomTheSiteLetsInNoLongerIsKnownAsGone(t *testing.T) {
	dir := t.TempDir()
	l := openLedger(t, dir)
	for _, id := range []queue.ActorID{"samia", "karim"} {
		if err := l.meet(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	mark(t, l, "a", "said")
	for _, id := range []queue.ActorID{"samia", "nobody"} {
		if err := l.part(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLedger(t, dir)
	people, err := l.people(t.Context())
	if want := map[queue.ActorID]bool{"karim": true, "samia": false}; err != nil || !maps.Equal(people, want) {
		t.Errorf("the site let in %v, %v, want %v", people, err, want)
	}
	has(t, l, map[queue.TicketID]string{"a": "said"}) // what was sent in their name is there
}

func TestAllIsOfferedAgainWhenTheSiteMayHaveLostIt(t *testing.T) {
	was := client.Position{Epoch: epoch, Seq: 1 << 40}
	for name, test := range map[string]struct {
		now   client.Position
		again bool
	}{
		"the same moment":   {was, false},
		"later":             {client.Position{Epoch: epoch, Seq: was.Seq + 1}, false},
		"earlier":           {client.Position{Epoch: epoch, Seq: was.Seq - 1}, true},
		"another life":      {client.Position{Epoch: "01KAQ5Z9GJ0000000000000002", Seq: was.Seq + 1}, true},
		"the same, at zero": {client.Position{Epoch: epoch}, true},
	} {
		t.Run(name, func(t *testing.T) {
			l := openLedger(t, t.TempDir())
			mark(t, l, "before", "said") // before the site was heard first
			hears(t, l, was, false)
			mark(t, l, "after", "said")
			if err := l.meet(t.Context(), "samia"); err != nil {
				t.Fatal(err)
			}
			want := map[queue.TicketID]string{"before": "said", "after": "said"}
			if test.again {
				clear(want)
			}
			hears(t, l, test.now, test.again)
			has(t, l, want)
			if people, err := l.people(t.Context()); err != nil || !people["samia"] {
				t.Errorf("the site let in %v, %v, want samia, whatever it lost", people, err)
			}
			mark(t, l, "anew", "said")
			want["anew"] = "said"
			hears(t, l, test.now, false)
			has(t, l, want)
		})
	}
}

func TestWhatIsSaidOfAVisitChangesWithItsReasonsAndFirstVisit(t *testing.T) {
	told := map[string]string{}
	for name, visit := range map[string]queue.Ticket{
		"no reasons":  {},
		"first":       {FirstThis: queue.Yes},
		"not first":   {FirstThis: queue.No},
		"a reason":    {Reasons: []queue.Coded{{Reason: "courrier", Quantity: 1}}},
		"twice":       {Reasons: []queue.Coded{{Reason: "courrier", Quantity: 2}}},
		"a partner":   {Reasons: []queue.Coded{{Reason: "courrier", Partner: "edf", Quantity: 1}}},
		"two reasons": {Reasons: []queue.Coded{{Reason: "courrier", Quantity: 1}, {Reason: "courrier", Quantity: 1}}},
	} {
		line := visitOf(&visit, queue.Now{}).said()
		if other, is := told[line]; is {
			t.Errorf("%s and %s are both told as %s", name, other, line)
		}
		told[line] = name
	}
}

func TestTheLedgerIsForItsUserAlone(t *testing.T) {
	dir := t.TempDir()
	l := openLedger(t, dir)
	mark(t, l, "a", "said")
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("got %v, %v, want the file and its log", files, err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("%s: got %v, want 0600", filepath.Base(file), got)
		}
	}
}

func TestALedgerThatIsNotOursIsRefusedAndLeftAsItIs(t *testing.T) {
	for name, test := range map[string]struct {
		statement string // on a file that was ours, closed; "": it is garbage
		says      []string
	}{
		"garbage":           {"", []string{"broken or no database", "move it away", "offered to the site again"}},
		"another program's": {"PRAGMA application_id = 7", []string{"another program", "move it away", "--data"}},
		"of no program":     {"PRAGMA application_id = 0", []string{"another program", "move it away", "--data"}},
		"a newer Accueil's": {fmt.Sprintf("PRAGMA user_version = %d", len(migrations())+1), []string{"newer Accueil", "start that one", "move the file away", "offered to the site again"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "joined.db")
			spoil(t, path, test.statement)
			before := read(t, path)
			l, err := OpenLedger(path)
			if err == nil {
				_ = l.Close()
				t.Fatal("it was opened")
			}
			for _, says := range append(test.says, path) {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("got %q, want it to say %q", err, says)
				}
			}
			if read(t, path) != before {
				t.Error("the file was changed")
			}
			if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 1 {
				t.Errorf("got the files %v, %v, want the one that was there", left, err)
			}
		})
	}
}

func TestALedgerThatWasJustBegunOpens(t *testing.T) {
	for name, begin := range map[string]func(t *testing.T, path string){
		"empty":           func(t *testing.T, path string) { write(t, path, "") },
		"without a table": func(t *testing.T, path string) { execute(t, path, "VACUUM") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			begin(t, filepath.Join(dir, "joined.db"))
			l := openLedger(t, dir)
			mark(t, l, "a", "said")
			has(t, l, map[queue.TicketID]string{"a": "said"})
		})
	}
}

func TestACopyOfAFolderInUseHasWhatWasMarked(t *testing.T) {
	dir, copied := t.TempDir(), t.TempDir()
	mark(t, openLedger(t, dir), "a", "said")
	for _, name := range []string{"joined.db", "joined.db-wal"} {
		write(t, filepath.Join(copied, name), read(t, filepath.Join(dir, name)))
	}
	has(t, openLedger(t, copied), map[queue.TicketID]string{"a": "said"})
}

// spoil makes a ledger, and then of another's.
func spoil(t *testing.T, path, statement string) {
	t.Helper()
	if statement == "" {
		write(t, path, strings.Repeat("not a database. ", 1000))
		return
	}
	l := openLedger(t, filepath.Dir(path))
	mark(t, l, "a", "said")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, path, statement)
}

func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open(sqlfile.Driver, sqlfile.Source(path, ""))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func write(t *testing.T, path, body string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}
