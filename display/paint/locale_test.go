package paint

import (
	"strings"
	"testing"
)

func TestALocaleOfNoCharsetIsGivenOneThatShowsLetters(t *testing.T) {
	for _, test := range []struct {
		name     string
		set      map[string]string
		want     string // LC_ALL afterwards
		mistaken string // the charset that is refused
	}{
		{name: "nothing", want: "C.UTF-8"},
		{name: "C", set: map[string]string{"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, want: "C.UTF-8"},
		{name: "POSIX", set: map[string]string{"LANG": "POSIX"}, want: "C.UTF-8"},
		{name: "UTF-8", set: map[string]string{"LANG": "fr_FR.UTF-8"}},
		{name: "utf8", set: map[string]string{"LC_CTYPE": "uk_UA.utf8@phonetic", "LANG": "C"}},
		{name: "Latin", set: map[string]string{"LANG": "fr_FR.ISO-8859-15@euro"}, mistaken: "ISO-8859-15"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			err := settleLocale(func(name string) string { return test.set[name] }, func(name, value string) error {
				if name == "LC_ALL" {
					got = value
				}
				return nil
			})
			if got != test.want {
				t.Errorf("LC_ALL: got %q, want %q", got, test.want)
			}
			if test.mistaken == "" && err != nil || test.mistaken != "" && (err == nil || !strings.Contains(err.Error(), test.mistaken) || !strings.Contains(err.Error(), "LC_ALL=C.UTF-8")) {
				t.Errorf("got the error %v", err)
			}
		})
	}
}
