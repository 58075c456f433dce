package wire_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"accueil/queue/wire"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestEveryShapeHasItsGoldenFile holds what goes out and what comes in to the
// letter: a field may be added to a golden file, none may change or go.
func TestEveryShapeHasItsGoldenFile(t *testing.T) {
	for name, shape := range goldens(t) {
		t.Run(name, func(t *testing.T) {
			got, err := json.MarshalIndent(shape, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			file := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v: run go test ./queue/wire -update for a new shape", err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s:\ngot  %s\nwant %s", file, got, want)
			}
		})
	}
}

// A field that stands in no golden file would be held by none.
func TestEveryFieldStandsInAGoldenFile(t *testing.T) {
	shown := map[string]bool{}
	for _, shape := range goldens(t) {
		show(reflect.ValueOf(shape), shown)
	}
	for _, field := range declared(t) {
		if !shown[field] {
			t.Errorf("%s is empty in every golden file", field)
		}
	}
}

func TestEveryGoldenFileIsOfAShape(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, strings.TrimSuffix(filepath.Base(f), ".json"))
	}
	if want := slices.Sorted(maps.Keys(goldens(t))); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestWhatIsSentIsReadAgain decodes each request as a server does, and each reply
// and frame as a client does: nothing is lost on the way.
func TestWhatIsSentIsReadAgain(t *testing.T) {
	for name, shape := range goldens(t) {
		t.Run(name, func(t *testing.T) {
			sent, err := json.Marshal(shape)
			if err != nil {
				t.Fatal(err)
			}
			read := reflect.New(reflect.TypeOf(shape))
			d := json.NewDecoder(bytes.NewReader(sent))
			d.DisallowUnknownFields()
			if err := d.Decode(read.Interface()); err != nil {
				t.Fatal(err)
			}
			again, err := json.Marshal(read.Interface())
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(again, sent) {
				t.Errorf("got  %s\nwant %s", again, sent)
			}
		})
	}
}

// A frame is written by hand, since one goes out at every change.
func TestAFrameIsWrittenAsItsShapeSays(t *testing.T) {
	for name, shape := range goldens(t) {
		frame, ok := shape.(wire.Frame)
		if !ok {
			continue
		}
		var want bytes.Buffer
		encoded, err := json.Marshal(frame)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Compact(&want, encoded); err != nil {
			t.Fatal(err)
		}
		if got := frame.Append(nil); !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want.Bytes())
		}
	}
}

// show notes the fields that are not empty, as "Type.Field".
func show(v reflect.Value, shown map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			show(v.Elem(), shown)
		}
	case reflect.Slice:
		for i := range v.Len() {
			show(v.Index(i), shown)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); field.CanInterface() && !field.IsZero() {
				shown[v.Type().Name()+"."+v.Type().Field(i).Name] = true
				show(field, shown)
			}
		}
	default: // a word or a number holds no field
	}
}

// declared returns every field of this package's shapes that goes out or comes in.
func declared(t *testing.T) []string {
	var fields []string
	for _, name := range []string{"shapes.go", "frames.go", "console.go", "manager.go", "configuration.go", "requests.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					if f.Tag != nil && len(f.Names) == 1 {
						fields = append(fields, spec.Name.Name+"."+f.Names[0].Name)
					}
				}
			}
			return false
		})
	}
	return fields
}
