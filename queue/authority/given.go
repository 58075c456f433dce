package authority

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync/atomic"
	"time"
)

// Given is a certificate that somebody else makes and renews, in two files. Look is one
// goroutine's; Current may be called by any.
type Given struct {
	certificate, key string
	now              atomic.Pointer[tls.Certificate]
	read             [2]stamp // of the files as they were last looked at
}

// A stamp tells whether a file is another than it was.
type stamp struct {
	at   time.Time
	size int64
}

// OpenGiven reads a certificate, with those it hangs on behind it, and its key. The
// error says what to do.
func OpenGiven(certificate, key string, now time.Time) (*Given, error) {
	g := &Given{certificate: certificate, key: key}
	_, err := g.Look(now)
	return g, err
}

// Look reads the files again when they were renewed, and returns whether they were. A pair
// that is wrong is told once, and the one before is shown on: it may be half written.
func (g *Given) Look(now time.Time) (renewed bool, err error) {
	var seen [2]stamp
	for i, path := range []string{g.certificate, g.key} {
		info, err := os.Stat(path)
		if err != nil {
			seen[i] = stamp{size: -1} // reading tells why
			continue
		}
		seen[i] = stamp{info.ModTime(), info.Size()}
	}
	if seen == g.read {
		return false, nil
	}
	g.read = seen
	pair, err := tls.LoadX509KeyPair(g.certificate, g.key)
	switch {
	case err != nil:
		return false, fmt.Errorf("the certificate %s and its key %s: %w: give a pair that belongs together, as PEM, with --tls-cert and --tls-key, readable by this user", g.certificate, g.key, err)
	case now.After(pair.Leaf.NotAfter):
		return false, fmt.Errorf("the certificate %s ended on %s: renew it, or leave out --tls-cert and --tls-key for the server's own authority", g.certificate, pair.Leaf.NotAfter.Format(time.DateOnly))
	}
	g.now.Store(&pair)
	return true, nil
}

// Current is the certificate to show now.
func (g *Given) Current() *tls.Certificate { return g.now.Load() }
