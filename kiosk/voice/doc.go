// Package voice reads a kiosk's screen aloud, with espeak-ng where that is
// installed (display/sound). A process speaks: it never holds up the screen, there is
// at most one at a time, and it is killed when something newer is to be said, on Hush,
// and at the end.
//
// Where nothing plays, the kiosk is told that there is no voice, the log says once why,
// and it is tried again later: a sound server may start after the kiosk, and a speaker
// may be plugged in.
package voice
