package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"accueil/queue"
)

// A token is 256 random bits in base64url: 43 characters.
const (
	tokenBytes = 32
	tokenChars = 43
)

// A hash is the SHA-256 of a token, what is kept of it.
type hash [sha256.Size]byte

func newToken() string {
	var bits [tokenBytes]byte
	rand.Read(bits[:]) // never fails: crypto/rand ends the program first
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

// hashOf returns a token's hash, and false for what cannot be a token.
func hashOf(token string) (hash, bool) {
	if len(token) != tokenChars {
		return hash{}, false
	}
	var text [tokenChars]byte // on the stack: this runs with every call
	copy(text[:], token)
	return sha256.Sum256(text[:]), true
}

// newID returns a random id of 128 bits that can stand in a URL.
func newID() queue.ActorID { return queue.ActorID(strings.ToLower(rand.Text())) }
