package server

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
	"accueil/queue/engine"
	"accueil/queue/wire"
)

// bodyOf reads what a request says, strictly.
func bodyOf[T any](c *call) (T, error) {
	body, err := c.body()
	if err != nil {
		var none T
		return none, err
	}
	return wire.Decode[T](body)
}

func (c *call) body() ([]byte, error) {
	body, err := io.ReadAll(c.r.Body)
	if err != nil {
		return nil, queue.Refuse(queue.Invalid, "the body cannot be read, or is larger than %d bytes", bodyMax)
	}
	return body, nil
}

// silence refuses a body where none is said.
func (c *call) silence() error {
	_, err := bodyOf[wire.Nothing](c)
	return err
}

// write answers with v as JSON.
func (c *call) write(status int, kind string, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		c.s.o.Log.Error("an answer cannot be written", "error", err) // never: wire's shapes are plain
		status, body = http.StatusInternalServerError, nil
	}
	c.w.Header().Set("Content-Type", kind)
	c.head(status)
	_, _ = c.w.Write(body) // who has gone asks again under the same key
}

// head begins an answer whose status may be another than the route's own.
func (c *call) head(status int) {
	c.status = status
	c.w.WriteHeader(status)
}

// reply answers as the route's table says.
func (c *call) reply(v any) error {
	c.write(c.route.status, "application/json", v)
	return nil
}

const positionHeader = "Accueil-Position"

// stand puts the position of an answer into its header.
func (c *call) stand(at engine.Position) {
	c.w.Header().Set(positionHeader, textOf(at))
}

func textOf(at engine.Position) string {
	return at.Epoch.String() + "/" + strconv.FormatUint(at.Seq, 10)
}

// request is a wish with the key that it came under and the print of what was said.
func (c *call) request(said any, wish queue.Wish) (engine.Request, error) {
	key, err := c.key()
	print := wire.Print(c.r.Method+" "+c.r.URL.Path, said)
	return engine.Request{By: c.caller.Actor(), Key: key, Wish: wish, Print: print}, err
}

// do carries a wish out under the request's key; look sees the state after it.
func (c *call) do(said any, wish queue.Wish, look func(engine.Look)) error {
	request, err := c.request(said, wish)
	if err != nil {
		return err
	}
	return c.engine.Do(c.r.Context(), request, func(l engine.Look) {
		c.stand(l.At)
		look(l)
	})
}

// repeats reports whether the request's key was answered before.
func (c *call) repeats(said any) (known bool, err error) {
	request, err := c.request(said, nil)
	if err != nil {
		return false, err
	}
	err = c.engine.Read(c.r.Context(), func(l engine.Look) { known = l.Knows(request) })
	return known, err
}

// read shows look the site as it is.
func (c *call) read(look func(engine.Look)) error {
	return c.engine.Read(c.r.Context(), func(l engine.Look) {
		c.stand(l.At)
		look(l)
	})
}

// reader is who an answer is for. Names stand in views alone.
func (c *call) reader() wire.Reader {
	return wire.Reader{Role: c.caller.Role, Note: func(id string) string { return c.s.o.Access.Note(c.site, id) }}
}

// change carries a wish about a ticket out and answers with the ticket.
func (c *call) change(said any, wish queue.Wish) error {
	var ticket wire.Ticket
	var public string
	found := false
	err := c.do(said, wish, func(l engine.Look) {
		id := l.Outcome.Ticket
		if id == "" {
			id = queue.TicketID(c.r.PathValue("id")) // nothing had to be done
		}
		var t *queue.Ticket
		if t, found = l.State.Ticket(id); found {
			ticket, public = wire.TicketOf(l.State, l.Now, t, c.reader()), l.State.Config().PublicURL
		}
	})
	if err != nil {
		return err
	}
	if !found {
		return queue.Refuse(queue.NotFound, "the ticket of this key is of a day no longer kept")
	}
	if ticket.Link, err = c.link(public, &ticket); err != nil {
		return err
	}
	return c.reply(ticket)
}

// plain serves a call that says nothing but which ticket.
func plain(wish func(queue.TicketID) queue.Wish) func(*call) error {
	return func(c *call) error {
		if err := c.silence(); err != nil {
			return err
		}
		return c.change(wire.Nothing{}, wish(queue.TicketID(c.r.PathValue("id"))))
	}
}

// newID returns a ULID.
func newID() string { return ulid.Make().String() }
