package health

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A Date is a day, a month or a year of the calendar: what is not said is zero, and
// the zero Date is none.
type Date struct{ Year, Month, Day int }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare is negative where d is before o, positive where it is after, and 0 where
// they are the same or one does not say enough to tell.
func (d Date) Compare(o Date) int {
	for _, p := range [][2]int{{d.Year, o.Year}, {d.Month, o.Month}, {d.Day, o.Day}} {
		if p[0] == 0 || p[1] == 0 {
			return 0
		}
		if c := cmp.Compare(p[0], p[1]); c != 0 {
			return c
		}
	}
	return 0
}

// String is the date as far as it is said: 2026, 2026-04, 2026-04-01.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText implements encoding.TextMarshaler by String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// valid reports whether there can be such a date on a document.
func (d Date) valid() bool {
	if d.Year < 1900 || d.Year > 2199 || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 || d.Day > 0 && d.Month == 0 {
		return false
	}
	return d.Day == 0 || time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Day() == d.Day
}

// dateOf is the calendar's day of a time.
func dateOf(t time.Time) Date { return Date{t.Year(), int(t.Month()), t.Day()} }

// A dateForm is a way to write a date in a folded name, whose separators are _. Its
// groups are era, year, month and day, those that it has.
type dateForm struct {
	*regexp.Regexp
	groups string // e, y, m, d
}

const (
	year4 = `((?:19|20)\d\d)`
	era   = `(令和|平成|昭和|大正)`
	eraAZ = `([rhs])`
	nth   = `(元|\d{1,2})`
)

// dateForms are tried in this order: those that say most come first.
var dateForms = []dateForm{
	{regexp.MustCompile(year4 + `[年_](\d{1,2})[月_](\d{1,2})日?付?`), "ymd"},
	{regexp.MustCompile(year4 + `(\d\d)(\d\d)`), "ymd"},
	{regexp.MustCompile(era + `_?` + nth + `[年_](\d{1,2})[月_](\d{1,2})日?付?`), "eymd"},
	{regexp.MustCompile(eraAZ + nth + `[年_](\d{1,2})[月_](\d{1,2})日?付?`), "eymd"},
	{regexp.MustCompile(year4 + `[年_](\d{1,2})月?(?:号|度|分)?`), "ym"},
	{regexp.MustCompile(year4 + `(\d\d)`), "ym"},
	{regexp.MustCompile(era + `_?` + nth + `年_?(\d{1,2})月(?:号|度|分)?`), "eym"},
	{regexp.MustCompile(eraAZ + nth + `年(\d{1,2})月(?:号|度|分)?`), "eym"},
	{regexp.MustCompile(`(\d\d)(\d\d)(\d\d)`), "ymd"},
	{regexp.MustCompile(era + `_?` + nth + `(?:年度版?|年版?|年|版|度)?`), "ey"},
	{regexp.MustCompile(eraAZ + nth + `(?:年度版?|年版?|年|版|度)?`), "ey"},
	{regexp.MustCompile(`fy_?` + year4), "y"},
	{regexp.MustCompile(`fy_?(\d\d)`), "y"},
	{regexp.MustCompile(year4 + `(?:年度版?|年版?|年|版)`), "y"},
	{regexp.MustCompile(`(20[0-4]\d)`), "y"}, // other numbers are serial ones
}

