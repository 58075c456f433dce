package web

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"accueil/display"
	"accueil/display/chart"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/wire"
)

// atTheHead is a desk at which the head of the site is signed in.
func atTheHead(t *testing.T, change ...func(*queue.Config)) *desk {
	t.Helper()
	d := atADesk(t, change...)
	_, pin, err := d.access.AddPerson(t.Context(), access.NewPerson{Site: "dijon", Role: queue.RoleSupervisor, Name: "jeanne"})
	d.must(err)
	w := d.posts("/manager/dijon/sign-in", url.Values{"name": {"jeanne"}, "pin": {pin}})
	d.want(w, http.StatusSeeOther)
	if got := w.Header().Get("Location"); got != "/manager/dijon" {
		t.Errorf("who signs in is led to %q", got)
	}
	d.cookie = w.Result().Cookies()[0].Value
	return d
}

func (d *desk) posts(path string, values url.Values, change ...func(*http.Request)) *httptest.ResponseRecorder {
	asForm := func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }
	return d.ask("POST", path, values.Encode(), append(change, asForm)...)
}

// sends sends a form of the head's page; pairs are its fields.
func (d *desk) sends(act, nonce string, pairs ...string) *httptest.ResponseRecorder {
	values := url.Values{"act": {act}, "nonce": {nonce}}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return d.posts("/manager/dijon", values)
}

// does sends a form that is done, and returns the page that says so.
func (d *desk) does(act, nonce string, pairs ...string) string {
	d.t.Helper()
	w := d.sends(act, nonce, pairs...)
	d.want(w, http.StatusSeeOther)
	return d.want(d.ask("GET", strings.TrimSuffix(w.Header().Get("Location"), "#said"), ""), http.StatusOK)
}

func lacks(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("%q stands in:\n%s", text, page)
		}
	}
}

func TestTheHeadsPageIsForTheHead(t *testing.T) {
	d := atADesk(t)
	holds(t, d.want(d.ask("GET", "/manager/dijon", ""), 200), `id="pin"`, `action="/manager/dijon/sign-in"`)
	d.sits()
	page := d.want(d.ask("GET", "/manager/dijon", ""), http.StatusForbidden)
	holds(t, page, "pour la personne responsable du site", `href="/console/dijon"`)
	if d.want(d.ask("GET", "/api/v1/me", ""), 200); d.sends("stop_all", "n").Code != http.StatusForbidden || d.wrote.Load() != 0 {
		t.Error("a mediator did something there")
	}
	d.want(d.posts("/manager/dijon/sign-out", nil), http.StatusSeeOther)
	d.want(d.ask("GET", "/api/v1/me", ""), 401)
	d = atTheHead(t)
	holds(t, d.want(d.ask("GET", "/manager/dijon", ""), 200), "Maintenant", "Rien d&#39;urgent.", "La journée", "jeanne", "ana")
	d.want(d.ask("GET", "/manager/lyon", ""), 404)
}

func TestWhoPressesTwiceStopsTheTicketsOnce(t *testing.T) {
	d := atTheHead(t)
	holds(t, d.does("stop_all", "n"), "C&#39;est fait. Les tickets sont arrêtés.", "Rouvrir tous les tickets", "Les tickets sont arrêtés pour tous les services.")
	d.does("stop_all", "n")
	if got := d.wrote.Load(); got != 1 {
		t.Errorf("got %d calls, want 1", got)
	}
	d.want(d.ask("POST", "/api/v1/sites/dijon/tickets", `{"service":"droits"}`), http.StatusUnprocessableEntity)
	holds(t, d.does("open_all", "m"), "Les tickets sont rouverts")
	d.want(d.ask("POST", "/api/v1/sites/dijon/tickets", `{"service":"droits"}`), http.StatusCreated)
	page := d.does("stop", "o", "about", "energie")
	holds(t, page, "tickets arrêtés", `value="open"`)
	lacks(t, d.does("open", "p", "about", "energie"), `value="open"`)
}

func TestAFormOfAServerThatWasStartedAgainIsSafeByItsKey(t *testing.T) {
	d := atTheHead(t)
	d.does("notice", "n", "typed", "Fermeture à 16 h")
	d.serve()
	d.does("notice", "m", "typed", "Fermeture à 17 h")
	holds(t, d.does("notice", "n", "typed", "Fermeture à 16 h"), `<p id="notice-now" class="shown"><bdi>Fermeture à 17 h`)
}

