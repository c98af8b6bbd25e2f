package japanese

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed glossary.tsv
var builtIn string

// BuiltIn returns the glossary that comes with the program: terms of offices,
// security and public affairs, Japanese and English.
var BuiltIn = sync.OnceValue(func() *Glossary {
	g, err := ParseGlossary(strings.NewReader(builtIn))
	if err != nil {
		panic(err) // it is part of the binary, and a test reads it
	}
	return g
})

// A Glossary knows terms that mean the same. It is immutable and safe for
// concurrent use; nil is an empty one.
type Glossary struct {
	groups [][]string
	of     map[string][]int // numbers of groups, by the key of a term
	words  map[string]bool  // Latin words and katakana terms
	reach  map[string]int   // how many pieces the longest term has, by its first
}

// NewGlossary returns a glossary of groups of terms, each of which means the same as
// the others of its group.
func NewGlossary(groups [][]string) *Glossary {
	g := &Glossary{of: map[string][]int{}, words: map[string]bool{}, reach: map[string]int{}}
	for _, group := range groups {
		n, known := len(g.groups), false
		for _, term := range group {
			ps := pieces(mapText(term))
			if len(ps) == 0 {
				continue
			}
			known = true
			for _, p := range ps {
				if p.latin {
					g.words[p.text] = true
				}
			}
			k := termKey(ps)
			if !slices.Contains(g.of[k], n) {
				g.of[k] = append(g.of[k], n)
			}
			g.reach[ps[0].text] = max(g.reach[ps[0].text], len(ps))
		}
		if known {
			g.groups = append(g.groups, group)
		}
	}
	return g
}

// maxGlossaryLine is how long a line of a glossary may be, in bytes.
const maxGlossaryLine = 1 << 16

// ParseGlossary reads a glossary: one group of terms a line, tabs between them. Empty
// lines and those that begin with # say nothing. The error tells of every line that
// is no group, and of reading; the glossary of the others comes with it.
func ParseGlossary(r io.Reader) (*Glossary, error) {
	var groups [][]string
	var errs []error
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxGlossaryLine)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimPrefix(lines.Text(), "\uFEFF")
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if !utf8.ValidString(line) {
			errs = append(errs, fmt.Errorf("line %d is not UTF-8", n))
			continue
		}
		var group []string
		for term := range strings.SplitSeq(line, "\t") {
			if term = strings.TrimSpace(term); term != "" && len(pieces(mapText(term))) > 0 && !slices.Contains(group, term) {
				group = append(group, term)
			}
		}
		if len(group) < 2 {
			errs = append(errs, fmt.Errorf("line %d has no two terms with a tab between them", n))
			continue
		}
		groups = append(groups, group)
	}
	if err := lines.Err(); err != nil {
		errs = append(errs, err)
	}
	return NewGlossary(groups), errors.Join(errs...)
}

// Len is how many groups of terms the glossary has.
func (g *Glossary) Len() int {
	if g == nil {
		return 0
	}
	return len(g.groups)
}

// Knows reports whether a folded word is one of the words of a Latin term, or a term.
func (g *Glossary) Knows(word string) bool {
	return g != nil && (g.words[stem(word)] || g.of[word] != nil)
}

// A Sense is a term found in a text, with the other terms that mean the same.
type Sense struct {
	Span
	Others []string
	// Groups are, of each of Others, the number of its group in the glossary.
	Groups []int
}

// Senses returns the longest terms that stand in a text, in order, no two overlapping.
// Latin terms are compared word by word without endings, Japanese ones where the text
// has words of its own: 本人 is not in 日本人. A function word of English (IT, US) is
// no term by itself but in capitals.
func (a *Analyzer) Senses(text string, g *Glossary) []Sense {
	if g.Len() == 0 {
		return nil
	}
	m := mapText(text)
	ps := pieces(m)
	edges := a.edges(m)
	var out []Sense
	for i := 0; i < len(ps); {
		n, k := g.longest(ps[i:], edges)
		if n == 0 {
			i++
			continue
		}
		s := Sense{Span: Span{ps[i].Start, ps[i+n-1].End}}
		s.Others, s.Groups = g.others(k)
		out = append(out, s)
		i += n
	}
	return out
}

