package memstore

import (
	"fmt"
	"maps"
	"math"
	"os"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kotae/retrieval"
)

// A model is a store without a file: what the real one must answer like.
type model map[string]modelDocument

type modelDocument struct {
	entry    retrieval.Entry
	passages []retrieval.Passage
	vectors  [][]float32
}

// TestModel does to a store, in any order, what may be done to one, and compares
// it with the model after every step.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		s := open(t, dir, "x")
		defer func() { s.Close() }()
		m := model{}
		known := map[retrieval.VectorKey][]float32{} // kept
		files := rapid.SampledFrom([]string{"a", "a.md", "規程/あ.md", "規程/ア.md", "👍"})
		// Few directions, so that many passages tie.
		vectors := rapid.SliceOfN(rapid.SampledFrom([][]float32{{1, 0}, {1, 1}, {2, 2}, {0, 3}, {-1, 1}}), 0, 6)
		changed := func(err error) {
			if err != nil {
				rt.Fatal(err)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"replace": func(rt *rapid.T) {
				file, vs := files.Draw(rt, "file"), vectors.Draw(rt, "vectors")
				d := modelDocument{retrieval.Entry{File: file, Hash: rapid.StringN(0, 4, -1).Draw(rt, "hash")}, nil, vs}
				for i := range vs {
					d.passages = append(d.passages, retrieval.Passage{File: file, Ordinal: i, Text: rapid.String().Draw(rt, "text")})
				}
				changed(s.Replace(t.Context(), d.entry, d.passages, d.vectors))
				d.entry.Passages = len(vs)
				m[file] = d
			},
			"touch": func(rt *rapid.T) {
				e := retrieval.Entry{File: files.Draw(rt, "file"), Size: rapid.Int64().Draw(rt, "size")}
				err := s.Touch(t.Context(), e)
				d, known := m[e.File]
				if (err == nil) != known {
					rt.Fatalf("Touch of %q: %v", e.File, err)
				}
				if known {
					e.Passages = len(d.passages)
					d.entry = e
					m[e.File] = d
				}
			},
			"remove": func(rt *rapid.T) {
				names := rapid.SliceOfN(files, 0, 3).Draw(rt, "files")
				changed(s.Remove(t.Context(), names...))
				for _, name := range names {
					delete(m, name)
				}
			},
			"keep": func(rt *rapid.T) {
				n := rapid.SampledFrom([]int{0, 90, 180}).Draw(rt, "n")
				v := []float32{float32(n), 1}
				changed(s.Keep(t.Context(), []retrieval.VectorKey{keptKey(n)}, [][]float32{v}))
				known[keptKey(n)] = v
			},
			"release": func(*rapid.T) {
				changed(s.Release(t.Context()))
				clear(known)
			},
			"compact": func(*rapid.T) {
				changed(s.Compact(t.Context()))
			},
			"reopen": func(*rapid.T) {
				s.Close()
				s = open(t, dir, "x")
			},
			"": func(rt *rapid.T) {
				m.compare(rt, t, s)
				m.recall(rt, t, s, known)
			},
		})
	})
}

func (m model) compare(rt *rapid.T, t *testing.T, s *Store) {
	var entries []retrieval.Entry
	var passages []retrieval.Passage
	var vectors [][]float32
	for _, file := range slices.Sorted(maps.Keys(m)) {
		entries = append(entries, m[file].entry)
		passages = append(passages, m[file].passages...)
		vectors = append(vectors, m[file].vectors...)
	}
	got, err := s.Entries(t.Context())
	if err != nil || len(got)+len(entries) > 0 && !reflect.DeepEqual(got, entries) {
		rt.Fatalf("entries %+v, want %+v, %v", got, entries, err)
	}
	shot, err := s.Snapshot(t.Context())
	if err != nil || len(shot.Passages())+len(passages) > 0 && !reflect.DeepEqual(shot.Passages(), passages) {
		rt.Fatalf("passages %+v, want %+v, %v", shot.Passages(), passages, err)
	}
	n, step := rapid.IntRange(-1, 20).Draw(rt, "n"), rapid.IntRange(1, 4).Draw(rt, "step")
	q := rapid.SampledFrom([][]float32{{1, 0}, {1, 1}, {-5, 1}}).Draw(rt, "question")
	visible := func(i int) bool { return i%step == 0 }
	hits, err := shot.Nearest(t.Context(), q, n, visible)
	if err != nil {
		rt.Fatal(err)
	}
	var want []string // cosines to 4 digits are ranks here: directions are few
	for i, v := range vectors {
		if visible(i) {
			c := float64(q[0]*v[0]+q[1]*v[1]) / math.Hypot(float64(q[0]), float64(q[1])) / math.Hypot(float64(v[0]), float64(v[1]))
			want = append(want, fmt.Sprintf("%.4f %06d", 2-c, i))
		}
	}
	slices.Sort(want)
	want = want[:max(0, min(n, len(want)))]
	var found []string
	for _, h := range hits {
		found = append(found, fmt.Sprintf("%.4f %06d", 2-h.Cosine, h.Number))
	}
	if !slices.Equal(found, want) {
		rt.Fatalf("nearest %d: %q, want %q", n, found, want)
	}
}

// recall asks for all that may be known: a passage's vector may be that of any with
// the same text.
func (m model) recall(rt *rapid.T, t *testing.T, s *Store, known map[retrieval.VectorKey][]float32) {
	may := map[retrieval.VectorKey][][]float32{keptKey(0): nil, keptKey(90): nil, keptKey(180): nil, keptKey(1): nil}
	for key, v := range known {
		may[key] = [][]float32{v}
	}
	for _, d := range m {
		for i := range d.passages {
			key := d.passages[i].VectorKey()
			may[key] = append(may[key], d.vectors[i])
		}
	}
	keys := slices.Collect(maps.Keys(may))
	got, err := s.Recall(t.Context(), keys)
	if err != nil {
		rt.Fatal(err)
	}
	for i, key := range keys {
		match := got[i] == nil && len(may[key]) == 0
		for _, v := range may[key] {
			u, _ := unit(v)
			match = match || slices.Equal(u, got[i])
		}
		if !match {
			rt.Fatalf("recalled %v, want one of %v", got[i], may[key])
		}
	}
}
