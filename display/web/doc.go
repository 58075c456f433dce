// Package web shows screens in a browser: a mediator's console, /console/{site}, the waiting
// room's wall, /wall/{site}, the head's page, /manager/{site}, and a visitor's ticket.
//
// A page holds no rules. Its console is a display.Console, the same as in a terminal, and
// lives at the server for one step alone: the page keeps what a console holds beyond the
// server's own state (display.Draft), sends it with each key, touch or word, and gets it
// back changed, with the page's inside as HTML. So nothing is lost by a page that is
// loaded again, or by a server that is; a step that got no answer is sent again as it was,
// under the same key, and is done once.
//
//	page:   live frames ──> something is new ──> step "look" ──┐
//	        a key, a touch, a text ──────────> step ───────────┤
//	server: view + draft ─> Console.Update ─> its command ─> API ─> view ─> HTML, draft
//
// What a step wishes for goes to the API in this very process (api.go) with the token of
// the page's cookie and the address of its browser, and meets the same checks there as
// from anywhere else. Sign-in is a form that works without scripts.
//
// The head's page has forms in the place of keys, and works without scripts: a form is sent
// once, however often it is pressed (deed.go), and what it may do is asked of the API
// (act.go). Its steps only look, so that it stays true by itself.
//
// The scripts are ES modules (assets/*.js), the look is one stylesheet, all embedded and
// served under a path that changes with them. Nothing comes from elsewhere, nothing is
// written into the page: the Content-Security-Policy allows this server's files alone.
package web
