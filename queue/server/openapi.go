package server

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"accueil/queue/wire"
)

// openAPI makes the OpenAPI 3.1 document from the table of calls and the shapes
// that they take and give, so that it cannot say other than the server does.
func openAPI(table []route, version string) ([]byte, error) {
	d := &document{components: object{}}
	paths := map[string]object{}
	for _, r := range table {
		if paths[r.path] == nil {
			paths[r.path] = object{}
		}
		paths[r.path][strings.ToLower(r.method)] = d.operation(r)
	}
	return json.MarshalIndent(object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Accueil", "version": version,
			"description": "The queue server of a social-mediation office.",
		},
		"paths": paths,
		"components": object{
			"schemas":         d.components,
			"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}},
		},
	}, "", " ")
}

func (d *document) operation(r route) object {
	op := object{"summary": r.summary, "operationId": operationID(r), "responses": d.responses(r)}
	if parameters := parametersOf(r); parameters != nil {
		op["parameters"] = parameters
	}
	if r.body != nil {
		said := content("application/json", d.said(r.body))
		if r.table {
			maps.Copy(said, content("text/csv", object{"type": "string"}))
		}
		op["requestBody"] = object{"required": wire.Owes(r.body), "content": said}
	}
	if r.role.String() != "" {
		op["security"] = []any{object{"token": []string{}}}
		op["x-role"] = r.role.String()
	}
	if r.status == http.StatusSwitchingProtocols {
		op["x-frames"] = content("application/json", d.frames(r.views, true))
	}
	return op
}

// parametersOf describes what stands in a call's path, query and header.
func parametersOf(r route) []any {
	var parameters []any
	for _, part := range strings.Split(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			parameters = append(parameters, parameter("path", strings.TrimSuffix(name, "}"), true, object{"type": "string"}))
		}
	}
	for _, name := range r.query {
		schema := object{"type": "string"}
		switch name {
		case "view":
			schema["enum"] = slices.Sorted(maps.Keys(r.views))
		case "partial":
			schema = object{"type": "boolean", "default": false}
		case "lane", "seq", "after":
			schema = object{"type": "integer", "minimum": 0}
		}
		parameters = append(parameters, parameter("query", name, name == "view", schema))
	}
	if r.keyed {
		key := object{"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[ -~]+$"}
		parameters = append(parameters, parameter("header", "Idempotency-Key", false, key))
	}
	if r.tagged {
		parameters = append(parameters, parameter("header", "If-None-Match", false, object{"type": "string"}))
	}
	return parameters
}

func (d *document) responses(r route) object {
	answer := object{"description": http.StatusText(r.status)}
	switch {
	case r.status == http.StatusSwitchingProtocols, r.status == http.StatusNoContent:
	case r.views != nil:
		answer["content"] = content("application/json", d.frames(r.views, false))
	case r.media != "":
		answer["content"] = content(r.media, object{"type": "string"})
	default:
		answer["content"] = content("application/json", d.sent(r.reply))
	}
	problem := object{"description": "a problem, by its kind", "content": content(wire.ProblemType, d.sent(wire.Problem{}))}
	if strings.HasPrefix(r.path, site) {
		position := object{positionHeader: object{"description": "EPOCH/SEQ: where the site's journal stands", "schema": object{"type": "string"}}}
		answer["headers"], problem["headers"] = position, position
		if r.tagged {
			tagged := object{"ETag": object{"description": "of these bytes alone", "schema": object{"type": "string"}}}
			maps.Copy(tagged, position)
			answer["headers"] = tagged
		}
	}
	responses := object{strconv.Itoa(r.status): answer, "default": problem}
	if r.orNothing {
		responses["204"] = object{"description": "done, and nothing to show", "headers": answer["headers"]}
	}
	if r.tagged {
		responses["304"] = object{"description": "still what If-None-Match names", "headers": answer["headers"]}
	}
	if r.orOnce {
		responses["200"] = object{"description": "the view once", "content": content("application/json", d.frames(r.views, false))}
	}
	if r.orThere {
		there := maps.Clone(answer)
		there["description"] = "there already"
		responses["200"] = there
	}
	return responses
}

// frames describes the frames of some views, and the beats of a live one.
func (d *document) frames(views map[string]any, live bool) object {
	var all []any
	for _, view := range slices.Sorted(maps.Keys(views)) {
		name := strings.ToUpper(view[:1]) + view[1:] + "Frame"
		state := d.schema(reflect.TypeOf(views[view]))
		d.components[name] = frame(object{"view": object{"const": view}, "state": state})
		all = append(all, ref(name))
	}
	if live {
		d.components["BeatFrame"] = frame(object{"view": object{"type": "string"}, "beat": object{"const": true}})
		all = append(all, ref("BeatFrame"))
	}
	return object{"oneOf": all}
}

func frame(fields object) object {
	properties := object{
		"v": object{"const": wire.FrameVersion}, "epoch": object{"type": "string"},
		"seq": object{"type": "integer"}, "at": object{"type": "string", "format": "date-time"},
	}
	maps.Copy(properties, fields)
	return object{"type": "object", "properties": properties, "required": slices.Sorted(maps.Keys(properties))}
}

func parameter(in, name string, required bool, schema object) object {
	return object{"in": in, "name": name, "required": required, "schema": schema}
}

func content(media string, schema object) object { return object{media: object{"schema": schema}} }

// operationID names a call: postSitesTicketsCall.
func operationID(r route) string {
	id := strings.ToLower(r.method)
	for _, part := range strings.FieldsFunc(r.path, func(c rune) bool { return strings.ContainsRune("/{}-._", c) }) {
		id += strings.ToUpper(part[:1]) + part[1:]
	}
	return id
}
