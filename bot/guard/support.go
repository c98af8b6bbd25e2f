package guard

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// least is the score below which a span supports nothing.
const least = 0.15

// Support returns the span of a passage, in bytes, that best bears out a claim: a
// sentence, a row of a table, or two neighbouring sentences where both are needed. The
// score is the share of the claim, by weight, that the span holds; figures and names
// weigh most. Where nothing supports the claim all three are zero.
func (g *Guard) Support(claim, passage string) (start, end int, score float64) {
	claim = plain(claim)
	b := newBody([]string{passage})
	if strings.TrimSpace(claim) == "" || len(b.units) == 0 {
		return 0, 0, 0
	}
	c := g.readClaim(claim)
	c.weigh(b)
	shares := make([]float64, len(b.units))
	for k, u := range b.units {
		shares[k] = c.share(b, k, k)
		if u.heading {
			shares[k] *= 0.7
		}
		if shares[k] > score {
			start, end, score = u.Start, u.End, shares[k]
		}
	}
	single := score
	for k := 1; k < len(b.units); k++ {
		u, v := b.units[k-1], b.units[k]
		if u.heading || v.heading || u.row || v.row {
			continue
		}
		both := c.share(b, k-1, k)
		if both > score && both > single+0.12 && both > max(shares[k-1], shares[k])+0.12 {
			start, end, score = u.Start, v.End, both
		}
	}
	if score < least {
		return 0, 0, 0
	}
	return start, end, min(score, 1)
}

// share is the part of the claim's features that one of two units holds.
func (c *claim) share(b *body, i, j int) float64 {
	sum, total := 0.0, 0.0
	for _, f := range c.features {
		w := f.weight
		if !f.held[i] && !f.held[j] && f.unknown(b.units[i]) {
			w *= 0.3 // it may be there, translated
		}
		if f.stem == "" {
			w *= 1.5
		}
		total += w
		if f.held[i] || f.held[j] {
			sum += w
		}
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// What of a claim must be in the evidence, by weight: more where no figure, date or
// code of it is there, less of a passage in another language, where words need a
// translation to be found.
const (
	leastWords      = 0.40
	leastFigures    = 0.25
	leastTranslated = 0.20
)

// checkSupport reports a claim too few words of which are in the evidence, or none of
// those that say what it is about.
func (c *claim) checkSupport(b *body) []Finding {
	const few = 3
	unsupported := []Finding{{Kind: Unsupported, Claim: c.text}}
	framed := c.framed()
	words, found, figures := 0.0, 0.0, 0
	for i := range c.features {
		f := &c.features[i]
		held := slices.Contains(f.held, true)
		switch {
		case f.stem == "":
			if held {
				figures++
			}
			continue
		case f.weight < 0.5 && len(f.stem) <= 3 || within(f.Span, framed):
			continue
		}
		words++
		switch {
		case held || b.akin(f.stem):
			found++
		case b.resembles(f.stem):
			found += likeWord
		}
	}
	least := leastWords
	switch {
	case b.translated:
		least = leastTranslated
	case figures > 0:
		least = leastFigures
	}
	switch {
	case words == 0:
		return nil
	case words < few && found+float64(figures) > 0:
		return nil
	case words == 1 && !b.translated:
		return nil
	case found < least*words && !(b.translated && figures > 0):
		return unsupported
	}
	return nil
}

// framing are the words around a claim that say nothing of their own.
var framing = regexp.MustCompile(`ので、?ご?(?:確認|注意|了承|留意|安心)(?:の上)?|^(?:規程|規定|規則|資料|文書|案内|マニュアル|議事録|手順)(?:に|の記載に)?(?:よると|よれば)|(?i:^according to the \w+)`)

// framed are the spans of the claim that say nothing of their own.
func (c *claim) framed() []japanese.Span {
	var out []japanese.Span
	for _, at := range framing.FindAllStringIndex(c.text, -1) {
		out = append(out, japanese.Span{Start: at[0], End: at[1]})
	}
	return out
}

// likeWord is what a word counts of which the evidence holds a relative: 買取, 買上.
const likeWord = 0.3

// resembles reports whether the evidence holds the first kanji of a compound.
func (b *body) resembles(stem string) bool {
	r, _ := utf8.DecodeRuneInString(stem)
	return unicode.Is(unicode.Han, r) && slices.ContainsFunc(b.units, func(u *unit) bool { return strings.ContainsRune(u.folded, r) })
}

// akin reports whether the evidence holds a word of the same root as a stem.
func (b *body) akin(stem string) bool {
	return slices.ContainsFunc(b.units, func(u *unit) bool { return u.akin(stem) })
}
