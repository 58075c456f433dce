package wire

import (
	"encoding/json"
	"fmt"

	"accueil/queue"
)

// An owing request names the fields that it must have. What is left out is not
// taken for off, empty or zero: it is told.
type owing interface{ owed() []field }

// A field is one that is owed. One that is empty may still have been said.
type field struct {
	name  string
	empty bool
}

func (r GiveRequest) owed() []field    { return []field{{"service", r.Service == ""}} }
func (r CallRequest) owed() []field    { return []field{{"desk", r.Desk == ""}} }
func (r ParkRequest) owed() []field    { return []field{{"minutes", r.Minutes == 0}} }
func (r ReasonsRequest) owed() []field { return []field{{"reasons", r.Reasons == nil}} }
func (r VisitRequest) owed() []field {
	return []field{{"channel", r.Channel == ""}, {"reasons", r.Reasons == nil}}
}
func (r AlertRequest) owed() []field  { return []field{{"kind", r.Kind == ""}} }
func (r IntakeRequest) owed() []field { return []field{{"open", !r.Open}} }
func (r NoticeRequest) owed() []field { return []field{{"text", r.Text == ""}} }
func (r ClosedRequest) owed() []field { return []field{{"closed", !r.Closed}} }
func (r ReasonNameRequest) owed() []field {
	return []field{{"name", r.Name == ""}}
}
func (r LoginRequest) owed() []field {
	return []field{{"name", r.Name == ""}, {"pin", r.PIN == ""}, {"site", r.Site == ""}}
}
func (r DeviceRequest) owed() []field {
	return []field{{"site", r.Site == ""}, {"role", r.Role == ""}, {"name", r.Name == ""}}
}
func (r PersonRequest) owed() []field {
	return []field{{"site", r.Site == ""}, {"role", r.Role == ""}, {"name", r.Name == ""}}
}

// owed counts an appointment's empty field as left out: neither a time nor a
// service may be empty.
func (r AppointmentsRequest) owed() []field {
	all := []field{{"appointments", r.Appointments == nil}}
	for i, a := range r.Appointments {
		if a.At.IsZero() {
			all = append(all, field{fmt.Sprintf("appointments[%d].at", i), true})
		}
		if a.Service == "" {
			all = append(all, field{fmt.Sprintf("appointments[%d].service", i), true})
		}
	}
	return all
}

// Owes reports whether a request must have any field, so that its body may not be empty.
func Owes(request any) bool {
	r, ok := request.(owing)
	return ok && len(r.owed()) > 0
}

// checkOwed refuses a request that lacks an owed field, or has it as null.
func checkOwed(body []byte, request any) error {
	r, ok := request.(owing)
	if !ok {
		return nil
	}
	for _, f := range r.owed() {
		if f.empty && !stands(body, f.name) {
			return queue.Refuse(queue.Invalid, "field %s is missing", f.name)
		}
	}
	return nil
}

// stands reports whether a JSON object has a field that is not null.
func stands(body []byte, name string) bool {
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(body, &fields) // it was read before, or is empty
	value, ok := fields[name]
	return ok && string(value) != "null"
}
