package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"regexp"
	"slices"
	"testing"
)

// A leaf is a page, and what its first load may cost.
type leaf struct {
	name     string
	signedIn bool
	path     func(*desk) string
	kept     bool // by the browser, which asks whether it is still so
	most     int  // bytes of the first load, with its files and all heads
}

func at(path string) func(*desk) string { return func(*desk) string { return path } }

// leaves are all pages. Whoever has a telephone may have an old one, on a line that is paid
// by the byte.
func leaves() []leaf {
	return []leaf{
		{name: "home", path: at("/"), kept: true, most: 10 << 10},
		{name: "sign-in", path: at("/console/dijon"), kept: true, most: 10 << 10},
		{name: "console", path: at("/console/dijon"), signedIn: true, kept: true, most: 20 << 10},
		{name: "wall", path: at("/wall/dijon"), signedIn: true, kept: true, most: 220 << 10}, // its own letters, once for good
		{name: "telephone", path: func(d *desk) string { return d.takes("ar") }, most: 10 << 10},
	}
}

// opens returns a page's path, before whoever looks at it.
func (l leaf) opens(t *testing.T) (d *desk, path string) {
	d = atADesk(t).sits()
	path = l.path(d)
	if !l.signedIn {
		d.cookie = ""
	}
	return d, path
}

func with(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

var zipping = with("Accept-Encoding", "gzip, deflate, br")

func TestEveryPageComesZippedAndNotTwice(t *testing.T) {
	for _, l := range leaves() {
		t.Run(l.name, func(t *testing.T) {
			d, path := l.opens(t)
			plain := d.ask("GET", path, "")
			zipped := d.ask("GET", path, "", zipping)
			want := d.want(plain, 200)
			if got := unzipped(t, zipped); got != want || zipped.Body.Len() >= len(want) {
				t.Errorf("zipped: got %d bytes that say %q, want less than %q", zipped.Body.Len(), got, want)
			}
			tag := plain.Header().Get("ETag")
			if tag == "" || tag != zipped.Header().Get("ETag") || plain.Header().Get("Vary") != zipped.Header().Get("Vary") {
				t.Errorf("got the heads %v and %v, want the same tag and the same Vary", plain.Header(), zipped.Header())
			}
			if got := plain.Header().Get("Cache-Control"); l.kept != (got == "no-cache, private") || !l.kept && got != "no-store" {
				t.Errorf("got Cache-Control %q", got)
			}
			for _, had := range []string{tag, `"other", ` + tag, "*"} {
				for _, coding := range []string{"gzip", ""} {
					w := d.ask("GET", path, "", with("If-None-Match", had), with("Accept-Encoding", coding))
					if d.want(w, http.StatusNotModified) != "" || w.Header().Get("ETag") != tag {
						t.Errorf("again, with %q: got %v %q, want nothing but the tag", had, w.Header(), w.Body)
					}
				}
			}
			if d.want(d.ask("GET", path, "", with("If-None-Match", `W/"older"`)), 200) != want {
				t.Error("whoever has an older page gets another than whoever has none")
			}
		})
	}
}

func TestATagIsOfWhatAPageSays(t *testing.T) {
	d := atADesk(t).sits()
	path := d.takes("fr")
	before := d.ask("GET", path, "").Header().Get("ETag")
	d.want(d.ask("POST", "/api/v1/sites/dijon/desks/1/next", ""), 200)
	holds(t, d.want(d.ask("GET", path, "", with("If-None-Match", before)), 200), "C&#39;est votre tour.")

	form := d.ask("GET", "/console/dijon", "", func(r *http.Request) { r.Header.Del("Cookie") }).Header().Get("ETag")
	holds(t, d.want(d.ask("GET", "/console/dijon", "", with("If-None-Match", form)), 200), `id="console"`)
}

func TestAStepIsZippedWhereThatSavesSomething(t *testing.T) {
	d := atADesk(t).sits()
	d.gives("")
	look := `{"event":{"kind":"look"},"nonce":"n"}`
	plain, zipped := d.ask("POST", "/console/dijon/step", look), d.ask("POST", "/console/dijon/step", look, zipping)
	want := d.want(plain, 200)
	if got := unzipped(t, zipped); got != want || zipped.Body.Len() > len(want)/2 {
		t.Errorf("got %d bytes that say %q, want half of %q", zipped.Body.Len(), got, want)
	}
	if h := zipped.Header(); h.Get("ETag") != "" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("got the head %v, want nothing to be kept", h)
	}
	short := d.ask("POST", "/console/dijon/step", "{", zipping)
	if d.want(short, 400); short.Header().Get("Content-Encoding") != "" {
		t.Errorf("%d bytes are zipped", short.Body.Len())
	}
}

