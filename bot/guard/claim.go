package guard

import (
	"strings"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A claim is a sentence to be checked, as read.
type claim struct {
	analyzer   *japanese.Analyzer
	text       string
	japanese   bool
	quantities []japanese.Quantity
	dates      []japanese.Date
	morphemes  []japanese.Morpheme
	names      []name
	features   []feature
	asserted   []japanese.Assertion // read when asked for
}

// readClaim reads a claim; which evidence holds what is weighed later.
func (g *Guard) readClaim(text string) *claim {
	c := &claim{analyzer: g.analyzer, text: text, japanese: japanese.IsJapanese(text)}
	c.quantities, c.dates = japanese.Figures(text)
	c.morphemes = g.analyzer.Morphemes(text)
	c.names = namesOf(c)
	clause := 0
	figures := figureSpans(c)
	for i, m := range c.morphemes {
		if endsClause(m) {
			clause++
			continue
		}
		if m.Stem == "" || m.Part == japanese.Figure || within(m.Span, figures) {
			continue
		}
		w := 1.0
		if m.Part == japanese.Suffix || utf8.RuneCountInString(m.Stem) == 1 {
			w = 0.4
		}
		c.features = append(c.features, feature{text: text, Span: m.Span, clause: clause, stem: m.Stem, weight: w})
		if i > 0 && c.morphemes[i-1].Part == japanese.Prefix { // 小ホール
			c.features = append(c.features, feature{text: text, Span: m.Span, clause: clause, stem: c.morphemes[i-1].Text + m.Stem, weight: 1})
		}
	}
	c.leaveOut()
	for i := range c.quantities {
		if q := &c.quantities[i]; !q.Soft {
			c.features = append(c.features, feature{text: text, Span: q.Span, clause: c.clauseOf(q.Span), quantity: q, weight: 1.5})
		}
	}
	for i := range c.dates {
		d := &c.dates[i]
		c.features = append(c.features, feature{text: text, Span: d.Span, clause: c.clauseOf(d.Span), date: d, weight: 1.5})
	}
	for _, n := range c.names {
		if n.code {
			c.features = append(c.features, feature{text: text, Span: n.Span, clause: c.clauseOf(n.Span), name: n.folded, weight: 1})
		}
	}
	return c
}

func within(s japanese.Span, spans []japanese.Span) bool {
	for _, o := range spans {
		if s.Start < o.End && o.Start < s.End {
			return true
		}
	}
	return false
}

func figureSpans(c *claim) []japanese.Span {
	var out []japanese.Span
	for _, q := range c.quantities {
		out = append(out, q.Span)
	}
	for _, d := range c.dates {
		out = append(out, d.Span)
	}
	return out
}

// leaveOut takes their weight from words that the claim sets apart: 東京23区以外.
func (c *claim) leaveOut() {
	for i, m := range c.morphemes {
		if m.Text != "以外" && m.Text != "except" {
			continue
		}
		for k := range c.features {
			f := &c.features[k]
			for j := i - 1; j >= 0 && c.morphemes[j].Part != japanese.Particle && !endsClause(c.morphemes[j]); j-- {
				if f.Start == c.morphemes[j].Start {
					f.weight = 0.05
				}
			}
		}
	}
}

// endsClause reports whether a clause ends with the morpheme, or another begins.
func endsClause(m japanese.Morpheme) bool {
	switch m.Part {
	case japanese.Mark:
		return strings.ContainsAny(m.Text, "、。,;:")
	case japanese.Latin:
		return m.Text == "and" || m.Text == "but" || m.Text == "while" || m.Text == "which"
	}
	return false
}

// clauseOf is the number of the clause that a span stands in.
func (c *claim) clauseOf(s japanese.Span) int {
	n := 0
	for _, m := range c.morphemes {
		if m.Start >= s.Start {
			break
		}
		if endsClause(m) {
			n++
		}
	}
	return n
}

// around returns the words of the unit around a span, up to punctuation.
func (u *unit) around(s japanese.Span) string { return around(u.text, s) }

func (c *claim) around(s japanese.Span) string { return around(c.text, s) }

// around widens a span of text to its clause, by at most twenty characters and not
// into the middle of a Latin word.
func around(text string, s japanese.Span) string {
	const most = 20
	start, end := s.Start, s.End
	for n := 0; start > 0 && n < most; n++ {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if isBreak(r) {
			break
		}
		start -= size
	}
	for start > 0 && start < s.Start && isLetter(text[start-1]) && isLetter(text[start]) {
		start++
	}
	for n := 0; end < len(text) && n < most; n++ {
		r, size := utf8.DecodeRuneInString(text[end:])
		if isBreak(r) {
			break
		}
		end += size
	}
	for end < len(text) && end > s.End && isLetter(text[end-1]) && isLetter(text[end]) {
		end--
	}
	return strings.TrimSpace(text[start:end])
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isBreak(r rune) bool { return strings.ContainsRune("。、，,;；|\n（）()「」：", r) }
