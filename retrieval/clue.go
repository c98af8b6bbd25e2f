package retrieval

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// By tells why words of a passage are taken for words of a question.
type By string

// The reasons, surest first.
const (
	ByWord         By = "word"         // they are the same
	ByGlossary     By = "glossary"     // a glossary says that they mean the same
	ByAbbreviation By = "abbreviation" // a document says that one is short for the other
	ByFigure       By = "figure"       // the same number or date, written in another way
	ByTypo         By = "typo"         // they differ by a slip of the keyboard, or by kanji that sound alike
	BySound        By = "sound"        // a name or loanword that sounds alike in the other script
)

// trust is what a word found for another counts beside the question's own. More for
// glossaries finds no more; at 0.6 questions in English lose five points of recall@5,
// and Japanese ones two.
//
// Tried and dropped, on questions as staff type them and on encyclopedia questions:
// the square or the cube of a way's share, so that half a term counts less (file@1
// falls by three points); a tenth to two fifths of the score of the passages before
// and after (nothing, then worse); leaving out the characters of verbs like 言う and of
// question words (nothing); embedding the content instead of the question (nothing);
// other weights of the offline vectors, 0 to 0.4 (nothing).
var trust = map[By]float64{ByWord: 1, ByGlossary: 0.9, ByAbbreviation: 0.7, ByFigure: 0.7, ByTypo: 0.7, BySound: 0.6}

// vernacular is what a word of an English question counts that no other way leads from
// to what documents in Japanese say: else the few documents in English, which alone can
// hold it, would be found for whatever is asked in English.
const vernacular = 0.4

// A clue is a part of a question that documents may write in several ways.
type clue struct {
	text   string // as it is typed
	ways   []way  // its own is the first; never empty
	weight float64
}

// A way is how documents may write a clue.
type way struct {
	by    By
	text  string
	terms japanese.Terms
}

// lexicalWays are the ways of a clue as the lexical index takes them.
func (c *clue) lexicalWays() []lexical.Way {
	out := make([]lexical.Way, len(c.ways))
	for i, w := range c.ways {
		out[i] = lexical.Way{Terms: w.terms, Weight: trust[w.by]}
	}
	return out
}

// asked is a question as it is searched for.
type asked struct {
	rest  japanese.Terms // what can be written in one way only
	clues []clue
	said  japanese.Terms // of the conversation before
}

// read finds out what is to be searched for, and in which ways it may be written.
func (r *Retriever) read(v *view, q Query) asked {
	text, slips := r.correct(v, cmp.Or(q.Content, q.Text))
	a := asked{rest: r.analyzer.Terms(text)}
	whole := a.rest
	a.rest[japanese.Sounds] = nil // a way to write words, not one to ask for more
	english := !japanese.IsJapanese(text)
	for _, p := range r.parts(v, text, slips, q.Visible) {
		c := clue{text: p.Of(text), weight: 1}
		own := way{by: ByWord, text: c.text}
		a.rest, own.terms = less(a.rest, r.analyzer.Terms(c.text))
		for at, typed := range slips {
			if at.Start < p.End && p.Start < at.End {
				c.text, own.by = typed, ByTypo
			}
		}
		c.ways = append([]way{own}, p.ways...)
		if english && len(p.ways) == 0 && !strings.ContainsFunc(c.text, func(r rune) bool { return r < 'a' || 'z' < r }) {
			c.weight = vernacular
		}
		a.clues = append(a.clues, c)
	}
	a.said = without(r.analyzer.Terms(q.Context), whole)
	return a
}

// A part is a stretch of a question with the other ways to write it.
type part struct {
	japanese.Span
	ways []way
}

