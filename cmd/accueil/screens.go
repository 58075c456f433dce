package main

import (
	"context"
	"errors"

	"accueil/configs"
	"accueil/display/term"
	"accueil/queue"
	"accueil/queue/access"
	"accueil/queue/client"
)

// wallName is the name of a wall that is given none.
const wallName = "wall"

// wallCommand is the waiting room's display.
func wallCommand(e *env) func(context.Context) error {
	config, data, server, site, token := e.configFlag(), e.dataFlag(), e.serverFlag(), e.siteFlag(), e.tokenFlag()
	known := e.trustFlag()
	name := e.flags.String("name", wallName, "`NAME` of its settings, [wall.NAME], and under which it pairs on the server's own machine")
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
		settings, own := file.WallNamed(*name)
		if !own && len(file.Walls) > 0 && *name != wallName {
			log.Warn("this wall has the settings of all: the configuration has none of its name", "name", *name)
		}
		to := client.Options{URL: *server, Site: queue.SiteID(*site)}
		if err := known.judge(&to, *token, *data); err != nil {
			return err
		}
		if *token == "" {
			to.Site = screenSite(*site, *config, file)
			mine, release, err := claim(*data, *name)
			if err != nil {
				return err
			}
			defer func() { _ = release() }() // it ends with the program at the latest
			*name = mine
		}
		c, err := client.New(to)
		if err != nil {
			return err
		}
		line := term.NewLine(c, log)
		ctx, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() {
			defer stop() // without a line there is nothing to show
			if *token != "" {
				line.Follow(ctx)
				ended <- nil
				return
			}
			ended <- line.FollowPaired(ctx, func(ctx context.Context) (string, error) {
				return pair(ctx, *data, access.PairRequest{Role: queue.RoleWall, Site: to.Site, Name: *name})
			})
		}()
		defer func() {
			stop()
			err = errors.Join(err, <-ended)
		}()
		return term.Wall(ctx, term.Options{
			Messages: line.Messages(), Do: line.Do, PanelMM: settings.PanelMM, Distance: settings.DistanceM, Log: log,
			Say: newHerald(settings, line.Spoken, log).say, Silent: settings.Sound == configs.SoundSilent || settings.Volume == 0,
		})
	}
}

// consoleCommand is a mediator's console; who sits there signs in on it.
func consoleCommand(e *env) func(context.Context) error {
	config, data, server, site, known := e.configFlag(), e.dataFlag(), e.serverFlag(), e.siteFlag(), e.trustFlag()
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
		to := client.Options{URL: *server, Site: siteOrFirst(*site, file)}
		if err := known.judge(&to, "", *data); err != nil {
			return err
		}
		c, err := client.New(to)
		if err != nil {
			return err
		}
		line := term.NewLine(c, log)
		defer line.Close()
		return term.Console(ctx, term.Options{Messages: line.Messages(), Do: line.Do, Log: log})
	}
}

// siteOrFirst returns the site to sign in at, the configuration's first unless one
// is named: who has no token yet cannot ask which sites there are.
func siteOrFirst(name string, file *configs.File) queue.SiteID {
	if name == "" {
		return file.Sites[0].ID
	}
	return queue.SiteID(name)
}
