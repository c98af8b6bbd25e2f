package japanese

import (
	"strings"
	"time"
	"unicode/utf8"
)

// A Date is a point of the calendar or of the clock as a text states it. What it
// leaves unsaid is zero: 4月1日 has no Year, 8月 no Day, 毎週水曜日 only a Weekday.
type Date struct {
	Span
	Year, Month, Day int
	Weekday          Weekday
	// Clock is true of a time of day, which Hour and Minute tell; a date and its time
	// are two Dates.
	Clock        bool
	Hour, Minute int
	// Bound is AtLeast for from and AtMost for until.
	Bound Bound
}

// A Weekday is a day of the week; zero is none, Sunday 1.
type Weekday int

// WeekdayOf returns the day of the week that a full date falls on, or 0.
func (d Date) WeekdayOf() Weekday {
	if d.Weekday != 0 || d.Year == 0 || d.Month == 0 || d.Day == 0 {
		return d.Weekday
	}
	return Weekday(time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Weekday()) + 1
}

// Within reports whether o says all that d says, and the same: 2026年4月1日 is
// within April and within 4月1日. What one of them leaves unsaid is not compared
// for years and weekdays; a day or month that only d says is not in o.
func (d Date) Within(o Date) bool {
	if d.Clock || o.Clock {
		return d.Clock == o.Clock && d.Hour == o.Hour && d.Minute == o.Minute
	}
	if d.Weekday != 0 && d.Month == 0 && d.Year == 0 {
		return d.Weekday == o.Weekday && d.Day == 0
	}
	if d.Month == 0 && d.Day == 0 { // a year alone
		return d.Year == o.Year
	}
	if d.Year != 0 && o.Year != 0 && d.Year != o.Year || d.Month != 0 && d.Month != o.Month || d.Day != 0 && d.Day != o.Day {
		return false
	}
	a, b := d, o
	if a.Year == 0 {
		a.Year = b.Year
	} else if b.Year == 0 {
		b.Year = a.Year
	}
	w, v := a.WeekdayOf(), b.WeekdayOf()
	return d.Weekday == 0 || o.Weekday == 0 && v == 0 || w == v
}

// addDate appends a date that spans text[start:end].
func (s *scanner) addDate(d Date, start, end int) int {
	t := s.text
	end = s.weekdayBehind(&d, end)
	d.Span = s.span(start, end)
	d.Bound, _ = limitBehind(t, end)
	if d.Bound == Exactly {
		d.Bound, _ = limitAhead(t, start, true)
	}
	if d.Bound == Exactly && sideOf(t, end) == Before {
		d.Bound = LessThan
	}
	if d.Bound == Exactly && sideOf(t, end) == After {
		d.Bound = MoreThan
	}
	if n := len(s.dates); n > 0 && s.dateEnd >= 0 && s.dateEnd <= start && isRange(t[s.dateEnd:start]) {
		if p := &s.dates[n-1]; p.Clock == d.Clock {
			if p.Bound == Exactly {
				p.Bound = AtLeast
			}
			if d.Bound == Exactly && !isFrom(t[s.dateEnd:start]) {
				d.Bound = AtMost
			}
		}
	}
	if s.adopt(d, start) && d.Bound == Exactly {
		d.Bound = AtMost
	}
	s.dates = append(s.dates, d)
	s.dateEnd = end
	return end
}

// sideOf returns the side behind a date. English puts it in front; what follows
// there (Thursday from 15:00) is about something else.
func sideOf(t string, end int) Side {
	if rest := strings.TrimLeft(t[end:], " "); rest == "" || isLetterByte(rest[0]) {
		return NoSide
	}
	_, side := limitBehind(t, end)
	return side
}

// isRange reports whether a gap between two figures makes them ends of a range.
func isRange(gap string) bool {
	switch strings.TrimSpace(gap) {
	case "~", "-", "から", "ないし", "to", "より":
		return true
	}
	return false
}

// isFrom reports whether a gap is one that also tells what something changed from:
// 5分から1分に.
func isFrom(gap string) bool { return strings.TrimSpace(gap) == "から" }

// isListing reports whether a gap between two figures makes them items of a list.
func isListing(gap string) bool {
	switch strings.TrimSpace(gap) {
	case "、", "・", "と", "及び", "および", "または", "又は", "か", ",", "or", "and", "/":
		return true
	}
	return false
}

// adopt makes the bare figure in front of a date part of it: 10~12月, 9~17時,
// 1-5 october. It reports whether the two are the ends of a range.
func (s *scanner) adopt(d Date, start int) bool {
	n := len(s.quantities)
	if n == 0 || s.quantityEnd < 0 || s.quantityEnd > start {
		return false
	}
	q := s.quantities[n-1]
	gap := s.text[s.quantityEnd:start]
	if q.Unit != "" || q.Code != "" || q.Ordinal || !isRange(gap) && !isListing(gap) {
		return false
	}
	v := int(q.Number)
	p := Date{Span: q.Span, Bound: q.Bound}
	switch {
	case d.Clock && d.Minute == 0 && v < 24:
		p.Clock, p.Hour = true, v
	case d.Day != 0 && v <= 31:
		p.Year, p.Month, p.Day = d.Year, d.Month, v
	case d.Month != 0 && d.Day == 0 && d.Year == 0 && v <= 12:
		p.Month = v
	case d.Year != 0 && d.Month == 0 && v > 1900 && v < 2200:
		p.Year = v
	default:
		return false
	}
	if isRange(gap) && p.Bound == Exactly {
		p.Bound = AtLeast
	}
	s.quantities = s.quantities[:n-1]
	s.quantityEnd = -1
	s.dates = append(s.dates, p)
	return isRange(gap) && !isFrom(gap)
}

