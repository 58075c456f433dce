// Package voice reads a kiosk's screen aloud, with espeak-ng where that is
// installed. A cgo-free program has no sound of its own, so a process speaks: it
// never holds up the screen, there is at most one at a time, and with its whole
// group it is killed when something newer is to be said, on Hush, and at the end.
//
// Who plays what espeak-ng makes is found out by playing silence: a player that
// says truthfully whether it could (aplay, paplay), or else espeak-ng itself, of
// which the exit status says nothing and stderr is read. pw-play is not among
// them: it reads no WAV from a pipe in the versions of Debian 12. Where nothing
// plays, the kiosk is told that there is no voice, the log says once why, and it
// is tried again later: a sound server may start after the kiosk, and a speaker
// may be plugged in.
//
// What is said reaches espeak-ng as plain text on stdin, without markup, control
// characters or its own [[phonemes]]; of the arguments, the language alone comes
// from outside, and only as espeak-ng itself lists it.
package voice
