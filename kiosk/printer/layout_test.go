package printer

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"accueil/configs"
	"accueil/configs/i18n"
	"accueil/display/paint"
	"accueil/kiosk"
	"accueil/kiosk/printer/printertest"
	"accueil/queue"
)

const testLink = "https://accueil.example.org/t/AbCdEfGhIjKlMnOpQrStUv"

// printed returns the one sheet that a receipt is.
func printed(t testing.TB, r kiosk.Receipt, dots int) printertest.Sheet {
	t.Helper()
	other := printertest.New()
	other.Feed(lay(r, dots).out)
	sheets := other.Sheets()
	if wrong := other.Wrong(); len(sheets) != 1 || len(wrong) > 0 {
		t.Fatalf("got %d sheets, and not understood %q; want one", len(sheets), wrong)
	}
	return sheets[0]
}

// shipped are the receipts of every service of the samples, in every language, with
// numbers short and long.
func shipped(yield func(string, kiosk.Receipt) bool) {
	for _, site := range configs.Sample().Sites {
		for _, lang := range site.Languages {
			for _, service := range site.Services {
				for _, number := range []queue.Number{"A07", "W299", "A2100"} {
					ticket := kiosk.Ticket{Number: number, Service: service.ID, Lang: lang, At: time.Date(2026, 9, 23, 10, 48, 0, 0, time.UTC)}
					ticket.Link = testLink
					r := kiosk.NewReceipt(&site, ticket, true)
					r.Ahead = i18n.For(lang).KioskAhead(28)
					if !yield(fmt.Sprintf("%s %s %s", lang, service.ID, number), r) {
						return
					}
				}
			}
		}
	}
}

func TestAReceiptTakesLittlePaper(t *testing.T) {
	for _, dots := range []int{576, 512, 384} {
		longest, of := 0.0, ""
		for name, r := range shipped {
			if left, _, right, _ := inkBox(highest(printed(t, r, dots))); dots == 576 && right-left < dots*3/4 {
				t.Errorf("%s: no room was left for the code", name)
			}
			roll := lay(r, dots)
			if got := printed(t, r, dots).MM; got != float64(roll.paper)/dotsPerMM {
				t.Errorf("%s: %g mm came out, counted were %g", name, got, float64(roll.paper)/dotsPerMM)
			} else if got > longest {
				longest, of = got, name
			}
		}
		t.Logf("%d dots: at most %.1f mm (%s)", dots, longest, of)
		if longest > 90 {
			t.Errorf("%d dots, %s: got %.1f mm, want at most 90", dots, of, longest)
		}
	}
}

func TestEverythingStandsOnAReceiptInTheVisitorsLanguage(t *testing.T) {
	site := configs.Sample().Sites[0]
	ticket := kiosk.Ticket{Number: "A07", Service: "droits", Lang: "fr", At: time.Date(2026, 11, 25, 8, 42, 0, 0, time.UTC)}
	r, w := kiosk.NewReceipt(&site, ticket, true), i18n.For("fr")
	r.Ahead = w.KioskAhead(3)
	want := []string{"PIMMS de Dijon", "Papiers et droits", w.KioskAhead(3), w.KioskWatchWall(), r.When}
	if got := printed(t, r, 576).Lines; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.Contains(r.When, "25") || !strings.Contains(r.When, "42") {
		t.Errorf("got %q for day and time", r.When)
	}
}