// eras are the years before their first ones.
var eras = map[string]int{"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "r": 2018, "h": 1988, "s": 1925}

// lengths are how many years eras had, so that h45 and r60 are no dates.
var lengths = map[string]int{"令和": 40, "平成": 31, "昭和": 64, "大正": 15, "r": 40, "h": 31, "s": 64}

// takeDates takes the dates off a name.
func (m *Marks) takeDates(text string) string {
	for _, form := range dateForms {
		for from := 0; ; {
			at := standing(form.Regexp, text, from)
			if at == nil {
				break
			}
			d, ok := form.read(text, at)
			if !ok {
				from = at[0] + 1
				continue
			}
			m.Date = newer(m.Date, d)
			text = text[:at[0]] + "_" + text[at[1]:]
		}
	}
	return text
}

// read reads a match. A letter for an era stands alone: s3 and r2 begin names of other
// things, which a year of an era written out does not.
func (f dateForm) read(text string, at []int) (Date, bool) {
	var d Date
	name := ""
	for i, g := range f.groups {
		said := text[at[2+2*i]:at[3+2*i]]
		n, _ := strconv.Atoi(said) // 元 is the first
		switch g {
		case 'e':
			name = said
		case 'y':
			if name != "" {
				n = max(n, 1)
				if n > lengths[name] {
					return d, false
				}
				n += eras[name]
			} else if n < 100 {
				n += 2000
			}
			d.Year = n
		case 'm':
			d.Month = n
		case 'd':
			d.Day = n
		}
		if g != 'e' && g != 'y' && n == 0 {
			return d, false
		}
	}
	if name == "s" && d.Month == 0 {
		return d, false
	}
	return d, d.valid()
}

// newer is the later of two dates, and the one that says more where they agree.
func newer(a, b Date) Date {
	switch c := a.Compare(b); {
	case a.IsZero(), c < 0:
		return b
	case c == 0 && (a.Month == 0 && b.Month != 0 || a.Day == 0 && b.Day != 0):
		return b
	}
	return a
}

// cues are the words that make a date the document's own, before it or behind it with a
// particle between: 最終改訂: 2026/4/1, 令和8年4月1日から施行する, Last updated July 1, 2026.
var (
	cueBefore = regexp.MustCompile(`(?:改訂|改定|改正|改版|施行|制定|更新|作成|発行|適用|策定|公布)(?:年月日|日時|日)?|(?i)\b(?:updated?|revised|revision|effective|issued|created|as of|date|from)\b`)
	cueBehind = regexp.MustCompile(`改訂|改定|改正|改版|施行|制定|更新|作成|発行|適用|現在|時点|策定|公布|付け`)
)

const (
	headLines, tailLines = 40, 25 // where documents date themselves
	stampLines           = 15     // where a date alone on its line is the document's
	stampRunes           = 24
	longestLine          = 60 // runes; in longer ones a date is part of what is told
	before, behind       = 6, 8
)

// dateIn returns the latest date that a document gives itself, near its beginning or
// its end: beside a word such as 改訂, or alone on a line. Dates after now are of
// something else, such as its end. It returns zero where there is none.
func dateIn(text string, now time.Time) Date {
	var latest Date
	today := dateOf(now)
	look := func(line string, stamp bool) {
		line = strings.TrimSpace(line)
		n := utf8.RuneCountInString(line)
		if n > longestLine || !strings.ContainsAny(line, "0123456789０１２３４５６７８９元一二三四五六七八九〇") {
			return
		}
		_, dates := japanese.Figures(line)
		for _, f := range dates {
			d := Date{f.Year, f.Month, f.Day}
			if f.Clock || !d.valid() || d.Compare(today) > 0 || !(stamp && n <= stampRunes) && !cued(line, f.Start, f.End) {
				continue
			}
			latest = newer(latest, d)
		}
	}
	head, rest := text, ""
	for i := 0; i < headLines && head != ""; i++ {
		line, after, _ := strings.Cut(head, "\n")
		look(line, i < stampLines)
		head, rest = after, after
	}
	for i := 0; i < tailLines && rest != ""; i++ {
		at := strings.LastIndexByte(rest, '\n')
		look(rest[at+1:], false)
		rest = rest[:max(at, 0)]
	}
	return latest
}

// cued reports whether a word that makes a date the document's own stands beside
// line[start:end].
func cued(line string, start, end int) bool {
	after := []rune(line[end:])
	if at := cueBefore.FindAllStringIndex(line[:start], -1); at != nil {
		if gap := utf8.RuneCountInString(line[at[len(at)-1][1]:start]); gap <= before {
			return true
		}
	}
	return cueBehind.MatchString(string(after[:min(behind, len(after))]))
}
