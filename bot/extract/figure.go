package extract

import "kotae/retrieval/japanese"

// A fit says how a text stands to a figure of the question.
type fit int

const (
	silent  fit = iota // it states no such figure
	agrees             // it states the figure, or limits that it lies within
	differs            // it states others in its place
)

// fitOf tells how quantities stand to one that a question gives: 4日 agrees with
// 3日～4日 and differs from 1日～2日.
func fitOf(asked japanese.Quantity, stated []japanese.Quantity) fit {
	out := silent
	for i, s := range stated {
		if !s.Unit.Comparable(asked.Unit) || s.Unit == "" || asked.Unit == "" || s.Ordinal != asked.Ordinal {
			continue
		}
		ok := asked.Within(s)
		if next := i + 1; ok && isFrom(s) && next < len(stated) && isTo(stated[next]) && stated[next].Unit.Comparable(s.Unit) {
			ok = asked.Within(stated[next])
		}
		if ok && isTo(s) && i > 0 && isFrom(stated[i-1]) && stated[i-1].Unit.Comparable(s.Unit) {
			ok = asked.Within(stated[i-1])
		}
		if ok {
			return agrees
		}
		out = differs
	}
	return out
}

func isFrom(q japanese.Quantity) bool {
	return q.Bound == japanese.AtLeast || q.Bound == japanese.MoreThan
}
func isTo(q japanese.Quantity) bool {
	return q.Bound == japanese.AtMost || q.Bound == japanese.LessThan
}