func TestANoticeIsShownAndTakenAway(t *testing.T) {
	d := atTheHead(t)
	page := d.does("notice", "n", "typed", `<script>alert("1")</script>`)
	holds(t, page, "Le message est sur les écrans", "&lt;script&gt;")
	lacks(t, page, "<script>alert")
	holds(t, d.want(d.sends("notice", "m", "typed", "16 h\a"), 400), "Ce message ne convient pas", `value="16 h`, `role="alert"`)
	holds(t, d.want(d.sends("notice", "m", "typed", "  "), 400), "Ce message ne convient pas")
	lacks(t, d.does("clear_notice", "o"), `id="notice-now"`)
}

var shownPIN = regexp.MustCompile(`<bdi dir="ltr">(\d{6})</bdi>`)

func pinOf(t *testing.T, page string) string {
	t.Helper()
	found := shownPIN.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no PIN in:\n%s", page)
	}
	return found[1]
}

func TestAPINIsShownUntilItIsNoted(t *testing.T) {
	d := atTheHead(t)
	w := d.sends("add_person", "n", "typed", "Nora")
	d.want(w, http.StatusSeeOther)
	where := strings.TrimSuffix(w.Header().Get("Location"), "#said")
	page := d.want(d.ask("GET", where, ""), 200)
	holds(t, page, "Nora est dans l&#39;équipe", "Notez-le maintenant")
	pin := pinOf(t, page)
	if again := pinOf(t, d.does("add_person", "n", "typed", "Nora")); again != pin {
		t.Errorf("pressed twice: got the PIN %s, want %s", again, pin)
	}
	d.want(d.signsIn("Nora", pin), http.StatusSeeOther)
	lacks(t, d.want(d.ask("GET", "/manager/dijon", ""), 200), pin)

	taken := d.want(d.sends("add_person", "m", "typed", "Nora"), 409)
	holds(t, taken, "Ce nom est déjà pris", `value="Nora"`)
	holds(t, d.want(d.sends("add_person", "o", "typed", " "), 400), "Ce nom ne convient pas")

	_, key, _ := strings.Cut(where, "done=")
	d.want(d.posts("/manager/dijon", url.Values{"act": {"noted"}, "about": {key}}), http.StatusSeeOther)
	lacks(t, d.want(d.ask("GET", where, ""), 200), pin)
}

func (d *desk) person(name string) string {
	for _, p := range d.access.People("dijon") {
		if p.Name == name {
			return string(p.ID)
		}
	}
	return ""
}

func TestWhatTakesAwayIsAskedAboutFirst(t *testing.T) {
	d := atTheHead(t)
	ana := d.person("ana")
	page := d.want(d.sends("reset_pin", "n", "about", ana), 409)
	holds(t, page, "Donner un nouveau code à ana ?", "Oui, donner un nouveau code à ana", "Non, ne rien changer", `name="confirmed" value="yes"`, `name="nonce" value="n"`)
	pin := pinOf(t, d.does("reset_pin", "n", "about", ana, "confirmed", "yes"))
	d.want(d.signsIn("ana", d.pin), 401)
	d.want(d.signsIn("ana", pin), http.StatusSeeOther)

	holds(t, d.want(d.sends("remove_person", "m", "about", ana), 409), "Retirer ana de l&#39;équipe ?", "Oui, retirer ana")
	if d.person("ana") == "" {
		t.Error("who was asked about is gone already")
	}
	holds(t, d.does("remove_person", "m", "about", ana, "confirmed", "yes"), "ana n&#39;est plus dans l&#39;équipe")
	d.want(d.signsIn("ana", pin), 401)
	holds(t, d.want(d.sends("remove_person", "o", "about", ana, "confirmed", "yes"), 404), "cela n&#39;existe plus")
}

func TestAHeadLooksAfterMediatorsAlone(t *testing.T) {
	d := atTheHead(t)
	jeanne := d.person("jeanne")
	if page := d.want(d.ask("GET", "/manager/dijon", ""), 200); strings.Contains(page, `value="`+jeanne+`"`) {
		t.Error("the page offers to remove a head")
	}
	holds(t, d.want(d.sends("remove_person", "n", "about", jeanne, "confirmed", "yes"), 403), "pas permis ici")
}

