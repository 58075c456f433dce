package main

import (
	"strings"
)

// stories are a mediator's day, line by line. Samia is at the first console, Nora, who
// heads the site, at the second.
func stories() []story {
	var all []story
	for _, part := range [][]story{arriving(), visiting(), sending(), calling(), asking(), ending()} {
		all = append(all, part...)
	}
	return all
}

func arriving() []story {
	return []story{
		{"choose a desk, by key and by touch", []deed{
			{on: first, types: "1", then: []sight{sees(first, "Guichet 1 · Samia"), sees(first, "Personne avec vous")}},
			{on: second, touches: "Guichet 2", then: []sight{sees(second, "Guichet 2 · Nora"), sees(second, "1 Samia"), sees(first, "2 Nora")}},
		}},
		{"give tickets, with class and language", []deed{
			{on: first, types: "g", then: []sight{sees(first, "Un ticket pour quel service")}},
			{on: first, types: "121", then: []sight{sees(first, "Ticket donné : A901"), sees(wall, "1 personne attend"), sees(second, "A901")}},
			{on: second, touches: "Donner un ticket", then: []sight{sees(second, "Un ticket pour quel service")}},
			{on: second, touches: "A Papiers et droits", then: []sight{sees(second, "prioritaire")}},
			{on: second, touches: "sans priorité", then: []sight{sees(second, "Dans quelle langue")}},
			{on: second, touches: "Українська", then: []sight{sees(second, "Ticket donné : A902")}},
			{on: first, types: "g211", then: []sight{sees(first, "Ticket donné : E901")}},
			{on: first, types: "g112", then: []sight{sees(first, "Ticket donné : A903")}},
			{on: second, types: "g111", then: []sight{sees(second, "Ticket donné : A904"), sees(first, "A904")}},
		}},
		{"the list says who waits, how long, what for and in which language", []deed{
			{on: first, then: []sight{sees(first, "5 personnes attendent"), sees(first, "A902"), sees(first, "0 min"), sees(first, " uk "),
				sees(first, "Électricité, gaz, eau"), sees(second, "E901"), sees(wall, "5 personnes attendent")}},
		}},
		{"a key that means nothing says what would", []deed{
			{on: first, types: "k", then: []sight{sees(first, "La touche « k » ne fait rien. Maintenant : s")}},
			{on: first, types: "d", then: []sight{sees(first, "« Débuter » : pas maintenant, mais quand quelqu'un vient d'être appelé")}},
		}},
		{"help names every key", []deed{
			{on: first, types: "?", then: []sight{sees(first, "Les touches"), sees(first, "Réimprimer")}},
			{on: first, types: "{Escape}", then: []sight{loses(first, "Les touches")}},
		}},
	}
}

func visiting() []story {
	return []story{
		{"next calls whoever should come, and says why this one", []deed{
			{on: first, calls: true, then: []sight{sees(first, "A901 · Papiers et droits · appelé"), sees(first, "4 personnes attendent"),
				sees(second, "1 Samia A901"), sees(wall, "4 personnes attendent"), loses(wall, "Attendez ici"), sees(wall, "A901 1"), sees(wall, "rang 1"), sees(calls, "A901 1 × 1")}},
			{on: first, then: []sight{sees(first, "arrivé à"), sees(first, "Priorité, attendait depuis"), sees(first, "son attente comptait plus.")}},
		}},
		{"recall", []deed{{on: first, types: "r", then: []sight{sees(first, "Rappeler : A901."), sees(calls, "A901 1 × 2"), sees(wall, "A901 1")}}}},
		{"start", []deed{{on: first, touches: "Débuter", then: []sight{sees(first, "A901 · Papiers et droits · reçu depuis")}}}},
		{"reasons while talking", []deed{
			{on: first, types: "m", then: []sight{sees(first, "Motifs A901 : tapez")}},
			{on: first, types: "caf{Enter}", then: []sight{sees(first, "Enlever le dernier"), sees(first, "CAF Droits CAF : demande")}},
			{on: first, types: "3{Tab}*", then: []sight{sees(first, "× 3 (résolu)"), sees(first, "première visite de l'année : oui")}},
			{on: first, types: "{Enter}", then: []sight{sees(first, "Motifs : "), sees(first, "× 3 (résolu)")}},
		}},
		{"next ends the visit before", []deed{
			{on: first, calls: true, then: []sight{sees(first, "A902 · Papiers et droits · appelé"), sees(first, "aujourd'hui : 1 visite · 3 motifs"),
				sees(first, "Attendait depuis"), sees(first, "au moment de l'appel : le plus long."), sees(second, "1 Samia A902"), sees(wall, "A902 1"), sees(wall, "A901 1")}},
		}},
		{"a no-show, and its undo", []deed{
			{on: first, types: "a", then: []sight{sees(first, "Absent : A902."), sees(first, "1 absent")}},
			{on: first, types: "u", then: []sight{sees(first, "Annuler l'absence : A902."), loses(first, "1 absent")}},
		}},
	}
}

