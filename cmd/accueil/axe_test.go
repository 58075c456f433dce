package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// An auditor holds pages to WCAG 2.2 AA with axe-core, each state once.
type auditor struct {
	axe    string
	known  map[string]bool // states, by their shape
	audits int

	enhanced bool // and to a contrast of 7
}

// newAuditor returns nil where axe-core is not here and need not be.
func newAuditor(t testing.TB) *auditor {
	t.Helper()
	axe, err := readAxe()
	if err == nil {
		a := &auditor{axe: axe, known: map[string]bool{}}
		t.Cleanup(func() { t.Logf("%d states audited, in light and in dark", a.audits) })
		return a
	}
	if slices.Contains(strings.Split(os.Getenv("ACCUEIL_REQUIRE"), ","), "axe-core") {
		t.Fatalf("axe-core is required and is not here (npm install --global axe-core): %v", err)
	}
	t.Logf("without axe-core the pages are not audited: %v", err)
	return nil
}

func readAxe() (string, error) {
	root, err := exec.Command("npm", "root", "--global").Output()
	if err != nil {
		return "", err
	}
	axe, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "axe-core", "axe.min.js"))
	return string(axe), err
}

// shape is what of a page makes it a state: its things, by tag, id and class, without
// how many of a list there are.
const shape = `[...new Set([...document.querySelectorAll("body *")].filter((e) => e.checkVisibility())
  .map((e) => e.tagName + "#" + e.id.replace(/\d.*|[a-z]*:.*/, "") + "." + e.className))].sort().join(" ")`

const runAxe = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], rules: {"color-contrast-enhanced": {enabled: %t}}}).then((r) =>
  JSON.stringify(r.violations.map((v) => ({id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html + " " + n.failureSummary)}))))`

// audit reports what of a page is against WCAG 2.2 AA, in light and in dark.
func (a *auditor) audit(t testing.TB, p tab) {
	t.Helper()
	state := eval[string](p, shape)
	if a.known[state] {
		return
	}
	a.known[state] = true
	a.audits++
	if !eval[bool](p, `"axe" in window`) {
		eval[bool](p, a.axe+"; true")
	}
	for _, scheme := range []string{"dark", "light"} {
		feature := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}
		if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{feature}}); err != nil {
			t.Fatal(err)
		}
		var violations []struct {
			ID, Help string
			Nodes    []string
		}
		if err := json.Unmarshal([]byte(eval[string](p, fmt.Sprintf(runAxe, a.enhanced))), &violations); err != nil {
			t.Fatal(err)
		}
		for _, v := range violations {
			t.Errorf("%s, %s: %s\n%s", scheme, v.ID, v.Help, strings.Join(v.Nodes, "\n"))
		}
	}
}
