package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"

	arabicbold "eliasnaur.com/font/noto/sans/arabic/bold"
	"eliasnaur.com/font/roboto/robotobold"
)

//go:embed assets
var assetFiles embed.FS

// assets are the files of pages, under a path that is another when any of them is: a
// browser keeps them for good.
type assets struct {
	path  string
	files map[string]asset
}

type asset struct {
	kind, tag     string
	plain, zipped []byte
}

func readAssets() (assets, error) {
	a := assets{files: map[string]asset{}}
	sum := sha256.New()
	add := func(name string, body []byte) {
		sum.Write([]byte(name))
		sum.Write(body)
		var zipped bytes.Buffer
		zip := gzip.NewWriter(&zipped)
		_, _ = zip.Write(body) // into memory: never fails
		_ = zip.Close()
		a.files[path.Base(name)] = asset{kindOf(name), tagOf(body), body, zipped.Bytes()}
	}
	add("letters.ttf", robotobold.TTF) // a wall's own, so that its letters are as tall as they were reckoned
	add("arabic.ttf", arabicbold.TTF)
	err := fs.WalkDir(assetFiles, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := assetFiles.ReadFile(name)
		if err == nil {
			add(name, body)
		}
		return err
	})
	a.path = "/assets/" + hex.EncodeToString(sum.Sum(nil))[:16] + "/"
	return a, err
}

// kindOf does not ask the machine, which may know otherwise.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".ttf":
		return "font/ttf"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// ServeHTTP answers a file.
func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := a.files[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header, body := w.Header(), file.plain
	header.Set("Content-Type", file.kind)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Accept-Encoding")
	header.Set("ETag", file.tag)
	if has(r, file.tag) { // a browser that was told to load anew asks, though nothing can have changed
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if takesGzip(r) {
		header.Set("Content-Encoding", "gzip")
		body = file.zipped
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // who has gone asks again
}
