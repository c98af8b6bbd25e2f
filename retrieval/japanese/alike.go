package japanese

import "strings"

// kanaLetters are katakana in Latin letters, as Alike compares them.
var kanaLetters = func() map[rune]string {
	m := map[rune]string{
		'シ': "shi", 'チ': "chi", 'ツ': "tu", 'フ': "fu", 'ジ': "ji", 'ヂ': "ji", 'ン': "n", 'ヴ': "bu", 'ヲ': "o", 'ー': "", 'ッ': "",
		'ャ': "ya", 'ュ': "yu", 'ョ': "yo",
	}
	for row, consonant := range map[string]string{
		"アイウエオ": "", "ァィゥェォ": "", "カキクケコ": "k", "ガギグゲゴ": "g", "サ*スセソ": "s", "ザ*ズゼゾ": "s", "タ**テト": "t", "ダ**デド": "d",
		"ナニヌネノ": "n", "ハヒ*ヘホ": "h", "バビブベボ": "b", "パピプペポ": "p", "マミムメモ": "m", "ヤ*ユ*ヨ": "y", "ラリルレロ": "r", "ワ****": "w",
	} {
		i := 0
		for _, r := range row {
			if r != '*' {
				m[r] = consonant + "aiueo"[i:i+1]
			}
			i++
		}
	}
	return m
}()

// spelt brings English spellings nearer to what katakana write of them.
var spelt = strings.NewReplacer(
	"tion", "shon", "sion", "shon", "ck", "k", "ph", "f", "th", "s", "qu", "ku", "x", "kusu", "oo", "u", "ee", "i", "ea", "i", "ou", "au", "ow", "au",
	"ce", "se", "ci", "si", "cy", "sai", "ge", "je", "c", "k", "q", "k", "l", "r", "v", "b", "z", "s",
)

// differing is the greatest share of letters in which a word in katakana may differ
// from one in Latin letters that it is taken for: minute is less like ミナト.
const differing = 0.28

// Alike reports whether two folded words of one Sound, one in katakana and one in Latin
// letters, are the same name or loanword by their vowels too: ロボット is robot and not
// rabbit.
func Alike(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if a[0] < 0x80 {
		a, b = b, a
	}
	kana, latin := vowelled(a), vowelled(b)
	return distance(kana, latin) <= differing*float64(max(len(kana), len(latin)))
}

// vowelled is a folded word in the letters that Alike compares.
func vowelled(word string) string {
	var b strings.Builder
	if word != "" && word[0] < 0x80 {
		word = strings.TrimSuffix(spelt.Replace(word), "e")
		b.WriteString(word)
	} else {
		for _, r := range word {
			s := kanaLetters[r]
			if small := strings.ContainsRune("ャュョァィゥェォ", r); small && b.Len() > 1 {
				before := b.String() // シャ is sha, ティ is ti
				b.Reset()
				b.WriteString(before[:len(before)-1])
				s = s[len(s)-1:]
			}
			b.WriteString(s)
		}
	}
	var out []byte
	for _, c := range []byte(b.String()) {
		if len(out) == 0 || out[len(out)-1] != c { // doubled letters sound once
			out = append(out, c)
		}
	}
	if n := len(out); word != "" && word[0] >= 0x80 && n > 2 && (out[n-1] == 'u' || out[n-1] == 'o') {
		out = out[:n-1] // mail is メール
	}
	return string(out)
}

// distance is how far a word in katakana is from one in Latin letters. What katakana
// can't do without (the u of スラック) and English does not speak (the e of name) is
// little, another vowel much.
func distance(kana, latin string) float64 {
	row := make([]float64, len(latin)+1)
	for j := range len(latin) {
		row[j+1] = row[j] + unheard(latin[j], "ehrw")
	}
	for i := range len(kana) {
		before := row[0]
		row[0] += unheard(kana[i], "uoi")
		for j := range len(latin) {
			next := min(before+swapped(kana[i], latin[j]), row[j]+unheard(latin[j], "ehrw"), row[j+1]+unheard(kana[i], "uoi"))
			before, row[j+1] = row[j+1], next
		}
	}
	return row[len(latin)]
}

// unheard is what a letter counts that one of two words leaves out.
func unheard(c byte, silent string) float64 {
	if strings.IndexByte(silent, c) >= 0 {
		return 0.3
	}
	return 1
}

// swapped is what a letter counts for which the other word has another.
func swapped(kana, latin byte) float64 {
	switch pair := string([]byte{kana, latin}); {
	case kana == latin, pair == "iy":
		return 0
	case pair == "ea", pair == "ie", pair == "ei", pair == "ao", pair == "oa":
		return 0.5
	}
	return 1.5
}
