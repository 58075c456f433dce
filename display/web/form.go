package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"

	"accueil/queue"
)

// A form is what the head asks for.
type form struct {
	Act       string // its name; the words of it are asked for by this, too
	ID        string // of the service, reason, person or device, or the day
	Text      string // as it was typed
	Role      string // of a device
	Code      string // that a television shows
	Nonce     string
	Confirmed bool
}

func formOf(w http.ResponseWriter, r *http.Request) (form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, formMax)
	if err := r.ParseForm(); err != nil {
		return form{}, queue.Refuse(queue.Invalid, "the form cannot be read: open the page again")
	}
	get := r.PostForm.Get // no field is called as a property of its form is: in a browser it would hide that
	f := form{Act: get("act"), ID: get("about"), Text: get("typed"), Role: get("kind"), Code: get("code"), Nonce: get("nonce"), Confirmed: get("confirmed") != ""}
	if f.Act != actNoted && !slices.Contains(acts(), f.Act) {
		return f, queue.Refuse(queue.Invalid, "there is no act %q on this page", f.Act)
	}
	if f.Nonce == "" && f.Act != actNoted {
		return f, queue.Refuse(queue.Invalid, "the form has no nonce: open the page again")
	}
	return f, nil
}

// key is the one that what the form asks for is done under: the same form gives the same,
// and one that was changed in between another.
func (f form) key() string {
	all := url.Values{"act": {f.Act}, "id": {f.ID}, "text": {f.Text}, "role": {f.Role}, "code": {f.Code}, "nonce": {f.Nonce}}
	if f.Confirmed {
		all.Set("confirmed", "yes")
	}
	sum := sha256.Sum256([]byte(all.Encode()))
	return hex.EncodeToString(sum[:16])
}
