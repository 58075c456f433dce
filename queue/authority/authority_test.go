package authority

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// office are the names of a server as they mostly are.
func office(more ...string) Names {
	return NamesOf("accueil", append([]string{"accueil.local", "localhost", "127.0.0.1", "::1", "192.168.1.10"}, more...)...)
}

func open(t *testing.T, path string, names Names, now time.Time) *Own {
	t.Helper()
	o, err := OpenOwn(path, names, now)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func look(t *testing.T, o *Own, names Names, now time.Time) (renewed bool) {
	t.Helper()
	renewed, err := o.Look(names, now)
	if err != nil {
		t.Fatal(err)
	}
	return renewed
}

// shake returns what a client says to a server that shows a certificate.
func shake(t *testing.T, shown *tls.Certificate, judge func([]*x509.Certificate) error) error {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if conn, err := listener.Accept(); err == nil {
			_ = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{*shown}}).Handshake()
			_ = conn.Close()
		}
	}()
	defer func() {
		_ = listener.Close()
		<-ended
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return tls.Client(conn, &tls.Config{
		InsecureSkipVerify: true,
		VerifyConnection:   func(s tls.ConnectionState) error { return judge(s.PeerCertificates) },
	}).Handshake()
}

func TestAPinIsTheOneKeyThatIsTrusted(t *testing.T) {
	own := open(t, filepath.Join(t.TempDir(), "a.pem"), office(), monday)
	other := open(t, filepath.Join(t.TempDir(), "b.pem"), office(), monday)
	impostor := *other.Current() // shows the office's authority, which did not sign
	impostor.Certificate = [][]byte{other.Current().Certificate[0], own.Current().Certificate[1]}
	pin, distrust := own.Authority().Pin(), &Distrust{}
	check := func(shown *tls.Certificate, host string, pin Pin, now time.Time) error {
		t.Helper()
		return shake(t, shown, func(all []*x509.Certificate) error { return pin.Check(host, all, now) })
	}
	for _, host := range []string{"accueil", "accueil.local", "localhost", "127.0.0.1", "::1", "192.168.1.10"} {
		if err := check(own.Current(), host, pin, monday); err != nil {
			t.Errorf("the office's server as %s: got %v, want it trusted", host, err)
		}
	}
	if err := check(own.Current(), "accueil", PinOf(own.Current().Leaf), monday); err != nil {
		t.Errorf("the server's own key pinned: got %v, want it trusted", err)
	}
	err := check(other.Current(), "accueil", pin, monday)
	if !errors.As(err, &distrust) || !strings.Contains(err.Error(), other.Authority().Pin().String()) || !strings.Contains(err.Error(), "fingerprint") {
		t.Errorf("another's server: got %v, want what it shows and what to do", err)
	}
	if err := check(&impostor, "accueil", pin, monday); !errors.As(err, new(x509.UnknownAuthorityError)) {
		t.Errorf("an authority that did not sign: got %v, want it refused", err)
	}
	if err := check(own.Current(), "192.168.1.11", pin, monday); !errors.As(err, new(x509.HostnameError)) {
		t.Errorf("another address: got %v, want it refused", err)
	}
	invalid := x509.CertificateInvalidError{}
	if err := check(own.Current(), "accueil", pin, monday.Add(398*day)); !errors.As(err, &invalid) || invalid.Reason != x509.Expired {
		t.Errorf("after its end: got %v, want it refused", err)
	}
	if err := check(own.Current(), "accueil", pin, time.Unix(0, 0)); err != nil {
		t.Errorf("of a board without a clock: got %v, want it trusted", err)
	}
	if err := pin.Check("accueil", nil, monday); !errors.As(err, &distrust) {
		t.Errorf("no certificate: got %v, want it refused", err)
	}
}

func TestAnAuthorityIsMadeOnceAndKeptFromOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "authority.pem")
	first := open(t, path, office(), monday)
	mode := func() os.FileMode {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode()
	}
	if got := mode(); got != 0o600 {
		t.Errorf("the file's mode: got %v, want 0600", got)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, office(), monday.Add(day))
	if again.Authority().Print() != first.Authority().Print() || mode() != 0o600 {
		t.Errorf("a second start: got another authority, or mode %v", mode())
	}
	if again.Current().Leaf.Equal(first.Current().Leaf) {
		t.Error("a second start: got the first one's leaf, want its key nowhere but in memory")
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	key := string(whole[strings.Index(string(whole), "PRIVATE KEY-----")+20:])[:40]
	other := open(t, filepath.Join(t.TempDir(), "other.pem"), office(), monday)
	for name, text := range map[string]string{
		"nothing": "", "half of it": string(whole[:len(whole)-60]), "no certificate": string(whole[strings.Index(string(whole), "-----BEGIN PRIV"):]),
		"another's key": string(other.Authority().Certificate()) + string(whole[strings.Index(string(whole), "-----BEGIN PRIV"):]),
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := OpenOwn(path, office(), monday)
		if err == nil || !strings.Contains(err.Error(), "put back a copy") || strings.Contains(err.Error(), key) {
			t.Errorf("%s: got %v, want what to do", name, err)
		}
		if left, _ := os.ReadFile(path); string(left) != text {
			t.Errorf("%s: it was written over", name)
		}
	}
}

