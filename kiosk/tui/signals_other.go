//go:build !unix

package tui

// holdSignals has nothing to hold where there are no such signals.
func holdSignals() (release func()) { return func() {} }
