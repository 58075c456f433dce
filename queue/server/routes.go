package server

import (
	"accueil/queue"
	"accueil/queue/wire"
)

// A route is one call of the API. body and reply are zero values of the shapes
// that it takes and gives, nil for none.
type route struct {
	method, path string
	summary      string
	role         queue.Role // the least that may; RoleNone: no token is asked for
	query        []string
	keyed        bool // it takes an Idempotency-Key
	body, reply  any
	table        bool           // the body may come as CSV too
	media        string         // of a reply that is not JSON
	views        map[string]any // whose frames it brings, by name
	status       int
	orNothing    bool // it may answer 204
	orThere      bool // it may answer 200: what it would make is there
	tagged       bool // it has an ETag, and may answer 304
	orOnce       bool // it may answer 200: the view once, where no websocket is asked for
	ended        bool // a token that has ended will do
	serve        func(*call) error
}

const (
	api  = "/api/v1"
	site = api + "/sites/{site}"
)

// views are those of a site, by name: zero values of their states.
func views() map[string]any {
	return map[string]any{wire.ViewWall: wire.WallView{}, wire.ViewKiosk: wire.KioskView{}, wire.ViewConsole: wire.ConsoleView{}, wire.ViewManager: wire.ManagerView{}}
}

// routes is the table of all calls.
func routes() []route {
	var all []route
	for _, table := range [][]route{houseRoutes(), ticketRoutes(), visitRoutes(), deskRoutes(), siteRoutes(), changeRoutes(), accessRoutes()} {
		all = append(all, table...)
	}
	for i := range all {
		if all[i].status == 0 {
			all[i].status = 200
		}
	}
	return all
}

func houseRoutes() []route {
	return []route{
		{method: "GET", path: "/healthz", summary: "the process answers", reply: map[string]string{}, serve: (*call).health},
		{method: "GET", path: "/readyz", summary: "every site answers", reply: map[string]string{}, serve: (*call).ready},
		{method: "GET", path: "/metrics", summary: "figures for monitoring, in Prometheus' text form", media: "text/plain", serve: (*call).metrics},
		{method: "GET", path: api + "/openapi.json", summary: "this document", serve: (*call).document},
		{method: "POST", path: api + "/login", summary: "a name and a PIN for a token", body: wire.LoginRequest{}, reply: wire.Session{}, serve: (*call).login},
		{method: "DELETE", path: api + "/login", summary: "end this token, and its sockets", role: queue.RoleMediator, ended: true, status: 204, serve: (*call).logout},
		{method: "GET", path: api + "/me", summary: "who this token is; a kiosk names its spool and gets its lane",
			role: queue.RoleWall, query: []string{"spool", "lane", "epoch", "seq"}, reply: wire.Me{}, serve: (*call).me},
	}
}

func ticketRoutes() []route {
	one := func(name, summary string, role queue.Role, body any, serve func(*call) error) route {
		return route{method: "POST", path: site + "/tickets/{id}/" + name, summary: summary, role: role, keyed: true,
			body: body, reply: wire.Ticket{}, serve: serve}
	}
	return []route{
		{method: "POST", path: site + "/tickets", summary: "give a ticket, or tell of one that a kiosk handed out",
			role: queue.RoleKiosk, keyed: true, body: wire.GiveRequest{}, reply: wire.Ticket{}, status: 201, serve: (*call).give},
		{method: "GET", path: site + "/tickets/{id}", summary: "a ticket", role: queue.RoleKiosk, reply: wire.Ticket{}, serve: (*call).showTicket},
		one("amend", "change its class, language or service", queue.RoleKiosk, wire.AmendRequest{}, (*call).amend),
		one("cancel", "give it back", queue.RoleKiosk, wire.CancelRequest{}, (*call).cancel),
		one("call", "call this ticket to a desk", queue.RoleMediator, wire.CallRequest{}, (*call).callTicket),
		one("recall", "call it again", queue.RoleMediator, nil, plain(func(id queue.TicketID) queue.Wish { return queue.Recall{Ticket: id} })),
		one("start", "the person has come", queue.RoleMediator, nil, plain(func(id queue.TicketID) queue.Wish { return queue.Start{Ticket: id} })),
		one("park", "keep its place for some minutes", queue.RoleMediator, wire.ParkRequest{}, (*call).park),
		one("unpark", "it waits again", queue.RoleMediator, nil, plain(func(id queue.TicketID) queue.Wish { return queue.Unpark{Ticket: id} })),
		one("no-show", "nobody came", queue.RoleMediator, nil, plain(func(id queue.TicketID) queue.Wish { return queue.MarkNoShow{Ticket: id} })),
		one("transfer", "to another service or desk, with its number and arrival", queue.RoleMediator, wire.TransferRequest{}, (*call).transfer),
		one("undo", "take a no-show or a finish back", queue.RoleMediator, nil, plain(func(id queue.TicketID) queue.Wish { return queue.Undo{Ticket: id} })),
		one("reprint", "have its kiosk print it again", queue.RoleMediator, nil, plain(func(id queue.TicketID) queue.Wish { return queue.AskReprint{Ticket: id} })),
	}
}

