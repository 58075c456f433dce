package web

import (
	"fmt"
	"strings"
	"testing"
)

func TestAnAnswerIsKeptForItsSessionUntilThatIsOver(t *testing.T) {
	var r recent
	ana, ben := sessionOf("token of ana"), sessionOf("token of ben")
	for i := range recentMax / 2 {
		nonce := fmt.Sprint("n-", i)
		r.keep(stepKey{ana, nonce}, []byte("ana's"))
		r.keep(stepKey{ben, nonce}, []byte("ben's"))
	}
	if body, ok := r.find(stepKey{ana, "n-0"}); !ok || string(body) != "ana's" {
		t.Errorf("got %q, want ana's own", body)
	}
	if kept := fmt.Sprintf("%s", r.keys); strings.Contains(kept, "token") {
		t.Errorf("a token is kept: %s", kept)
	}
	r.drop(ana)
	if len(r.at) != recentMax/2 || len(r.keys) != recentMax/2 {
		t.Errorf("%d answers under %d keys are left, want ben's %d", len(r.at), len(r.keys), recentMax/2)
	}
	for i := range recentMax / 2 {
		r.keep(stepKey{ben, fmt.Sprint("more-", i)}, nil)
	}
	if body, ok := r.find(stepKey{ben, "n-0"}); !ok || string(body) != "ben's" {
		t.Errorf("got %q, %v: want the oldest kept while there is room", body, ok)
	}
	r.keep(stepKey{ben, "one more"}, nil)
	if _, ok := r.find(stepKey{ben, "n-0"}); ok || len(r.at) != recentMax {
		t.Errorf("%d answers are kept, want the newest %d", len(r.at), recentMax)
	}
}
