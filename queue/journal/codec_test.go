package journal_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"accueil/queue"
	"accueil/queue/journal"
)

var update = flag.Bool("update", false, "write a golden file for each kind of event that has none of its present shape")

// kinds are one event of each kind.
var kinds = []queue.Event{
	queue.DayOpened{}, queue.Configured{}, queue.EpochBegun{}, queue.LaneGranted{}, queue.LaneFreed{},
	queue.TicketGiven{}, queue.TicketAmended{}, queue.TicketCancelled{}, queue.TicketCalled{}, queue.TicketRecalled{},
	queue.TicketStarted{}, queue.TicketParked{}, queue.TicketUnparked{}, queue.TicketNoShow{}, queue.NoShowUndone{},
	queue.FinishUndone{}, queue.TicketTransferred{}, queue.ReprintAsked{}, queue.TicketCoded{}, queue.TicketFinished{},
	queue.VisitCoded{}, queue.DeskOpened{}, queue.DeskWasPaused{}, queue.DeskResumed{}, queue.DeskWasClosed{}, queue.DeskWasLeft{},
	queue.AlertRaised{}, queue.AlertAcked{}, queue.AlertDropped{}, queue.IntakeSet{}, queue.NoticeSet{}, queue.AppointmentsSet{},
	queue.DateSet{}, queue.DateWithdrawn{}, queue.ReasonRenamed{}, queue.RenamingWithdrawn{},
}

func TestEveryKindOfEventIsAmongThese(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "event.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "event" {
			want = append(want, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	for _, e := range kinds {
		got = append(got, reflect.TypeOf(e).Name())
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A filler gives every field a value of its own; with chance, only some fields.
type filler struct {
	count  int
	chance *rand.Rand
}

func (f *filler) entry(e queue.Event) journal.Entry {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	f.fill(v)
	entry := journal.Entry{Events: []queue.Event{v.Interface().(queue.Event)}}
	f.fill(reflect.ValueOf(&entry.Pos).Elem())
	f.fill(reflect.ValueOf(&entry.Epoch).Elem())
	f.fill(reflect.ValueOf(&entry.At).Elem())
	f.fill(reflect.ValueOf(&entry.Elapsed).Elem())
	f.fill(reflect.ValueOf(&entry.Actor).Elem())
	f.fill(reflect.ValueOf(&entry.Key).Elem())
	f.fill(reflect.ValueOf(&entry.Print).Elem())
	return entry
}

func (f *filler) fill(v reflect.Value) {
	f.count++
	if f.chance != nil && f.chance.IntN(3) == 0 && v.Type() != reflect.TypeFor[byte]() {
		return
	}
	if v.Type() == reflect.TypeFor[time.Time]() {
		at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(f.count) * time.Minute)
		v.Set(reflect.ValueOf(at))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("é<%d", f.count))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.count))
	case reflect.Uint64:
		v.SetUint(uint64(f.count))
	case reflect.Uint8:
		v.SetUint(1) // of every list of names
		if v.Type() == reflect.TypeFor[byte]() {
			v.SetUint('A' + uint64(f.count%26))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0))
		f.fill(v.Index(1))
	case reflect.Map:
		v.Set(reflect.ValueOf(queue.Name{"fr": fmt.Sprintf("é<%d", f.count), "en": "", "ar": "ورقة"}))
	default:
		panic("no value for a " + v.Type().String())
	}
}

