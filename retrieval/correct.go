package retrieval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// The least letters of a word that a slip is looked for in: of shorter ones too many
// are one letter from another.
const (
	leastLatin    = 5
	leastKatakana = 4
)

// correct puts in place of words that neither the documents nor a glossary know the
// ones they know that are one slip away, and tells what stood there before.
func (r *Retriever) correct(v *view, text string) (string, map[japanese.Span]string) {
	var b strings.Builder
	slips := map[japanese.Span]string{}
	at := 0
	replace := func(s japanese.Span, word string) {
		b.WriteString(text[at:s.Start])
		start := b.Len()
		b.WriteString(word)
		slips[japanese.Span{Start: start, End: b.Len()}] = s.Of(text)
		at = s.End
	}
	for _, s := range japanese.Runs(text) {
		word, meant := japanese.Fold(s.Of(text)), ""
		if first, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Han, first) {
			meant = r.otherKanji(v, word)
		} else {
			meant = r.meant(v, word)
		}
		if meant != "" {
			replace(s, meant)
		}
	}
	b.WriteString(text[at:])
	return b.String(), slips
}

// meant returns the known word that is one slip away from one that is not known: of
// several the commonest. It returns "" where there is none, and for known words.
func (r *Retriever) meant(v *view, word string) string {
	latin := word[0] < utf8.RuneSelf
	if n := utf8.RuneCountInString(word); latin && n < leastLatin || !latin && n < leastKatakana || r.knows(v, word) ||
		strings.ContainsAny(word, "0123456789") || v.lexical.Holds(japanese.Sounds, japanese.Sound(word)) {
		return ""
	}
	best, least := "", 0.0
	for candidate := range japanese.Slips(word) {
		if !r.knows(v, candidate) || latin && len(japanese.Stem(candidate)) < leastLatin {
			continue
		}
		rarity := v.lexical.Rarity(japanese.Words, japanese.Stem(candidate))
		if best == "" || rarity < least {
			best, least = candidate, rarity
		}
	}
	return best
}

// otherKanji returns a run of kanji with one replaced by another of the same reading, if
// the documents hold the result and not the run itself: 内蔵 for 内臓. Of several it is
// the commonest.
func (r *Retriever) otherKanji(v *view, run string) string {
	kanji := []rune(run)
	if len(kanji) < 2 || r.heldKanji(v, kanji, -1) || japanese.BuiltIn().Knows(run) {
		return ""
	}
	best, least := "", 0.0
	for i, k := range kanji {
		for _, h := range japanese.Homophones(k) {
			other := slices.Clone(kanji)
			if other[i] = h; h == k || !r.heldKanji(v, other, i) {
				continue
			}
			candidate := string(other)
			rarity := v.lexical.Rarity(japanese.Bigrams, string(other[max(i-1, 0):max(i-1, 0)+2]))
			if (best == "" || rarity < least) && len(other) > 2 || v.lexical.Holds(japanese.Words, candidate) && (best == "" || rarity < least) {
				best, least = candidate, rarity
			}
		}
	}
	return best
}

// heldKanji reports whether the documents hold all pairs of a run of kanji, or those
// with the one at i; of three and more also three in a row with it.
func (r *Retriever) heldKanji(v *view, kanji []rune, i int) bool {
	for a := range len(kanji) - 1 {
		if (i < 0 || a == i-1 || a == i) && !v.lexical.Holds(japanese.Bigrams, string(kanji[a:a+2])) {
			return false
		}
	}
	if i < 0 || len(kanji) == 2 {
		return true
	}
	for a := max(i-2, 0); a <= i && a+3 <= len(kanji); a++ {
		if v.lexical.Holds(japanese.Trigrams, string(kanji[a:a+3])) {
			return true
		}
	}
	return false
}

// knows reports whether the documents or the glossary hold a word of Latin letters or of katakana.
func (r *Retriever) knows(v *view, word string) bool {
	stem := japanese.Stem(word)
	return stem == "" || v.lexical.Holds(japanese.Words, stem) || japanese.BuiltIn().Knows(word)
}
