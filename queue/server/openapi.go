package server

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"accueil/queue/wire"
)

// openAPI makes the OpenAPI 3.1 document from the table of calls and the shapes
// that they take and give, so that it cannot say other than the server does.
func openAPI(table []route, version string) ([]byte, error) {
	d := &document{schemas: map[string]any{}}
	paths := map[string]map[string]any{}
	for _, r := range table {
		if paths[r.path] == nil {
			paths[r.path] = map[string]any{}
		}
		paths[r.path][strings.ToLower(r.method)] = d.operation(r)
	}
	return json.MarshalIndent(map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{
			"title": "Accueil", "version": version,
			"description": "The queue server of a social-mediation office.",
		},
		"paths": paths,
		"components": map[string]any{
			"schemas":         d.schemas,
			"securitySchemes": map[string]any{"token": map[string]any{"type": "http", "scheme": "bearer"}},
		},
	}, "", " ")
}

// A document gathers the shapes that its calls name.
type document struct{ schemas map[string]any }

func (d *document) operation(r route) map[string]any {
	op := map[string]any{"summary": r.summary, "operationId": operationID(r)}
	var parameters []any
	for _, part := range strings.Split(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			parameters = append(parameters, parameter("path", strings.TrimSuffix(name, "}"), true))
		}
	}
	for _, name := range r.query {
		parameters = append(parameters, parameter("query", name, false))
	}
	if r.keyed {
		key := parameter("header", "Idempotency-Key", false)
		key["schema"] = map[string]any{"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[ -~]+$"}
		parameters = append(parameters, key)
	}
	if parameters != nil {
		op["parameters"] = parameters
	}
	if r.body != nil {
		op["requestBody"] = map[string]any{"required": true, "content": d.content("application/json", r.body)}
	}
	responses := map[string]any{"default": map[string]any{
		"description": "a problem, by its kind",
		"content":     d.content("application/problem+json", wire.Problem{}),
	}}
	answer := map[string]any{"description": http.StatusText(r.status)}
	if r.reply != nil {
		answer["content"] = d.content("application/json", r.reply)
	}
	responses[strconv.Itoa(r.status)] = answer
	if r.orNothing {
		responses["204"] = map[string]any{"description": "done, and nothing to show"}
	}
	op["responses"] = responses
	if r.role.String() != "" {
		op["security"] = []any{map[string]any{"token": []string{}}}
		op["x-role"] = r.role.String()
	}
	return op
}

func parameter(in, name string, required bool) map[string]any {
	return map[string]any{"in": in, "name": name, "required": required, "schema": map[string]any{"type": "string"}}
}

// operationID names a call: postSitesTicketsCall.
func operationID(r route) string {
	id := strings.ToLower(r.method)
	for _, part := range strings.FieldsFunc(r.path, func(c rune) bool { return strings.ContainsRune("/{}-._", c) }) {
		id += strings.ToUpper(part[:1]) + part[1:]
	}
	return id
}

func (d *document) content(kind string, v any) map[string]any {
	return map[string]any{kind: map[string]any{"schema": d.schema(reflect.TypeOf(v))}}
}

// schema describes a Go type as encoding/json writes it.
func (d *document) schema(t reflect.Type) map[string]any {
	if t == reflect.TypeFor[time.Time]() {
		return map[string]any{"type": "string", "format": "date-time"}
	}
	if t == reflect.TypeFor[json.RawMessage]() {
		return map[string]any{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return map[string]any{"anyOf": []any{d.schema(t.Elem()), map[string]any{"type": "null"}}}
	case reflect.Struct:
		return d.object(t)
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": "array", "items": d.schema(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": d.schema(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return map[string]any{"type": "integer"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	default:
		return map[string]any{"type": "string"}
	}
}

// object describes a struct once, under its name, and refers to it.
func (d *document) object(t reflect.Type) map[string]any {
	ref := map[string]any{"$ref": "#/components/schemas/" + t.Name()}
	if _, known := d.schemas[t.Name()]; known && t.Name() != "" {
		return ref
	}
	properties, required := map[string]any{}, []string{}
	object := map[string]any{"type": "object", "properties": properties}
	if t.Name() != "" {
		d.schemas[t.Name()] = object
	}
	d.fields(t, properties, &required)
	if len(required) > 0 {
		object["required"] = required
	}
	if t.Name() == "" {
		return object
	}
	return ref
}

func (d *document) fields(t reflect.Type, properties map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			d.fields(f.Type, properties, required)
			continue
		case !f.IsExported(), name == "-":
			continue
		case name == "":
			name = f.Name
		}
		properties[name] = d.schema(f.Type)
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") && f.Type.Kind() != reflect.Pointer {
			*required = append(*required, name)
		}
	}
}
