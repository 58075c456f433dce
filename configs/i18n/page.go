package i18n

// What stands around a console in a browser.

// PageName labels the field of a mediator's name.
func (w Words) PageName() string { return w.text("page.name") }

// PagePIN labels the field of the PIN.
func (w Words) PagePIN() string { return w.text("page.pin") }

// PageSignIn is on the button that signs in.
func (w Words) PageSignIn() string { return w.text("page.sign_in") }

// PageScript says that a page does nothing without its scripts.
func (w Words) PageScript() string { return w.text("page.script") }

// PageLetters is on the box that lets single letters be keys.
func (w Words) PageLetters() string { return w.text("page.letters") }

// PageNotify is on the button that asks to be called in the background.
func (w Words) PageNotify() string { return w.text("page.notify") }

// PagePart names a part of the page, for whoever hears it: visit, list, desks, keys, alerts
// or site.
func (w Words) PagePart(name string) string { return w.text("page.part_" + name) }

// PageColumn heads a column of the list: number, service, mark, lang or wait.
func (w Words) PageColumn(name string) string { return w.text("page.column_" + name) }

// PageStale is ConsoleStale, with a mark where the page writes the time.
func (w Words) PageStale(mark string) string { return w.with("console.stale", values{"Time": mark}) }

// PageUnderWay says that something is not yet answered.
func (w Words) PageUnderWay() string { return w.text("page.under_way") }

// PageAgain says that what was pressed before the line was cut is sent again.
func (w Words) PageAgain() string { return w.text("page.again") }

// PageRefused says that a key could not be taken, and that the page begins anew.
func (w Words) PageRefused() string { return w.text("page.refused") }

// PageUnknown says that nobody knows whether the last key did something.
func (w Words) PageUnknown() string { return w.text("page.unknown") }

// PageFailed says why a page does not open: busy, for a moment; unknown, as nothing is
// there; or wrong.
func (w Words) PageFailed(why string) string { return w.text("page.failed_" + why) }
