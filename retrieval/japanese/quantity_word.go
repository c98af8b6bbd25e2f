package japanese

import (
	"strings"
	"unicode/utf8"
)

// readWord reads the figure or date that begins with the Latin word at i.
func (s *scanner) readWord(i int) int {
	t := s.text
	end := wordEnd(t, i)
	w := t[i:end]
	if n, ok := wordNumberAt(t, i); ok {
		if e := s.readShare(i, n); e > i {
			return e
		}
		return s.finish(i, n, false)
	}
	if end < len(t) && isDigitByte(t[end]) {
		return s.readLettered(i, end)
	}
	if e := s.readEnglishMonth(i); e > i {
		return e
	}
	if d := englishWeekdays[w]; d != 0 && (len(w) > 5 || s.capital(i)) {
		return s.addDate(Date{Weekday: d}, i, end)
	}
	switch w {
	case "noon", "midday":
		return s.addDate(Date{Clock: true, Hour: 12}, i, end)
	case "midnight":
		return s.addDate(Date{Clock: true}, i, end)
	case "half":
		return s.readHalf(i, end)
	case "once", "twice":
		n := 1 + float64(len(w)-len("once"))
		return s.put(Quantity{Number: n, Unit: "times", Soft: n == 1}, i, end)
	case "a", "an":
		if u, size := unitAfter(t, end); size > 0 && units[u].kind == measure {
			return s.put(Quantity{Number: 1, Unit: u, Soft: true}, i, size)
		}
		return s.readShare(i, number{value: 1, end: end})
	case "next", "following", "previous", "preceding", "same":
		return s.readNext(i, end, w)
	case "day", "week", "month":
		if strings.HasSuffix(t[:i], "the ") && strings.HasPrefix(t[end:], " before") {
			u, _ := unitAt(w)
			return s.put(Quantity{Number: 1, Unit: u, Side: Before}, i, end)
		}
	}
	if n := englishOrdinals[w]; n > 0 && !hasAnyPrefix(t[end:], " part", "-part", " of ") {
		return s.put(Quantity{Number: n, Ordinal: true, Soft: n <= 2}, i, end)
	}
	return i
}

var englishOrdinals = map[string]float64{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}

// put adds a quantity and returns its end.
func (s *scanner) put(q Quantity, start, end int) int {
	s.add(q, start, end)
	return end
}

// unitAfter reads the unit behind the blank or hyphen at i: it and the offset
// behind it, or 0.
func unitAfter(t string, i int) (Unit, int) {
	if i >= len(t) || t[i] != ' ' && t[i] != '-' {
		return "", 0
	}
	if u, size := unitAt(t[i+1:]); size > 0 {
		return u, i + 1 + size
	}
	return "", 0
}

// readHalf reads half a day, half-day, half of.
func (s *scanner) readHalf(i, end int) int {
	t := s.text
	at := end
	for _, article := range []string{" a", " an"} {
		if strings.HasPrefix(t[end:], article+" ") {
			at = end + len(article)
		}
	}
	if u, e := unitAfter(t, at); e > 0 && units[u].kind == measure {
		return s.put(Quantity{Number: 0.5, Unit: u}, i, e)
	}
	return s.put(Quantity{Number: 50, Unit: "%"}, i, end)
}

