package display

import (
	"strings"

	"accueil/configs/i18n"
	"accueil/queue"
)

// Speech is what is said of a call in a language: "A 7, guichet 2. A, 0, 7, guichet 2."
// A desk's name is the house's own word; in another language the desk goes by its
// number, where its name has one.
func Speech(lang, house string, number queue.Number, deskName string) string {
	w, desk := i18n.For(lang, house), strings.ToLower(deskName)
	if digits := shortDesk(deskName); digits != deskName && w != i18n.For(house) {
		desk = w.WallSpokenDesk(digits)
	}
	return w.WallSpoken(string(number), desk)
}
