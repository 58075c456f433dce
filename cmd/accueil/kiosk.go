package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"accueil/configs"
	"accueil/kiosk"
	"accueil/kiosk/printer"
	"accueil/kiosk/spool"
	"accueil/kiosk/tui"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
)

// A booth is a kiosk's screen with what stands behind it.
type booth struct {
	Data      string // its spool is DIR/kiosk.db
	Server    string
	Site      queue.SiteID
	Token     func(context.Context) (string, error)
	Settings  configs.Kiosk
	OwnerExit string
	Log       *slog.Logger
}

// run shows the kiosk until ctx ends or the owner leaves.
func (b booth) run(ctx context.Context) (err error) {
	paper, err := printer.Open(b.Settings.Printer)
	if err != nil {
		return err
	}
	if paper != nil {
		defer func() { err = errors.Join(err, paper.Close()) }()
	}
	if err := os.MkdirAll(b.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	disk, err := spool.Open(filepath.Join(b.Data, "kiosk.db"), spool.SystemClock())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, disk.Close()) }()
	// Only now: to pair ends the token of the kiosk that has the spool.
	secret, err := b.Token(ctx)
	if err != nil {
		return err
	}
	c, err := client.New(client.Options{URL: b.Server, Token: secret, Site: b.Site})
	if err != nil {
		return err
	}
	driver := spool.NewDriver(spool.DriverOptions{Spool: disk, Server: spool.Over(c), Printer: paper, Log: b.Log})
	driving, stop := context.WithCancel(ctx)
	driven := make(chan struct{})
	go func() {
		defer close(driven)
		driver.Run(driving)
	}()
	defer func() {
		stop()
		<-driven
	}()
	return tui.Run(ctx, tui.Options{
		Model: kiosk.New(kiosk.Settings{IdleSeconds: b.Settings.IdleSeconds}), Messages: driver.Messages(), Do: driver.Do,
		PanelMM: b.Settings.PanelMM, OwnerExit: b.OwnerExit, Log: b.Log,
	})
}

// logFile opens DIR/log for what would otherwise write over the screen.
func logFile(data string) (*slog.Logger, func() error, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, nil, fmt.Errorf("make the data folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(data, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	return slog.New(slog.NewTextHandler(file, nil)), file.Close, nil
}

// token returns the token in a file, or, without one, that of a device which
// pairs itself on the server's own machine.
func (e *env) token(ctx context.Context, path, data string, r access.PairRequest) (string, error) {
	if path != "" {
		return readToken(path)
	}
	token, err := access.Pair(ctx, filepath.Join(data, "pair.sock"), r)
	if err != nil {
		return "", fmt.Errorf("%w: or give --token-file FILE with what accueil admin device add printed", err)
	}
	return token, nil
}

// siteOr returns the site named, or the configuration's first.
func siteOr(name string, file *configs.File) queue.SiteID {
	if name == "" && len(file.Sites) > 0 {
		return file.Sites[0].ID
	}
	return queue.SiteID(name)
}

// kioskCommand is a visitor's touch screen.
func kioskCommand(e *env) func(context.Context) error {
	config, data, server, site, token, exit := e.configFlag(), e.dataFlag(), e.serverFlag(), e.siteFlag(), e.tokenFlag(), e.ownerExitFlag()
	name := e.flags.String("name", "kiosk", "`NAME` under which it pairs on the server's own machine")
	return func(ctx context.Context) (err error) {
		file, err := e.readConfig(*config)
		if err != nil {
			return err
		}
		log, closeLog, err := logFile(*data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, closeLog()) }()
		b := booth{Data: *data, Server: *server, Site: siteOr(*site, file), Settings: file.Kiosk, OwnerExit: *exit, Log: log}
		b.Token = func(ctx context.Context) (string, error) {
			return e.token(ctx, *token, *data, access.PairRequest{Role: queue.RoleKiosk, Site: b.Site, Name: *name})
		}
		return b.run(ctx)
	}
}
