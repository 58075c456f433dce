package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"accueil/queue"
	"accueil/queue/wire"
)

// The calls of the API. Each write takes its key: "" draws one for all its tries.

func (c *Client) place(parts ...string) string {
	path := sitesPath + url.PathEscape(string(c.site))
	if c.site == "" {
		path = ownPath
	}
	for _, p := range parts {
		path += "/" + url.PathEscape(p)
	}
	return path
}

// ask makes one call whose answer is a T.
func ask[T any](ctx context.Context, c *Client, x exchange) (T, error) {
	var answer T
	x.into = &answer
	err := c.do(ctx, &x)
	return answer, err
}

func get(path string) exchange { return exchange{method: http.MethodGet, path: path} }

// Healthy returns nil when an Accueil server answers.
func (c *Client) Healthy(ctx context.Context) error {
	x := get("/readyz")
	_, err := c.try(ctx, &x, nil)
	return err
}

// A Hold is what a kiosk has from earlier answers.
type Hold struct {
	Spool queue.SpoolID
	Lane  queue.Lane // 0: none
	At    Position
}

// Me returns who the token is; a kiosk names its spool and gets its lane.
func (c *Client) Me(ctx context.Context, h Hold) (wire.Me, error) {
	query := url.Values{}
	if h.Spool != "" {
		query.Set("spool", string(h.Spool))
	}
	if h.Lane != 0 {
		query.Set("lane", strconv.Itoa(int(h.Lane)))
	}
	if h.At.Epoch != "" {
		query.Set("epoch", h.At.Epoch)
		query.Set("seq", strconv.FormatUint(h.At.Seq, 10))
	}
	return ask[wire.Me](ctx, c, get("/api/v1/me?"+query.Encode()))
}

// Sites returns the sites that the token serves.
func (c *Client) Sites(ctx context.Context) ([]wire.Site, error) {
	list, err := ask[wire.Sites](ctx, c, get("/api/v1/sites"))
	return list.Sites, err
}

// Site returns the site, and the position of the answer.
func (c *Client) Site(ctx context.Context) (wire.Site, Position, error) {
	var site wire.Site
	x := get(c.place())
	x.into = &site
	err := c.do(ctx, &x)
	return site, x.at, err
}

// State returns a view, once.
func (c *Client) State(ctx context.Context, view string) (wire.Frame, error) {
	return ask[wire.Frame](ctx, c, get(c.place("state")+"?view="+url.QueryEscape(view)))
}

// Ticket returns a ticket of the last seven days.
func (c *Client) Ticket(ctx context.Context, id queue.TicketID) (wire.Ticket, error) {
	return ask[wire.Ticket](ctx, c, get(c.place("tickets", string(id))))
}

// Say returns what is said of a number that is called to a desk, in a language of the
// site, as a WAV file. It is tried once: a call is said now or by someone else. It is
// Unavailable where the server has no voice for it.
func (c *Client) Say(ctx context.Context, number queue.Number, desk queue.DeskID, lang string) ([]byte, error) {
	var file []byte
	x := get(c.place("say", string(number), string(desk)) + "?lang=" + url.QueryEscape(lang))
	x.once, x.media, x.file = true, "audio/wav", &file
	err := c.do(ctx, &x)
	return file, err
}

// Give asks for a ticket, or tells of one that was handed out.
func (c *Client) Give(ctx context.Context, key string, said wire.GiveRequest) (wire.Ticket, Position, error) {
	var t wire.Ticket
	x := exchange{method: http.MethodPost, path: c.place("tickets"), key: key, body: said, into: &t}
	err := c.do(ctx, &x)
	return t, x.at, err
}

// Tell sends a word about a ticket: amend, cancel, call, recall, start, park,
// unpark, no-show, transfer, undo, reprint or finish, with its request or nil.
func (c *Client) Tell(ctx context.Context, key string, id queue.TicketID, word string, said any) (wire.Ticket, Position, error) {
	var t wire.Ticket
	x := exchange{method: http.MethodPost, path: c.place("tickets", string(id), word), key: key, body: said, into: &t}
	err := c.do(ctx, &x)
	return t, x.at, err
}

