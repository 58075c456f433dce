package main

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// floors says on which floor each package lives. Arrows only run down: a package
// imports from lower floors alone, except that a folder's package may use the
// one it is a folder of (journal/sqlite uses journal).
var floors = map[string]int{
	"queue": 0, "configs/i18n": 0,
	"queue/wire": 1, "queue/journal": 1, "queue/sqlfile": 1, "queue/authority": 1, "queue/forecast": 1, "configs": 1,
	"queue/engine": 2, "queue/access": 2, "queue/client": 2, "queue/figures": 2,
	"queue/journal/sqlite": 2, "queue/journal/jetstream": 2, "queue/journal/journaltest": 2,
	"kiosk": 2, "display/chart": 1, "display": 2, "display/paint": 2, "display/sound": 2, "display/blocks": 2,
	"queue/server": 3, "queue/join": 3, "kiosk/tui": 3, "kiosk/tui/xtermtest": 3, "kiosk/spool": 3, "kiosk/printer": 3, "kiosk/printer/printertest": 3, "kiosk/voice": 3,
	"display/term": 3, "display/web": 3,
	"cmd/accueil": 4,
}

// What only the standard library may serve.
var standardOnly = []string{"queue"}

const module = "accueil/"

func TestArrowsOnlyRunDown(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, dir := range packages(t, root) {
		pkg, err := build.ImportDir(filepath.Join(root, dir), 0)
		if err != nil {
			t.Fatalf("read package %s: %v", dir, err)
		}
		floor, ok := floors[dir]
		if !ok {
			t.Errorf("%s has no floor: give it one here, and in the drawing of the house", dir)
			continue
		}
		for _, path := range pkg.Imports {
			below, ours := strings.CutPrefix(path, module)
			if !ours {
				if slices.Contains(standardOnly, dir) && strings.Contains(strings.Split(path, "/")[0], ".") {
					t.Errorf("%s imports %s: it is to stand on the standard library alone", dir, path)
				}
				continue
			}
			if floors[below] >= floor && !strings.HasPrefix(dir, below+"/") {
				t.Errorf("%s (floor %d) imports %s (floor %d): arrows only run down; move the shared noun a floor lower",
					dir, floor, below, floors[below])
			}
		}
	}
}

// packages returns the folders with Go files that are not tests, from root.
func packages(t *testing.T, root string) []string {
	var dirs []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "testdata" || strings.HasPrefix(name, ".") && name != ".." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err == nil && !slices.Contains(dirs, filepath.ToSlash(dir)) {
			dirs = append(dirs, filepath.ToSlash(dir))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

// ignored reports what a checkout may hold beside what is kept: a build, data, tokens.
func ignored(t *testing.T, name string) bool {
	list, err := os.ReadFile(filepath.Join("..", "..", ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	for pattern := range strings.FieldsSeq(string(list)) {
		if ok, err := filepath.Match(strings.Trim(pattern, "/"), name); ok && err == nil {
			return true
		}
	}
	return false
}

func TestTheRootHoldsNothingElse(t *testing.T) {
	allowed := []string{"cmd", "kiosk", "queue", "display", "configs", "go.mod", "go.sum", "README.md"}
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) && !ignored(t, e.Name()) {
			t.Errorf("%s stands at the root: only %v and dot files may", e.Name(), allowed)
		}
	}
}
