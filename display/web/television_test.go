package web

import (
	"net/netip"
	"testing"
	"time"
)

func TestACodeOpensTheDoorOfItsOwnScreenOnce(t *testing.T) {
	var all televisions
	now, here := time.Now(), netip.MustParseAddr("192.0.2.1")
	a, err := all.ask("dijon", here, now)
	if err != nil {
		t.Fatal(err)
	}
	b, err := all.ask("dijon", here, now)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.code) != 6 || a.code == b.code || a.secret == b.secret {
		t.Fatalf("got the codes %s and %s", a.code, b.code)
	}
	if all.admit("lyon", a.code, "token", now) || all.admit("dijon", "000", "token", now) || !all.admit("dijon", a.code, "token", now) {
		t.Error("a code opens at its own site alone")
	}
	if all.admit("dijon", a.code, "other", now) || all.waits("dijon", a.code, now) {
		t.Error("a code that was typed opens again")
	}
	if token, known := all.collect("dijon", b.secret, now); token != "" || !known {
		t.Errorf("the other screen got %q (%t), want to wait", token, known)
	}
	if token, known := all.collect("dijon", a.secret, now); token != "token" || !known {
		t.Errorf("got %q (%t), want the token", token, known)
	}
	if token, known := all.collect("dijon", a.secret, now); token != "" || known {
		t.Errorf("got %q (%t) again, want nothing", token, known)
	}
}

func TestACodeEndsAndWhoAsksForMoreGivesUpTheOldest(t *testing.T) {
	var all televisions
	now, here := time.Now(), netip.MustParseAddr("192.0.2.1")
	first, err := all.ask("dijon", here, now)
	if err != nil {
		t.Fatal(err)
	}
	other, err := all.ask("dijon", netip.MustParseAddr("192.0.2.2"), now)
	if err != nil {
		t.Fatal(err)
	}
	for range televisionsFrom {
		if _, err := all.ask("dijon", here, now); err != nil {
			t.Fatal(err)
		}
	}
	if all.waits("dijon", first.code, now) || !all.waits("dijon", other.code, now) {
		t.Error("want the oldest of that address gone, and the other's there")
	}
	if later := now.Add(codeTimeMax + time.Second); all.waits("dijon", other.code, later) || all.admit("dijon", other.code, "token", later) {
		t.Error("a code is good for longer than it should be")
	}
}
