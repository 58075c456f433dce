package spool

import "time"

// Named limits.
const (
	waitingMax = 100_000             // commands the server has not had; then no more numbers
	keptMax    = 200_000             // commands it has had; the oldest go first
	keptFor    = 7 * 24 * time.Hour  // and go after this
	refusedFor = 30 * 24 * time.Hour // what it refused stays longer: to be exported
	saidMax    = 200                 // bytes kept of a refusal

	inFlightMax  = 32
	windowMax    = 512 // commands read at once
	sendTimeMax  = 20 * time.Second
	greetTimeMax = 20 * time.Second
	renewAfter   = time.Hour   // the site and the link keys are asked for again
	asideFor     = time.Minute // what the server stumbled over waits so long

	retryDelayMin = 500 * time.Millisecond
	retryDelayMax = 30 * time.Second

	effectsMax   = 64 // wishes of the screen not yet begun
	receiptsMax  = 32 // receipts not yet begun
	helpTimeMax  = 5 * time.Second
	probeEvery   = 30 * time.Second // the printer is asked how it is
	probeSoon    = 2 * time.Second  // and so soon after a receipt
	endTimeMax   = 2 * time.Second  // for what is in flight when the program ends
	placeTimeMax = 2 * time.Minute  // an older ticket's screen is gone

	lookEvery     = 30 * time.Second // at what is told to the consoles
	sayAgainAfter = time.Minute      // another text of an alert that stands
	remindAfter   = 30 * time.Minute // of what holds though someone took its alert down

	// Of what waits while the server is heard. An office has a few dozens of visits a
	// day, and ten thousand commands take five seconds: so many, or one so old, is
	// not on its way but stuck. Looked at from growingHeard after the server's return.
	growingUnsent = 50
	growingAge    = 5 * time.Minute
	growingHeard  = time.Minute

	jumpMax     = 12 * time.Hour   // a further jump of the wall clock
	jumpHeld    = 10 * time.Minute // is believed only when it has held
	agreeWithin = 2 * time.Minute
	denyBeyond  = time.Hour // from the server's clock
	countsKept  = 8         // days
)
