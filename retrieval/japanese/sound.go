package japanese

import "strings"

// kanaSounds are the consonants that katakana are written with in Latin letters;
// what is not in it is a vowel, and silent here.
var kanaSounds = func() map[rune]byte {
	m := map[rune]byte{}
	for row, consonant := range map[string]byte{
		"カキクケコ": 'k', "ガギグゲゴ": 'g', "サシスセソザズゼゾヅ": 's', "ジヂ": 'j', "タチツテト": 't', "ダデド": 'd', "ナニヌネノン": 'n',
		"ハヒヘホ": 'h', "フ": 'f', "バビブベボヴ": 'b', "パピプペポ": 'p', "マミムメモ": 'm', "ラリルレロ": 'r', "ワヲ": 'w',
	} {
		for _, r := range row {
			m[r] = consonant
		}
	}
	return m
}()

// latinSounds bring spellings to the consonants that Japanese hears in them: l is r,
// v is b, th is s.
var latinSounds = strings.NewReplacer(
	"tion", "sn", "sion", "sn", "sch", "s", "chr", "kr", "ph", "f", "ch", "t", "sh", "s", "th", "s", "gh", "g", "wh", "w", "ck", "k", "qu", "k", "x", "ks",
	"ce", "se", "ci", "si", "cy", "si", "ge", "je", "gi", "ji", "c", "k", "q", "k", "l", "r", "v", "b", "z", "s",
)

// leastSound is the least number of consonants that tell words apart.
const leastSound = 3

// Sound returns the consonants of a folded word, as Japanese hears them, or "" for
// a word with too few: what a name or a loanword has in common in both scripts.
// clinton and クリントン are krntn, botnet and ボットネット btnt. A first vowel is a;
// a plural's s and a last r, which Japanese lengthens, are silent.
//
// On questions as staff type them, half of them about names, searching by sound
// beside words finds one English question in three about Japanese text instead of
// one in nine, and loses no Japanese one.
func Sound(word string) string {
	var s []byte
	if word != "" && word[0] < 0x80 {
		s = latinSound(word)
	} else {
		s = kanaSound(word)
	}
	for len(s) > 2 && s[len(s)-1] == 's' {
		s = s[:len(s)-1]
	}
	for len(s) > leastSound && s[len(s)-1] == 'r' {
		s = s[:len(s)-1]
	}
	if len(s) < leastSound {
		return ""
	}
	return string(s)
}

// kanaSounding begins the terms of katakana words in channel Sounds. Words of one
// script that sound alike are other words: past is no pasta.
const kanaSounding = "ー"

// Heard returns the term of a folded word in channel Sounds; "" if it has none.
func Heard(word string) string { return soundTerm(word, false) }

// Echo returns the term in channel Sounds that words of the other script have which
// sound like a folded word: Heard("クリントン") for clinton. It returns "" where there
// can be none.
func Echo(word string) string { return soundTerm(word, true) }

func soundTerm(word string, other bool) string {
	s := Sound(word)
	if inKana := s != "" && word[0] >= 0x80; s == "" || inKana == other {
		return s
	}
	return kanaSounding + s
}

func latinSound(word string) []byte {
	var s []byte
	text := latinSounds.Replace(word)
	before := byte(0)
	for i := range len(text) {
		c := text[i]
		switch {
		case isDigit(rune(c)):
			return nil
		case strings.IndexByte("aeiouyhw", c) >= 0:
			if i == 0 && (c == 'h' || c == 'w') {
				s = append(s, c)
			} else if i == 0 {
				s = append(s, 'a')
			}
			before = 0
			continue
		case c == 'm' && i+1 < len(text) && strings.IndexByte("aeiouym", text[i+1]) < 0:
			c = 'n' // クリントン, コンプライアンス: m before a consonant is ン
		}
		if c != before { // doubled letters sound once
			s = append(s, c)
		}
		before = c
	}
	return s
}

func kanaSound(word string) []byte {
	var s []byte
	for i, r := range word {
		if c, ok := kanaSounds[r]; ok {
			if c == 'w' && i > 0 {
				continue // as in Latin words
			}
			s = append(s, c)
		} else if i == 0 {
			s = append(s, 'a')
		}
	}
	return s
}