// Code says why a person came.
func (c *Client) Code(ctx context.Context, key string, id queue.TicketID, said wire.ReasonsRequest) (wire.Ticket, error) {
	said.Reasons = append([]wire.Reason{}, said.Reasons...) // never null: they are owed
	return ask[wire.Ticket](ctx, c, exchange{method: http.MethodPut, path: c.place("tickets", string(id), "reasons"), key: key, body: said})
}

// CodeVisit counts a visit without a ticket.
func (c *Client) CodeVisit(ctx context.Context, key string, said wire.VisitRequest) (wire.Ticket, error) {
	said.Reasons = append([]wire.Reason{}, said.Reasons...) // never null: they are owed
	return ask[wire.Ticket](ctx, c, exchange{method: http.MethodPost, path: c.place("visits"), key: key, body: said})
}

// Desk sends a word about a desk: open, pause, resume or close.
func (c *Client) Desk(ctx context.Context, key string, id queue.DeskID, word string, said any) (wire.Desk, error) {
	return ask[wire.Desk](ctx, c, exchange{method: http.MethodPost, path: c.place("desks", string(id), word), key: key, body: said})
}

// Next finishes the visit and calls whoever should come; nil when nobody waits.
func (c *Client) Next(ctx context.Context, key string, id queue.DeskID, said wire.NextRequest) (*wire.Called, error) {
	var called wire.Called
	x := exchange{method: http.MethodPost, path: c.place("desks", string(id), "next"), key: key, body: said, into: &called}
	if err := c.do(ctx, &x); err != nil || x.status == http.StatusNoContent {
		return nil, err
	}
	return &called, nil
}

// Send makes any call below the site, and returns its answer as it came, nil for none.
func (c *Client) Send(ctx context.Context, method string, path []string, said any) (json.RawMessage, error) {
	return ask[json.RawMessage](ctx, c, exchange{method: method, path: c.place(path...), body: said})
}

// RaiseAlert asks for someone.
func (c *Client) RaiseAlert(ctx context.Context, key string, said wire.AlertRequest) (wire.Alert, error) {
	return ask[wire.Alert](ctx, c, exchange{method: http.MethodPost, path: c.place("alerts"), key: key, body: said})
}

// AckAlert says that someone comes.
func (c *Client) AckAlert(ctx context.Context, key string, id queue.AlertID) (wire.Alert, error) {
	return ask[wire.Alert](ctx, c, exchange{method: http.MethodPost, path: c.place("alerts", string(id), "ack"), key: key})
}

// DropAlert takes an alert down.
func (c *Client) DropAlert(ctx context.Context, key string, id queue.AlertID) (wire.Alert, error) {
	return ask[wire.Alert](ctx, c, exchange{method: http.MethodDelete, path: c.place("alerts", string(id)), key: key})
}

// SetIntake stops or reopens the giving of tickets.
func (c *Client) SetIntake(ctx context.Context, key string, said wire.IntakeRequest) (wire.Intake, error) {
	return ask[wire.Intake](ctx, c, exchange{method: http.MethodPut, path: c.place("intake"), key: key, body: said})
}

// SetAppointments replaces the day's list.
func (c *Client) SetAppointments(ctx context.Context, key string, said wire.AppointmentsRequest) (wire.Appointments, error) {
	said.Appointments = append([]wire.AppointmentRequest{}, said.Appointments...) // never null: they are owed
	return ask[wire.Appointments](ctx, c, exchange{method: http.MethodPut, path: c.place("appointments"), key: key, body: said})
}

// Configuration returns the site's file, and what a head changed over it.
func (c *Client) Configuration(ctx context.Context) (wire.Configuration, error) {
	return ask[wire.Configuration](ctx, c, get(c.place("configuration")))
}

// SetDate closes a date, or opens it, whatever the file says.
func (c *Client) SetDate(ctx context.Context, key string, day queue.Day, said wire.ClosedRequest) (wire.Changes, error) {
	return ask[wire.Changes](ctx, c, exchange{method: http.MethodPut, path: c.place("changes", "closed", string(day)), key: key, body: said})
}