// TestEveryKindHasItsGoldenFile holds each kind, all its fields filled, against
// testdata/KIND.json or, since what was released is never changed, the later
// KIND.2.json, KIND.3.json and so on.
func TestEveryKindHasItsGoldenFile(t *testing.T) {
	for _, kind := range kinds {
		f := filler{}
		entry := f.entry(kind)
		body := journal.Encode(&entry)
		name := kindOf(t, body)
		goldens, err := filepath.Glob(filepath.Join("testdata", name+".*json"))
		if err != nil {
			t.Fatal(err)
		}
		found := slices.ContainsFunc(goldens, func(path string) bool { return bytes.Equal(golden(t, path), body) })
		if found {
			continue
		}
		if !*update {
			t.Errorf("%s: no golden file holds %s", name, body)
			continue
		}
		path := filepath.Join("testdata", name+".json")
		if n := len(goldens); n > 0 {
			path = filepath.Join("testdata", fmt.Sprintf("%s.%d.json", name, n+1))
		}
		if err := os.WriteFile(path, append(body, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatWasEverWrittenIsReadAndWrittenAgain(t *testing.T) {
	goldens, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil || len(goldens) < len(kinds) {
		t.Fatalf("got %d golden files, %v, want at least %d", len(goldens), err, len(kinds))
	}
	for _, path := range goldens {
		body := golden(t, path)
		e, err := journal.Decode(body)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if again := unsealed(e); !bytes.Equal(journal.Encode(&again), body) {
			t.Errorf("%s: is written again as %s", path, journal.Encode(&again))
		}
		if kind, _, _ := strings.Cut(filepath.Base(path), "."); kind != kindOf(t, body) {
			t.Errorf("%s: holds a %s", path, kindOf(t, body))
		}
	}
}

func TestWhatIsReadIsWhatWasWritten(t *testing.T) {
	paris := time.FixedZone("", 2*3600)
	for seed := range uint64(100) {
		f := filler{chance: rand.New(rand.NewPCG(seed, 1))}
		for _, kind := range kinds {
			want := f.entry(kind)
			got, err := journal.Decode(journal.Encode(&want))
			if err != nil {
				t.Fatalf("seed %d: %T: %v", seed, kind, err)
			}
			if !reflect.DeepEqual(unsealed(got), want) {
				t.Fatalf("seed %d: got %+v, want %+v", seed, unsealed(got), want)
			}
			want.At = want.At.In(paris).Add(time.Duration(seed))
			want.Events = append(want.Events, queue.NoticeSet{}, queue.TicketStarted{Ticket: "\u2028\x00\""})
			got, err = journal.Decode(journal.Encode(&want))
			again := unsealed(got)
			if err != nil || !again.At.Equal(want.At) || !reflect.DeepEqual(again.Events, want.Events) {
				t.Fatalf("seed %d: got %+v, %v, want %+v", seed, again, err, want)
			}
			if !bytes.Equal(journal.Encode(&again), journal.Encode(&want)) {
				t.Fatalf("seed %d: got %s, want %s", seed, journal.Encode(&again), journal.Encode(&want))
			}
		}
	}
}

func TestWhatIsNotAnEntryIsRefused(t *testing.T) {
	entry := func(events string) string {
		return `{"pos":4,"epoch":"01HZX000000000000000000000","at":"2026-03-02T08:00:00Z","elapsed":1,"events":[` + events + `]}`
	}
	cases := map[string]struct{ body, says string }{
		"nothing":              {"", "decode entry"},
		"a torn entry":         {entry("")[:40], "decode entry"},
		"two entries":          {entry("") + entry(""), "decode entry"},
		"a newer kind":         {entry(`{"kind":"ticket_sung","v":1,"data":{}}`), `entry 4: event "ticket_sung" was written by a newer program`},
		"a newer version":      {entry(`{"kind":"notice_set","v":2,"data":{}}`), "entry 4: notice_set of version 2 was written by a newer program"},
		"a state of no name":   {entry(`{"kind":"ticket_given","v":1,"data":{"class":"royal"}}`), "entry 4: "},
		"a field of its kind":  {entry(`{"kind":"ticket_given","v":1,"data":{"late":"yes"}}`), "entry 4: "},
		"a long prefix":        {entry(`{"kind":"configured","v":1,"data":{"config":{"services":[{"prefix":"AB"}]}}}`), "prefix is not one letter"},
		"an opening's prefix":  {entry(`{"kind":"day_opened","v":1,"data":{"config":{"services":[{"prefix":""}]}}}`), "prefix is not one letter"},
		"a short print":        {strings.Replace(entry(""), `"pos"`, `"print":"0011","pos"`, 1), "its print"},
		"a long print":         {strings.Replace(entry(""), `"pos"`, `"print":"`+strings.Repeat("0", 66)+`","pos"`, 1), "its print"},
		"a print of no digits": {strings.Replace(entry(""), `"pos"`, `"print":"`+strings.Repeat("x", 32)+`","pos"`, 1), "its print"},
	}
	for name, c := range cases {
		if e, err := journal.Decode([]byte(c.body)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %+v, %v, want it to say %q", name, e, err, c.says)
		}
	}
}

// FuzzDecode holds that no bytes break the reader, and that what it reads it
// writes and reads again as the same.
func FuzzDecode(f *testing.F) {
	goldens, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range goldens {
		f.Add(golden(f, path))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := journal.Decode(body)
		if err != nil {
			return
		}
		first = unsealed(first)
		second, err := journal.Decode(journal.Encode(&first))
		if err != nil {
			t.Fatalf("written again as %s: %v", journal.Encode(&first), err)
		}
		second = unsealed(second)
		if !bytes.Equal(journal.Encode(&first), journal.Encode(&second)) {
			t.Fatalf("got %s, want %s", journal.Encode(&second), journal.Encode(&first))
		}
	})
}

// unsealed returns an entry as it was before it was sealed or read.
func unsealed(e journal.Entry) journal.Entry {
	return journal.Entry{
		Pos: e.Pos, Epoch: e.Epoch, At: e.At, Elapsed: e.Elapsed,
		Actor: e.Actor, Key: e.Key, Print: e.Print, Events: e.Events,
	}
}

func golden(t testing.TB, path string) []byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(body, []byte("\n"))
}

// kindOf returns the kind of an entry's first event.
func kindOf(t testing.TB, body []byte) string {
	t.Helper()
	var shape struct{ Events []struct{ Kind string } }
	if err := json.Unmarshal(body, &shape); err != nil || len(shape.Events) == 0 {
		t.Fatalf("%s: %v", body, err)
	}
	return shape.Events[0].Kind
}
