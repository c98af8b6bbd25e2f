package retrievaltest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kotae/retrieval"
)

// A Keeper is a retrieval.VectorKeeper that can be closed, so that it can be reopened.
type Keeper interface {
	retrieval.VectorKeeper
	Close() error
}

// TestKeeper runs the suite of what a VectorKeeper promises beyond a Store; see
// TestStore, which is to be run besides.
func TestKeeper(t *testing.T, open func(t *testing.T, dir, space string) Keeper) {
	for _, c := range keepingCases {
		t.Run(c.name, func(t *testing.T) {
			s := &stand{T: t, dir: t.TempDir(), open: func(t *testing.T, dir, space string) Store { return open(t, dir, space) }}
			s.Store = s.open(t, s.dir, "試験/1")
			t.Cleanup(func() { s.Store.Close() })
			c.run(s)
		})
	}
}

// keysOf names passages.
func keysOf(ps []retrieval.Passage) []retrieval.VectorKey {
	var keys []retrieval.VectorKey
	for i := range ps {
		keys = append(keys, ps[i].VectorKey())
	}
	return keys
}

func (s *stand) keeper() Keeper { return s.Store.(Keeper) }

func (s *stand) keep(ps []retrieval.Passage, vectors [][]float32) {
	s.Helper()
	if err := s.keeper().Keep(s.Context(), keysOf(ps), vectors); err != nil {
		s.Fatalf("Keep: %v", err)
	}
}

// recalls makes sure of the vectors recalled; nil stands for none.
func (s *stand) recalls(ps []retrieval.Passage, want ...[]float32) {
	s.Helper()
	got, err := s.keeper().Recall(s.Context(), keysOf(ps))
	if err != nil || len(got) != len(ps) {
		s.Fatalf("Recall: %d vectors of %d, %v", len(got), len(ps), err)
	}
	for i := range got {
		switch {
		case (got[i] == nil) != (want[i] == nil):
			s.Errorf("passage %d: recalled %v, want %v", i, got[i], want[i])
		case got[i] != nil && (len(got[i]) != len(want[i]) || !(cosine(got[i], want[i]) > 1-1e-6)): // NaN is not
			s.Errorf("passage %d: recalled %v, want %v", i, got[i], want[i])
		}
	}
}

