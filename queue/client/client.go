// Package client is the Go way to a queue server.
//
// A command is sent under one key until it is answered: when the line breaks, the
// server is restarting, or it says that it is too much, it is sent again under
// the same key, so that nothing is done twice and nobody has to know whether the
// first try arrived. How long that goes on is the context's to say. A refusal is
// final and comes back as a *queue.Error of its kind, in the server's words.
//
// Live (live.go) follows a view for ever: it connects again with jitter, and says
// when what it showed last is stale.
package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/wire"
)

// Named limits.
const (
	replyMax      = 8 << 20 // bytes of an answer
	tryTimeMax    = 10 * time.Second
	retryDelayMin = 100 * time.Millisecond
	retryDelayMax = 10 * time.Second
	idlePerHost   = 32
)

// ErrStranger is wrapped by the error of an answer that no Accueil server gave.
var ErrStranger = errors.New("no Accueil server answers there")

// A Stranger is what answered in the place of an Accueil server. It wraps ErrStranger.
type Stranger struct {
	Place  string // host and path
	Found  string // status and kind of its answer, one short line
	Sample string // how the answer begins
	Why    error  // its certificate is not to be trusted: it was asked nothing
}

func (e *Stranger) Error() string {
	if e.Why != nil {
		return e.Why.Error()
	}
	return fmt.Sprintf("%s %s from %s: %v", e.Found, e.Sample, e.Place, ErrStranger)
}

func (e *Stranger) Unwrap() error { return ErrStranger }

// ErrVersion is wrapped by the error of a server that speaks another version.
var ErrVersion = errors.New("the server speaks another version than this program")

// Options say which server, and as whom. URL is owed.
type Options struct {
	URL   string       // such as http://127.0.0.1:8470
	Token string       // "" for a login alone
	Site  queue.SiteID // "": the token's own
	HTTP  *http.Client // nil: one of its own, that trusts as Trust says
	Trust Trust        // nil: what this machine trusts; it is asked over https alone
}

// A Client speaks for one token at one site. Its methods may be called by many
// goroutines.
type Client struct {
	base  *url.URL
	token string
	site  queue.SiteID
	own   *own // the token's site, once it is known
	http  *http.Client
	live  *tls.Config // of websockets
	once  bool
}

// New returns a client; it connects when it is first used. An address that can
// be none is Invalid.
func New(o Options) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(o.URL, "/"))
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, queue.Refuse(queue.Invalid, "%q is no address of a server: write it as http://HOST:PORT", o.URL)
	}
	if o.Trust != nil && base.Scheme != "https" {
		return nil, queue.Refuse(queue.Invalid, "%s is not encrypted, and what was told of the server is checked over https alone: write it as https://%s", o.URL, base.Host)
	}
	if o.HTTP == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.MaxIdleConnsPerHost, transport.TLSClientConfig = idlePerHost, o.Trust.config(base.Hostname(), "h2", "http/1.1")
		o.HTTP = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	return &Client{base: base, token: o.Token, site: o.Site, own: &own{}, http: o.HTTP, live: o.Trust.config(base.Hostname(), "http/1.1")}, nil
}

// As returns the same way to the server for another token.
func (c *Client) As(token string) *Client {
	other := *c
	other.token, other.own = token, &own{}
	return &other
}

// Once returns the same way to the server for who asks again in its own time: a
// call is tried once, since what it says of its age would be wrong in a later try.
func (c *Client) Once() *Client {
	other := *c
	other.once = true
	return &other
}

// A Position is how far the site's journal had come, in one life of it.
type Position struct {
	Epoch string
	Seq   uint64
}

// An exchange is one call: what is sent under which key, and where the answer goes.
type exchange struct {
	method, path string
	key          string
	once         bool // it has no key: what may have been done is not done again
	body         any
	into         any
	media        string  // of an answer that is no JSON: it goes into file
	file         *[]byte // as it came
	status       int
	at           Position
}

