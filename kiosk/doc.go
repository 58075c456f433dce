// Package kiosk is what a visitor meets at the touch screen, without the
// screen: a Model, Update, which takes a message and returns the next Model and
// the effects it wishes for, and View, which says what is to be seen. All three
// are pure. There is no clock, disk, paper or network here; time arrives as the
// message Tick, and what became of an effect as another message.
//
// Two promises are kept here, and proved by the package's random test:
//
//   - One touch makes at most one ticket. A touch carries the serial of the
//     screen that was drawn when the finger went down; the serial changes
//     whenever a touch meant for the screen before must not act on the one
//     after. It does not change with the language, so that a language and then
//     a service within 200 ms both count.
//   - It always comes home. Every screen but welcome has a deadline, every
//     effect that a screen waits for has one too, and on coming home nothing of
//     the last visitor is left but the memory of the last five seconds' ticket,
//     which keeps whoever mashes a tile from drawing twenty, and of a call for
//     help: should someone take it before another visitor comes, the screen says
//     that they are on their way.
//
// A ticket's way: a tile is touched, Give is wished for, the spool commits the
// ticket and answers Given, the number is shown and Print is wished for. The
// server need not be there for any of this; when it is, Placed says how many
// are before.
//
// Whoever cannot see or read the screen has it read aloud: Say is wished for by
// the model, and done by kiosk/voice. Nothing is said before a visitor asks, by
// the button or by one of the three keys, nor after they have gone.
//
// The machine speaks simple French: one idea a sentence, no negation, never
// "je". Every word comes from configs/i18n, kiosk.go.
package kiosk
