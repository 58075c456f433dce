package web

import (
	"encoding/json"
	"net/http"
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
}

// The first load of a telephone that knows nothing of us yet: it may be an old one, on a
// line that is paid by the byte.
func TestAPhonesFirstLoadIsSmall(t *testing.T) {
	const most = 30 << 10
	d := atADesk(t).sits()
	page := d.want(d.ask("GET", d.takes("ar"), ""), 200)
	total, files := len(page), 0
	for _, attribute := range []string{`href="`, `src="`} {
		for _, part := range strings.Split(page, attribute)[1:] {
			path, _, _ := strings.Cut(part, `"`)
			total, files = total+len(d.want(d.ask("GET", path, ""), 200)), files+1
		}
	}
	morph := d.want(d.ask("GET", assetPath(page)+"morph.js", ""), 200) // what phone.js imports
	if total += len(morph); total > most || files != 3 {
		t.Errorf("got %d bytes of a page, %d files and what they import, want 3 and at most %d, unzipped", total, files, most)
	}
}

// assetPath is where a page's files are.
func assetPath(page string) string {
	_, after, _ := strings.Cut(page, "/assets/")
	version, _, _ := strings.Cut(after, "/")
	return "/assets/" + version + "/"
}
