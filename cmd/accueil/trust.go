package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"accueil/queue/authority"
	"accueil/queue/client"
)

// fingerprintFile is where a server with an authority of its own says, in its data
// folder, which: screens of its own user on its own machine are told nothing else.
const fingerprintFile = "fingerprint"

// A trustFlag is what a screen was told of its server's key.
type trustFlag struct{ said *string }

func (e *env) trustFlag() trustFlag {
	return trustFlag{e.flags.String("server-fingerprint", "",
		"`FINGERPRINT`, sha256:…, of the key that vouches for an https server; without it the one behind the token, or in the data folder of the server's own machine, or else whom this machine trusts")}
}

// judge says in to by which token, and by which fingerprint, a server is spoken to: the
// one of the flag, else the one behind the token in tokenFile, else, without such a file,
// the one that a server left in folder. No name, no file.
func (f trustFlag) judge(to *client.Options, tokenFile, folder string) error {
	if tokenFile != "" {
		folder = ""
	}
	_, err := f.pin(to, tokenFile, folder)
	return err
}

// pin is judge for who has the token of an admin, from the folder of its server. It
// returns the fingerprint, "" for none.
func (f trustFlag) pin(to *client.Options, tokenFile, folder string) (fingerprint string, err error) {
	told := ""
	if tokenFile != "" {
		if to.Token, told, err = readToken(tokenFile); err != nil {
			return "", err
		}
	}
	from := "--server-fingerprint"
	if *f.said != "" {
		told = *f.said
	} else if from = tokenFile; told == "" && folder != "" && strings.HasPrefix(to.URL, "https:") {
		from = filepath.Join(folder, fingerprintFile)
		left, err := os.ReadFile(from)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("read the server's fingerprint: %w: give it with --server-fingerprint", err)
		}
		told = strings.TrimSpace(string(left))
	}
	if told == "" {
		return "", nil
	}
	pin, err := authority.ParsePin(told)
	if err != nil {
		return "", fmt.Errorf("%s: %w", from, err)
	}
	to.Trust = func(host string, shown []*x509.Certificate) error { return pin.Check(host, shown, time.Now()) }
	return pin.String(), nil
}

// readToken reads a token file: one line, the token, and behind it the fingerprint of
// its server, "" where that has none.
func readToken(path string) (token, fingerprint string, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", "", fmt.Errorf("read the token: %w: give the file that holds it with --token-file", err)
	}
	switch words := strings.Fields(string(raw)); len(words) {
	case 0:
		return "", "", fmt.Errorf("%s is empty: write the token into it that accueil admin device add printed", path)
	case 1:
		return words[0], "", nil
	case 2:
		return words[0], words[1], nil
	}
	return "", "", fmt.Errorf("%s holds more than a token and a fingerprint: write into it the one line that accueil admin device add printed", path)
}
