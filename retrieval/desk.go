package retrieval

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// A Desk holds documents that are in no store: sent along with a question, and read
// for it alone. It is searched by words, never changes, and is safe for concurrent use.
type Desk struct {
	analyzer *japanese.Analyzer
	entries  []Entry
	passages []Passage // by file, then ordinal
	lexical  *lexical.Index
}

// NewDesk lays documents on a desk, cut into passages. Of two with one name the
// latter counts.
func NewDesk(a *japanese.Analyzer, split Splitter, documents ...Document) (*Desk, error) {
	d := &Desk{analyzer: a}
	seen := map[string]bool{}
	for _, doc := range slices.Backward(documents) {
		if seen[doc.File] {
			continue
		}
		seen[doc.File] = true
		ps := split(doc)
		d.passages = append(d.passages, ps...)
		d.entries = append(d.entries, Entry{File: doc.File, Title: doc.Title, Modified: doc.Modified, Passages: len(ps)})
	}
	slices.SortFunc(d.entries, func(a, b Entry) int { return cmp.Compare(a.File, b.File) })
	slices.SortStableFunc(d.passages, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	for i := range d.passages {
		p := &d.passages[i]
		p.Terms = lexical.Encode(a.Terms(p.Text), a.Terms(p.head()))
	}
	var err error
	d.lexical, err = index(d.passages)
	return d, err
}

// Search finds the passages on the desk that bear on a question, by words alone.
func (d *Desk) Search(ctx context.Context, q Query) (Hits, error) {
	if err := ctx.Err(); err != nil {
		return Hits{}, err
	}
	visible, searched := visibility(d.passages, q.Visible)
	terms := d.analyzer.Terms(q.Text)
	scores := d.lexical.Score(terms)
	defer scores.Close()
	said := without(d.analyzer.Terms(q.Context), terms)
	scores.Add(said, contextWeight)
	v := view{lexical: d.lexical}
	out := Hits{Searched: searched, Terms: append(v.rate(terms, 1), v.rate(said, contextWeight)...)}
	out.List = Weights{Lexical: 1}.fuse(d.passages, nil, scores.Top(max(candidates, q.N), visible), scores)
	out.List = out.List[:min(len(out.List), max(q.N, 0))]
	return out, nil
}

// Documents lists what is on the desk, by file.
func (d *Desk) Documents() []Entry { return d.entries }

// Passages is Retriever.Passages.
func (d *Desk) Passages(file string) []*Passage { return whole(d.passages, file) }

// Holds reports whether a file is on the desk.
func (d *Desk) Holds(file string) bool {
	return slices.ContainsFunc(d.entries, func(e Entry) bool { return e.File == file })
}

// Modified is Retriever.Modified.
func (d *Desk) Modified(file string) time.Time {
	for _, e := range d.entries {
		if e.File == file {
			return e.Modified
		}
	}
	return time.Time{}
}
