package extract

import (
	"cmp"
	"slices"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// A point is one thing that a question says, in any of the ways that documents may
// write it.
type point struct {
	ways  []wording // the question's own first
	worth float64   // by rarity
}

// A wording is one way to write a point.
type wording struct {
	terms  []retrieval.Term
	rarity float64 // of all of them
	trust  float64
}

// pointsOf sorts the terms of a question by channel. A wording that has nothing to
// say in a channel is taken by its sound.
func pointsOf(terms []retrieval.Term) [japanese.Channels][]point {
	var out [japanese.Channels][]point
	byClue := map[int][]retrieval.Term{}
	for _, t := range terms {
		if t.Clue > 0 {
			byClue[t.Clue] = append(byClue[t.Clue], t)
			continue
		}
		out[t.Channel] = append(out[t.Channel], point{[]wording{{[]retrieval.Term{t}, t.Rarity, 1}}, t.Rarity})
	}
	for clue := 1; len(byClue) > 0; clue++ {
		for c := range out {
			if p := pointOf(c, byClue[clue]); p.worth > 0 {
				out[c] = append(out[c], p)
			}
		}
		delete(byClue, clue)
	}
	return out
}

// pointOf makes a point of the terms of a clue. It is worth what its commonest
// wording is: a foreign word is not rare if what it means is in every text.
func pointOf(channel int, terms []retrieval.Term) point {
	var p point
	for len(terms) > 0 {
		n := slices.IndexFunc(terms, func(t retrieval.Term) bool { return t.Way != terms[0].Way })
		if n < 0 {
			n = len(terms)
		}
		of := func(c int) wording {
			w := wording{trust: cmp.Or(terms[0].Trust, 1)}
			for _, t := range terms[:n] {
				if t.Channel == c {
					w.terms, w.rarity = append(w.terms, t), w.rarity+t.Rarity
				}
			}
			return w
		}
		w := of(channel)
		if w.rarity == 0 {
			w = of(japanese.Sounds)
		} else if p.worth == 0 || w.rarity < p.worth {
			p.worth = w.rarity
		}
		if w.rarity > 0 {
			p.ways = append(p.ways, w)
		}
		terms = terms[n:]
	}
	return p
}

// in is the share of a point that a text holds, of the wording that it holds most of.
func (p point) in(have holdings) float64 {
	most := 0.0
	for _, w := range p.ways {
		held := 0.0
		for _, t := range w.terms {
			if have[t.Channel][t.Text] {
				held += t.Rarity
			}
		}
		most = max(most, w.trust*held/w.rarity)
	}
	return most
}

// coverage is the share, by rarity, of the question's points in a channel that a text
// holds, those left out that except holds; 0 where there are none.
func (m *matcher) coverage(channel int, have holdings, except *holdings) float64 {
	sum, total := 0.0, 0.0
	for _, p := range m.points[channel] {
		if except != nil && p.in(*except) > 0 {
			continue
		}
		total += p.worth
		sum += p.worth * p.in(have)
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// covers are the shares of the question's words that a sentence holds.
func (m *matcher) covers(s *sentence) []float64 {
	out := make([]float64, len(m.points[japanese.Words]))
	for i, p := range m.points[japanese.Words] {
		out[i] = p.in(s.terms)
	}
	return out
}

// overlap is the share of the question's words, by rarity, that a sentence holds
// and others hold already.
func (m *matcher) overlap(s *sentence, covered []float64) float64 {
	sum, total := 0.0, 0.0
	for i, p := range m.points[japanese.Words] {
		total += p.worth
		sum += p.worth * min(covered[i], p.in(s.terms))
	}
	if total == 0 {
		return 0
	}
	return sum / total
}
