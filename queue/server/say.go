package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"accueil/queue"
	"accueil/queue/engine"
)

// sayFor lets a wall keep what it heard, and ask whether it is still so: a desk may have
// another name since.
const sayFor = "private, no-cache"

// sayCall answers with what is said of a number that is called to a desk.
func (c *call) sayCall() error {
	a := Announcement{Number: queue.Number(c.r.PathValue("number"))}
	var languages []string
	var desk queue.Desk
	err := c.read(func(l engine.Look) {
		config := l.State.Config()
		languages = config.Languages
		desk, _ = config.Desk(queue.DeskID(c.r.PathValue("desk")))
	})
	if err != nil {
		return err
	}
	a.House, a.DeskName = languages[0], desk.Name
	if a.Lang = c.r.URL.Query().Get("lang"); a.Lang == "" {
		a.Lang = a.House
	}
	if !slices.Contains(languages, a.Lang) {
		return queue.Refuse(queue.Invalid, "lang %q is none of the site's languages: %s", a.Lang, strings.Join(languages, ", "))
	}
	if _, _, _, ok := a.Number.Split(); !ok {
		return queue.Refuse(queue.NotFound, "%q is no number: expected one such as A07", string(a.Number))
	}
	if desk.ID == "" {
		return queue.Refuse(queue.NotFound, "there is no desk %q", c.r.PathValue("desk"))
	}
	s, err := c.s.voice.of(c.r.Context(), a)
	if err != nil {
		return err
	}
	header := c.w.Header()
	header.Set("ETag", s.tag)
	header.Set("Cache-Control", sayFor)
	if hasTag(c.r.Header.Values("If-None-Match"), s.tag) {
		c.head(http.StatusNotModified)
		return nil
	}
	header.Set("Content-Type", c.route.media)
	header.Set("Content-Length", strconv.Itoa(len(s.wav)))
	c.head(c.route.status)
	_, _ = c.w.Write(s.wav) // who has gone asks again
	return nil
}

// hasTag reports whether a tag is among those of If-None-Match.
func hasTag(lines []string, tag string) bool {
	for _, line := range lines {
		for one := range strings.SplitSeq(line, ",") {
			if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
				return true
			}
		}
	}
	return false
}