func sending() []story {
	return []story{
		{"park with a time, and back", []deed{
			{on: first, calls: true, then: []sight{sees(first, "A902 · Papiers et droits · appelé")}},
			{on: first, types: "p", then: []sight{sees(first, "Mettre A902 de côté pour combien de temps")}},
			{on: first, types: "2", then: []sight{sees(first, "De côté : A902."), sees(first, "1 de côté"), sees(second, "de côté jusqu'à")}},
			{on: second, touches: "A902", then: []sight{sees(second, "De retour")}},
			{on: second, touches: "De retour", then: []sight{sees(second, "De retour : A902."), loses(first, "1 de côté")}},
		}},
		{"transfer with a note", []deed{
			{on: first, calls: true, then: []sight{sees(first, "A902 · Papiers et droits · appelé")}},
			{on: first, types: "t2", then: []sight{sees(first, "Un mot pour la suite de A902")}},
			{on: first, types: "<b>facture</b>{Enter}", then: []sight{sees(first, "Transférer : A902."), sees(second, "Mot : <b>facture</b>"), sees(first, "Personne avec vous")}},
		}},
	}
}

func calling() []story {
	return []story{
		{"call out of order, with a cause", []deed{
			{on: second, touches: "A903", then: []sight{sees(second, "Appeler")}},
			{on: second, types: "{Enter}", then: []sight{sees(second, "Appeler A903 avant son tour : pourquoi")}},
			{on: second, types: "1", then: []sight{sees(second, "A903 · Papiers et droits · appelé"), sees(first, "2 Nora A903"),
				sees(second, "Hors de l'ordre : revient avec ce qui manquait."), sees(wall, "A903 2")}},
		}},
		{"finish without reasons leaves a visit to code", []deed{
			{on: second, types: "f", then: []sight{sees(second, "Finir : A903."), sees(second, "À coder : 1")}},
			{on: second, touches: "À coder : 1", then: []sight{sees(second, "Motifs A903 : tapez")}},
			{on: second, types: "edf{Enter}", then: []sight{sees(second, "Enlever le dernier"), sees(second, "EDF Étalement")}},
			{on: second, types: "{Enter}2", then: []sight{loses(second, "À coder"), sees(second, "1 motif")}},
		}},
		{"a visit without a ticket", []deed{
			{on: second, types: "i17edf{Enter}", then: []sight{sees(second, "Enlever le dernier"), sees(second, "EDF Étalement")}},
			{on: second, types: "{Enter}3", then: []sight{sees(second, "2 visites")}},
		}},
		{"the head takes back the end of a visit", []deed{
			{on: second, touches: "Annuler la fin", then: []sight{sees(second, "La fin de quelle visite"), sees(second, "1 A903")}},
			{on: second, types: "1", then: []sight{sees(second, "A903 · Papiers et droits · reçu depuis")}},
			{on: second, types: "f", then: []sight{sees(second, "Finir : A903.")}},
		}},
		{"cancel", []deed{
			{on: first, touches: "E901", then: []sight{sees(first, "Supprimer")}},
			{on: first, types: "x", then: []sight{sees(first, "Supprimer E901 ?")}},
			{on: first, touches: "Oui", then: []sight{sees(first, "Supprimer : E901."), loses(second, "E901")}},
		}},
		{"reprint", []deed{
			{on: second, touches: "A904", then: []sight{sees(second, "Réimprimer")}},
			{on: second, types: "e", then: []sight{sees(second, "Réimprimer : A904.")}},
		}},
	}
}

