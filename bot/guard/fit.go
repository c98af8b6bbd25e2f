package guard

import (
	"math"
	"slices"

	"kotae/retrieval/japanese"
)

// A feature is something that a claim holds and evidence may hold too.
type feature struct {
	japanese.Span
	text   string // of the claim
	clause int
	weight float64
	// One of:
	stem     string
	quantity *japanese.Quantity
	date     *japanese.Date
	name     string    // folded
	held     []bool    // by unit: it holds the feature itself
	near     []float64 // by unit: how much it counts that what it stands under or follows holds it
}

// alike says for every unit which share of the claim's pairs of letters it holds:
// what there is to go by where words are few.
func (c *claim) alike(b *body) []float64 {
	pairs := map[[2]rune]int{}
	r := letters(c.text)
	for i := 0; i+2 <= len(r); i++ {
		p := [2]rune{r[i], r[i+1]}
		if _, ok := pairs[p]; !ok {
			pairs[p] = len(pairs)
		}
	}
	out := make([]float64, len(b.units))
	seen := make([]int, len(pairs)) // the last unit, from 1, that held the pair
	for k, u := range b.units {
		n := 0
		var last rune
		for _, r := range u.folded {
			if i, ok := pairs[[2]rune{last, r}]; ok && seen[i] != k+1 {
				seen[i] = k + 1
				n++
			}
			last = r
		}
		out[k] = float64(n) / float64(max(len(pairs), 1))
	}
	return out
}

// What a feature counts that a unit does not hold itself, but a heading over it or the
// sentence before it does.
const (
	nearOver   = 0.5
	nearBefore = 0.25
)

// weigh finds out which units hold which features; words that few units hold weigh more.
func (c *claim) weigh(b *body) {
	foreign := 0 // bytes more than those in the claim's language
	for _, u := range b.units {
		u.foreign = c.japanese != japanese.IsJapanese(u.text) && hasLetters(u.text)
		if u.foreign {
			foreign += len(u.folded)
		} else {
			foreign -= len(u.folded)
		}
	}
	b.translated = foreign > 0
	b.alike = c.alike(b)
	total := float64(len(b.units))
	for i := range c.features {
		f := &c.features[i]
		f.held = make([]bool, len(b.units))
		df := 0.0
		for k, u := range b.units {
			if f.held[k] = f.in(u); f.held[k] {
				df++
			}
		}
		if f.stem != "" && df > 0 {
			f.weight *= 0.3 + math.Log(1+total/df)/math.Log(1+total)
		}
	}
	index := make(map[*unit]int, len(b.units))
	for k, u := range b.units {
		index[u] = k
	}
	for i := range c.features {
		f := &c.features[i]
		f.near = make([]float64, len(b.units))
		for k, u := range b.units {
			if u.before != nil && f.held[index[u.before]] {
				f.near[k] = nearBefore
			}
			for _, x := range u.over {
				if f.held[index[x]] {
					f.near[k] = nearOver
				}
			}
		}
	}
}

// in reports whether a unit itself holds the feature.
func (f *feature) in(u *unit) bool {
	switch {
	case f.quantity != nil:
		_, ok := u.quantity(*f.quantity)
		return ok
	case f.date != nil:
		_, ok := u.date(*f.date)
		return ok
	case f.name != "":
		return u.words[f.name]
	}
	return u.has(f.stem) || u.foreign && u.hasTranslation(f.stem)
}

// unknown reports whether a unit can't tell by itself whether it holds the feature: a
// word that it would have in another language.
func (f *feature) unknown(u *unit) bool {
	return u.foreign && f.stem != "" && len(translationsOf(f.stem)) == 0
}

// fit says how well unit k is about the part of the claim around a span: the share of
// the features there, the span's own left out, that it holds. Features of other
// clauses count by the factor elsewhere. Of foreign units only words with a translation are asked for.
func (c *claim) fit(b *body, k int, own japanese.Span, clause int, elsewhere float64) float64 {
	sum, total := 0.0, 0.0
	for i := range c.features {
		f := &c.features[i]
		if f.Start < own.End && own.Start < f.End || !f.held[k] && f.unknown(b.units[k]) {
			continue
		}
		w := f.weight
		if f.clause != clause {
			w *= elsewhere
		}
		total += w
		switch {
		case f.held[k]:
			sum += w
		default:
			sum += w * f.near[k]
		}
	}
	fit := b.alike[k]
	if total > 0 {
		fit = 0.9*sum/total + 0.1*fit
	}
	switch {
	case b.units[k].heads:
		fit *= 0.5
	case b.units[k].heading:
		fit *= 0.8
	}
	return fit
}

// best returns the units by how well they fit a part of the claim: the fit of each,
// and the index of the best, -1 where there are none.
func (c *claim) best(b *body, own japanese.Span, clause int) ([]float64, int) {
	return c.rank(b, own, clause, 0.35)
}

func (c *claim) rank(b *body, own japanese.Span, clause int, elsewhere float64) ([]float64, int) {
	fits := make([]float64, len(b.units))
	top := -1
	for k := range b.units {
		fits[k] = c.fit(b, k, own, clause, elsewhere)
		if top < 0 || fits[k] > fits[top] {
			top = k
		}
	}
	return fits, top
}

// standing returns the unit that a figure of the claim stands on: the best fitting
// one, or one over it, or another that fits as well, or another at all if the best
// fitting holds nothing that contradicts; -1 if there is none.
func (c *claim) standing(b *body, fits []float64, top int, holds, rivals func(*unit) bool) int {
	if top < 0 {
		return -1
	}
	if holds(b.units[top]) {
		return top
	}
	other := -1
	for k, u := range b.units {
		if !holds(u) {
			continue
		}
		if slices.Contains(b.units[top].over, u) {
			return k
		}
		if other < 0 || fits[k] > fits[other] {
			other = k
		}
	}
	if other < 0 {
		return -1
	}
	if fits[other] >= 0.85*fits[top] || !rivals(b.units[top]) {
		return other
	}
	return -1
}
