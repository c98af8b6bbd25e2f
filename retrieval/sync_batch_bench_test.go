package retrieval_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"kotae/retrieval"
)

// An idle embedder takes a millisecond over a call, whatever is in it.
type idle struct{ vectors [][]float32 }

func (*idle) Space() string { return "bench" }

func (*idle) EmbedQuery(context.Context, string) ([]float32, error) { return nil, nil }

func (e *idle) EmbedPassages(ctx context.Context, texts []string) ([][]float32, error) {
	time.Sleep(time.Millisecond)
	return e.vectors[:len(texts)], ctx.Err()
}

// BenchmarkSyncBatched indexes 100,000 short passages, seven to a file or in one
// file, with an endpoint that takes no time to speak of.
func BenchmarkSyncBatched(b *testing.B) {
	const passages, dimensions = 100_000, 384
	r := rand.New(rand.NewPCG(1, 1))
	e := &idle{}
	for range 64 {
		v := make([]float32, dimensions)
		for j := range v {
			v[j] = float32(r.NormFloat64())
		}
		e.vectors = append(e.vectors, v)
	}
	for _, size := range []int{7, passages} {
		b.Run(fmt.Sprintf("%d to a file", size), func(b *testing.B) {
			w := files(b, passages/size, func(f int) string {
				var t strings.Builder
				for i := range size {
					fmt.Fprintf(&t, "p%d.%d\n", f, i)
				}
				return t.String()
			})
			syncing(b, retrieval.Parts{Walker: w, Read: plain, Split: each, Embedder: e, Batch: 64})
		})
	}
}
