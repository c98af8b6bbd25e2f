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

// alike are the Latin letters that are taken for one another: vowels, letters of one
// sound, and neighbours on the keyboard.
var alike = func() map[rune]string {
	m := map[rune]string{}
	for _, group := range []string{"aeiouy", "csz", "ckq", "lr", "bv", "mn", "gj"} {
		for _, r := range group {
			m[r] += group
		}
	}
	for _, row := range []string{"qwertyuiop", "asdfghjkl", "zxcvbnm"} {
		for i := range len(row) - 1 {
			m[rune(row[i])] += row[i+1 : i+2]
			m[rune(row[i+1])] += row[i : i+1]
		}
	}
	return m
}()

// Slips yields what a folded word of Latin letters or of katakana becomes by one slip:
// a letter left out, put in, or taken for another, or two neighbours changed round;
// nothing for other words. A word may come more than once.
func Slips(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		letters := latinLetters
		if first, _ := utf8.DecodeRuneInString(word); isKatakana(first) {
			letters = katakanaLetters
		}
		rs := []rune(word)
		for _, r := range rs {
			if !strings.ContainsRune(letters, r) {
				return
			}
		}
		for i := range len(rs) + 1 {
			before, after := string(rs[:i]), rs[i:]
			for _, r := range letters {
				if !yield(before + string(r) + string(after)) {
					return
				}
			}
			if len(after) == 0 {
				return
			}
			if !yield(before + string(after[1:])) {
				return
			}
			if len(after) > 1 && after[0] != after[1] && !yield(before+string([]rune{after[1], after[0]})+string(after[2:])) {
				return
			}
			others := letters
			if letters == latinLetters {
				others = alike[after[0]]
			}
			for _, r := range others {
				if r != after[0] && !yield(before+string(r)+string(after[1:])) {
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
