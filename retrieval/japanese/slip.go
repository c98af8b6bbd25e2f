package japanese

import (
	_ "embed"
	"iter"
	"strings"
	"sync"
	"unicode/utf8"
)

// The alphabets that a slip of the keyboard stays in.
const (
	latinLetters    = "abcdefghijklmnopqrstuvwxyz"
	katakanaLetters = "ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロワヲンヴー"
)

// Slips yields what a folded word of Latin letters or of katakana becomes by one slip:
// a letter left out, put in, or taken for another, or two neighbours changed round;
// nothing for other words. A word may come more than once.
func Slips(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		alphabet := latinLetters
		if first, _ := utf8.DecodeRuneInString(word); isKatakana(first) {
			alphabet = katakanaLetters
		}
		rs := []rune(word)
		for _, r := range rs {
			if !strings.ContainsRune(alphabet, r) {
				return
			}
		}
		for i := range len(rs) + 1 {
			before, after := string(rs[:i]), rs[i:]
			if len(after) > 0 && !yield(before+string(after[1:])) {
				return
			}
			if len(after) > 1 && after[0] != after[1] && !yield(before+string([]rune{after[1], after[0]})+string(after[2:])) {
				return
			}
			for _, r := range alphabet {
				if !yield(before + string(r) + string(after)) {
					return
				}
				if len(after) > 0 && r != after[0] && !yield(before+string(r)+string(after[1:])) {
					return
				}
			}
		}
	}
}

// homophones has the kanji of one Sino-Japanese reading a line, as the nouns of two
// kanji in the IPA dictionary read them.
//
//go:embed homophones.txt
var homophones string

var homophonesOf = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	for line := range strings.Lines(homophones) {
		_, kanji, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, r := range kanji {
			m[r] += kanji
		}
	}
	return m
})

// Homophones returns the kanji that share a reading with a kanji, itself among them,
// some of them twice: what an input method may have put in its place.
func Homophones(kanji rune) string { return homophonesOf()[kanji] }
