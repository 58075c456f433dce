package configs

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"path"
	"slices"
	"strconv"
)

// NoPrinter is the setting of a kiosk that prints nothing.
const NoPrinter = "none"

// A Printer is how a kiosk's printer is reached and believed, as [kiosk] names it:
//
//	tcp://HOST:PORT      an ESC/POS printer on the network, mostly at port 9100
//	file:///dev/usb/lp0  one at a cable
//	file:///PATH         a file, to which receipts are added as plain text
//	none
//
// with, after a "?" and with "&" between them, what is not as usual:
//
//	dots=384             printable dots across, 8 to the millimetre: 384 on paper of 58 mm
//	status=realtime      it says how it is, but not when it has printed all
//	status=none          it never says a word
type Printer struct {
	Address string // HOST:PORT, or ""
	Path    string // or ""; both "" is none
	Dots    int
	Proof   Proof
}

// A Proof is what is known of a receipt. Only the first is the printer's word that it is
// out; after the others a visitor is told to take the paper and to note the number.
type Proof uint8

const (
	ProofQueued   Proof = iota // the printer has answered a question that stood behind the receipt
	ProofRealtime              // it was well while the paper came, and after
	ProofNone                  // everything was handed over
)

// Dots across that a printer can have.
const (
	printerDots    = 576 // 72 mm, on paper of 80 mm
	printerDotsMin = 384 // 48 mm, on paper of 58 mm
	printerDotsMax = 832
)

// printerExpected is what a setting looks like.
const printerExpected = `"tcp://HOST:PORT", "file:///PATH" or "none"`

// ParsePrinter reads the setting of a printer. Its error says what to write.
func ParsePrinter(text string) (Printer, error) {
	p := Printer{Dots: printerDots}
	if text == "" || text == NoPrinter {
		return p, nil
	}
	u, err := url.Parse(text)
	if err != nil || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return p, fmt.Errorf("expected %s, got %q", printerExpected, text)
	}
	switch {
	case u.Scheme == "tcp" && u.Path == "" && isAddress(u.Host):
		p.Address = u.Host
	case u.Scheme == "file" && u.Host == "" && len(u.Path) > 1 && path.IsAbs(u.Path):
		p.Path = path.Clean(u.Path)
	default:
		return p, fmt.Errorf("expected %s, got %q", printerExpected, text)
	}
	return p, p.options(u.RawQuery)
}

func isAddress(text string) bool {
	host, port, err := net.SplitHostPort(text)
	number, numberErr := strconv.Atoi(port)
	return err == nil && numberErr == nil && host != "" && number > 0 && number < 1<<16
}

// options reads what stands behind the "?".
func (p *Printer) options(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return fmt.Errorf(`after "?" expected dots=N or status=realtime or status=none, with "&" between, got %q`, query)
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		last := values[name][len(values[name])-1]
		switch name {
		case "dots":
			p.Dots, err = strconv.Atoi(last)
			if err != nil || p.Dots < printerDotsMin || p.Dots > printerDotsMax || p.Dots%8 != 0 {
				return fmt.Errorf("dots: expected the printable dots across, a multiple of 8 from %d (paper of 58 mm) by way of %d (80 mm) to %d, got %q",
					printerDotsMin, printerDots, printerDotsMax, last)
			}
		case "status":
			switch last {
			case "realtime":
				p.Proof = ProofRealtime
			case "none":
				p.Proof = ProofNone
			default:
				return fmt.Errorf(`status: expected "realtime" or "none", or nothing where the printer says when it has printed, got %q`, last)
			}
		default:
			return fmt.Errorf("expected dots=N or status=realtime or status=none, got %q", name)
		}
	}
	return nil
}

// explain says where a receipt goes, and what is not known of it there.
func (p Printer) explain() string {
	switch {
	case p.Address == "" && p.Path == "":
		return "prints nothing"
	case p.Address == "":
		return "prints at " + p.Path + p.Proof.explain()
	default:
		return "prints at " + p.Address + p.Proof.explain()
	}
}

func (p Proof) explain() string {
	switch p {
	case ProofNone:
		return " (the printer says nothing: end of paper is not noticed, and visitors are told to note their number)"
	case ProofRealtime:
		return " (the printer says how it is, but not that a receipt is out: visitors are told to note their number)"
	case ProofQueued:
	}
	return ""
}
