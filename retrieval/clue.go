package retrieval

import (
	"slices"

	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// By tells why a passage's words are taken for those of a question.
type By string

// The reasons, surest first.
const (
	ByWord         By = "word"         // they are the same
	ByGlossary     By = "glossary"     // a glossary says that they mean the same
	ByAbbreviation By = "abbreviation" // a document says which is short for which
	ByFigure       By = "figure"       // the same number or date, written in another way
	ByTypo         By = "typo"         // they differ by a slip of the keyboard
	BySound        By = "sound"        // a name or loanword that sounds alike in the other script
)

// trust is what a word found for another counts beside the question's own.
var trust = map[By]float64{ByWord: 1, ByGlossary: devF("KX_GLOSS", 0.9), ByAbbreviation: 0.8, ByFigure: 0.8, ByTypo: 0.7, BySound: devF("KX_SOUND", 0.6)}

// A clue is a part of a question that can be written in several ways.
type clue struct {
	japanese.Span // in the text searched for
	text          string
	ways          []way // its own is the first
	weight        float64
}

// A way is how the documents may write a clue.
type way struct {
	by    By
	text  string
	terms japanese.Terms
}

// lexicalWays are the ways of a clue, as the index takes them.
func (c *clue) lexicalWays() []lexical.Way {
	out := make([]lexical.Way, len(c.ways))
	for i, w := range c.ways {
		out[i] = lexical.Way{Terms: w.terms, Weight: trust[w.by]}
	}
	return out
}

// clues finds the parts of a text that can be written in other ways too, in order,
// no two overlapping.
func (r *Retriever) clues(v *view, text string) []clue {
	var out []clue
	for _, g := range []struct {
		by       By
		glossary *japanese.Glossary
	}{{ByGlossary, japanese.BuiltIn()}} {
		for _, s := range r.analyzer.Senses(text, g.glossary) {
			c := clue{Span: s.Span, text: s.Of(text)}
			for _, other := range s.Others {
				c.ways = append(c.ways, way{by: g.by, text: other, terms: r.analyzer.Terms(other)})
			}
			out = place(out, c)
		}
	}
	for _, w := range japanese.Loanwords(text) {
		c := clue{Span: w, text: w.Of(text)}
		if sound := japanese.Sound(japanese.Fold(c.text)); sound != "" {
			c.ways = append(c.ways, way{by: BySound, text: sound, terms: japanese.Terms{japanese.Sounds: {sound}}})
		}
		out = place(out, c)
	}
	kept := out[:0]
	for _, c := range out {
		c.ways = slices.DeleteFunc(c.ways, func(w way) bool { return !v.known(w.terms) })
		if len(c.ways) > 0 || c.text[0] < 0x80 {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, func(a, b clue) int { return a.Start - b.Start })
	return kept
}

// known reports whether every word of a way is somewhere in the documents.
func (v *view) known(t japanese.Terms) bool {
	n := 0
	for _, c := range []int{japanese.Words, japanese.Sounds} {
		if c == japanese.Sounds && n > 0 {
			break
		}
		for _, term := range t[c] {
			if n++; !v.lexical.Holds(c, term) {
				return false
			}
		}
	}
	return n > 0
}

// place adds a clue to others that it does not overlap. A part of one lends it its ways
// only if it is the whole of it.
func place(clues []clue, c clue) []clue {
	for i := range clues {
		switch o := &clues[i]; {
		case o.Span == c.Span:
			o.ways = append(o.ways, c.ways...)
			return clues
		case o.Start < c.End && c.Start < o.End:
			return clues
		}
	}
	return append(clues, c)
}

// less leaves out of terms one of each of others, and returns which those were.
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

