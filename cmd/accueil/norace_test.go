//go:build !race

package main

// lyingMemoryMax is what a kiosk may take under a terminal that claims too much.
const lyingMemoryMax = 1 << 30