func TestALongNameTakesTwoLinesOfAboutALength(t *testing.T) {
	for service, want := range map[string][]string{
		"Je ne sais pas / Autre question":        {"Je ne sais pas /", "Autre question"},
		"Donaudampfschifffahrtsgesellschaft und": {"Donaudampfschifffahrtsge", "sellschaft und"},
	} {
		if got := printed(t, kiosk.Receipt{Lang: "fr", Number: "A07", Service: service}, 576).Lines; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// highest is the raster that holds the number.
func highest(s printertest.Sheet) printertest.Raster {
	return slices.MaxFunc(s.Rasters, func(a, b printertest.Raster) int { return a.H - b.H })
}

// inkBox is the smallest box around a raster's ink.
func inkBox(r printertest.Raster) (left, top, right, bottom int) {
	left, top = r.W, r.H
	for y := range r.H {
		for x := range r.W {
			if black(r, x, y) {
				left, top, right, bottom = min(left, x), min(top, y), max(right, x+1), max(bottom, y+1)
			}
		}
	}
	return left, top, right, bottom
}

func black(r printertest.Raster, x, y int) bool { return r.Rows[y*r.W/8+x/8]&(0x80>>(x%8)) != 0 }

func TestTheNumberIsLargeAndInOnePiece(t *testing.T) {
	for _, dots := range []int{576, 384} {
		for _, number := range []queue.Number{"A07", "W299", "A2100", "W29999"} {
			for _, lang := range []string{"fr", "ar"} {
				sheet := printed(t, kiosk.Receipt{Lang: lang, Number: number}, dots)
				if len(sheet.Rasters) != 1 {
					t.Fatalf("%s: got %d rasters, want the number in one", number, len(sheet.Rasters))
				}
				left, top, right, bottom := inkBox(sheet.Rasters[0])
				if mm := float64(bottom-top) / dotsPerMM; mm < 15 {
					t.Errorf("%d dots, %s: got %.1f mm, want at least 15", dots, number, mm)
				}
				if lang == "fr" && left > 16 || lang == "ar" && right < dots-16 {
					t.Errorf("%d dots, %s in %s: got from %d to %d", dots, number, lang, left, right)
				}
			}
		}
	}
}

func TestWhatIsReadFromTheRightStandsAtTheRight(t *testing.T) {
	r := kiosk.Receipt{Lang: "ar", Site: "PIMMS", Number: "A07", Service: "أوراق وحقوق", Ahead: "3", Advice: "انظر", When: "9:42"}
	sheet := printed(t, r, 576)
	if len(sheet.Lines) > 0 || len(sheet.Rasters) != 6 {
		t.Fatalf("got lines %q and %d rasters, want all six drawn", sheet.Lines, len(sheet.Rasters))
	}
	for i, raster := range sheet.Rasters {
		if left, _, right, _ := inkBox(raster); right < 576-16 || left < 576/8 {
			t.Errorf("line %d: got ink from %d to %d, want it at the right edge", i, left, right)
		}
	}
}

func TestOtherLettersAreDrawnAndThenAllWordsAre(t *testing.T) {
	r := receiptOf("A07")
	r.Service = "Документи"
	if sheet := printed(t, r, 576); len(sheet.Lines) > 0 || len(sheet.Rasters) != 6 {
		t.Errorf("got lines %q and %d rasters, want six", sheet.Lines, len(sheet.Rasters))
	}
}

func TestWhatWPC1252Says(t *testing.T) {
	for text, want := range map[string]string{
		"L'œuvre, 5 €, « ça »…": "L'œuvre, 5 €, « ça »…",
		"E\u0301tat":            "État",
		"à\u202f10\u00a0h":      "à 10 h",
		"im\u00adpayé\u200b":    "impayé",
		"a\x1b[2J\x10\x04\x01b": "a[2Jb",
		"\x80\xff\u0085x":       "x",
	} {
		r := kiosk.Receipt{Lang: "fr", Number: "A01", Service: text}
		if got := printed(t, r, 576).Lines; !slices.Equal(got, []string{want}) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestTheCodeIsTheLinksWithItsQuietZone(t *testing.T) {
	code, err := paint.QR(testLink)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"fr", "ar"} {
		raster := printed(t, kiosk.Receipt{Lang: lang, Number: "A07", Link: testLink}, 576).Rasters[0]
		side := (len(code) + 8) * qrDotsMax
		x0, y0 := 576-side, (raster.H-side)/2
		if lang == "ar" {
			x0 = 0
		}
		for y := -4; y < len(code)+4; y++ {
			for x := -4; x < len(code)+4; x++ {
				want := y >= 0 && y < len(code) && x >= 0 && x < len(code) && code[y][x]
				at := black(raster, x0+(x+4)*qrDotsMax+qrDotsMax/2, y0+(y+4)*qrDotsMax+qrDotsMax/2)
				if at != want {
					t.Fatalf("%s: module %d, %d: got black %t, want %t", lang, x, y, at, want)
				}
			}
		}
	}
}

func TestALinkTooLongForACodeLeavesTheNumber(t *testing.T) {
	sheet := printed(t, kiosk.Receipt{Lang: "fr", Number: "A07", Link: strings.Repeat("x", 4000)}, 576)
	if _, top, _, bottom := inkBox(sheet.Rasters[0]); bottom-top < 15*dotsPerMM {
		t.Error("the number is not there")
	}
}

// commandsAtOnce counts what a printer would obey wherever it stands.
func commandsAtOnce(out []byte) int {
	return bytes.Count(out, []byte{dle, eot}) + bytes.Count(out, []byte{dle, enq}) + bytes.Count(out, []byte{dle, dc4})
}

func TestNoRasterHoldsACommandByChance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := 8*rapid.IntRange(1, 40).Draw(t, "across"), rapid.IntRange(1, 300).Draw(t, "rows")
		b := newBitmap(w, h)
		bad := rapid.SliceOfN(rapid.SampledFrom([]byte{dle, eot, enq, dc4, 0, 0xff}), len(b.rows), len(b.rows)).Draw(t, "rows")
		copy(b.rows, bad)
		r := newRoll(w)
		r.raster(b)
		if n := commandsAtOnce(r.out); n > 0 {
			t.Fatalf("%d commands stand in it", n)
		}
		other := printertest.New()
		other.Feed(r.out)
		r.cut()
		other.Feed(r.out[len(r.out)-4:])
		var got []byte
		for _, raster := range other.Sheets()[0].Rasters {
			got = append(got, raster.Rows...)
		}
		if len(got) != len(bad) || len(other.Wrong()) > 0 {
			t.Fatalf("got %d bytes of %d, not understood %q", len(got), len(bad), other.Wrong())
		}
		for i := range got {
			if got[i] != bad[i] && (bad[i] != dle || got[i] != dle|dle>>1) {
				t.Fatalf("byte %d: got %x for %x", i, got[i], bad[i])
			}
		}
	})
}

