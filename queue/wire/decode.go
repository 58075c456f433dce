package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"accueil/queue"
)

// BodyMax bounds a request's body, in bytes.
const BodyMax = 64 << 10

// Decode reads a request strictly: JSON alone, known fields alone, no control
// character in any text, at most BodyMax bytes. An empty body is the zero
// request. What is wrong is Invalid, and says what.
func Decode[T any](body []byte) (T, error) {
	var request T
	if len(body) > BodyMax {
		return request, queue.Refuse(queue.Invalid, "the body is larger than %d bytes", BodyMax)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return request, nil
	}
	if !utf8.Valid(body) {
		return request, queue.Refuse(queue.Invalid, "the body is not UTF-8")
	}
	if !isPlain(body) {
		if err := checkTexts(body); err != nil {
			return request, err
		}
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&request); err != nil {
		return request, explain(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return request, queue.Refuse(queue.Invalid, "something stands behind the JSON object")
	}
	return request, nil
}

// explain says what of a body could not be read.
func explain(err error) error {
	var told *queue.Error
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &told):
		return told
	case errors.As(err, &kind):
		return queue.Refuse(queue.Invalid, "%s is a %s: expected %s", fieldOf(kind.Field), kind.Value, kind.Type)
	case strings.HasPrefix(err.Error(), "json: unknown field "):
		return queue.Refuse(queue.Invalid, "unknown field %s", strings.TrimPrefix(err.Error(), "json: unknown field "))
	}
	return queue.Refuse(queue.Invalid, "the body is not JSON of the expected shape: %s", strings.TrimPrefix(err.Error(), "json: "))
}

func fieldOf(path string) string {
	if path == "" {
		return "the body"
	}
	return path
}

// isPlain reports whether a body can hold nothing that checkTexts refuses: nearly
// every request is short and flat, and is spared a second reading.
func isPlain(body []byte) bool {
	if len(body) > TextMax || bytes.IndexByte(body, '[') >= 0 || bytes.Count(body, []byte{'{'}) > 1 {
		return false
	}
	for _, b := range body {
		if b < ' ' || b == '\\' || b >= 0x7f {
			return false
		}
	}
	return true
}

// checkTexts walks every string of a JSON text, names too.
func checkTexts(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return queue.Refuse(queue.Invalid, "the body is not JSON: %s", err)
		}
		switch token := token.(type) {
		case string:
			if err := CheckText(token); err != nil {
				return err
			}
		case json.Delim:
			if token == '{' || token == '[' {
				depth++
			} else {
				depth--
			}
		}
		if depth > 16 {
			return queue.Refuse(queue.Invalid, "the body is nested deeper than 16")
		}
	}
}

// TextMax bounds any text that people write, in characters.
const TextMax = 500

// CheckText refuses control characters, and marks that turn the direction of
// text around: they may not reach a terminal, a page or a printer.
func CheckText(s string) error {
	for _, r := range s {
		if unicode.IsControl(r) || isTurning(r) {
			return queue.Refuse(queue.Invalid, "a text holds the control character U+%04X: write plain text on one line", r)
		}
	}
	if utf8.RuneCountInString(s) > TextMax {
		return queue.Refuse(queue.Invalid, "a text has more than %d characters", TextMax)
	}
	return nil
}

// isTurning reports marks of direction and line, such as U+202E and U+2028.
func isTurning(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029
}

// An ageing request tells how long ago it was; a retry is older.
type ageing interface{ ageless() any }

func (r GiveRequest) ageless() any   { r.AgeMS = Given[int64]{}; return r }
func (r AmendRequest) ageless() any  { r.AgeMS = Given[int64]{}; return r }
func (r CancelRequest) ageless() any { r.AgeMS = Given[int64]{}; return r }
func (r VisitRequest) ageless() any  { r.AgeMS = Given[int64]{}; return r }

// Print returns the fingerprint of a decoded request: of what is called, by its
// route and the ids in its path, and what is said, without the age, since a
// retry is older.
func Print(call string, request any) [16]byte {
	if r, ok := request.(ageing); ok {
		request = r.ageless()
	}
	said, err := json.Marshal(request)
	if err != nil {
		panic(fmt.Sprintf("print %s: %v", call, err)) // every request was decoded from JSON
	}
	return sum(call, said)
}
