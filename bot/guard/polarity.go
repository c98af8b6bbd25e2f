package guard

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// checkPolarity compares what the claim asserts and denies with what the units say
// that are about the same thing.
func (c *claim) checkPolarity(b *body) []Finding {
	claims := c.assertions()
	if len(claims) == 0 {
		return nil
	}
	if f, bad := c.checkForeign(b); bad {
		return []Finding{f}
	}
	units := c.about(b)
	var out []Finding
	for _, a := range claims {
		both := slices.ContainsFunc(claims, func(o japanese.Assertion) bool { return o.Stem == a.Stem && o.Negative != a.Negative })
		if f, bad := c.checkAssertion(a, units, both); bad {
			out = append(out, f)
		}
	}
	return out
}

// about returns the units that a claim is about, at most six: those that fit nearly
// as well as the best, in all or in one of its clauses.
func (c *claim) about(b *body) []*unit {
	const most = 6
	clauses := map[int]bool{}
	for _, f := range c.features {
		clauses[f.clause] = true
	}
	best := make([]float64, len(b.units))
	for clause := range clauses {
		fits, top := c.rank(b, japanese.Span{}, clause, 0.1)
		for k, f := range fits {
			if top >= 0 && f >= 0.7*fits[top] && f > 0.15 {
				best[k] = max(best[k], f)
			}
		}
	}
	var order []int
	for k := range b.units {
		if best[k] > 0 && !b.units[k].foreign {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int {
		switch {
		case best[x] > best[y]:
			return -1
		case best[x] < best[y]:
			return 1
		}
		return 0
	})
	var out []*unit
	whole, top := c.rank(b, japanese.Span{}, 0, 1)
	for k := range b.units {
		b.units[k].fit = whole[k] / max(whole[top], 0.01)
	}
	for _, k := range order[:min(len(order), most)] {
		out = append(out, b.units[k])
	}
	for _, k := range order[:min(len(order), 2)] { // and what follows the best
		if k+1 < len(b.units) && b.units[k+1].before == b.units[k] && !slices.Contains(out, b.units[k+1]) {
			out = append(out, b.units[k+1])
		}
	}
	return out
}

// A witness is an assertion of the evidence on the same matter as one of the claim.
type witness struct {
	unit      *unit
	assertion japanese.Assertion
	likeness  float64
}

// checkAssertion compares one assertion with the witnesses likest to it. If both is
// true the claim says of the same thing that it is and that it is not, each for a case
// of its own, and any witness is enough.
func (c *claim) checkAssertion(a japanese.Assertion, units []*unit, both bool) (Finding, bool) {
	var ws []witness
	top := 0.0
	for _, u := range units {
		for _, e := range c.assertionsOf(u) {
			if l := likeness(a, e, u); l > 0 {
				ws = append(ws, witness{u, e, l})
				top = max(top, l)
			}
		}
	}
	var against *witness
	for i := range ws {
		w := &ws[i]
		if w.likeness < top-0.1 && !both {
			continue
		}
		if !contradict(a, w.assertion) || c.excepted(w.unit, units) {
			return Finding{}, false
		}
		if against == nil || w.likeness > against.likeness {
			against = w
		}
	}
	if against == nil || c.agreesElsewhere(a, units, against.unit) {
		return Finding{}, false
	}
	return Finding{Negation, a.Of(c.text), against.assertion.Of(against.unit.text)}, true
}

// agreesElsewhere reports whether a witness of another unit agrees that holds a word of
// the assertion's topic that the unit against it lacks: 上回る場合は必要, 下回る場合は不要.
func (c *claim) agreesElsewhere(a japanese.Assertion, units []*unit, u *unit) bool {
	for _, x := range units {
		if x == u || !slices.ContainsFunc(a.Topic, func(t string) bool { return x.has(t) && !u.has(t) }) {
			continue
		}
		for _, e := range c.assertionsOf(x) {
			if e.Negative == a.Negative && e.Aspect == a.Aspect && (a.Aspect != japanese.Plain || e.Stem == a.Stem) {
				return true
			}
		}
	}
	return false
}

// excepted reports whether the evidence takes back what a unit says for a case that
// the claim is about: ただし…この限りでない.
func (c *claim) excepted(u *unit, units []*unit) bool {
	for _, x := range units {
		if x == u || x.before != u && !slices.Contains(x.over, u) || !strings.Contains(x.folded, "この限り") {
			continue
		}
		for _, f := range c.features {
			if utf8.RuneCountInString(f.stem) > 1 && x.has(f.stem) && !u.has(f.stem) {
				return true
			}
		}
	}
	return false
}

// turns reports whether the clause of the claim around a figure denies and the unit
// does not, or the other way round, so that a bound may turn round with it:
// 10万円未満は不要, 10万円以上は必要.
func (c *claim) turns(figure japanese.Span, u *unit) bool {
	clause := c.clauseOf(figure)
	return denies(c.assertions(), func(a japanese.Assertion) bool { return c.clauseOf(a.Span) == clause }) !=
		denies(c.assertionsOf(u), func(japanese.Assertion) bool { return true })
}

// denies reports whether one of the assertions that are meant is negative.
func denies(as []japanese.Assertion, meant func(japanese.Assertion) bool) bool {
	return slices.ContainsFunc(as, func(a japanese.Assertion) bool { return a.Negative && meant(a) })
}

// assertions are those of the claim.
func (c *claim) assertions() []japanese.Assertion {
	if c.asserted == nil {
		c.asserted = japanese.Assertions(c.morphemes)
	}
	return c.asserted
}

// assertionsOf are those of a unit, read once.
func (c *claim) assertionsOf(u *unit) []japanese.Assertion {
	if u.assertions == nil {
		u.assertions = japanese.Assertions(c.morphemesOf(u))
	}
	return u.assertions
}

// morphemesOf are the pieces of a unit, read once.
func (c *claim) morphemesOf(u *unit) []japanese.Morpheme {
	if u.morphemes == nil {
		u.morphemes = c.analyzer.Morphemes(u.text)
	}
	return u.morphemes
}