// readShare reads thirds and quarters: two thirds, a quarter of.
func (s *scanner) readShare(i int, n number) int {
	t := s.text
	if n.end >= len(t) || t[n.end] != ' ' && t[n.end] != '-' {
		return i
	}
	end := wordEnd(t, n.end+1)
	parts := map[string]float64{"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}[t[n.end+1:end]]
	if parts <= n.value || !strings.HasPrefix(t[end:], " of") {
		return i
	}
	return s.put(Quantity{Number: 100 * n.value / parts, Unit: "%"}, i, end)
}

// readNext reads the next business day, the following month, the same day.
func (s *scanner) readNext(i, end int, w string) int {
	u, e := unitAfter(s.text, end)
	if e == 0 || u.base() != "日" && u.base() != "営業日" && u.base() != "月" {
		return i
	}
	q := Quantity{Number: 1, Unit: u, Side: After}
	switch w {
	case "previous", "preceding":
		q.Side = Before
	case "same":
		q.Number, q.Side, q.Soft = 0, NoSide, true
	}
	return s.put(q, i, e)
}

// readLettered reads letters with digits behind them that are more than a name:
// q2, fy2026, r8.4.1, v4.3.0.
func (s *scanner) readLettered(i, end int) int {
	t := s.text
	w := t[i:end]
	v, e := digits(t, end)
	ends := e >= len(t) || !isDigitByte(t[e]) && !isLetterByte(t[e]) && t[e] != '-'
	switch {
	case w == "q" && e == end+1 && 1 <= v && v <= 4 && ends:
		return s.put(Quantity{Number: float64(v), Unit: "四半期", Ordinal: true}, i, e)
	case w == "fy" && e-end == 4:
		return s.addDate(Date{Year: v}, i, e)
	case w == "v" || w == "ver":
		if n, ok := numberAt(t, end); ok && (n.code != "" || n.end > e) {
			return s.put(Quantity{Number: n.value, Code: n.code}, end, n.end)
		}
	}
	for _, era := range eras {
		if len(w) != 1 || w[0] != era.letter || v == 0 || v > 64 {
			continue
		}
		if strings.HasPrefix(t[e:], "年") {
			return s.readFromYear(i, era.before+v, e+len("年"))
		}
		month, e2 := digits(t, min(e+1, len(t)))
		if e < len(t) && (t[e] == '.' || t[e] == '/') && 1 <= month && month <= 12 && e2 < len(t) && t[e2] == t[e] {
			if day, e3 := digits(t, e2+1); 1 <= day && day <= 31 {
				return s.addDate(Date{Year: era.before + v, Month: month, Day: day}, i, e3)
			}
		}
	}
	return i
}

// relatives are the words for points in time counted from another.
var relatives = []struct {
	text   string
	number float64
	unit   Unit
	side   Side
}{
	{"翌々営業日", 2, "営業日", After}, {"翌営業日", 1, "営業日", After}, {"次の営業日", 1, "営業日", After}, {"前営業日", 1, "営業日", Before}, {"前の営業日", 1, "営業日", Before},
	{"翌々日", 2, "日", After}, {"前々日", 2, "日", Before}, {"翌日", 1, "日", After}, {"次の日", 1, "日", After}, {"前日", 1, "日", Before}, {"前の日", 1, "日", Before},
	{"当日", 0, "日", NoSide}, {"同日", 0, "日", NoSide}, {"その日", 0, "日", NoSide}, {"即日", 0, "日", NoSide},
	{"翌週", 1, "週間", After}, {"次の週", 1, "週間", After}, {"前週", 1, "週間", Before}, {"前の週", 1, "週間", Before},
	{"翌々月", 2, "か月", After}, {"前々月", 2, "か月", Before}, {"翌月", 1, "か月", After}, {"次の月", 1, "か月", After}, {"前月", 1, "か月", Before}, {"前の月", 1, "か月", Before},
	{"翌年", 1, "年", After}, {"前年", 1, "年", Before},
	{"半日", 0.5, "日", NoSide}, {"半年", 6, "か月", NoSide}, {"半月", 0.5, "か月", NoSide},
	{"半額", 50, "%", NoSide}, {"半数", 50, "%", NoSide}, {"半分", 50, "%", NoSide},
}

// readRelative reads 翌営業日, 前日, 半年, 半額 and their kind at i.
func (s *scanner) readRelative(i int) int {
	t := s.text
	if r, _ := utf8.DecodeRuneInString(t[i:]); !strings.ContainsRune("翌次前当同そ即半", r) {
		return i
	}
	for _, w := range relatives {
		if !strings.HasPrefix(t[i:], w.text) || hasAnyPrefix(t[i+len(w.text):], "程", "付", "常", "本") {
			continue
		}
		q := Quantity{Number: w.number, Unit: w.unit, Side: w.side, Soft: w.number == 0}
		if w.unit == "%" && strings.HasSuffix(t[:i], "過") { // 過半数
			q.Bound = MoreThan
		}
		end := i + len(w.text)
		return s.put(q, i, end)
	}
	return i
}
