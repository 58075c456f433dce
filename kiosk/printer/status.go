package printer

import (
	"fmt"

	"accueil/kiosk"
)

// An answer is what a byte of a printer's means.
type answer uint8

const (
	answerNoise    answer = iota
	answerRealtime        // to DLE EOT
	answerQueued          // to GS r
)

// A sorter tells a printer's bytes apart, by their fixed bits. One that speaks
// unasked (GS a) sends four at once, of which the last three look like answers to
// GS r: whoever took them for such would believe in paper that is not there.
type sorter struct{ unasked int }

func (s *sorter) sort(b byte) answer {
	if s.unasked > 0 && b&0x90 == 0 {
		s.unasked--
		return answerNoise
	}
	s.unasked = 0
	switch {
	case b&0x93 == 0x12:
		return answerRealtime
	case b&0x93 == 0x10:
		s.unasked = 3
		return answerNoise
	case b&0x90 == 0:
		return answerQueued
	}
	return answerNoise // XON, XOFF, and what no printer says
}

// What DLE EOT asks for.
const (
	askOnline  = 1
	askOffline = 2 // why it is
	askError   = 3
	askPaper   = 4
)

// A state is what a printer has answered to DLE EOT 1 to 4.
type state [askPaper + 1]byte

// trouble is what keeps it from printing; the cover comes first, for an open one
// looks like an end of paper too.
func (s state) trouble() (kiosk.Trouble, string) {
	switch {
	case s[askOffline]&0x04 != 0:
		return kiosk.TroubleCover, "its cover is open: close it"
	case s[askOffline]&0x20 != 0 || s[askPaper]&0x60 != 0:
		return kiosk.TroublePaper, "the paper is out: open the lid, put in a roll, close it"
	case s[askError]&0x08 != 0:
		return kiosk.TroubleBroken, "its knife is stuck: take the paper out, switch it off and on"
	case s[askError]&0x40 != 0:
		return kiosk.TroubleBroken, "it is too hot or the cover was opened: wait a little"
	case s[askOffline]&0x40 != 0 || s[askError]&0x24 != 0:
		return kiosk.TroubleBroken, "it says that it is broken: switch it off and on"
	case s[askOnline]&0x08 != 0:
		return kiosk.TroubleBroken, "it is offline: press its feed button, or switch it off and on"
	}
	return kiosk.TroubleNone, ""
}

// status is the same for whoever must be told.
func (s state) status() kiosk.PrinterStatus {
	trouble, _ := s.trouble()
	return kiosk.PrinterStatus{Trouble: trouble, PaperLow: trouble == kiosk.TroubleNone && s[askPaper]&0x0c != 0}
}

// check is the trouble as an error, or nil.
func (s state) check() error {
	trouble, why := s.trouble()
	if trouble == kiosk.TroubleNone {
		return nil
	}
	return &kiosk.PrintError{Trouble: trouble, Err: fmt.Errorf("the printer does not print: %s", why)}
}
