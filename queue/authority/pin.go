package authority

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// A Pin is the SHA-256 of a public key, as it stands in a certificate (RFC 7469 §2.4).
// It names the one key that a server's certificate must be, or hang on.
type Pin [sha256.Size]byte

const pinPrefix = "sha256:"

// ParsePin reads what String writes; capitals, and colons between the bytes, as other
// programs print them, do no harm.
func ParsePin(text string) (Pin, error) {
	var p Pin
	digits, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(text)), pinPrefix)
	raw, err := hex.DecodeString(strings.ReplaceAll(digits, ":", ""))
	if !ok || err != nil || len(raw) != len(p) {
		return p, fmt.Errorf("%q is no fingerprint: write it as %s and %d hexadecimal digits", text, pinPrefix, 2*len(p))
	}
	return Pin(raw), nil
}

// PinOf returns the pin of a certificate's key.
func PinOf(certificate *x509.Certificate) Pin {
	return sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
}

// String is sha256: and the digits.
func (p Pin) String() string { return pinPrefix + hex.EncodeToString(p[:]) }

// Check returns nil when what a server shows, its own certificate first, has the pinned
// key or hangs on it, is for that host, and has not ended. No other root is asked. A
// certificate that is not good yet is: a kiosk's board may have no clock, and then lives
// in the past until its server tells it better. now is the caller's.
func (p Pin) Check(host string, shown []*x509.Certificate, now time.Time) error {
	if len(shown) == 0 {
		return &Distrust{Host: host, Want: p, What: "no certificate"}
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	pinned := false
	for _, certificate := range shown {
		if PinOf(certificate) == p {
			roots.AddCert(certificate)
			pinned = true
		} else {
			between.AddCert(certificate)
		}
		if certificate.NotBefore.After(now) {
			now = certificate.NotBefore
		}
	}
	if !pinned {
		return &Distrust{Host: host, Want: p, What: PinOf(shown[len(shown)-1]).String()}
	}
	_, err := shown[0].Verify(x509.VerifyOptions{DNSName: host, Roots: roots, Intermediates: between, CurrentTime: now})
	if err != nil {
		return fmt.Errorf("the certificate of %s: %w", host, err)
	}
	return nil
}

// A Distrust is that a server shows another key than the pinned one.
type Distrust struct {
	Host string
	Want Pin
	What string // it shows
}

func (d *Distrust) Error() string {
	return fmt.Sprintf("%s shows %s, and %s is what was told of it: if its authority was made anew, take the new fingerprint "+
		"(on the server, in DATA/fingerprint); if not, somebody else answers in its place", d.Host, d.What, d.Want)
}
