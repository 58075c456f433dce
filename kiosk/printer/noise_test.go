package printer

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/kiosk/printer/printertest"
	"accueil/queue"
)

// A din is what a line says that no printer did, and how long it is quiet before.
type din struct {
	after time.Duration
	bytes []byte
}

// noisy returns our printer at the end of a wire that speaks by itself, anew in each
// conversation.
func noisy(t *testing.T, other *printertest.Printer, noise *[]din) kiosk.Printer {
	t.Helper()
	var work sync.WaitGroup
	t.Cleanup(work.Wait)
	return Over(configs.Printer{Address: "printer:9100", Dots: 576}, func(context.Context) (Link, error) {
		here, there := net.Pipe()
		work.Go(func() { other.Serve(there) })
		said := *noise
		work.Go(func() {
			for _, d := range said {
				time.Sleep(d.after)
				if _, err := there.Write(d.bytes); err != nil {
					return
				}
			}
		})
		return here, nil
	})
}

func TestAByteSaidBeforeTheQuestionIsNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := printertest.New()
		var noise []din
		p := noisy(t, other, &noise)
		if err := within(t, p, "A01"); err != nil {
			t.Fatal(err)
		}
		noise = []din{{0, []byte{0}}, {20 * time.Millisecond, []byte{0}}}
		other.Lag(3 * time.Second)
		other.Load(20) // it ends in the midst of A02
		if err := within(t, p, "A02"); err == nil {
			t.Errorf("it is called printed, with %d sheets", came(other, "A02"))
		}
	})
}

// Whatever a line says by itself, and whatever ails the printer, what is called printed
// is out, and once both are well again the next receipt is.
func TestNoNoiseIsTakenForPaper(t *testing.T) {
	for seed := range uint64(400) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 1))
				other := printertest.New()
				var noise []din
				p := noisy(t, other, &noise)
				for n := range 4 {
					noise = someNoise(r)
					ail(other, r)
					number := queue.MakeNumber('A', 1, n+1)
					if err := within(t, p, number); err == nil && came(other, number) != 1 {
						t.Errorf("%s is called printed, with %d sheets; noise %v", number, came(other, number), noise)
					}
					time.Sleep(time.Duration(r.IntN(5000)) * time.Millisecond)
				}
				noise = nil
				other.Lag(0)
				other.OpenCover(false)
				other.LoadFull()
				time.Sleep(time.Minute)
				for range 3 { // what was left comes out with the first
					_, _ = p.Status(t.Context())
					time.Sleep(5 * time.Second)
				}
				if err := within(t, p, "B01"); err != nil || came(other, "B01") != 1 {
					t.Errorf("when all is well: got %v and %d sheets", err, came(other, "B01"))
				}
			})
		})
	}
}

// someNoise is single bytes, those of a broken line above all, and a banner.
func someNoise(r *rand.Rand) (all []din) {
	for range r.IntN(8) {
		d := din{after: quietTime + time.Duration(r.IntN(1500))*time.Millisecond, bytes: []byte{0}}
		if len(all) == 0 {
			d.after = time.Duration(r.IntN(300)) * time.Millisecond
		}
		switch r.IntN(4) {
		case 0, 1:
			d.bytes[0] = byte(r.IntN(256))
		case 2:
			d.bytes = []byte("LAN adapter 1.02 @ ready\r\n")
		}
		all = append(all, d)
	}
	return all
}

func ail(p *printertest.Printer, r *rand.Rand) {
	p.LoadFull()
	p.Lag(time.Duration(r.IntN(2)*r.IntN(4000)) * time.Millisecond)
	switch r.IntN(4) {
	case 0:
		p.Load(float64(r.IntN(90)))
	case 1:
		time.AfterFunc(time.Duration(r.IntN(3000))*time.Millisecond, func() { p.OpenCover(true) })
		time.AfterFunc(time.Duration(3000+r.IntN(3000))*time.Millisecond, func() { p.OpenCover(false) })
	case 2:
		p.SpeakUnasked()
	}
}
