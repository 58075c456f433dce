package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
)

//go:embed messages/*.toml
var embedded embed.FS

// catalogues are the embedded messages by language tag. They are read once, at
// the first word asked for, and never change.
func catalogues() map[string]*catalogue {
	all, _ := loaded() // Load tells
	return all
}

var loaded = sync.OnceValues(func() (map[string]*catalogue, error) { return load(embedded) })

// Load reads the messages. Its error names each file that cannot be read: the program
// was built with it. What it says goes on: such a language is spoken no more, and House
// in English where it has lost its words.
func Load() error {
	_, err := loaded()
	return err
}

// other is spoken for what House cannot say.
const other = "en"

// A catalogue speaks one language.
type catalogue struct {
	tag        string
	localizers [2]*goi18n.Localizer // its own, and other's
}

// load reads every messages/SCREEN.LANG.toml of files; a message m of it has
// the id SCREEN.m. Whatever its error, there is a catalogue for House.
func load(files fs.FS) (map[string]*catalogue, error) {
	names, err := fs.Glob(files, "messages/*.toml")
	faults := []error{err}
	bundle := goi18n.NewBundle(language.Make(House))
	all, broken := map[string]*catalogue{House: {tag: House}}, map[string]bool{}
	spoken := false
	for _, name := range names {
		lang, err := addMessages(bundle, files, name)
		if err != nil {
			faults, broken[lang] = append(faults, err), true
			continue
		}
		all[lang] = &catalogue{tag: lang}
		spoken = spoken || lang == House
	}
	if !spoken {
		faults = append(faults, fmt.Errorf("no messages/*.%s.toml: the house's language is owed", House))
	}
	for tag, c := range all {
		if broken[tag] && tag != House {
			delete(all, tag)
		}
		c.localizers = [2]*goi18n.Localizer{goi18n.NewLocalizer(bundle, tag), goi18n.NewLocalizer(bundle, other)}
	}
	return all, errors.Join(faults...)
}

// addMessages reads one file, and returns which language's it is.
func addMessages(bundle *goi18n.Bundle, files fs.FS, name string) (lang string, err error) {
	_, rest, _ := strings.Cut(path.Base(name), ".")
	lang = strings.TrimSuffix(rest, ".toml")
	screen, messages, err := readMessages(files, name)
	if err != nil {
		return lang, err
	}
	for _, m := range messages.Messages {
		m.ID = screen + "." + m.ID
	}
	if err := bundle.AddMessages(messages.Tag, messages.Messages...); err != nil {
		return lang, fmt.Errorf("read %s: %w", name, err)
	}
	return lang, nil
}

func readMessages(files fs.FS, name string) (screen string, m *goi18n.MessageFile, err error) {
	screen, rest, _ := strings.Cut(path.Base(name), ".")
	lang := strings.TrimSuffix(rest, ".toml")
	if tag, err := language.Parse(lang); err != nil || tag.String() != lang {
		return "", nil, fmt.Errorf("%s: expected a name such as messages/kiosk.fr.toml, with a language's tag", name)
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return "", nil, fmt.Errorf("read %s: %w", name, err)
	}
	formats := map[string]goi18n.UnmarshalFunc{"toml": toml.Unmarshal}
	m, err = goi18n.ParseMessageFileBytes(data, name, formats)
	if err != nil {
		return "", nil, fmt.Errorf("read %s: %w", name, err)
	}
	return screen, m, nil
}

// say returns the message id; n chooses its plural form unless nil. A message
// that this language lacks is said in House, one that House lacks in other, and one
// that none has by its id: the package's tests leave no such message.
func (c *catalogue) say(id string, n any, v values) string {
	// A nil values in an interface would not be nil to go-i18n.
	var data any
	if v != nil {
		data = map[string]any(v)
	}
	for _, l := range c.localizers {
		said, err := l.Localize(&goi18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: data})
		if err == nil || said != "" {
			return said
		}
	}
	return id
}
