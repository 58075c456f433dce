package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"accueil/queue/wire"
)

// takes gives a ticket in a language, and returns the path of its page.
func (d *desk) takes(lang string) string {
	d.t.Helper()
	body := d.want(d.ask("POST", "/api/v1/sites/dijon/tickets", `{"service":"droits","lang":"`+lang+`"}`), http.StatusCreated)
	var ticket wire.Ticket
	d.must(json.Unmarshal([]byte(body), &ticket))
	return strings.TrimPrefix(ticket.Link, "https://accueil.example")
}

func TestATicketIsFollowedOnATelephone(t *testing.T) {
	d := atADesk(t).sits()
	first, second := d.takes("fr"), d.takes("ar")
	d.cookie = ""
	w := d.ask("GET", first, "")
	holds(t, d.want(w, 200), `<html lang="fr" dir="ltr">`, "A901", "Votre tour est le prochain.", `<noscript><meta http-equiv="refresh"`, first+"/live")
	if len(w.Result().Cookies()) != 0 {
		t.Errorf("a telephone got the cookies %v", w.Result().Cookies())
	}
	arabic := d.want(d.ask("GET", second, ""), 200)
	holds(t, arabic, `<html lang="ar" dir="rtl">`, "A902")
	if strings.Contains(arabic, "ana") {
		t.Error("a telephone shows a name")
	}
}

func TestALinkThatLeadsNowhereSaysWhatToDo(t *testing.T) {
	d := atADesk(t)
	w := d.ask("GET", "/t/AAAAAAAAAAAAAAAAAAAAAA", "", func(r *http.Request) { r.Header.Set("Accept-Language", "uk-UA,uk;q=0.9,en;q=0.5") })
	page := d.want(w, http.StatusNotFound)
	holds(t, page, `<html lang="uk"`, "Це посилання вже завершене.")
	if strings.Contains(page, "<script") || strings.Contains(page, "refresh") {
		t.Errorf("a page that is over asks again:\n%s", page)
	}
	for _, other := range []string{"BBBBBBBBBBBBBBBBBBBBBB", "B", "%00", strings.Repeat("B", 4096)} {
		o := d.ask("GET", "/t/"+other, "", with("Accept-Language", "uk"))
		if o.Body.String() != page || o.Code != w.Code || !maps.EqualFunc(o.Header(), w.Header(), slices.Equal) {
			t.Errorf("%.30s: got %d %v %s, want the same page", other, o.Code, o.Header(), o.Body)
		}
	}
}
