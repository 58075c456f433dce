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
	t := r.table(root, "kiosk")
	if t == nil {
		t = newTable("[kiosk]", 0)
	}
	shared, names := newTable(t.label, t.at), []string{}
	for key, n := range t.keys {
		switch setting := slices.Contains(kioskKeys, key); {
		case setting && n.kind == kindTable:
			r.wrong(n.keyAt, "kiosk.%s: %s is a key of [kiosk]: name this kiosk otherwise", key, key)
		case !setting && n.kind == kindTable:
			names = append(names, key)
		default:
			shared.keys[key] = n
		}
	}
	services := servicesOf(f.Sites)
	f.Kiosk = r.kiosk(shared, Kiosk{IdleSeconds: 30, PanelMM: [2]int{344, 194}, Printer: NoPrinter}, services)
	for _, name := range names {
		own := t.keys[name]
		if !idPattern.MatchString(name) {
			r.wrong(own.keyAt, "[kiosk.NAME]: expected for a name %s, got %s", idForm, quoteOddKey(name))
			continue
		}
		if own.label == "" {
			own.label = "[kiosk." + name + "]"
		}
		if f.Kiosks == nil {
			f.Kiosks = make(map[string]Kiosk)
		}
		f.Kiosks[name] = r.kiosk(own, f.Kiosk, services)
	}
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
