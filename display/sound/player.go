package sound

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os/exec"
)

// VolumeMax is a file as loud as it was made.
const VolumeMax = 100

// A Player plays WAV files aloud.
type Player struct{ command []string }

// FindPlayer looks for what can play, by having it play silence; its error is
// exec.ErrNotFound where no player is installed.
func FindPlayer(ctx context.Context) (*Player, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeMax)
	defer cancel()
	all := error(exec.ErrNotFound)
	for _, command := range players {
		if command == nil {
			continue
		}
		path, err := exec.LookPath(command[0])
		if err != nil {
			continue
		}
		p := &Player{append([]string{path}, command[1:]...)}
		if err = p.Play(ctx, chime(0), VolumeMax); err == nil {
			return p, nil
		}
		all = errors.Join(all, err)
	}
	return nil, all
}

// Play returns when all of a WAV file was heard, at 0 to VolumeMax, or an error when that
// could not be.
func (p *Player) Play(ctx context.Context, file []byte, volume int) error {
	ctx, cancel := context.WithTimeout(ctx, sayTimeMax)
	defer cancel()
	sound, err := parse(file)
	if err != nil {
		return fmt.Errorf("play a sound: %w", err)
	}
	play := newProcess(ctx, p.command[0], p.command[1:]...)
	play.Stdin = bytes.NewReader(sound.quieter(volume).encode())
	return play.run()
}

// quieter is a sound at 0 to VolumeMax of what it was.
func (w wav) quieter(volume int) wav {
	volume = min(max(0, volume), VolumeMax)
	pcm := make([]byte, 0, len(w.pcm))
	for i := 0; i+sampleBytes <= len(w.pcm); i += sampleBytes {
		sample := int(int16(binary.LittleEndian.Uint16(w.pcm[i:])))
		pcm = binary.LittleEndian.AppendUint16(pcm, uint16(int16(sample*volume/VolumeMax)))
	}
	w.pcm = pcm
	return w
}
