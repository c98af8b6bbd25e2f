package retrievaltest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"time"

	"kotae/retrieval"
)

// entry is what is remembered of a file, every field filled.
func entry(file string) retrieval.Entry {
	return retrieval.Entry{
		File: file, Path: "/文書/" + file, Title: "題名：" + file, Volume: 1<<63 | 42, Size: 4096,
		Modified: time.Date(2026, 4, 1, 9, 30, 0, 123456789, time.UTC),
		Hash:     "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Versions: "reader/1 chunk/1 analyzer/1",
		Indexed:  time.Date(2026, 11, 21, 1, 2, 3, 4, time.UTC),
	}
}

// passages makes n passages that differ from those of every other file.
func passages(file string, n int) []retrieval.Passage {
	ps := make([]retrieval.Passage, n)
	for i := range ps {
		ps[i] = retrieval.Passage{
			File: file, Title: "題名：" + file, Ordinal: i, Page: 1 + i/3,
			StartLine: 10*i + 1, EndLine: 10*i + 8,
			Sections: []retrieval.Section{{Line: 10*i + 1, Heading: "第1章 総則 > 第" + fmt.Sprint(i) + "条"}},
			Text:     fmt.Sprintf("%sの第%d条。\n年次有給休暇は、入社半年で<10日>を付与する。", file, i),
			Terms:    []byte{0, 0xff, byte(i), '\n'},
		}
	}
	return ps
}

// rich are passages with whatever text may hold.
func rich(file string) []retrieval.Passage {
	ps := passages(file, 6)
	ps[0].Text = "「引用」と『二重』、全角ＡＢＣ１２３、半角ｶﾅ、結合文字か\u3099、異体字葛\U000E0100、絵文字👩‍👩‍👧"
	ps[1].Text = "tabs\tand\r\nline ends\n\n, quotes ' \" ` and \\, a NUL \x00 and a BOM \ufeff in the middle"
	ps[2].Text = ""
	ps[3].Sections = []retrieval.Section{
		{Line: 31, Heading: ""},
		{Line: 33, Heading: `A <b> & "c" > 第2章 > 2.1`},
		{Line: 35, Heading: "雇用\u2028契約"},
	}
	ps[3].Terms = nil
	ps[4].Page = 0
	ps[4].Terms = make([]byte, 70_000) // beyond any page of a store
	ps[5].Text = string(slices.Repeat([]rune("長い文。"), 20_000))
	ps[5].Title = ""
	return ps
}

// toward is a unit vector at an angle in the plane.
func toward(degrees float64) []float32 {
	a := degrees * math.Pi / 180
	return []float32{float32(math.Cos(a)), float32(math.Sin(a)), 0}
}

// fan is n vectors, each a degree further than the last.
func fan(from float64, n int) [][]float32 {
	vs := make([][]float32, n)
	for i := range vs {
		vs[i] = toward(from + float64(i))
	}
	return vs
}

// random is a vector of no particular length.
func random(r *rand.Rand, dimension int) []float32 {
	v := make([]float32, dimension)
	for i := range v {
		v[i] = float32(r.NormFloat64() * 3)
	}
	return v
}

// cosine is the cosine of two vectors, the slow and sure way.
func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa) / math.Sqrt(bb)
}

// near are two cosines equal but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-5 }

func ids(ps []retrieval.Passage) []string {
	var out []string
	for i := range ps {
		out = append(out, ps[i].ID())
	}
	return out
}

// samePassage compares two passages; nil and empty are the same.
func samePassage(a, b retrieval.Passage) bool {
	if !slices.Equal(a.Terms, b.Terms) || !slices.Equal(a.Sections, b.Sections) {
		return false
	}
	a.Terms, a.Sections, b.Terms, b.Sections = nil, nil, nil, nil
	return reflect.DeepEqual(a, b)
}

// samePassages reports the first passage that is not as it should be.
func (s *stand) samePassages(got, want []retrieval.Passage) {
	s.Helper()
	if len(got) != len(want) {
		s.Errorf("%d passages, want %d: %q", len(got), len(want), ids(got))
		return
	}
	for i := range got {
		if !samePassage(got[i], want[i]) {
			s.Errorf("passage %d:\n got %.300q\nwant %.300q", i, fmt.Sprintf("%+v", got[i]), fmt.Sprintf("%+v", want[i]))
			return
		}
	}
}

// sameEntries compares entries, times to the nanosecond and in UTC.
func (s *stand) sameEntries(got, want []retrieval.Entry) {
	s.Helper()
	if !reflect.DeepEqual(got, want) {
		s.Errorf("entries:\n got %+v\nwant %+v", got, want)
	}
}

// same compares strings in order.
func (s *stand) same(what string, got, want []string) {
	s.Helper()
	if !slices.Equal(got, want) {
		s.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}
