package server

import (
	"encoding"
	"reflect"
	"strings"
	"time"

	"accueil/queue/wire"
)

// An object is one of JSON's, as it is built.
type object = map[string]any

// A document gathers the shapes that its calls name.
type document struct {
	components object
	taken      bool // the shape is one that is taken in, not given
}

// said describes a request.
func (d *document) said(v any) object {
	d.taken = true
	defer func() { d.taken = false }()
	return d.schema(reflect.TypeOf(v))
}

// sent describes a reply; one of nil may be anything.
func (d *document) sent(v any) object {
	if v == nil {
		return object{}
	}
	return d.schema(reflect.TypeOf(v))
}

// schema describes a Go type as encoding/json writes it, but for the few that
// write themselves.
func (d *document) schema(t reflect.Type) object {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[wire.YesNoOrNull]():
		return object{"enum": []any{true, false, nil, "yes", "no", "unknown"}}
	case t == reflect.TypeFor[[]byte]():
		return object{"type": "string", "contentEncoding": "base64"}
	case strings.HasPrefix(t.Name(), "Given["):
		value, _ := t.FieldByName("Value")
		return orNull(d.schema(value.Type))
	case t.Kind() == reflect.Uint8 && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return object{"type": "string", "enum": words(t)}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return orNull(d.schema(t.Elem()))
	case reflect.Struct:
		return d.object(t)
	case reflect.Slice, reflect.Array:
		return object{"type": "array", "items": d.schema(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.schema(t.Elem())}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return object{"type": "integer"}
	case reflect.Float32, reflect.Float64:
		return object{"type": "number"}
	default:
		return object{"type": "string"}
	}
}

func orNull(schema object) object { return object{"anyOf": []any{schema, object{"type": "null"}}} }

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

// words returns the names of an enumeration, which says none beyond its last.
func words(t reflect.Type) (all []string) {
	for n := range uint64(256) {
		v := reflect.New(t).Elem()
		v.SetUint(n)
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err == nil && len(text) > 0 {
			all = append(all, string(text))
		}
	}
	return all
}

// object describes a struct once, under its name, and refers to it. What is taken
// has a name of its own: less of it may be owed.
func (d *document) object(t reflect.Type) object {
	name := t.Name()
	if d.taken && !strings.HasSuffix(name, "Request") {
		name += "Request"
	}
	if _, known := d.components[name]; known {
		return ref(name)
	}
	properties, required := object{}, []string{}
	described := object{"type": "object", "properties": properties}
	d.components[name] = described
	if d.taken {
		described["additionalProperties"] = false
	}
	for i := range t.NumField() {
		f := t.Field(i)
		field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
		shape := f.Type
		if optional && shape.Kind() == reflect.Pointer && !d.taken {
			shape = shape.Elem() // left out, never null
		}
		properties[field] = d.schema(shape)
		if !optional && !(d.taken && f.Tag.Get("said") == "optional") {
			required = append(required, field)
		}
	}
	if len(required) > 0 {
		described["required"] = required
	}
	return ref(name)
}