// do makes the call, as often as it takes.
func (c *Client) do(ctx context.Context, x *exchange) error {
	var body []byte
	if x.body != nil {
		var err error
		if body, err = json.Marshal(x.body); err != nil {
			return fmt.Errorf("write the call %s: %w", x.path, err)
		}
	}
	if x.key == "" && x.method != http.MethodGet && !x.once {
		x.key = ulid.Make().String()
	}
	delay := retryDelayMin
	for {
		after, err := c.try(ctx, x, body)
		if err == nil || x.once || c.once || !worthAgain(err) {
			return err
		}
		wait := max(after, delay/2+rand.N(delay/2+1))
		delay = min(2*delay, retryDelayMax)
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return fmt.Errorf("%w (last: %w)", ctx.Err(), err)
		}
	}
}

// worthAgain reports whether the same call may be answered otherwise in a moment.
func worthAgain(err error) bool {
	var refused *queue.Error
	if errors.As(err, &refused) {
		return refused.Kind == queue.Unavailable || refused.Kind == queue.TooMany
	}
	return !errors.Is(err, ErrStranger) && !errors.Is(err, context.Canceled)
}

// try makes the call once. after is how long the server asks to be left alone.
func (c *Client) try(ctx context.Context, x *exchange, body []byte) (after time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, tryTimeMax)
	defer cancel()
	path, err := c.resolve(ctx, x.path)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, x.method, c.base.String()+path, bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("call %s: %w", x.path, err)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if x.key != "" {
		r.Header.Set("Idempotency-Key", x.key)
	}
	response, err := c.http.Do(r)
	if err != nil {
		return 0, fmt.Errorf("call the server: %w", c.distrust(err))
	}
	defer response.Body.Close()
	read, err := io.ReadAll(io.LimitReader(response.Body, replyMax+1))
	if err != nil {
		return 0, fmt.Errorf("read the answer to %s: %w", x.path, err)
	}
	if len(read) > replyMax {
		return 0, stranger(response, read)
	}
	x.status, x.at = response.StatusCode, positionOf(response.Header.Get("Accueil-Position"))
	if response.StatusCode >= 300 {
		return retryAfter(response.Header), problemOf(response, read)
	}
	if x.file != nil {
		if kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); kind != x.media {
			return 0, stranger(response, read)
		}
		*x.file = read
		return 0, nil
	}
	if x.into == nil || response.StatusCode == http.StatusNoContent {
		return 0, nil
	}
	if err := json.Unmarshal(read, x.into); err != nil {
		return 0, stranger(response, read)
	}
	return 0, nil
}

func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 || seconds > 3600 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

func positionOf(text string) Position {
	epoch, after, _ := strings.Cut(text, "/")
	seq, err := strconv.ParseUint(after, 10, 64)
	if err != nil {
		return Position{}
	}
	return Position{epoch, seq}
}

// problemOf returns the refusal that an answer tells, or that it tells none.
func problemOf(response *http.Response, body []byte) error {
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	var p wire.Problem
	if kind == wire.ProblemType && json.Unmarshal(body, &p) == nil {
		if k, ok := queue.ParseKind(p.Kind); ok {
			return &queue.Error{Kind: k, Text: p.Detail}
		}
		if p.Kind != "" { // of a server that is older or newer: it has no such call
			return &queue.Error{Kind: queue.Invalid, Text: p.Detail}
		}
	}
	if response.StatusCode == http.StatusBadGateway || response.StatusCode == http.StatusServiceUnavailable || response.StatusCode == http.StatusGatewayTimeout {
		return queue.Refuse(queue.Unavailable, "what stands before the server answers %s", response.Status)
	}
	return stranger(response, body)
}

const sampleMax = 60 // bytes of a stranger's answer

// stranger tells of an answer by its beginning, without a control byte.
func stranger(response *http.Response, body []byte) error {
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	found := strings.TrimSpace(response.Status + " " + kind)
	at := response.Request.URL
	return &Stranger{
		Place: at.Host + at.Path, Found: strings.ToValidUTF8(found[:min(len(found), sampleMax)], ""),
		Sample: strconv.Quote(strings.ToValidUTF8(string(body[:min(len(body), sampleMax)]), "")),
	}
}
