package wire_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"accueil/queue"
	"accueil/queue/wire"
)

// decodes returns the decoder of one kind of request.
func decodes[T any](body string) (any, error) { return wire.Decode[T]([]byte(body)) }

// What is left out is not taken for off, empty or zero: a stop of all tickets, or
// a visit's reasons gone, would follow from a mistyped script.
func TestWhatIsOwedMustBeSaid(t *testing.T) {
	for _, c := range []struct {
		request string
		decode  func(string) (any, error)
		owed    string
		least   string // all that is owed, and empty where that may be
	}{
		{"give", decodes[wire.GiveRequest], "service", `{"service":""}`},
		{"call", decodes[wire.CallRequest], "desk", `{"desk":"1"}`},
		{"park", decodes[wire.ParkRequest], "minutes", `{"minutes":0}`},
		{"reasons", decodes[wire.ReasonsRequest], "reasons", `{"reasons":[]}`},
		{"visit", decodes[wire.VisitRequest], "channel reasons", `{"channel":"phone","reasons":[]}`},
		{"alert", decodes[wire.AlertRequest], "kind", `{"kind":"help"}`},
		{"intake", decodes[wire.IntakeRequest], "open", `{"open":false}`},
		{"notice", decodes[wire.NoticeRequest], "text", `{"text":""}`},
		{"closed", decodes[wire.ClosedRequest], "closed", `{"closed":false}`},
		{"reason name", decodes[wire.ReasonNameRequest], "name", `{"name":""}`},
		{"appointments", decodes[wire.AppointmentsRequest], "appointments", `{"appointments":[]}`},
		{"login", decodes[wire.LoginRequest], "name pin site", `{"name":"Ana","pin":"","site":"dijon"}`},
		{"device", decodes[wire.DeviceRequest], "site role name", `{"site":"dijon","role":"wall","name":"Salle"}`},
		{"person", decodes[wire.PersonRequest], "site role name", `{"site":"dijon","role":"mediator","name":"Ana"}`},
	} {
		t.Run(c.request, func(t *testing.T) {
			if _, err := c.decode(c.least); err != nil {
				t.Errorf("%s: got %v, want it enough", c.least, err)
			}
			owed := strings.Fields(c.owed)
			for _, body := range []string{"", " ", "null", "{}", `{"` + owed[0] + `":null}`} {
				mustMiss(t, c.decode, body, owed[0])
			}
			for _, name := range owed {
				var fields map[string]any
				if err := json.Unmarshal([]byte(c.least), &fields); err != nil {
					t.Fatal(err)
				}
				delete(fields, name)
				body, _ := json.Marshal(fields)
				mustMiss(t, c.decode, string(body), name)
			}
		})
	}
}

func TestAnAppointmentHasATimeAndAService(t *testing.T) {
	const whole = `{"at":"2026-11-23T15:00:00+01:00","service":"droits"}`
	for body, missing := range map[string]string{
		`{"service":"droits"}`:                         "at",
		`{"at":"2026-11-23T15:00:00+01:00"}`:           "service",
		`{"at":null,"service":"droits"}`:               "at",
		`{"at":"0001-01-01T00:00:00Z","service":"a"}`:  "at",
		`{"at":"2026-11-23T15:00:00Z","service":null}`: "service",
	} {
		body = fmt.Sprintf(`{"appointments":[%s,%s]}`, whole, body)
		mustMiss(t, decodes[wire.AppointmentsRequest], body, "appointments[1]."+missing)
	}
}

// A PIN of the wrong form is a wrong PIN.
func TestAPINMayBeOfAnyLength(t *testing.T) {
	long := strings.Repeat("1", wire.TextMax+100)
	if got, err := wire.Decode[wire.LoginRequest]([]byte(`{"name":"Ana","pin":"` + long + `","site":"dijon"}`)); err != nil || got.PIN != long {
		t.Errorf("a long PIN: got %v", err)
	}
	for _, body := range []string{`{"name":"` + long + `","pin":"1","site":"dijon"}`, `{"name":"a","pin":"1\u001b","site":"dijon"}`} {
		if _, err := wire.Decode[wire.LoginRequest]([]byte(body)); queue.KindOf(err) != queue.Invalid {
			t.Errorf("%s: got %v, want it refused", body, err)
		}
	}
}

