//go:build race

package main

// lyingMemoryMax leaves the race detector its room: it takes several times the memory.
const lyingMemoryMax = 2 << 30
