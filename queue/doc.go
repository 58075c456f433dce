// Package queue is the domain of a reception: a pure state machine of tickets,
// desks and mediators at one site. It knows no clock, no randomness, no disk, no
// network and no goroutine; the time is handed in.
//
// A Wish is what someone asks for. Decide turns a wish into Events, or refuses
// it, and changes nothing. An Event is a fact: Apply takes it in and cannot
// refuse. A journal remembers the events; replay, simulation, reports and every
// screen go through the same Apply, so they cannot disagree.
//
// A number is never given twice, nobody is called twice or forgotten. What that
// means is numbered here, and State.Check asserts it:
//
//  1. A ticket id names one ticket; a number names one ticket of a day.
//  2. A ticket stands in the calling order exactly while it waits, once, and
//     counts from no earlier than its arrival. It waits for one desk alone only
//     while that desk is in the configuration and not closed.
//  3. A called or serving ticket is the one open visit of one person.
//  4. A desk is closed or has one person; a person has at most one desk.
//  5. The visit at a desk is its person's, and knows that desk.
//  6. A lane is held by one spool of one device, and that spool there holds no other.
//  7. Every parked ticket comes back, in order of return.
//  8. No ticket of an ended day waits, is parked or called; ended ones are kept
//     for seven days, and until the next day opens.
//  9. The shown calls are at most eight, newest first, each newer than the next.
//  10. What is to be coded is done, without reasons, and its mediator's own.
//  11. Of a lasting condition one alert stands of whoever raised it, about a kiosk or none.
//  12. What is counted of the day and of the days kept is what the tickets tell.
//
// Whom next calls to a desk, of those whom the desk may call: whoever was overtaken
// too often; then an appointment that is due, two in a row at most while a walk-in
// waits; then the highest score, which is weight(class) × (now − effective arrival),
// ties by arrival, then number. Three readings of that rule, of 2026-11-25: of several
// overtaken too often or due, the one who effectively came first; two in a row are
// counted at a desk, whoever sits there, since what another desk calls takes nothing
// from those who wait for this one; only next overtakes, a call by number does not.
//
// When an alert is over (2026-11-25): what a machine says of itself, it takes back,
// and of each such condition one alert stands at a time; what a mediator called for,
// and a ticket that was refused, a mediator takes down. A visitor's call has nobody
// who would: it ends five minutes after someone took it, since they have met by then,
// or fifteen minutes after nobody did, since the visitor has gone.
//
// What is counted while it happens (2026-11-25): a view is made for each person at
// every event, with 100,000 waiting and seven days of tickets kept. So nothing in it
// is counted then: the figures of a person's day, the usual reasons and the numbers
// given change with the tickets, and a recount is for tests. What an appointment came
// to needs no event of its own: it is in the list that was set last before the day's
// turn, and in the tickets given for it and given back.
//
// Order of reading: ids.go, ticket.go, desk.go, config.go; wish.go and event.go
// (what may be asked, what may have happened); decide*.go and apply*.go; change.go
// (what a head changes over the file); order.go and line.go (the calling rule in
// O(log n)); hours.go and calendar.go (days and opening hours); alert.go; tally.go,
// pace.go and daybook.go (what is counted); check.go.
package queue
