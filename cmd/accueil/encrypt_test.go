package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdpnetwork "github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"accueil/queue/authority"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// told returns what one word after another says: a token and a fingerprint.
func told(t *testing.T, line string) (token, fingerprint string) {
	t.Helper()
	words := strings.Fields(line)
	if len(words) != 2 || strings.Count(line, "\n") != 1 || !strings.HasPrefix(words[1], "sha256:") {
		t.Fatalf("got %q, want one line: a token and a fingerprint", line)
	}
	return words[0], words[1]
}

// adds adds a device as an office does, and returns what is printed.
func (s *served) adds(t *testing.T, data, role, name string) string {
	t.Helper()
	status, out, errs := accueil(t, "admin", "--server", s.url, "--token-file", filepath.Join(data, "admin.token"),
		"device", "add", "--role", role, "--site", "dijon", name)
	if status != statusDone {
		t.Fatal(errs)
	}
	return out
}

// pinned returns a client that was told a fingerprint.
func pinned(t *testing.T, url, token, fingerprint string) *client.Client {
	t.Helper()
	to := client.Options{URL: url, Token: token, Site: "dijon"}
	if err := (trustFlag{&fingerprint}).judge(&to, "", ""); err != nil {
		t.Fatal(err)
	}
	c, err := client.New(to)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// frame returns the first frame of a live view.
func frame(t *testing.T, c *client.Client) wire.Frame {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	for event := range c.Live(ctx, wire.ViewWall) {
		if event.Err != nil {
			t.Fatal(event.Err)
		}
		return event.Frame
	}
	t.Fatal("no frame came")
	return wire.Frame{}
}

// An office's server from its first start: what is told to its devices holds over restarts,
// and screens of its own machine are told nothing.
func TestAServerIsKnownByItsOwnAuthority(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := serve(t, data, "--tls")
	if !strings.HasPrefix(s.url, "https://127.0.0.1:") {
		t.Fatalf("got ready %s, want https://HOST:PORT", s.url)
	}
	line := s.adds(t, data, "wall", "hall")
	token, fingerprint := told(t, line)
	c := pinned(t, s.url, token, fingerprint)
	if _, _, err := c.Site(t.Context()); err != nil { // over HTTP/2, as net/http likes it
		t.Fatal(err)
	}
	if f := frame(t, c); f.View != wire.ViewWall {
		t.Errorf("over a websocket: got %v, want the wall's view", f)
	}
	write(t, filepath.Join(data, "wall.token"), line)
	newPane(t, 80, 24, "wall", "--data", t.TempDir(), "--server", s.url, "--token-file", filepath.Join(data, "wall.token")).until("Numéro")
	newPane(t, 80, 24, "wall", "--data", data, "--server", s.url).until("Numéro")
	newPane(t, 100, 30, "kiosk", "--data", data, "--server", s.url).until("Papiers")

	if status := s.stop(); status != statusDone {
		t.Fatalf("told to stop: got %d, %s", status, s.errors)
	}
	again := serve(t, data, "--tls")
	if f := frame(t, pinned(t, again.url, token, fingerprint)); f.View != wire.ViewWall {
		t.Errorf("after a restart: got %v, want the wall's view", f)
	}
	again.stop()
	if !strings.Contains(s.errors.String(), fingerprint) {
		t.Errorf("the log does not say the fingerprint: %s", s.errors)
	}
	plain := serve(t, data)
	if line := plain.adds(t, data, "wall", "other"); len(strings.Fields(line)) != 1 {
		t.Errorf("of the same server without --tls: got %q, want the token alone", line)
	}
}

// A box whose kiosk and server are one program needs no word of either's.
func TestAKioskAndItsServerInOneProgramAreEncrypted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	up := []string{"up", "--listen", "127.0.0.1:0", "--tls"}
	newPane(t, 100, 30, append(up, "--data", t.TempDir())...).until("Papiers")
	certificate, key, _ := makePair(t, dir, "elsewhere", "accueil.example.org") // a name that this program is not reached by
	newPane(t, 100, 30, append(up, "--data", t.TempDir(), "--tls-cert", certificate, "--tls-key", key)...).until("Papiers")
}

