package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"accueil/queue"
	"accueil/queue/client"
	"accueil/queue/wire"
)

// adminTimeMax is how long an admin's command waits for the server.
const adminTimeMax = 20 * time.Second

// An admin looks after devices and people, over the API.
type admin struct {
	*env
	client          *client.Client
	fingerprint     string // of the server, for a device; "": none is pinned
	site            queue.SiteID
	role, name, pin string
}

// adminCommand adds, lists and removes devices and people.
func adminCommand(e *env) func(context.Context) error {
	server, site, token, known := e.serverFlag(), e.siteFlag(), e.tokenFlag(), e.trustFlag()
	role := e.flags.String("role", "", "`ROLE` of what is added: wall, kiosk, mediator or supervisor")
	pin := e.flags.String("pin", "", "`PIN` to set; without it one of six digits is drawn")
	e.operands = 3
	return func(ctx context.Context) error {
		a := admin{env: e, site: queue.SiteID(*site), role: *role, pin: *pin}
		if len(e.args) == 3 {
			a.name = e.args[2]
		}
		if err := a.check(); err != nil {
			return err
		}
		if *token == "" {
			return usageError{"whose token? give --token-file DIR/admin.token, from the server's data folder"}
		}
		to := client.Options{URL: *server, Site: a.site}
		var err error
		if a.fingerprint, err = known.pin(&to, *token, filepath.Dir(*token)); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(ctx, adminTimeMax)
		defer cancel()
		if a.client, err = client.New(to); err != nil {
			return err
		}
		if err := a.client.Healthy(ctx); err != nil {
			if stranger := (*client.Stranger)(nil); queue.KindOf(err) == queue.Invalid || errors.As(err, &stranger) && stranger.Why != nil {
				return err // it says what to do
			}
			return fmt.Errorf("%w: is the server running? give its address with --server", err)
		}
		return a.do(ctx)
	}
}

func (a admin) do(ctx context.Context) error {
	what := a.what()
	switch what {
	case "device add":
		d, err := a.client.AddDevice(ctx, wire.DeviceRequest{Site: a.site, Role: a.role, Name: a.name})
		return a.print(strings.TrimSpace(d.Token+" "+a.fingerprint), err)
	case "person add":
		p, err := a.client.AddPerson(ctx, wire.PersonRequest{Site: a.site, Role: a.role, Name: a.name, PIN: a.pin})
		return a.print(p.PIN, err)
	case "device list":
		return a.listDevices(ctx)
	case "person list":
		return a.listPeople(ctx)
	case "device remove":
		id, err := a.device(ctx)
		if err != nil {
			return err
		}
		return a.client.RemoveDevice(ctx, id)
	case "person remove":
		id, err := a.person(ctx)
		if err != nil {
			return err
		}
		return a.client.RemovePerson(ctx, id)
	case "person reset-pin":
		id, err := a.person(ctx)
		if err != nil {
			return err
		}
		p, err := a.client.ResetPIN(ctx, id, a.pin)
		return a.print(p.PIN, err)
	}
	return wrongAdmin()
}

func (a admin) what() string { return strings.Join(a.args[:min(2, len(a.args))], " ") }

func wrongAdmin() error {
	return usageError{"write it as: accueil admin device add|list|remove or person add|list|remove|reset-pin, then the NAME or ID"}
}

// check refuses words that make no sense, before anyone is asked.
func (a admin) check() error {
	switch what := a.what(); what {
	case "device add", "person add":
		if a.site == "" || a.role == "" || a.name == "" {
			return usageError{"write it as: accueil admin " + what + " --role ROLE --site ID NAME"}
		}
	case "device list", "person list":
		if a.name != "" {
			return usageError{fmt.Sprintf("unexpected %q: accueil admin %s lists all (--site ID: those of one site)", a.name, what)}
		}
	case "device remove", "person remove", "person reset-pin":
		if a.name == "" {
			return usageError{"which one? write it as: accueil admin " + what + " NAME or ID"}
		}
	default:
		return wrongAdmin()
	}
	return nil
}

// print writes what is shown once, alone on its line.
func (a admin) print(secret string, err error) error {
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, secret)
	return err
}

func (a admin) listDevices(ctx context.Context) error {
	list, err := a.client.Devices(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, d := range list {
		if a.site != "" && d.Site != a.site {
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", d.ID, d.Site, d.Role, d.Name, d.Since.Format(time.DateOnly))
	}
	return table.Flush()
}

func (a admin) listPeople(ctx context.Context) error {
	list, err := a.client.People(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, p := range list {
		if a.site != "" && p.Site != a.site {
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", p.ID, p.Site, p.Role, p.Name, p.Since.Format(time.DateOnly))
	}
	return table.Flush()
}

// device returns the id of the device of that id or name.
func (a admin) device(ctx context.Context) (queue.ActorID, error) {
	list, err := a.client.Devices(ctx)
	if err != nil {
		return "", err
	}
	var found []queue.ActorID
	for _, d := range list {
		if a.means(d.ID, d.Name, d.Site) {
			found = append(found, d.ID)
		}
	}
	return a.only(found, "device")
}

// person returns the id of the person of that id or name.
func (a admin) person(ctx context.Context) (queue.ActorID, error) {
	list, err := a.client.People(ctx)
	if err != nil {
		return "", err
	}
	var found []queue.ActorID
	for _, p := range list {
		if a.means(p.ID, p.Name, p.Site) {
			found = append(found, p.ID)
		}
	}
	return a.only(found, "person")
}

// means reports whether one of that id, name and site was named.
func (a admin) means(id queue.ActorID, name string, site queue.SiteID) bool {
	return string(id) == a.name || name == a.name && (a.site == "" || a.site == site)
}

// only returns the one that was found: a name may stand at several sites.
func (a admin) only(found []queue.ActorID, kind string) (queue.ActorID, error) {
	switch len(found) {
	case 0:
		return "", fmt.Errorf("there is no %s %q: see accueil admin %s list", kind, a.name, kind)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("%d sites have a %s %q: give --site ID, or its id from accueil admin %s list", len(found), kind, a.name, kind)
}
