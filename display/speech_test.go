package display

import (
	"testing"

	"accueil/queue"
)

func TestACallIsSaidAsPeopleSayItAndThenDigitByDigit(t *testing.T) {
	for _, test := range []struct{ lang, number, desk, want string }{
		{"fr", "A07", "Guichet 2", "A 7, guichet 2. A, 0, 7, guichet 2."},
		{"fr", "B1100", "Bureau du fond", "B 1100, bureau du fond. B, 1, 1, 0, 0, bureau du fond."},
		{"en", "A07", "Guichet 2", "A 7, desk 2. A, 0, 7, desk 2."},
		{"uk", "A210", "Guichet 12", "A 210, вікно 12. A, 2, 1, 0, вікно 12."},
		{"ar", "A07", "Accueil", "A 7، accueil. A, 0, 7، accueil."},
		{"xx", "A07", "Guichet 2", "A 7, guichet 2. A, 0, 7, guichet 2."},
	} {
		if got := Speech(test.lang, "fr", queue.Number(test.number), test.desk); got != test.want {
			t.Errorf("%s in %s: got %q, want %q", test.number, test.lang, got, test.want)
		}
	}
}
