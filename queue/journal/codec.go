package journal

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"

	"accueil/queue"
)

// eventVersion is the version of every kind of event so far. A later version of
// a kind is a case beside the first in eventOf, which stays.
const eventVersion = 1

type entryShape struct {
	Pos     uint64        `json:"pos"`
	Epoch   ulid.ULID     `json:"epoch"`
	At      time.Time     `json:"at"`
	Elapsed time.Duration `json:"elapsed"`
	Actor   queue.ActorID `json:"actor,omitempty"`
	Key     string        `json:"key,omitempty"`
	Print   string        `json:"print,omitempty"`
	Events  []eventShape  `json:"events"`
}

type eventShape struct {
	Kind    string          `json:"kind"`
	Version int             `json:"v"`
	Data    json.RawMessage `json:"data"`
}

// writtenShape is eventShape as it is written: the event itself, encoded once.
type writtenShape struct {
	Kind    string `json:"kind"`
	Version int    `json:"v"`
	Data    any    `json:"data"`
}

// Encode returns an entry's bytes, without its chain: what a backend stores and
// a chain is made of. An entry that was sealed returns the bytes of its sealing.
func Encode(e *Entry) []byte {
	if e.body != nil {
		return e.body
	}
	shape := struct {
		entryShape
		Events []writtenShape `json:"events"`
	}{entryShape: entryShape{Pos: e.Pos, Epoch: e.Epoch, At: e.At, Elapsed: e.Elapsed, Actor: e.Actor, Key: e.Key}}
	if e.Print != ([16]byte{}) {
		shape.Print = hex.EncodeToString(e.Print[:])
	}
	for _, event := range e.Events {
		kind, data := shapeOf(event)
		shape.Events = append(shape.Events, writtenShape{kind, eventVersion, data})
	}
	body, err := json.Marshal(shape)
	if err != nil {
		panic(fmt.Sprintf("encode entry %d: %v", e.Pos, err)) // no shape holds what JSON cannot
	}
	return body
}

// Decode reads what Encode wrote. An unknown kind or version is an error: it was
// written by a newer program, and to skip it would be to lie about the past.
func Decode(body []byte) (Entry, error) {
	var shape entryShape
	if err := json.Unmarshal(body, &shape); err != nil {
		return Entry{}, fmt.Errorf("decode entry: %w", err)
	}
	e := Entry{
		Pos: shape.Pos, Epoch: shape.Epoch, At: shape.At, Elapsed: shape.Elapsed,
		Actor: shape.Actor, Key: shape.Key, body: body,
	}
	if shape.Print != "" {
		fingerprint, err := hex.DecodeString(shape.Print)
		if err != nil || len(fingerprint) != len(e.Print) {
			return Entry{}, fmt.Errorf("decode entry %d: its print is %q", e.Pos, shape.Print)
		}
		copy(e.Print[:], fingerprint)
	}
	for _, s := range shape.Events {
		if s.Version != eventVersion {
			return Entry{}, fmt.Errorf("decode entry %d: %s of version %d was written by a newer program", e.Pos, s.Kind, s.Version)
		}
		event, err := eventOf(s.Kind, s.Data)
		if err != nil {
			return Entry{}, fmt.Errorf("decode entry %d: %w", e.Pos, err)
		}
		e.Events = append(e.Events, event)
	}
	return e, nil
}

// read decodes a shape.
func read[T any](data []byte) (T, error) {
	var shape T
	err := json.Unmarshal(data, &shape)
	return shape, err
}

// told returns an event if its shape was read.
func told(e queue.Event, err error) (queue.Event, error) {
	if err != nil {
		return nil, err
	}
	return e, nil
}
