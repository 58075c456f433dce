package web

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// An api is the queue server's own, called in this process as one browser.
type api struct {
	handler http.Handler
	site    queue.SiteID
	token   string
	from    string // the browser's address
}

// An answer is what a call gave.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
	zipped []byte // the body's, where it was made before
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// A request is one call: its path is whole, key is "" for none.
type request struct {
	method, path, key string
	body              any
}

// call makes a call. A refusal comes as a *queue.Error of its kind.
func (a api) call(ctx context.Context, q request) (*answer, error) {
	var body bytes.Buffer
	if q.body != nil {
		if err := json.NewEncoder(&body).Encode(q.body); err != nil {
			return nil, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, q.method, q.path, &body)
	if err != nil {
		return nil, err
	}
	r.RemoteAddr = a.from
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	if q.key != "" {
		r.Header.Set("Idempotency-Key", q.key)
	}
	got := &answer{header: http.Header{}}
	a.handler.ServeHTTP(got, r)
	if got.status < http.StatusMultipleChoices {
		return got, nil
	}
	var problem wire.Problem
	kind := queue.Internal
	if json.Unmarshal(got.body.Bytes(), &problem) == nil {
		kind, _ = queue.ParseKind(problem.Kind)
	}
	return got, &queue.Error{Kind: kind, Text: problem.Detail}
}

// below is a path below the site's.
func (a api) below(parts ...string) string {
	path := "/api/v1/sites/" + url.PathEscape(string(a.site))
	for _, p := range parts {
		path += "/" + url.PathEscape(p)
	}
	return path
}

// ask makes a call whose answer is a T.
func ask[T any](ctx context.Context, a api, q request) (T, error) {
	var into T
	got, err := a.call(ctx, q)
	if err == nil {
		err = json.Unmarshal(got.body.Bytes(), &into)
	}
	return into, err
}

// A look is all that a console is shown.
type look struct {
	view wire.ConsoleView
	at   time.Time
	life string
}

// look asks for the console's view.
func (a api) look(ctx context.Context) (look, error) {
	frame, err := ask[wire.Frame](ctx, a, request{method: http.MethodGet, path: a.below("state") + "?view=" + wire.ViewConsole})
	if err != nil {
		return look{}, err
	}
	l := look{at: frame.At, life: frame.Epoch}
	return l, json.Unmarshal(frame.State, &l.view)
}
