package japanese

import (
	"strings"
	"unicode/utf8"
)

// readQuantity reads the figure at i with its unit and bound.
func (s *scanner) readQuantity(i int) int {
	t := s.text
	n, ok := numberAt(t, i)
	if !ok || n.kanji && isIdiom(t[i:]) {
		return i
	}
	if n.code != "" {
		s.add(Quantity{Code: n.code}, i, n.end)
		return n.end
	}
	ordinal := strings.HasSuffix(t[:i], "第")
	if ordinal && n.kanji && hasAnyPrefix(t[i:], "三国", "三者", "三セクター", "一線", "一人者") {
		return i
	}
	if end := s.readFraction(i, n); end > i {
		return end
	}
	return s.finish(i, n, ordinal)
}

// finish reads what follows a number: multiplier, unit, second part, bound.
func (s *scanner) finish(i int, n number, ordinal bool) int {
	t := s.text
	if !n.kanji {
		n = multiplied(t, n)
		n = s.thousands(i, n)
	}
	q := Quantity{Number: n.value, Ordinal: ordinal}
	end := n.end
	blank := 0
	if strings.HasPrefix(t[end:], " ") || strings.HasPrefix(t[end:], "-") && end+1 < len(t) && isLetterByte(t[end+1]) {
		blank = 1
	}
	for _, w := range countLimits { // ten or more days
		if strings.HasPrefix(t[end:], w.text) {
			if u, e := unitAfter(t, end+len(w.text)); e > 0 {
				q.Unit, q.Bound = u, w.bound
				return s.put(q, i, e)
			}
		}
	}
	u, size := unitAt(t[end+blank:])
	if size > 0 && s.isLetterUnit(end+blank, size) {
		size = 0
	}
	currency := s.currencyAhead(i)
	switch {
	case currency != "":
		q.Unit = currency
	case size > 0:
		q.Unit, end = u, end+blank+size
	case !n.kanji && end < len(t) && isLetterByte(t[end]) && t[end] != 'x' && !ordinalEnding(t[end:]):
		return max(s.latinEnd(i), i+1) // 2fa, 5g
	case n.kanji && !ordinal && !n.isWord(t[i:]):
		if n.lone || !strings.HasPrefix(t[end:], "以") && !strings.HasPrefix(t[end:], "、") && !strings.HasPrefix(t[end:], "~") {
			return i
		}
	}
	if e := ordinalEnding(t[end:]); q.Unit == "" && e {
		q.Ordinal = true
		end += 2
	}
	if n.kanji && n.lone && softTens(t[i:], u) {
		return i
	}
	q.Soft = n.lone && n.value == 1 && (softUnits[q.Unit] || n.isWord(t[i:]) && q.Unit == "")
	q, end = s.second(q, end)
	if strings.HasPrefix(t[end:], "半") && q.Unit != "" && !strings.HasPrefix(t[end:], "半分") && !strings.HasPrefix(t[end:], "半年") {
		q.Number += 0.5
		end += len("半")
	}
	if q.Unit == "割" && isDigitByte(t[min(end, len(t)-1)]) { // 8割5分
		if m, ok := numberAt(t, end); ok && strings.HasPrefix(t[m.end:], "分") {
			q.Number += m.value / 10
			end = m.end + len("分")
		}
	}
	if e, ok := strings.CutPrefix(t[end:], "目"); ok && !strings.HasPrefix(e, "的") {
		q.Ordinal = true
	}
	s.add(q, i, end)
	return end
}

// countLimits stand between a figure and what it counts.
var countLimits = []limit{{" or more", AtLeast, 0}, {" or fewer", AtMost, 0}, {" or less", AtMost, 0}}

// isWord reports whether the number is written in English words.
func (n number) isWord(s string) bool { return s != "" && isLetterByte(s[0]) }

// softTens reports whether one kanji with a unit is rather a word: 十分 (enough),
// 千人計画 stays a figure.
func softTens(s string, u Unit) bool {
	rest, ok := strings.CutPrefix(s, "十分")
	if ok && u == "分" {
		r, _ := utf8.DecodeRuneInString(rest)
		return !strings.ContainsRune("間以前後未超ご程おま", r)
	}
	return strings.HasPrefix(s, "百人一首") || strings.HasPrefix(s, "千人針")
}

// thousands reads k and m behind a number where they multiply: ¥10k, $5m.
func (s *scanner) thousands(i int, n number) number {
	t := s.text
	if n.end >= len(t) || n.end+1 < len(t) && (isLetterByte(t[n.end+1]) || isDigitByte(t[n.end+1])) {
		return n
	}
	switch {
	case t[n.end] == 'k':
		n.value *= 1e3
		n.end++
	case t[n.end] == 'm' && s.currencyAhead(i) != "":
		n.value *= 1e6
		n.end++
	}
	return n
}

