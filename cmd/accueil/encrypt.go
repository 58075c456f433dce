package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"accueil/configs"
	"accueil/queue/authority"
	"accueil/queue/client"
)

// certificatesLook is how often a server looks whether its certificate must be another.
const certificatesLook = time.Minute

// tlsOptions say how a server is encrypted.
type tlsOptions struct {
	Certificate, Key string // files; "": the server's own authority
	Host             string // of --listen
}

// tlsFlags returns what --tls and its files say, nil for plain HTTP.
func (e *env) tlsFlags() func(listen string) (*tlsOptions, error) {
	on := e.flags.Bool("tls", false, "speak https: by the files of --tls-cert and --tls-key, or without them by an authority of its own, made in DIR/authority.pem")
	certificate := e.flags.String("tls-cert", "", "`FILE`, PEM: the certificate to show, then those it hangs on; read again when renewed")
	key := e.flags.String("tls-key", "", "`FILE`, PEM: the key of --tls-cert")
	return func(listen string) (*tlsOptions, error) {
		switch {
		case (*certificate == "") != (*key == ""):
			return nil, usageError{"--tls-cert and --tls-key go together: give both, or neither for the server's own authority"}
		case !*on && *key != "":
			return nil, usageError{"--tls-cert and --tls-key are for https: add --tls"}
		case !*on:
			return nil, nil
		}
		host, _, _ := net.SplitHostPort(listen) // one that is none is refused by listen
		return &tlsOptions{Certificate: *certificate, Key: *key, Host: host}, nil
	}
}

// A lock is what encrypts a server: an authority of its own, or a given pair of files.
type lock struct {
	own    *authority.Own // nil: given is there
	given  *authority.Given
	always []string // names and addresses, besides those of the machine
	log    *slog.Logger
}

// openLock returns nil for a server that speaks plain HTTP. The folder says to screens
// on this machine by which fingerprint the server is known.
func openLock(o houseOptions) (l *lock, err error) {
	told := filepath.Join(o.Data, fingerprintFile)
	if o.TLS == nil || o.TLS.Key != "" {
		if err := os.Remove(told); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("take back a fingerprint that is the server's no more: %w", err)
		}
	}
	if o.TLS == nil {
		return nil, nil
	}
	l = &lock{log: o.Log}
	if o.TLS.Key != "" {
		if l.given, err = authority.OpenGiven(o.TLS.Certificate, o.TLS.Key, time.Now()); err != nil {
			return nil, err
		}
		leaf := l.given.Current().Leaf
		o.Log.Info("https by a given certificate", "file", o.TLS.Certificate, "names", leaf.DNSNames, "until", leaf.NotAfter)
		return l, nil
	}
	l.always = append(publicHosts(o.Config), o.TLS.Host)
	path := filepath.Join(o.Data, "authority.pem")
	if l.own, err = authority.OpenOwn(path, l.names(), time.Now()); err != nil {
		return nil, err
	}
	pin := l.own.Authority().Pin().String()
	if err := os.WriteFile(told, []byte(pin+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("say by which fingerprint the server is known: %w", err)
	}
	leaf := l.own.Current().Leaf
	o.Log.Info("https by the server's own authority", "fingerprint", pin, "certificate", l.own.Authority().Print(), "names", leaf.DNSNames, "addresses", leaf.IPAddresses)
	return l, nil
}

// publicHosts are the names under which telephones reach the sites.
func publicHosts(file *configs.File) []string {
	var all []string
	for _, site := range file.Sites {
		if u, err := url.Parse(site.PublicURL); err == nil && u.Hostname() != "" {
			all = append(all, u.Hostname())
		}
	}
	return all
}

// names are those of the machine as it stands now, and those that it always has. An
// address of the internet is none: it changes by itself from day to day, and a server
// that is meant to be reached by it says so with --listen or public_url.
func (l *lock) names() authority.Names {
	machine, err := os.Hostname()
	if err != nil {
		l.log.Warn("the machine's name is not known, and not in the certificate", "error", err)
	}
	short, _, _ := strings.Cut(machine, ".")
	hosts := append([]string{short + ".local", "localhost", "127.0.0.1", "::1"}, l.always...)
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		l.log.Warn("the machine's addresses are not known, and not in the certificate", "error", err)
	}
	for _, address := range addresses {
		if network, ok := address.(*net.IPNet); ok && network.IP.IsPrivate() {
			hosts = append(hosts, network.IP.String())
		}
	}
	return authority.NamesOf(machine, hosts...)
}

// look lets the certificate be what it should be now.
func (l *lock) look(now time.Time) {
	if l.own == nil {
		renewed, err := l.given.Look(now)
		switch {
		case err != nil:
			l.log.Error("go on with the certificate as it was", "error", err)
		case renewed:
			l.log.Info("the certificate was renewed", "until", l.given.Current().Leaf.NotAfter)
		}
		return
	}
	renewed, err := l.own.Look(l.names(), now)
	switch {
	case err != nil:
		l.log.Error("go on with the certificate as it was", "error", err)
	case renewed:
		l.log.Warn("the authority's certificate was made anew under its old key: devices need nothing, telephones fetch /authority.pem again")
	}
}

// current is the certificate to show now.
func (l *lock) current() *tls.Certificate {
	if l.own == nil {
		return l.given.Current()
	}
	return l.own.Current()
}

// serve lets a server answer at the listener, encrypted unless l is nil, until it is shut
// down; the certificate is looked after until ctx ends.
func (l *lock) serve(ctx context.Context, web *http.Server, listener net.Listener) error {
	if l == nil {
		return web.Serve(listener)
	}
	ctx, stop := context.WithCancel(ctx)
	looking := make(chan struct{})
	go func() {
		defer close(looking)
		tick := time.NewTicker(certificatesLook)
		defer tick.Stop()
		for {
			select {
			case now := <-tick.C:
				l.look(now)
			case <-ctx.Done():
				return
			}
		}
	}()
	defer func() {
		stop()
		<-looking
	}()
	web.TLSConfig = &tls.Config{
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return l.current(), nil },
	}
	return web.ServeTLS(astray{listener}, "", "")
}

// before gives the authority's public half to whoever asks: a telephone, to trust it.
func (l *lock) before(pages http.Handler) http.Handler {
	if l == nil || l.own == nil {
		return pages
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/authority.pem" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			pages.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/x-x509-ca-cert")
		w.Header().Set("Content-Disposition", `attachment; filename="accueil.pem"`)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(l.own.Authority().Certificate()) // who has gone asks again
	})
}

// trust is that of the kiosk in the server's own process: it is spoken to by whatever
// certificate it shows now, whosever name that is in.
func (l *lock) trust() client.Trust {
	if l == nil {
		return nil
	}
	return func(host string, shown []*x509.Certificate) error {
		if len(shown) == 0 || !shown[0].Equal(l.current().Leaf) {
			return fmt.Errorf("%s shows a certificate that is not this server's own: another program answers in its place", host)
		}
		return nil
	}
}

// url is where a server answers.
func (h *house) url(listener net.Listener) string {
	if h.lock == nil {
		return "http://" + listener.Addr().String()
	}
	return "https://" + listener.Addr().String()
}
