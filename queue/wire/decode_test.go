package wire_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"accueil/queue"
	"accueil/queue/wire"
)

// A request says what it says and nothing else: what is wrong is told, and not lost.
func TestWhatMayNotComeIn(t *testing.T) {
	for name, c := range map[string]struct{ body, told string }{
		"not JSON":                          {`service=droits`, "JSON"},
		"half of JSON":                      {`{"service":"droits"`, "JSON"},
		"a list":                            {`["droits"]`, "the body is a array"},
		"a number for a text":               {`{"service":7}`, "service is a number"},
		"an unknown field":                  {`{"service":"droits","servce":"a"}`, `"servce"`},
		"something behind it":               {`{"service":"droits"} {}`, "behind"},
		"a field twice":                     {`{"service":"droits","service":"energie"}`, "twice"},
		"a control character":               {`{"service":"dro\u0007its"}`, "U+0007"},
		"a line's end":                      {`{"service":"dro\nits"}`, "U+000A"},
		"an escape sequence's beginning":    {"{\"service\":\"\u009b31m\"}", "U+009B"},
		"a mark that turns the text around": {`{"service":"\u202edroits"}`, "U+202E"},
		"a field in capitals":               {`{"Service":"droits"}`, `unknown field "Service"`},
		"a field in capitals, in a list":    {`{"service":"a","x":[{"Y":1}]}`, `unknown field "Y"`},
		"a field twice, in a list":          {`{"x":[{"y":1,"y":2}]}`, `"y" stands twice`},
		"a control character in a name":     {`{"ser\u0007vice":"droits"}`, "U+0007"},
		"a text too long":                   {`{"service":"` + strings.Repeat("é", wire.TextMax+1) + `"}`, "500"},
		"a body too large":                  {`{"service":"` + strings.Repeat("a", wire.BodyMax) + `"}`, "larger"},
		"not UTF-8":                         {"{\"service\":\"\xff\"}", "UTF-8"},
		"nested too deep":                   {strings.Repeat(`{"a":`, 17) + `1` + strings.Repeat(`}`, 17), "nested"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := wire.Decode[wire.GiveRequest]([]byte(c.body))
			if queue.KindOf(err) != queue.Invalid || !strings.Contains(err.Error(), c.told) {
				t.Errorf("got %+v, %v, want a refusal that tells of %q", got, err, c.told)
			}
		})
	}
}

func TestWhatMayComeIn(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"every script":            {`{"service":"الأوراق"}`, `{"service":"الأوراق"}`},
		"an escaped letter":       {`{"service":"\u00e9"}`, `{"service":"é"}`},
		"half of an escaped pair": {`{"service":"\ud83d"}`, `{"service":"�"}`},
		"an escaped pair":         {`{"service":"\ud83d\ude8b"}`, `{"service":"🚋"}`},
		"a name for a value":      {`{ "service" : "service" }`, `{"service":"service"}`},
		"a null for an age":       {`{"service":"a","age_ms":null}`, `{"service":"a","age_ms":null}`},
		"as long as a text may":   {`{"service":"` + strings.Repeat("é", wire.TextMax) + `"}`, `{"service":"` + strings.Repeat("é", wire.TextMax) + `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := wire.Decode[wire.GiveRequest]([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if again, _ := json.Marshal(got); string(again) != c.want {
				t.Errorf("got %s, want %s", again, c.want)
			}
		})
	}
}

// The same command has one fingerprint, however it was written and however old
// it has become; another has another.
func TestAPrintIsOfTheDecodedCommand(t *testing.T) {
	for _, c := range []struct {
		print         func(string) [16]byte
		as            string
		same, another []string
	}{
		{
			prints[wire.GiveRequest](t, "POST /tickets"), `{"service":"a","lang":"fr","age_ms":5}`,
			[]string{
				`{ "lang":"fr", "service":"\u0061", "age_ms":5}`, `{"service":"a","lang":"fr","age_ms":9000}`,
				`{"service":"a","lang":"fr","age_ms":null}`, `{"service":"a","lang":"fr","class":"normal"}`,
			},
			[]string{`{"service":"b","lang":"fr","age_ms":5}`, `{"service":"a","age_ms":5}`, `{"service":"a","lang":"fr","class":"priority"}`},
		},
		{
			prints[wire.AmendRequest](t, "POST /amend"), `{"class":"normal"}`,
			[]string{`{"class":"normal","age_ms":5}`}, []string{`{}`}, // which leaves the class as it is
		},
		{
			prints[wire.ReasonsRequest](t, "PUT /reasons"), `{"reasons":[{"reason":"rsa"}],"first_this_year":null}`,
			[]string{`{"reasons":[{"reason":"rsa","quantity":1}],"first_this_year":"unknown"}`},
			[]string{`{"reasons":[{"reason":"rsa","quantity":2}],"first_this_year":null}`, `{"reasons":[{"reason":"rsa"}]}`},
		},
		{
			prints[wire.FinishRequest](t, "POST /finish"), `{"reasons":[{"reason":"rsa"}],"first_this_year":true}`,
			[]string{`{"reasons":[{"reason":"rsa","quantity":1}],"first_this_year":"yes"}`},
			[]string{`{"reasons":[],"first_this_year":true}`, `{"first_this_year":true}`},
		},
		{
			prints[wire.NextRequest](t, "POST /next"), `{"reasons":[{"reason":"rsa"}]}`,
			[]string{`{"reasons":[{"reason":"rsa","quantity":1}]}`}, []string{`{"reasons":[]}`, `{}`},
		},
		{
			prints[wire.VisitRequest](t, "POST /visits"), `{"channel":"phone","reasons":[{"reason":"rsa"}]}`,
			[]string{
				`{"channel":"phone","reasons":[{"reason":"rsa","quantity":1}]}`,
				`{"channel":"phone","reasons":[{"reason":"rsa"}],"id":null,"day":null,"age_ms":null,"first_this_year":null}`,
			},
			[]string{`{"channel":"phone","reasons":[{"reason":"rsa"}],"first_this_year":true}`},
		},
	} {
		first := c.print(c.as)
		for _, same := range c.same {
			if c.print(same) != first {
				t.Errorf("%s is another command than %s, want the same", same, c.as)
			}
		}
		for _, other := range c.another {
			if c.print(other) == first {
				t.Errorf("%s is the same command as %s, want another", other, c.as)
			}
		}
	}
	const body = `{"service":"a"}`
	if prints[wire.GiveRequest](t, "POST /tickets")(body) == prints[wire.GiveRequest](t, "POST /visits")(body) {
		t.Error("the same words to another call are the same command, want another")
	}
}

// prints returns the fingerprints of what one call says.
func prints[T any](t *testing.T, call string) func(string) [16]byte {
	return func(body string) [16]byte {
		t.Helper()
		r, err := wire.Decode[T]([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		return wire.Print(call, r)
	}
}

// Whatever comes in, no control character gets past, and what got past means
// the same when it is written and read again.
func FuzzDecode(f *testing.F) {
	for _, shape := range requests {
		body, _ := json.Marshal(shape)
		f.Add(body)
	}
	f.Add([]byte(`{"service":"\u001b[31m"}`))
	f.Add([]byte(`{"service":"a","service":"b"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		holds(t, body, wire.Decode[wire.GiveRequest])
		holds(t, body, wire.Decode[wire.TransferRequest])
		holds(t, body, wire.Decode[wire.VisitRequest])
		holds(t, body, wire.Decode[wire.AppointmentsRequest])
	})
}

