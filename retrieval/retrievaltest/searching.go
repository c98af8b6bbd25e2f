package retrievaltest

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"kotae/retrieval"
)

// searchCases are about the order of passages and what Nearest finds.
var searchCases = []storeCase{
	{"passages are ordered by file, then ordinal", func(s *stand) {
		counts := map[string]int{"a": 1, "a.md": 11, "a/b": 2, "B": 1, "a10": 1, "a2": 1, "一": 120, "あ": 1, "ア": 2, "ｱ": 1, "👍": 1}
		var files []string
		for file := range counts { // in any order
			files = append(files, file)
			s.put(file, fan(0, counts[file])...)
		}
		slices.Sort(files)
		var want []retrieval.Passage
		for _, file := range files {
			want = append(want, passages(file, counts[file])...)
		}
		for range 2 {
			s.same("files", s.files(), files)
			s.samePassages(s.snapshot().Passages(), want)
			s.reopen("試験/1")
		}
	}},
	{"Nearest finds what comparing with every vector finds", func(s *stand) {
		r := rand.New(rand.NewPCG(1, 2))
		const dimension = 24
		vectors := map[string][]float32{}
		for _, file := range []string{"い", "ろ", "は", "b", "a"} {
			var vs [][]float32
			for i := range 40 {
				v := random(r, dimension)
				vs = append(vs, v)
				vectors[passages(file, 40)[i].ID()] = v
			}
			s.put(file, vs...)
		}
		shot := s.snapshot()
		for range 30 {
			q := random(r, dimension)
			n := 1 + r.IntN(30)
			hits := s.near(shot, q, n, nil)
			s.matches(shot, hits, n, nil, func(id string) float64 { return cosine(q, vectors[id]) })
		}
	}},
	{"cosines run from 1 to -1, whatever the vectors' lengths", func(s *stand) {
		s.put("a", []float32{1e-30, 0, 0}, []float32{0, 3e38, 0}, []float32{-0.5, 0, 0}, []float32{3e38, 3e38, 0}, []float32{1e-45, 0, 1e-45})
		shot := s.snapshot()
		for _, q := range [][]float32{{1, 0, 0}, {3e38, 0, 0}, {1e-45, 0, 0}} {
			hits := s.near(shot, q, 5, nil)
			want := map[int]float64{0: 1, 1: 0, 2: -1, 3: math.Sqrt2 / 2, 4: math.Sqrt2 / 2}
			for _, h := range hits {
				if !near(h.Cosine, want[h.Number]) || h.Cosine > 1 || h.Cosine < -1 {
					s.Errorf("cosine of passage %d to %v is %v, want %v", h.Number, q, h.Cosine, want[h.Number])
				}
			}
			if len(hits) != 5 {
				s.Errorf("%d hits, want 5: %v", len(hits), hits)
			}
		}
	}},
	{"a cosine never exceeds 1 by rounding", func(s *stand) {
		r := rand.New(rand.NewPCG(3, 4))
		var vs [][]float32
		for range 100 {
			vs = append(vs, random(r, 64))
		}
		s.put("a", vs...)
		shot := s.snapshot()
		for i, v := range vs {
			h := s.near(shot, v, 1, nil)
			if len(h) != 1 || h[0].Number != i || h[0].Cosine > 1 || !near(h[0].Cosine, 1) {
				s.Fatalf("nearest to passage %d: %v", i, h)
			}
		}
	}},
	{"there are never more hits than asked for or stored", func(s *stand) {
		s.put("a", fan(0, 7)...)
		shot := s.snapshot()
		for _, c := range []struct{ n, want int }{
			{math.MinInt, 0}, {-1, 0}, {0, 0}, {1, 1}, {6, 6}, {7, 7}, {8, 7}, {1000, 7}, {math.MaxInt, 7},
		} {
			if got := len(s.near(shot, toward(3), c.n, nil)); got != c.want {
				s.Errorf("n %d: %d hits, want %d", c.n, got, c.want)
			}
		}
	}},
	{"Nearest to nil is nothing", func(s *stand) {
		s.put("a", fan(0, 7)...)
		if hits := s.near(s.snapshot(), nil, 3, nil); len(hits) != 0 {
			s.Errorf("hits: %v", hits)
		}
	}},
	{"hidden passages are not found, and all visible ones can be", func(s *stand) {
		const total = 150
		s.put("a", fan(0, total)...) // the nearest to 0° has number 0
		shot := s.snapshot()
		for name, visible := range map[string]func(int) bool{
			"all":          func(int) bool { return true },
			"none":         func(int) bool { return false },
			"the farthest": func(i int) bool { return i == total-1 },
			"the far half": func(i int) bool { return i >= total/2 },
			"every tenth":  func(i int) bool { return i%10 == 3 },
			"but one":      func(i int) bool { return i != 0 },
		} {
			var want []int
			for i := range total {
				if visible(i) {
					want = append(want, i)
				}
			}
			for _, n := range []int{1, 2, 7, len(want) - 1, len(want), len(want) + 1, total, 2 * total} {
				var got []int
				for _, h := range s.near(shot, toward(0), n, func(i int) bool {
					if i < 0 || i >= total {
						s.Fatalf("visible is asked for number %d", i)
					}
					return visible(i)
				}) {
					got = append(got, h.Number)
				}
				if w := want[:max(0, min(n, len(want)))]; !slices.Equal(got, w) {
					s.Errorf("visible %s, n %d: %v, want %v", name, n, got, w)
				}
			}
		}
	}},
	{"a vector asked with is not changed", func(s *stand) {
		s.put("a", fan(0, 3)...)
		q := []float32{3, 4, 0}
		s.near(s.snapshot(), q, 2, nil)
		if !slices.Equal(q, []float32{3, 4, 0}) {
			s.Errorf("vector: %v", q)
		}
	}},
}