// isLetterUnit reports whether a unit of one letter is written as a capital, which
// makes it a name: 5G, 4T.
func (s *scanner) isLetterUnit(at, size int) bool {
	if size != 1 || !isLetterByte(s.text[at]) {
		return false
	}
	return s.source[s.from[at]] != s.text[at]
}

// currencyAhead returns the currency written in front of a figure.
func (s *scanner) currencyAhead(i int) Unit {
	before := strings.TrimRight(s.text[:i], " ")
	for _, c := range []struct {
		sign string
		unit Unit
	}{{"¥", "円"}, {"jpy", "円"}, {"us$", "ドル"}, {"$", "ドル"}, {"usd", "ドル"}, {"€", "ユーロ"}, {"eur", "ユーロ"}, {"£", "ポンド"}, {"gbp", "ポンド"}} {
		if strings.HasSuffix(before, c.sign) {
			return c.unit
		}
	}
	return ""
}

func ordinalEnding(s string) bool {
	n := wordEnd(s, 0)
	return n == 2 && (s[:2] == "st" || s[:2] == "nd" || s[:2] == "rd" || s[:2] == "th")
}

// compounds are the units that a smaller one may follow.
var compounds = map[Unit][]Unit{"時間": {"分", "秒"}, "分": {"秒"}, "年": {"か月"}}

// second reads the second part of a compound: 3時間40分, 1年6か月, 1 hour 30 minutes.
func (s *scanner) second(q Quantity, end int) (Quantity, int) {
	t := s.text
	for len(compounds[q.Unit]) > 0 {
		at := end
		at += len(t[at:]) - len(strings.TrimPrefix(strings.TrimLeft(t[at:], " "), "and "))
		n, ok := numberAt(t, at)
		if !ok {
			n, ok = wordNumberAt(t, at)
		}
		if !ok || n.code != "" {
			break
		}
		from := n.end
		if strings.HasPrefix(t[from:], " ") {
			from++
		}
		u, size := unitAt(t[from:])
		if size == 0 || u != compounds[q.Unit][0] {
			break
		}
		q.Number = q.Number*q.Unit.factor()/u.factor() + n.value
		q.Unit, end = u, from+size
	}
	return q, end
}

// readFraction reads 3分の1 and 1/2以上.
func (s *scanner) readFraction(i int, n number) int {
	t := s.text
	if rest, ok := strings.CutPrefix(t[n.end:], "⁄"); ok && n.plain { // ½
		if m, ok := numberAt(t, len(t)-len(rest)); ok && m.value != 0 {
			return s.put(Quantity{Number: 100 * n.value / m.value, Unit: "%"}, i, m.end)
		}
	}
	if rest, ok := strings.CutPrefix(t[n.end:], "分の"); ok && n.value != 0 {
		if m, ok := numberAt(t, len(t)-len(rest)); ok && m.code == "" {
			s.add(Quantity{Number: 100 * m.value / n.value, Unit: "%"}, i, m.end)
			return m.end
		}
	}
	if n.plain && n.end+1 < len(t) && t[n.end] == '/' && isDigitByte(t[n.end+1]) {
		m, ok := numberAt(t, n.end+1)
		if ok && m.plain && m.value > n.value && !strings.HasPrefix(t[m.end:], "/") {
			s.add(Quantity{Number: 100 * n.value / m.value, Unit: "%"}, i, m.end)
			return m.end
		}
	}
	return i
}

// add appends a quantity that spans text[start:end], with its bounds.
func (s *scanner) add(q Quantity, start, end int) {
	t := s.text
	q.Span = s.span(start, end)
	if n := len(s.quantities); n > 0 && q.Start < s.quantities[n-1].End {
		return // one character that folds to two figures
	}
	ahead, side := limitAhead(t, start, false)
	behind, sideBehind := limitBehind(t, end)
	if q.Bound == Exactly {
		q.Bound = behind
	}
	if q.Bound == Exactly || behind == AtLeast && ahead == MoreThan {
		q.Bound = ahead
	}
	if q.Side == NoSide {
		q.Side = sideBehind
	}
	if q.Side == NoSide {
		q.Side = side
		if strings.HasSuffix(t[:start], "後") {
			q.Side = After
		}
	}
	s.perAhead(&q, start)
	s.perBehind(&q, end)
	s.join(&q, start, end)
	s.quantities = append(s.quantities, q)
	s.quantityStart, s.quantityEnd = start, end
}
