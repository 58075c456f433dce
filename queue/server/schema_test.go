package server

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A judge holds values against the schemas of a document, and is stricter than a
// schema: a field that is not described is a mistake, and so is a keyword that the
// judge does not know.
type judge struct{ components map[string]any }

// judge returns what is wrong with a decoded JSON value, at a path, "" when nothing is.
func (j judge) judge(schema map[string]any, v any, at string) string {
	if name, ok := schema["$ref"].(string); ok {
		target, ok := j.components[strings.TrimPrefix(name, "#/components/schemas/")].(map[string]any)
		if !ok {
			return at + ": there is no " + name
		}
		return j.judge(target, v, at)
	}
	for keyword, want := range schema {
		if wrong := j.keyword(schema, keyword, want, v, at); wrong != "" {
			return wrong
		}
	}
	return ""
}

func (j judge) keyword(schema map[string]any, keyword string, want, v any, at string) string {
	text, isText := v.(string)
	ok := true
	switch keyword {
	case "type":
		ok = kindOf(v) == want || want == "number" && kindOf(v) == "integer"
	case "enum":
		ok = slices.Contains(want.([]any), v)
	case "const":
		ok = v == want
	case "format":
		_, err := time.Parse(time.RFC3339Nano, text)
		ok = isText && want == "date-time" && err == nil
	case "contentEncoding":
		_, err := base64.StdEncoding.DecodeString(text)
		ok = isText && want == "base64" && err == nil
	case "anyOf", "oneOf":
		fits := 0
		for _, one := range want.([]any) {
			if j.judge(one.(map[string]any), v, at) == "" {
				fits++
			}
		}
		ok = fits == 1 || keyword == "anyOf" && fits > 0
	case "items":
		for i, item := range v.([]any) {
			if wrong := j.judge(want.(map[string]any), item, fmt.Sprintf("%s[%d]", at, i)); wrong != "" {
				return wrong
			}
		}
	case "properties", "required", "additionalProperties":
		if object, is := v.(map[string]any); is {
			return j.fields(schema, object, at)
		}
	default:
		ok = false
	}
	if !ok {
		return fmt.Sprintf("%s is %v: expected %s %v", at, v, keyword, want)
	}
	return ""
}

func (j judge) fields(schema, object map[string]any, at string) string {
	properties, _ := schema["properties"].(map[string]any)
	more, _ := schema["additionalProperties"].(map[string]any)
	owed, _ := schema["required"].([]any)
	for _, name := range owed {
		if _, ok := object[name.(string)]; !ok {
			return fmt.Sprintf("%s has no %s", at, name)
		}
	}
	for name, v := range object {
		field, ok := properties[name].(map[string]any)
		if !ok {
			field = more
		}
		if field == nil {
			return fmt.Sprintf("%s.%s is not described", at, name)
		}
		if wrong := j.judge(field, v, at+"."+name); wrong != "" {
			return wrong
		}
	}
	return ""
}

func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}
