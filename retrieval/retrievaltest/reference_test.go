package retrievaltest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kotae/retrieval"
)

// A reference is the simplest Store that conforms, for as long as the process
// lives. With the name of a bug it is one that does not.
type reference struct {
	*shelf
	bug string
}

// A shelf is what a reference keeps from one open to the next.
type shelf struct {
	mu    sync.Mutex
	space string
	docs  map[string]refDocument
	kept  map[retrieval.VectorKey][]float32
	first retrieval.Snapshot
}

type refDocument struct {
	entry    retrieval.Entry
	passages []retrieval.Passage
	vectors  [][]float32
}

var shelves sync.Map // by directory

func openReference(bug string) func(t *testing.T, dir, space string) Store {
	return func(t *testing.T, dir, space string) Store {
		kept, known := shelves.LoadOrStore(dir, &shelf{space: space, docs: map[string]refDocument{}, kept: map[retrieval.VectorKey][]float32{}})
		r := &reference{kept.(*shelf), bug}
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.space != space && bug != "mixes spaces" || known && bug == "forgets" {
			r.space, r.docs = space, map[string]refDocument{}
			if bug != "keeps across spaces" {
				clear(r.kept)
			}
		}
		return r
	}
}

func (r *reference) Close() error { return nil }

// done is the context's error.
func (r *reference) done(ctx context.Context) error {
	if r.bug == "writes though cancelled" {
		return nil
	}
	return ctx.Err()
}

func (r *reference) Entries(ctx context.Context) ([]retrieval.Entry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var es []retrieval.Entry
	for _, d := range r.docs {
		es = append(es, d.entry)
	}
	slices.SortFunc(es, func(a, b retrieval.Entry) int { return strings.Compare(a.File, b.File) })
	return es, ctx.Err()
}

func (r *reference) Replace(ctx context.Context, e retrieval.Entry, ps []retrieval.Passage, vs [][]float32) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.done(ctx); err != nil {
		return err
	}
	if r.bug == "deletes before it checks" {
		delete(r.docs, e.File)
	}
	if r.bug == "folds case" {
		maps.DeleteFunc(r.docs, func(file string, _ refDocument) bool { return strings.EqualFold(file, e.File) })
	}
	if err := r.check(ps, vs); err != nil {
		return err
	}
	e.Passages = len(ps)
	e.Modified, e.Indexed = e.Modified.UTC(), e.Indexed.UTC()
	d := refDocument{e, slices.Clone(ps), slices.Clone(vs)}
	for i := range ps {
		d.passages[i].Terms = slices.Clone(ps[i].Terms)
		d.passages[i].Sections = slices.Clone(ps[i].Sections)
		d.vectors[i] = slices.Clone(vs[i])
	}
	switch old := r.docs[e.File]; {
	case r.bug == "keeps the caller's slices":
		d.passages, d.vectors = ps, vs
	case r.bug == "leaves orphans" && len(old.passages) > len(ps):
		d.passages = append(d.passages, old.passages[len(ps):]...)
		d.vectors = append(d.vectors, old.vectors[len(ps):]...)
	case r.bug == "truncates times":
		d.entry.Modified = d.entry.Modified.Truncate(time.Second)
	case r.bug == "cuts text at NUL":
		for i := range d.passages {
			d.passages[i].Text, _, _ = strings.Cut(d.passages[i].Text, "\x00")
		}
	case r.bug == "loses headings":
		for i := range d.passages {
			d.passages[i].Sections = d.passages[i].Sections[:1]
		}
	}
	if r.bug == "names passages by 32 bits" {
		r.collide(d.passages)
	}
	r.docs[e.File] = d
	for i := range ps {
		if r.bug != "keeps what is stored" {
			delete(r.kept, ps[i].VectorKey())
		}
	}
	return nil
}

// collide removes other documents whose first passage has the same short name.
func (r *reference) collide(ps []retrieval.Passage) {
	short := func(p retrieval.Passage) uint32 {
		sum := sha256.Sum256([]byte(p.ID()))
		return binary.BigEndian.Uint32(sum[:])
	}
	maps.DeleteFunc(r.docs, func(_ string, d refDocument) bool {
		return len(ps) > 0 && len(d.passages) > 0 && short(ps[0]) == short(d.passages[0])
	})
}

func (r *reference) check(ps []retrieval.Passage, vs [][]float32) error {
	if len(ps) != len(vs) && r.bug != "takes any number of vectors" {
		return errors.New("count")
	}
	length := -1
	for _, d := range r.docs {
		for _, v := range d.vectors {
			length = len(v)
		}
	}
	for _, v := range vs {
		if length < 0 {
			length = len(v)
		}
		if err := r.checkVector(v, length); err != nil {
			return err
		}
	}
	return nil
}