func FuzzNamesNeverCommandAPrinter(f *testing.F) {
	f.Add("PIMMS", "Papiers\x1b@ et droits", "Regardez\x10\x04\x01", "A07", "fr", testLink)
	f.Add("\x1dV\x00", "ملف\u202e", "e\u0301\u0085\xff", "\x1b", "ar", "\x10\x05")
	f.Add(strings.Repeat("long ", 99), strings.Repeat("W", 999), "Дивіться", "A2100", "uk", strings.Repeat("x", 900))
	f.Fuzz(func(t *testing.T, site, service, advice, number, lang, link string) {
		r := kiosk.Receipt{Site: site, Service: service, Advice: advice, Number: queue.Number(number), Lang: lang, Link: link}
		for _, dots := range []int{576, 384} {
			if n := commandsAtOnce(lay(r, dots).out); n > 0 {
				t.Fatalf("%d real-time commands", n)
			}
			for _, line := range printed(t, r, dots).Lines {
				if strings.ContainsFunc(line, unicode.IsControl) {
					t.Fatalf("got a control character in %q", line)
				}
			}
		}
		if text := Text(r); strings.ContainsFunc(strings.NewReplacer("\n", "", "\f", "").Replace(text), unicode.IsControl) || strings.Count(text, "\f") != 1 {
			t.Fatalf("got a control character in %q", text)
		}
	})
}

// FuzzAnswers has a printer say anything that one may say, and knows of each byte what
// it is.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3})
	f.Add([]byte{2, 0xfe, 0x01, 2, 1, 3, 0xff, 0x60})
	f.Fuzz(func(t *testing.T, script []byte) {
		var said []byte
		var want []answer
		for _, b := range script {
			switch b % 4 {
			case 0:
				said, want = append(said, 0x12|b&0x6c), append(want, answerRealtime)
			case 1:
				said, want = append(said, b&0x6f), append(want, answerQueued)
			case 2: // unasked
				said = append(said, 0x10|b&0x6c, b&0x6f, ^b&0x6f, b>>1&0x6f)
				want = append(want, answerNoise, answerNoise, answerNoise, answerNoise)
			case 3: // XON, XOFF
				said, want = append(said, 0x11|b&0x02), append(want, answerNoise)
			}
		}
		var s sorter
		for i, b := range said {
			if got := s.sort(b); got != want[i] {
				t.Fatalf("byte %d of % x: got %d, want %d", i, said, got, want[i])
			}
		}
	})
}

func FuzzNoNoiseIsTakenForWell(f *testing.F) {
	f.Add([]byte{0x12, 0x12, 0x12, 0x12})
	f.Add([]byte{0x10, 0x00, 0x0c, 0x00, 0x12, 0x1e, 0x72})
	f.Fuzz(func(t *testing.T, said []byte) {
		synctest.Test(t, func(t *testing.T) {
			here, there := net.Pipe()
			go func() {
				_, _ = io.Copy(io.Discard, there)
			}()
			go func() {
				_, _ = there.Write(said)
			}()
			ctx, leave := context.WithTimeout(t.Context(), kiosk.PrintTimeMax)
			defer leave()
			talk, stop := newTalk(ctx, here, false)
			defer here.Close()
			defer stop()
			answers := 0
			for _, b := range said {
				if b&0x93 == 0x12 {
					answers++
				}
			}
			if err := talk.well(ctx); err == nil && answers < 4 {
				t.Fatalf("% x: taken for a printer that is well, with %d answers", said, answers)
			}
		})
	})
}
