package wire

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"accueil/queue"
)

// Print returns the fingerprint of a decoded request: of what is called, by its
// route and the ids in its path, and what is said, without the age, since a
// retry is older, and in one way where it may be said in two.
func Print(call string, request any) [16]byte {
	if r, ok := request.(varied); ok {
		request = r.plain()
	}
	said, err := json.Marshal(request)
	if err != nil {
		panic(fmt.Sprintf("print %s: %v", call, err)) // every request was decoded from JSON
	}
	return sum(call, said)
}

// sum is the first half of a SHA-256 over a call and what it says.
func sum(call string, said []byte) [16]byte {
	h := sha256.New()
	h.Write([]byte(call))
	h.Write([]byte{0})
	h.Write(said)
	var print [16]byte
	copy(print[:], h.Sum(nil))
	return print
}

// A varied request may say the same command in several ways.
type varied interface{ plain() any }

func (r GiveRequest) plain() any {
	r.AgeMS = Given[int64]{}
	if r.Class == "" {
		r.Class = queue.Normal.String()
	}
	return r
}

func (r AmendRequest) plain() any  { r.AgeMS = Given[int64]{}; return r }
func (r CancelRequest) plain() any { r.AgeMS = Given[int64]{}; return r }

func (r VisitRequest) plain() any {
	r.AgeMS, r.Reasons = Given[int64]{}, counted(r.Reasons)
	if r.ID.Null {
		r.ID = Given[string]{}
	}
	if r.Day.Null {
		r.Day = Given[queue.Day]{}
	}
	if r.First.Value.Answer == queue.Unknown {
		r.First = Given[YesNoOrNull]{}
	}
	return r
}

func (r ReasonsRequest) plain() any {
	r.Reasons, r.First = counted(r.Reasons), said(r.First)
	return r
}

func (r NextRequest) plain() any {
	r.Reasons = countedOrNone(r.Reasons)
	return r
}

func (r FinishRequest) plain() any {
	r.Reasons, r.First = countedOrNone(r.Reasons), said(r.First)
	return r
}

// said writes an answer that is not known as null, whichever word it came as.
func said(first Given[YesNoOrNull]) Given[YesNoOrNull] {
	first.Null = first.Set && first.Value.Answer == queue.Unknown
	return first
}

// counted returns reasons as they are counted: a quantity left out is 1.
func counted(list []Reason) []Reason {
	out := make([]Reason, len(list))
	for i, r := range list {
		if r.Quantity == 0 {
			r.Quantity = 1
		}
		out[i] = r
	}
	return out
}

func countedOrNone(list *[]Reason) *[]Reason {
	if list == nil {
		return nil
	}
	all := counted(*list)
	return &all
}
