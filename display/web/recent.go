package web

import (
	"crypto/sha256"
	"slices"
	"sync"
)

const recentMax = 64 // steps whose answers are kept

// A session is what is kept of a token: its hash.
type session [sha256.Size]byte

func sessionOf(token string) session { return sha256.Sum256([]byte(token)) }

// A stepKey names a step.
type stepKey struct {
	session session
	nonce   string
}

// recent are the answers of the last steps that had a command: a page that did not get
// its answer gets it again. What is not kept any more is safe by its key all the same.
type recent struct {
	mu   sync.Mutex // guards all that follows
	at   map[stepKey][]byte
	keys []stepKey // oldest first
}

func (r *recent) find(key stepKey) ([]byte, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, ok := r.at[key]
	return body, ok
}

func (r *recent) keep(key stepKey, body []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == nil {
		r.at = map[stepKey][]byte{}
	}
	if _, known := r.at[key]; !known {
		r.keys = append(r.keys, key)
	}
	r.at[key] = body
	if len(r.keys) > recentMax {
		delete(r.at, r.keys[0])
		r.keys = r.keys[1:]
	}
}

// drop forgets a session's answers: people's names and numbers stand in them.
func (r *recent) drop(of session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys = slices.DeleteFunc(r.keys, func(key stepKey) bool {
		if key.session == of {
			delete(r.at, key)
		}
		return key.session == of
	})
}
