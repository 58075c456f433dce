package access

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"accueil/queue"
)

// admitAdmin makes the token in the file at path the admin's, and the file with
// a new token when there is none: so a lost token is had anew by deleting the
// file and starting again, which ends the old one. No path, no admin.
func (a *Access) admitAdmin(ctx context.Context, path string) error {
	if path == "" {
		return nil
	}
	token, err := readAdminToken(path)
	if errors.Is(err, fs.ErrNotExist) {
		token = newToken()
		err = writeAdminToken(path, token)
	}
	if err != nil {
		return err
	}
	h, _ := hashOf(token)
	a.mu.RLock()
	admin := a.known.admin
	a.mu.RUnlock()
	if bytes.Equal(admin.Token, h[:]) {
		return nil
	}
	if admin.ID == "" {
		admin.ID = newID()
	}
	return a.put(ctx, bucketAdmin, adminKey, encode(adminRecord{ID: admin.ID, Token: h[:]}))
}

// readAdminToken returns the token in the file, and takes it out of the reach of
// other users where it was not.
func readAdminToken(path string) (string, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the admin token: %w", err)
	}
	token := strings.TrimSpace(string(body))
	if _, ok := hashOf(token); !ok {
		return "", queue.Refuse(queue.Invalid, "%s holds no token: delete it and start again, a new one is then written", path)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return "", fmt.Errorf("keep the admin token from others: %w", err)
	}
	return token, nil
}

// writeAdminToken makes the file, whole or not at all, readable by nobody else.
func writeAdminToken(path, token string) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".admin.token-") // its mode is 0600
	if err != nil {
		return fmt.Errorf("write the admin token: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write the admin token: %w", err), os.Remove(file.Name()))
		}
	}()
	_, err = file.WriteString(token + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
