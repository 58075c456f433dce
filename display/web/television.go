package web

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"sync"
	"time"

	"accueil/queue"
)

// Limits of screens that ask to be a site's.
const (
	codeTimeMax     = 15 * time.Minute // for which a code is good
	televisionsMax  = 200              // that wait at once,
	televisionsFrom = 8                // from one address
)

// televisions are the screens that show a code and wait for a head to type it: a wall in
// a browser has no keyboard to write a token with. What they wait for, a device's token,
// is handed once to the page that has the secret behind its code.
type televisions struct {
	mu      sync.Mutex // guards waiting
	waiting []television
}

type television struct {
	code, secret string
	site         queue.SiteID
	from         netip.Addr
	until        time.Time
	token        string // once a head has typed the code
}

// ask returns a code to show, and the secret behind it; the oldest that wait make room.
func (t *televisions) ask(site queue.SiteID, from netip.Addr, now time.Time) (television, error) {
	secret := make([]byte, 16)
	_, _ = rand.Read(secret) // never fails
	t.mu.Lock()
	defer t.mu.Unlock()
	t.prune(now)
	code, err := t.freeCode()
	if err != nil {
		return television{}, err
	}
	waits := func(o television) bool { return o.token == "" } // one that was let in is to hear of it
	mine := func(o television) bool { return o.from == from && waits(o) }
	for count(t.waiting, mine) >= televisionsFrom {
		i := slices.IndexFunc(t.waiting, mine)
		t.waiting = slices.Delete(t.waiting, i, i+1)
	}
	if i := slices.IndexFunc(t.waiting, waits); len(t.waiting) >= televisionsMax && i >= 0 {
		t.waiting = slices.Delete(t.waiting, i, i+1)
	}
	tv := television{code: code, secret: hex.EncodeToString(secret), site: site, from: from, until: now.Add(codeTimeMax)}
	t.waiting = append(t.waiting, tv)
	return tv, nil
}

// freeCode returns six digits that no other screen shows.
func (t *televisions) freeCode() (string, error) {
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			return "", err
		}
		code := fmt.Sprintf("%06d", n)
		if !slices.ContainsFunc(t.waiting, func(o television) bool { return o.code == code }) {
			return code, nil
		}
	}
}

// waits reports whether a site's screen shows that code.
func (t *televisions) waits(site queue.SiteID, code string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.prune(now)
	return slices.ContainsFunc(t.waiting, func(o television) bool { return o.site == site && o.code == code && o.token == "" })
}

// admit gives the screen that shows a code its token; false when there is none.
func (t *televisions) admit(site queue.SiteID, code, token string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.prune(now)
	for i, o := range t.waiting {
		if o.site == site && o.code == code && o.token == "" {
			t.waiting[i].token = token
			return true
		}
	}
	return false
}

// collect hands the page of a secret its token, once: "" while it waits. known is false
// when it waits no longer, and is to ask for another code.
func (t *televisions) collect(site queue.SiteID, secret string, now time.Time) (token string, known bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.prune(now)
	for i, o := range t.waiting {
		if o.site != site || subtle.ConstantTimeCompare([]byte(o.secret), []byte(secret)) != 1 {
			continue
		}
		if o.token != "" {
			t.waiting = slices.Delete(t.waiting, i, i+1)
		}
		return o.token, true
	}
	return "", false
}

func (t *televisions) prune(now time.Time) {
	t.waiting = slices.DeleteFunc(t.waiting, func(o television) bool { return now.After(o.until) })
}

func count[T any](all []T, is func(T) bool) int {
	n := 0
	for _, one := range all {
		if is(one) {
			n++
		}
	}
	return n
}
