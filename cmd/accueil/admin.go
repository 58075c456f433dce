package main

import (
	"context"
	"fmt"
	"os"
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
	site            queue.SiteID
	role, name, pin string
}

// adminCommand adds, lists and removes devices and people.
func adminCommand(e *env) func(context.Context) error {
	server, site, token := e.serverFlag(), e.siteFlag(), e.tokenFlag()
	role := e.flags.String("role", "", "`ROLE` of what is added: wall, kiosk, mediator or supervisor")
	pin := e.flags.String("pin", "", "`PIN` to set; without it one of six digits is drawn")
	e.operands = 3
	return func(ctx context.Context) error {
		if *token == "" {
			return usageError{"whose token? give --token-file DIR/admin.token, from the server's data folder"}
		}
		secret, err := readToken(*token)
		if err != nil {
			return err
		}
		a := admin{env: e, site: queue.SiteID(*site), role: *role, pin: *pin}
		if len(e.args) == 3 {
			a.name = e.args[2]
		}
		ctx, cancel := context.WithTimeout(ctx, adminTimeMax)
		defer cancel()
		if a.client, err = client.New(client.Options{URL: *server, Token: secret, Site: a.site}); err != nil {
			return err
		}
		if err := a.client.Healthy(ctx); err != nil {
			return fmt.Errorf("%w: is the server running? give its address with --server", err)
		}
		return a.do(ctx)
	}
}

func (a admin) do(ctx context.Context) error {
	what := strings.Join(a.args[:min(2, len(a.args))], " ")
	if what == "device add" || what == "person add" {
		if a.site == "" || a.role == "" || a.name == "" {
			return usageError{"write it as: accueil admin " + what + " --role ROLE --site ID NAME"}
		}
	} else if !strings.HasSuffix(what, " list") && a.name == "" {
		return usageError{"which one? write it as: accueil admin device|person add|list|remove|reset-pin [ID or NAME]"}
	}
	switch what {
	case "device add":
		d, err := a.client.AddDevice(ctx, wire.DeviceRequest{Site: a.site, Role: a.role, Name: a.name})
		return a.print(d.Token, err)
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
	return usageError{fmt.Sprintf("there is no %q: device add|list|remove, person add|list|remove|reset-pin", what)}
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
	for _, d := range list {
		if string(d.ID) == a.name || d.Name == a.name {
			return d.ID, nil
		}
	}
	return "", fmt.Errorf("there is no device %q: see accueil admin device list", a.name)
}

// person returns the id of the person of that id or name.
func (a admin) person(ctx context.Context) (queue.ActorID, error) {
	list, err := a.client.People(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range list {
		if string(p.ID) == a.name || p.Name == a.name {
			return p.ID, nil
		}
	}
	return "", fmt.Errorf("there is no person %q: see accueil admin person list", a.name)
}

// readToken reads a token file: one line.
func readToken(path string) (string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	token := strings.TrimSpace(string(raw))
	if token == "" {
		return "", fmt.Errorf("%s is empty: write the token into it that accueil admin device add printed", path)
	}
	return token, nil
}
