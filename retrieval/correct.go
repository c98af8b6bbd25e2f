package retrieval

import (
	"strings"
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
	for _, s := range japanese.Loanwords(text) {
		if meant := r.meant(v, japanese.Fold(s.Of(text))); meant != "" {
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
		if !r.knows(v, candidate) {
			continue
		}
		rarity := v.lexical.Rarity(japanese.Words, japanese.Stem(candidate))
		if best == "" || rarity < least {
			best, least = candidate, rarity
		}
	}
	return best
}

// knows reports whether the documents or the glossary hold a word of Latin letters or of katakana.
func (r *Retriever) knows(v *view, word string) bool {
	stem := japanese.Stem(word)
	return stem == "" || v.lexical.Holds(japanese.Words, stem) || japanese.BuiltIn().Knows(word)
}
