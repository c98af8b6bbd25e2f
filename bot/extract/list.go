package extract

import (
	"regexp"
	"slices"
)

// longest is how many items of a list are quoted at most, and how many files named.
const longest = 10

// list returns the list or the table that a sentence is in or leads to, in its order;
// nil where there is none.
func list(all []*sentence, s *sentence) []*sentence {
	i := slices.Index(all, s)
	in := func(o *sentence) bool {
		return o.hit == s.hit && o.heading == s.heading && (o.role == item || o.role == cells || o.role == tells && o.inline)
	}
	if s.role == tells && !s.inline {
		if i++; i == len(all) || all[i].role == tells || !in(all[i]) {
			return nil
		}
	}
	from, to := i, i+1
	for from > 0 && in(all[from-1]) {
		from--
	}
	for to < len(all) && in(all[to]) {
		to++
	}
	return slices.Clone(all[from:min(to, from+longest)])
}

// enumeration returns the sentences that go through points one by one (第一が, まず),
// from the one that the given sentence is or leads to; nil where there are none.
func enumeration(all []*sentence, s *sentence) []*sentence {
	from := slices.Index(all, s)
	for from > 0 && enumerates.MatchString(all[from].text) && all[from-1].role == tells && follows(all[from-1], all[from]) {
		from--
	}
	to, counted := from+1, false
	for to < len(all) && to-from < pointsLongest && all[to].answers() && follows(all[to-1], all[to]) {
		if enumerates.MatchString(all[to].text) {
			counted = true
		} else if !counted {
			break
		}
		to++
	}
	if !counted {
		return nil
	}
	return slices.Clone(all[from:to])
}

// pointsLongest is how many sentences go through points at most.
const pointsLongest = 6

var enumerates = regexp.MustCompile(`^(?:第[一二三四五六]|[1-9１-９一二三四五](?:つ|点)目|まず|次に|続いて|最後に|(?i:first|second|third|finally)(?:ly)?\b)`)

// follows reports whether a sentence comes after another in the same document.
func follows(a, b *sentence) bool {
	p, q := a.from.Passage, b.from.Passage
	return p == q || p.File == q.File && p.Ordinal+1 == q.Ordinal
}
