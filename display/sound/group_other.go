//go:build !unix

package sound

import "os/exec"

// groupOf leaves a command as it is where there are no process groups.
func groupOf(*exec.Cmd) {}
