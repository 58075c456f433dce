package queue

import "testing"

func TestEveryKindIsReadByItsName(t *testing.T) {
	names := map[string]bool{}
	for k := Internal; k <= Unavailable; k++ {
		if got, ok := ParseKind(k.String()); got != k || !ok {
			t.Errorf("%s: got %s, %t, want itself", k, got, ok)
		}
		names[k.String()] = true
	}
	if len(names) != int(Unavailable)+1 {
		t.Errorf("got the names %v, want one a kind", names)
	}
	if got, ok := ParseKind("moon"); got != Internal || ok {
		t.Errorf("moon: got %s, %t, want none", got, ok)
	}
}
