package guard

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// checkNames reports names that the evidence does not hold, or that stand elsewhere
// in it while the sentence the claim is about names another.
func (c *claim) checkNames(b *body) []Finding {
	var out []Finding
	for _, n := range c.names {
		held := make([]bool, len(b.units))
		somewhere := false
		for k, u := range b.units {
			held[k] = n.in(u)
			somewhere = somewhere || held[k]
		}
		fits, top := c.best(b, c.titledSpan(n.Span), c.clauseOf(n.Span))
		if top < 0 || b.foreign(fits, top) && !n.digits && !(c.japanese && n.code) {
			continue // it may stand there translated
		}
		if !somewhere {
			if n.weak && c.rivalAmong(n, b, fits, top) == "" {
				continue
			}
			out = append(out, Finding{Name, n.Of(c.text), c.rivalAmong(n, b, fits, top)})
			continue
		}
		if n.weak || held[top] || fits[top] < 0.45 {
			continue
		}
		best := 0.0
		for k, u := range b.units {
			if held[k] {
				best = max(best, fits[k])
			}
			if held[k] && n.part != japanese.Person && slices.Contains(b.units[top].over, u) {
				best = 1
			}
		}
		if rival := c.rival(n, b.units[top]); rival != "" && best < 0.8*fits[top] {
			out = append(out, Finding{Name, n.Of(c.text), rival})
		}
	}
	return out
}

// in reports whether a unit holds the name.
func (n name) in(u *unit) bool {
	if n.code {
		if u.words[n.folded] || u.words[japanese.Stem(n.folded)] || u.words[strings.ReplaceAll(n.folded, "-", "")] {
			return true
		}
		return !n.digits && len(n.folded) > 3 && strings.Contains(u.folded, n.folded)
	}
	if isKatakana(n.folded) {
		return composed(n.folded, u.folded)
	}
	return strings.Contains(u.folded, n.folded) || strings.Contains(u.skeleton, skeleton(n.folded))
}

// foreign reports whether a claim may rest on units in another language: there are
// some, and none in its own is much like it.
func (b *body) foreign(fits []float64, top int) bool {
	own := 0.0
	foreign := false
	for k, u := range b.units {
		if u.foreign {
			foreign = true
		} else {
			own = max(own, fits[k])
		}
	}
	return foreign && (own < 0.5 || b.units[top].foreign)
}

// rivalAmong returns a name of the same kind in the units that fit nearly best.
func (c *claim) rivalAmong(n name, b *body, fits []float64, top int) string {
	if r := c.rival(n, b.units[top]); r != "" {
		return r
	}
	for k, u := range b.units {
		if fits[k] >= 0.8*fits[top] && fits[k] > 0.2 {
			if r := c.rival(n, u); r != "" {
				return r
			}
		}
	}
	return ""
}

// rival returns a name of the same kind that a unit holds and the claim does not.
func (c *claim) rival(n name, u *unit) string {
	folded := japanese.Fold(c.text)
	ms := c.morphemesOf(u)
	for i, m := range ms {
		same := m.Part == n.part || isProper(m.Part) && isProper(n.part) && hasKanji(m.Text) && hasKanji(n.folded)
		switch {
		case n.code:
			same = same && n.digits == strings.ContainsAny(m.Text, "0123456789") && strings.ContainsFunc(m.Text, unicode.IsLetter) &&
				(n.digits || strings.ContainsFunc(m.Of(u.text), unicode.IsUpper))
		case n.part == japanese.ProperNoun:
			same = isKatakana(m.Text) && (n.weak || isProper(m.Part) || !m.Known) && utf8.RuneCountInString(m.Text) >= 3 && !generic[m.Text]
		}
		if n.part == japanese.Person && i > 1 && ms[i-1].Text == "(" && strings.HasSuffix(ms[i-2].Text, "長") && hasKanji(m.Text) && !strings.HasSuffix(m.Text, "長") {
			same = true // 課長（榊）
		}
		if same && !strings.Contains(folded, m.Text) {
			return m.Of(u.text)
		}
	}
	return ""
}
