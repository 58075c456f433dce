package tui

import (
	"strings"
	"testing"

	"accueil/configs"
	"accueil/display/paint"
	"accueil/kiosk"
)

func TestEveryPictogramThatIsNamedIsThere(t *testing.T) {
	names := []string{kiosk.PictogramAppointment, kiosk.PictogramHelp, kiosk.PictogramPriority, kiosk.PictogramQuestion}
	for _, site := range configs.Sample().Sites {
		for _, service := range site.Services {
			names = append(names, service.Pictogram)
		}
	}
	for _, name := range names {
		if _, ok := paint.Pictogram(name); !ok {
			t.Errorf("there is no pictogram %q", name)
		}
	}
}

// Nobody is told to touch a picture where a tile has no room for its own.
func TestPicturesAreSpokenOfWhereTheyAre(t *testing.T) {
	for _, test := range []struct {
		width, height int
		want          bool
	}{{80, 24, false}, {100, 30, false}, {120, 40, true}, {240, 67, true}} {
		for _, lang := range shipped("fr") {
			b := newBooth(shipped(lang)...)
			p := page{width: test.width, height: test.height, panelMM: [2]int{344, 194}, colours: plainPalette()}
			b.says(p.sized(kiosk.View(b.m)))
			s := kiosk.View(b.m)
			got := p.sized(s).Pictures
			if drawn := strings.ContainsAny(lay(s, p).String(), "█▀▄▌▐▘▝▖▗▚▞▙▛▜▟"); got != test.want || got != drawn {
				t.Errorf("%d×%d, %s: speaks of pictures: %t, draws them: %t, want %t", test.width, test.height, lang, got, drawn, test.want)
			}
		}
	}
	for _, p := range panels(1 << 24) {
		if g := newGlass(p.page); g.fine() && !p.page.sized(kiosk.View(newBooth().m)).Pictures {
			t.Errorf("%s: speaks of no pictures", p.name)
		}
	}
}