// parts returns the stretches of a text that have other ways to be written, and its
// loanwords, which might, and its slips, in order; no two overlap. What the users' own
// glossary knows goes first, then what is longest.
func (r *Retriever) parts(v *view, text string, slips map[japanese.Span]string, visible func(file string) bool) []part {
	var found []part
	add := func(by By, senses []japanese.Sense) {
		if !r.heeds(by) {
			return
		}
		for _, s := range senses {
			p := part{Span: s.Span}
			for i, other := range s.Others {
				if by == ByAbbreviation && !v.definitions.list[s.Groups[i]].visible(visible) {
					continue
				}
				if w := (way{by, other, r.termsOf(other)}); v.holds(w.terms) {
					p.ways = append(p.ways, w)
				}
			}
			if len(p.ways) > 0 {
				found = append(found, p)
			}
		}
	}
	for _, g := range r.glossaries {
		glossary, _ := g.Current() // what is wrong with it is told where the index is
		add(ByGlossary, r.analyzer.Senses(text, glossary))
	}
	own := len(found)
	add(ByFigure, japanese.FigureForms(text))
	add(ByAbbreviation, r.analyzer.Senses(text, v.definitions.glossary))
	add(ByGlossary, r.analyzer.Senses(text, japanese.BuiltIn()))
	slices.SortStableFunc(found[own:], func(a, b part) int { return cmp.Compare(b.End-b.Start, a.End-a.Start) })

	var out []part
	for _, p := range found {
		out = place(out, p)
	}
	for _, s := range japanese.Loanwords(text) {
		p := part{Span: s}
		if sounds := v.echoes(japanese.Fold(s.Of(text))); len(sounds) > 0 && r.heeds(BySound) {
			p.ways = []way{{BySound, strings.Join(sounds, " "), japanese.Terms{japanese.Sounds: sounds}}}
		}
		out = place(out, p)
	}
	if r.heeds(BySound) {
		for _, n := range r.analyzer.Names(text, true) {
			p := part{Span: n.Span}
			for _, echo := range n.Echoes {
				if v.lexical.Holds(japanese.Sounds, echo) {
					p.ways = append(p.ways, way{BySound, echo, japanese.Terms{japanese.Sounds: {echo}}})
				}
			}
			if len(p.ways) > 0 {
				out = place(out, p)
			}
		}
	}
	for s := range slips {
		out = place(out, part{Span: s})
	}
	slices.SortFunc(out, func(a, b part) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// leastCompound is the least characters of a katakana word that is taken for two words
// of Latin letters, and leastHalf of each of the two.
const leastCompound, leastHalf = 7, 3

// echoes returns the sounds, of those the documents hold, of what a folded loanword is
// in the other script: of several words for a compound, フラックスタイフーン being Flax
// Typhoon. It returns nil for what no document holds.
func (v *view) echoes(word string) []string {
	held := func(word string) string {
		if sound := japanese.Echo(word); sound != "" && v.lexical.Holds(japanese.Sounds, sound) {
			return sound
		}
		return ""
	}
	if sound := held(word); sound != "" {
		return []string{sound}
	}
	letters := []rune(word)
	if len(letters) < leastCompound || letters[0] < utf8.RuneSelf {
		return nil
	}
	for at := len(letters) - leastHalf; at >= leastHalf; at-- {
		if first, second := held(string(letters[:at])), held(string(letters[at:])); first != "" && second != "" {
			return []string{first, second}
		}
	}
	return nil
}

// place adds a part to others, unless it overlaps one; the same stretch has the ways
// of both.
func place(parts []part, p part) []part {
	for i := range parts {
		switch o := &parts[i]; {
		case o.Span == p.Span:
			o.ways = append(o.ways, p.ways...)
			return parts
		case o.Start < p.End && p.Start < o.End:
			return parts
		}
	}
	return append(parts, p)
}

// termsOf analyses a term of a glossary, once.
func (r *Retriever) termsOf(term string) japanese.Terms {
	if t, ok := r.analysed.Load(term); ok {
		return t.(japanese.Terms)
	}
	t := r.analyzer.Terms(term)
	t[japanese.Sounds] = nil
	r.analysed.Store(term, t)
	return t
}

// holds reports whether the documents hold every word of a term, if not necessarily
// together.
func (v *view) holds(t japanese.Terms) bool {
	for _, w := range t[japanese.Words] {
		if !v.lexical.Holds(japanese.Words, w) {
			return false
		}
	}
	return len(t[japanese.Words]) > 0
}

// less takes one of each of others out of terms, and returns which it took.
func less(terms, others japanese.Terms) (left, taken japanese.Terms) {
	for c := range terms {
		left[c] = slices.Clone(terms[c])
		for _, t := range others[c] {
			if i := slices.Index(left[c], t); i >= 0 {
				left[c] = slices.Delete(left[c], i, i+1)
				taken[c] = append(taken[c], t)
			}
		}
	}
	return left, taken
}
