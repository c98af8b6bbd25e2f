package japanese

// Within reports whether the amount q lies within the limit that o states: 12% is
// within 15%以下, 2年 within 18か月以上. A figure without a bound is no limit; within
// it is the same amount alone.
func (q Quantity) Within(o Quantity) bool {
	if q.Code != "" || o.Code != "" || o.Bound == Exactly {
		return q.Equal(o)
	}
	if !q.Unit.Comparable(o.Unit) {
		return false
	}
	a, b := q.Number, o.Number
	if q.Unit.base() == o.Unit.base() {
		a, b = a*q.Unit.factor(), b*o.Unit.factor()
	}
	switch o.Bound {
	case AtLeast:
		return a >= b || same(a, b)
	case MoreThan:
		return a > b && !same(a, b)
	case AtMost:
		return a <= b || same(a, b)
	}
	return a < b && !same(a, b)
}
