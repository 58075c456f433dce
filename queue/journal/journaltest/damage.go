package journaltest

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"accueil/queue/journal"
)

// swap changes a text in a body that holds it.
func swap(t testing.TB, body []byte, old, new string) []byte {
	t.Helper()
	if !bytes.Contains(body, []byte(old)) {
		t.Fatalf("%s does not hold %s", body, old)
	}
	return bytes.Replace(body, []byte(old), []byte(new), 1)
}

// mustName holds that Verify finds a position not in order.
func mustName(t testing.TB, j journal.Journal, pos uint64) {
	t.Helper()
	v, err := journal.Verify(context.Background(), j, site)
	if err == nil {
		t.Fatalf("verify found all in order up to %d, want position %d named", v.Last, pos)
	}
	if !strings.Contains(err.Error()+" ", fmt.Sprintf("position %d ", pos)) && !strings.Contains(err.Error(), fmt.Sprintf("position %d:", pos)) {
		t.Fatalf("verify said %q, want it to name position %d", err, pos)
	}
	if v.Last != 0 && v.Last != pos-1 {
		t.Errorf("verify found all in order up to %d, want up to %d", v.Last, pos-1)
	}
}

// altered makes a ticket another's, in words that read well.
func altered(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	fill(t, j, a, 3)
	for _, pos := range []uint64{2, 10, a.Last} {
		var before []byte
		s.Alter(t, site, pos, func(body []byte) []byte {
			before = bytes.Clone(body)
			return swap(t, body, `"service":"papers"`, `"service":"poster"`)
		})
		mustName(t, j, pos)
		s.Alter(t, site, pos, func([]byte) []byte { return before })
		mustVerify(t, j, site, a.Last)
	}
}

// torn leaves the beginning of an entry, or nothing.
func torn(t *testing.T, s Store) {
	j := s.Open(t)
	a := &Author{Site: site}
	all := fill(t, j, a, 3)
	for _, pos := range []uint64{1, 7, a.Last} {
		for _, size := range []int{0, 1, 100} {
			var before []byte
			s.Alter(t, site, pos, func(body []byte) []byte {
				before = bytes.Clone(body)
				return body[:size]
			})
			got, err := read(j, site, 0)
			if err == nil || differ(got, all[:pos-1]) != "" {
				t.Fatalf("position %d cut to %d bytes: got %d entries and %v, want %d and an error", pos, size, len(got), err, pos-1)
			}
			mustName(t, j, pos)
			s.Alter(t, site, pos, func([]byte) []byte { return before })
			mustVerify(t, j, site, a.Last)
		}
	}
}
