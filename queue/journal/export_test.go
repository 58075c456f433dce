package journal

import (
	"accueil/queue"
)

// Alter changes the stored bytes of an entry.
func (m *Memory) Alter(site queue.SiteID, pos uint64, change func(body []byte) []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.site(site)
	e := &s.entries[pos-s.first]
	e.body = change(e.body)
}
