package guard

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A place is what stands around a figure, folded and without blanks: as much as tells
// it from the other figures of its sentence.
type place struct{ before, after []rune }

const (
	placeBefore = 10 // runes
	placeAfter  = 7
)

// placeOf reads the place of a figure in a text that begins, list marks left out, at
// from.
func placeOf(text string, from int, s japanese.Span) place {
	start := s.Start
	for n := 0; start > from && n < 2*placeBefore; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	after := text[s.End:]
	end := 0
	for n := 0; end < len(after) && n < 2*placeAfter; n++ {
		_, size := utf8.DecodeRuneInString(after[end:])
		end += size
	}
	b := letters(text[start:s.Start])
	a := letters(after[:end])
	return place{append([]rune{'^'}, b...)[max(0, len(b)+1-placeBefore):], append(a, '$')[:min(placeAfter, len(a)+1)]}
}

// letters folds text and keeps what is said aloud, and what parts the cells of rows.
func letters(text string) []rune {
	var out []rune
	for _, r := range japanese.Fold(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '|' || r == '%' {
			out = append(out, r)
		}
	}
	return out
}

// like says how alike two places are, from 0 to 1.
func (p place) like(o place) float64 {
	reverse := func(r []rune) []rune {
		out := make([]rune, len(r))
		for i := range r {
			out[len(r)-1-i] = r[i]
		}
		return out
	}
	return 0.6*alike(reverse(p.before), reverse(o.before)) + 0.4*alike(p.after, o.after)
}

// alike compares two runs of runes from the figure outwards: how far they are the
// same, or how many pairs of runes they share, whichever is more.
func alike(a, b []rune) float64 {
	n := min(len(a), len(b))
	same := 0
	for same < n && a[same] == b[same] {
		same++
	}
	most := max(len(a), len(b))
	if most == 0 {
		return 1
	}
	run := float64(same) / float64(min(most, 8))
	shared := 0
	text := string(b)
	for i := 0; i+2 <= len(a); i++ {
		if strings.Contains(text, string(a[i:i+2])) {
			shared++
		}
	}
	return max(min(run, 1), float64(shared)/float64(max(most-1, 1)))
}

func (u *unit) place(s japanese.Span) place { return placeOf(u.text, u.mark, s) }

func (c *claim) place(s japanese.Span) place { return placeOf(c.text, 0, s) }

const (
	likePlace  = 0.7 // from which a figure stands where the claim's does
	likeMargin = 0.3 // by which it must do so better than the claim's own
)

// displaced returns the figure of a unit that stands where the claim's does although
// it is another: spans are the figures that are not the claim's, held is where the
// claim's is found, if it is.
func (c *claim) displaced(own japanese.Span, u *unit, spans []japanese.Span, held []place) (japanese.Span, bool) {
	here := c.place(own)
	m := 0.0
	for _, p := range held {
		m = max(m, here.like(p))
	}
	var found japanese.Span
	best := max(likePlace, m+likeMargin)
	ok := false
	for _, s := range spans {
		if l := here.like(u.place(s)); l >= best {
			found, best, ok = s, l, true
		}
	}
	return found, ok
}

// listed reports whether two figures of the claim stand in one list, whose items may
// change places: nothing but figures and what joins them is between them.
func (c *claim) listed(a, b japanese.Span) bool {
	if a.Start > b.Start {
		a, b = b, a
	}
	spans := figureSpans(c)
	for at := a.End; at < b.Start; {
		if i := slices.IndexFunc(spans, func(s japanese.Span) bool { return s.Start == at }); i >= 0 {
			at = spans[i].End
			continue
		}
		r, size := utf8.DecodeRuneInString(c.text[at:])
		if !strings.ContainsRune("、,，・/／とやか～〜~ ", r) {
			return false
		}
		at += size
	}
	return true
}
