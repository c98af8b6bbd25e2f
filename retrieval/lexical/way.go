package lexical

import "kotae/retrieval/japanese"

// A Way is one of several ways to write the same thing.
type Way struct {
	Terms japanese.Terms
	// Weight is what a text that holds it counts beside one that holds the first way,
	// in (0, 1].
	Weight float64
}

// AddAny scores every text against a thing written in any of several ways, of which
// the first is the question's own. It counts weight times the terms of the first way,
// and a text gets of that the share it holds of the way that it holds most of.
//
// Where a later way is commoner than the first, the thing is as common as that: a
// foreign word that no text holds is not rare if what it means is in every text.
func (s *Scores) AddAny(ways []Way, weight float64) {
	x := s.index
	worth := weight * x.eachTerm(ways[0].Terms, func(int, int, float64) {})
	if first := x.scarcity(ways[0].Terms); first > 0 {
		least := first
		for _, w := range ways[1:] {
			least = min(least, x.scarcity(w.Terms))
		}
		worth *= least / first
	}
	s.Attainable += worth
	best, held := x.tally(), x.tally()
	for _, w := range ways {
		attainable := x.eachTerm(w.Terms, func(c, slot int, weight float64) {
			x.channels[c].tell(slot, float32(weight*impactUnit), held)
		})
		share := float32(w.Weight * worth / attainable)
		held.drain(func(number uint32, score float32) { best.raise(number, score*share) })
	}
	best.drain(func(number uint32, score float32) { (*s.scores)[number] += score })
	x.tallies.Put(best)
	x.tallies.Put(held)
}

// scarcity is the rarity of the rarest of some terms in the first channel that has
// any; 0 for no terms.
func (x *Index) scarcity(t japanese.Terms) float64 {
	for _, c := range []int{japanese.Words, japanese.Sounds, japanese.Bigrams, japanese.Unigrams} {
		most := 0.0
		for _, term := range t[c] {
			most = max(most, x.Rarity(c, term))
		}
		if most > 0 {
			return most
		}
	}
	return 0
}

// A tally is a score for each of few texts.
type tally struct {
	scores  []float32 // of all texts; 0 for those not in numbers
	numbers []uint32
}

// tally returns an empty one, to be given back empty.
func (x *Index) tally() *tally { return x.tallies.Get().(*tally) }

func (t *tally) add(number uint32, score float32) {
	if t.scores[number] == 0 {
		t.numbers = append(t.numbers, number)
	}
	t.scores[number] += score
}

func (t *tally) raise(number uint32, score float32) {
	if t.scores[number] == 0 {
		t.numbers = append(t.numbers, number)
	}
	t.scores[number] = max(t.scores[number], score)
}

// drain visits every text once and empties the tally.
func (t *tally) drain(visit func(number uint32, score float32)) {
	for _, n := range t.numbers {
		visit(n, t.scores[n])
		t.scores[n] = 0
	}
	t.numbers = t.numbers[:0]
}
