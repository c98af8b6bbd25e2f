package workspace

import "iter"

// A ring keeps the youngest of what is put into it.
type ring[T any] struct {
	kept []T
	most int
	next int // where the following one goes, once the ring is full
	put  int // how many there ever were
}

func newRing[T any](most int) ring[T] { return ring[T]{most: max(most, 1)} }

// add puts one in, instead of the oldest if the ring is full.
func (r *ring[T]) add(v T) {
	r.put++
	if len(r.kept) < r.most {
		r.kept = append(r.kept, v)
		return
	}
	r.kept[r.next] = v
	r.next = (r.next + 1) % r.most
}

// all yields what is kept, oldest first.
func (r *ring[T]) all() iter.Seq[T] { return r.from(0) }

// from yields what is kept of the nth ever and later.
func (r *ring[T]) from(n int) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := max(n-(r.put-len(r.kept)), 0); i < len(r.kept); i++ {
			if !yield(r.kept[(r.next+i)%len(r.kept)]) {
				return
			}
		}
	}
}
