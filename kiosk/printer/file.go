package printer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"accueil/kiosk"
)

// A file is a printer whose paper is a file. It is opened for each receipt, so
// that one taken away and put back is used again.
type file struct {
	path string
	mu   sync.Mutex // guards the file: one receipt at a time
}

// Print implements kiosk.Printer.
func (f *file) Print(ctx context.Context, r kiosk.Receipt) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer func() {
		if err != nil {
			err = &kiosk.PrintError{Trouble: kiosk.TroubleBroken, Err: fmt.Errorf("print ticket %s: %w", r.Number, err)}
		}
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	paper, err := os.OpenFile(f.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = paper.SetWriteDeadline(time.Unix(1, 0)) }) // a plain file needs none
	defer stop()
	_, err = paper.WriteString(Text(r))
	if synced := paper.Sync(); err == nil && !errors.Is(synced, syscall.EINVAL) { // a device keeps nothing: it is out
		err = synced
	}
	if closed := paper.Close(); err == nil {
		err = closed
	}
	return err
}

// Proves implements kiosk.Printer: what is synced is in the file.
func (f *file) Proves() bool { return true }

// Status implements kiosk.Printer. A file that is not there yet will be made.
func (f *file) Status(context.Context) (kiosk.PrinterStatus, error) {
	if _, err := os.Stat(filepath.Dir(f.path)); err != nil {
		return kiosk.PrinterStatus{}, err
	}
	return kiosk.PrinterStatus{}, nil
}

// Close implements kiosk.Printer.
func (f *file) Close() error { return nil }

// Text is a receipt in plain lines, ended by a form feed.
func Text(r kiosk.Receipt) string {
	var b strings.Builder
	for _, line := range []string{r.Site, "", string(r.Number), "", r.Service, r.When, r.Ahead, r.Advice, r.Link} {
		b.WriteString(clean(line))
		b.WriteByte('\n')
	}
	b.WriteByte('\f')
	return b.String()
}
