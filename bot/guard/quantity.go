package guard

import (
	"strings"

	"kotae/retrieval/japanese"
)

// checkQuantities compares every figure of the claim with the unit that is about the
// same thing.
func (c *claim) checkQuantities(b *body) []Finding {
	var out []Finding
	for i := range c.quantities {
		q := &c.quantities[i]
		check := c.checkQuantity
		if q.Soft {
			check = c.checkSoft
		}
		if f, bad := check(b, q); bad {
			out = append(out, f)
		}
	}
	return out
}

func (c *claim) checkQuantity(b *body, q *japanese.Quantity) (Finding, bool) {
	fits, top := c.best(b, q.Span, c.clauseOf(q.Span))
	holds := func(u *unit) bool { _, ok := u.quantity(*q); return ok }
	k := c.standing(b, fits, top, holds, func(u *unit) bool {
		e := c.rivalQuantity(u, q)
		return e != nil && (q.Unit.Comparable(e.Unit) || e.Bound == q.Bound)
	})
	f := Finding{Kind: Number, Claim: q.Of(c.text)}
	if top < 0 {
		return f, true
	}
	u := b.units[top]
	if k >= 0 {
		s, bad := c.displaced(q.Span, u, c.otherQuantities(u, q), c.places(b, q, top, k))
		if !bad {
			u = b.units[k]
			s, bad = c.misplaced(q.Span, u, c.equalQuantities(u, q), c.freeQuantities(u, q))
		}
		if bad {
			f.Evidence = u.around(s)
			return f, true
		}
		return c.checkLimits(b, q, fits, k)
	}
	if q.Unit.Counts() && q.Unit != "人" && q.Number <= 9 && q.Bound == japanese.Exactly && c.counts(q) && c.rivalQuantity(u, q) == nil {
		return Finding{}, false // 次の3つ: counted by whoever wrote the claim
	}
	here := c.place(q.Span)
	for _, e := range u.quantities {
		if e.Code == "" && e.Number == q.Number && !u.equal(*q, e) && (q.Unit.Kin(e.Unit) || here.like(u.place(e.Span)) >= likePlace) {
			f.Kind, f.Evidence = Unit, u.around(e.Span)
			return f, true
		}
	}
	if e := c.rivalQuantity(u, q); e != nil {
		f.Evidence = u.around(e.Span)
	}
	return f, true
}

// checkSoft compares a figure that the evidence need not hold: it is wrong only where
// another stands in its place.
func (c *claim) checkSoft(b *body, q *japanese.Quantity) (Finding, bool) {
	_, top := c.best(b, q.Span, c.clauseOf(q.Span))
	if top < 0 {
		return Finding{}, false
	}
	u := b.units[top]
	s, ok := c.displaced(q.Span, u, c.otherQuantities(u, q), c.places(b, q, top))
	return Finding{Unit, q.Of(c.text), u.around(s)}, ok
}

// counts reports whether the claim counts up what it goes on to name.
func (c *claim) counts(q *japanese.Quantity) bool {
	before, after := c.text[:q.Start], c.text[q.End:]
	for _, p := range []string{"次の", "以下の", "下記の", "following ", "the ", "上記の", "これらの", "は", "、"} {
		if strings.HasSuffix(before, p) || before == "" {
			for _, s := range []string{"です", "が", "に", "を", "の", "ある", "あり", "、", "。", " "} {
				if strings.HasPrefix(after, s) {
					return q.Unit == "個" || q.Unit == "点" || q.Unit == "種類" || q.Unit == "項目" || q.Unit == "通" || q.Unit == "" && !c.japanese
				}
			}
		}
	}
	return false
}

// rivalQuantity returns a figure of the unit that stands where the claim's should:
// it counts the same and the claim does not hold it.
func (c *claim) rivalQuantity(u *unit, q *japanese.Quantity) *japanese.Quantity {
	for i := range u.quantities {
		e := &u.quantities[i]
		if e.Soft || (e.Code == "") != (q.Code == "") || !q.Unit.Kin(e.Unit) || e.Ordinal && q.Unit != e.Unit {
			continue
		}
		if !c.claims(u, *e) {
			return e
		}
	}
	return nil
}

// claims reports whether one of the claim's figures is the unit's e.
func (c *claim) claims(u *unit, e japanese.Quantity) bool {
	for _, o := range c.quantities {
		if u.equal(o, e) && (o.Unit == e.Unit || !u.literal(o)) {
			return true
		}
	}
	return false
}

// literal reports whether the unit holds a figure in the same unit of count: 28日 is
// no other way to say 4週間 where both stand.
func (u *unit) literal(q japanese.Quantity) bool {
	for _, e := range u.quantities {
		if e.Unit == q.Unit && u.equal(q, e) {
			return true
		}
	}
	return false
}

// otherQuantities are the figures of a unit that no figure of the claim is, and that
// count the same as q or are the same number.
func (c *claim) otherQuantities(u *unit, q *japanese.Quantity) []japanese.Span {
	var out []japanese.Span
	for _, e := range u.quantities {
		if u.equal(*q, e) || !q.Unit.Comparable(e.Unit) && q.Number != e.Number {
			continue
		}
		if !c.claimsBetter(u, q, e) {
			out = append(out, e.Span)
		}
	}
	return out
}

// claimsBetter reports whether one of the claim's figures is the unit's e and stands
// where e does at least as well as q does, or in a list with q.
func (c *claim) claimsBetter(u *unit, q *japanese.Quantity, e japanese.Quantity) bool {
	there := u.place(e.Span)
	here := there.like(c.place(q.Span))
	for _, o := range c.quantities {
		if u.equal(o, e) && (o.Unit == e.Unit || !u.literal(o)) && (c.listed(o.Span, q.Span) || there.like(c.place(o.Span)) >= here-0.05) {
			return true
		}
	}
	return false
}

// freeQuantities are the figures of a unit that count what q does, that it does not
// equal, and that no figure of the claim has more to do with than q.
func (c *claim) freeQuantities(u *unit, q *japanese.Quantity) []japanese.Span {
	var out []japanese.Span
	for _, e := range u.quantities {
		if u.equal(*q, e) || e.Soft || !q.Unit.Comparable(e.Unit) || (e.Code == "") != (q.Code == "") || e.Ordinal != q.Ordinal {
			continue
		}
		mine := c.affinity(q.Span, u, e.Span)
		free := true
		for _, o := range c.quantities {
			free = free && !(u.equal(o, e) && c.affinity(o.Span, u, e.Span) >= mine-0.1)
		}
		if free {
			out = append(out, e.Span)
		}
	}
	return out
}

// equalQuantities are where a unit holds a figure of the claim.
func (c *claim) equalQuantities(u *unit, q *japanese.Quantity) []japanese.Span {
	var out []japanese.Span
	for _, e := range u.quantities {
		if u.equal(*q, e) {
			out = append(out, e.Span)
		}
	}
	return out
}

// places returns where the units that a figure may stand on hold it.
func (c *claim) places(b *body, q *japanese.Quantity, units ...int) []place {
	var out []place
	for _, k := range units {
		u := b.units[k]
		for _, e := range u.quantities {
			if u.equal(*q, e) {
				out = append(out, u.place(e.Span))
			}
		}
		if d, ok := u.dayFor(*q); ok {
			out = append(out, u.place(d.Span))
		}
	}
	return out
}
