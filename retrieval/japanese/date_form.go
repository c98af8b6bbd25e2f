package japanese

import (
	"strconv"
	"strings"
)

// readNumericDate reads 2026-04-01, 2026/4/1, 2026.4.1, 4/1/2026, 2026/4, 2026-04 and 10/5.
func (s *scanner) readNumericDate(i int) int {
	t := s.text
	a, end := digits(t, i)
	if end >= len(t) || !strings.ContainsRune("-/.", rune(t[end])) {
		return i
	}
	sep := t[end]
	b, e := digits(t, end+1)
	if e == end+1 {
		return i
	}
	year := end-i == 4 && 1900 <= a && a < 2200
	month := 1 <= b && b <= 12
	if e < len(t) && t[e] == sep {
		c, e2 := digits(t, e+1)
		if e2 > e+1 && !(e2 < len(t) && (t[e2] == sep && sep != '.' || isDigitByte(t[e2]))) {
			switch {
			case year && month && 1 <= c && c <= 31:
				return s.addDate(Date{Year: a, Month: b, Day: c}, i, e2)
			case sep == '/' && e2-e-1 == 4 && 1 <= a && a <= 12 && 1 <= b && b <= 31:
				return s.addDate(Date{Year: c, Month: a, Day: b}, i, e2)
			case sep == '/' && e2-e-1 == 4 && 1 <= a && a <= 31 && month:
				return s.addDate(Date{Year: c, Month: b, Day: a}, i, e2)
			}
		}
		return i
	}
	if e < len(t) && (isLetterByte(t[e]) || t[e] == '%') {
		return i
	}
	switch {
	case year && month && (sep == '/' || sep == '-' && e-end-1 == 2):
		return s.addDate(Date{Year: a, Month: b}, i, e)
	case sep == '/' && 1 <= a && a <= 12 && 1 <= b && b <= 31 && !(a < b && b <= 10 && hasAnyPrefix(t[e:], "以", "程度", "の", "を", "ほど", "ずつ", "に減", " of")):
		return s.addDate(Date{Month: a, Day: b}, i, e)
	}
	return i
}

// digits reads plain digits: their value and the offset behind them.
func digits(t string, i int) (int, int) {
	end := i
	for end < len(t) && isDigitByte(t[end]) && end-i < 9 {
		end++
	}
	v, _ := strconv.Atoi(t[i:end])
	return v, end
}

var englishMonths = map[string]int{
	"january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7,
	"august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}

// monthAt reads the name of a month at i, which must be written as a name is.
func (s *scanner) monthAt(i int) (int, int) {
	end := wordEnd(s.text, i)
	m := englishMonths[s.text[i:end]]
	if m == 0 || !s.capital(i) {
		return 0, i
	}
	if end < len(s.text) && s.text[end] == '.' {
		if end-i <= 4 && end-i != 3+1 || end-i == 3 || s.text[i:end] == "sept" {
			end++
		}
	}
	return m, end
}

// capital reports whether the letter at i is a capital in the source.
func (s *scanner) capital(i int) bool { return s.source[s.from[i]] != s.text[i] }

// readEnglishDay reads 1 April 2026, 1st of April, 5 pm behind the figure at i.
func (s *scanner) readEnglishDay(i, day, end int) int {
	t := s.text
	if e := s.readMeridiem(i, day, 0, end); e > i {
		return e
	}
	at := end
	if ordinalEnding(t[at:]) {
		at += 2
	}
	at += len(t[at:]) - len(strings.TrimPrefix(strings.TrimLeft(t[at:], " "), "of "))
	if at == end || at >= len(t) || !isLetterByte(t[at]) || day < 1 || day > 31 {
		return i
	}
	m, e := s.monthAt(at)
	if m == 0 {
		return i
	}
	d := Date{Month: m, Day: day}
	if y, ye := s.yearBehind(e); y != 0 {
		d.Year, e = y, ye
	}
	return s.addDate(d, i, e)
}

// yearBehind reads ", 2026" or " 2026" at i.
func (s *scanner) yearBehind(i int) (int, int) {
	t := s.text
	at := i + len(t[i:]) - len(strings.TrimLeft(strings.TrimPrefix(t[i:], ","), " "))
	y, e := digits(t, at)
	if at > i && e-at == 4 && 1900 <= y && y < 2200 && !hasAnyPrefix(t[e:], ":", "円", ",", "/") || e-at == 4 && at > i && hasAnyPrefix(t[e:], ", ") && 1900 <= y && y < 2200 {
		return y, e
	}
	return 0, i
}

// readEnglishMonth reads April 1, 2026; April 2026; April.
func (s *scanner) readEnglishMonth(i int) int {
	t := s.text
	m, end := s.monthAt(i)
	if m == 0 {
		return i
	}
	d := Date{Month: m}
	if y, e := s.yearBehind(end); y != 0 {
		d.Year = y
		return s.addDate(d, i, e)
	}
	at := end + len(t[end:]) - len(strings.TrimLeft(t[end:], " "))
	day, e := digits(t, at)
	if at > end && e > at && e-at <= 2 && 1 <= day && day <= 31 && !hasAnyPrefix(t[e:], ":", "%", "円") {
		if ordinalEnding(t[e:]) {
			e += 2
		}
		d.Day = day
		if y, ye := s.yearBehind(e); y != 0 {
			d.Year, e = y, ye
		}
		return s.addDate(d, i, e)
	}
	if t[i:end] == "may" && !s.isMay(i, end) {
		return i
	}
	return s.addDate(d, i, end)
}

// isMay reports whether a bare capitalised May is the month rather than the verb
// at the start of a sentence.
func (s *scanner) isMay(i, end int) bool {
	before := strings.TrimRight(s.text[:i], " ")
	for _, w := range []string{"in", "by", "of", "every", "each", "and", "or", "until", "since", "from", "to", "late", "early", "mid", "last", "next", "before", "after", "-", "/"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return hasAnyPrefix(s.text[end:], " and october", " and november", ",", ")")
}
