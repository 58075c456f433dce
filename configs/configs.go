// Package configs reads what an office writes about itself: its sites, their
// services, desks and hours, the partners and reasons it counts, the rule of
// calling, and the sizes of its screens.
//
// The file is TOML and read strictly. Whoever writes it is not a programmer
// and edits it once a year, so one run tells every mistake with its place and
// what was expected there, an unknown key is a mistake, never a silent
// default, and Explain says back in sentences what was understood. Warnings
// are what the program can live with and the waiting room perhaps cannot.
//
// It is read in three steps: tree.go makes a tree in which every value knows
// its place (go-toml's unstable parser: the plain decoder stops at the first
// wrong type and keeps no places for checks made later), read.go takes typed
// values out of it, and site.go, calling.go and hours.go say what each part
// of the file means. After a line that is not TOML, reading goes on at the
// next one that looks like it; what only follows from such a gap (a missing
// key, an unknown service) is then not told.
//
// dijon.toml is the sample, embedded in the program and commented for whoever
// copies it.
package configs

import (
	_ "embed"
	"fmt"
	"io"
	"os"

	_ "time/tzdata" // a small box may have no time zones of its own

	"accueil/queue"
)

// SizeMax is the largest configuration that is read, in bytes.
const SizeMax = 1 << 20

// A File is a whole configuration, without a mistake. Equal files give equal
// Sites by reflect.DeepEqual: lists that are empty are nil, hours and closed
// days are sorted.
type File struct {
	Sites  []queue.Config   // at least one; partners, reasons and calling are in each
	Kiosk  Kiosk            // of every kiosk without settings of its own
	Kiosks map[string]Kiosk // of those with, by name; nil: none has
	Wall   Wall             // of every wall without settings of its own
	Walls  map[string]Wall  // of those with, by name; nil: none has

	Pictures []Picture // by place
	ClipsAt  Mistake   // where a folder of recorded words is named; without a text

	name     string
	warnings []Mistake
}

// Kiosk is about a visitors' touch screen.
type Kiosk struct {
	IdleSeconds int               // until "Vous êtes encore là ?"
	PanelMM     [2]int            // width and height of the glass
	Printer     string            // tcp://HOST:PORT, file:///PATH, or none
	Services    []queue.ServiceID // its menu, in this order; nil: all of its site
	Hours       []queue.Hours     // in which it gives tickets while the site does; nil: the site's
}

// A Picture is the pictogram that a service names, and where: which there are, only the
// program that draws them knows.
type Picture struct {
	Service queue.ServiceID
	Name    string
	Place   Mistake // without a text
}

// Wall is about the waiting room's displays.
type Wall struct {
	PanelMM        [2]int  // width and height of the glass
	DistanceM      float64 // from where it is read
	Sound          Sound   // of a call
	Volume         int     // 0 to VolumeMax
	TicketLanguage bool    // a call is said once more, in the ticket's language
	Clips          string  // the folder of recorded words, the same for all walls; "": none
}

// VolumeMax is as loud as a wall can be.
const VolumeMax = 100

// A Sound is what a wall lets be heard of a call.
type Sound string

const (
	SoundVoice  Sound = "voice" // it rings, and says who is called where
	SoundChime  Sound = "chime" // it rings
	SoundSilent Sound = "silent"
)

//go:embed dijon.toml
var sample []byte

// SampleName is how the sample names itself in mistakes and explanations.
const SampleName = "configs/dijon.toml"

// Sample returns the embedded configuration of the PIMMS de Dijon.
func Sample() *File {
	f, err := Parse(SampleName, sample)
	if err != nil {
		panic(err) // a fault of the build: the package's tests read the sample
	}
	return f
}

// Load reads the configuration at path. Its error is Mistakes when the file
// could be read and says something wrong.
func Load(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: name the configuration's file with --config, or leave it out for the sample", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, SizeMax+1))
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	return Parse(path, data)
}

// Parse reads a configuration; name stands for it in mistakes. Its error is
// always Mistakes, sorted by place, and then there is no File.
func Parse(name string, data []byte) (*File, error) {
	src := newSource(name, data)
	root := grow(src)
	if root == nil {
		return nil, src.mistakes()
	}
	r := &reader{source: src}
	f := r.file(root)
	if found := src.mistakes(); len(found) > 0 {
		return nil, found
	}
	f.name = name
	return f, nil
}

// KioskNamed returns the settings of the kiosk of that name: those of all kiosks,
// and false, for one that has none of its own.
func (f *File) KioskNamed(name string) (settings Kiosk, own bool) {
	if k, ok := f.Kiosks[name]; ok {
		return k, true
	}
	return f.Kiosk, false
}

// WallNamed returns the settings of the wall of that name: those of all walls, and
// false, for one that has none of its own.
func (f *File) WallNamed(name string) (settings Wall, own bool) {
	if w, ok := f.Walls[name]; ok {
		return w, true
	}
	return f.Wall, false
}

// Site returns the site of that id, and false when there is none.
func (f *File) Site(id queue.SiteID) (queue.Config, bool) {
	for _, s := range f.Sites {
		if s.ID == id {
			return s, true
		}
	}
	return queue.Config{}, false
}
