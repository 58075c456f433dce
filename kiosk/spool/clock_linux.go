package spool

import (
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// ask completes a reading with what the kernel knows: which boot it is, the time
// since then, and whether something keeps its wall clock.
func (systemClock) ask(r *Reading) {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	var ts unix.Timespec
	if err == nil && unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts) == nil {
		r.Boot, r.Mono = strings.TrimSpace(string(id)), time.Duration(ts.Nano())
	}
	r.Synced = synced()
}

// synced reports whether the wall clock was set by a network (the kernel's own
// word) or at start by a clock with a battery.
func synced() bool {
	var t unix.Timex
	if _, err := unix.Adjtimex(&t); err == nil && t.Status&unix.STA_UNSYNC == 0 {
		return true
	}
	set, err := os.ReadFile("/sys/class/rtc/rtc0/hctosys")
	return err == nil && strings.TrimSpace(string(set)) == "1"
}