func TestAServerThatIsNotTheOneToldOfIsRefusedInWords(t *testing.T) {
	t.Parallel()
	data, elsewhere := t.TempDir(), t.TempDir()
	s := serve(t, data, "--tls")
	token, fingerprint := told(t, s.adds(t, data, "wall", "hall"))
	write(t, filepath.Join(elsewhere, "token"), token)
	write(t, filepath.Join(elsewhere, "pinned"), token+" "+fingerprint)
	write(t, filepath.Join(elsewhere, "long"), token+" "+fingerprint+" more")
	other := "sha256:" + strings.Repeat("0", 64)
	wrongName := strings.Replace(s.url, "127.0.0.1", "0.0.0.0", 1)
	for _, c := range []struct {
		what, url, file, fingerprint, words string
		status                              int
	}{
		{"another's fingerprint", s.url, "pinned", other, "somebody else answers in its place", statusFailed},
		{"no fingerprint", s.url, "token", "", "--server-fingerprint sha256:…", statusFailed},
		{"no fingerprint at all", s.url, "token", "sha256:1", "64 hexadecimal digits", statusFailed},
		{"another address", wrongName, "pinned", "", "public_url", statusFailed},
		{"the fingerprint, and a line that is not encrypted", "http" + strings.TrimPrefix(s.url, "https"), "pinned", "", "write it as https://", statusFailed},
		{"no fingerprint, and a line that is not encrypted", "http" + strings.TrimPrefix(s.url, "https"), "token", "", "this server speaks https", statusFailed},
		{"three words", s.url, "long", "", "the one line", statusFailed},
	} {
		args := []string{"admin", "--server", c.url, "--token-file", filepath.Join(elsewhere, c.file), "--server-fingerprint", c.fingerprint, "device", "list"}
		status, out, errs := accueil(t, args...)
		if status != c.status || out != "" || !strings.Contains(errs, c.words) || strings.Contains(errs, token) {
			t.Errorf("%s: got %d %q %q, want %d and %q", c.what, status, out, errs, c.status, c.words)
		}
	}
	plain := serve(t, t.TempDir())
	to := "https" + strings.TrimPrefix(plain.url, "http")
	if status, _, errs := accueil(t, "admin", "--server", to, "--token-file", filepath.Join(elsewhere, "token"), "device", "list"); status != statusFailed || !strings.Contains(errs, "is not encrypted") {
		t.Errorf("https to a server without: got %d %q, want what to do", status, errs)
	}
	newPane(t, 100, 24, "wall", "--data", t.TempDir(), "--server", s.url, "--token-file", filepath.Join(elsewhere, "token")).until("TLS certificate")
}

// What a telephone is given to trust is the certificate alone; the key is in one file, and
// in no log, database or answer.
func TestTheAuthoritysKeyIsNowhereElse(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := serve(t, data, "--tls")
	_, fingerprint := told(t, s.adds(t, data, "wall", "hall"))
	whole, err := os.ReadFile(filepath.Join(data, "authority.pem"))
	if err != nil {
		t.Fatal(err)
	}
	first, rest := pem.Decode(whole)
	key, _ := pem.Decode(rest)
	web := trusting(t, first.Bytes)
	response, err := web.Get(s.url + "/authority.pem")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	given, err := io.ReadAll(response.Body)
	if err != nil || response.Header.Get("Content-Type") != "application/x-x509-ca-cert" || response.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("got %v %v", response.Header, err)
	}
	block, more := pem.Decode(given)
	if block == nil || string(block.Bytes) != string(first.Bytes) || len(more) != 0 {
		t.Errorf("got %q, want the certificate alone", given)
	}
	certificate, err := x509.ParseCertificate(first.Bytes)
	if err != nil || authority.PinOf(certificate).String() != fingerprint {
		t.Errorf("the fingerprint told to devices is %s, and the certificate's is another: %v", fingerprint, err)
	}
	s.stop()
	secret := key.Bytes[36:68] // of a P-256 key in PKCS #8, the number itself
	canaries := []string{string(secret), hex.EncodeToString(secret), base64.StdEncoding.EncodeToString(key.Bytes)[60:100]}
	seek := func(place, text string) {
		for _, canary := range canaries {
			if strings.Contains(strings.ReplaceAll(text, "\n", ""), canary) {
				t.Errorf("%s holds the authority's key", place)
			}
		}
	}
	seek("the log", s.errors.String())
	found := false
	err = filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if d.Name() != "authority.pem" {
			seek(path, string(text))
			return err
		}
		found = strings.Contains(strings.ReplaceAll(string(text), "\n", ""), canaries[2])
		if info, err := d.Info(); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: got %v %v, want mode 0600", path, info.Mode(), err)
		}
		return err
	})
	if err != nil || !found {
		t.Errorf("the key is not where it should be: %v", err)
	}
}

// trusting returns a browser that was given a certificate to trust.
func trusting(t *testing.T, certificate []byte) *http.Client {
	t.Helper()
	root, err := x509.ParseCertificate(certificate)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(root)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// A console in Chromium that was given the authority: the session's cookie is for encrypted
// lines alone, and the live view comes over them.
func TestAConsoleIsEncryptedInChromium(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := serve(t, data, "--tls")
	_, fingerprint := told(t, s.adds(t, data, "wall", "hall"))
	pin, err := authority.ParsePin(fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	browser := newBrowser(t, chromedp.Flag("ignore-certificate-errors-spki-list", base64.StdEncoding.EncodeToString(pin[:])))
	p := openTab(t, browser, s.url+"/console/dijon", 1280, 800)
	p.Touches("Nom")
	p.Types("Samia{Tab}" + s.person(t, data, "Samia") + "{Enter}")
	p.until("À quel guichet êtes-vous")
	got, err := chromedp.Call(p.ctx, cdpnetwork.GetCookies, cdpnetwork.GetCookiesParams{})
	if err != nil || len(got.Cookies) != 1 || !got.Cookies[0].Secure || !got.Cookies[0].HTTPOnly {
		t.Errorf("got the cookies %v, %v, want one for encrypted lines alone", got.Cookies, err)
	}
	if way := eval[string](p, `performance.getEntriesByType("navigation")[0].nextHopProtocol`); way != "h2" {
		t.Errorf("the page came over %q, want h2", way)
	}
	live := eval[bool](p, `new Promise((done, failed) => {
		const line = new WebSocket("wss://" + location.host + "/api/v1/sites/dijon/live?view=console");
		line.onmessage = () => done(true);
		line.onerror = () => failed(new Error("no live view")) })`)
	if !live || !eval[bool](p, "isSecureContext") {
		t.Error("the live view does not come over an encrypted line")
	}
}
