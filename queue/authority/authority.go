package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// How long certificates are good for.
const (
	day           = 24 * time.Hour
	authorityDays = 3650
	leafDays      = 397 // of those who ask for least, browsers refuse more than 398
	renewDays     = 30  // before its end a certificate is made anew
	early         = time.Hour
)

const (
	certificateBlock = "CERTIFICATE"
	keyBlock         = "PRIVATE KEY"
)

// An Authority vouches for one server. It does not change.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// Make returns a new authority for a server of these names.
func Make(names Names, now time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the authority's key: %w", err)
	}
	title := "Accueil"
	if len(names.DNS) > 0 {
		title += " " + names.DNS[0] // so that two offices' are told apart in a telephone's list
	}
	return sign(key, pkix.Name{CommonName: title, Organization: []string{"Accueil"}}, names, now)
}

// Renewed returns the authority of the same key and title, for these names from now on.
// Whoever trusted the old certificate, and not the key, trusts leaves of old names alone.
func (a *Authority) Renewed(names Names, now time.Time) (*Authority, error) {
	return sign(a.key, a.certificate.Subject, names, now)
}

func sign(key *ecdsa.PrivateKey, title pkix.Name, names Names, now time.Time) (*Authority, error) {
	from := now.Add(-early).UTC().Truncate(time.Second)
	draft := &x509.Certificate{
		Subject: title, NotBefore: from, NotAfter: from.Add(authorityDays * day),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		PermittedDNSDomainsCritical: true, // of addresses too
		PermittedDNSDomains:         names.DNS,
		PermittedIPRanges:           ranges(names.IPs),
	}
	raw, err := x509.CreateCertificate(rand.Reader, draft, draft, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("make the authority's certificate: %w", err)
	}
	certificate, err := x509.ParseCertificate(raw)
	return &Authority{certificate, key}, err
}

// localRanges are the addresses of local networks: another of them is no new name.
func localRanges() []netip.Prefix {
	var all []netip.Prefix
	for _, text := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128"} {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// ranges are those of local networks, and each address that is in none.
func ranges(ips []netip.Addr) []*net.IPNet {
	all := localRanges()
	for _, ip := range ips {
		if !slices.ContainsFunc(all, func(p netip.Prefix) bool { return p.Contains(ip) }) {
			all = append(all, netip.PrefixFrom(ip, ip.BitLen()))
		}
	}
	var nets []*net.IPNet
	for _, p := range all {
		nets = append(nets, &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())})
	}
	return nets
}

// Covers reports whether the certificate may vouch for these names, for as long as a
// leaf that is made now.
func (a *Authority) Covers(names Names, now time.Time) bool {
	c := a.certificate
	if now.Before(c.NotBefore) || now.Add((leafDays+renewDays)*day).After(c.NotAfter) {
		return false
	}
	for _, name := range names.DNS {
		if !slices.Contains(c.PermittedDNSDomains, name) {
			return false
		}
	}
	for _, ip := range names.IPs {
		if !slices.ContainsFunc(c.PermittedIPRanges, func(n *net.IPNet) bool { return n.Contains(ip.AsSlice()) }) {
			return false
		}
	}
	return true
}

// Pin is what a program that trusts this authority is told.
func (a *Authority) Pin() Pin { return PinOf(a.certificate) }

// Certificate is the public half, as PEM: what a telephone is given.
func (a *Authority) Certificate() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: certificateBlock, Bytes: a.certificate.Raw})
}

// encode is both halves, as PEM.
func (a *Authority) encode() ([]byte, error) {
	key, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return nil, fmt.Errorf("write the authority's key: %w", err)
	}
	return append(a.Certificate(), pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: key})...), nil
}

// decode reads what encode wrote.
func decode(text []byte) (*Authority, error) {
	first, rest := pem.Decode(text)
	if first == nil || first.Type != certificateBlock {
		return nil, errors.New("it does not begin with a certificate")
	}
	certificate, err := x509.ParseCertificate(first.Bytes)
	if err != nil {
		return nil, err
	}
	second, _ := pem.Decode(rest)
	if second == nil || second.Type != keyBlock {
		return nil, errors.New("no key stands behind the certificate")
	}
	key, err := x509.ParsePKCS8PrivateKey(second.Bytes)
	if err != nil {
		return nil, errors.New("its key cannot be read") // no byte of it is told
	}
	own, ok := key.(*ecdsa.PrivateKey)
	if !ok || !certificate.IsCA || !own.PublicKey.Equal(certificate.PublicKey) {
		return nil, errors.New("certificate and key do not belong together")
	}
	return &Authority{certificate, own}, nil
}

// Print is the SHA-256 of the whole certificate, as telephones and openssl show it.
func (a *Authority) Print() string {
	sum := sha256.Sum256(a.certificate.Raw)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}
