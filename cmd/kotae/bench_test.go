package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kotae/retrieval"
	"kotae/retrieval/chunk"
	"kotae/retrieval/files"
	"kotae/retrieval/hashembed"
	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
	"kotae/retrieval/memstore"
	"kotae/retrieval/reader"
)

// A press prints text that looks like Japanese prose: words of a vocabulary with
// Zipf's distribution, particles between them.
type press struct {
	r     *rand.Rand
	words []string
	zipf  *rand.Zipf
}

func newPress() *press {
	p := &press{r: rand.New(rand.NewPCG(3, 4))}
	for range 40_000 {
		var w strings.Builder
		from, kinds := rune(0x4E00), 2500
		if p.r.IntN(4) == 0 {
			from, kinds = 0x30A2, 80
		}
		for range 1 + p.r.IntN(4) {
			w.WriteRune(from + rune(p.r.IntN(kinds)))
		}
		p.words = append(p.words, w.String())
	}
	p.zipf = rand.NewZipf(p.r, 1.07, 8, uint64(len(p.words)-1))
	return p
}

// sentence makes a sentence of n words, some 4 characters each.
func (p *press) sentence(n int) string {
	particles := []string{"は", "が", "を", "に", "の", "で", "と", "も"}
	var b strings.Builder
	for range n {
		b.WriteString(p.words[p.zipf.Uint64()] + particles[p.r.IntN(len(particles))])
	}
	return b.String() + "する。"
}

func (p *press) passage() string {
	var b strings.Builder
	for range 6 {
		b.WriteString(p.sentence(15))
	}
	return b.String()
}

// BenchmarkIndex measures passages a second from files on disk to the store.
func BenchmarkIndex(b *testing.B) {
	docs := b.TempDir()
	p := newPress()
	for i := range 50 {
		var text strings.Builder
		for range 20 {
			text.WriteString(p.passage() + "\n\n")
		}
		if err := os.WriteFile(filepath.Join(docs, fmt.Sprintf("文書%02d.txt", i)), []byte(text.String()), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	walker, err := files.New([]string{docs}, reader.Knows)
	if err != nil {
		b.Fatal(err)
	}
	analyzer := japanese.NewAnalyzer()
	analyzer.Preload()
	passages := 0
	for b.Loop() {
		store, err := memstore.Open(b.Context(), b.TempDir(), hashembed.New().Space())
		if err != nil {
			b.Fatal(err)
		}
		report, err := retrieval.NewIndex(retrieval.Parts{
			Walker: walker, Read: reader.Read, Split: chunk.Split, Analyzer: analyzer, Embedder: hashembed.New(), Store: store,
		}).Sync(b.Context(), nil)
		if err != nil {
			b.Fatal(err)
		}
		passages += report.Passages
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(passages)/b.Elapsed().Seconds(), "passages/s")
}

// fill stores n passages without the dictionary, which would take longest.
func fill(b *testing.B, dir string, n int) {
	b.Helper()
	p, e := newPress(), hashembed.New()
	store, err := memstore.Open(b.Context(), dir, e.Space())
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	const perDocument = 500
	for d := range n / perDocument {
		entry := retrieval.Entry{File: fmt.Sprintf("文書%04d.txt", d), Title: "文書"}
		var passages []retrieval.Passage
		var texts []string
		for i := range perDocument {
			text := p.passage()
			passages = append(passages, retrieval.Passage{
				File: entry.File, Title: entry.Title, Ordinal: i, Sections: []retrieval.Section{{Line: i + 1}},
				StartLine: i + 1, EndLine: i + 1, Text: text, Terms: lexical.Encode(japanese.GramTerms(text), japanese.GramTerms(entry.Title)),
			})
			texts = append(texts, text)
		}
		vectors, err := e.EmbedPassages(b.Context(), texts)
		if err != nil {
			b.Fatal(err)
		}
		if err := store.Replace(b.Context(), entry, passages, vectors); err != nil {
			b.Fatal(err)
		}
	}
}

var librarySizes = []int{1_000, 10_000, 100_000}

// BenchmarkSearch measures the three rankings beside a plain scan over the same
// vectors.
func BenchmarkSearch(b *testing.B) {
	analyzer := japanese.NewAnalyzer()
	analyzer.Preload()
	for _, n := range librarySizes {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			fill(b, dir, n)
			e := hashembed.New()
			store, err := memstore.Open(b.Context(), dir, e.Space())
			if err != nil {
				b.Fatal(err)
			}
			defer store.Close()
			r := retrieval.NewRetriever(analyzer, e, store, balance)
			if err := r.Refresh(b.Context()); err != nil {
				b.Fatal(err)
			}
			p := newPress()
			var questions []string
			for range 64 {
				questions = append(questions, p.sentence(6))
			}
			for _, way := range []variant{
				{"dense", r.Reweighted(retrieval.Weights{Dense: 1})}, {"lexical", r.Reweighted(retrieval.Weights{Lexical: 1})}, {"hybrid", r},
			} {
				b.Run(way.name, func(b *testing.B) {
					for i := 0; b.Loop(); i++ {
						if _, err := way.retriever.Search(b.Context(), retrieval.Query{Text: questions[i%len(questions)], N: 10}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			snapshot, err := store.Snapshot(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			b.Run("plain scan", func(b *testing.B) { scan(b, e, snapshot, questions) })
		})
	}
}

// scan compares every question with every vector, and keeps the best.
func scan(b *testing.B, e *hashembed.Embedder, s retrieval.Snapshot, questions []string) {
	texts := make([]string, len(s.Passages()))
	for i := range texts {
		texts[i] = s.Passages()[i].Text
	}
	vectors, err := e.EmbedPassages(context.Background(), texts)
	if err != nil {
		b.Fatal(err)
	}
	best := 0
	for i := 0; b.Loop(); i++ {
		q, err := e.EmbedQuery(b.Context(), questions[i%len(questions)])
		if err != nil {
			b.Fatal(err)
		}
		top := float32(-1)
		for n, v := range vectors {
			sum := float32(0)
			for k := range v {
				sum += v[k] * q[k]
			}
			if sum > top {
				top, best = sum, n
			}
		}
	}
	_ = best
}

// BenchmarkStart measures from a stored index to the first search.
func BenchmarkStart(b *testing.B) {
	analyzer := japanese.NewAnalyzer()
	for _, n := range librarySizes {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			fill(b, dir, n)
			for b.Loop() {
				e := hashembed.New()
				store, err := memstore.Open(b.Context(), dir, e.Space())
				if err != nil {
					b.Fatal(err)
				}
				if err := retrieval.NewRetriever(analyzer, e, store, balance).Refresh(b.Context()); err != nil {
					b.Fatal(err)
				}
				if err := store.Close(); err != nil {
					b.Fatal(err)
				}
			}
			if info, err := os.Stat(filepath.Join(dir, "index.db")); err == nil {
				b.ReportMetric(float64(info.Size())/float64(n), "disk-bytes/passage")
			}
		})
	}
}
