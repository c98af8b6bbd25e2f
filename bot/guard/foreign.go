package guard

import (
	"slices"

	"kotae/retrieval/japanese"
)

// leastForeign is the least fit of a unit in another language that a claim's polarity
// is compared with.
const leastForeign = 0.45

// checkForeign compares what a claim allows and requires with what the units in
// another language do that fit it best. Predicates can't be compared across
// languages; that something may be, must be or need not be can.
func (c *claim) checkForeign(b *body) (Finding, bool) {
	fits, top := c.rank(b, japanese.Span{}, 0, 1)
	if top < 0 || !b.units[top].foreign || fits[top] < leastForeign || c.holding(top) < 2 {
		return Finding{}, false
	}
	var units []*unit
	for k, u := range b.units {
		if u.foreign && fits[k] >= 0.85*fits[top] {
			units = append(units, u)
		}
	}
	for _, aspect := range []japanese.Aspect{japanese.Permission, japanese.Need} {
		own := outright(c.assertions(), aspect)
		if len(own) == 0 || !sameSign(own) {
			continue
		}
		var against japanese.Assertion
		var where *unit
		for _, u := range units {
			for _, e := range outright(c.assertionsOf(u), aspect) {
				if e.Negative == own[0].Negative {
					return Finding{}, false
				}
				against, where = e, u
			}
		}
		if where != nil {
			return Finding{Negation, own[0].Of(c.text), against.Of(where.text)}, true
		}
	}
	return Finding{}, false
}

// holding is how many features of the claim a unit or what it stands under holds.
func (c *claim) holding(k int) int {
	n := 0
	for _, f := range c.features {
		if f.held[k] || f.near[k] >= nearOver {
			n++
		}
	}
	return n
}

// outright are the assertions of an aspect that nothing limits or supposes.
func outright(as []japanese.Assertion, aspect japanese.Aspect) []japanese.Assertion {
	var out []japanese.Assertion
	for _, a := range as {
		if a.Aspect.Kin(aspect) && a.Exclusive == japanese.NotExclusive && !a.Conditional {
			out = append(out, a)
		}
	}
	return out
}

func sameSign(as []japanese.Assertion) bool {
	return !slices.ContainsFunc(as, func(a japanese.Assertion) bool { return a.Negative != as[0].Negative })
}
