package guard

import "kotae/retrieval/japanese"

// checkDates compares every date and time of the claim with the unit that is about
// the same thing.
func (c *claim) checkDates(b *body) []Finding {
	var out []Finding
	for i := range c.dates {
		if f, bad := c.checkDate(b, &c.dates[i]); bad {
			out = append(out, f)
		}
	}
	return out
}

func (c *claim) checkDate(b *body, d *japanese.Date) (Finding, bool) {
	f := Finding{Kind: Date, Claim: d.Of(c.text)}
	fits, top := c.best(b, d.Span, c.clauseOf(d.Span))
	k := c.standing(b, fits, top, func(u *unit) bool { return u.says(*d, b) }, func(u *unit) bool { return c.rivalDate(u, d) != nil })
	if k < 0 {
		if top >= 0 {
			if e := c.rivalDate(b.units[top], d); e != nil {
				f.Evidence = b.units[top].around(e.Span)
			}
		}
		return f, true
	}
	u := b.units[top]
	s, bad := c.displaced(d.Span, b.units[top], c.otherDates(b.units[top], d), datePlaces(b, d, top, k))
	if !bad {
		u = b.units[k]
		s, bad = c.misplaced(d.Span, u, equalDates(u, d), c.freeDates(u, d))
	}
	if bad {
		f.Evidence = u.around(s)
		return f, true
	}
	u = b.units[k]
	e, ok := u.date(*d)
	if !ok {
		return f, false
	}
	if d.Year != 0 && e.Year == 0 && d.Month != 0 && !b.years[d.Year] {
		f.Evidence = e.Of(u.text) // the year is the claim's own
		return f, true
	}
	for j, o := range b.units {
		if x, ok := o.date(*d); ok && fits[j] >= 0.9*fits[k] && untilAgrees(d.Bound, x.Bound) && !untilAgrees(d.Bound, e.Bound) {
			u, e = o, x
		}
	}
	if !untilAgrees(d.Bound, e.Bound) {
		return Finding{Bound, c.around(d.Span), u.around(e.Span)}, true
	}
	return f, false
}

// date returns the date of a unit that says all that the claim's does.
func (u *unit) date(d japanese.Date) (japanese.Date, bool) {
	var found japanese.Date
	ok := false
	for _, e := range u.dates {
		if d.Within(e) && (!ok || untilAgrees(d.Bound, e.Bound) && !untilAgrees(d.Bound, found.Bound)) {
			found, ok = e, true
		}
	}
	return found, ok
}

// untilAgrees compares bounds of dates: from, until, or neither said.
func untilAgrees(a, b japanese.Bound) bool {
	side := func(x japanese.Bound) int {
		switch x {
		case japanese.AtLeast, japanese.MoreThan:
			return 1
		case japanese.AtMost, japanese.LessThan:
			return -1
		}
		return 0
	}
	return side(a)*side(b) >= 0
}

// says reports whether a unit holds a date, or what a reader takes for it: the year
// as a bare figure, the day where the month is said elsewhere.
func (u *unit) says(d japanese.Date, b *body) bool {
	if _, ok := u.date(d); ok {
		return true
	}
	for _, q := range u.quantities {
		switch {
		case d.Clock || q.Bound == japanese.MoreThan || q.Bound == japanese.LessThan:
		case d.Month == 0 && d.Day == 0 && d.Year != 0 && q.Unit == "" && int(q.Number) == d.Year:
			return true
		case d.Year == 0 && d.Day == 0 && q.Unit == "か月" && q.Number == 1 && u.neighbour(d.Month, q.Side):
			return true
		case d.Day != 0 && q.Unit == "日" && q.Side == japanese.NoSide && int(q.Number) == d.Day && b.months[d.Month] && (d.Year == 0 || b.years[d.Year]):
			return true
		}
	}
	return false
}

// neighbour reports whether a month is the one before or after one that the unit
// names, which calls it 前月 or 翌月.
func (u *unit) neighbour(month int, side japanese.Side) bool {
	for _, e := range u.dates {
		if side == japanese.Before && e.Month == month%12+1 || side == japanese.After && e.Month != 0 && e.Month%12+1 == month {
			return true
		}
	}
	return false
}

// rivalDate returns a date of the unit that stands where the claim's should: it says
// as much and the claim does not say it.
func (c *claim) rivalDate(u *unit, d *japanese.Date) *japanese.Date {
	for i := range u.dates {
		e := &u.dates[i]
		if e.Clock != d.Clock || (e.Month != 0) != (d.Month != 0) || (e.Day != 0) != (d.Day != 0) || (d.Year == 0) != (e.Year == 0) && d.Month == 0 {
			continue
		}
		claimed := false
		for _, o := range c.dates {
			claimed = claimed || o.Within(*e)
		}
		if !claimed {
			return e
		}
	}
	return nil
}

// datePlaces returns where units hold a date.
func datePlaces(b *body, d *japanese.Date, units ...int) []place {
	var out []place
	for _, k := range units {
		for _, e := range b.units[k].dates {
			if d.Within(e) {
				out = append(out, b.units[k].place(e.Span))
			}
		}
	}
	return out
}

// otherDates are the dates of a unit that say as much as d and that no date of the
// claim is.
func (c *claim) otherDates(u *unit, d *japanese.Date) []japanese.Span {
	var out []japanese.Span
	for _, e := range u.dates {
		if d.Within(e) || e.Clock != d.Clock || (e.Month == 0) != (d.Month == 0) {
			continue
		}
		there := u.place(e.Span)
		here := there.like(c.place(d.Span))
		claimed := false
		for _, o := range c.dates {
			claimed = claimed || o.Within(e) && (c.listed(o.Span, d.Span) || there.like(c.place(o.Span)) >= here-0.05)
		}
		if !claimed {
			out = append(out, e.Span)
		}
	}
	return out
}

// equalDates are where a unit holds a date of the claim.
func equalDates(u *unit, d *japanese.Date) []japanese.Span {
	var out []japanese.Span
	for _, e := range u.dates {
		if d.Within(e) {
			out = append(out, e.Span)
		}
	}
	return out
}

// freeDates are the dates of a unit that say as much as d, that it is not, and that no
// date of the claim has more to do with than d.
func (c *claim) freeDates(u *unit, d *japanese.Date) []japanese.Span {
	var out []japanese.Span
	for _, e := range u.dates {
		if d.Within(e) || e.Clock != d.Clock || (e.Month == 0) != (d.Month == 0) || (e.Day == 0) != (d.Day == 0) {
			continue
		}
		mine := c.affinity(d.Span, u, e.Span)
		free := true
		for _, o := range c.dates {
			free = free && !(o.Within(e) && c.affinity(o.Span, u, e.Span) >= mine-0.1)
		}
		if free {
			out = append(out, e.Span)
		}
	}
	return out
}
