package memstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/philippgille/chromem-go"

	"kotae/retrieval"
)

// A snapshot answers from memory. Its collection holds numbers and vectors alone
// and is never changed, so searches share it without waiting.
type snapshot struct {
	passages   []retrieval.Passage
	dimension  int
	collection *chromem.Collection
}

// newSnapshot builds a collection beside those in use. The vectors are the
// library's own: they have unit length, so chromem keeps them as they are.
func newSnapshot(ctx context.Context, l *library) (*snapshot, error) {
	c, err := chromem.NewDB().CreateCollection("passages", nil, embedNothing)
	if err != nil {
		return nil, err
	}
	for i, v := range l.vectors {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := c.AddDocument(ctx, chromem.Document{ID: strconv.Itoa(i), Embedding: v}); err != nil {
			return nil, err
		}
	}
	return &snapshot{l.passages, l.dimension, c}, nil
}

// embedNothing stands where chromem would otherwise call OpenAI.
func embedNothing(context.Context, string) ([]float32, error) {
	return nil, errors.New("a store does not embed")
}

// Passages implements retrieval.Snapshot. They come with their Terms.
func (s *snapshot) Passages() []retrieval.Passage { return s.passages }

// Nearest implements retrieval.Snapshot. Two cosines are equal if they are equal
// as float32, the precision that chromem computes in.
func (s *snapshot) Nearest(ctx context.Context, vector []float32, n int, visible func(number int) bool) ([]retrieval.Neighbour, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("nearest passages: %w", err)
	}
	if vector == nil {
		return nil, nil
	}
	question, err := unit(vector)
	if err != nil {
		return nil, fmt.Errorf("nearest passages: %w", err)
	}
	if s.dimension != 0 && len(vector) != s.dimension {
		return nil, fmt.Errorf("nearest passages: vector has length %d; those in the index have %d", len(vector), s.dimension)
	}
	hidden, shown := s.hidden(visible)
	if n = min(n, shown); n <= 0 {
		return nil, nil
	}
	// chromem knows nothing of visibility, so ask for as many as hold n visible ones
	// if they lie evenly, and for more until n are certain.
	total := len(s.passages)
	for k := min(total, (n+1)*total/shown+8); ; k = min(total, 4*k) {
		found, err := s.query(ctx, question, k)
		if err != nil {
			return nil, fmt.Errorf("nearest passages: %w", err)
		}
		if k < total {
			found = certain(found)
		}
		if hidden != nil {
			found = slices.DeleteFunc(found, func(h retrieval.Neighbour) bool { return hidden[h.Number] })
		}
		if len(found) >= n {
			return found[:n:n], nil
		}
		if k == total {
			return nil, fmt.Errorf("nearest passages: %d found of %d", len(found), n)
		}
	}
}

// hidden asks once for every number. It returns nil if nothing is hidden, and how
// many passages are shown.
func (s *snapshot) hidden(visible func(number int) bool) (hidden []bool, shown int) {
	if visible == nil {
		return nil, len(s.passages)
	}
	hidden = make([]bool, len(s.passages))
	for i := range hidden {
		if visible(i) {
			shown++
		} else {
			hidden[i] = true
		}
	}
	return hidden, shown
}

// certain drops the hits with the lowest cosine. Of those equal to it, chromem
// returned any; the better ones are all there.
func certain(hits []retrieval.Neighbour) []retrieval.Neighbour {
	n := len(hits)
	for n > 0 && hits[n-1].Cosine == hits[len(hits)-1].Cosine {
		n--
	}
	return hits[:n]
}

// query returns k hits, best first, equal ones by number. Which of those equal to
// the last it returns is chance. 1 ≤ k ≤ len(s.passages).
func (s *snapshot) query(ctx context.Context, question []float32, k int) ([]retrieval.Neighbour, error) {
	results, err := s.collection.QueryEmbedding(ctx, question, k, nil, nil)
	if ctx.Err() != nil { // chromem returns what it has, and no error
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	hits := make([]retrieval.Neighbour, len(results))
	for i, r := range results {
		number, err := strconv.Atoi(r.ID)
		if err != nil {
			return nil, err
		}
		// Rounding may lead a hair beyond 1.
		hits[i] = retrieval.Neighbour{Number: number, Cosine: float64(max(-1, min(1, r.Similarity)))}
	}
	slices.SortFunc(hits, func(a, b retrieval.Neighbour) int {
		return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Number, b.Number))
	})
	return hits, nil
}
