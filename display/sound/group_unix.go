//go:build unix

package sound

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// groupOf makes a command the head of a process group, and has the whole of it
// killed: a player may have started others. A group that has ended is no failure.
func groupOf(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error {
		err := syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}
