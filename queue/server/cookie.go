package server

import (
	"net/http"
	"strings"

	"accueil/queue"
	"accueil/queue/wire"
)

// token returns the token of a request: what its header says, else its cookie; "" when
// there is none. A cookie comes with whatever page a browser shows: what it would change
// is refused unless the page is the server's own, or of a configured origin.
func (s *Server) token(r *http.Request) (string, error) {
	if token := bearer(r); token != "" || r.Header.Get("Authorization") != "" {
		return token, nil
	}
	cookie, err := r.Cookie(wire.SessionCookie)
	if screen, is := r.Cookie(wire.WallCookie); is == nil && lookedAt(r) {
		cookie, err = screen, nil
	}
	if err != nil {
		return "", nil
	}
	if err := s.crossing.Check(r); err != nil {
		return "", queue.Refuse(queue.Forbidden, "another site's page may change nothing here: open the server's own")
	}
	return cookie.Value, nil
}

// lookedAt reports whether a wall in a browser asks, for what a wall shows and says.
func lookedAt(r *http.Request) bool {
	return r.URL.Query().Get("view") == wire.ViewWall || strings.Contains(r.URL.Path, "/say/")
}

// newCrossing lets the pages of some origins change things, besides the server's own.
func newCrossing(origins []string) (*http.CrossOriginProtection, error) {
	crossing := http.NewCrossOriginProtection()
	for _, origin := range origins {
		if err := crossing.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	return crossing, nil
}