func (r *reference) checkVector(v []float32, length int) error {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	switch {
	case len(v) != length && r.bug != "takes any length":
		return errors.New("length")
	case sum == 0 && r.bug != "takes zero":
		return errors.New("zero")
	case (math.IsNaN(sum) || math.IsInf(sum, 0)) && r.bug != "takes NaN":
		return errors.New("not finite")
	}
	return nil
}

func (r *reference) Touch(ctx context.Context, e retrieval.Entry) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.done(ctx); err != nil {
		return err
	}
	d, ok := r.docs[e.File]
	if !ok && r.bug != "touches unknown files" {
		return errors.New("unknown")
	}
	if r.bug == "touching loses passages" {
		d.passages, d.vectors = nil, nil
	}
	if r.bug != "believes Touch's count" {
		e.Passages = len(d.passages)
	}
	d.entry = e
	r.docs[e.File] = d
	return nil
}

func (r *reference) Remove(ctx context.Context, files ...string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.done(ctx); err != nil {
		return err
	}
	if len(files) == 0 && r.bug == "removes all for none" {
		clear(r.docs)
	}
	for _, file := range files {
		d, ok := r.docs[file]
		if !ok && r.bug == "knows all it removes" {
			return errors.New("unknown")
		}
		if ok && len(d.passages) == 0 && r.bug == "removes all for an empty one" {
			clear(r.docs)
		}
		if r.bug == "remembers what it removed" {
			r.docs[file] = refDocument{d.entry, nil, nil}
			continue
		}
		delete(r.docs, file)
	}
	return nil
}

func (r *reference) Snapshot(ctx context.Context) (retrieval.Snapshot, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &refSnapshot{bug: r.bug}
	for _, file := range slices.Sorted(maps.Keys(r.docs)) {
		s.passages = append(s.passages, r.docs[file].passages...)
		s.vectors = append(s.vectors, r.docs[file].vectors...)
	}
	switch r.bug {
	case "orders numbers as text":
		order := func(p retrieval.Passage) string { return fmt.Sprint(p.File, "#", p.Ordinal) }
		slices.SortStableFunc(s.passages, func(a, b retrieval.Passage) int { return strings.Compare(order(a), order(b)) })
	case "keeps the first snapshot":
		if r.first != nil {
			return r.first, ctx.Err()
		}
		r.first = s
	case "snapshots are live":
		if r.first != nil {
			*r.first.(*refSnapshot) = *s
			return r.first, ctx.Err()
		}
		r.first = s
	}
	return s, ctx.Err()
}

type refSnapshot struct {
	passages []retrieval.Passage
	vectors  [][]float32
	bug      string
}

func (s *refSnapshot) Passages() []retrieval.Passage { return s.passages }

func (s *refSnapshot) Nearest(ctx context.Context, q []float32, n int, visible func(int) bool) ([]retrieval.Neighbour, error) {
	if ctx.Err() != nil && s.bug == "cancelled is nothing" {
		return nil, nil
	}
	if ctx.Err() != nil || q == nil {
		return nil, ctx.Err()
	}
	if len(s.vectors) > 0 {
		if err := (&reference{bug: s.bug}).checkVector(q, len(s.vectors[0])); err != nil {
			return nil, err
		}
	}
	if n > len(s.passages) && s.bug == "too many is an error" {
		return nil, errors.New("n")
	}
	var hits []retrieval.Neighbour
	for i, v := range s.vectors {
		if visible == nil || visible(i) || s.bug == "hides after the cut" {
			c := max(-1, min(1, float64(float32(cosine(q, v)))))
			if s.bug == "scores without a unit" {
				c = float64(q[0]*v[0] + q[1]*v[1])
			}
			hits = append(hits, retrieval.Neighbour{Number: i, Cosine: c})
		}
	}
	if s.bug == "cancelled midway is nothing" && ctx.Err() != nil {
		return nil, nil
	}
	if s.bug == "changes the question" {
		clear(q)
	}
	if s.bug == "cuts ties by chance" || s.bug == "orders ties by chance" {
		rand.Shuffle(len(hits), func(i, j int) { hits[i], hits[j] = hits[j], hits[i] })
		slices.SortStableFunc(hits, func(a, b retrieval.Neighbour) int { return cmp.Compare(b.Cosine, a.Cosine) })
		hits = hits[:max(0, min(n, len(hits)))]
	}
	if s.bug != "orders ties by chance" {
		slices.SortFunc(hits, byCosineThenNumber)
	}
	if n < 0 && s.bug == "less than none is all" {
		n = len(hits)
	}
	hits = hits[:max(0, min(n, len(hits)))]
	if s.bug == "hides after the cut" && visible != nil {
		hits = slices.DeleteFunc(hits, func(h retrieval.Neighbour) bool { return !visible(h.Number) })
	}
	return hits, nil
}
