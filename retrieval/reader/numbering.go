package reader

import (
	"strconv"
	"strings"
)

// A numbering is the lists of a Word document, and how far each has been counted.
type numbering struct {
	lists  map[string]string         // the definition that a list follows
	levels map[string]map[int]*count // by definition, then level
}

// A count is one level of a list.
type count struct {
	form  string // decimal, bullet, …
	text  string // 第%1条
	start int
	at    int
	begun bool
}

// readNumbering reads the definitions of lists.
func readNumbering(t *tokens) numbering {
	n := numbering{map[string]string{}, map[string]map[int]*count{}}
	definition, list := "", ""
	var level *count
	for t.next() {
		switch t.start {
		case "abstractNum":
			definition = t.attr("abstractNumId")
			n.levels[definition] = map[int]*count{}
		case "lvl":
			level = &count{start: 1}
			if m := n.levels[definition]; m != nil && list == "" {
				m[digits4(t.attr("ilvl"))] = level
			}
		case "start":
			if level != nil {
				level.start = digits4(t.attr("val"))
			}
		case "numFmt":
			if level != nil {
				level.form = t.attr("val")
			}
		case "lvlText":
			if level != nil {
				level.text = t.attr("val")
			}
		case "num":
			list, level = t.attr("numId"), nil
		case "abstractNumId":
			n.lists[list] = t.attr("val")
		}
	}
	return n
}

// mark returns what the next paragraph of a list begins with, a blank behind it, and
// whether that is a bullet, which says nothing.
func (n numbering) mark(list string, level int) (mark string, bullet bool) {
	if list == "" || list == "0" {
		return "", false
	}
	levels := n.levels[n.lists[list]]
	c := levels[level]
	if c == nil {
		return "", false
	}
	if c.form == "bullet" {
		return "", true
	}
	if c.form == "none" || c.text == "" {
		return "", false
	}
	if c.at++; !c.begun {
		c.at, c.begun = c.start, true
	}
	for deeper := range levels {
		if deeper > level {
			levels[deeper].begun = false
		}
	}
	mark = c.text
	for i := range 9 {
		if l := levels[i]; l != nil {
			at := l.at
			if !l.begun {
				at = l.start
			}
			mark = strings.ReplaceAll(mark, "%"+strconv.Itoa(i+1), counted(l.form, at))
		}
	}
	return mark + " ", false
}

// counted writes a number in the form that a list counts in.
func counted(form string, n int) string {
	pick := func(letters string) string {
		runes := []rune(letters)
		if n < 1 {
			return strconv.Itoa(n)
		}
		return string(runes[(n-1)%len(runes)])
	}
	switch form {
	case "decimalFullWidth", "decimalFullWidth2":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(n))
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "lowerLetter":
		return pick("abcdefghijklmnopqrstuvwxyz")
	case "upperLetter":
		return pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	case "lowerRoman", "upperRoman":
		if 0 < n && n < 100 {
			if form == "lowerRoman" {
				return strings.ToLower(inRoman(n))
			}
			return inRoman(n)
		}
	case "aiueo", "aiueoFullWidth":
		return pick("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン")
	case "iroha", "irohaFullWidth":
		return pick("イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン")
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if 0 < n && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "japaneseCounting", "japaneseDigitalTenThousand", "chineseCounting", "japaneseLegal", "ideographDigital":
		return inKanji(n)
	}
	return strconv.Itoa(n)
}

// romanSigns are the signs of Roman numerals and their values, the greatest first.
var romanSigns = []struct {
	value int
	sign  string
}{{90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}

// inRoman writes a number from 1 to 99 in Roman numerals.
func inRoman(n int) string {
	var b strings.Builder
	for _, s := range romanSigns {
		b.WriteString(strings.Repeat(s.sign, n/s.value))
		n %= s.value
	}
	return b.String()
}

// inKanji writes a number below a thousand in Japanese.
func inKanji(n int) string {
	if n < 1 || n > 999 {
		return strconv.Itoa(n)
	}
	digits := []rune("〇一二三四五六七八九")
	var b strings.Builder
	for _, place := range []struct {
		worth int
		name  string
	}{{100, "百"}, {10, "十"}, {1, ""}} {
		d := n / place.worth % 10
		if d > 1 || d == 1 && place.worth == 1 {
			b.WriteRune(digits[d])
		}
		if d > 0 {
			b.WriteString(place.name)
		}
	}
	return b.String()
}
