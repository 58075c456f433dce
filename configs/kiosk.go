package configs

import (
	"slices"

	"accueil/queue"
)

// kioskKeys are the keys of a kiosk's settings; any other table in [kiosk] is named
// after the kiosk that it is for.
var kioskKeys = []string{"idle_seconds", "panel_mm", "printer", "services", "hours"}

// kiosks reads [kiosk], and the [kiosk.NAME] of those that differ from it. Without
// one it is a 15.6-inch panel without a printer.
func (r *reader) kiosks(root *node, f *File) {
	shared, own := r.named(root, "kiosk", kioskKeys)
	services := servicesOf(f.Sites)
	f.Kiosk = r.kiosk(shared, Kiosk{IdleSeconds: 30, PanelMM: [2]int{344, 194}, Printer: NoPrinter}, services)
	for name, t := range own {
		if !idPattern.MatchString(name) {
			r.wrong(t.keyAt, "[kiosk.NAME]: expected for a name %s, got %s", idForm, quoteOddKey(name))
			continue
		}
		if f.Kiosks == nil {
			f.Kiosks = make(map[string]Kiosk)
		}
		f.Kiosks[name] = r.kiosk(t, f.Kiosk, services)
	}
}

// named returns the settings that all devices of a kind share, and by name the tables
// of those that differ: every table in it that is none of the keys.
func (r *reader) named(root *node, what string, keys []string) (shared *node, own map[string]*node) {
	t := r.table(root, what)
	if t == nil {
		t = newTable("["+what+"]", 0)
	}
	shared, own = newTable(t.label, t.at), make(map[string]*node)
	for key, n := range t.keys {
		switch setting := slices.Contains(keys, key); {
		case setting && n.kind == kindTable:
			r.wrong(n.keyAt, "%s.%s: %s is a key of [%s]: name this %s otherwise", what, key, key, what, what)
		case !setting && n.kind == kindTable:
			own[key] = n
			if n.label == "" {
				n.label = "[" + what + "." + key + "]"
			}
		default:
			shared.keys[key] = n
		}
	}
	return shared, own
}

// kiosk reads the settings of one table; what it leaves out is as in otherwise.
func (r *reader) kiosk(t *node, otherwise Kiosk, services map[string]int) Kiosk {
	r.only(t, kioskKeys...)
	k := otherwise
	k.IdleSeconds = r.whole(t, "idle_seconds", idleSecondsMin, idleSecondsMax, k.IdleSeconds)
	k.PanelMM = r.panel(t, k.PanelMM)
	k.Printer = r.printer(t, k.Printer)
	if t.keys["services"] != nil {
		k.Services = ids[queue.ServiceID](r, t, "services", services, "service", "[[site.service]]")
	}
	if t.keys["hours"] != nil {
		k.Hours = r.hours(t)
	}
	return k
}

// servicesOf are the services of all sites, by id: a kiosk learns its site from its
// token.
func servicesOf(sites []queue.Config) map[string]int {
	known := make(map[string]int)
	for _, site := range sites {
		for _, s := range site.Services {
			known[string(s.ID)]++
		}
	}
	return known
}
