// Package authority lets a server on a local network be known for what it is, where
// nobody sells certificates: an authority of its own, made once and kept in one file,
// vouches for the names and addresses that the machine has today.
//
// A program of ours pins the authority's public key (see Pin) and asks no other root.
// The pin is of the key and not of the certificate, so that the certificate can be made
// anew, as when it ends after ten years, and no kiosk has to be told. A browser has to
// be given the certificate once, and then trusts it for all that it vouches for.
//
// Therefore the authority is constrained to the names that the server has and to the
// addresses of local networks: whoever carries the box away, key and all, can read
// nothing that the office's telephones say to their bank. The price is that a server
// with a new name has its certificate made anew, and telephones must be given that one
// (a program does not notice: the pin stays).
//
// A leaf is for 397 days, which is less than any browser refuses, and lives in memory
// alone: a start makes another, and so does an address that was not there before. The
// keys are ECDSA P-256, the one kind that every browser and telephone takes.
//
// A pair of files that somebody else renews, as certbot does, is served by Given
// instead. Nothing here has a clock of its own.
package authority
