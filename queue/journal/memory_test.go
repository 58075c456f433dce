package journal_test

import (
	"testing"

	"accueil/queue"
	"accueil/queue/journal"
	"accueil/queue/journal/journaltest"
)

func TestMemoryIsAJournal(t *testing.T) {
	journaltest.Run(t, func(*testing.T) journaltest.Store {
		m := journal.NewMemory()
		return journaltest.Store{
			Open: func(testing.TB) journal.Journal { return m },
			Alter: func(_ testing.TB, site queue.SiteID, pos uint64, change func([]byte) []byte) {
				m.Alter(site, pos, change)
			},
		}
	})
}
