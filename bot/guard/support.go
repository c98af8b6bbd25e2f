package guard

import (
	"slices"
	"strings"
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

// checkSupport reports a claim hardly a word of which is in the evidence.
func (c *claim) checkSupport(b *body) []Finding {
	const few, share = 3, 0.25
	words, found, figures := 0, 0, 0
	for _, f := range c.features {
		if f.stem == "" && slices.Contains(f.held, true) {
			figures++
		}
		if f.stem == "" || f.weight < 0.5 && len(f.stem) <= 3 {
			continue
		}
		words++
		for k, u := range b.units {
			if u.foreign {
				return nil
			}
			if f.held[k] {
				found++
				break
			}
		}
	}
	if words < few && !(words == few-1 && found+figures == 0) || float64(found) >= share*float64(words) {
		return nil
	}
	return []Finding{{Kind: Unsupported, Claim: c.text}}
}
