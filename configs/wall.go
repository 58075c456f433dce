package configs

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	distanceMMax     = 50
	wallNameRunesMax = 64 // as long as a device's name may be
)

// wallKeys are the keys of a wall's settings; any other table in [wall] is named after
// the wall that it is for.
var wallKeys = []string{"panel_mm", "distance_m", "sound", "volume", "ticket_language", "clips"}

// walls reads [wall], and the [wall.NAME] of those that differ from it. Without one it
// is a 43-inch panel, read from five metres, that rings and speaks.
func (r *reader) walls(root *node, f *File) {
	shared, own := r.named(root, "wall", wallKeys)
	f.Wall = r.wall(shared, Wall{PanelMM: [2]int{952, 535}, DistanceM: 5, Sound: SoundVoice, Volume: 80})
	f.Wall.Clips, f.ClipsAt = r.clips(shared)
	for name, t := range own {
		if !r.isWallName(name) {
			r.wrong(t.keyAt, "[wall.NAME]: expected the name of a wall, of 1 to %d printable characters, got %s", wallNameRunesMax, quoteOddKey(name))
			continue
		}
		if n := t.keys["clips"]; n != nil {
			r.wrong(n.keyAt, "clips: all walls speak with one voice: name the folder in [wall]")
		}
		if f.Walls == nil {
			f.Walls = make(map[string]Wall)
		}
		f.Walls[name] = r.wall(t, f.Wall)
	}
}

// isWallName reports whether a device can have that name.
func (r *reader) isWallName(name string) bool {
	return name != "" && strings.TrimSpace(name) == name && utf8.RuneCountInString(name) <= wallNameRunesMax && !strings.ContainsFunc(name, unseen)
}

// wall reads the settings of one table; what it leaves out is as in otherwise.
func (r *reader) wall(t *node, otherwise Wall) Wall {
	r.only(t, wallKeys...)
	w := otherwise
	w.PanelMM = r.panel(t, w.PanelMM)
	w.DistanceM = r.distance(t, w.DistanceM)
	w.Sound = r.sound(t, w.Sound)
	w.Volume = r.whole(t, "volume", 0, VolumeMax, w.Volume)
	w.TicketLanguage = r.truth(t, "ticket_language", w.TicketLanguage)
	return w
}

// distance returns from how far a wall is read, in metres.
func (r *reader) distance(t *node, otherwise float64) float64 {
	n := t.keys["distance_m"]
	if n == nil {
		return otherwise
	}
	number := n.kind == kindWhole || n.kind == kindFloat
	if !number || !(n.float >= 0.5 && n.float <= distanceMMax) {
		r.wrong(n.at, "distance_m: expected metres from 0.5 to %d, got %s", distanceMMax, said(n))
		return otherwise
	}
	return n.float
}

// sound returns what is heard of a call.
func (r *reader) sound(t *node, otherwise Sound) Sound {
	text, n := r.text(t, "sound", `"voice"`)
	if n == nil {
		return otherwise
	}
	if !slices.Contains([]Sound{SoundVoice, SoundChime, SoundSilent}, Sound(text)) {
		r.wrong(n.at, `sound: expected "voice", "chime" or "silent", got %q`, text)
		return otherwise
	}
	return Sound(text)
}

// clips returns the folder of recorded words, from the file's own unless it begins at
// the root, and where that stands.
func (r *reader) clips(t *node) (string, Mistake) {
	folder, n := r.text(t, "clips", `"voix"`)
	if n == nil || folder == "" {
		return "", Mistake{}
	}
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(filepath.Dir(r.source.name), folder)
	}
	return folder, r.place(finding{at: n.at})
}
