package guard

import (
	"strings"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A unit is a sentence, a row or a line of the evidence: what a claim can stand on
// by itself.
type unit struct {
	japanese.Span        // in its passage
	text          string // verbatim
	mark          int    // length of the mark that the line begins with
	passage       int
	folded        string // for words in kana
	skeleton      string // folded without hiragana: 申し込み is 申込
	words         map[string]bool
	quantities    []japanese.Quantity
	dates         []japanese.Date
	foreign       bool // not in the claim's language
	heading       bool
	row           bool
	heads         bool    // a row with a rule under it: the names of columns
	fit           float64 // to the whole claim, the best unit's being 1
	over          []*unit // what it stands under: title, headings, head of its table or list
	before        *unit   // the sentence it follows, nil behind a heading or in a table
	// Read when asked for:
	morphemes  []japanese.Morpheme
	assertions []japanese.Assertion
	segmented  []segment
	extended   []extent
	measured   bool // extended is read
}

// A body is the evidence of one claim.
type body struct {
	units      []*unit
	years      map[int]bool // all that are named anywhere
	months     map[int]bool
	alike      []float64 // by unit: the share of the claim's pairs of letters in it
	translated bool      // most of it is not in the claim's language
}

func newBody(evidence []string) *body {
	b := &body{years: map[int]bool{}, months: map[int]bool{}}
	for p, text := range evidence {
		b.units = append(b.units, unitsOf(text, p)...)
	}
	for _, u := range b.units {
		for _, d := range u.dates {
			b.years[d.Year] = true
			b.months[d.Month] = true
		}
		for _, q := range u.quantities {
			if q.Unit == "" && 1900 <= q.Number && q.Number < 2200 {
				b.years[int(q.Number)] = true
			}
		}
	}
	return b
}

// unitsOf cuts a passage into units and finds out what stands over each.
func unitsOf(text string, passage int) []*unit {
	var out []*unit
	var titles, headings []*unit
	var head, intro, last *unit // of a table, of a list, the one before
	for _, s := range japanese.Sentences(text) {
		u := newUnit(s.Of(text), s, passage)
		if u.isRule() {
			if last != nil && last.row && strings.HasPrefix(u.text, "|") {
				last.heads = true
			}
			continue
		}
		if bareNumber.MatchString(u.text) { // "## 3." is no figure
			u.quantities = nil
			out = append(out, u)
			continue
		}
		u.over = append(u.over, titles...)
		u.over = append(u.over, headings[max(0, len(headings)-3):]...)
		switch {
		case u.heading && last == nil || u.heading && len(titles) > 0 && last == titles[len(titles)-1] && len(titles) < 3:
			titles = append(titles, u)
			head, intro = nil, nil
		case u.heading:
			headings = append(headings, u)
			head, intro = nil, nil
		case u.row:
			if head == nil {
				head = u
			} else if head.heads || len(head.quantities)+len(head.dates) == 0 {
				u.over = append(u.over, head)
			}
		default:
			head = nil
			if isItem(u.text) {
				if intro != nil {
					u.over = append(u.over, intro)
				}
			} else if intro = nil; introduces(u.text) {
				intro = u
			}
		}
		if last != nil && last != head && last != intro && !last.heading && !u.heading && !u.row {
			u.before = last
		}
		last = u
		out = append(out, u)
	}
	return out
}

func newUnit(text string, span japanese.Span, passage int) *unit {
	u := &unit{Span: span, text: text, passage: passage}
	u.mark = itemMark(text)
	content := text[u.mark:]
	u.folded = strings.ReplaceAll(japanese.Fold(content), "**", "")
	u.skeleton = skeleton(u.folded)
	u.words = latinWords(u.folded)
	u.row = isRow(text)
	u.heading = !u.row && isHeading(text)
	if u.heading && u.mark == 0 {
		content = content[len(headingMark.FindString(content)):]
	}
	shift := len(text) - len(content)
	u.quantities, u.dates = japanese.Figures(content)
	for i := range u.quantities {
		u.quantities[i].Start += shift
		u.quantities[i].End += shift
	}
	for i := range u.dates {
		u.dates[i].Start += shift
		u.dates[i].End += shift
	}
	return u
}

// has reports whether the unit holds a stem as the analyzer makes them.
func (u *unit) has(stem string) bool {
	r, _ := utf8.DecodeRuneInString(stem)
	if r < 0x250 {
		return u.words[stem]
	}
	if s := skeleton(stem); s != "" {
		return strings.Contains(u.skeleton, s)
	}
	return strings.Contains(u.folded, stem)
}
