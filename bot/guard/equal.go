package guard

import "kotae/retrieval/japanese"

// quantity returns the quantity of a unit that a claim's can stand on: the same
// amount, and of those the one whose bound agrees.
func (u *unit) quantity(q japanese.Quantity) (japanese.Quantity, bool) {
	var found japanese.Quantity
	ok := false
	for _, e := range u.quantities {
		if !u.equal(q, e) {
			continue
		}
		if !ok || agrees(q, e) && !agrees(q, found) {
			found, ok = e, true
		}
	}
	if ok {
		return found, true
	}
	if d, ok := u.dayFor(q); ok {
		return japanese.Quantity{Span: d.Span, Number: q.Number, Unit: q.Unit}, true
	}
	return found, false
}

// equal reports whether a figure of the unit is the claim's. A row may leave the unit
// to its header; a claim without a unit may mean any.
func (u *unit) equal(q, e japanese.Quantity) bool {
	if q.Equal(e) {
		return true
	}
	if q.Code != "" || e.Code != "" || q.Number != e.Number {
		return false
	}
	const plain = 100 // from which a figure may leave its unit to the reader
	return q.Unit == "" && !q.Ordinal && q.Number >= plain || e.Unit == "" && u.row && !e.Ordinal
}

// dayFor finds the date that a claim shortens to its day, or a year to its number.
func (u *unit) dayFor(q japanese.Quantity) (japanese.Date, bool) {
	n := int(q.Number)
	if float64(n) != q.Number || q.Code != "" {
		return japanese.Date{}, false
	}
	for _, d := range u.dates {
		day := q.Unit == "日" && q.Bound != japanese.MoreThan && q.Bound != japanese.LessThan && q.Side == japanese.NoSide && d.Day == n && d.Month != 0
		year := q.Unit == "" && d.Year == n && n > 1000
		if day || year {
			return d, true
		}
	}
	return japanese.Date{}, false
}

// agrees reports whether all that is said around two equal figures can be true at once.
func agrees(q, e japanese.Quantity) bool {
	return boundAgrees(q, e) && q.Side.Agrees(e.Side) && perAgrees(q, e)
}

// boundAgrees compares bounds. What lies before something by at least three days and
// by three days at the latest is the same.
func boundAgrees(q, e japanese.Quantity) bool {
	if q.Bound.Agrees(e.Bound) {
		return true
	}
	before := q.Side == japanese.Before || e.Side == japanese.Before
	inclusive := func(b japanese.Bound) bool { return b == japanese.AtLeast || b == japanese.AtMost }
	return before && inclusive(q.Bound) && inclusive(e.Bound)
}

func perAgrees(q, e japanese.Quantity) bool {
	return q.Per == "" || e.Per == "" || q.Per == e.Per
}
