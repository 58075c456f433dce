package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"accueil/configs/i18n"
	"accueil/display"
	"accueil/queue"
	"accueil/queue/wire"
)

// The acts of the head's page, as its forms name them.
const (
	actStopAll        = "stop_all"
	actOpenAll        = "open_all"
	actStop           = "stop"
	actOpen           = "open"
	actNotice         = "notice"
	actClearNotice    = "clear_notice"
	actCloseDay       = "close_day"
	actOpenDay        = "open_day"
	actWithdrawDay    = "withdraw_day"
	actRename         = "rename"
	actWithdrawReason = "withdraw_reason"
	actAddPerson      = "add_person"
	actResetPIN       = "reset_pin"
	actRemovePerson   = "remove_person"
	actAddDevice      = "add_device"
	actRemoveDevice   = "remove_device"

	actNoted = "noted" // what was shown once is put away
)

// acts are all of them.
func acts() []string {
	return []string{actStopAll, actOpenAll, actStop, actOpen, actNotice, actClearNotice, actCloseDay, actOpenDay, actWithdrawDay,
		actRename, actWithdrawReason, actAddPerson, actResetPIN, actRemovePerson, actAddDevice, actRemoveDevice}
}

// asks reports whether an act is asked about before it is done: what it takes away does
// not come back.
func asks(act string) bool {
	return act == actRemovePerson || act == actResetPIN || act == actRemoveDevice
}

// errAsk wants a form to be confirmed.
var errAsk = queue.Refuse(queue.Conflict, "this is to be confirmed")

// do does what a form asks for. The server's rules are all there are.
func (h *Handler) do(ctx context.Context, a api, f form, m display.Manager) (deed, error) {
	if asks(f.Act) && !f.Confirmed {
		return deed{}, errAsk
	}
	did := deed{act: f.Act, name: about(f, m)}
	code := digits(f.Code)
	if code != "" {
		f.Role = queue.RoleWall.String() // what shows one is a wall
	}
	if code != "" && !h.televisions.waits(a.site, code, time.Now()) {
		return did, errCode
	}
	q, err := f.request(a)
	if err != nil {
		return did, err
	}
	got, err := a.call(ctx, q)
	if err != nil {
		return did, err
	}
	switch f.Act {
	case actAddPerson, actResetPIN:
		var p wire.Person
		err = json.Unmarshal(got.body.Bytes(), &p)
		did.name, did.secret = p.Name, p.PIN
	case actAddDevice:
		var d wire.Device
		err = json.Unmarshal(got.body.Bytes(), &d)
		did.name, did.secret = d.Name, d.Token
		if code != "" {
			did.code, did.admitted = code, h.televisions.admit(a.site, code, d.Token, time.Now())
		}
	}
	return did, err
}

// errCode says that no television shows a code.
var errCode = queue.Refuse(queue.NotFound, "no screen shows that code")

// digits leaves of a code what a head may have typed between its figures.
func digits(code string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' || r == '.' {
			return -1
		}
		return r
	}, code)
}

// request is the call of the API that does it.
func (f form) request(a api) (request, error) {
	put := func(body any, path ...string) (request, error) {
		return request{method: http.MethodPut, path: a.below(path...), key: f.key(), body: body}, nil
	}
	intake := func(open bool, services ...queue.ServiceID) (request, error) {
		return put(wire.IntakeRequest{Open: open, Services: services}, "intake")
	}
	elsewhere := func(method, path string, body any) (request, error) {
		return request{method: method, path: path, body: body}, nil
	}
	switch f.Act {
	case actStopAll, actOpenAll:
		return intake(f.Act == actOpenAll)
	case actStop, actOpen:
		return intake(f.Act == actOpen, queue.ServiceID(f.ID))
	case actNotice:
		if strings.TrimSpace(f.Text) == "" { // to say nothing there is another button
			return request{}, queue.Refuse(queue.Invalid, "a notice is owed")
		}
		return put(wire.NoticeRequest{Text: f.Text}, "notice")
	case actClearNotice:
		return put(wire.NoticeRequest{}, "notice")
	case actCloseDay, actOpenDay:
		if f.ID == "" {
			return request{}, queue.Refuse(queue.Invalid, "a day is owed")
		}
		return put(wire.ClosedRequest{Closed: f.Act == actCloseDay, Confirmed: f.Confirmed}, "changes", "closed", f.ID)
	case actWithdrawDay:
		return f.withdraw(a, "closed")
	case actRename:
		return put(wire.ReasonNameRequest{Name: f.Text}, "changes", "reasons", f.ID)
	case actWithdrawReason:
		return f.withdraw(a, "reasons")
	case actAddPerson:
		return elsewhere(http.MethodPost, "/api/v1/people", wire.PersonRequest{Site: a.site, Role: queue.RoleMediator.String(), Name: f.Text})
	case actResetPIN:
		return elsewhere(http.MethodPost, "/api/v1/people/"+url.PathEscape(f.ID)+"/pin", wire.ResetPINRequest{})
	case actRemovePerson:
		return elsewhere(http.MethodDelete, "/api/v1/people/"+url.PathEscape(f.ID), nil)
	case actAddDevice:
		return elsewhere(http.MethodPost, "/api/v1/devices", wire.DeviceRequest{Site: a.site, Role: f.Role, Name: f.Text})
	case actRemoveDevice:
		return elsewhere(http.MethodDelete, "/api/v1/devices/"+url.PathEscape(f.ID), nil)
	}
	return request{}, queue.Refuse(queue.Invalid, "there is no act %q on this page", f.Act)
}

