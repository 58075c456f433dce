package journal

import (
	"accueil/queue"
)

// Alter changes the stored bytes of an entry.
func (m *Memory) Alter(site queue.SiteID, pos uint64, change func(body []byte) []byte) {
	s := m.sites[site]
	e := &s.entries[pos-s.first]
	e.body = change(e.body)
}

// Stored returns the bytes that are stored of an entry, to be changed in place.
func (m *Memory) Stored(site queue.SiteID, pos uint64) (body, chain []byte) {
	s := m.sites[site]
	e := &s.entries[pos-s.first]
	return e.body, e.chain[:]
}

// Before returns the chain that is kept of the last entry forgotten.
func (m *Memory) Before(site queue.SiteID) []byte { return m.sites[site].before[:] }

// List changes what is listed as a site's openings.
func (m *Memory) List(site queue.SiteID, change func([]Opening) []Opening) {
	m.sites[site].openings = change(m.sites[site].openings)
}
