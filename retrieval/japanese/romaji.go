package japanese

import "strings"

// syllables are how syllables of Japanese are written in Latin letters, Hepburn's way
// and others, and the way they are compared in.
var syllables = func() map[string]string {
	m := map[string]string{}
	for _, consonant := range []string{"", "k", "g", "s", "z", "t", "d", "n", "h", "b", "p", "m", "r", "ky", "gy", "sh", "j", "ch", "ny", "hy", "by", "py", "my", "ry"} {
		for vowel := range strings.SplitSeq("a i u e o", " ") {
			m[consonant+vowel] = consonant + vowel
		}
	}
	for vowel := range strings.SplitSeq("a u o", " ") {
		m["y"+vowel] = "y" + vowel
		m["sy"+vowel], m["ty"+vowel], m["zy"+vowel], m["jy"+vowel] = "sh"+vowel, "ch"+vowel, "j"+vowel, "j"+vowel
	}
	for spelling, compared := range map[string]string{
		"wa": "wa", "wo": "o", "si": "shi", "ti": "chi", "tu": "tsu", "tsu": "tsu", "hu": "fu", "fu": "fu", "zi": "ji", "di": "ji", "du": "zu", "dzu": "zu",
	} {
		m[spelling] = compared
	}
	return m
}()

// longestSyllable is the length of the longest of syllables.
const longestSyllable = 3

// longVowels are written in several ways, and compared in one.
var longVowels = strings.NewReplacer("ā", "a", "â", "a", "ī", "i", "î", "i", "ū", "u", "û", "u", "ē", "e", "ê", "e", "ō", "o", "ô", "o")

// romaji returns the form in which a Japanese word in lower case Latin letters is
// compared, or "" for what can be none: satō, satou and satoh are sato.
func romaji(word string) string {
	word = longVowels.Replace(word)
	isVowel := func(i int) bool { return i < len(word) && strings.IndexByte("aiueo", word[i]) >= 0 }
	var b strings.Builder
	for i := 0; i < len(word); {
		found := false
		for n := min(longestSyllable, len(word)-i); n > 0 && !found; n-- {
			if s, ok := syllables[word[i:i+n]]; ok {
				b.WriteString(s)
				i, found = i+n, true
			}
		}
		switch {
		case found:
		case (word[i] == 'n' || word[i] == 'm' && i+1 < len(word) && strings.IndexByte("bpm", word[i+1]) >= 0) && i > 0:
			b.WriteByte('n')
			i++
		case word[i] == 'h' && i > 0 && word[i-1] == 'o' && !isVowel(i+1):
			i++ // Ohno, Satoh
		case i > 0 && i+1 < len(word) && !isVowel(i) && (word[i] == word[i+1] || strings.HasPrefix(word[i:], "tch")):
			i++ // Hattori, Matchi
		default:
			return ""
		}
	}
	return short.Replace(b.String())
}

// short writes long vowels as short ones, as most people do.
var short = strings.NewReplacer("ou", "o", "oo", "o", "uu", "u", "nn", "n")
