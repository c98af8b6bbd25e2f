package retrieval

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// A Desk holds documents that are in no store: sent along with a question, and read
// for it alone. It is searched by words, never changes, and is safe for concurrent use.
type Desk struct {
	retriever *Retriever
	entries   []Entry // by file
}

// NewDesk lays documents on a desk, cut into passages. Of two with one name the
// latter counts.
func NewDesk(a *japanese.Analyzer, split Splitter, documents ...Document) (*Desk, error) {
	d := &Desk{retriever: NewRetriever(a, nil, nil, Weights{Lexical: 1})}
	var passages stack
	entries := map[string]Entry{}
	for _, doc := range slices.Backward(documents) {
		if _, ok := entries[doc.File]; ok {
			continue
		}
		ps := split(doc)
		passages = append(passages, ps...)
		entries[doc.File] = Entry{File: doc.File, Title: doc.Title, Modified: doc.Modified, Passages: len(ps)}
		d.entries = append(d.entries, entries[doc.File])
	}
	slices.SortFunc(d.entries, func(a, b Entry) int { return cmp.Compare(a.File, b.File) })
	slices.SortStableFunc(passages, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	for i := range passages {
		p := &passages[i]
		p.Terms = lexical.Encode(a.Terms(p.Text), a.Terms(p.head()))
	}
	words, err := index(passages)
	if err != nil {
		return nil, err
	}
	d.retriever.view.Store(&view{snapshot: passages, lexical: words, entries: entries, definitions: define(passages)})
	return d, nil
}

// Search finds the passages on the desk that bear on a question, by words alone.
func (d *Desk) Search(ctx context.Context, q Query) (Hits, error) { return d.retriever.Search(ctx, q) }

// Documents lists what is on the desk, by file.
func (d *Desk) Documents() []Entry { return d.entries }

// Passages is Retriever.Passages.
func (d *Desk) Passages(file string) []*Passage { return d.retriever.Passages(file) }

// Holds reports whether a file is on the desk.
func (d *Desk) Holds(file string) bool {
	return slices.ContainsFunc(d.entries, func(e Entry) bool { return e.File == file })
}

// Modified is Retriever.Modified.
func (d *Desk) Modified(file string) time.Time { return d.retriever.Modified(file) }

// A stack is a Snapshot of passages without vectors.
type stack []Passage

// Passages implements Snapshot.
func (s stack) Passages() []Passage { return s }

// Nearest implements Snapshot.
func (s stack) Nearest(context.Context, []float32, int, func(int) bool) ([]Neighbour, error) {
	return nil, errors.New("a desk is searched by words alone")
}
