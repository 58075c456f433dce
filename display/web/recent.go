package web

import "sync"

const recentMax = 64 // steps whose answers are kept

// recent are the answers of the last steps that had a command: a page that did not get
// its answer gets it again. What is not kept any more is safe by its key all the same.
type recent struct {
	mu   sync.Mutex // guards all that follows
	at   map[string][]byte
	keys []string // oldest first
}

func (r *recent) find(key string) ([]byte, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, ok := r.at[key]
	return body, ok
}

func (r *recent) keep(key string, body []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == nil {
		r.at = map[string][]byte{}
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
