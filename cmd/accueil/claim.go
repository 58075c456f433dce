package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const claimsMax = 20 // of one name

// claim takes a name for a screen of this machine: name, or name-2, name-3, … while
// others run that have it. A name is free again when its holder ends, however it
// ends: so two screens at once never share a device, whose older token would end,
// and a restart is the device that it was.
func claim(data, name string) (mine string, release func() error, err error) {
	for i := 1; i <= claimsMax; i++ {
		mine = name
		if i > 1 {
			mine = fmt.Sprintf("%s-%d", name, i)
		}
		file, err := os.OpenFile(filepath.Join(data, "name-"+fileName(mine)+".lock"), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return "", nil, fmt.Errorf("claim the name %s: %w", mine, err)
		}
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return mine, file.Close, nil
		}
		err = errors.Join(err, file.Close())
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return "", nil, fmt.Errorf("claim the name %s: %w", mine, err)
		}
	}
	return "", nil, fmt.Errorf("%d screens named %s run on %s: stop one, or give another --name", claimsMax, name, data)
}

// fileName is a name without what has a meaning in a path.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '/' || r == 0 {
			return '_'
		}
		return r
	}, strings.ToLower(name))
}
