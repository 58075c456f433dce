package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"accueil/configs"
	"accueil/display/paint"
	"accueil/kiosk"
	"accueil/queue"
)

// A scene is a screen at its fullest.
type scene struct {
	name   string
	screen kiosk.Screen
	booth  booth // that shows it
}

// shipped are the languages of the sample, this one first: it is spoken.
func shipped(first string) []string {
	all := []string{first}
	for _, lang := range configs.Sample().Sites[0].Languages {
		if lang != first {
			all = append(all, lang)
		}
	}
	return all
}

// dialects are as many languages more as stand in no row.
func dialects() []string { return []string{"fr-BE", "en-IE", "ar-MA", "uk-PL"} }

// link is as long as a site's may well be.
const link = "https://accueil.mediation.example.org/t/0123456789abcdef0123456789abcdef"

// scenes are all kinds of screens, in each language, with so many tiles a page.
func scenes(tiles int) []scene {
	return scenesOf(func(kiosk.Screen) kiosk.Sized { return kiosk.Sized{Tiles: tiles} })
}

// scenesOf are those of a skin that says what fits a screen.
func scenesOf(sized func(kiosk.Screen) kiosk.Sized) []scene {
	var all []scene
	kioskOf := func(lang string) *booth {
		b := newBooth(shipped(lang)...)
		b.says(sized(kiosk.View(b.m)))
		return b
	}
	for _, lang := range shipped("fr") {
		add := func(name string, b *booth) {
			b.says(sized(kiosk.View(b.m)))
			all = append(all, scene{lang + " " + name, kiosk.View(b.m), *b})
		}
		b := kioskOf(lang)
		add("welcome", b)
		full := feed(b)
		b.says(full)
		add("welcome with appointments and a closed service", b)
		b.touches("service:poste")
		add("welcome, told why a service is closed", b)
		b.touches("appointments")
		add("appointments", b)
		b.touches("help")
		b.says(kiosk.HelpSent{Request: 1})
		add("appointments with help", b)
		b.passes(4 * time.Minute)
		add("still there", b)
		b = kioskOf(lang)
		b.says(kiosk.Press{Key: kiosk.KeyNext})
		b.passes(2 * time.Minute)
		add("still there, by keys", b)
		one := sized(kiosk.View(b.m))
		b = kioskOf(lang)
		if one.Langs > 0 {
			b = newBooth(append(shipped(lang), dialects()...)...)
		}
		one.Langs = 1
		b.says(full, one)
		all = append(all, scene{lang + " welcome with a button for the languages", kiosk.View(b.m), *b})
		b.touches("more")
		add("another page, or the same", b)
		b.touches("languages")
		add("languages", b)
		b.touches("listen")
		add("languages, read aloud", b)

		for _, trouble := range []kiosk.Trouble{kiosk.TroublePaper, kiosk.TroubleCover, kiosk.TroubleBroken} {
			b = kioskOf(lang)
			b.says(full)
			b.takes()
			add("ticket", b)
			b.says(kiosk.PrintUnproved{Ticket: "T"})
			add("ticket of a printer that says nothing", b)
			b.says(kiosk.PrintFailed{Ticket: "T", Trouble: trouble},
				kiosk.Placed{Ticket: "T", Place: kiosk.Place{Ahead: 12, Wait: &kiosk.WaitRange{LowMinutes: 100, HighMinutes: 900}}})
			add("ticket without paper", b)
			b.passes(15 * time.Second)
			add("ticket later", b)
			b.passes(40 * time.Second)
			add("ticket much later", b)
		}
		b = kioskOf(lang)
		b.touches("help")
		b.says(kiosk.HelpSent{Request: 1})
		b.touches("service:droits")
		b.says(kiosk.Given{Request: 2, Ticket: kiosk.Ticket{ID: "T", Number: "A2100", Service: "droits", At: b.now.Wall}})
		add("ticket of who called for help", b)

		b = kioskOf(lang)
		b.says(full)
		b.takes()
		b.says(kiosk.Printed{Ticket: "T"}, kiosk.Placed{Ticket: "T", Place: kiosk.Place{
			Ahead: 3, Wait: &kiosk.WaitRange{LowMinutes: 10, HighMinutes: 20}, Link: link,
		}})
		add("ticket with a code", b)

		b = kioskOf(lang)
		b.says(kiosk.Feed{Open: false})
		add("closed", b)
		b.passes(10 * time.Hour)
		b.says(kiosk.Feed{Open: false, OpensAt: b.now.Wall.Add(96 * time.Hour)})
		add("closed until a day", b)
		b = kioskOf(lang)
		b.touches("service:droits")
		b.says(kiosk.GiveFailed{Request: 1})
		add("trouble", b)
		b = kioskOf(lang)
		b.says(kiosk.Health{Fault: kiosk.FaultDisk, Lost: "stranger", Found: strings.Repeat("<html> 200 ", 10)})
		add("out of order", b)
		b.says(kiosk.Health{Fault: kiosk.FaultStarting})
		add("starting", b)
	}
	return all
}

// feed has what makes a welcome full.
func feed(b *booth) kiosk.Feed {
	f := kiosk.Feed{Open: true, Notice: "L'ascenseur est en panne. Une personne vous aide."}
	for i, at := range []time.Duration{0, 15, 30, 45, 60, 75, 90} {
		service := []queue.ServiceID{"droits", "energie", "autre"}[i%3]
		f.Appointments = append(f.Appointments, kiosk.Booking{ID: queue.AppointmentID(fmt.Sprint(i)), At: b.now.Wall.Add(at * time.Minute), Service: service})
	}
	f.Services = []kiosk.ServiceStatus{{Service: "poste", Closed: queue.ClosedFull}}
	return f
}

