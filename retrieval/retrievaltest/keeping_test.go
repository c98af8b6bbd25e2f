package retrievaltest

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"kotae/retrieval"
)

func TestReferenceKeeper(t *testing.T) {
	TestKeeper(t, func(t *testing.T, dir, space string) Keeper {
		return openReference(os.Getenv(bugEnv))(t, dir, space).(*reference)
	})
}

var _ Keeper = (*reference)(nil)

func (r *reference) Recall(ctx context.Context, keys []retrieval.VectorKey) ([][]float32, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done(ctx) != nil && r.bug != "recalls though cancelled" {
		return nil, ctx.Err()
	}
	known := map[retrieval.VectorKey][]float32{}
	for _, d := range r.docs {
		for i, p := range d.passages {
			if r.bug == "goes by text alone" {
				p.Sections = nil
			}
			known[p.VectorKey()] = d.vectors[i]
		}
	}
	if r.bug == "knows no stored passages" {
		clear(known)
	}
	for key, v := range r.kept {
		known[key] = v
	}
	out := make([][]float32, len(keys))
	for i, key := range keys {
		switch r.bug {
		case "gives its own slices":
			out[i] = known[key]
		case "rescales":
			for _, x := range known[key] {
				out[i] = append(out[i], x*0.7)
			}
		default:
			out[i] = slices.Clone(known[key])
		}
	}
	return out, nil
}

func (r *reference) Keep(ctx context.Context, keys []retrieval.VectorKey, vectors [][]float32) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ctx.Err() != nil && r.bug != "keeps though cancelled" {
		return ctx.Err()
	}
	if len(keys) != len(vectors) {
		return errors.New("count")
	}
	if r.bug != "keeps anything" {
		if err := r.check(make([]retrieval.Passage, len(keys)), vectors); err != nil {
			return err
		}
	}
	for i, key := range keys {
		if _, known := r.kept[key]; !known || r.bug != "keeps the first" {
			r.kept[key] = slices.Clone(vectors[i])
		}
	}
	return nil
}

func (r *reference) Release(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ctx.Err() != nil && r.bug != "releases though cancelled" {
		return ctx.Err()
	}
	if r.bug != "never releases" {
		clear(r.kept)
	}
	if r.bug == "releases all" {
		clear(r.docs)
	}
	return nil
}
