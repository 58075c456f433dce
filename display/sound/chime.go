package sound

import (
	"encoding/binary"
	"math"
)

// What rings before a call is said: two notes, each fading as a bell's does.
const (
	chimeRate    = 22050 // samples a second
	chimeHigh    = 659.26
	chimeLow     = 523.25 // Hz, a third below: E and C
	noteSeconds  = 0.45   // until the second begins
	chimeSeconds = 1.6
	fadeSeconds  = 0.35
	riseSeconds  = 0.005 // without it, a note begins with a click
	chimeLoud    = 0.4   // of the largest sample, a note
)

// Chime returns what rings before a call is said, as a WAV file.
func Chime() []byte { return chime(chimeSeconds) }

// chime is its first seconds; of none, a file that is silent at once.
func chime(seconds float64) []byte {
	sound := wav{format: format{rate: chimeRate, channels: 1}, pcm: make([]byte, sampleBytes)}
	for i := range int(seconds * chimeRate) {
		at := float64(i) / chimeRate
		sample := note(chimeHigh, at) + note(chimeLow, at-noteSeconds)
		sound.pcm = binary.LittleEndian.AppendUint16(sound.pcm, uint16(int16(sample*chimeLoud*math.MaxInt16)))
	}
	return sound.encode()
}

// note is a bell's sound, so many seconds after it was struck.
func note(hertz, seconds float64) float64 {
	if seconds < 0 {
		return 0
	}
	struck := math.Min(1, seconds/riseSeconds) * math.Exp(-seconds/fadeSeconds)
	return struck * math.Sin(2*math.Pi*hertz*seconds)
}
