package server

import (
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"accueil/queue"
)

// Limits of a server's voice.
const (
	makersMax      = 2        // announcements that are made at once: a small box has other things to do
	spokenBytesMax = 32 << 20 // kept: a hundred and more, each a few seconds long
	muteTime       = 30 * time.Second
)

// An Announcement is what is said of a call.
type Announcement struct {
	Lang     string // in which it is said, one of the site's
	House    string // the site's first language
	Number   queue.Number
	DeskName string
}

// spoken is an announcement that was made, or why not.
type spoken struct {
	of  Announcement
	wav []byte
	tag string // of these bytes and no others
	err error
	at  time.Time
}

// A voice has announcements made, each by one at a time, and keeps those that were
// asked for last. One that cannot be made is not tried again for muteTime: every wall of
// a house asks for the same.
type voice struct {
	say     func(context.Context, Announcement) ([]byte, error)
	clock   func() time.Time
	leaving context.Context
	turns   turns[Announcement]
	makers  chan struct{}

	mu    sync.Mutex // guards the rest
	kept  map[Announcement]*list.Element
	order *list.List // of *spoken, the last asked for first
	bytes int
}

// newVoice returns the voice of a server that is leaving when its context ends.
func newVoice(leaving context.Context, o Options) *voice {
	return &voice{
		say: o.Say, clock: o.Clock, leaving: leaving, makers: make(chan struct{}, makersMax),
		kept: map[Announcement]*list.Element{}, order: list.New(),
	}
}

// of returns an announcement's sound. It is Unavailable where this server has no voice
// for it, and ctx's error when that ends first.
func (v *voice) of(ctx context.Context, a Announcement) (*spoken, error) {
	if v.say == nil {
		return nil, queue.Refuse(queue.Unavailable, "this server has no voice")
	}
	if s := v.look(a); s != nil {
		return s, s.err
	}
	done, err := v.turns.take(ctx, a)
	if err != nil {
		return nil, err
	}
	defer done()
	if s := v.look(a); s != nil { // whoever had the turn before made it
		return s, s.err
	}
	select {
	case v.makers <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-v.makers }()
	s := &spoken{of: a}
	s.wav, s.err = v.say(v.leaving, a) // whoever asked may go: the next wall asks for the same
	if v.leaving.Err() != nil {
		return nil, v.leaving.Err()
	}
	sum := sha256.Sum256(s.wav)
	s.tag, s.at = `"`+hex.EncodeToString(sum[:16])+`"`, v.clock()
	v.keep(s)
	return s, s.err
}

// look returns what is kept of an announcement, or nil.
func (v *voice) look(a Announcement) *spoken {
	v.mu.Lock()
	defer v.mu.Unlock()
	e, ok := v.kept[a]
	if !ok {
		return nil
	}
	if s := e.Value.(*spoken); s.err == nil || v.clock().Sub(s.at) < muteTime {
		v.order.MoveToFront(e)
		return s
	}
	v.drop(e)
	return nil
}

// spokenBytesLeast is what keeping an announcement costs besides its sound.
const spokenBytesLeast = 1 << 10

// keep keeps an announcement, and as many others as there is room for.
func (v *voice) keep(s *spoken) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.kept[s.of] = v.order.PushFront(s)
	v.bytes += spokenBytesLeast + len(s.wav)
	for v.bytes > spokenBytesMax {
		v.drop(v.order.Back())
	}
}

func (v *voice) drop(e *list.Element) {
	s := v.order.Remove(e).(*spoken)
	delete(v.kept, s.of)
	v.bytes -= spokenBytesLeast + len(s.wav)
}
