package retrievaltest

import (
	"context"
	"errors"
	"math"
	"time"

	"kotae/retrieval"
)

var (
	nan = float32(math.NaN())
	inf = float32(math.Inf(1))
)

// badVectors have no direction, or do not fit those of length 3.
var badVectors = []struct {
	what   string
	vector []float32
}{
	{"a shorter vector", []float32{1, 0}},
	{"a longer vector", []float32{1, 0, 0, 0}},
	{"an empty vector", []float32{}},
	{"a zero vector", []float32{0, 0, 0}},
	{"a vector of negative zeros", []float32{float32(math.Copysign(0, -1)), 0, 0}},
	{"a vector with NaN", []float32{1, nan, 0}},
	{"a vector with infinity", []float32{inf, 0, 0}},
	{"a vector with negative infinity", []float32{0, 0, -inf}},
}

// refusalCases are about what a store must not take.
var refusalCases = []storeCase{
	{"a vector without a direction, or of another length, is refused and nothing changes", func(s *stand) {
		s.put("a", fan(0, 3)...)
		for _, bad := range badVectors {
			for _, file := range []string{"a", "new"} {
				for place := range 3 {
					vs := fan(50, 3)
					vs[place] = bad.vector
					if err := s.Replace(s.Context(), entry(file), passages(file, 3), vs); err == nil {
						s.Errorf("%s for passage %d of %s: no error", bad.what, place, file)
					}
				}
			}
		}
		for _, file := range []string{"a", "new"} {
			vs := [][]float32{{1, 0}, {0, 1}, {1, 1}}
			if err := s.Replace(s.Context(), entry(file), passages(file, 3), vs); err == nil {
				s.Errorf("all vectors of %s of another length: no error", file)
			}
			vs = fan(50, 3)
			vs[1] = nil
			if err := s.Replace(s.Context(), entry(file), passages(file, 3), vs); err == nil {
				s.Errorf("a nil vector for %s: no error", file)
			}
		}
		s.unharmed()
	}},
	{"a first document of mixed vector lengths is refused", func(s *stand) {
		if err := s.Replace(s.Context(), entry("a"), passages("a", 2), [][]float32{{1, 0}, {1, 0, 0}}); err == nil {
			s.Error("Replace: no error")
		}
		s.same("files", s.files(), nil)
		s.put("a", toward(0))
	}},
	{"more vectors or fewer than passages are refused and nothing changes", func(s *stand) {
		s.put("a", fan(0, 3)...)
		for _, n := range []int{0, 1, 4} {
			if err := s.Replace(s.Context(), entry("a"), passages("a", 2), fan(50, n)); err == nil {
				s.Errorf("2 passages, %d vectors: no error", n)
			}
		}
		if err := s.Replace(s.Context(), entry("b"), nil, fan(50, 1)); err == nil {
			s.Error("no passages, one vector: no error")
		}
		s.unharmed()
	}},
	{"Nearest to a vector without a direction, or of another length, is an error", func(s *stand) {
		s.put("a", fan(0, 3)...)
		shot := s.snapshot()
		for _, bad := range badVectors {
			if hits, err := shot.Nearest(s.Context(), bad.vector, 2, nil); err == nil {
				s.Errorf("%s: %v, no error", bad.what, hits)
			}
		}
		s.unharmed()
	}},
	{"a context that is done is an error of every call, and nothing changes", func(s *stand) {
		s.put("a", fan(0, 3)...)
		cancelled, cancel := context.WithCancel(s.Context())
		cancel()
		late, stop := context.WithDeadline(s.Context(), time.Unix(0, 0))
		defer stop()
		shot := s.snapshot()
		for _, c := range []struct {
			ctx  context.Context
			want error
		}{{cancelled, context.Canceled}, {late, context.DeadlineExceeded}} {
			calls := map[string]func() error{
				"Entries":  func() error { _, err := s.Entries(c.ctx); return err },
				"Snapshot": func() error { _, err := s.Snapshot(c.ctx); return err },
				"Touch":    func() error { return s.Touch(c.ctx, retrieval.Entry{File: "a"}) },
				"Remove":   func() error { return s.Remove(c.ctx, "a") },
				"Replace":  func() error { return s.Replace(c.ctx, entry("b"), passages("b", 1), fan(9, 1)) },
				"Nearest":  func() error { _, err := shot.Nearest(c.ctx, toward(0), 2, nil); return err },
			}
			for name, call := range calls {
				if err := call(); !errors.Is(err, c.want) {
					s.Errorf("%s: %v, want %v", name, err, c.want)
				}
			}
		}
		s.unharmed()
	}},
	{"a context done in the middle of a search is an error, or comes too late to matter", func(s *stand) {
		s.put("a", fan(0, 100)...)
		shot := s.snapshot()
		for range 20 {
			ctx, cancel := context.WithCancel(s.Context())
			hits, err := shot.Nearest(ctx, toward(0), 10, func(int) bool { cancel(); return true })
			if !errors.Is(err, context.Canceled) && (err != nil || len(hits) != 10) {
				s.Errorf("Nearest: %d hits, %v", len(hits), err)
			}
			cancel()
		}
	}},
	{"a snapshot loaded before is no excuse to overlook a context that is done", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.snapshot()
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		if _, err := s.Snapshot(ctx); !errors.Is(err, context.Canceled) {
			s.Errorf("Snapshot: %v", err)
		}
	}},
}

// unharmed makes sure that document a is there as put with fan(0, 3), and alone.
func (s *stand) unharmed() {
	s.Helper()
	e := entry("a")
	e.Passages = 3
	for range 2 {
		s.sameEntries(s.entries(), []retrieval.Entry{e})
		s.samePassages(s.snapshot().Passages(), passages("a", 3))
		s.same("nearest", s.found(toward(0), 9), []string{"a#00000", "a#00001", "a#00002"})
		s.reopen("試験/1")
	}
}