// readDate reads the date or time of day that begins with the figure at i.
func (s *scanner) readDate(i int) int {
	t := s.text
	if isDigitByte(t[i]) {
		if end := s.readNumericDate(i); end > i {
			return end
		}
	}
	n, ok := numberAt(t, i)
	if !ok || n.code != "" || n.value != float64(int(n.value)) {
		return i
	}
	if strings.HasSuffix(t[:i], "第") {
		return i
	}
	v := int(n.value)
	at := n.end
	if strings.HasPrefix(t[at:], " ") {
		at++
	}
	switch {
	case strings.HasPrefix(t[at:], "年") && 1000 <= v && v < 3000:
		return s.readFromYear(i, v, at+len("年"))
	case strings.HasPrefix(t[at:], "月") && 1 <= v && v <= 12 && !n.isIdiom(t[i:]) && !hasAnyPrefix(t[at+len("月"):], "間", "額", "分の"):
		return s.readFromMonth(i, Date{Month: v}, at+len("月"))
	case strings.HasPrefix(t[at:], "日") && 1 <= v && v <= 31:
		return s.readDay(i, v, at+len("日"))
	case strings.HasPrefix(t[at:], "時") && v <= 29 && !hasAnyPrefix(t[at:], "時間", "時給", "時期", "時代", "時短") && !n.isIdiom(t[i:]):
		return s.readClock(i, v, at+len("時"))
	}
	if !n.plain {
		return i
	}
	return s.readEnglishDay(i, v, n.end)
}

func (n number) isIdiom(s string) bool { return n.kanji && isIdiom(s) }

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// readFromYear reads what follows a year that was written at start.
func (s *scanner) readFromYear(start, year, at int) int {
	t := s.text
	d := Date{Year: year}
	if strings.HasPrefix(t[at:], "度") {
		return s.addDate(d, start, at+len("度"))
	}
	next := at + len(t[at:]) - len(strings.TrimLeft(t[at:], " "))
	if n, ok := numberAt(t, next); ok && n.code == "" && strings.HasPrefix(t[n.end:], "月") && 1 <= n.value && n.value <= 12 {
		d.Month = int(n.value)
		return s.readFromMonth(start, d, n.end+len("月"))
	}
	return s.addDate(d, start, at)
}

// readFromMonth reads the day behind a month, if there is one.
func (s *scanner) readFromMonth(start int, d Date, at int) int {
	t := s.text
	next := at + len(t[at:]) - len(strings.TrimLeft(t[at:], " "))
	if n, ok := numberAt(t, next); ok && n.code == "" && strings.HasPrefix(t[n.end:], "日") && 1 <= n.value && n.value <= 31 &&
		!strings.HasPrefix(t[n.end:], "日間") {
		d.Day = int(n.value)
		return s.addDate(d, start, n.end+len("日"))
	}
	return s.addDate(d, start, at)
}

// readDay reads a day that leans on the month before it: 11月9日～11日.
func (s *scanner) readDay(i, day, at int) int {
	t := s.text
	if s.dateEnd < 0 || len(s.dates) == 0 || hasAnyPrefix(t[at:], "間", "以", "前", "後", "ほど", "程度", "分", "目") {
		return i
	}
	p := s.dates[len(s.dates)-1]
	if gap := t[s.dateEnd:i]; p.Day == 0 || !isRange(gap) && !isListing(gap) {
		return i
	}
	return s.addDate(Date{Year: p.Year, Month: p.Month, Day: day}, i, at)
}

var eras = []struct {
	name   string
	letter byte
	before int // the year before its first
}{{"令和", 'r', 2018}, {"平成", 'h', 1988}, {"昭和", 's', 1925}, {"大正", 't', 1911}, {"明治", 'm', 1867}}

// readEra reads a year of an era: 令和8年4月1日.
func (s *scanner) readEra(i int) int {
	t := s.text
	if r, _ := utf8.DecodeRuneInString(t[i:]); !strings.ContainsRune("令平昭大明", r) {
		return i
	}
	for _, e := range eras {
		rest, ok := strings.CutPrefix(t[i:], e.name)
		if !ok {
			continue
		}
		at := len(t) - len(strings.TrimLeft(rest, " "))
		if strings.HasPrefix(t[at:], "元年") {
			return s.readFromYear(i, e.before+1, at+len("元年"))
		}
		n, ok := numberAt(t, at)
		if !ok || n.code != "" || !strings.HasPrefix(strings.TrimLeft(t[n.end:], " "), "年") || n.value > 70 {
			return i
		}
		return s.readFromYear(i, e.before+int(n.value), n.end+strings.Index(t[n.end:], "年")+len("年"))
	}
	return i
}
