package authority

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"
)

// Own are the certificates of a server with an authority of its own, which is kept in a
// file. Look is one goroutine's; the others may be called by any.
type Own struct {
	path string
	now  atomic.Pointer[standing]
}

// A standing is who vouches, and for what.
type standing struct {
	authority *Authority
	leaf      *tls.Certificate
	names     Names
}

// OpenOwn reads the authority in the file at path, and makes it where there is none, for
// its owner alone. A file that cannot be read is never written over: what it was is pinned.
func OpenOwn(path string, names Names, now time.Time) (*Own, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		a, err := Make(names, now)
		if err != nil {
			return nil, err
		}
		if err := keep(path, a); err != nil {
			return nil, err
		}
		return from(path, a, names, now)
	}
	if err != nil {
		return nil, fmt.Errorf("read the server's authority: %w", err)
	}
	a, err := decode(text)
	if err != nil {
		return nil, fmt.Errorf("%s holds no authority (%w): put back a copy of it; or delete it, and tell every device the fingerprint of the new one", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, fmt.Errorf("keep the authority from others: %w", err)
	}
	return from(path, a, names, now)
}

func from(path string, a *Authority, names Names, now time.Time) (*Own, error) {
	o := &Own{path: path}
	o.now.Store(&standing{authority: a})
	_, err := o.Look(names, now)
	return o, err
}

// Look makes anew what has to be: the leaf when there is a new name, or it nears its end;
// the authority's certificate when it does not cover a name, or nears its own. It returns
// whether the authority's was. After an error all is as before.
func (o *Own) Look(names Names, now time.Time) (renewed bool, err error) {
	s := *o.now.Load()
	if !s.authority.Covers(names, now) {
		if s.authority, err = s.authority.Renewed(names, now); err != nil {
			return false, err
		}
		if err := keep(o.path, s.authority); err != nil {
			return false, err
		}
		renewed = true
	}
	if !renewed && s.leaf != nil && s.names.equal(names) && lasts(s.leaf.Leaf, now) {
		return false, nil
	}
	if s.leaf, err = s.authority.Leaf(names, now); err != nil {
		return renewed, err
	}
	s.names = names
	o.now.Store(&s)
	return renewed, nil
}

// Authority is the one that vouches now.
func (o *Own) Authority() *Authority { return o.now.Load().authority }

// Current is the certificate to show now.
func (o *Own) Current() *tls.Certificate { return o.now.Load().leaf }

// keep writes an authority to a file, whole or not at all, for its owner alone.
func keep(path string, a *Authority) (err error) {
	text, err := a.encode()
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".authority-") // its mode is 0600
	if err != nil {
		return fmt.Errorf("write the server's authority: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write the server's authority: %w", err), os.Remove(file.Name()))
		}
	}()
	_, err = file.Write(text)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path)) // or a power cut takes the name back, and every pin with it
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
