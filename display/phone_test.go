package display

import (
	"slices"
	"testing"

	"accueil/queue"
	"accueil/queue/wire"
)

func TestATelephoneSaysWhatToDoNow(t *testing.T) {
	for _, test := range []struct {
		view  wire.PhoneView
		state string
		lines []string
		over  bool
	}{
		{wire.PhoneView{State: queue.Waiting, Ahead: 3}, "Environ 3 personnes avant vous", nil, false},
		{wire.PhoneView{State: queue.Waiting}, "Votre tour est le prochain.", nil, false},
		{wire.PhoneView{State: queue.Waiting, Ahead: 1, Wait: &wire.Wait{LowMin: 10, HighMin: 20}}, "Environ 1 personne avant vous", []string{"Attente : 10 à 20 minutes"}, false},
		{wire.PhoneView{State: queue.Called, DeskName: "Guichet 2"}, "C'est votre tour.", []string{"Allez ici : Guichet 2"}, false},
		{wire.PhoneView{State: queue.Serving, DeskName: "Guichet 2"}, "Une personne vous reçoit : Guichet 2", nil, false},
		{wire.PhoneView{State: queue.Parked}, "Votre place est gardée.", nil, false},
		{wire.PhoneView{State: queue.NoShow}, "Nous avons appelé votre numéro. Allez voir une personne.", nil, false},
		{wire.PhoneView{State: queue.Done}, "Votre visite est finie.", nil, true},
		{wire.PhoneView{State: queue.Cancelled}, "Votre numéro est rendu.", nil, true},
		{wire.PhoneView{State: queue.Unserved}, "La journée est finie. Demandez un nouveau numéro.", nil, true},
	} {
		test.view.Number, test.view.Lang = "A07", "fr"
		s := PhoneOf(test.view)
		if s.State != test.state || !slices.Equal(s.Lines, test.lines) || s.Over != test.over || s.Called != (test.view.State == queue.Called) {
			t.Errorf("%s: got %+v, want %q %q", test.view.State, s, test.state, test.lines)
		}
		if want := "A07 · " + test.state; s.Number != "A07" || s.Title != want {
			t.Errorf("%s: got the title %q, want %q", test.view.State, s.Title, want)
		}
	}
}

func TestALinkThatIsOverIsSaidInAVisitorsLanguage(t *testing.T) {
	for lang, want := range map[string]string{"en": "This link is over.", "xx": "Ce lien est fini."} {
		if s := PhoneLost(lang); s.State != want || len(s.Lines) != 1 || !s.Over || s.Number != "" {
			t.Errorf("%s: got %+v, want %q", lang, s, want)
		}
	}
}
