package server

import (
	"context"
	"sync"
)

// sockets counts the live ones, so that a goodbye can wait for them.
type sockets struct {
	mu    sync.Mutex // guards open and empty
	open  int
	empty chan struct{} // closed when none is left, while someone waits
}

// socketsMax is a named limit of a server.
const socketsMax = 10_000

// enter counts a socket in, and reports whether there is room.
func (s *sockets) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open >= socketsMax {
		return false
	}
	s.open++
	return true
}

func (s *sockets) exit() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	if s.open == 0 && s.empty != nil {
		close(s.empty)
		s.empty = nil
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