func TestALeafIsMadeAnewWhenItMustBe(t *testing.T) {
	own := open(t, filepath.Join(t.TempDir(), "authority.pem"), office(), monday)
	for _, step := range []struct {
		what  string
		names Names
		now   time.Time
		anew  bool
	}{
		{"a minute later", office(), monday.Add(time.Minute), false},
		{"the same names in another order", NamesOf("accueil", "192.168.1.10", "::1", "localhost", "127.0.0.1", "accueil.local"), monday.Add(time.Hour), false},
		{"another address", office("10.4.4.4"), monday.Add(2 * time.Hour), true},
		{"and gone again", office(), monday.Add(3 * time.Hour), true},
		{"31 days before its end", office(), monday.Add(366 * day), false},
		{"30 days before its end", office(), monday.Add(367*day + 2*time.Hour), true},
		{"the clock was wrong, and is put back", office(), monday.Add(-40 * day), true},
	} {
		before, pin := own.Current(), own.Authority().Pin()
		look(t, own, step.names, step.now)
		leaf := own.Current().Leaf
		if anew := own.Current() != before; anew != step.anew {
			t.Errorf("%s: made anew: got %t, want %t", step.what, anew, step.anew)
		}
		if lasts := leaf.NotAfter.Sub(leaf.NotBefore); lasts > 397*day {
			t.Errorf("%s: got one for %v, want 397 days at most", step.what, lasts)
		}
		if own.Authority().Pin() != pin {
			t.Errorf("%s: the pin is another", step.what)
		}
		for _, ip := range step.names.IPs {
			if err := pin.Check(ip.String(), []*x509.Certificate{leaf, own.Authority().certificate}, step.now); err != nil {
				t.Errorf("%s: as %s: got %v, want it trusted", step.what, ip, err)
			}
		}
	}
}

// The pin stays; what a telephone was given once vouches on for what it was made for.
func TestAnAuthorityIsRenewedUnderItsKey(t *testing.T) {
	for what, now := range map[string]struct {
		names Names
		at    time.Time
	}{
		"for a name that it does not cover": {office("accueil.example.org"), monday.Add(day)},
		"for an address of the internet":    {office("203.0.113.7"), monday.Add(day)},
		"after nine years":                  {office(), monday.Add(9 * 365 * day)},
	} {
		path := filepath.Join(t.TempDir(), "authority.pem")
		own := open(t, path, office(), monday)
		old := own.Authority()
		if !look(t, own, now.names, now.at) || own.Authority().Print() == old.Print() {
			t.Errorf("%s: got the old one, want it renewed", what)
		}
		if look(t, own, now.names, now.at) {
			t.Errorf("%s: renewed once more", what)
		}
		if own.Authority().Pin() != old.Pin() {
			t.Errorf("%s: the pin is another", what)
		}
		if kept := open(t, path, now.names, now.at); kept.Authority().Print() != own.Authority().Print() {
			t.Errorf("%s: it was not kept", what)
		}
		if err := trusts(old, own.Current().Leaf, "", now.at); (err == nil) != (what == "after nine years") {
			t.Errorf("%s: whoever trusts the old: got %v", what, err)
		}
		if err := trusts(own.Authority(), own.Current().Leaf, "accueil.local", now.at); err != nil {
			t.Errorf("%s: whoever trusts the new: got %v", what, err)
		}
	}
}

// trusts returns what a browser says that was given the authority.
func trusts(a *Authority, leaf *x509.Certificate, host string, now time.Time) error {
	roots := x509.NewCertPool()
	roots.AddCert(a.certificate)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: now})
	return err
}

func TestAnAuthorityIsWorthNothingElsewhere(t *testing.T) {
	a, err := Make(office(), monday)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"www.example.org", "local", "other.local", "203.0.113.7", "2001:db8::1"} {
		leaf, err := a.Leaf(NamesOf(host), monday)
		if err != nil {
			t.Fatal(err)
		}
		invalid := x509.CertificateInvalidError{}
		if err := trusts(a, leaf.Leaf, host, monday); !errors.As(err, &invalid) || invalid.Reason != x509.CANotAuthorizedForThisName {
			t.Errorf("%s: got %v, want the authority not to be one for it", host, err)
		}
	}
	leaf, err := a.Leaf(NamesOf("10.9.8.7"), monday)
	if err != nil {
		t.Fatal(err)
	}
	if err := trusts(a, leaf.Leaf, "10.9.8.7", monday); err != nil {
		t.Errorf("another address of a local network: got %v, want it trusted", err)
	}
	if block, rest := pem.Decode(a.Certificate()); block.Type != certificateBlock || len(rest) > 0 {
		t.Error("what a telephone is given is more than the certificate")
	}
}

func TestNamesAreWhatCertificatesCanHold(t *testing.T) {
	got := NamesOf("Poste-7", "", "0.0.0.0", "::", "fe80::1%eth0", "::ffff:10.0.0.1", "b.LAN.", "a.lan", "a.lan", "é", ".local", "a b")
	if want := (Names{DNS: []string{"poste-7", "a.lan", "b.lan"}, IPs: NamesOf("", "10.0.0.1", "fe80::1").IPs}); !got.equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAFingerprintIsReadAsOthersWriteIt(t *testing.T) {
	a, err := Make(office(), monday)
	if err != nil {
		t.Fatal(err)
	}
	text := a.Pin().String()
	for _, way := range []string{text, strings.ToUpper(text), " " + text + "\n", text[:9] + ":" + text[9:]} {
		if got, err := ParsePin(way); err != nil || got != a.Pin() {
			t.Errorf("%q: got %v %v, want %v", way, got, err, a.Pin())
		}
	}
	for _, way := range []string{"", "sha256:", text[7:], text + "00", text[:70] + "g", "sha1:" + text[7:]} {
		if _, err := ParsePin(way); err == nil {
			t.Errorf("%q: it was taken", way)
		}
	}
}
