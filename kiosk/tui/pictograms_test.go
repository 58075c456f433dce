package tui

import (
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