func holds[T any](t *testing.T, body []byte, decode func([]byte) (T, error)) {
	r, err := decode(body)
	if err != nil {
		if queue.KindOf(err) != queue.Invalid {
			t.Fatalf("%q: got %v, want an invalid", body, err)
		}
		return
	}
	again, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var texts any
	if err := json.Unmarshal(again, &texts); err != nil {
		t.Fatal(err)
	}
	if c, ok := controlIn(texts); ok {
		t.Fatalf("%q: U+%04X got past", body, c)
	}
	twice, err := decode(again)
	if err != nil || wire.Print("", twice) != wire.Print("", r) {
		t.Fatalf("%q: read again as %s it is %v, %v", body, again, twice, err)
	}
}

// controlIn returns a control character of any text in a decoded JSON value.
func controlIn(v any) (rune, bool) {
	switch v := v.(type) {
	case string:
		for _, r := range v {
			if unicode.IsControl(r) {
				return r, true
			}
		}
	case []any:
		for _, x := range v {
			if c, ok := controlIn(x); ok {
				return c, true
			}
		}
	case map[string]any:
		for _, x := range v {
			if c, ok := controlIn(x); ok {
				return c, true
			}
		}
	}
	return 0, false
}

// A quantity left out is 1; a 0 that is said is none that counts.
func TestAQuantityIsSaidOrOne(t *testing.T) {
	for body, want := range map[string]int{
		`{"reasons":[{"reason":"rsa"}]}`:                 1,
		`{"reasons":[{"reason":"rsa","quantity":null}]}`: 1,
		`{"reasons":[{"reason":"rsa","quantity":3}]}`:    3,
		`{"reasons":[{"reason":"rsa","quantity":0}]}`:    0,
		`{"reasons":[{"reason":"rsa","quantity":1.5}]}`:  0,
		`{"reasons":[{"reason":"rsa","quantity":"2"}]}`:  0,
	} {
		r, err := wire.Decode[wire.ReasonsRequest]([]byte(body))
		switch {
		case want == 0 && queue.KindOf(err) != queue.Invalid:
			t.Errorf("%s: got %+v, %v, want invalid", body, r, err)
		case want != 0 && err != nil:
			t.Errorf("%s: %v", body, err)
		case want != 0 && r.Wish("T").(queue.Code).Reasons[0].Quantity != want:
			t.Errorf("%s: got %+v, want %d", body, r.Wish("T"), want)
		}
	}
}
