package wire_test

import (
	"time"

	"accueil/queue"
	"accueil/queue/wire"
)

// managerView is what a head looks at in the middle of a morning.
func managerView() wire.ManagerView {
	opens, yesterday := nine.Add(-24*time.Hour), 2
	return wire.ManagerView{
		Site: headView.Site, Open: true, OpensAt: &opens, ClosesAt: &closes, Day: "2026-11-23", Intake: wire.Intake{Open: true},
		Desks:  []wire.Desk{{ID: "1", Name: "Guichet 1", State: queue.DeskOpen, Person: "ana", PersonName: "Ana", Since: nine}},
		Counts: headView.Counts, Alerts: []wire.Alert{{ID: "HELP", Kind: queue.AlertHelp, Text: "fauteuil", Device: "kiosk", Name: "entrée", Since: nine}},
		Notice: "Fermeture à 16 h", Head: headView.Head,
		Today: wire.DayFigures{
			Slots: []wire.Slot{
				{At: nine, Arrived: 9, Called: 4, Served: 3, NoShow: 1, Waits: 3, WaitMeanS: 420, WaitMaxS: 900, DesksOpen: 1.5, DesksServing: 1.2},
				{At: nine.Add(30 * time.Minute), Arrived: 2},
			},
			Arrived: 11, Called: 4, Served: 3, Waiting: 7, NoShows: 1, WithoutTicket: 2, Reasons: 8, UnservedYesterday: &yesterday,
			Waits: 3, WaitMeanS: 420, WaitMaxS: 900,
			ByService: []wire.ServiceFigure{{Service: "droits", Arrived: 11, Waiting: 7, Served: 3}},
			ByDesk:    []wire.DeskFigure{{Desk: "1", Visits: 3, ServingS: 1500, OpenS: 1800}},
		},
		Screens: []wire.Screen{
			{ID: "kiosk", Name: "entrée", Role: "kiosk", Connected: true, Since: &nine, Way: wire.WaySocket, View: wire.ViewKiosk},
			{ID: "wall", Name: "salle", Role: "wall", Connected: true, Since: &nine, Way: wire.WayPolling, View: wire.ViewWall},
			{ID: "hall", Name: "couloir", Role: "wall"},
		},
		Consoles: wire.Consoles{Socket: 3, Polling: 1},
		Changes:  changes,
	}
}

var changes = wire.Changes{
	Closed: []wire.ClosedChange{
		{Day: "2026-12-24", Closed: true, At: nine, Person: "head", PersonName: "Jeanne"},
		{Day: "2026-12-25", At: nine, Person: "gone"},
	},
	Reasons: []wire.ReasonChange{
		{ID: "etalement", Name: "Facture impayée", Was: "Étalement d'impayés", At: nine, Person: "head", PersonName: "Jeanne"},
		{ID: "fax", Name: "Envoi d'un fax", At: nine, Person: "head", PersonName: "Jeanne"},
	},
	LeftOut: 3,
}

// configuration is a file as it stands, and what lies over it.
func configuration(m *morning) wire.Configuration {
	site := wire.SiteOf(m.s, m.now)
	return wire.Configuration{
		File: wire.File{
			ID: "dijon", Name: "PIMMS de Dijon", TimeZone: "Europe/Paris", DayStarts: "04:00", Languages: []string{"fr", "en"},
			Hours: []string{"mon 09:00-17:00"}, Closed: []queue.Day{"2026-12-25"}, LastTicketMinutes: 15, PublicURL: "https://accueil.example",
			OutOfOrder: "cause", ReasonRequired: true, AlwaysOpen: true, WaitingList: "full", LongWaitMinutes: 30, PrioritySharePct: 25,
			Services: site.Services, Desks: site.Desks, Partners: site.Partners, Reasons: site.Reasons,
			Calling: wire.Calling{WeightNormal: 1, WeightPriority: 3, WeightAppointment: 1, AppointmentFirst: true, PassedOverAtMost: 3},
		},
		Changes: changes,
	}
}
