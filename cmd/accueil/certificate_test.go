package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accueil/configs"
	"accueil/queue"
	"accueil/queue/authority"
	"accueil/queue/wire"
)

// serving serves a house of this process, and returns where.
func serving(t *testing.T, o tlsOptions, data string) (h *house, url string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	listener, err := listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h, err = openHouse(ctx, houseOptions{Data: data, Config: configs.Sample(), AlwaysOpen: true, Log: slog.New(slog.DiscardHandler), TLS: &o})
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- h.serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-served, h.close()); err != nil {
			t.Error(err)
		}
	})
	return h, h.url(listener)
}

// shows is the certificate that a server shows now.
func shows(t *testing.T, url string) *x509.Certificate {
	t.Helper()
	conn, err := tls.Dial("tcp", strings.TrimPrefix(url, "https://"), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0]
}

func TestACertificateIsMadeAnewWhileTheServerRuns(t *testing.T) {
	t.Parallel()
	h, url := serving(t, tlsOptions{}, t.TempDir())
	_, token, err := h.access.AddDevice(t.Context(), "dijon", queue.RoleWall, "hall")
	if err != nil {
		t.Fatal(err)
	}
	c := pinned(t, url, token, h.lock.own.Authority().Pin().String())
	first := shows(t, url)
	h.lock.look(time.Now())
	if !shows(t, url).Equal(first) {
		t.Error("it was made anew for nothing")
	}
	h.lock.look(first.NotAfter.Add(-29 * 24 * time.Hour))
	if now := shows(t, url); now.Equal(first) || !now.NotAfter.After(first.NotAfter) {
		t.Errorf("near its end: got one until %v, want a later one", now.NotAfter)
	}
	if f := frame(t, c); f.View != wire.ViewWall {
		t.Errorf("a device: got %v, want the wall's view", f)
	}
	own := h.lock.trust()
	if err := own("127.0.0.1", []*x509.Certificate{shows(t, url)}); err != nil {
		t.Errorf("the kiosk of the same process: got %v, want it trusted", err)
	}
	if err := own("127.0.0.1", []*x509.Certificate{first}); err == nil {
		t.Error("the kiosk of the same process trusts what its server does not show")
	}
}

// makePair writes a certificate for a host, the one that it hangs on, and its key.
func makePair(t *testing.T, dir, name, host string) (certificate, key string, leaf *x509.Certificate) {
	t.Helper()
	own, err := authority.OpenOwn(filepath.Join(dir, name+".authority"), authority.NamesOf(host), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	pair := own.Current()
	raw, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	certificate, key = filepath.Join(dir, name+".cert"), filepath.Join(dir, name+".key")
	write(t, certificate, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}))+string(own.Authority().Certificate()))
	write(t, key, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})))
	return certificate, key, pair.Leaf
}

func TestAGivenCertificateIsShownAndAWrongOneSaidAtOnce(t *testing.T) {
	t.Parallel()
	dir, data := t.TempDir(), t.TempDir()
	certificate, key, leaf := makePair(t, dir, "a", "127.0.0.1")
	write(t, filepath.Join(data, fingerprintFile), "sha256:"+strings.Repeat("0", 64)) // of an authority of before
	h, url := serving(t, tlsOptions{Certificate: certificate, Key: key}, data)
	if !shows(t, url).Equal(leaf) {
		t.Error("another certificate is shown than the given one")
	}
	if _, err := os.Stat(filepath.Join(data, fingerprintFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder still tells a fingerprint: %v", err)
	}
	knows := program(t.Context(), "admin", "--server", url, "--token-file", filepath.Join(data, "admin.token"), "device", "add", "--role", "wall", "--site", "dijon", "hall")
	knows.Env = append(knows.Env, "SSL_CERT_FILE="+certificate)
	if out, err := knows.CombinedOutput(); err != nil || len(strings.Fields(string(out))) != 1 {
		t.Errorf("of a machine that knows who vouches: got %q, %v, want a token alone", out, err)
	}
	_, otherKey, otherLeaf := makePair(t, dir, "b", "127.0.0.1")
	for from, to := range map[string]string{filepath.Join(dir, "b.cert"): certificate, otherKey: key} {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	h.lock.look(time.Now())
	if !shows(t, url).Equal(otherLeaf) {
		t.Error("renewed: the old certificate is shown on")
	}
	_, otherKey, _ = makePair(t, dir, "c", "127.0.0.1")
	for what, c := range map[string]struct {
		words  string
		status int
		args   []string
	}{
		"a key of another": {"belongs together", statusFailed, []string{"--tls", "--tls-cert", certificate, "--tls-key", otherKey}},
		"no file":          {"--tls-cert", statusFailed, []string{"--tls", "--tls-cert", certificate + "x", "--tls-key", key}},
		"half of a pair":   {"go together", statusUsage, []string{"--tls", "--tls-cert", certificate}},
		"no --tls":         {"add --tls", statusUsage, []string{"--tls-cert", certificate, "--tls-key", key}},
	} {
		args := append([]string{"serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0"}, c.args...)
		if status, out, errs := accueil(t, args...); status != c.status || out != "" || !strings.Contains(errs, c.words) {
			t.Errorf("%s: got %d %q %q, want %d and %q", what, status, out, errs, c.status, c.words)
		}
	}
	if status, _, errs := accueil(t, "up", "--permanence", "--tls", "--data", t.TempDir()); status != statusUsage || !strings.Contains(errs, "--permanence") {
		t.Errorf("a laptop outside: got %d %q, want called wrongly", status, errs)
	}
}

func TestWhoeverComesWithoutTLSIsSentOn(t *testing.T) {
	t.Parallel()
	_, url := serving(t, tlsOptions{}, t.TempDir())
	at := strings.TrimPrefix(url, "https://")
	for _, c := range []struct{ what, say, status, location string }{
		{"a browser", "GET /console/dijon?a=b HTTP/1.1\r\nHost: accueil:8470\r\n\r\n", "HTTP/1.1 307", "https://accueil:8470/console/dijon?a=b"},
		{"one that looks", "HEAD / HTTP/1.1\r\nHost: " + at + "\r\n\r\n", "HTTP/1.1 307", url + "/"},
		{"a form", "POST /console/dijon/sign-in HTTP/1.1\r\nHost: " + at + "\r\nContent-Length: 8\r\n\r\npin=1234", "HTTP/1.1 400", ""},
		{"a name that is none", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "", ""},
		{"noise", "\x00\x01\x02 noise\r\n\r\n", "", ""},
	} {
		conn, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, c.say); err != nil {
			t.Fatal(err)
		}
		answer, _ := io.ReadAll(conn) // noise may be answered by a reset
		_ = conn.Close()
		status, rest, _ := strings.Cut(string(answer), "\r\n")
		location := ""
		for header := range strings.SplitSeq(rest, "\r\n") {
			if value, is := strings.CutPrefix(header, "Location: "); is {
				location = value
			}
		}
		if !strings.HasPrefix(status, c.status) || c.status == "" && status != "" || location != c.location {
			t.Errorf("%s: got %q and Location %q, want %q and %q", c.what, status, location, c.status, c.location)
		}
	}
}
