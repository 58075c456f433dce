package access

import "container/list"

// An lru is a map of at most so many: beyond, the entry longest untouched is
// dropped. It is not for several goroutines.
type lru[K comparable, V any] struct {
	most  int
	items map[K]*list.Element
	order *list.List // of lruItem, newest first
}

type lruItem[K comparable, V any] struct {
	key   K
	value V
}

func newLRU[K comparable, V any](most int) *lru[K, V] {
	return &lru[K, V]{most: most, items: make(map[K]*list.Element), order: list.New()}
}

func (l *lru[K, V]) get(key K) (v V, ok bool) {
	e, ok := l.items[key]
	if !ok {
		return v, false
	}
	l.order.MoveToFront(e)
	return e.Value.(lruItem[K, V]).value, true
}

// put adds a key that is not there.
func (l *lru[K, V]) put(key K, v V) {
	if len(l.items) >= l.most {
		l.drop(l.order.Back().Value.(lruItem[K, V]).key)
	}
	l.items[key] = l.order.PushFront(lruItem[K, V]{key, v})
}

func (l *lru[K, V]) drop(key K) {
	if e, ok := l.items[key]; ok {
		l.order.Remove(e)
		delete(l.items, key)
	}
}
