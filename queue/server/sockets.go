package server

import (
	"context"
	"net/netip"
	"sync"

	"accueil/queue"
	"accueil/queue/wire"
)

// Named limits of a server's live sockets. A telephone brings no token: of what
// one address holds at once it gets no more than a tenth, for behind a proxy or a
// carrier's own there may be many, and a ticket no more than a family has.
const (
	socketsMax        = 10_000
	socketsAddressMax = 1_000 // of telephones
	socketsTicketMax  = 8     // of telephones, that follow one ticket
)

// sockets counts the live ones, for the limits and so that a goodbye can wait.
type sockets struct {
	mu        sync.Mutex // guards what follows
	open      int
	tickets   map[topicKey]int
	addresses map[netip.Addr]int
	empty     chan struct{} // closed when none is left, while someone waits
}

// A place is what a socket takes: a view, and for whom.
type place struct {
	key  topicKey
	from netip.Addr // of a telephone
}

// enter counts a socket in. It is Unavailable when the server is full, and TooMany
// when the ticket or the address has enough.
func (s *sockets) enter(p place) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	phone := p.key.view == wire.ViewPhone
	switch {
	case s.open >= socketsMax:
		return queue.Refuse(queue.Unavailable, "%d screens are connected, and that is all this server takes", socketsMax)
	case phone && s.tickets[p.key] >= socketsTicketMax:
		return queue.Refuse(queue.TooMany, "%d telephones follow this ticket already: close one", socketsTicketMax)
	case phone && s.addresses[p.from] >= socketsAddressMax:
		return queue.Refuse(queue.TooMany, "%d telephones are connected from this address: try again later", socketsAddressMax)
	case phone:
		if s.tickets == nil {
			s.tickets, s.addresses = map[topicKey]int{}, map[netip.Addr]int{}
		}
		s.tickets[p.key]++
		s.addresses[p.from]++
	}
	s.open++
	return nil
}

// exit counts a socket out.
func (s *sockets) exit(p place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.key.view == wire.ViewPhone {
		less(s.tickets, p.key)
		less(s.addresses, p.from)
	}
	s.open--
	if s.open == 0 && s.empty != nil {
		close(s.empty)
		s.empty = nil
	}
}

// less counts one down, and forgets what has none.
func less[K comparable](counts map[K]int, of K) {
	if counts[of]--; counts[of] == 0 {
		delete(counts, of)
	}
}

// wait returns when no socket is open, or ctx ends.
func (s *sockets) wait(ctx context.Context) {
	s.mu.Lock()
	if s.open == 0 {
		s.mu.Unlock()
		return
	}
	if s.empty == nil {
		s.empty = make(chan struct{})
	}
	empty := s.empty
	s.mu.Unlock()
	select {
	case <-empty:
	case <-ctx.Done():
	}
}
