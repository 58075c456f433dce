//go:build unix

package voice

import (
	"os/exec"
	"syscall"
)

// groupOf makes a command the head of a process group, and has the whole of it
// killed: a player may have started others.
func groupOf(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