func TestADeviceIsAddedByItsTokenOrByTheCodeItShows(t *testing.T) {
	d := atTheHead(t)
	page := d.does("add_device", "n", "typed", "Hall", "kind", "kiosk")
	holds(t, page, "Hall est ajouté", "Copiez-le maintenant", "borne")
	tv, err := d.handler.televisions.ask("dijon", netip.MustParseAddr("192.0.2.1"), time.Now())
	d.must(err)
	wrong := "000 000"
	if tv.code == "000000" {
		wrong = "000 001"
	}
	holds(t, d.want(d.sends("add_device", "m", "typed", "Salle", "kind", "wall", "code", wrong), 404), "Aucun écran ne montre le code « "+wrong+" »", `value="Salle"`, `value="`+wrong+`"`)
	page = d.does("add_device", "o", "typed", "Salle", "kind", "kiosk", "code", tv.code[:3]+" "+tv.code[3:])
	holds(t, page, "L&#39;écran qui montrait le code s&#39;allume : Salle.", "écran de la salle")
	token, known := d.handler.televisions.collect("dijon", tv.secret, time.Now())
	if !known || token == "" || strings.Contains(page, token) {
		t.Errorf("the screen gets %q (%t), want its token, and the page does not show it", token, known)
	}
	if devices := d.access.Devices("dijon"); len(devices) != 2 {
		t.Errorf("got %d devices, want two: a wrong code makes none", len(devices))
	}
	for _, dev := range d.access.Devices("dijon") {
		holds(t, d.want(d.sends("remove_device", "p", "about", string(dev.ID)), 409), "Retirer "+dev.Name+" ?")
		holds(t, d.does("remove_device", "p", "about", string(dev.ID), "confirmed", "yes"), dev.Name+" est retiré.")
	}
}

// openOn is a date far enough ahead on which the sample is open.
func openOn() string {
	day := time.Now().AddDate(0, 0, 40)
	for day.Weekday() != time.Wednesday {
		day = day.AddDate(0, 0, 1)
	}
	return day.Format(time.DateOnly)
}

func TestADayWithAppointmentsIsAskedAboutBeforeItIsClosed(t *testing.T) {
	d := atTheHead(t, func(c *queue.Config) { c.AlwaysOpen = false })
	day := openOn()
	booked := wire.AppointmentsRequest{Appointments: []wire.AppointmentRequest{{Service: "droits"}}}
	var err error
	booked.Appointments[0].At, err = time.Parse(time.RFC3339, day+"T10:00:00+01:00")
	d.must(err)
	body, err := json.Marshal(booked)
	d.must(err)
	d.want(d.ask("PUT", "/api/v1/sites/dijon/appointments", string(body)), 200)
	page := d.want(d.sends("close_day", "n", "about", day), 409)
	holds(t, page, "Fermer ce jour", "Oui, fermer ce jour", `value="`+day+`"`)
	page = d.does("close_day", "n", "about", day, "confirmed", "yes")
	holds(t, page, "C&#39;est fait. Fermé", `id="day-`+day+`"`, "changé par jeanne", "Ce qui a été changé ici")
	page = d.does("withdraw_day", "m", "about", day)
	holds(t, page, "Comme dans le fichier")
	lacks(t, page, `id="day-`+day+`"`)
	for _, wrong := range []string{"", "2020-01-01", "tomorrow"} {
		holds(t, d.want(d.sends("close_day", "o", "about", wrong), 400), "Ce jour ne convient pas")
	}
}

func TestAReasonIsRenamedAndHasItsNameAgain(t *testing.T) {
	d := atTheHead(t)
	site, err := ask[wire.Site](t.Context(), api{handler: d.server, site: "dijon", token: d.cookie, from: "192.0.2.1:1"}, request{method: "GET", path: "/api/v1/sites/dijon"})
	d.must(err)
	id, was := string(site.Reasons[0].ID), site.Reasons[0].Name
	page := d.does("rename", "n", "about", id, "typed", "Facture impayée")
	holds(t, page, "Le motif s&#39;appelle maintenant : Facture impayée.", "dans le fichier :", `id="renamed-`+id+`"`)
	holds(t, d.want(d.sends("rename", "m", "about", id, "typed", strings.Repeat("x", 200)), 400), "Ce nom ne convient pas", `value="`+id+`" selected`)
	holds(t, d.want(d.sends("rename", "o", "about", id, "typed", site.Reasons[1].Name), 409), "Ce nom est déjà pris")
	page = d.does("withdraw_reason", "p", "about", id)
	holds(t, page, "de nouveau le nom du fichier")
	lacks(t, page, `id="renamed-`+id+`"`)
	if !strings.Contains(page, strings.ReplaceAll(was, "'", "&#39;")) {
		t.Errorf("%q is not on the page", was)
	}
}

