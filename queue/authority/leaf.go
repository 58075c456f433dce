package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"time"
)

// Leaf returns a certificate with a key of its own for a server of these names, and
// behind it the authority's, so that whoever has its pin alone needs no file.
func (a *Authority) Leaf(names Names, now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the server's key: %w", err)
	}
	from := now.Add(-early).UTC().Truncate(time.Second)
	if from.Before(a.certificate.NotBefore) {
		from = a.certificate.NotBefore
	}
	draft := &x509.Certificate{
		Subject: pkix.Name{CommonName: "Accueil", Organization: []string{"Accueil"}}, NotBefore: from, NotAfter: from.Add(leafDays * day),
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: names.DNS, IPAddresses: names.addresses(),
	}
	raw, err := x509.CreateCertificate(rand.Reader, draft, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("make the server's certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, fmt.Errorf("read the server's certificate: %w", err)
	}
	return &tls.Certificate{Certificate: [][]byte{raw, a.certificate.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

// lasts reports whether a certificate is good now, and for a while.
func lasts(c *x509.Certificate, now time.Time) bool {
	return !now.Before(c.NotBefore) && now.Add(renewDays*day).Before(c.NotAfter)
}