// longest finds the longest term that pieces begin with: of how many it is, 0 for
// none, and its key.
func (g *Glossary) longest(ps []piece, edges map[int]edge) (int, string) {
	if first := ps[0]; !first.latin && edges[first.Start] != sharp {
		return 0, ""
	}
	for n := min(g.reach[ps[0].text], len(ps)); n > 0; n-- {
		last := ps[n-1]
		if n == 1 && last.common {
			continue
		}
		k := key(ps[:n])
		if last.latin || edges[last.End] == sharp {
			if g.of[k] != nil {
				return n, k
			}
		}
		if edges[last.End] == soft {
			if k += inflected; g.of[k] != nil {
				return n, k
			}
		}
	}
	return 0, ""
}

// An edge is where a Japanese word begins or ends.
type edge int

const (
	sharp edge = iota + 1
	soft       // before the ending of a word that inflects: 辞|めたい
)

// edges are those of the words of a text, by offset in its source.
func (a *Analyzer) edges(m *mapped) map[int]edge {
	out := map[int]edge{}
	for _, w := range a.morphemes(m) {
		out[w.Start], out[w.End] = sharp, sharp
		text := w.Of(m.source)
		if stem := strings.TrimRightFunc(text, isHiragana); stem != "" && stem != text {
			out[w.Start+len(stem)] = soft
		}
	}
	return out
}

// inflected marks the key of a term that is compared without its ending.
const inflected = "~"

// termKey is the key that a term is found by. One that ends like a verb or an adjective
// is compared without its ending, 辞める as 辞~, and a noun that する makes a verb
// without that: 退職する as 退職.
func termKey(ps []piece) string {
	n := len(ps)
	for n > 0 && !ps[n-1].latin && isHiragana([]rune(ps[n-1].text)[0]) {
		n--
	}
	ending := key(ps[n:])
	switch {
	case n == 0 || ps[n-1].latin:
	case ending == "する":
		return key(ps[:n])
	case ending != "" && strings.Contains("るうくぐすつぬぶむい", ps[len(ps)-1].text):
		return key(ps[:n]) + inflected
	}
	return key(ps)
}

// others are the terms of the groups that a key stands in, but those with the key, and
// the groups they are of.
func (g *Glossary) others(k string) (terms []string, groups []int) {
	for _, n := range g.of[k] {
		for _, term := range g.groups[n] {
			ps := pieces(mapText(term))
			if termKey(ps) != k && !slices.Contains(terms, term) {
				terms, groups = append(terms, term), append(groups, n)
			}
		}
	}
	return terms, groups
}

// A piece is what terms are compared by: a Latin word, or a Japanese character.
type piece struct {
	Span
	text   string // folded; of a Latin word the stem
	latin  bool
	joined bool // to the piece before, with nothing between
	common bool // a function word of English, and not in capitals
}

func pieces(m *mapped) []piece {
	var out []piece
	for _, run := range runs(m.text) {
		if run.latin {
			p := piece{Span: m.span(run.start, run.end), text: stem(run.text), latin: true}
			if englishStops[run.text] {
				p.text = run.text
				written := p.Of(m.source)
				p.common = written != strings.ToUpper(written) || len(written) == 1
			}
			out = append(out, p)
			continue
		}
		for i, r := range run.text {
			from := run.start + i
			out = append(out, piece{Span: m.span(from, from+utf8.RuneLen(r)), text: string(r), joined: i > 0})
		}
	}
	return out
}

// key is what pieces are compared by as a whole: Japanese ones only without a break.
func key(ps []piece) string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 && !p.joined {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
	}
	return b.String()
}
