package chart

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever the day was, nothing lies outside the drawing, and none is wider than nothing.
func TestEverythingLiesWithinTheDrawing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		figure := rapid.Int()
		word := rapid.StringN(0, 12, -1)
		var columns []Column
		var rows []Row
		for range rapid.IntRange(0, 48).Draw(t, "how many") {
			columns = append(columns, Column{Label: word.Draw(t, "label"), Value: word.Draw(t, "value"),
				Bar: figure.Draw(t, "bar"), Frame: figure.Draw(t, "frame"), Mark: figure.Draw(t, "mark")})
			rows = append(rows, Row{Label: word.Draw(t, "label"), Bar: figure.Draw(t, "bar"), Frame: figure.Draw(t, "frame")})
		}
		mirrored := rapid.Bool().Draw(t, "right to left")
		for _, d := range []Drawing{Columns(columns, rapid.IntRange(-1, 1000).Draw(t, "units"), mirrored), Rows(rows, mirrored)} {
			if d.Width <= 0 || d.Height <= 0 {
				t.Fatalf("a drawing of %d×%d", d.Width, d.Height)
			}
			for _, s := range d.Shapes {
				if s.X < 0 || s.Y < 0 || s.Width <= 0 || s.Height <= 0 || s.X+s.Width > d.Width || s.Y+s.Height > d.Height {
					t.Fatalf("%+v is not within %d×%d", s, d.Width, d.Height)
				}
			}
			for _, w := range d.Words {
				if w.X < 0 || w.X > d.Width || w.Y < 0 || w.Y > d.Height {
					t.Fatalf("%+v is not within %d×%d", w, d.Width, d.Height)
				}
			}
		}
	})
}

func shapes(d Drawing, class Class) []Shape {
	var all []Shape
	for _, s := range d.Shapes {
		if s.Class == class {
			all = append(all, s)
		}
	}
	return all
}

func words(d Drawing, class Class) []string {
	var all []string
	for _, w := range d.Words {
		if w.Class == class {
			all = append(all, w.Text)
		}
	}
	return all
}

func TestTwiceAsMuchIsTwiceAsHigh(t *testing.T) {
	d := Columns([]Column{{Bar: 40}, {Bar: 80, Frame: 80}, {}}, 10, false)
	bars := shapes(d, Bar)
	if len(bars) != 2 || bars[1].Height != 2*bars[0].Height || bars[0].Y+bars[0].Height != bars[1].Y+bars[1].Height {
		t.Errorf("got the bars %+v, want two on one ground, the second twice the first, and none for nothing", bars)
	}
	if frame := shapes(d, Frame)[0]; frame.Height != bars[1].Height {
		t.Errorf("got the frame %+v, want it as high as its bar", frame)
	}
	if got := words(d, Tick); got[0] != "0" || got[1] != "4" || got[2] != "8" {
		t.Errorf("got the ticks %q, want 0, 4 and 8", got)
	}
}

// A day from right to left is the same one, seen in a mirror.
func TestFromRightToLeftTheFirstStandsRight(t *testing.T) {
	all := []Column{{Bar: 1, Label: "9"}, {Bar: 2, Label: "10"}}
	left, right := Columns(all, 1, false), Columns(all, 1, true)
	for i, s := range left.Shapes {
		if m := right.Shapes[i]; m.X != left.Width-s.X-s.Width || m.Y != s.Y || m.Height != s.Height {
			t.Errorf("got %+v for %+v", m, s)
		}
	}
	if bars := shapes(right, Bar); bars[0].X < bars[1].X {
		t.Errorf("the first stands left: %+v", bars)
	}
}

func TestWordsDoNotStandOnEachOther(t *testing.T) {
	var all []Column
	for hour := range 24 {
		all = append(all, Column{Bar: hour, Label: strconv.Itoa(hour) + ":00", Value: "100"}, Column{Bar: 1, Value: "100"})
	}
	d := Columns(all, 1, false)
	if got := words(d, Value); len(got) != 0 {
		t.Errorf("values stand where there is no room for them: %q", got)
	}
	end := 0
	for _, w := range d.Words {
		if w.Class != Label {
			continue
		}
		if w.X-wide(w.Text)/2 < end {
			t.Errorf("%q stands on the one before", w.Text)
		}
		end = w.X + wide(w.Text)/2
	}
	if end == 0 {
		t.Error("no column has its label")
	}
	if got := words(Columns(all[:6], 1, false), Value); len(got) != 6 {
		t.Errorf("got the values %q, want six", got)
	}
}

func TestADeskIsMeasuredByTheBusiest(t *testing.T) {
	d := Rows([]Row{{Label: "1", Bar: 30, Frame: 60}, {Label: "2", Bar: 90, Frame: 120}, {Label: "3"}}, false)
	frames, bars := shapes(d, Frame), shapes(d, Bar)
	if len(frames) != 2 || frames[1].Width != d.Width-2 || frames[0].Width != frames[1].Width/2 || bars[0].Width >= frames[0].Width {
		t.Errorf("got the frames %+v and bars %+v", frames, bars)
	}
	if got := words(d, Label); len(got) != 3 {
		t.Errorf("got the rows %q, want three", got)
	}
}

func TestALongNameLeavesRoomForItsFigure(t *testing.T) {
	d := Rows([]Row{{Label: strings.Repeat("é", 64), Value: "3 h 20 min", Frame: 1}}, false)
	name, figure := d.Words[0].Text, d.Words[1].Text
	if figure != "3 h 20 min" || !strings.HasSuffix(name, "é…") || wide(name)+wide(figure) >= d.Width {
		t.Errorf("got %q beside %q", name, figure)
	}
}
