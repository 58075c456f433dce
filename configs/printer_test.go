package configs

import (
	"strings"
	"testing"
)

func TestAPrinterIsNamedInOneLine(t *testing.T) {
	for text, want := range map[string]Printer{
		"none":                                 {Dots: 576},
		"":                                     {Dots: 576},
		"tcp://127.0.0.1:9100":                 {Address: "127.0.0.1:9100", Dots: 576},
		"tcp://[::1]:9100?dots=384":            {Address: "[::1]:9100", Dots: 384},
		"tcp://kasse:9100?status=realtime":     {Address: "kasse:9100", Dots: 576, Proof: ProofRealtime},
		"file:///dev/usb/lp0?status=none":      {Path: "/dev/usb/lp0", Dots: 576, Proof: ProofNone},
		"file:///tmp/x/../paper":               {Path: "/tmp/paper", Dots: 576},
		"file:///dev/lp1?dots=512&status=none": {Path: "/dev/lp1", Dots: 512, Proof: ProofNone},
	} {
		if got, err := ParsePrinter(text); err != nil || got != want {
			t.Errorf("%q: got %+v, %v, want %+v", text, got, err, want)
		}
	}
}

func TestASettingThatNamesNoPrinterSaysWhatToWrite(t *testing.T) {
	for text, want := range map[string]string{
		"paper":                             `expected "tcp://HOST:PORT"`,
		"tcp://10.0.0.9":                    `expected "tcp://HOST:PORT"`,
		"tcp://10.0.0.9:0":                  `expected "tcp://HOST:PORT"`,
		"tcp://10.0.0.9:9100/x":             `expected "tcp://HOST:PORT"`,
		"tcp://me@10.0.0.9:9100":            `expected "tcp://HOST:PORT"`,
		"tcp://10.0.0.9:9100#x":             `expected "tcp://HOST:PORT"`,
		"file://lp0":                        `"file:///PATH"`,
		"file:lp0":                          `"file:///PATH"`,
		"file:///":                          `"file:///PATH"`,
		"http://10.0.0.9:9100":              `or "none"`,
		"tcp://10.0.0.9:9100?dots=":         "dots: expected",
		"tcp://10.0.0.9:9100?dots=577":      "multiple of 8",
		"tcp://10.0.0.9:9100?dots=840":      "to 832",
		"tcp://10.0.0.9:9100?status=queued": `"realtime" or "none"`,
		"tcp://10.0.0.9:9100?wide=1":        "expected dots=N",
		"tcp://10.0.0.9:9100?a;b":           `after "?"`,
	} {
		if _, err := ParsePrinter(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q in it", text, err, want)
		}
	}
}

func TestCheckSaysWhatIsNotKnownOfAReceipt(t *testing.T) {
	for text, want := range map[string]string{
		"none":                                 "prints nothing",
		"tcp://127.0.0.1:9100":                 "prints at 127.0.0.1:9100",
		"file:///dev/usb/lp0?status=none":      "prints at /dev/usb/lp0 (the printer says nothing: end of paper is not noticed",
		"tcp://127.0.0.1:9100?status=realtime": "prints at 127.0.0.1:9100 (the printer says how it is, but not that a receipt is out",
	} {
		p, err := ParsePrinter(text)
		if got := p.explain(); err != nil || !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
}
