package access

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"accueil/queue"
)

// The buckets of the store, with what their records hold. Fields are added,
// never changed or reused.
const (
	bucketAdmin   = "admin"   // one record, adminKey
	bucketDevice  = "device"  // by ActorID
	bucketLinkKey = "linkkey" // by site/day
	bucketNote    = "note"    // by site/id
	bucketPerson  = "person"  // by ActorID
	bucketSession = "session" // by the token's hash in hexadecimal
)

const adminKey = "admin"

type adminRecord struct {
	ID    queue.ActorID `json:"id"`
	Token []byte        `json:"token"` // its hash
}

type deviceRecord struct {
	Site   queue.SiteID `json:"site"`
	Role   string       `json:"role"`
	Name   string       `json:"name"`
	Since  time.Time    `json:"since"`
	Paired bool         `json:"paired,omitempty"`
	Token  []byte       `json:"token"` // its hash
}

type personRecord struct {
	Site    queue.SiteID `json:"site"`
	Role    string       `json:"role"`
	Name    string       `json:"name,omitempty"`
	Since   time.Time    `json:"since"`
	Removed bool         `json:"removed,omitempty"`
	PIN     pinRecord    `json:"pin"`
}

type sessionRecord struct {
	Person  queue.ActorID `json:"person"`
	Expires time.Time     `json:"expires"`
}

type noteRecord struct {
	Site queue.SiteID `json:"site"`
	ID   string       `json:"id"`
	Text string       `json:"text"`
}

type linkKeyRecord struct {
	Site queue.SiteID `json:"site"`
	Day  queue.Day    `json:"day"`
	Key  []byte       `json:"key"`
}

type record interface {
	adminRecord | deviceRecord | personRecord | sessionRecord | noteRecord | linkKeyRecord
}

func encode[T record](v T) []byte {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // these types always have an encoding
	}
	return body
}

func decode[T record](r Record) (v T, err error) {
	if err := json.Unmarshal(r.Value, &v); err != nil {
		return v, fmt.Errorf("read %s %q of the access store: %w", r.Bucket, r.Key, err)
	}
	return v, nil
}

// known is the fold of the store's changes: all that is asked for often.
type known struct {
	rev      uint64
	stored   map[[2]string]bool // bucket and key of every record
	admin    adminRecord
	callers  map[hash]*holder
	devices  map[queue.ActorID]Device
	people   map[queue.ActorID]Person
	tokens   map[queue.ActorID][]hash // of a device its one, of a person its sessions', oldest first
	called   map[place]queue.ActorID  // devices by name
	signed   map[place]queue.ActorID  // people by name
	notes    map[string]noteRecord
	linkKeys map[string]linkKeyRecord
}

func newKnown() *known {
	return &known{
		stored:   make(map[[2]string]bool),
		callers:  make(map[hash]*holder),
		devices:  make(map[queue.ActorID]Device),
		people:   make(map[queue.ActorID]Person),
		tokens:   make(map[queue.ActorID][]hash),
		called:   make(map[place]queue.ActorID),
		signed:   make(map[place]queue.ActorID),
		notes:    make(map[string]noteRecord),
		linkKeys: make(map[string]linkKeyRecord),
	}
}

// reload takes in a list of everything and drops what is not in it.
func (k *known) reload(all []Record, rev uint64) error {
	left := make(map[[2]string]bool, len(all))
	for _, r := range all {
		left[[2]string{r.Bucket, r.Key}] = true
	}
	var errs []error
	for at := range k.stored {
		if !left[at] {
			errs = append(errs, k.fold(Record{Bucket: at[0], Key: at[1], Rev: rev}))
		}
	}
	for _, r := range all {
		errs = append(errs, k.fold(r))
	}
	k.rev = rev
	return errors.Join(errs...)
}

// fold takes in one change. A record taken in twice changes nothing.
func (k *known) fold(r Record) error {
	k.rev = r.Rev
	if r.Value == nil {
		delete(k.stored, [2]string{r.Bucket, r.Key})
	} else {
		k.stored[[2]string{r.Bucket, r.Key}] = true
	}
	switch r.Bucket {
	case bucketAdmin:
		return k.foldAdmin(r)
	case bucketDevice:
		return k.foldDevice(r)
	case bucketPerson:
		return k.foldPerson(r)
	case bucketSession:
		return k.foldSession(r)
	case bucketNote:
		return foldInto(k.notes, r)
	case bucketLinkKey:
		return foldInto(k.linkKeys, r)
	}
	return fmt.Errorf("the access store holds %s %q, which this program does not know", r.Bucket, r.Key)
}

func foldInto[T record](m map[string]T, r Record) error {
	if r.Value == nil {
		delete(m, r.Key)
		return nil
	}
	v, err := decode[T](r)
	if err == nil {
		m[r.Key] = v
	}
	return err
}

