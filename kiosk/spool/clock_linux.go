package spool

import (
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

type systemClock struct {
	start   time.Time
	boot    string
	battery bool // the wall clock was set at start by a clock with a battery
}

func newSystemClock(start time.Time) systemClock {
	return systemClock{start, fileText("/proc/sys/kernel/random/boot_id"), fileText("/sys/class/rtc/rtc0/hctosys") == "1"}
}

// fileText is what stands in a file of the kernel, "" for nothing.
func fileText(path string) string {
	text, _ := os.ReadFile(path) // one that is not there says nothing
	return strings.TrimSpace(string(text))
}

// ask completes a reading with what the kernel knows: which boot it is, the time
// since then, and whether something keeps its wall clock.
func (c systemClock) ask(r *Reading) {
	var ts unix.Timespec
	if c.boot != "" && unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts) == nil {
		r.Boot, r.Mono = c.boot, time.Duration(ts.Nano())
	}
	r.Synced = c.battery || synced()
}

// synced reports whether the wall clock was set by a network: the kernel's own word.
func synced() bool {
	var t unix.Timex
	_, err := unix.Adjtimex(&t)
	return err == nil && t.Status&unix.STA_UNSYNC == 0
}
