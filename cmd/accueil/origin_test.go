package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"accueil/configs"
	"accueil/queue"
)

func TestAPublicAddressIsAnOriginToLookFrom(t *testing.T) {
	for address, origin := range map[string]string{
		"https://accueil.example.org":         "https://accueil.example.org",
		"https://Accueil.example.org:443/pim": "https://accueil.example.org",
		"http://accueil.example.org:80":       "http://accueil.example.org",
		"http://10.0.0.7:8470":                "http://10.0.0.7:8470",
	} {
		if got := originOf(address); got != origin {
			t.Errorf("%s: got %q, want %q", address, got, origin)
		}
	}
	file := configs.Sample()
	file.Sites[0].PublicURL = "https://accueil.example.org/dijon"
	h, err := openHouse(t.Context(), houseOptions{Data: t.TempDir(), Config: file, AlwaysOpen: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.close() }()
	web := httptest.NewServer(h.server)
	defer web.Close()
	defer h.server.Goodbye(t.Context())
	_, token, err := h.access.AddDevice(t.Context(), "dijon", queue.RoleWall, "Salle")
	if err != nil {
		t.Fatal(err)
	}
	for origin, status := range map[string]int{"https://accueil.example.org": 101, "http://accueil.example.org": 403, "https://example.org": 403} {
		header := http.Header{"Authorization": {"Bearer " + token}, "Origin": {origin}}
		conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(web.URL, "http")+"/api/v1/sites/dijon/live?view=wall", header)
		if response == nil || response.StatusCode != status {
			t.Errorf("from %s: got %v %v, want %d", origin, response, err, status)
		}
		if conn != nil {
			_ = conn.Close()
		}
	}
}
