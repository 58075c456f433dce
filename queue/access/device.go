package access

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accueil/queue"
)

// A Device is a wall or a kiosk. Its id stays when its token changes, and with
// the id its lane.
type Device struct {
	ID     queue.ActorID
	Site   queue.SiteID
	Role   queue.Role // RoleWall or RoleKiosk
	Name   string     // unique among the site's devices, whatever the case
	Since  time.Time
	Paired bool // it paired itself, on the server's own machine
}

const (
	devicesMax = 500  // of a site
	peopleMax  = 1000 // of a site
)

// AddDevice makes a device and returns its token, which is shown once and kept
// nowhere. Invalid: the role is not a device's, or the name cannot be one;
// Conflict: the site has a device of that name. Whether there is such a site,
// the caller has to know.
func (a *Access) AddDevice(ctx context.Context, site queue.SiteID, role queue.Role, name string) (Device, string, error) {
	return a.addDevice(ctx, Device{Site: site, Role: role, Name: name})
}

// pairDevice is AddDevice for a device of this machine: one of that name that
// paired before, in the same role, gets a new token and keeps its id.
func (a *Access) pairDevice(ctx context.Context, site queue.SiteID, role queue.Role, name string) (Device, string, error) {
	return a.addDevice(ctx, Device{Site: site, Role: role, Name: name, Paired: true})
}

func (a *Access) addDevice(ctx context.Context, d Device) (Device, string, error) {
	if d.Role != queue.RoleWall && d.Role != queue.RoleKiosk {
		return Device{}, "", queue.Refuse(queue.Invalid, "a device is a wall or a kiosk, not %q", d.Role)
	}
	name, err := cleanName(d.Name)
	if err != nil {
		return Device{}, "", err
	}
	done, err := a.begin(ctx)
	if err != nil {
		return Device{}, "", err
	}
	defer done()
	d.ID, d.Name, d.Since = newID(), name, a.clock()
	if old, ok := a.deviceNamed(d.Site, name); ok {
		if !d.Paired || !old.Paired || old.Role != d.Role {
			return Device{}, "", queue.Refuse(queue.Conflict, "the site has a device named %s already: remove it first, or choose another name", old.Name)
		}
		d = old
	} else if len(a.Devices(d.Site)) >= devicesMax {
		return Device{}, "", queue.Refuse(queue.Conflict, "the site has %d devices, and cannot have more: remove one first", devicesMax)
	}
	token := newToken()
	h, _ := hashOf(token)
	err = a.put(ctx, bucketDevice, string(d.ID), encode(deviceRecord{
		Site: d.Site, Role: d.Role.String(), Name: d.Name, Since: d.Since, Paired: d.Paired, Token: h[:],
	}))
	if err != nil {
		return Device{}, "", err
	}
	return d, token, nil
}

func (a *Access) deviceNamed(site queue.SiteID, name string) (Device, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	id, ok := a.known.called[placeOf(site, name)]
	return a.known.devices[id], ok
}

// RemoveDevice revokes a device's token at once, NotFound when there is no such
// device. What OnRemoved was given runs before it returns.
func (a *Access) RemoveDevice(ctx context.Context, id queue.ActorID) error {
	d, err := a.dropDevice(ctx, id)
	if err != nil {
		return err
	}
	a.mu.RLock()
	tell := a.onRemoved
	a.mu.RUnlock()
	if tell != nil {
		tell(context.WithoutCancel(ctx), d)
	}
	return nil
}

func (a *Access) dropDevice(ctx context.Context, id queue.ActorID) (Device, error) {
	done, err := a.begin(ctx)
	if err != nil {
		return Device{}, err
	}
	defer done()
	d, err := a.Device(id)
	if err != nil {
		return Device{}, err
	}
	return d, a.remove(ctx, bucketDevice, string(id))
}

// OnRemoved sets what is done, besides, when a device is removed: its lanes are
// freed. A program that ends between the two must do it at its next start, for
// the devices that Device does not find.
func (a *Access) OnRemoved(do func(context.Context, Device)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.onRemoved = do
}

// Device returns the device of that id, NotFound when there is none.
func (a *Access) Device(id queue.ActorID) (Device, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	d, ok := a.known.devices[id]
	if !ok {
		return Device{}, queue.Refuse(queue.NotFound, "there is no device %q", id)
	}
	return d, nil
}

// Devices returns the devices of a site, or of all when site is "", by name.
func (a *Access) Devices(site queue.SiteID) []Device {
	a.mu.RLock()
	defer a.mu.RUnlock()
	var all []Device
	for _, d := range a.known.devices {
		if site == "" || d.Site == site {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(x, y Device) int { return cmp.Or(compareNames(x.Name, y.Name), cmp.Compare(x.ID, y.ID)) })
	return all
}
