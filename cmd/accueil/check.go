package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"accueil/configs"
	"accueil/display/paint"
)

// loadConfig reads the configuration file, or the embedded sample without one.
func loadConfig(path string) (*configs.File, error) {
	if path == "" {
		return configs.Sample(), nil
	}
	return configs.Load(path)
}

// readConfig is loadConfig that tells every mistake at once, one a line.
func (e *env) readConfig(path string) (*configs.File, error) {
	file, err := loadConfig(path)
	var mistakes configs.Mistakes
	if errors.As(err, &mistakes) {
		for _, m := range mistakes {
			fmt.Fprintln(e.err, m)
		}
		return nil, fmt.Errorf("the configuration has mistakes (%d): mend them and run accueil check again", len(mistakes))
	}
	return file, err
}

// checkCommand explains a configuration, and tells every mistake with its place.
func checkCommand(e *env) func(context.Context) error {
	path := e.configFlag()
	return func(context.Context) error {
		file, err := e.readConfig(*path)
		if err != nil {
			return err
		}
		for _, w := range file.Warnings() {
			fmt.Fprintf(e.err, "%s (a warning)\n", w)
		}
		e.warnPictures(file.Pictures)
		e.warnClips(file)
		return file.Explain(e.out)
	}
}

// warnPictures warns of pictograms that nobody drew.
func (e *env) warnPictures(pictures []configs.Picture) {
	for _, p := range pictures {
		if _, ok := paint.Pictogram(p.Name); ok {
			continue
		}
		w := p.Place
		w.Text = fmt.Sprintf("service %s: no pictogram is called %s: its tile has words alone (there are: %s)",
			p.Service, p.Name, strings.Join(paint.PictogramNames(), ", "))
		fmt.Fprintf(e.err, "%s (a warning)\n", w)
	}
}

// versionCommand says what this is.
func versionCommand(e *env) func(context.Context) error {
	return func(context.Context) error {
		_, err := fmt.Fprintf(e.out, "accueil %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return err
	}
}

// version returns the version that the build was made from, "(devel)" from a checkout.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
