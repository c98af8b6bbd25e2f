package lexical

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"kotae/retrieval/japanese"
)

// vocabulary makes words that look Japanese: one to four kanji, or katakana.
func vocabulary(r *rand.Rand, n int) []string {
	words := make([]string, n)
	for i := range words {
		from, kinds, length := rune(0x4E00), 2500, 1+r.IntN(4)
		if r.IntN(4) == 0 {
			from, kinds, length = 0x30A2, 80, 3+r.IntN(5)
		}
		var w strings.Builder
		for range length {
			w.WriteRune(from + rune(r.IntN(kinds)))
		}
		words[i] = w.String()
	}
	return words
}

// library holds 100,000 passages of some 300 characters, and questions.
var library = sync.OnceValue(func() (l struct {
	stored    [][]byte
	questions []japanese.Terms
}) {
	r := rand.New(rand.NewPCG(1, 2))
	words := vocabulary(r, 60_000)
	zipf := rand.NewZipf(r, 1.07, 8, uint64(len(words)-1))
	particles := []string{"は", "が", "を", "に", "の", "で", "と", "する。", "した。", "、"}
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[zipf.Uint64()] + particles[r.IntN(len(particles))])
		}
		return b.String()
	}
	for range 100_000 {
		l.stored = append(l.stored, Encode(japanese.GramTerms(text(80)), japanese.GramTerms(text(4))))
	}
	for range 64 {
		l.questions = append(l.questions, japanese.GramTerms(text(6)))
	}
	return l
})

var librarySizes = []int{1_000, 10_000, 100_000}

func BenchmarkBuild(b *testing.B) {
	for _, n := range librarySizes {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			stored := library().stored[:n]
			var x *Index
			for b.Loop() {
				x, _ = Build(stored)
			}
			b.ReportMetric(float64(x.size())/float64(n), "bytes/passage")
		})
	}
}

func BenchmarkScore(b *testing.B) {
	for _, n := range librarySizes {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			l := library()
			x, err := Build(l.stored[:n])
			if err != nil {
				b.Fatal(err)
			}
			i := 0
			for b.Loop() {
				s := x.Score(l.questions[i%len(l.questions)])
				s.Top(50, nil)
				s.Close()
				i++
			}
			b.ReportMetric(float64(x.size())/float64(n), "bytes/passage")
		})
	}
}

// size is what an index holds, in bytes.
func (x *Index) size() int {
	n := 0
	for _, ch := range x.channels {
		n += 4*len(ch.terms) + 8*len(ch.offsets) + 4*len(ch.count) + len(ch.postings)
	}
	return n
}
