package paint

import (
	"slices"
	"testing"
)

func TestALineIsBrokenBetweenWords(t *testing.T) {
	for _, test := range []struct {
		name, text string
		width      int
		want       []string
	}{
		{"a mark that stands apart", "Que faire ?", 9, []string{"Que", "faire ?"}},
		{"quotation marks", "appuyez sur « o ».", 15, []string{"appuyez sur", "« o »."}},
		{"a no-break space", "depuis (0\u00a0min)", 10, []string{"depuis", "(0\u00a0min)"}},
		{"a dot between two parts", "A07 · reçu", 7, []string{"A07 ·", "reçu"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Wrap(test.text, test.width); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestANoBreakSpaceIsDrawnAsASpace(t *testing.T) {
	c := NewCanvas(3, 1, Style(256, White, Navy))
	c.Put(0, 0, 3, "0\u00a0m", Style(256, White, Navy))
	if got := c.String(); got != "0 m\n" {
		t.Errorf("got %q", got)
	}
}
