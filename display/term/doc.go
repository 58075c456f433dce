// Package term shows a wall and a console in a terminal.
//
// Run gives a terminal to a display: one goroutine owns its model, takes in what
// happened, and draws when nothing more is waiting. What is drawn is computed
// without a terminal (lay…), as large as the cells allow.
//
// A wall measures its letters in millimetres (wallglass.go, wallsheet.go, walldraw.go) where
// cells are fine enough for paint to draw them, and else is plain (wallplain.go). What is to
// be heard of a call is handed in; calls are said one after the other (announce.go), while
// their rows show at once.
//
// A line (line.go) is what stands between a console or a wall and the server: it
// follows the live view, does what the model wishes for, and tells what came of it.
package term
