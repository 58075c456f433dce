// Package tui shows a kiosk in a terminal: the plain layout, for any font, any
// size from 60×21 and any number of colours from two.
//
// Three goroutines meet here. tview's loop only paints: it owns the terminal
// and copies the newest canvas to it. A reader takes what the terminal sends,
// before tview would make clicks of it, because tview loses touches: a release
// one cell away is no click to it, and a second touch within half a second is a
// double click. The third owns the model: it turns fingers into touches, keeps
// the time, and draws when nothing more is waiting, so that a flood costs no
// more than a drop.
//
// What is drawn is computed without a terminal: lay turns a kiosk.Screen into a
// canvas of cells and the areas that may be touched. So the areas that a finger
// meets are always those of the canvas that was last painted.
//
// Nothing a visitor can do ends Run, and whatever panics while a message is
// handled or drawn is logged and sends the kiosk home.
package tui
