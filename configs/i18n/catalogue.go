package i18n

import (
	"embed"
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
// the first word asked for, and never change. A message file that cannot be
// read is a fault of the build, found by any test: it panics.
var catalogues = sync.OnceValue(func() map[string]*catalogue {
	all, err := load(embedded)
	if err != nil {
		panic(err)
	}
	return all
})

// A catalogue speaks one language.
type catalogue struct {
	tag       string
	localizer *goi18n.Localizer
}

// load reads every messages/SCREEN.LANG.toml of files; a message m of it has
// the id SCREEN.m.
func load(files fs.FS) (map[string]*catalogue, error) {
	names, err := fs.Glob(files, "messages/*.toml")
	if err != nil {
		return nil, fmt.Errorf("list the message files: %w", err)
	}
	bundle := goi18n.NewBundle(language.Make(House))
	all := make(map[string]*catalogue)
	for _, name := range names {
		screen, messages, err := readMessages(files, name)
		if err != nil {
			return nil, err
		}
		for _, m := range messages.Messages {
			m.ID = screen + "." + m.ID
		}
		if err := bundle.AddMessages(messages.Tag, messages.Messages...); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		tag := messages.Tag.String()
		all[tag] = &catalogue{tag: tag}
	}
	for tag, c := range all {
		c.localizer = goi18n.NewLocalizer(bundle, tag)
	}
	if all[House] == nil {
		return nil, fmt.Errorf("no messages/*.%s.toml: the house's language is owed", House)
	}
	return all, nil
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
// that this language lacks is said in House, one that none has by its id: the
// package's tests leave no such message.
func (c *catalogue) say(id string, n any, v values) string {
	// A nil values in an interface would not be nil to go-i18n.
	var data any
	if v != nil {
		data = map[string]any(v)
	}
	said, err := c.localizer.Localize(&goi18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: data})
	if err != nil && said == "" {
		return id
	}
	return said
}
