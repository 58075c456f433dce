package i18n

// The console's words on a laptop that is away from its site.

// ConsoleAway is where a laptop is that has no desk.
func (w Words) ConsoleAway() string { return w.text("console.away") }

// ConsoleToJoin counts the visits that the site does not have yet.
func (w Words) ConsoleToJoin(n int) string { return w.count("console.to_join", n) }

// ConsoleJoinAbsent says whose sign-in some of them wait for.
func (w Words) ConsoleJoinAbsent(name string) string {
	return w.with("console.join_absent", values{"Name": name})
}

// ConsoleJoinStrange says that they wait for somebody whom the site knows.
func (w Words) ConsoleJoinStrange() string { return w.text("console.join_strange") }

// ConsoleJoined says that the site has every visit.
func (w Words) ConsoleJoined() string { return w.text("console.joined") }

// ConsoleJoinRefused says that the site does not take so many visits, and what to do.
func (w Words) ConsoleJoinRefused(n int) string { return w.count("console.join_refused", n) }

// ConsoleSignInAway says that name or PIN is wrong, or that the laptop has never seen
// this person with the network.
func (w Words) ConsoleSignInAway() string { return w.text("console.sign_in_away") }
