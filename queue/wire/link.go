package wire

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"accueil/queue"
)

// Secret returns the secret of a ticket under its day's link key: the first 128 bits
// of HMAC-SHA-256(key, ticket id), in base64url. A kiosk reckons it as the server does,
// so that it prints a link without it.
func Secret(key []byte, ticket queue.TicketID) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(ticket))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// Link returns where a telephone follows a ticket, public being where it reaches the
// server.
func Link(public string, key []byte, ticket queue.TicketID) string {
	return public + "/t/" + Secret(key, ticket)
}
