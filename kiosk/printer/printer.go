package printer

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"

	"accueil/configs"
	"accueil/kiosk"
)

// Open returns the printer of a setting (configs.Printer), nil for none, and reaches
// nothing yet. A setting that names no printer is told, with
// what to write.
func Open(setting string) (kiosk.Printer, error) {
	p, err := configs.ParsePrinter(setting)
	switch {
	case err != nil:
		return nil, fmt.Errorf("printer: %w", err)
	case p.Address != "":
		return Over(p, dial(p.Address)), nil
	case p.Path == "":
		return nil, nil
	case isDevice(p.Path):
		return Over(p, plug(p)), nil
	}
	return &file{path: p.Path}, nil
}

// dial reaches a printer on the network.
func dial(address string) func(context.Context) (Link, error) {
	return func(ctx context.Context) (Link, error) {
		dialer := net.Dialer{Timeout: reachTimeMax}
		conn, err := dialer.DialContext(ctx, "tcp", address)
		if err != nil {
			return nil, fmt.Errorf("reach the printer: is it switched on, and its address %s? %w", address, err)
		}
		return conn.(*net.TCPConn), nil
	}
}

// isDevice reports whether a path is a printer at a cable: one that is unplugged has
// a name too, and no file is made in its place.
func isDevice(path string) bool {
	if info, err := os.Stat(path); err == nil {
		return info.Mode()&os.ModeCharDevice != 0
	}
	return strings.HasPrefix(path, "/dev/")
}

// plug reaches a printer at a cable.
func plug(p configs.Printer) func(context.Context) (Link, error) {
	way := os.O_RDWR
	if p.Proof == configs.ProofNone {
		way = os.O_WRONLY // some cables lead one way only
	}
	return func(context.Context) (Link, error) {
		device, err := os.OpenFile(p.Path, way|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
		switch {
		case errors.Is(err, os.ErrPermission):
			return nil, fmt.Errorf("reach the printer: let this user print (usermod -a -G lp USER): %w", err)
		case err != nil:
			return nil, fmt.Errorf("reach the printer: is it plugged in and switched on? %w", err)
		}
		return device, nil
	}
}