func TestAFormWithoutAnAnswerMayBeSentAgainUnderItsKey(t *testing.T) {
	d := atTheHead(t)
	d.broken.Store(true)
	w := d.sends("stop_all", "n")
	holds(t, d.want(w, http.StatusServiceUnavailable), "Ce ne sera fait qu&#39;une fois", `name="nonce" value="n"`, "Encore une fois")
	d.broken.Store(false)
	holds(t, d.does("stop_all", "n"), "Les tickets sont arrêtés")
}

func TestABadFormIsRefused(t *testing.T) {
	d := atTheHead(t)
	d.want(d.sends("dance", "n"), 400)
	d.want(d.sends("stop_all", ""), 400)
	d.want(d.sends("notice", "n", "typed", strings.Repeat("a", formMax)), 400)
	for _, header := range [][2]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}} {
		d.want(d.posts("/manager/dijon", url.Values{"act": {"stop_all"}, "nonce": {"n"}}, func(r *http.Request) { r.Header.Set(header[0], header[1]) }), 403)
	}
	if got := d.wrote.Load(); got != 0 {
		t.Errorf("got %d calls, want none", got)
	}
	d.cookie = "no-such-token"
	holds(t, d.want(d.sends("stop_all", "n"), 200), `id="pin"`)
}

func TestTheHeadsPageLooksAgain(t *testing.T) {
	d := atTheHead(t)
	look := `{"event":{"kind":"look"},"nonce":"n"}`
	var shown stepped
	d.must(json.Unmarshal([]byte(d.want(d.ask("POST", "/manager/dijon/step", look), 200)), &shown))
	holds(t, shown.HTML, "Maintenant", "jeanne")
	if shown.Title == "" || shown.Clock == "" || strings.Contains(shown.HTML, "<main") {
		t.Errorf("got %+v", shown)
	}
	d.want(d.ask("POST", "/manager/dijon/step", `{"event":{"kind":"key","value":"s"},"nonce":"n"}`), 400)
	d.must(d.access.RemovePerson(t.Context(), queue.ActorID(d.person("jeanne"))))
	d.want(d.ask("POST", "/manager/dijon/step", look), 401)
}

// Whatever a chart holds, what a browser gets is well formed, and holds no figure that is
// none.
func TestAChartIsWellFormed(t *testing.T) {
	h, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOf(rapid.RuneFrom(nil, unicode.L, unicode.N, unicode.P, unicode.S)) // as a screen leaves it
		figure := rapid.Int()
		var columns []chart.Column
		for range rapid.IntRange(0, 48).Draw(t, "columns") {
			columns = append(columns, chart.Column{Label: word.Draw(t, "label"), Value: word.Draw(t, "value"), Bar: figure.Draw(t, "bar"),
				Frame: figure.Draw(t, "frame"), Mark: figure.Draw(t, "mark")})
		}
		c := display.ManagerChart{ID: "waits", Title: word.Draw(t, "title"), Says: word.Draw(t, "says"), Drawing: chart.Columns(columns, 60, rapid.Bool().Draw(t, "mirrored"))}
		var drawn bytes.Buffer
		if err := h.pages.ExecuteTemplate(&drawn, "chart", c); err != nil {
			t.Fatal(err)
		}
		_, svg, _ := strings.Cut(drawn.String(), "<svg")
		svg, _, _ = strings.Cut(svg, "</svg>")
		svg = "<svg" + svg + "</svg>"
		for reader := xml.NewDecoder(strings.NewReader(svg)); ; {
			token, err := reader.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in:\n%s", err, svg)
			}
			if start, is := token.(xml.StartElement); is && start.Name.Local == "rect" {
				for _, a := range start.Attr {
					if a.Name.Local != "class" && strings.Trim(a.Value, "0123456789") != "" {
						t.Fatalf("%s is %q in:\n%s", a.Name.Local, a.Value, svg)
					}
				}
			}
		}
	})
}
