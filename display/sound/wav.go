package sound

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// A wav is sound as a WAV file holds it: PCM of 16 bits.
type wav struct {
	format
	pcm []byte // whole samples
	cut bool   // the file says that there is more
}

// A format is what must be alike for sound to be joined.
type format struct {
	rate     uint32 // samples a second
	channels uint16
}

func (f format) String() string {
	if f.channels == 1 {
		return fmt.Sprintf("%d Hz, mono", f.rate)
	}
	return fmt.Sprintf("%d Hz, %d channels", f.rate, f.channels)
}

const (
	headBytes   = 12 // RIFF, how much follows, WAVE
	chunkBytes  = 8  // what it is, how much follows
	formBytes   = 16
	sampleBytes = 2
	formPCM     = 1
	rateMin     = 8000
	rateMax     = 48000
	channelsMax = 2
)

// parse reads a WAV file. What comes from a program that wrote to a pipe may say that
// there is more than there is.
func parse(data []byte) (wav, error) {
	var sound wav
	if len(data) < headBytes || string(data[:4]) != "RIFF" || string(data[8:12]) != "WAVE" {
		return sound, errors.New("it is no WAV file")
	}
	formed := false
	for data = data[headBytes:]; len(data) >= chunkBytes; {
		name, size := string(data[:4]), uint64(binary.LittleEndian.Uint32(data[4:]))
		body := data[chunkBytes:]
		cut := size > uint64(len(body))
		rest := body
		if !cut {
			body, rest = body[:size], body[min(size+size%2, uint64(len(body))):]
		}
		switch {
		case name == "fmt ":
			if err := sound.form(body); err != nil {
				return sound, err
			}
			formed = true
		case name == "data" && !formed:
			return sound, errors.New("its sound comes before its format")
		case name == "data":
			sound.cut = cut
			sound.pcm = body[:len(body)-len(body)%(sampleBytes*int(sound.channels))]
			return sound, nil
		case cut:
			return sound, errors.New("it ends in the middle")
		}
		data = rest
	}
	return sound, errors.New("it has no sound")
}

// form reads the format.
func (w *wav) form(body []byte) error {
	if len(body) < formBytes {
		return errors.New("its format ends in the middle")
	}
	kind, bits := binary.LittleEndian.Uint16(body), binary.LittleEndian.Uint16(body[14:])
	if kind != formPCM || bits != 8*sampleBytes {
		return fmt.Errorf("it is of kind %d and %d bits: expected PCM (kind %d) of %d bits", kind, bits, formPCM, 8*sampleBytes)
	}
	w.channels, w.rate = binary.LittleEndian.Uint16(body[2:]), binary.LittleEndian.Uint32(body[4:])
	if w.channels < 1 || w.channels > channelsMax || w.rate < rateMin || w.rate > rateMax {
		return fmt.Errorf("it has %s: expected 1 or %d channels and %d to %d Hz", w.format, channelsMax, rateMin, rateMax)
	}
	return nil
}

// encode returns the sound as a WAV file.
func (w wav) encode() []byte {
	block := sampleBytes * w.channels
	file := make([]byte, 0, headBytes+2*chunkBytes+formBytes+len(w.pcm))
	file = append(file, "RIFF"...)
	file = binary.LittleEndian.AppendUint32(file, uint32(cap(file)-chunkBytes))
	file = append(file, "WAVEfmt "...)
	file = binary.LittleEndian.AppendUint32(file, formBytes)
	file = binary.LittleEndian.AppendUint16(file, formPCM)
	file = binary.LittleEndian.AppendUint16(file, w.channels)
	file = binary.LittleEndian.AppendUint32(file, w.rate)
	file = binary.LittleEndian.AppendUint32(file, w.rate*uint32(block))
	file = binary.LittleEndian.AppendUint16(file, block)
	file = binary.LittleEndian.AppendUint16(file, 8*sampleBytes)
	file = append(file, "data"...)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(w.pcm)))
	return append(file, w.pcm...)
}

// silence returns the bytes of a pause.
func (f format) silence(d time.Duration) []byte {
	samples := int(d * time.Duration(f.rate) / time.Second)
	return make([]byte, samples*sampleBytes*int(f.channels))
}