func (k *known) foldAdmin(r Record) error {
	var now adminRecord
	if r.Value != nil {
		var err error
		if now, err = decode[adminRecord](r); err != nil {
			return err
		}
	}
	k.only(k.admin.ID, hash{})
	k.admin = now
	if len(now.Token) == len(hash{}) {
		k.only(now.ID, hash(now.Token))
		k.admit(hash(now.Token), Caller{ID: now.ID, Role: queue.RoleAdmin})
	}
	return nil
}

func (k *known) foldDevice(r Record) error {
	id := queue.ActorID(r.Key)
	if old, ok := k.devices[id]; ok {
		delete(k.called, placeOf(old.Site, old.Name))
		delete(k.devices, id)
	}
	if r.Value == nil {
		k.only(id, hash{})
		return nil
	}
	v, err := decode[deviceRecord](r)
	if err != nil {
		return err
	}
	role, _ := queue.ParseRole(v.Role)
	k.devices[id] = Device{ID: id, Site: v.Site, Role: role, Name: v.Name, Since: v.Since, Paired: v.Paired}
	k.called[placeOf(v.Site, v.Name)] = id
	if len(v.Token) != len(hash{}) {
		return fmt.Errorf("device %s of the access store has no token", id)
	}
	k.only(id, hash(v.Token))
	k.admit(hash(v.Token), Caller{ID: id, Role: role, Site: v.Site, Name: v.Name, Device: true})
	return nil
}

func (k *known) foldPerson(r Record) error {
	id := queue.ActorID(r.Key)
	if old, ok := k.people[id]; ok && !old.Removed {
		delete(k.signed, placeOf(old.Site, old.Name))
	}
	if r.Value == nil {
		delete(k.people, id)
		k.only(id, hash{})
		return nil
	}
	v, err := decode[personRecord](r)
	if err != nil {
		return err
	}
	role, _ := queue.ParseRole(v.Role)
	k.people[id] = Person{ID: id, Site: v.Site, Role: role, Name: v.Name, Since: v.Since, Removed: v.Removed}
	if v.Removed {
		k.only(id, hash{})
		return nil
	}
	k.signed[placeOf(v.Site, v.Name)] = id
	return nil
}

func (k *known) foldSession(r Record) error {
	bits, err := hex.DecodeString(r.Key)
	if err != nil || len(bits) != len(hash{}) {
		return fmt.Errorf("session %q of the access store has no token", r.Key)
	}
	h := hash(bits)
	if r.Value == nil {
		k.dismiss(h)
		return nil
	}
	v, err := decode[sessionRecord](r)
	if err != nil {
		return err
	}
	p, ok := k.people[v.Person]
	if !ok || p.Removed {
		return nil // another server made it while its person was removed
	}
	k.admit(h, Caller{ID: p.ID, Role: p.Role, Site: p.Site, Name: p.Name, Expires: v.Expires})
	return nil
}

// admit lets a token in. One that is in already keeps its Gone.
func (k *known) admit(h hash, c Caller) {
	if _, ok := k.callers[h]; ok {
		return
	}
	k.callers[h] = newHolder(c)
	k.tokens[c.ID] = append(k.tokens[c.ID], h)
}

// dismiss ends a token.
func (k *known) dismiss(h hash) {
	found, ok := k.callers[h]
	if !ok {
		return
	}
	delete(k.callers, h)
	close(found.gone)
	rest := slices.DeleteFunc(k.tokens[found.ID], func(o hash) bool { return o == h })
	if len(rest) == 0 {
		delete(k.tokens, found.ID)
		return
	}
	k.tokens[found.ID] = rest
}

// only ends all tokens of an actor but one.
func (k *known) only(id queue.ActorID, stays hash) {
	for _, h := range slices.Clone(k.tokens[id]) {
		if h != stays {
			k.dismiss(h)
		}
	}
}

// endSessions ends those whose hour has come, and returns their keys.
func (k *known) endSessions(now time.Time) (keys []string) {
	for h, c := range k.callers {
		if c.over(now) {
			keys = append(keys, hex.EncodeToString(h[:]))
			k.dismiss(h)
		}
	}
	return keys
}

// oldLinkKeys returns the keys of link keys that are kept no longer.
func (k *known) oldLinkKeys(now time.Time) (keys []string) {
	for key, v := range k.linkKeys {
		if age, err := ageOf(v.Day, now); err != nil || age > linkKeyDays {
			keys = append(keys, key)
		}
	}
	return keys
}

// sessionsOf returns the store's keys of a person's sessions, oldest first.
func (k *known) sessionsOf(id queue.ActorID) (keys []string) {
	for _, h := range k.tokens[id] {
		keys = append(keys, hex.EncodeToString(h[:]))
	}
	return keys
}

func compareNames(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
