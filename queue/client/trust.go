package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
)

// A Trust judges the certificates that a host shows, its own first. What this machine
// trusts is then not asked. nil is to ask it.
type Trust func(host string, shown []*x509.Certificate) error

// A distrustError is why a Trust does not take a server for its own.
type distrustError struct{ error }

func (e distrustError) Unwrap() error { return e.error }

// config returns how to speak to a host in TLS. A websocket begins in HTTP/1.1 and has a
// configuration of its own: net/http writes into the one that it is given.
func (t Trust) config(host string, speaks ...string) *tls.Config {
	config := &tls.Config{NextProtos: speaks}
	if t == nil {
		return config
	}
	config.InsecureSkipVerify = true // what this machine trusts is not asked, and the Trust is
	config.VerifyConnection = func(s tls.ConnectionState) error {
		if err := t(host, s.PeerCertificates); err != nil {
			return distrustError{err}
		}
		return nil
	}
	return config
}

// distrust tells of a certificate that is not to be trusted as of a stranger, who is not
// asked again, in words that say what to do; every other error it returns as it is.
func (c *Client) distrust(err error) error {
	var judged distrustError
	var broken *tls.CertificateVerificationError
	var host x509.HostnameError
	var why error
	switch {
	case errors.As(err, &judged) && !errors.As(err, &host):
		why = judged.error
	case errors.As(err, &host):
		why = fmt.Errorf("%w: give --server one of those, or set public_url to this one on the server", host)
	case errors.As(err, new(x509.UnknownAuthorityError)):
		why = fmt.Errorf("this machine does not know who vouches for %s: give the server's fingerprint with --server-fingerprint sha256:…; "+
			"it stands in the server's log and in DATA/fingerprint there, and behind each token that accueil admin device add prints on it", c.base.Host)
	case errors.As(err, &broken):
		why = fmt.Errorf("the certificate of %s is not good: %w: look at this machine's clock and the server's, and renew the certificate there", c.base.Host, broken.Err)
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, new(tls.RecordHeaderError)):
		why = fmt.Errorf("%s is not encrypted: write --server http://%s, or start the server with --tls", c.base.Host, c.base.Host)
	default:
		return err
	}
	return &Stranger{Place: c.base.Host, Found: certificate, Why: why}
}

// certificate is what was found where an answer was looked for.
const certificate = "TLS certificate"
