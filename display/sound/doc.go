// Package sound makes what is heard of words: espeak-ng speaks them, or somebody has
// recorded them. A kiosk reads its screen aloud with it, and a server makes of it what
// walls say of a call.
//
// A cgo-free program has no sound of its own, so processes speak and play. Each is
// killed with its whole group when its context ends, and none is a shell: what is
// said reaches espeak-ng as plain text on stdin, without markup, control characters or
// its own [[phonemes]]; of the arguments, the language alone comes from outside, and
// only as espeak-ng itself lists it. Recorded words are looked up by what they say
// among the files that were read, so that no text is ever a path.
package sound
