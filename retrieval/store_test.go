package retrieval_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"kotae/retrieval"
)

// A shelf is a Store in memory that notes what is done to it.
type shelf struct {
	mu    sync.Mutex // guards all below
	items map[string]item
	notes []string // "replace a.md", "touch a.md", "remove a.md"
	err   error    // of every write, where set
}

type item struct {
	entry    retrieval.Entry
	passages []retrieval.Passage
	vectors  [][]float32
}

func newShelf() *shelf { return &shelf{items: map[string]item{}} }

func (s *shelf) Entries(ctx context.Context) ([]retrieval.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []retrieval.Entry
	for _, name := range slices.Sorted(maps.Keys(s.items)) {
		e := s.items[name].entry
		e.Passages = len(s.items[name].passages)
		out = append(out, e)
	}
	return out, ctx.Err()
}

func (s *shelf) Replace(ctx context.Context, e retrieval.Entry, ps []retrieval.Passage, vs [][]float32) error {
	return s.write(ctx, "replace "+e.File, func() { s.items[e.File] = item{e, ps, vs} })
}

func (s *shelf) Touch(ctx context.Context, e retrieval.Entry) error {
	return s.write(ctx, "touch "+e.File, func() {
		it := s.items[e.File]
		it.entry = e
		s.items[e.File] = it
	})
}

func (s *shelf) Remove(ctx context.Context, files ...string) error {
	for _, f := range files {
		if err := s.write(ctx, "remove "+f, func() { delete(s.items, f) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) write(ctx context.Context, note string, do func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	s.notes = append(s.notes, note)
	do()
	return nil
}

// noted returns what was done since it was last called, sorted: files are settled
// in no order.
func (s *shelf) noted() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	notes := s.notes
	s.notes = nil
	slices.Sort(notes)
	return notes
}

func (s *shelf) Snapshot(context.Context) (retrieval.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out picture
	for _, name := range slices.Sorted(maps.Keys(s.items)) {
		out.passages = append(out.passages, s.items[name].passages...)
		out.vectors = append(out.vectors, s.items[name].vectors...)
	}
	return &out, nil
}

// A picture is a Snapshot of a shelf.
type picture struct {
	passages []retrieval.Passage
	vectors  [][]float32
}

func (p *picture) Passages() []retrieval.Passage { return p.passages }

func (p *picture) Nearest(ctx context.Context, v []float32, n int, visible func(int) bool) ([]retrieval.Neighbour, error) {
	if v == nil {
		return nil, ctx.Err()
	}
	var out []retrieval.Neighbour
	for i, u := range p.vectors {
		if visible != nil && !visible(i) {
			continue
		}
		sum := 0.0
		for j := range u {
			sum += float64(u[j]) * float64(v[j])
		}
		out = append(out, retrieval.Neighbour{Number: i, Cosine: sum})
	}
	slices.SortFunc(out, func(a, b retrieval.Neighbour) int {
		return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Number, b.Number))
	})
	return out[:min(n, len(out))], ctx.Err()
}