// WithdrawDate lets the file say again whether a date is closed. Confirmed says that
// whoever has an appointment, waits or works then is thought of.
func (c *Client) WithdrawDate(ctx context.Context, key string, day queue.Day, confirmed bool) (wire.Changes, error) {
	path := c.place("changes", "closed", string(day)) + "?confirmed=" + strconv.FormatBool(confirmed)
	return ask[wire.Changes](ctx, c, exchange{method: http.MethodDelete, path: path, key: key})
}

// RenameReason gives a reason another name.
func (c *Client) RenameReason(ctx context.Context, key string, id queue.ReasonID, said wire.ReasonNameRequest) (wire.Changes, error) {
	return ask[wire.Changes](ctx, c, exchange{method: http.MethodPut, path: c.place("changes", "reasons", string(id)), key: key, body: said})
}

// WithdrawName gives a reason the file's name again.
func (c *Client) WithdrawName(ctx context.Context, key string, id queue.ReasonID) (wire.Changes, error) {
	return ask[wire.Changes](ctx, c, exchange{method: http.MethodDelete, path: c.place("changes", "reasons", string(id)), key: key})
}

// Login signs a person in. It is tried once: a wrong PIN counts.
func (c *Client) Login(ctx context.Context, name, pin string) (wire.Session, error) {
	said := wire.LoginRequest{Name: name, PIN: pin, Site: c.site}
	return ask[wire.Session](ctx, c, exchange{method: http.MethodPost, path: "/api/v1/login", body: said, once: true})
}

// Logout ends the client's own token. It is asked for until it is answered: one that has
// ended has ended.
func (c *Client) Logout(ctx context.Context) error {
	return c.do(ctx, &exchange{method: http.MethodDelete, path: "/api/v1/login"})
}

// AddDevice adds a wall or a kiosk; its token stands in the answer alone.
func (c *Client) AddDevice(ctx context.Context, said wire.DeviceRequest) (wire.Device, error) {
	return ask[wire.Device](ctx, c, exchange{method: http.MethodPost, path: "/api/v1/devices", body: said, once: true})
}

// Devices returns a site's walls and kiosks.
func (c *Client) Devices(ctx context.Context) ([]wire.Device, error) {
	list, err := ask[wire.Devices](ctx, c, get("/api/v1/devices?site="+url.QueryEscape(string(c.site))))
	return list.Devices, err
}

// RemoveDevice revokes a device's token.
func (c *Client) RemoveDevice(ctx context.Context, id queue.ActorID) error {
	return c.do(ctx, &exchange{method: http.MethodDelete, path: "/api/v1/devices/" + url.PathEscape(string(id)), once: true})
}

// AddPerson adds a person; the PIN stands in the answer alone.
func (c *Client) AddPerson(ctx context.Context, said wire.PersonRequest) (wire.Person, error) {
	return ask[wire.Person](ctx, c, exchange{method: http.MethodPost, path: "/api/v1/people", body: said, once: true})
}

// People returns a site's mediators and supervisors.
func (c *Client) People(ctx context.Context) ([]wire.Person, error) {
	list, err := ask[wire.People](ctx, c, get("/api/v1/people?site="+url.QueryEscape(string(c.site))))
	return list.People, err
}

// RemovePerson empties a person's name and ends their sessions.
func (c *Client) RemovePerson(ctx context.Context, id queue.ActorID) error {
	return c.do(ctx, &exchange{method: http.MethodDelete, path: "/api/v1/people/" + url.PathEscape(string(id)), once: true})
}

// ResetPIN gives a person another PIN, which stands in the answer alone.
func (c *Client) ResetPIN(ctx context.Context, id queue.ActorID, pin string) (wire.Person, error) {
	said := wire.ResetPINRequest{PIN: pin}
	return ask[wire.Person](ctx, c, exchange{method: http.MethodPost, path: "/api/v1/people/" + url.PathEscape(string(id)) + "/pin", body: said, once: true})
}

// ViewOf reads the state of a frame.
func ViewOf[V any](f wire.Frame) (V, error) {
	var v V
	err := json.Unmarshal(f.State, &v)
	return v, err
}
