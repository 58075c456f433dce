package server

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"accueil/queue"
)

func announcement(i int) Announcement {
	return Announcement{Lang: "fr", House: "fr", Number: queue.MakeNumber('A', 1, i+1), DeskName: "Guichet 1"}
}

// A slow maker makes when it is let to, and says what it is making.
type slow struct {
	begun chan Announcement
	let   chan error
}

func (s slow) say(ctx context.Context, a Announcement) ([]byte, error) {
	s.begun <- a
	select {
	case err := <-s.let:
		return []byte(a.Number), err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func newSlow() slow { return slow{make(chan Announcement, 1000), make(chan error)} }

func TestWhatManyAskForIsMadeOnceForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		maker := newSlow()
		v := newVoice(t.Context(), Options{Say: maker.say, Clock: time.Now})
		heard := make(chan *spoken, 200)
		for range 200 {
			go func() {
				s, err := v.of(t.Context(), announcement(0))
				if err != nil {
					t.Error(err)
				}
				heard <- s
			}()
		}
		synctest.Wait()
		maker.let <- nil
		first := <-heard
		for range 199 {
			if s := <-heard; s != first {
				t.Fatal("two were made of one")
			}
		}
		if len(maker.begun) != 1 {
			t.Errorf("got %d made, want 1", len(maker.begun))
		}
	})
}

func TestFewAreMadeAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		maker := newSlow()
		v := newVoice(t.Context(), Options{Say: maker.say, Clock: time.Now})
		heard := make(chan error, 10)
		for i := range 10 {
			go func() {
				_, err := v.of(t.Context(), announcement(i))
				heard <- err
			}()
		}
		for made := range 10 {
			synctest.Wait()
			if under := len(maker.begun) - made; under != min(makersMax, 10-made) {
				t.Fatalf("after %d: got %d made at once, want %d", made, under, makersMax)
			}
			maker.let <- nil
		}
		for range 10 {
			if err := <-heard; err != nil {
				t.Error(err)
			}
		}
	})
}

// A wall that goes away takes nothing from the others.
func TestWhoGoesLeavesWhatIsMadeToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		maker := newSlow()
		v := newVoice(t.Context(), Options{Say: maker.say, Clock: time.Now})
		gone, leave := context.WithCancel(t.Context())
		heard := make(chan error)
		ask := func(ctx context.Context) {
			_, err := v.of(ctx, announcement(0))
			heard <- err
		}
		go ask(gone) // has it made
		synctest.Wait()
		go ask(gone) // waits for it
		synctest.Wait()
		go ask(t.Context())
		synctest.Wait()
		leave()
		if err := <-heard; !errors.Is(err, context.Canceled) {
			t.Errorf("who waited and left: got %v", err)
		}
		maker.let <- nil
		for range 2 {
			if err := <-heard; err != nil {
				t.Errorf("got %v, want what was made", err)
			}
		}
		if len(maker.begun) != 1 {
			t.Errorf("got %d made, want 1", len(maker.begun))
		}
	})
}

// A missing program is not looked for by each of a hundred walls.
func TestWhatCannotBeMadeIsTriedAgainLater(t *testing.T) {
	now, tries, refused := time.Now(), 0, queue.Refuse(queue.Unavailable, "install espeak-ng")
	v := newVoice(t.Context(), Options{Clock: func() time.Time { return now }, Say: func(context.Context, Announcement) ([]byte, error) {
		if tries++; tries == 1 {
			return nil, refused
		}
		return []byte("A"), nil
	}})
	for range 3 {
		if _, err := v.of(t.Context(), announcement(0)); !errors.Is(err, refused) {
			t.Errorf("got %v, want the refusal", err)
		}
		now = now.Add(muteTime / 4)
	}
	now = now.Add(muteTime / 4)
	if s, err := v.of(t.Context(), announcement(0)); err != nil || string(s.wav) != "A" || tries != 2 {
		t.Errorf("got %+v, %v after %d tries", s, err, tries)
	}
	if len(v.kept) != 1 || v.order.Len() != 1 || v.bytes != spokenBytesLeast+1 {
		t.Errorf("got %d kept, %d in order, %d bytes, want the one that was made", len(v.kept), v.order.Len(), v.bytes)
	}
	now = now.Add(24 * time.Hour)
	if _, err := v.of(t.Context(), announcement(0)); err != nil || tries != 2 {
		t.Errorf("got %v after %d tries, want what is kept", err, tries)
	}
}

func TestWhatIsKeptHasALimit(t *testing.T) {
	made := map[Announcement]int{}
	v := newVoice(t.Context(), Options{Clock: time.Now, Say: func(_ context.Context, a Announcement) ([]byte, error) {
		made[a]++
		return bytes.Repeat([]byte{1}, 1<<20), nil
	}})
	hear := func(i int) {
		t.Helper()
		if s, err := v.of(t.Context(), announcement(i)); err != nil || len(s.wav) != 1<<20 {
			t.Fatal(err)
		}
	}
	most := spokenBytesMax / (1<<20 + spokenBytesLeast)
	for i := range 3 * most {
		hear(i)
		hear(0) // asked for by a wall all day
	}
	if made[announcement(0)] != 1 || made[announcement(1)] != 1 {
		t.Errorf("got %v", made)
	}
	if len(v.kept) != most || v.order.Len() != most || v.bytes > spokenBytesMax {
		t.Errorf("got %d kept, %d bytes, want %d within %d bytes", len(v.kept), v.bytes, most, spokenBytesMax)
	}
	hear(1)
	if made[announcement(1)] != 2 {
		t.Error("what was asked for longest ago was kept")
	}
	large := newVoice(t.Context(), Options{Clock: time.Now, Say: func(context.Context, Announcement) ([]byte, error) {
		return make([]byte, spokenBytesMax), nil
	}})
	if s, err := large.of(t.Context(), announcement(0)); err != nil || len(s.wav) != spokenBytesMax || large.bytes != 0 {
		t.Errorf("what is larger than all room: got %v, and %d bytes kept", err, large.bytes)
	}
}

func TestAServerThatLeavesStopsSpeaking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		maker := newSlow()
		leaving, leave := context.WithCancel(t.Context())
		v := newVoice(leaving, Options{Say: maker.say, Clock: time.Now})
		heard := make(chan error)
		go func() {
			_, err := v.of(t.Context(), announcement(0))
			heard <- err
		}()
		synctest.Wait()
		leave()
		if err := <-heard; !errors.Is(err, context.Canceled) || len(v.kept) > 0 {
			t.Errorf("got %v, and %d kept", err, len(v.kept))
		}
	})
}
