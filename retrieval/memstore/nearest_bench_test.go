package memstore

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"kotae/retrieval"
)

const benchDimension = 1024

// BenchmarkNearest compares a snapshot's search with a plain scan over the same
// vectors, on one core, and with most passages hidden.
func BenchmarkNearest(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		l := randomLibrary(n, benchDimension)
		shot, err := newSnapshot(b.Context(), l)
		if err != nil {
			b.Fatal(err)
		}
		q := randomUnit(rand.New(rand.NewPCG(7, 7)), benchDimension)
		b.Run(fmt.Sprintf("%d/snapshot", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := shot.Nearest(b.Context(), q, 50, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("%d/snapshot, 1%% visible", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := shot.Nearest(b.Context(), q, 50, func(i int) bool { return i%100 == 7 }); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("%d/scan", n), func(b *testing.B) {
			for b.Loop() {
				scan(l.vectors, q, 50)
			}
		})
	}
}

// BenchmarkNewSnapshot is what a Snapshot costs after a change, beside reading what changed.
func BenchmarkNewSnapshot(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		l := randomLibrary(n, benchDimension)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := newSnapshot(b.Context(), l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// scan is the plain search: one loop, and the best n kept in order.
func scan(vectors [][]float32, q []float32, n int) []retrieval.Neighbour {
	best := make([]retrieval.Neighbour, 0, n+1)
	for i, v := range vectors {
		var dot float32
		for j, x := range v {
			dot += x * q[j]
		}
		h := retrieval.Neighbour{Number: i, Cosine: float64(dot)}
		if len(best) == n && best[n-1].Cosine >= h.Cosine {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, h, func(a, b retrieval.Neighbour) int {
			return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Number, b.Number))
		})
		best = slices.Insert(best, at, h)[:min(n, len(best)+1)]
	}
	return best
}

func randomLibrary(n, dimension int) *library {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	l := &library{dimension: dimension, passages: make([]retrieval.Passage, n), vectors: make([][]float32, n)}
	for i := range n {
		l.passages[i] = retrieval.Passage{File: "a", Ordinal: i}
		l.vectors[i] = randomUnit(r, dimension)
	}
	return l
}

func randomUnit(r *rand.Rand, dimension int) []float32 {
	v := make([]float32, dimension)
	for i := range v {
		v[i] = r.Float32() - 0.5
	}
	u, err := unit(v)
	if err != nil {
		panic(err)
	}
	return u
}
