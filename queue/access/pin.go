package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"net/netip"

	"golang.org/x/crypto/argon2"

	"accueil/queue"
)

// A Cost is what judging one PIN takes: argon2id's parameters.
type Cost struct {
	Passes    uint32
	MemoryKiB uint32
	Threads   uint8
}

// DefaultCost is OWASP's first choice for argon2id (Password Storage Cheat
// Sheet): some 25 ms of one core here, 100 ms on a small board. More would buy
// little, since a PIN has a million values; see the package comment.
func DefaultCost() Cost { return Cost{Passes: 2, MemoryKiB: 19 * 1024, Threads: 1} }

const (
	pinDigits    = 6 // of one that is drawn
	pinDigitsMin = 4
	pinDigitsMax = 12
)

// A pinRecord is what is kept of a PIN, with what it takes to judge another.
type pinRecord struct {
	Passes    uint32 `json:"passes,omitempty"`
	MemoryKiB uint32 `json:"memory_kib,omitempty"`
	Threads   uint8  `json:"threads,omitempty"`
	Salt      []byte `json:"salt,omitempty"`
	Hash      []byte `json:"hash,omitempty"` // none: no PIN is right
}

func hashPIN(pin string, c Cost) pinRecord {
	p := pinRecord{Passes: c.Passes, MemoryKiB: c.MemoryKiB, Threads: c.Threads, Salt: make([]byte, 16)}
	rand.Read(p.Salt) // never fails
	p.Hash = p.of(pin)
	return p
}

func (p pinRecord) of(pin string) []byte {
	return argon2.IDKey([]byte(pin), p.Salt, p.Passes, p.MemoryKiB, p.Threads, 32)
}

func (p pinRecord) judge(pin string) bool {
	return subtle.ConstantTimeCompare(p.of(pin), p.Hash) == 1
}

// choosePIN returns pin, or one that it draws when that is "", and its hash.
func (a *Access) choosePIN(ctx context.Context, pin string) (string, pinRecord, error) {
	if pin == "" {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			return "", pinRecord{}, fmt.Errorf("draw a PIN: %w", err)
		}
		pin = fmt.Sprintf("%0*d", pinDigits, n)
	}
	if len(pin) < pinDigitsMin || len(pin) > pinDigitsMax {
		return "", pinRecord{}, errPINForm()
	}
	for _, c := range pin {
		if c < '0' || c > '9' {
			return "", pinRecord{}, errPINForm()
		}
	}
	leave, err := a.gate.enter(ctx, netip.Addr{})
	if err != nil {
		return "", pinRecord{}, err
	}
	defer leave()
	return pin, hashPIN(pin, a.cost), nil
}

func errPINForm() error {
	return queue.Refuse(queue.Invalid, "a PIN has %d to %d digits and nothing else", pinDigitsMin, pinDigitsMax)
}
