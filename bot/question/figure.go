package question

import "kotae/retrieval/japanese"

// Figured reports whether a text holds a date or a number of the kind that the question
// asks for: a date with its month, a weekday or a time; a number of the unit asked for,
// where one is said.
func (m *Meaning) Figured(text string) bool {
	date, number := m.Asks(Date), m.Asks(Number)
	if !date && !number || m.Kind() == Reason {
		return false
	}
	unit := unitOf(m.Unit)
	for _, s := range japanese.Sentences(text) {
		quantities, dates := japanese.Figures(s.Of(text))
		for _, d := range dates {
			if date && (d.Month > 0 || d.Weekday > 0 || d.Clock) {
				return true
			}
		}
		for _, q := range quantities {
			if (number || unit != "") && q.Code == "" && (unit == "" || q.Unit.Comparable(unit)) {
				return true
			}
		}
	}
	return false
}

// unitOf returns the unit that is typed so, "" for none that is known.
func unitOf(typed string) japanese.Unit {
	if typed == "" {
		return ""
	}
	quantities, _ := japanese.Figures("3 " + typed)
	if len(quantities) == 0 {
		return ""
	}
	return quantities[0].Unit
}
