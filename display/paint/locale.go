package paint

import (
	"fmt"
	"strings"
)

// settleLocale sees to it that letters can be shown. tcell takes the locales C and
// POSIX, which cron, systemd and a bare console have, for ASCII, and would draw
// question marks: there this process alone is given C.UTF-8. A locale of another
// charset was chosen by someone, who is told.
func settleLocale(getenv func(string) string, setenv func(name, value string) error) error {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} { // as POSIX ranks them
		if locale = getenv(name); locale != "" {
			break
		}
	}
	switch charset := charsetOf(locale); charset {
	case "":
		return setenv("LC_ALL", "C.UTF-8")
	case "UTF-8", "UTF8":
		return nil
	default:
		return fmt.Errorf("the locale %s has the charset %s, in which the screen cannot be drawn: set LC_ALL=C.UTF-8", locale, charset)
	}
}

// charsetOf returns the charset that a locale names, in capitals; "" for one that
// names none.
func charsetOf(locale string) string {
	locale, _, _ = strings.Cut(locale, "@")
	_, charset, _ := strings.Cut(locale, ".")
	return strings.ToUpper(charset)
}
