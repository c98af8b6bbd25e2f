package guard

import (
	"strings"

	"kotae/retrieval/japanese"
)

// checkLimits compares the bounds of a figure that stands on unit k.
func (c *claim) checkLimits(b *body, q *japanese.Quantity, fits []float64, k int) (Finding, bool) {
	u := b.units[k]
	e := c.counterpart(u, q)
	for j, o := range b.units { // others that fit as well may say it as the claim does
		if _, ok := o.quantity(*q); ok && fits[j] >= 0.9*fits[k] && !agrees(*q, e) {
			if x := c.counterpart(o, q); agrees(*q, x) {
				u, e = o, x
			}
		}
	}
	f := Finding{Claim: c.around(q.Span), Evidence: u.around(e.Span)}
	if e.Per == "" {
		e.Per = u.columnPer(e.Span)
	}
	switch {
	case !perAgrees(*q, e):
		f.Kind = Unit
	case !q.Side.Agrees(e.Side):
		f.Kind = Bound
	case !boundAgrees(*q, e):
		if q.Bound.Opposite(e.Bound) && c.turns(q.Span, u) {
			return f, false
		}
		f.Kind = Bound
	case e.Bound == japanese.Exactly && u.unlimited(q.Bound):
		f.Kind = Bound
	default:
		return f, false
	}
	return f, true
}

// counterpart returns the figure of a unit that a figure of the claim stands on: of
// several, the one in the likest place, or in a place not much less like if its bound
// agrees.
func (c *claim) counterpart(u *unit, q *japanese.Quantity) japanese.Quantity {
	found, _ := u.quantity(*q)
	best := -1.0
	here := c.place(q.Span)
	for _, e := range u.quantities {
		if !u.equal(*q, e) {
			continue
		}
		l := here.like(u.place(e.Span))
		if agrees(*q, e) {
			l += 0.25
		}
		if l > best {
			found, best = e, l
		}
	}
	return found
}

// limits are the words by which a unit may limit a figure from afar, by bound.
var limits = map[japanese.Bound][]string{
	japanese.AtLeast:  {"最低", "以上", "以降", "下限", "少なくとも", "から", "より", "超", "minimum", "least", "from", "more", "over", "or later", "+"},
	japanese.MoreThan: {"超", "越え", "上回", "以上", "より", "過ぎ", "more", "over", "exceed", "above", "beyond", "after", "older"},
	japanese.LessThan: {"未満", "下回", "満たな", "より", "以下", "足ら", "less", "under", "below", "fewer", "older", "before"},
}

// unlimited reports whether nothing in the unit, nor over it, limits a figure in the
// way of the bound.
func (u *unit) unlimited(b japanese.Bound) bool {
	words := limits[b]
	if len(words) == 0 || u.foreign {
		return false
	}
	for _, x := range append([]*unit{u}, u.over...) {
		for _, w := range words {
			if strings.Contains(x.folded, w) {
				return false
			}
		}
	}
	return true
}

// columnPer is the stretch of time that the name of a figure's column says it is for.
func (u *unit) columnPer(s japanese.Span) japanese.Unit {
	if seg := u.segmentOf(s); seg != nil && seg.head != nil {
		for _, p := range columnPers {
			if strings.Contains(seg.head.folded, p.text) {
				return p.unit
			}
		}
	}
	return ""
}

var columnPers = []struct {
	text string
	unit japanese.Unit
}{{"月額", "か月"}, {"年額", "年"}, {"日額", "日"}, {"時給", "時間"}, {"per month", "か月"}, {"monthly", "か月"}, {"per year", "年"}, {"annual", "年"}, {"per day", "日"}, {"daily", "日"}}
