package authority

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A pair is a certificate and its key in two files.
type pair struct{ certificate, key string }

// write puts what a leaf shows, and its key, into the files, as of that moment.
func (p pair) write(t *testing.T, from time.Time, keyOf string) {
	t.Helper()
	own := open(t, filepath.Join(t.TempDir(), "a.pem"), office(), from)
	text, err := own.Authority().encode() // it is its own server here
	if err != nil {
		t.Fatal(err)
	}
	key := string(text[strings.Index(string(text), "-----BEGIN PRIV"):])
	if keyOf != "" {
		key = keyOf
	}
	for path, text := range map[string]string{p.certificate: string(own.Authority().Certificate()), p.key: key} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, from, from); err != nil { // two writes are two moments
			t.Fatal(err)
		}
	}
}

func newPair(t *testing.T) pair {
	dir := t.TempDir()
	return pair{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
}

func TestAGivenPairIsReadAgainWhenItIsRenewed(t *testing.T) {
	files := newPair(t)
	files.write(t, monday, "")
	g, err := OpenGiven(files.certificate, files.key, monday)
	if err != nil {
		t.Fatal(err)
	}
	first := g.Current()
	see := func(what string, wantRenewed, wantErr bool) {
		t.Helper()
		if renewed, err := g.Look(monday.Add(day)); renewed != wantRenewed || (err != nil) != wantErr {
			t.Errorf("%s: got renewed %t, %v", what, renewed, err)
		}
	}
	see("nothing new", false, false)
	files.write(t, monday.Add(time.Hour), "half of a key")
	see("half written", false, true)
	see("half written, and told before", false, false)
	if g.Current() != first {
		t.Error("half written: the one before is not shown on")
	}
	files.write(t, monday.Add(2*time.Hour), "")
	see("renewed", true, false)
	if g.Current().Leaf.Equal(first.Leaf) {
		t.Error("renewed: the old one is shown on")
	}
	if err := os.Remove(files.key); err != nil {
		t.Fatal(err)
	}
	see("removed", false, true)
	see("removed, and told before", false, false)
}

func TestAGivenPairThatIsWrongIsSaidAtOnce(t *testing.T) {
	for what, c := range map[string]struct {
		from  time.Time
		key   string
		words string
	}{
		"ended":     {monday.Add(-11 * 365 * day), "", "renew it"},
		"not a key": {monday, "key", "a pair that belongs together"},
	} {
		files := newPair(t)
		files.write(t, c.from, c.key)
		if _, err := OpenGiven(files.certificate, files.key, monday); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: got %v, want what to do", what, err)
		}
	}
	if _, err := OpenGiven("/nowhere/cert.pem", "/nowhere/key.pem", monday); err == nil || !strings.Contains(err.Error(), "--tls-cert") {
		t.Errorf("not there: got %v, want what to do", err)
	}
}
