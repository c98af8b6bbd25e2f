package japanese

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A number is a figure as read, before its unit.
type number struct {
	value float64
	end   int    // offset behind it
	code  string // of a version or a telephone number, which has no value
	kanji bool   // written in kanji alone
	lone  bool   // one kanji or the word "one"
	plain bool   // nothing but digits
}

var (
	kanjiDigits = map[rune]float64{'〇': 0, '零': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '壱': 1, '弐': 2}
	kanjiSmall  = map[rune]float64{'十': 10, '百': 100, '千': 1000}
	kanjiBig    = map[rune]float64{'万': 1e4, '億': 1e8, '兆': 1e12}
)

// numberAt reads a number of digits, of kanji or of both (1万2千) at s[i:].
func numberAt(s string, i int) (number, bool) {
	if i < len(s) && isDigitByte(s[i]) {
		if n, ok := codeAt(s, i); ok {
			return n, true
		}
	}
	n := number{end: i, kanji: true, plain: true}
	total, section := 0.0, 0.0
	count := 0 // characters or groups of digits
	for n.end < len(s) && count < 2*longestFigure {
		r, size := utf8.DecodeRuneInString(s[n.end:])
		v, have := 1.0, false
		switch {
		case isDigitByte(s[n.end]):
			if count > 0 && n.plain {
				return number{}, false // never: digits are read as one group
			}
			end := digitsEnd(s, n.end)
			v, have = parseFloat(strings.ReplaceAll(s[n.end:end], ",", "")), true
			n.end, n.kanji = end, false
			count++
		case isKanjiDigit(r):
			v, n.end = kanjiRun(s, n.end)
			have, n.plain = true, false
			count++
		case kanjiSmall[r] == 0 && (kanjiBig[r] == 0 || total+section == 0):
			return n.done(total+section, count, s)
		}
		next, nsize := utf8.DecodeRuneInString(s[n.end:])
		switch {
		case have && kanjiSmall[next] != 0:
			section += v * kanjiSmall[next]
			n.end += nsize
		case have && kanjiBig[next] != 0:
			total += (section + v) * kanjiBig[next]
			section = 0
			n.end += nsize
		case have:
			return n.done(total+section+v, count, s)
		case kanjiSmall[r] != 0:
			section += kanjiSmall[r]
			n.end += size
		default: // 万 behind a section: 2千万
			total += section * kanjiBig[r]
			section = 0
			n.end += size
		}
		n.plain = false
		count++
	}
	return n.done(total+section, count, s)
}

func (n number) done(value float64, count int, s string) (number, bool) {
	n.value = value
	n.lone = n.kanji && count == 1
	if r, _ := utf8.DecodeRuneInString(s[n.end:]); r == '数' { // 十数人
		return n, false
	}
	return n, count > 0
}

func isKanjiDigit(r rune) bool { _, ok := kanjiDigits[r]; return ok }

// kanjiRun reads kanji digits, by position if there are several: 二〇二六.
func kanjiRun(s string, i int) (float64, int) {
	v := 0.0
	for n := 0; i < len(s) && n < longestFigure; n++ {
		r, size := utf8.DecodeRuneInString(s[i:])
		d, ok := kanjiDigits[r]
		if !ok {
			break
		}
		v = v*10 + d
		i += size
	}
	return v, i
}

// digitsEnd returns the offset behind digits with commas by thousands and a
// decimal fraction.
func digitsEnd(s string, i int) int {
	start := i
	for i < len(s) && isDigitByte(s[i]) {
		i++
	}
	if i-start <= 3 {
		for i+3 < len(s) && s[i] == ',' && isDigits(s[i+1:i+4]) && !(i+4 < len(s) && isDigitByte(s[i+4])) {
			i += 4
		}
	}
	if i+1 < len(s) && s[i] == '.' && isDigitByte(s[i+1]) {
		for i++; i < len(s) && isDigitByte(s[i]); i++ {
		}
	}
	return i
}

// longestFigure is how many digits a figure may have; longer ones are names.
const longestFigure = 15

// codeAt reads a figure that is a name: 4.3.0, 050-0000-2911, 192.168.0.1.
func codeAt(s string, i int) (number, bool) {
	end, dots, dashes := i, 0, 0
	for end < len(s) {
		switch c := s[end]; {
		case isDigitByte(c):
			end++
			continue
		case (c == '.' || c == '-') && end > i && isDigitByte(s[end-1]) && end+1 < len(s) && isDigitByte(s[end+1]):
			if c == '.' {
				dots++
			} else {
				dashes++
			}
			end++
			continue
		}
		break
	}
	if end-i > longestFigure && dashes == 0 {
		return number{code: s[i:end], end: end}, true
	}
	if dots >= 2 && dashes == 0 || dashes >= 2 && dots == 0 || dashes == 1 && dots == 0 && s[i] == '0' && end-i >= 8 {
		return number{code: s[i:end], end: end}, true
	}
	return number{}, false
}

var englishNumbers = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
	"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var englishMultipliers = map[string]float64{"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

// wordNumberAt reads an English number word at s[i:]: seven, twenty-one, two hundred.
func wordNumberAt(s string, i int) (number, bool) {
	end := wordEnd(s, i)
	w := s[i:end]
	v, ok := englishNumbers[w]
	if !ok {
		if w != "a" {
			return number{}, false
		}
		next := wordEnd(s, end+1)
		if end >= len(s) || s[end] != ' ' || englishMultipliers[s[end+1:next]] == 0 {
			return number{}, false
		}
		v = 1
	}
	n := number{value: v, end: end, lone: w == "one"}
	if v >= 20 && end < len(s) && (s[end] == '-' || s[end] == ' ') {
		e := wordEnd(s, end+1)
		if u := englishNumbers[s[end+1:e]]; 0 < u && u < 10 {
			n.value += u
			n.end = e
		}
	}
	return multiplied(s, n), true
}

// multiplied reads the English multipliers behind a number: 1.2 million.
func multiplied(s string, n number) number {
	for n.end < len(s) && s[n.end] == ' ' {
		e := wordEnd(s, n.end+1)
		m := englishMultipliers[s[n.end+1:e]]
		if m == 0 {
			break
		}
		n.value *= m
		n.end, n.lone, n.plain = e, false, false
	}
	return n
}

func isDigitByte(c byte) bool { return '0' <= c && c <= '9' }

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigitByte(s[i]) {
			return false
		}
	}
	return s != ""
}

func parseFloat(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64) // only digits and a point come here
	return f
}