// faults returns what is wrong with a screen as it is drawn.
func faults(s kiosk.Screen, p page) []string {
	var all []string
	c := lay(s, p)
	for i, a := range c.areas {
		if a.box.X < 0 || a.box.Y < 0 || a.box.X+a.box.W > p.width || a.box.Y+a.box.H > p.height || a.box.W < 3 || a.box.H < 3 {
			all = append(all, fmt.Sprintf("%s lies at %v", a.target, a.box))
		}
		for _, b := range c.areas[:i] {
			if a.box.X < b.box.X+b.box.W && b.box.X < a.box.X+a.box.W && a.box.Y < b.box.Y+b.box.H && b.box.Y < a.box.Y+a.box.H {
				all = append(all, fmt.Sprintf("%s lies over %s", a.target, b.target))
			}
		}
	}
	drawn := map[string]int{}
	for _, w := range strings.FieldsFunc(c.String(), func(r rune) bool { return strings.ContainsRune(" \n│┌┐└┘─║╔╗╚╝═►◄", r) }) {
		drawn[lettersOf(w)]++
	}
	for _, text := range texts(s) {
		for _, w := range strings.Fields(paint.Harmless(text)) {
			if drawn[lettersOf(w)]--; drawn[lettersOf(w)] < 0 {
				all = append(all, fmt.Sprintf("%q of %q is not to be read", w, text))
			}
		}
	}
	return all
}

// lettersOf returns the letters of a word in an order of their own, so that one that
// runs right to left is known again: joined, turned, its brackets facing the other way.
func lettersOf(word string) string {
	all := []rune(strings.NewReplacer("(", ")", "«", "»").Replace(norm.NFKC.String(word)))
	slices.Sort(all)
	return string(all)
}

// texts are the words of a screen.
func texts(s kiosk.Screen) []string {
	news := s.Banner.Text
	if news == "" {
		news = s.Notice
	}
	all := slices.Concat([]string{s.Title, s.Caption, news}, s.Text, s.Advice)
	for _, t := range s.Targets() {
		all = append(all, t.Label, t.Note)
	}
	return all
}

// From the smallest terminal on, whatever the glass, nothing lies over anything
// else, and every word can be read.
func TestEveryScreenFits(t *testing.T) {
	byTiles := map[int][]scene{}
	langs := kiosk.View(newBooth().m).Langs
	for _, panel := range [][2]int{{344, 194}, {194, 344}, {222, 125}, {155, 87}, {87, 155}} {
		for _, width := range []int{60, 64, 68, 71, 72, 80, 100, 120, 160, 240} {
			for _, height := range []int{21, 24, 28, 34, 40, 50, 67, 96} {
				p := page{width: width, height: height, panelMM: panel, colours: plainPalette()}
				if w, h := p.cellMM(); h < w || h > 3.5*w {
					continue // no font is like that
				}
				tiles := p.tiles(langs)
				if byTiles[tiles] == nil {
					byTiles[tiles] = scenes(tiles)
				}
				for _, s := range byTiles[tiles] {
					if all := faults(s.screen, p); len(all) > 0 {
						t.Errorf("%d×%d on %v mm, %s: %s", width, height, panel, s.name, strings.Join(all, "; "))
					}
				}
			}
		}
	}
}

func TestATerminalThatIsTooSmallSaysWhatItLacks(t *testing.T) {
	for _, size := range [][2]int{{columnsMin - 1, rowsMin}, {columnsMin, rowsMin - 1}} {
		c := lay(kiosk.View(newBooth().m), page{width: size[0], height: size[1], panelMM: [2]int{344, 194}, colours: plainPalette()})
		if want := fmt.Sprintf("%d×%d", columnsMin, rowsMin); len(c.areas) > 0 || !strings.Contains(c.String(), want) {
			t.Errorf("%v: got %q, want that it needs %s", size, strings.Join(strings.Fields(c.String()), " "), want)
		}
	}
}

// Nobody has to turn a page for the six services of the sample in an ordinary
// terminal, and no language has other pages than the house's.
func TestSixServicesStandOnOnePage(t *testing.T) {
	for _, lang := range shipped("fr") {
		b := newBooth(shipped(lang)...)
		b.says(feed(b))
		b.touches("appointments")
		s := kiosk.View(b.m)
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			p := page{width: size[0], height: size[1], panelMM: [2]int{344, 194}, colours: plainPalette()}
			if got := p.tiles(s.Langs); got < 6 {
				t.Errorf("%v: got %d tiles a page, want six", size, got)
			}
			if got := (drawing{page: p}).natural(s.Buttons); len(s.Buttons) != 3 || got > buttonColumns {
				t.Errorf("%s: back, listen and help take %d columns, want at most %d", lang, got, buttonColumns)
			}
		}
	}
}

// A language may need more room than French: what does not fit into a row goes on
// in the next.
func TestALongSentenceIsWrapped(t *testing.T) {
	s := kiosk.View(newBooth().m)
	s.Text = []string{strings.Repeat("Touchez votre réponse. ", 4)}
	p := page{width: 80, height: 24, panelMM: [2]int{344, 194}, colours: plainPalette()}
	if all := faults(s, p); len(all) > 0 {
		t.Error(strings.Join(all, "; "))
	}
}
