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
	if !r.heeds(ByTypo) {
		return text, nil
	}
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
		word := s.Of(text)
		if first, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Han, first) {
			if pair, meant := r.otherKanji(v, word); meant != "" {
				replace(japanese.Span{Start: s.Start + pair.Start, End: s.Start + pair.End}, meant)
			}
		} else if meant := r.meant(v, japanese.Fold(word)); meant != "" {
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
		strings.ContainsAny(word, "0123456789") || v.lexical.Holds(japanese.Sounds, japanese.Echo(word)) {
		return ""
	}
	best, least := "", 0.0
	for candidate := range japanese.Slips(word) {
		if !r.knows(v, candidate) || latin && len(japanese.Stem(candidate)) < leastLatin {
			continue
		}
		rarity := v.lexical.Rarity(japanese.Words, japanese.Stem(candidate))
		// Of equals the longest: what a word has too much is seldom all that is wrong.
		if best == "" || rarity < least || rarity == least && len(candidate) > len(best) {
			best, least = candidate, rarity
		}
	}
	return best
}

// otherKanji finds in a run of kanji that the documents do not hold the one that,
// replaced by another of the same reading, makes it one they hold: 内蔵 for 内臓. It
// returns where the pair of kanji stands that differs, and the pair that is meant: of
// several the commonest; "" for none.
func (r *Retriever) otherKanji(v *view, run string) (where japanese.Span, meant string) {
	kanji := []rune(run)
	if len(kanji) < 2 || r.heldKanji(v, kanji, -1) || japanese.BuiltIn().Knows(run) {
		return where, ""
	}
	least := 0.0
	for i, k := range kanji {
		for _, h := range japanese.Homophones(k) {
			other := slices.Clone(kanji)
			if other[i] = h; h == k || !r.heldKanji(v, other, i) {
				continue
			}
			at := max(i-1, 0)
			if i > 0 && i+2 <= len(other) && v.lexical.Holds(japanese.Words, string(other[i:i+2])) {
				at = i
			}
			pair := string(other[at : at+2])
			if len(other) == 2 && !v.lexical.Holds(japanese.Words, pair) {
				continue
			}
			if rarity := v.lexical.Rarity(japanese.Bigrams, pair); meant == "" || rarity < least {
				least, meant = rarity, pair
				where.Start = len(string(kanji[:at]))
				where.End = where.Start + len(string(kanji[at:at+2]))
			}
		}
	}
	return where, meant
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

// knows reports whether the documents or the glossary hold a word of Latin letters or
// of katakana; the latter however the dictionary cuts it.
func (r *Retriever) knows(v *view, word string) bool {
	stem := japanese.Stem(word)
	if stem == "" || v.lexical.Holds(japanese.Words, stem) || japanese.BuiltIn().Knows(word) {
		return true
	}
	if word[0] < utf8.RuneSelf {
		return false
	}
	kana := []rune(word)
	for i := range len(kana) - 2 {
		if !v.lexical.Holds(japanese.Trigrams, string(kana[i:i+3])) {
			return false
		}
	}
	return len(kana) > 2
}
