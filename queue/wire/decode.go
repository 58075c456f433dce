package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"accueil/queue"
)

// BodyMax bounds a request's body, in bytes.
const BodyMax = 64 << 10

// Decode reads a request strictly: JSON alone, known fields alone, those that are
// owed, no control character in any text, at most BodyMax bytes. An empty body is
// the request without a field. What is wrong is Invalid, and says what.
func Decode[T any](body []byte) (T, error) {
	var request T
	if err := read(body, &request); err != nil {
		return request, err
	}
	return request, checkOwed(body, &request)
}

func read(body []byte, request any) error {
	if len(body) > BodyMax {
		return queue.Refuse(queue.Invalid, "the body is larger than %d bytes", BodyMax)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if !utf8.Valid(body) {
		return queue.Refuse(queue.Invalid, "the body is not UTF-8")
	}
	if !isPlain(body) {
		if err := checkTexts(body); err != nil {
			return err
		}
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(request); err != nil {
		return explain(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return queue.Refuse(queue.Invalid, "something stands behind the JSON object")
	}
	return nil
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

// plainFieldsMax is how many fields a plain body has at most.
const plainFieldsMax = 16

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
	var names [plainFieldsMax][]byte
	fields := 0
	for {
		_, after, found := bytes.Cut(body, []byte{'"'})
		if !found {
			return true
		}
		text, rest, _ := bytes.Cut(after, []byte{'"'})
		body = bytes.TrimLeft(rest, " ")
		if len(body) == 0 || body[0] != ':' {
			continue // a value
		}
		if fields == plainFieldsMax || isCapital(string(text)) {
			return false
		}
		for _, name := range names[:fields] {
			if bytes.Equal(name, text) {
				return false
			}
		}
		names[fields] = text
		fields++
	}
}

// isCapital reports whether a field's name has a capital letter: ours have none,
// and the decoder takes one for the other.
func isCapital(name string) bool { return strings.ToLower(name) != name }

const depthMax = 16

// checkTexts walks every string of a JSON text, and the names of its fields: each
// is written as it is known, and stands once.
func checkTexts(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	var open []map[string]bool // the names seen of each object we are in; nil in a list
	isName, name := false, ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return queue.Refuse(queue.Invalid, "the body is not JSON: %s", err)
		}
		switch token := token.(type) {
		case string:
			if err := checkText(name, token); err != nil {
				return err
			}
			if isName {
				if err := checkName(open[len(open)-1], token); err != nil {
					return err
				}
				isName, name = false, token
				continue
			}
		case json.Delim:
			switch token {
			case '{':
				open = append(open, map[string]bool{})
			case '[':
				open = append(open, nil)
			default:
				open = open[:len(open)-1]
			}
		}
		if len(open) > depthMax {
			return queue.Refuse(queue.Invalid, "the body is nested deeper than %d", depthMax)
		}
		isName = len(open) > 0 && open[len(open)-1] != nil
	}
}

// checkName refuses a name that stands twice in its object, or has a capital letter.
func checkName(seen map[string]bool, name string) error {
	switch {
	case seen[name]:
		return queue.Refuse(queue.Invalid, "field %q stands twice", name)
	case isCapital(name):
		return queue.Refuse(queue.Invalid, "unknown field %q", name)
	}
	seen[name] = true
	return nil
}

// TextMax bounds any text that people write, in characters.
const TextMax = 500

// checkText refuses control characters, and marks that turn the direction of
// text around: they may not reach a terminal, a page or a printer. A PIN may be of
// any length, since one that is too long is only a wrong one.
func checkText(name, s string) error {
	for _, r := range s {
		if unicode.IsControl(r) || isTurning(r) {
			return queue.Refuse(queue.Invalid, "a text holds the control character U+%04X: write plain text on one line", r)
		}
	}
	if name != "pin" && utf8.RuneCountInString(s) > TextMax {
		return queue.Refuse(queue.Invalid, "a text has more than %d characters", TextMax)
	}
	return nil
}

// isTurning reports marks of direction and line, such as U+202E and U+2028.
func isTurning(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029
}
