package memstore

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"kotae/retrieval"
)

// A benchmark's document has 20 passages of 400 characters (1200 bytes) with 1500
// bytes of terms, as the house's chunker and analyser make them.
const benchPassages = 20

func benchDocument(r *rand.Rand, file string) (retrieval.Entry, []retrieval.Passage, [][]float32) {
	ps := make([]retrieval.Passage, benchPassages)
	vs := make([][]float32, benchPassages)
	for i := range ps {
		terms := make([]byte, 1500)
		for j := range terms {
			terms[j] = byte(r.Uint32())
		}
		ps[i] = retrieval.Passage{
			File: file, Title: "就業規則", Ordinal: i, StartLine: 10 * i, EndLine: 10*i + 9,
			Sections: []retrieval.Section{{Line: 10 * i, Heading: "第3章 休暇 > 第12条 年次有給休暇"}},
			Text:     strings.Repeat("年次有給休暇は、入社半年で十日を付与する", 20),
			Terms:    terms,
		}
		vs[i] = randomUnit(r, benchDimension)
	}
	return retrieval.Entry{File: file, Title: "就業規則", Hash: strings.Repeat("0", 64), Versions: "1"}, ps, vs
}

// fillStore stores n passages in dir and closes the store.
func fillStore(b *testing.B, dir string, n int) {
	b.Helper()
	s := open(b, dir, "bench")
	unlock, err := s.Lock()
	if err != nil {
		b.Fatal(err)
	}
	defer unlock()
	r := rand.New(rand.NewPCG(1, 2))
	for f := range n / benchPassages {
		e, ps, vs := benchDocument(r, fmt.Sprintf("文書/%05d.md", f))
		if err := s.Replace(b.Context(), e, ps, vs); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpen opens and verifies a stored index. It reports the bytes per passage
// of the file, of the loaded store, and of a snapshot beside it.
func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			fillStore(b, dir, n)
			b.ResetTimer()
			for b.Loop() {
				s, err := Open(b.Context(), dir, "bench")
				if err != nil {
					b.Fatal(err)
				}
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			info, err := os.Stat(filepath.Join(dir, "index.db"))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(info.Size())/float64(n), "disk-B/passage")
			empty := heap()
			s := open(b, dir, "bench")
			loaded := heap()
			if _, err := s.Snapshot(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(loaded-empty)/float64(n), "loaded-B/passage")
			b.ReportMetric(float64(heap()-loaded)/float64(n), "snapshot-B/passage")
			s.Close()
		})
	}
}

// heap is the memory in use after a collection.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkReplace replaces one document of 20 passages in an index of 10,000, and
// takes a snapshot afterwards.
func BenchmarkReplace(b *testing.B) {
	dir := b.TempDir()
	fillStore(b, dir, 10_000)
	s := open(b, dir, "bench")
	unlock, err := s.Lock()
	if err != nil {
		b.Fatal(err)
	}
	defer unlock()
	e, ps, vs := benchDocument(rand.New(rand.NewPCG(3, 4)), "文書/00007.md")
	b.Run("replace", func(b *testing.B) {
		for b.Loop() {
			if err := s.Replace(b.Context(), e, ps, vs); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("replace and snapshot", func(b *testing.B) {
		for b.Loop() {
			if err := s.Replace(b.Context(), e, ps, vs); err != nil {
				b.Fatal(err)
			}
			if _, err := s.Snapshot(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
