// Package display is what people look at, pure: the waiting room's wall (Board)
// and a mediator's console (Console). Each is a value: Update takes in what
// happened and returns another and the effects wished for, View returns what is
// to be seen. Skins draw it and know no rules.
//
// Both stand on the frames of the server: a frame is the whole of a small view,
// so that nothing has to be pieced together, and a frame that was missed is made
// good by the next. While the line is lost a screen keeps what it knew and says
// since when it knows no more.
//
// Time is handed in (Tick, before every other message). What is said of waits is
// counted on the server's clock, which a frame brings along, so that a machine
// whose own clock is wrong shows no wrong wait.
package display