func visitRoutes() []route {
	return []route{
		{method: "PUT", path: site + "/tickets/{id}/reasons", summary: "why the person came", role: queue.RoleMediator, keyed: true,
			body: wire.ReasonsRequest{}, reply: wire.Ticket{}, serve: (*call).code},
		{method: "POST", path: site + "/tickets/{id}/finish", summary: "end the visit", role: queue.RoleMediator, keyed: true,
			body: wire.FinishRequest{}, reply: wire.Ticket{}, serve: (*call).finish},
		{method: "POST", path: site + "/visits", summary: "count a visit without a ticket", role: queue.RoleMediator, keyed: true,
			body: wire.VisitRequest{}, reply: wire.Ticket{}, status: 201, serve: (*call).visit},
	}
}

func deskRoutes() []route {
	one := func(name, summary string, body any, serve func(*call) error) route {
		return route{method: "POST", path: site + "/desks/{desk}/" + name, summary: summary, role: queue.RoleMediator, keyed: true,
			body: body, reply: wire.Desk{}, serve: serve}
	}
	next := one("next", "finish the visit and call whoever should come", wire.NextRequest{}, (*call).next)
	next.reply, next.orNothing = wire.Called{}, true
	return []route{
		one("open", "sit down at it", wire.OpenRequest{}, (*call).openDesk),
		one("pause", "call nobody for a while", wire.PauseRequest{}, (*call).pauseDesk),
		one("resume", "go on", nil, (*call).resumeDesk),
		one("close", "leave it", nil, (*call).closeDesk),
		next,
	}
}

