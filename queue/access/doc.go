// Package access knows who may do what at a reception: the admin, the devices
// (walls and kiosks) and the people (mediators and supervisors), what they show
// to prove it, and what may be known about them and must not stand in the
// journal: names, notes, the keys of the telephones' links.
//
// What it holds lies in a Store, a small key-value contract with two
// implementations here, and is small: some hundred records. Access keeps all of
// it in memory, as the fold of the store's changes: whatever it writes it first
// stores, then takes in from the store's watch, then answers. So a change made
// by another server on a shared store arrives the same way, and Who, asked with
// every call and every socket, never touches a disk.
//
// No secret is stored in clear. A token is 256 random bits: its SHA-256 is
// enough, since nobody can guess it, and cheap enough for every call. A PIN has
// some twenty bits: it is stored under argon2id, and what really guards it is
// that few guesses are let through (guess.go) and that the guessing costs the
// others nothing (gate.go). The one token in clear is the admin's, in its own
// file with mode 0600: whoever can read that file owns the machine anyway.
//
// A session lasts SessionLasts from its login and is never prolonged: long
// enough for the longest day of an office, too short for the next morning. A
// wall or kiosk has no session: its token is valid until it is revoked.
// Whatever ends (a device or person removed, a PIN reset, a session over or
// signed out of) closes its Caller's Gone at once, so that its sockets can be closed.
//
// Order of reading: access.go (the memory and its fold), caller.go, role.go,
// device.go, person.go, login.go with guess.go and gate.go, limiter.go, note.go,
// linkkey.go, pair.go; store.go, memory.go, sqlite.go below them.
package access
