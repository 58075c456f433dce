package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
	"accueil/queue/join"
	"accueil/queue/wire"
)

const (
	siteLoginMax = 2500 * time.Millisecond // that whoever signs in waits for the site
	loginBodyMax = 64 << 10                // bytes
	guessAgain   = "2"                     // seconds; how long the site means itself, its client does not tell
)

// A gate stands before a laptop's own server. Whoever signs in is asked for at the
// site first: who is let in there is let in here by the same name and PIN, now and
// when there is no network; who is no longer let in there, no longer is here. When
// the site does not answer, what is known here decides. It is so for a browser and
// for the console in the terminal alike.
type gate struct {
	site *client.Client
	at   queue.SiteID
	log  *slog.Logger

	access *access.Access
	joiner *join.Joiner
}

func (g *gate) before(server http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != "/api/v1/login" {
			server.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, loginBodyMax+1))
		if err != nil {
			return // who asked is gone
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		var said wire.LoginRequest
		if json.Unmarshal(body, &said) != nil || said.Site != g.at {
			server.ServeHTTP(w, r)
			return
		}
		token, err := g.ask(r, said)
		if err != nil { // whoever guesses there does not go on here
			w.Header().Set("Content-Type", wire.ProblemType)
			w.Header().Set("Retry-After", guessAgain)
			w.WriteHeader(http.StatusTooManyRequests)
			_ = json.NewEncoder(w).Encode(wire.NewProblem(queue.TooMany, http.StatusTooManyRequests, err.Error())) // who has gone asks again
			return
		}
		answer := &status{ResponseWriter: w, code: http.StatusOK}
		server.ServeHTTP(answer, r)
		if answer.code/100 == 2 {
			g.signedIn(said, token)
		}
	})
}

// ask signs someone in at the site, and keeps or forgets them here. It returns the
// site's token, "" when it gave none; TooMany when it says so.
func (g *gate) ask(r *http.Request, said wire.LoginRequest) (token string, err error) {
	ctx, cancel := context.WithTimeout(r.Context(), siteLoginMax)
	defer cancel()
	session, err := g.site.Login(ctx, said.Name, said.PIN)
	var refused *queue.Error
	switch {
	case err == nil:
		role, _ := queue.ParseRole(session.Role)
		p := access.Person{ID: session.Person, Site: g.at, Role: role, Name: session.PersonName}
		if err := g.access.Mirror(r.Context(), p, said.PIN); err != nil {
			g.log.Error("whoever signed in is not kept: without a network they cannot sign in here", "error", err)
		}
		return session.Token, nil
	case errors.As(err, &refused) && refused.Kind == queue.TooMany:
		return "", err
	case errors.As(err, &refused) && refused.Kind == queue.Unauthenticated:
		if err := g.forget(r, said); err != nil {
			g.log.Error("look whether someone is still to be known here", "error", err)
		}
	case errors.As(err, &refused) && refused.Kind == queue.NotFound:
		g.log.Error("the site's server does not know this site: name another with --site", "site", g.at, "error", err)
	default:
		g.log.Info("the site does not answer: what is known here decides who signs in", "error", err)
	}
	return "", nil
}

// forget no longer lets in whom the site let in once. Who is known here alone, as on a
// laptop that never saw the network, stays.
func (g *gate) forget(r *http.Request, said wire.LoginRequest) error {
	p, here := g.access.Named(g.at, said.Name)
	if !here {
		return nil
	}
	if theirs, err := g.joiner.Knows(r.Context(), p.ID); err != nil || !theirs {
		return err
	}
	was := access.LoginRequest{From: access.AddrOf(r.RemoteAddr), Site: g.at, Name: said.Name, PIN: said.PIN}
	if err := g.access.Unmirror(r.Context(), was); err != nil {
		return err
	}
	if still, here := g.access.Named(g.at, said.Name); here && still.ID == p.ID {
		return nil // by another PIN than theirs
	}
	return g.joiner.Parted(r.Context(), p.ID)
}

// signedIn tells the joiner in whose name it may speak.
func (g *gate) signedIn(said wire.LoginRequest, token string) {
	if p, here := g.access.Named(g.at, said.Name); here {
		g.joiner.SignedIn(said.Name, said.PIN, p.ID, token)
	}
}

// A status remembers with which status it was answered.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}
