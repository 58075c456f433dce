package i18n

// What a visitor reads on a telephone, besides what the kiosk says too.

// PhoneTurn says that it is theirs.
func (w Words) PhoneTurn() string { return w.text("phone.turn") }

// PhoneGoTo says to which desk.
func (w Words) PhoneGoTo(desk string) string { return w.with("phone.go_to", values{"Desk": desk}) }

// PhoneServing says where they are served.
func (w Words) PhoneServing(desk string) string {
	return w.with("phone.serving", values{"Desk": desk})
}

// PhoneParked says that their place is kept.
func (w Words) PhoneParked() string { return w.text("phone.parked") }

// PhoneNoShow says that they were called and did not come.
func (w Words) PhoneNoShow() string { return w.text("phone.no_show") }

// PhoneOver says how it ended: done, cancelled or unserved.
func (w Words) PhoneOver(state string) string { return w.text("phone.over_" + state) }

// PhoneLost says that a link leads nowhere, or no longer.
func (w Words) PhoneLost() string { return w.text("phone.lost") }

// PhoneFollows says that the page stays true by itself.
func (w Words) PhoneFollows() string { return w.text("phone.follows") }

// PhoneStale says when the server was last heard, with a mark where the page writes the time.
func (w Words) PhoneStale(mark string) string { return w.with("phone.stale", values{"Time": mark}) }
