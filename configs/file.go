package configs

import "accueil/queue"

// Limits of what all sites share.
const (
	partnersMax    = 200
	reasonsMax     = 1000
	passedOverMax  = 1000
	idleSecondsMin = 5
	idleSecondsMax = 600
	panelMMMin     = 50
	panelMMMax     = 5000
)

// places are where the ids of the file stand, by id.
type places struct {
	sites, partners, reasons map[string]int
}

// file reads the whole tree.
func (r *reader) file(root *node) *File {
	r.only(root, "site", "partner", "reason", "calling", "kiosk", "wall")
	places := &places{make(map[string]int), make(map[string]int), make(map[string]int)}
	shared := queue.Config{}
	for _, t := range r.tables(root, "partner", "[[partner]]", partnersMax) {
		r.only(t, "id", "name")
		shared.Partners = append(shared.Partners, queue.Partner{
			ID: queue.PartnerID(r.id(t, places.partners, `"edf"`)), Name: r.name(t, `"EDF"`),
		})
	}
	reasons := r.tables(root, "reason", "[[reason]]", reasonsMax)
	for _, t := range reasons {
		shared.Reasons = append(shared.Reasons, r.reason(t, places))
	}
	r.calling(root, &shared)

	f := &File{}
	sites := r.tables(root, "site", "[[site]]", sitesMax)
	for _, t := range sites {
		f.Sites = append(f.Sites, r.site(t, shared, places))
	}
	if root.keys["site"] == nil && !r.damaged {
		r.wrong(0, "no site: expected at least one table headed [[site]], with an id and a name")
	}
	r.kiosks(root, f)
	r.walls(root, f)
	r.warnReasons(reasons, shared.Reasons, f.Sites)
	f.warnings, f.Pictures = r.warnings(), r.pictures
	return f
}

func (r *reader) reason(t *node, places *places) queue.Reason {
	r.only(t, "id", "name", "code", "partners")
	code, _ := r.text(t, "code", `"E12"`)
	return queue.Reason{
		ID:       queue.ReasonID(r.id(t, places.reasons, `"etalement"`)),
		Name:     r.name(t, `"Étalement d'impayés"`),
		Code:     code,
		Partners: ids[queue.PartnerID](r, t, "partners", places.partners, "partner", "[[partner]]"),
	}
}

// calling reads the rule of calling.
func (r *reader) calling(root *node, c *queue.Config) {
	t := r.table(root, "calling")
	if t == nil {
		t = newTable("[calling]", 0)
	}
	r.only(t, "weight", "appointment_first", "passed_over_at_most")
	c.AppointmentFirst = r.truth(t, "appointment_first", true)
	c.PassedOverAtMost = r.whole(t, "passed_over_at_most", 0, passedOverMax, 3)

	weight := r.get(t, "weight", kindTable, "weights such as { normal = 1, priority = 3 }")
	if weight == nil {
		weight = newTable("", t.at)
	}
	r.only(weight, "normal", "priority", "appointment")
	c.WeightNormal = r.whole(weight, "normal", 1, queue.WeightMax, 1)
	c.WeightPriority = r.whole(weight, "priority", 1, queue.WeightMax, 3)
	c.WeightAppointment = r.whole(weight, "appointment", 1, queue.WeightMax, 1)
}

// panel returns width and height of a panel's glass.
func (r *reader) panel(t *node, otherwise [2]int) [2]int {
	list := r.get(t, "panel_mm", kindList, "width and height such as [344, 194]")
	if list == nil {
		return otherwise
	}
	if len(list.items) != 2 {
		r.wrong(list.at, "panel_mm: expected width and height such as [344, 194], got a list of %d", len(list.items))
		return otherwise
	}
	size := otherwise
	for i, n := range list.items {
		if n.kind != kindWhole || n.whole < panelMMMin || n.whole > panelMMMax {
			r.wrong(n.at, "panel_mm: expected whole millimetres from %d to %d, got %s", panelMMMin, panelMMMax, said(n))
			continue
		}
		size[i] = int(n.whole)
	}
	return size
}

// said returns a number as it is written, and of all else its kind.
func said(n *node) string {
	if n.kind == kindWhole || n.kind == kindFloat {
		return n.text
	}
	return n.kind.String()
}

// printer returns how a kiosk's printer is reached.
func (r *reader) printer(t *node, otherwise string) string {
	text, n := r.text(t, "printer", `"tcp://127.0.0.1:9100"`)
	if n == nil {
		return otherwise
	}
	if _, err := ParsePrinter(text); err != nil {
		r.wrong(n.at, "printer: %v", err)
	}
	return text
}
