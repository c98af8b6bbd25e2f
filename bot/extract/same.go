package extract

import (
	"slices"

	"kotae/retrieval/japanese"
)

// said reports whether one of the sentences chosen says the same as another: they
// differ in width and white space alone, or most words of one are in the other.
func said(chosen []*sentence, s *sentence) bool {
	return slices.ContainsFunc(chosen, func(o *sentence) bool { return same(o, s) })
}

func same(a, b *sentence) bool {
	if japanese.Compact(a.text) == japanese.Compact(b.text) {
		return true
	}
	if a.role == cells || b.role == cells || a.role == item || b.role == item {
		return false // 福岡 9:00 and 東京 9:00 have most in common
	}
	return within(b.terms[japanese.Words], a.terms[japanese.Words])
}

// sameShare is the share of a sentence's words above which another that holds them
// says the same.
const sameShare = 0.8

// within reports whether most of some words are among others.
func within(words, others map[string]bool) bool {
	if len(words) == 0 {
		return true
	}
	n := 0
	for w := range words {
		if others[w] {
			n++
		}
	}
	return float64(n) >= sameShare*float64(len(words))
}

// distinct leaves out sentences that say the same as one before.
func distinct(run []*sentence) []*sentence {
	var out []*sentence
	for _, s := range run {
		if !said(out, s) {
			out = append(out, s)
		}
	}
	return out
}
