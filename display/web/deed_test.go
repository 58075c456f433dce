package web

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func doneBy(name string) func() (deed, error) {
	return func() (deed, error) { return deed{name: name}, nil }
}

// Whoever presses twice, also while the first press is under way, has it done once, and
// reads what it did.
func TestADeedIsDoneOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d deeds
		key := stepKey{sessionOf("jeanne"), "n"}
		times, goOn, second := 0, make(chan struct{}), make(chan deed)
		first := func() (deed, error) {
			times++
			<-goOn
			return deed{secret: "482913"}, nil
		}
		go func() { _, _ = d.once(t.Context(), key, first) }()
		synctest.Wait()
		if _, known := d.find(key); known {
			t.Error("a deed that is under way is told as done")
		}
		go func() {
			did, err := d.once(t.Context(), key, first)
			if err != nil {
				t.Error(err)
			}
			second <- did
		}()
		synctest.Wait()
		left, leave := context.WithCancel(t.Context())
		leave()
		if _, err := d.once(left, key, first); !errors.Is(err, context.Canceled) {
			t.Errorf("who left gets %v", err)
		}
		close(goOn)
		if did := <-second; did.secret != "482913" || times != 1 {
			t.Errorf("the second press got %+v, and it was done %d times", did, times)
		}
		if did, known := d.find(key); !known || did.secret != "482913" {
			t.Errorf("got %+v, %v, want what was done", did, known)
		}
		time.Sleep(deedTime + time.Second)
		if _, known := d.find(key); known {
			t.Errorf("after %s what was drawn may still be read", deedTime)
		}
	})
}

func TestWhatFailedMayBeTriedAgain(t *testing.T) {
	var d deeds
	key := stepKey{sessionOf("jeanne"), "n"}
	broken := errors.New("not now")
	if _, err := d.once(t.Context(), key, func() (deed, error) { return deed{}, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	if did, err := d.once(t.Context(), key, doneBy("Nora")); err != nil || did.name != "Nora" {
		t.Errorf("got %+v, %v, want it done", did, err)
	}
}

func TestDeedsAreForgottenWithTheirSessionOrWhenThereAreMany(t *testing.T) {
	var d deeds
	jeanne, paul := sessionOf("jeanne"), sessionOf("paul")
	for i := range deedsMax {
		_, err := d.once(t.Context(), stepKey{jeanne, fmt.Sprint(i)}, doneBy("a"))
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, known := d.find(stepKey{jeanne, "0"}); !known {
		t.Error("the oldest is forgotten while there is room")
	}
	if _, err := d.once(t.Context(), stepKey{paul, "0"}, doneBy("b")); err != nil {
		t.Fatal(err)
	}
	if _, known := d.find(stepKey{jeanne, "0"}); known || len(d.at) != deedsMax || len(d.keys) != deedsMax {
		t.Errorf("%d deeds are remembered, want the newest %d", len(d.at), deedsMax)
	}
	d.drop(jeanne)
	if _, known := d.find(stepKey{paul, "0"}); !known || len(d.at) != 1 || len(d.keys) != 1 {
		t.Errorf("%d deeds are left, want paul's alone", len(d.at))
	}
}

// The same form is the same deed; one in which anything was changed is another.
func TestAFormsKeyIsOfAllItSays(t *testing.T) {
	f := form{Act: actNotice, Text: "a", Nonce: "n"}
	if f.key() != (form{Act: actNotice, Text: "a", Nonce: "n"}).key() {
		t.Error("the same form has two keys")
	}
	seen := map[string]bool{f.key(): true}
	for _, other := range []form{
		{Act: actClearNotice, Text: "a", Nonce: "n"}, {Act: actNotice, ID: "1", Text: "a", Nonce: "n"}, {Act: actNotice, Text: "b", Nonce: "n"},
		{Act: actNotice, Text: "a", Role: "wall", Nonce: "n"}, {Act: actNotice, Text: "a", Code: "1", Nonce: "n"}, {Act: actNotice, Text: "a", Nonce: "m"},
		{Act: actNotice, Text: "a", Nonce: "n", Confirmed: true},
	} {
		if seen[other.key()] {
			t.Errorf("%+v has the key of another", other)
		}
		seen[other.key()] = true
	}
}
