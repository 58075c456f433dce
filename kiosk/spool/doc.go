// Package spool is a kiosk's own disk, and its way to the server.
//
// A ticket is born here: numbered, committed, and only then shown, printed and
// forwarded. With the server and without it the way is the same, so the way
// without it is gone all day. A Spool is one SQLite file (file.go) for one
// program; a Driver (driver.go) does what a kiosk.Model wishes, with a spool, a
// server and a printer.
//
//	give.go      a number: day, prefix, lane and a count
//	time.go      which clock is believed, and how old a touch is
//	outbox.go    what the server has not yet had, what it refused, what it took
//	line.go      the line to the server: greet, send, begin again
//	send.go      several commands in flight, those of one ticket in their order
//	driver.go    effects in, messages out
//	paper.go     receipts, one after the other
//	receipt.go   what became of them
//	standing.go  this kiosk's alerts at the server, kept as things are here
//	trouble.go   what they are about: printer, spool, clock
//	http.go      the server, over its API
//
// # Numbers
//
// A count belongs to (day, prefix, lane). The lane comes from the server's first
// answer; before it nothing is numbered. With a clock that is not believed the
// count goes on from the highest that stands, the ticket is undated (the server
// dates it), and no count begins anew until a believed clock has seen a day turn
// after the last undated ticket, and the server has had them all. So a number
// cannot come twice in whatever day the server puts them.
//
// # Ages
//
// A touch is kept as (boot, time since that boot), never as a time of day. What
// is sent is its age: in the same boot what has passed since; after a reboot the
// wall's difference, and never less than what came later, so that ages keep the
// order in which people came. Without a clock to be believed there is no age.
//
// # Keys
//
// Each command goes under its key until it is answered; a ticket's own id is the
// key of its giving. What was sent is kept for seven days and offered again when
// the server's epoch is another or its position lies behind one that it told
// before: it was restored from a copy, and may lack them. What it refuses for
// good stands aside, stops nobody, and rings on the consoles with its number.
//
// # Alerts
//
// (2026-11-25) What the kiosk says of itself, it takes back itself: an alert of
// printer, paper, spool or clock goes when what it is about is over. A refused
// ticket is over when a person says so, who has seen to its visitor: it was
// exported, or given anew. A call for help is ended by the server. Under a clock
// that is not believed the alert comes with the first ticket, not before: until
// then nobody is the worse for it.
package spool
