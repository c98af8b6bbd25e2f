// Package japanese knows the language: character forms, sentences, words, numbers.
//
// It is a leaf: it knows nothing of documents, indexes or questions, and any room
// of the house may import it. Text in other scripts passes through it unharmed, and
// English gets what a mixed corpus needs of it (sentence ends, plurals, stop words).
package japanese

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folds are the spellings that NFKC leaves apart although people type them alike.
var folds = map[rune]rune{
	'〜': '~', '∼': '~', // U+301C; U+FF5E becomes ~ by NFKC
	'‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-', '─': '-',
	'’': '\'', '‘': '\'', '“': '"', '”': '"',
	'髙': '高', '﨑': '崎', '德': '徳', '濵': '浜', '濱': '浜', '邉': '辺', '邊': '辺', '齋': '斎', '齊': '斉', '槗': '橋', '𠮷': '吉', '隆': '隆',
}

// Fold maps text to the form in which it is compared: NFKC, lower case, dashes,
// quotes and variant kanji unified, variation selectors removed. It is for
// matching only; what is shown is always the original.
func Fold(s string) string {
	if isPlainASCII(s) {
		return strings.ToLower(s)
	}
	s = norm.NFKC.String(strings.ToValidUTF8(s, "\uFFFD")) // what follows a broken byte it would leave alone
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			return r
		}
		if isVariationSelector(r) {
			return -1
		}
		if f, ok := folds[r]; ok {
			return f
		}
		return unicode.ToLower(r)
	}, s)
}

// Compact is Fold without white space: two texts that a reader would call the
// same, wherever their lines break, are equal by it.
func Compact(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, Fold(s))
}

func isPlainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isVariationSelector(r rune) bool {
	return 0xFE00 <= r && r <= 0xFE0F || 0xE0100 <= r && r <= 0xE01EF
}

// IsJapanese reports whether the text is Japanese rather than, say, English: it has
// hiragana, which only Japanese sentences have, or at least one kana or kanji for
// every four letters of other scripts.
func IsJapanese(s string) bool {
	ja, other := 0, 0
	for _, r := range s {
		switch {
		case isHiragana(r):
			return true
		case isHan(r) || isKatakana(r):
			ja++
		case unicode.IsLetter(r):
			other++
		}
	}
	return ja > 0 && ja*4 > other
}

func isHan(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || r == '々' || r == '〆' || r == '〇' || r == 'ヶ' ||
		0x3400 <= r && r <= 0x4DBF || 0xF900 <= r && r <= 0xFAFF || 0x20000 <= r && r <= 0x3FFFF
}

func isHiragana(r rune) bool { return 0x3041 <= r && r <= 0x309F }

func isKatakana(r rune) bool {
	return 0x30A1 <= r && r <= 0x30FA || r == 'ー' || 0x30FD <= r && r <= 0x30FF || 0xFF66 <= r && r <= 0xFF9D
}

// isLatin reports whether r belongs to a run written with spaces: letters
// and digits below U+0250.
func isLatin(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
