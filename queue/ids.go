package queue

// Identities. Each is opaque to this package: it is compared, never taken apart.
type (
	SiteID    string // a site's name in the configuration, such as "dijon"
	ServiceID string
	DeskID    string
	ReasonID  string
	PartnerID string
	// A TicketID is a ULID; it identifies a ticket for ever, where the number
	// is only a label for a day. A visit coded without a ticket has one too.
	TicketID string
	AlertID  string // a ULID
	// An ActorID is the random id of a device or of a person.
	ActorID string
	// A SpoolID is the ULID of a kiosk's own database: a kiosk whose disk was
	// changed comes back with another one, and so gets another lane.
	SpoolID       string
	AppointmentID string
)

// A Role says what an actor may do; each may do what those before it may.
type Role uint8

const (
	RoleNone Role = iota
	RoleWall
	RoleKiosk
	RoleMediator
	RoleSupervisor
	RoleAdmin
)

// String returns the role's name on the wire, "" for RoleNone.
func (r Role) String() string {
	switch r {
	case RoleWall:
		return "wall"
	case RoleKiosk:
		return "kiosk"
	case RoleMediator:
		return "mediator"
	case RoleSupervisor:
		return "supervisor"
	case RoleAdmin:
		return "admin"
	case RoleNone:
		return ""
	}
	return ""
}

// ParseRole returns the role of that name, and false when there is none.
func ParseRole(s string) (Role, bool) {
	for r := RoleWall; r <= RoleAdmin; r++ {
		if r.String() == s {
			return r, true
		}
	}
	return RoleNone, false
}

// An Actor is who wishes something. The server itself, acting because time
// has passed, is the zero Actor with RoleAdmin.
type Actor struct {
	ID   ActorID
	Role Role
}
