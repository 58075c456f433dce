package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// zipMin is from how many bytes on an answer is zipped: every page has more, and of less
// nothing is saved.
const zipMin = 256

// A packer sends whole answers as small as a browser takes them: zipped, and not at all
// where the browser has the same already.
//
// To zip what is secret together with what a stranger chose would tell the stranger the
// secret by the length (BREACH). No page holds both. A token stands in a cookie alone; the
// secret of a telephone's page stands in its address, which whoever asks for it has; that
// of a screen at the door is another each time; and what was typed comes back in a sign-in
// or a step, which a stranger's page cannot send.
type packer struct {
	zippers sync.Pool // of *gzip.Writer, which is some 800 KiB large
}

// send sends what was written to a. Its tag is weak, since it is the same for the zipped
// and the plain.
func (p *packer) send(w http.ResponseWriter, r *http.Request, a *answer) {
	header, body := w.Header(), a.body.Bytes()
	if a.status == http.StatusOK && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		header.Set("ETag", tagOf(body))
		if has(r, header.Get("ETag")) {
			header.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if len(body) >= zipMin {
		header.Add("Vary", "Accept-Encoding")
		if takesGzip(r) {
			header.Set("Content-Encoding", "gzip")
			if body = a.zipped; body == nil {
				body = p.zip(a.body.Bytes())
			}
		}
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // who has gone asks again
}

func (p *packer) zip(body []byte) []byte {
	var zipped bytes.Buffer
	zipper, ok := p.zippers.Get().(*gzip.Writer)
	if !ok {
		zipper, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // a level there is: a wall steps at every call
	}
	defer p.zippers.Put(zipper)
	zipper.Reset(&zipped)
	_, _ = zipper.Write(body) // into memory: never fails
	_ = zipper.Close()
	return zipped.Bytes()
}

// tagOf names what a body says.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// has reports whether a browser has what a tag names.
func has(r *http.Request, tag string) bool {
	for known := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		known = strings.TrimSpace(known)
		if known == "*" || strings.TrimPrefix(known, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// takesGzip reports whether a browser says so: q=0 is a no.
func takesGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		q, given := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(weight), " ", ""), "q=")
		return !given || strings.Trim(q, "0.") != ""
	}
	return false
}