func asking() []story {
	return []story{
		{"a colleague is asked for, and the alert acknowledged", []deed{
			{on: first, types: "b", then: []sight{sees(first, "collègue : demandé"), sees(second, "Samia a besoin d'un collègue")}},
			{on: second, touches: "Samia a besoin d'un collègue", then: []sight{sees(second, "Quelle alerte")}},
			{on: second, types: "1", then: []sight{sees(first, "collègue : Nora vient"), loses(second, "Quelle alerte")}},
			{on: first, types: "o1", then: []sight{loses(first, "collègue :")}},
		}},
		{"pause with a return time, and resume", []deed{
			{on: first, types: "z3", then: []sight{sees(first, "Guichet 1 : en pause jusqu'à"), sees(second, "1 Samia : en pause")}},
			{on: first, types: "z", then: []sight{loses(first, "en pause jusqu'à"), loses(second, "en pause")}},
		}},
		{"stop and reopen the tickets", []deed{
			{on: second, types: "w", then: []sight{sees(second, "Arrêter ou rouvrir les tickets")}},
			{on: second, touches: "Tous les services : arrêter", then: []sight{sees(second, "Tickets arrêtés : tous les services."), sees(second, "tickets arrêtés"), sees(first, "tickets arrêtés")}},
		}},
		{"a command is refused in words", []deed{
			{on: first, types: "g111", then: []sight{sees(first, "l'accueil ne donne pas de tickets pour ce service")}},
			{on: second, types: "w1", then: []sight{loses(first, "tickets arrêtés")}},
		}},
		{"a line on the walls", []deed{
			{on: second, types: "n", then: []sight{sees(second, "Le message sur les écrans")}},
			{on: second, types: "Fermé à midi{Enter}", then: []sight{sees(second, "Message aux écrans : Fermé à midi"), sees(wall, "Fermé à midi")}},
		}},
		{"what changed elsewhere is no longer asked about", []deed{
			{on: first, touches: "A904", then: []sight{sees(first, "Supprimer")}},
			{on: first, types: "x", then: []sight{sees(first, "Supprimer A904 ?")}},
			{on: second, touches: "A904", then: []sight{sees(second, "Supprimer")}},
			{on: second, types: "x1", then: []sight{sees(second, "Supprimer : A904."), sees(first, "A904 vient de changer ailleurs")}},
		}},
	}
}

func ending() []story {
	return []story{
		{"the line is lost and comes back", []deed{
			{happens: (*office).cut, then: []sight{sees(first, "Dernières nouvelles du serveur"), sees(second, "Dernières nouvelles du serveur"), sees(wall, "Rien ne répond")}},
			{on: first, types: "b", then: []sight{sees(first, "rien n'est fait")}},
			{happens: (*office).mend, then: []sight{loses(first, "Dernières nouvelles"), loses(second, "Dernières nouvelles"), loses(first, "rien n'est fait")}},
			{on: first, calls: true, then: []sight{sees(first, "A902 · Électricité, gaz, eau · appelé"), sees(first, "Mot : <b>facture</b>")}},
			{on: first, types: "d", then: []sight{sees(first, "reçu depuis")}},
		}},
		{"a desk is taken over, which is recorded, and its visit stays its mediator's", []deed{
			{on: second, types: "q", then: []sight{sees(second, "Changer de guichet")}},
			{on: second, touches: "Changer de guichet", then: []sight{sees(second, "À quel guichet")}},
			{on: second, types: "1", then: []sight{sees(second, "Guichet 1 est à Samia. Le reprendre ?")}},
			{on: second, types: "1", then: []sight{sees(second, "Guichet 1 · Nora"), sees(first, "Nora a pris Guichet 1."), sees(first, "A902 · Électricité"),
				sees(record, `"kind":"desk_opened","v":1,"data":{"desk":"1","person":"Nora","taken_off":"Samia"}`)}},
			{on: first, types: "6", then: []sight{loses(first, "À quel guichet"), sees(first, "A902 · Électricité")}},
			{on: first, types: "f", then: []sight{sees(first, "Finir : A902.")}},
		}},
		{"close", []deed{
			{on: second, types: "q", then: []sight{sees(second, "Fermer Guichet 1")}},
			{on: second, types: "1", then: []sight{sees(second, "À quel guichet"), loses(first, "1 Nora")}},
		}},
		{"nobody waits", []deed{
			{on: second, types: "1", then: []sight{sees(second, "Guichet 1 · Nora")}},
			{on: second, calls: true, then: []sight{sees(second, "Personne n'attend pour ce guichet")}},
		}},
	}
}

// cut ends the server as a power cut does, and mend starts it again.
func (o *office) cut() { o.server.kill() }

func (o *office) mend() {
	o.server = serve(o.t, o.data, "--listen", strings.TrimPrefix(o.server.url, "http://"))
}