// tieCases are about passages with the same cosine.
var tieCases = []storeCase{
	{"equal cosines come by number, wherever the cut is, every time", func(s *stand) {
		// Three documents with the same vector, around others better and worse.
		for _, file := range []string{"c", "a", "b"} {
			vs := fan(200, 14)
			for i := 2; i < 12; i++ {
				vs[i] = toward(30)
			}
			vs[0] = toward(float64(file[0]-'a') + 1)
			s.put(file, vs...)
		}
		shot := s.snapshot()
		full := s.near(shot, toward(0), len(shot.Passages()), nil)
		if !slices.IsSortedFunc(full, byCosineThenNumber) || len(full) != 42 {
			s.Fatalf("all hits: %v", full)
		}
		for n := range 40 {
			for range 5 {
				if got := s.near(shot, toward(0), n, nil); !slices.Equal(got, full[:n]) {
					s.Fatalf("n %d:\n got %v\nwant %v", n, got, full[:n])
				}
			}
		}
	}},
	{"equal cosines come by number among the visible", func(s *stand) {
		vs := make([][]float32, 60)
		for i := range vs {
			vs[i] = toward(30)
		}
		s.put("a", vs...)
		shot := s.snapshot()
		for _, step := range []int{2, 7, 29} {
			for n := range 9 {
				hits := s.near(shot, toward(0), n, func(i int) bool { return i%step == step-1 })
				for i, h := range hits {
					if h.Number != i*step+step-1 {
						s.Fatalf("every %dth visible, n %d: %v", step, n, hits)
					}
				}
				if len(hits) != min(n, 60/step) {
					s.Fatalf("every %dth visible, n %d: %d hits", step, n, len(hits))
				}
			}
		}
	}},
	{"a store of one vector many times answers by number", func(s *stand) {
		for _, file := range []string{"b", "a", "c"} {
			s.put(file, slices.Repeat([][]float32{{1, 2, 2}}, 100)...)
		}
		for range 3 {
			shot := s.snapshot()
			for i, h := range s.near(shot, []float32{-1, -2, -2}, 10, nil) {
				if h.Number != i {
					s.Fatalf("hit %d has number %d", i, h.Number)
				}
			}
			s.reopen("試験/1")
		}
	}},
}

func byCosineThenNumber(a, b retrieval.Neighbour) int {
	return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Number, b.Number))
}

// matches compares hits with what comparing every visible passage finds. Passages
// whose true cosines differ by rounding alone may change places.
func (s *stand) matches(shot retrieval.Snapshot, hits []retrieval.Neighbour, n int, visible func(int) bool, truth func(id string) float64) {
	s.Helper()
	var want []retrieval.Neighbour
	for i, p := range shot.Passages() {
		if visible == nil || visible(i) {
			want = append(want, retrieval.Neighbour{Number: i, Cosine: truth(p.ID())})
		}
	}
	slices.SortFunc(want, byCosineThenNumber)
	want = want[:min(n, len(want))]
	if len(hits) != len(want) || !slices.IsSortedFunc(hits, byCosineThenNumber) {
		s.Errorf("hits:\n got %v\nwant %v", hits, want)
		return
	}
	seen := map[int]bool{}
	for i, h := range hits {
		id := fmt.Sprintf("number %d", h.Number)
		if h.Number >= 0 && h.Number < len(shot.Passages()) {
			id = shot.Passages()[h.Number].ID()
		}
		if !near(h.Cosine, want[i].Cosine) || !near(h.Cosine, truth(id)) || seen[h.Number] {
			s.Errorf("hit %d is %s with cosine %v, want %v", i, id, h.Cosine, want[i])
			return
		}
		seen[h.Number] = true
	}
}