func TestWhoTakesNoGzipGetsNone(t *testing.T) {
	d := atADesk(t)
	for said, want := range map[string]string{
		"": "", "br": "", "gzip": "gzip", "br;q=1.0, GZIP;q=0.5": "gzip", "gzip;q=0": "", "gzip; q=0.000": "", "x-gzip": "", "gzip;q=0.001": "gzip",
	} {
		for _, path := range []string{"/console/dijon", d.filesOf(d.want(d.ask("GET", "/", ""), 200))[0]} {
			w := d.ask("GET", path, "", with("Accept-Encoding", said))
			if got := w.Header().Get("Content-Encoding"); got != want {
				t.Errorf("%s to %q: got %q, want %q", path, said, got, want)
			}
		}
	}
}

// The figures of README: what a page and its files cost over the line, heads and all, when
// it is opened first, and when it is opened again.
func TestAPagesLoadsAreSmall(t *testing.T) {
	for _, l := range leaves() {
		t.Run(l.name, func(t *testing.T) {
			d, path := l.opens(t)
			page := d.ask("GET", path, "", zipping)
			first := size(t, page)
			files := d.filesOf(unzipped(t, page))
			for _, file := range files {
				w := d.ask("GET", file, "", zipping)
				d.want(w, 200)
				if first += size(t, w); w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
					t.Errorf("%s is asked for again: %v", file, w.Header())
				}
				d.want(d.ask("GET", file, "", with("If-None-Match", w.Header().Get("ETag"))), http.StatusNotModified)
			}
			var had []func(*http.Request)
			if l.kept {
				had = append(had, with("If-None-Match", page.Header().Get("ETag")))
			}
			second := size(t, d.ask("GET", path, "", append(had, zipping)...))
			poll := size(t, d.ask("GET", path, "", with("If-None-Match", page.Header().Get("ETag"))))
			t.Logf("%d bytes with %d files, again %d, nothing new %d", first, len(files), second, poll)
			if first > l.most || second > 3<<10 || poll > 1<<10 {
				t.Errorf("got %d bytes first, %d again and %d to be told of nothing new, want at most %d, %d and %d", first, second, poll, l.most, 3<<10, 1<<10)
			}
		})
	}
}

var (
	linked   = regexp.MustCompile(`(?:href|src)="(/assets/[^"]+)"`)
	imported = regexp.MustCompile(`from "\./([^"]+)"`)
)

// filesOf are the paths of all files that a page loads, and what those import, each once.
func (d *desk) filesOf(page string) []string {
	d.t.Helper()
	files := map[string]bool{}
	var add func(path string)
	add = func(path string) {
		if files[path] {
			return
		}
		files[path] = true
		body := d.want(d.ask("GET", path, ""), 200)
		for _, found := range imported.FindAllStringSubmatch(body, -1) {
			add(regexp.MustCompile(`[^/]+$`).ReplaceAllLiteralString(path, found[1]))
		}
	}
	for _, found := range linked.FindAllStringSubmatch(page, -1) {
		add(found[1])
	}
	if len(files) == 0 {
		d.t.Fatalf("no file in %s", page)
	}
	return slices.Sorted(maps.Keys(files))
}

// size is what an answer costs over the line.
func size(t *testing.T, w *httptest.ResponseRecorder) int {
	t.Helper()
	all, err := httputil.DumpResponse(w.Result(), true)
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func unzipped(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	body := w.Body.Bytes()
	if w.Header().Get("Content-Encoding") != "gzip" {
		return string(body)
	}
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}
