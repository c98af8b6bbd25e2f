package guard

import (
	"strings"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A segment is a clause of a unit, a bracket in it, or a cell of a row with the name
// of its column: as much as a figure is about when others stand beside it.
type segment struct {
	japanese.Span
	folded, skeleton string
	words            map[string]bool
	head             *segment // the name of the column, or the topic; nil where there is none
}

func newSegment(text string, start, end int) segment {
	folded := japanese.Fold(text[start:end])
	return segment{japanese.Span{Start: start, End: end}, folded, skeleton(folded), latinWords(folded), nil}
}

// segments cuts the unit at punctuation, once.
func (u *unit) segments() []segment {
	if u.segmented != nil {
		return u.segmented
	}
	start := u.mark
	add := func(end int) {
		if strings.TrimSpace(u.text[start:end]) != "" {
			u.segmented = append(u.segmented, newSegment(u.text, start, end))
		}
	}
	for i := u.mark; i < len(u.text); {
		r, size := utf8.DecodeRuneInString(u.text[i:])
		switch {
		case r == ',' && i+1 < len(u.text) && isDigit(u.text[i+1]):
		case strings.ContainsRune("、，,;；。|│┃（）()「」", r):
			add(i)
			start = i + size
		case r == ' ' && startsClause(u.text[i+1:]):
			add(i)
			start = i + 1
		case u.row && r == '　':
			add(i)
			start = i + size
		}
		i += size
	}
	add(len(u.text))
	u.nameColumns()
	u.shareTopic()
	return u.segmented
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func startsClause(s string) bool {
	for _, w := range []string{"and ", "or ", "but ", "while ", "elsewhere "} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// shareTopic gives all segments the topic of the first where they are a list under it:
// 定員は大ホール320名、小ホール80名.
func (u *unit) shareTopic() {
	const short = 10 // letters of an item of a list
	if len(u.segmented) < 2 || u.row || u.segmented[0].head != nil {
		return
	}
	first := u.segmented[0].Of(u.text)
	n := strings.Index(first, "は")
	if n < 0 {
		return
	}
	for _, s := range u.segmented[1:] {
		if strings.Contains(s.folded, "は") || len(letters(s.folded)) > short {
			return
		}
	}
	topic := newSegment(first, 0, n)
	for i := range u.segmented {
		u.segmented[i].head = &topic
	}
}

// segmentOf returns the segment that a span begins in.
func (u *unit) segmentOf(s japanese.Span) *segment {
	segments := u.segments()
	for i := range segments {
		if segments[i].Start <= s.Start && s.Start < segments[i].End {
			return &segments[i]
		}
	}
	return nil
}

// has is unit.has for a segment.
func (s *segment) has(stem string) bool {
	x := unit{folded: s.folded, skeleton: s.skeleton, words: s.words}
	return x.has(stem) || s.head != nil && s.head.has(stem)
}

// holds reports whether the segment, the given figure left out, or the name of its
// column holds a feature.
func (s *segment) holds(u *unit, f *feature, figure japanese.Span) bool {
	switch {
	case f.quantity != nil:
		for _, e := range u.quantities {
			if e.Span != figure && s.Start <= e.Start && e.Start < s.End && u.equal(*f.quantity, e) {
				return true
			}
		}
		return s.head != nil && strings.Contains(s.head.folded, japanese.Fold(f.quantity.Of(f.text)))
	case f.date != nil:
		for _, e := range u.dates {
			if e.Span != figure && s.Start <= e.Start && e.Start < s.End && f.date.Within(e) {
				return true
			}
		}
		return false
	case f.name != "":
		return s.words[f.name]
	}
	return s.has(f.stem)
}

// affinity says how much of what the claim says around a span is in the segment of
// the unit that holds a figure.
func (c *claim) affinity(own japanese.Span, u *unit, figure japanese.Span) float64 {
	s := u.segmentOf(figure)
	if s == nil {
		return 0
	}
	clause := c.clauseOf(own)
	sum := 0.0
	for i := range c.features {
		f := &c.features[i]
		if f.Start < own.End && own.Start < f.End {
			continue
		}
		w := f.weight
		if f.clause != clause {
			w *= 0.7
		}
		if s.holds(u, f, figure) {
			sum += w
		}
	}
	return sum
}

// The margins by which the segment of another figure must hold more of the claim.
const (
	affinityMargin = 0.6
	affinityShare  = 0.6
)

// misplaced returns the figure of a unit that the words of the claim around own are
// about, if that is another than those it equals: 東京は11,000円 where the evidence
// has 東京は14,500円、その他は11,000円.
func (c *claim) misplaced(own japanese.Span, u *unit, equal, others []japanese.Span) (japanese.Span, bool) {
	if len(equal) == 0 || len(others) == 0 || u.foreign {
		return japanese.Span{}, false
	}
	mine := 0.0
	here := c.place(own)
	for _, s := range equal {
		if here.like(u.place(s)) >= likePlace+0.1 {
			return japanese.Span{}, false // it stands there word for word
		}
		mine = max(mine, c.affinity(own, u, s))
	}
	var found japanese.Span
	best := 0.0
	for _, s := range others {
		if a := c.affinity(own, u, s); a > best {
			found, best = s, a
		}
	}
	return found, best-mine >= affinityMargin && mine < affinityShare*best
}
