package sound

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// A process speaks or plays. It is killed, with all that it started, when its
// context ends.
type process struct {
	*exec.Cmd
	complaint complaint
}

func newProcess(ctx context.Context, path string, args ...string) *process {
	p := &process{Cmd: exec.CommandContext(ctx, path, args...)}
	p.Stderr, p.WaitDelay = &p.complaint, endTimeMax
	groupOf(p.Cmd)
	return p
}

func (p *process) run() error {
	if err := p.Start(); err != nil {
		return err
	}
	return p.wait()
}

// wait returns why what was said could not be heard, if so: espeak-ng ends well
// also where it could not open a sound card, and says so on stderr alone.
func (p *process) wait() error {
	if p.Process == nil {
		return nil // it was not started, of which Start told
	}
	err := p.Wait()
	if line := p.complaint.line(); line != "" && (err != nil || strings.Contains(line, "error:")) {
		err = errors.Join(err, errors.New(line))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(p.Path), err)
	}
	return nil
}

// A bounded takes what a process writes to stdout, and no more than most bytes.
type bounded struct {
	taken []byte
	most  int
}

func (b *bounded) Write(p []byte) (int, error) {
	if len(b.taken)+len(p) > b.most {
		return 0, fmt.Errorf("it says more than %d bytes", b.most)
	}
	b.taken = append(b.taken, p...)
	return len(p), nil
}

// complaintMax bounds what is kept of what a process complains of, in bytes.
const complaintMax = 4 << 10

// A complaint keeps the end of what a process wrote to stderr.
type complaint struct{ text []byte }

func (c *complaint) Write(p []byte) (int, error) {
	c.text = append(c.text, p...)
	c.text = c.text[max(0, len(c.text)-complaintMax):]
	return len(p), nil
}

// line is the last one.
func (c *complaint) line() string {
	text := strings.TrimSpace(strings.ToValidUTF8(string(c.text), "?"))
	return text[strings.LastIndexByte(text, '\n')+1:]
}
