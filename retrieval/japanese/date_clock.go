package japanese

import (
	"strings"
	"unicode/utf8"
)

// readClock reads what follows the hour of a Japanese time of day: 17時30分, 8時半.
func (s *scanner) readClock(start, hour, at int) int {
	t := s.text
	minute := 0
	if strings.HasPrefix(t[at:], "半") && !hasAnyPrefix(t[at:], "半休", "半日") {
		minute, at = 30, at+len("半")
	} else if n, ok := numberAt(t, at); ok && n.code == "" && n.value < 60 && strings.HasPrefix(t[n.end:], "分") {
		minute, at = int(n.value), n.end+len("分")
	}
	return s.addClock(start, hour, minute, at)
}

// addClock adds a time of day, in the half of the day that was said before it.
func (s *scanner) addClock(start, hour, minute, end int) int {
	t := s.text
	before := strings.TrimRight(t[:start], " ")
	afternoon := s.afternoon && s.dateEnd >= 0 && isRange(t[s.dateEnd:start])
	switch {
	case hasAnySuffix(before, "午後", "夕方", "夜", "pm"):
		afternoon = true
		if strings.HasSuffix(before, "午後") {
			start = len(before) - len("午後")
		}
	case strings.HasSuffix(before, "午前"):
		afternoon = false
		start = len(before) - len("午前")
		if hour == 12 {
			hour = 0
		}
	}
	if afternoon && hour < 12 {
		hour += 12
	}
	s.afternoon = afternoon
	return s.addDate(Date{Clock: true, Hour: hour % 24, Minute: minute}, start, end)
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, x := range suffixes {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}

// readMeridiem reads am or pm behind a figure: 5 pm, 5:30 p.m., 5 o'clock.
func (s *scanner) readMeridiem(start, hour, minute, end int) int {
	t := s.text
	if hour > 12 {
		return start
	}
	at := end
	if strings.HasPrefix(t[at:], " ") {
		at++
	}
	for _, m := range []struct {
		text string
		add  int
	}{{"a.m.", 0}, {"p.m.", 12}, {"a.m", 0}, {"p.m", 12}, {"am", 0}, {"pm", 12}, {"o'clock", -1}} {
		e := at + len(m.text)
		if !strings.HasPrefix(t[at:], m.text) || e < len(t) && isLetterByte(t[e]) {
			continue
		}
		if m.add >= 0 {
			hour = hour%12 + m.add
		}
		return s.addDate(Date{Clock: true, Hour: hour, Minute: minute}, start, e)
	}
	return start
}

// readClockWord reads noon in kanji, and hours like 8:30.
func (s *scanner) readClockWord(i int) int {
	if strings.HasPrefix(s.text[i:], "正午") {
		return s.addDate(Date{Clock: true, Hour: 12}, i, i+len("正午"))
	}
	return i
}

// readColon reads 17:00 and 8:30 pm at i.
func (s *scanner) readColon(i int) int {
	t := s.text
	hour, end := digits(t, i)
	if end == i || end-i > 2 || hour > 29 || end >= len(t) || t[end] != ':' {
		return i
	}
	minute, e := digits(t, end+1)
	if e-end-1 != 2 || minute > 59 {
		return i
	}
	if e < len(t) && t[e] == ':' { // seconds
		if _, e2 := digits(t, e+1); e2-e-1 == 2 {
			e = e2
		}
	}
	if m := s.readMeridiem(i, hour, minute, e); m > i {
		return m
	}
	return s.addClock(i, hour, minute, e)
}

var kanjiWeekdays = map[rune]Weekday{'日': 1, '月': 2, '火': 3, '水': 4, '木': 5, '金': 6, '土': 7}

var englishWeekdays = map[string]Weekday{
	"sunday": 1, "monday": 2, "tuesday": 3, "wednesday": 4, "thursday": 5, "friday": 6, "saturday": 7,
	"sundays": 1, "mondays": 2, "tuesdays": 3, "wednesdays": 4, "thursdays": 5, "fridays": 6, "saturdays": 7,
	"mon": 2, "tue": 3, "tues": 3, "wed": 4, "thu": 5, "thur": 5, "thurs": 5, "fri": 6,
}

// readWeekday reads 水曜日 or 水曜 at i.
func (s *scanner) readWeekday(i int) int {
	t := s.text
	r, n := utf8.DecodeRuneInString(t[i:])
	w := kanjiWeekdays[r]
	if w == 0 || !strings.HasPrefix(t[i+n:], "曜") {
		return i
	}
	end := i + n + len("曜")
	if strings.HasPrefix(t[end:], "日") {
		end += len("日")
	}
	return s.addDate(Date{Weekday: w}, i, end)
}

// weekdayBehind reads the weekday written behind a date, (火), (火・祝) or 火曜日,
// into it and returns the offset behind it.
func (s *scanner) weekdayBehind(d *Date, end int) int {
	t := s.text
	if d.Day == 0 || d.Clock {
		return end
	}
	at := end
	if strings.HasPrefix(t[at:], " ") {
		at++
	}
	bracket := strings.HasPrefix(t[at:], "(")
	if bracket {
		at++
	}
	r, n := utf8.DecodeRuneInString(t[at:])
	w := kanjiWeekdays[r]
	at += n
	if w == 0 && bracket && r < 0x80 {
		at -= n
		e := wordEnd(t, at)
		w = englishWeekdays[t[at:e]]
		if w == 0 {
			w = map[string]Weekday{"sat": 7, "sun": 1}[t[at:e]]
		}
		at = e
	}
	if w == 0 {
		return end
	}
	if !bracket {
		if !strings.HasPrefix(t[at:], "曜") {
			return end
		}
		d.Weekday = w
		at += len("曜")
		return at + len(t[at:]) - len(strings.TrimPrefix(t[at:], "日"))
	}
	n = strings.IndexByte(t[at:], ')')
	if n < 0 || n > 24 || n > 0 && !hasAnyPrefix(t[at:], "曜", "・", "祝", "、", ",", "/", ".") {
		return end
	}
	d.Weekday = w
	return at + n + 1
}