// keepingCases are about vectors by their texts.
var keepingCases = []storeCase{
	{"nothing is known at first", func(s *stand) {
		s.recalls(passages("a", 2), nil, nil)
		s.recalls(nil)
	}},
	{"what is kept is recalled, at once and after reopening, and shows nowhere else", func(s *stand) {
		s.put("b", toward(3))
		ps := passages("a", 3)
		s.keep(ps[:2], fan(0, 2))
		for range 2 {
			s.recalls(ps, toward(0), toward(1), nil)
			s.same("files", s.files(), []string{"b"})
			s.same("passages", s.stored(), []string{"b#00000"})
			s.reopen("試験/1")
		}
	}},
	{"the vectors of stored passages are recalled", func(s *stand) {
		ps := rich("a")
		s.replace(entry("a"), ps, fan(0, len(ps)))
		for range 2 {
			s.recalls(rich("a"), fan(0, len(ps))...)
			s.reopen("試験/1")
		}
	}},
	{"a vector goes with its text, headings included, whatever the file and place", func(s *stand) {
		s.put("a", fan(0, 2)...)
		moved := passages("a", 2)
		moved[0].File, moved[0].Ordinal, moved[0].Page, moved[0].StartLine, moved[0].Terms = "b", 7, 9, 1, nil
		moved[0].Sections[0].Line = 77
		other := passages("a", 2)
		other[0].Text += " "
		other[1].Sections[0].Heading += "の2"
		s.recalls(moved, toward(0), toward(1))
		s.recalls(other, nil, nil)
	}},
	{"what is replaced or removed is no longer recalled", func(s *stand) {
		s.put("a", fan(0, 3)...)
		s.put("b", fan(10, 1)...)
		s.put("a", fan(20, 1)...)
		s.remove("b")
		s.recalls(passages("a", 3), toward(20), nil, nil)
		s.recalls(passages("b", 1), nil)
	}},
	{"the same text stored twice stays known until both are gone", func(s *stand) {
		for _, file := range []string{"b", "c"} {
			ps := passages("a", 1)
			ps[0].File = file
			s.replace(entry(file), ps, fan(5, 1))
		}
		s.remove("b")
		s.recalls(passages("a", 1), toward(5))
		s.remove("c")
		s.recalls(passages("a", 1), nil)
	}},
	{"what was kept lives on in the stored passage alone", func(s *stand) {
		s.keep(passages("a", 2), fan(0, 2))
		s.put("a", fan(0, 1)...)
		s.recalls(passages("a", 2), toward(0), toward(1))
		s.remove("a")
		s.recalls(passages("a", 2), nil, toward(1))
	}},
	{"Release drops what is kept and nothing stored", func(s *stand) {
		s.put("a", fan(0, 1)...)
		s.keep(passages("b", 2), fan(0, 2))
		for range 2 {
			if err := s.keeper().Release(s.Context()); err != nil {
				s.Fatalf("Release: %v", err)
			}
			s.recalls(passages("b", 2), nil, nil)
			s.recalls(passages("a", 1), toward(0))
			s.same("nearest", s.found(toward(0), 9), []string{"a#00000"})
			s.reopen("試験/1")
		}
	}},
	{"what is kept again replaces what was", func(s *stand) {
		s.keep(passages("a", 1), fan(0, 1))
		s.keep(passages("a", 1), fan(9, 1))
		s.recalls(passages("a", 1), toward(9))
	}},
	{"nothing is known in another space", func(s *stand) {
		s.keep(passages("a", 2), fan(0, 2))
		s.put("b", toward(0))
		s.reopen("試験/2")
		s.recalls(passages("a", 2), nil, nil)
		s.recalls(passages("b", 1), nil)
	}},
	{"what is recalled can be stored again to the same bits", func(s *stand) {
		vs := [][]float32{{3, 4, 5}, {1e20, 2e19, 3e18}, {0.1, -0.7, 0.3}, {1e-12, 1e-13, 7e-14}}
		ps := passages("a", len(vs))
		s.keep(ps, vs)
		first, err := s.keeper().Recall(s.Context(), keysOf(ps))
		if err != nil {
			s.Fatal(err)
		}
		s.replace(entry("a"), ps, vs)
		for range 3 {
			again, err := s.keeper().Recall(s.Context(), keysOf(ps))
			if err != nil {
				s.Fatal(err)
			}
			for i := range vs {
				if !slices.Equal(again[i], first[i]) {
					s.Fatalf("vector %d: %v, then %v", i, first[i], again[i])
				}
			}
			s.replace(entry("a"), ps, again)
		}
	}},
	{"what the caller does to its slices changes nothing", func(s *stand) {
		ps, vs := passages("a", 1), fan(0, 1)
		s.keep(ps, vs)
		clear(vs[0])
		got, err := s.keeper().Recall(s.Context(), keysOf(ps))
		if err != nil {
			s.Fatal(err)
		}
		clear(got[0])
		s.recalls(ps, toward(0))
	}},
	{"Keep refuses what Replace refuses, and keeps nothing then", func(s *stand) {
		ps := passages("a", 2)
		s.put("b", toward(0))
		for what, vs := range map[string][][]float32{
			"too few": fan(0, 1), "too many": fan(0, 3), "none": {toward(0), nil}, "zero": {toward(0), {0, 0, 0}},
			"not finite": {toward(0), {1, nan, 0}}, "two lengths": {toward(0), {1, 0}}, "another length than the stored": {{1, 0}, {0, 1}},
		} {
			if err := s.keeper().Keep(s.Context(), keysOf(ps), vs); err == nil {
				s.Errorf("%s: no error", what)
			}
			s.recalls(ps, nil, nil)
		}
	}},
	{"a context that is done is an error, and changes nothing", func(s *stand) {
		ps := passages("a", 2)
		s.keep(ps[:1], fan(0, 1))
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		_, recallErr := s.keeper().Recall(ctx, keysOf(ps))
		for what, err := range map[string]error{
			"Recall": recallErr, "Keep": s.keeper().Keep(ctx, keysOf(ps[1:]), fan(1, 1)), "Release": s.keeper().Release(ctx),
		} {
			if !errors.Is(err, context.Canceled) {
				s.Errorf("%s: %v", what, err)
			}
		}
		s.recalls(ps, toward(0), nil)
	}},
	{"many can be kept and recalled at once", func(s *stand) {
		ps := passages("a", 3000)
		s.keep(ps, fan(0, 3000))
		s.recalls(ps, fan(0, 3000)...)
	}},
}