func mustMiss(t *testing.T, decode func(string) (any, error), body, name string) {
	t.Helper()
	_, err := decode(body)
	if want := "field " + name + " is missing"; queue.KindOf(err) != queue.Invalid || err.Error() != want {
		t.Errorf("%s: got %v, want %q", body, err, want)
	}
}

func TestWhereNothingIsOwedNothingNeedBeSaid(t *testing.T) {
	for _, body := range []string{"", " \n", "null", "{}"} {
		for name, decode := range map[string]func(string) (any, error){
			"next": decodes[wire.NextRequest], "open": decodes[wire.OpenRequest], "pause": decodes[wire.PauseRequest],
			"finish": decodes[wire.FinishRequest], "cancel": decodes[wire.CancelRequest], "amend": decodes[wire.AmendRequest],
			"transfer": decodes[wire.TransferRequest], "pin": decodes[wire.ResetPINRequest], "plain": decodes[wire.Nothing],
		} {
			if _, err := decode(body); err != nil {
				t.Errorf("%s with %q: %v", name, body, err)
			}
		}
	}
}

// A text of people's in a field that is kept would never be emptied.
func TestWhatIsKeptIsOfAClosedForm(t *testing.T) {
	fresh := func() string { return "FRESH" }
	for _, c := range []struct {
		id string
		ok bool
	}{
		{"", true}, {"RDV-1_a.2", true}, {strings.Repeat("x", 64), true},
		{strings.Repeat("x", 65), false}, {"Mme Dupont", false}, {"é", false}, {"a/b", false}, {"a\n", false},
	} {
		_, err := wire.AppointmentsRequest{Appointments: []wire.AppointmentRequest{{ID: queue.AppointmentID(c.id)}}}.Wish(fresh)
		if (err == nil) != c.ok || err != nil && queue.KindOf(err) != queue.Invalid {
			t.Errorf("the id %q: got %v", c.id, err)
		}
	}
	for _, c := range []struct {
		label string
		ok    bool
	}{
		{"", true}, {"Mme P.", true}, {"É. D.", true}, {"24-B_7/3", true}, {"ABCDEFGHIJKL", true},
		{"ABCDEFGHIJKLM", false}, {"Jeanne Dupont-Martin", false}, {"d'Or", false}, {"06+33", false}, {"a@b", false},
	} {
		_, err := wire.AppointmentsRequest{Appointments: []wire.AppointmentRequest{{Label: c.label}}}.Wish(fresh)
		if (err == nil) != c.ok || err != nil && (queue.KindOf(err) != queue.Invalid || strings.Contains(err.Error(), c.label)) {
			t.Errorf("the label %q: got %v", c.label, err)
		}
	}
	for _, c := range []struct {
		lang string
		ok   bool
	}{
		{"", true}, {"fr", true}, {"pt-BR", true}, {"zh-Hant", true}, {"zh-Hant-TW", true}, {"ber", true},
		{"FR", false}, {"monsieur", false}, {"fr-", false}, {"fr-a", false}, {"fr-Mme-Dupont", false}, {"fr\n", false},
	} {
		_, err := wire.GiveRequest{Service: "droits", Lang: c.lang}.Wish("T")
		if (err == nil) != c.ok || err != nil && queue.KindOf(err) != queue.Invalid {
			t.Errorf("the language %q: got %v", c.lang, err)
		}
	}
	for _, kind := range []queue.AlertKind{"", "kiosk_silent", "lunch", "HELP"} {
		if _, err := (wire.AlertRequest{Kind: kind}).Wish("A"); queue.KindOf(err) != queue.Invalid || err == nil {
			t.Errorf("an alert %q: got %v, want it refused", kind, err)
		}
	}
}
