package memstore

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"

	"kotae/retrieval"
	"kotae/retrieval/retrievaltest"
)

func TestKeeper(t *testing.T) {
	retrievaltest.TestKeeper(t, func(t *testing.T, dir, space string) retrievaltest.Keeper {
		return open(t, dir, space)
	})
}

// keptKey and keptVector are the n-th of those that tests keep.
func keptKey(n int) retrieval.VectorKey { return sha256.Sum256(fmt.Appendf(nil, "第%d段", n)) }

func keptVector(n int) []float32 {
	v, _ := unit(toward(float64(n)))
	return v
}

// keepSome keeps vectors from one number up to another.
func keepSome(t testing.TB, s *Store, from, to int) {
	t.Helper()
	var keys []retrieval.VectorKey
	var vectors [][]float32
	for n := from; n < to; n++ {
		keys, vectors = append(keys, keptKey(n)), append(vectors, keptVector(n))
	}
	if err := s.Keep(t.Context(), keys, vectors); err != nil {
		t.Fatalf("Keep: %v", err)
	}
}

// recallSome recalls the first n vectors, each of which must be there as it was, or not.
func recallSome(t testing.TB, s *Store, n int, want ...int) error {
	t.Helper()
	keys := make([]retrieval.VectorKey, n)
	for i := range keys {
		keys[i] = keptKey(i)
	}
	vectors, err := s.Recall(t.Context(), keys)
	var got []int
	for i, v := range vectors {
		if v != nil {
			got = append(got, i)
			if !slices.Equal(v, keptVector(i)) {
				t.Errorf("Recall of %d: %v", i, v)
			}
		}
	}
	if want != nil && !slices.Equal(got, want) {
		t.Errorf("recalled %v, want %v", got, want)
	}
	return err
}

// TestTornKeptRows is about what only our own checks can find: of the vectors kept,
// the others are still worth having, and the documents are in order.
func TestTornKeptRows(t *testing.T) {
	for statement, left := range map[string][]int{
		`UPDATE kept SET vector = zeroblob(16) WHERE rowid = (SELECT min(rowid) FROM kept)`: nil,
		`UPDATE kept SET crc = crc + 1`:                                 {},
		`UPDATE kept SET crc = crc + 4294967296`:                        {},
		`UPDATE kept SET vector = zeroblob(0)`:                          {},
		`UPDATE kept SET vector = CAST(vector || x'00' AS BLOB)`:        {},
		`UPDATE kept SET key = zeroblob(32)`:                            {},
		`UPDATE kept SET key = x''`:                                     {},
		`UPDATE kept SET id = -id`:                                      {},
		`UPDATE kept SET vector = (SELECT vector FROM passage LIMIT 1)`: {},
		`DELETE FROM kept`:                                              {},
	} {
		t.Run(statement, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, "x")
			put(t, s, "a", 90, 91)
			keepSome(t, s, 0, 5)
			if err := recallSome(t, s, 9, 0, 1, 2, 3, 4); err != nil {
				t.Fatal(err)
			}
			s.Close()
			sqlDo(t, dir, statement)
			s = open(t, dir, "x")
			if err := recallSome(t, s, 5, left...); err != nil {
				t.Errorf("Recall: %v", err)
			}
			expect(t, s, "a#00000", "a#00001")
			keepSome(t, s, 0, 5) // as their texts are embedded again
			if err := recallSome(t, s, 5, 0, 1, 2, 3, 4); err != nil {
				t.Errorf("Recall: %v", err)
			}
			if err := s.Release(t.Context()); err != nil {
				t.Errorf("Release: %v", err)
			}
			if err := recallSome(t, s, 5, []int{}...); err != nil {
				t.Errorf("Recall: %v", err)
			}
			if s.Notice() != "" {
				t.Errorf("Notice: %q", s.Notice())
			}
		})
	}
	t.Run("a torn passage is damage", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, "x")
		put(t, s, "a", 0, 1)
		ps, _ := document("a", 0, 1)
		sqlDo(t, dir, `UPDATE passage SET vector = zeroblob(16)`)
		if _, err := s.Recall(t.Context(), []retrieval.VectorKey{ps[0].VectorKey()}); !errors.Is(err, ErrEmptied) {
			t.Errorf("Recall: %v", err)
		}
		expect(t, s)
	})
}

// TestKeysThatBeginAlike are of texts that a store looks up in one place.
func TestKeysThatBeginAlike(t *testing.T) {
	s := open(t, t.TempDir(), "x")
	ps, vs := document("a", 3)
	if err := s.Replace(t.Context(), retrieval.Entry{File: "a"}, ps, vs); err != nil {
		t.Fatal(err)
	}
	stored := ps[0].VectorKey()
	for _, like := range []retrieval.VectorKey{stored, keptKey(0)} {
		like[31]++
		keepSome(t, s, 0, 1)
		got, err := s.Recall(t.Context(), []retrieval.VectorKey{like})
		if err != nil || got[0] != nil {
			t.Errorf("Recall: %v, %v", got, err)
		}
	}
}

func TestKeepingIsNoNews(t *testing.T) {
	s := open(t, t.TempDir(), "x")
	put(t, s, "a", 0)
	before, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	library := s.library
	keepSome(t, s, 0, 9)
	after, err := s.Snapshot(t.Context())
	if err != nil || before != after || s.library != library {
		t.Errorf("another snapshot, %v", err)
	}
	t.Run("and releasing nothing takes no lock", func(t *testing.T) {
		if err := s.Release(t.Context()); err != nil {
			t.Fatal(err)
		}
		release, err := acquire(s.dir)
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		if err := s.Release(t.Context()); err != nil {
			t.Errorf("Release: %v", err)
		}
		var busy *BusyError
		if err := s.Keep(t.Context(), []retrieval.VectorKey{{}}, [][]float32{{1, 0, 0, 0}}); !errors.As(err, &busy) {
			t.Errorf("Keep: %v", err)
		}
	})
}