func siteRoutes() []route {
	return []route{
		{method: "GET", path: api + "/sites", summary: "the sites this token serves", role: queue.RoleWall, reply: wire.Sites{}, serve: (*call).sites},
		{method: "GET", path: site, summary: "a site", role: queue.RoleWall, reply: wire.Site{}, serve: (*call).showSite},
		{method: "POST", path: site + "/alerts", summary: "ask for someone", role: queue.RoleKiosk, keyed: true,
			body: wire.AlertRequest{}, reply: wire.Alert{}, status: 201, orThere: true, serve: (*call).raiseAlert},
		{method: "POST", path: site + "/alerts/{alert}/ack", summary: "someone comes", role: queue.RoleMediator, keyed: true,
			reply: wire.Alert{}, serve: (*call).ackAlert},
		{method: "DELETE", path: site + "/alerts/{alert}", summary: "it is over", role: queue.RoleKiosk, keyed: true,
			reply: wire.Alert{}, serve: (*call).dropAlert},
		{method: "PUT", path: site + "/intake", summary: "stop or reopen the giving of tickets", role: queue.RoleMediator, keyed: true,
			body: wire.IntakeRequest{}, reply: wire.Intake{}, serve: (*call).setIntake},
		{method: "PUT", path: site + "/notice", summary: "a line on walls and kiosks", role: queue.RoleMediator, keyed: true,
			body: wire.NoticeRequest{}, reply: wire.Notice{}, serve: (*call).setNotice},
		{method: "PUT", path: site + "/appointments", summary: "the day's list", role: queue.RoleSupervisor, keyed: true,
			query: []string{"partial"}, table: true, body: wire.AppointmentsRequest{}, reply: wire.Appointments{}, serve: (*call).setAppointments},
		{method: "GET", path: site + "/state", summary: "a view, once", role: queue.RoleWall, query: []string{"view"},
			views: views(), serve: (*call).state},
		{method: "GET", path: site + "/live", summary: "a view's websocket", role: queue.RoleWall, query: []string{"view"}, status: 101,
			views: views(), serve: (*call).live},
		{method: "GET", path: site + "/say/{number}/{desk}", summary: "what is said of a number that is called to a desk", role: queue.RoleWall,
			query: []string{"lang"}, media: "audio/wav", tagged: true, serve: (*call).sayCall},
		{method: "GET", path: "/t/{secret}/live", summary: "a ticket's websocket, for whoever has its link", status: 101, orOnce: true,
			views: map[string]any{wire.ViewPhone: (*wire.PhoneView)(nil)}, serve: (*call).phone},
		{method: "GET", path: site + "/journal", summary: "the entries, one a line", role: queue.RoleAdmin, query: []string{"after"},
			media: "application/x-ndjson", serve: (*call).journal},
	}
}

// changeRoutes are of what a head changes over the file.
func changeRoutes() []route {
	one := func(method, path, summary string, body any, serve func(*call) error) route {
		return route{method: method, path: site + "/changes/" + path, summary: summary, role: queue.RoleSupervisor, keyed: true,
			body: body, reply: wire.Changes{}, serve: serve}
	}
	withdraw := one("DELETE", "closed/{day}", "let the file say again whether a date is closed", nil, (*call).withdrawDate)
	withdraw.query = []string{"confirmed"}
	return []route{
		{method: "GET", path: site + "/configuration", summary: "the file as it was last read, and what was changed over it",
			role: queue.RoleSupervisor, reply: wire.Configuration{}, serve: (*call).configuration},
		one("PUT", "closed/{day}", "close a date, or open it, whatever the file says", wire.ClosedRequest{}, (*call).setDate),
		withdraw,
		one("PUT", "reasons/{reason}", "give a reason another name", wire.ReasonNameRequest{}, (*call).renameReason),
		one("DELETE", "reasons/{reason}", "give it the file's name again", nil, (*call).withdrawName),
	}
}

func accessRoutes() []route {
	return []route{
		{method: "POST", path: api + "/devices", summary: "add a wall or a kiosk; its token is shown once", role: queue.RoleSupervisor,
			body: wire.DeviceRequest{}, reply: wire.Device{}, status: 201, serve: (*call).addDevice},
		{method: "GET", path: api + "/devices", summary: "walls and kiosks", role: queue.RoleSupervisor, query: []string{"site"}, reply: wire.Devices{}, serve: (*call).devices},
		{method: "DELETE", path: api + "/devices/{id}", summary: "revoke its token at once", role: queue.RoleSupervisor, reply: wire.Device{}, serve: (*call).removeDevice},
		{method: "POST", path: api + "/people", summary: "add a person; the PIN is shown once", role: queue.RoleSupervisor,
			body: wire.PersonRequest{}, reply: wire.Person{}, status: 201, serve: (*call).addPerson},
		{method: "GET", path: api + "/people", summary: "mediators and supervisors", role: queue.RoleSupervisor, query: []string{"site"}, reply: wire.People{}, serve: (*call).people},
		{method: "DELETE", path: api + "/people/{id}", summary: "empty the name, end the sessions", role: queue.RoleSupervisor, reply: wire.Person{}, serve: (*call).removePerson},
		{method: "POST", path: api + "/people/{id}/pin", summary: "another PIN, shown once", role: queue.RoleSupervisor,
			body: wire.ResetPINRequest{}, reply: wire.Person{}, serve: (*call).resetPIN},
	}
}
