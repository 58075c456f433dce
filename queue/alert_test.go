package queue

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func (o *office) standing() []AlertID {
	var ids []AlertID
	for _, a := range o.s.Alerts() {
		ids = append(ids, a.ID)
	}
	return ids
}

func (o *office) stands(t *testing.T, when string, want ...AlertID) {
	t.Helper()
	if got := o.standing(); !slices.Equal(got, want) {
		t.Errorf("%s: %v stand, want %v", when, got, want)
	}
}

func TestOfALastingConditionThereIsOneAlertAtATime(t *testing.T) {
	second := Actor{"second", RoleKiosk}
	for _, kind := range []AlertKind{AlertPaperLow, AlertPaperOut, AlertPrinter, AlertSpoolGrowing, AlertClock} {
		o := newOffice(t)
		o.must(kiosk, RaiseAlert{Alert: "R1", Kind: kind})
		o.now.Wall = o.now.Wall.Add(time.Minute)
		if events, err := o.try(kiosk, RaiseAlert{Alert: "R2", Kind: kind}); len(events) != 0 || err != nil {
			t.Errorf("%s, once more: got %v, %v, want nothing", kind, events, err)
		}
		if a, ok := o.s.Standing(kind, "kiosk", ""); !ok || a.ID != "R1" || !a.Since.Equal(monday) {
			t.Errorf("%s: got %+v, want the first, since nine", kind, a)
		}
		o.must(second, RaiseAlert{Alert: "R3", Kind: kind})
		o.must(kiosk, DropAlert{"R1"})
		o.must(kiosk, RaiseAlert{Alert: "R4", Kind: kind})
		o.stands(t, string(kind), "R3", "R4")
	}
}

func TestCallsAndRefusedTicketsAreEachTheirOwn(t *testing.T) {
	for _, kind := range []AlertKind{AlertHelp, AlertColleague, AlertRefusedTicket} {
		o := newOffice(t)
		o.must(kiosk, RaiseAlert{Alert: "R1", Kind: kind})
		o.must(kiosk, RaiseAlert{Alert: "R2", Kind: kind})
		o.stands(t, string(kind), "R1", "R2")
	}
}

func TestOnlyTheServerSaysThatAKioskIsSilent(t *testing.T) {
	o := newOffice(t)
	o.refused(Invalid, Actor{"admin", RoleAdmin}, RaiseAlert{Alert: "S1", Kind: AlertKioskSilent, About: "kiosk"})
	o.must(house, RaiseAlert{Alert: "S1", Kind: AlertKioskSilent, About: "kiosk"})
	if events, err := o.try(house, RaiseAlert{Alert: "S2", Kind: AlertKioskSilent, About: "kiosk"}); len(events) != 0 || err != nil {
		t.Errorf("once more: got %v, %v, want nothing", events, err)
	}
	o.must(house, RaiseAlert{Alert: "S3", Kind: AlertKioskSilent, About: "second"})
	o.refused(Forbidden, kiosk, DropAlert{"S1"}) // it is not the one that says so
	o.must(house, DropAlert{"S1"})
	o.must(ana, DropAlert{"S3"})
	o.stands(t, "at the end")
}

// A hundred machines in trouble do not hide that one of them is silent.
func TestTheServersAlertsComeThroughAmongAnyNumber(t *testing.T) {
	o := newOffice(t)
	for i := range AlertsMax {
		o.must(ana, RaiseAlert{Alert: AlertID(fmt.Sprint("C", i)), Kind: AlertColleague})
	}
	o.refused(TooMany, kiosk, RaiseAlert{Alert: "P", Kind: AlertPaperOut})
	o.refused(TooMany, Actor{"admin", RoleAdmin}, RaiseAlert{Alert: "P", Kind: AlertPaperOut})
	o.must(house, RaiseAlert{Alert: "S", Kind: AlertKioskSilent, About: "kiosk"})
	if _, stands := o.s.Standing(AlertKioskSilent, house.ID, "kiosk"); !stands {
		t.Error("the server's own does not stand")
	}
}

func TestACallForHelpEndsByItself(t *testing.T) {
	o := newOffice(t)
	o.must(kiosk, RaiseAlert{Alert: "left", Kind: AlertHelp})
	o.must(kiosk, RaiseAlert{Alert: "met", Kind: AlertHelp})
	o.must(kiosk, RaiseAlert{Alert: "paper", Kind: AlertPaperOut})
	o.must(ana, RaiseAlert{Alert: "mate", Kind: AlertColleague})
	o.passes(9 * time.Minute)
	o.must(ana, AckAlert{"met"})
	o.passes(HelpAckedMax - time.Second)
	o.stands(t, "before someone can have come", "left", "met", "paper", "mate")
	o.passes(time.Second)
	o.stands(t, "after someone came", "left", "paper", "mate")
	o.passes(HelpMax - 9*time.Minute - HelpAckedMax)
	o.stands(t, "after a visitor whom nobody met has gone", "paper", "mate")
}

func TestWhatFlapsIsTakenDownLate(t *testing.T) {
	for _, c := range []struct {
		name      string
		withdrawn time.Duration // before it was raised; 0: never
		want      time.Duration
	}{
		{"for the first time", 0, 0},
		{"again after an hour", time.Hour, 0},
		{"again at the limit", alertFlapsWithin, 0},
		{"again a minute later", time.Minute, alertCalm},
	} {
		var withdrawn time.Time
		if c.withdrawn > 0 {
			withdrawn = monday.Add(-c.withdrawn)
		}
		if got := AlertCalm(monday, withdrawn); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