// withdraw takes a change back, so that the file counts again.
func (f form) withdraw(a api, what string) (request, error) {
	path := a.below("changes", what, f.ID)
	if f.Confirmed {
		path += "?confirmed=true"
	}
	return request{method: http.MethodDelete, path: path, key: f.key()}, nil
}

// about names what a form is about.
func about(f form, m display.Manager) string {
	switch f.Act {
	case actStop, actOpen:
		return m.Service(queue.ServiceID(f.ID))
	case actCloseDay, actOpenDay, actWithdrawDay:
		return m.Day(queue.Day(f.ID))
	case actRename, actAddPerson, actAddDevice:
		return f.Text
	case actWithdrawReason:
		for _, r := range m.Configuration.File.Reasons {
			if string(r.ID) == f.ID {
				return r.Name
			}
		}
	case actResetPIN, actRemovePerson:
		for _, p := range m.People {
			if string(p.ID) == f.ID {
				return p.Name
			}
		}
	case actRemoveDevice:
		for _, s := range m.View.Screens {
			if string(s.ID) == f.ID {
				return s.Name
			}
		}
	}
	return f.ID
}

// A said is what the page says of the last form.
type said struct {
	Text    string
	More    string // of whom it would touch
	Trouble bool
	Asked   bool   // Text is a question
	Yes     string // on the button that sends Form, "" for none
	Form    form
	No      bool // there is a way to change nothing

	About, Secret string // shown until Noted is sent
	Noted         string
}

// Long reports whether the secret is a token, which nobody writes down by hand.
func (s said) Long() bool { return len(s.Secret) > pinMax }

const pinMax = 12 // letters that are shown large

// didSay says what a form did.
func didSay(w i18n.Words, did deed, key string) said {
	s := said{Text: w.ManagerDone(did.act, did.name)}
	switch {
	case did.code != "" && did.admitted:
		s.Text += " " + w.ManagerAdmitted(did.name, did.code, true)
	case did.code != "":
		s.Text, s.About, s.Secret, s.Noted = s.Text+" "+w.ManagerAdmitted(did.name, did.code, false), w.ManagerSecret("token", did.name), did.secret, key
	case did.act == actAddDevice:
		s.About, s.Secret, s.Noted = w.ManagerSecret("token", did.name), did.secret, key
	case did.secret != "":
		s.About, s.Secret, s.Noted = w.ManagerSecret("pin", did.name), did.secret, key
	}
	return s
}

// refusedSay says why a form did nothing: what is to be confirmed is a question, and what
// had no answer may be sent again, under its key.
func refusedSay(w i18n.Words, f form, m display.Manager, kind queue.Kind) said {
	again := f
	switch {
	case kind == queue.Conflict && !f.Confirmed && (asks(f.Act) || f.Act == actCloseDay || f.Act == actWithdrawDay):
		again.Confirmed = true
		more := ""
		if !asks(f.Act) {
			more = m.Affected(queue.Day(f.ID))
		}
		return said{Text: w.ManagerAsk(f.Act, about(f, m)), More: more, Asked: true, Yes: w.ManagerYes(f.Act, about(f, m)), Form: again, No: true}
	case kind == queue.Unavailable || kind == queue.TooMany:
		return said{Text: w.ManagerRefused(f.Act, kind.String()), Trouble: true, Yes: w.ManagerAgain(), Form: again, No: true}
	case kind == queue.NotFound && f.Act == actAddDevice:
		return said{Text: w.ManagerNoCode(f.Code), Trouble: true}
	}
	return said{Text: w.ManagerRefused(f.Act, kind.String()), Trouble: true}
}
