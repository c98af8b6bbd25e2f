package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"kotae/retrieval"
)

// A span of time that a name may hold: 今月の議事録. From is included, until is not.
// The newest of the documents alone is meant where both are zero.
type period struct{ from, until time.Time }

// periodForms are tried in order on folded text.
var periodForms = []struct {
	form *regexp.Regexp
	of   func(now time.Time, m []string) period
}{
	{regexp.MustCompile(`(20[0-9]{2})[年/.-] ?([0-9]{1,2})(?:月|\b)(?:分|度)?の?`), func(_ time.Time, m []string) period { return monthOf(atoi(m[1]), atoi(m[2])) }},
	{regexp.MustCompile(`(?:先|前)月(?:分|度)?の?|\blast month(?:'s)?\b`), func(now time.Time, _ []string) period {
		return monthOf(now.AddDate(0, 0, -now.Day()).Year(), int(now.AddDate(0, 0, -now.Day()).Month()))
	}},
	{regexp.MustCompile(`今月(?:分|度)?の?|\bthis month(?:'s)?\b`), func(now time.Time, _ []string) period { return monthOf(now.Year(), int(now.Month())) }},
	{regexp.MustCompile(`先週(?:分)?の?|\blast week(?:'s)?\b`), func(now time.Time, _ []string) period { return weekOf(now.AddDate(0, 0, -7)) }},
	{regexp.MustCompile(`今週(?:分)?の?|\bthis week(?:'s)?\b`), func(now time.Time, _ []string) period { return weekOf(now) }},
	{regexp.MustCompile(`(?:今年|本年)(?:の|度の)?|\bthis year(?:'s)?\b`), func(now time.Time, _ []string) period { return yearOf(now.Year()) }},
	{regexp.MustCompile(`(?:昨年|去年)(?:の|度の)?|\blast year(?:'s)?\b`), func(now time.Time, _ []string) period { return yearOf(now.Year() - 1) }},
	{regexp.MustCompile(`(20[0-9]{2})年の`), func(_ time.Time, m []string) period { return yearOf(atoi(m[1])) }},
	{regexp.MustCompile(`([0-9]{1,2})月(?:分|度)?の`), func(now time.Time, m []string) period { return lastMonth(now, atoi(m[1])) }},
	{regexp.MustCompile(`\b(?:(?:in|from|of) )?(january|february|march|april|may|june|july|august|september|october|november|december)(?:'s)?(?: (20[0-9]{2}))?\b`), func(now time.Time, m []string) period {
		month := slices.Index(months, m[1]) + 1
		if m[2] != "" {
			return monthOf(atoi(m[2]), month)
		}
		return lastMonth(now, month)
	}},
	{regexp.MustCompile(`(?:一番|いちばん|もっとも|最も)?(?:最新|直近|新しい)(?:の)?|\b(?:latest|newest|most recent)\b`), func(time.Time, []string) period { return period{} }},
}

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// periodIn takes the words of a time out of a name.
func periodIn(name string, now time.Time) (rest string, p period, ok bool) {
	for _, f := range periodForms {
		if m := f.form.FindStringSubmatch(name); m != nil {
			return strings.TrimSpace(strings.Replace(name, m[0], " ", 1)), f.of(now, m), true
		}
	}
	return name, period{}, false
}

func monthOf(year, month int) period {
	from := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.Local)
	return period{from, from.AddDate(0, 1, 0)}
}

func yearOf(year int) period {
	from := time.Date(year, 1, 1, 0, 0, 0, 0, time.Local)
	return period{from, from.AddDate(1, 0, 0)}
}

// weekOf is the week of a day, from Monday on.
func weekOf(day time.Time) period {
	from := time.Date(day.Year(), day.Month(), day.Day()-(int(day.Weekday())+6)%7, 0, 0, 0, 0, time.Local)
	return period{from, from.AddDate(0, 0, 7)}
}

// lastMonth is the last month of a number that has begun.
func lastMonth(now time.Time, month int) period {
	if month > int(now.Month()) {
		return monthOf(now.Year()-1, month)
	}
	return monthOf(now.Year(), month)
}

// in leaves the documents whose date lies in a period: the one in the file's name,
// or else when the file was changed.
func (p period) in(entries []retrieval.Entry) []retrieval.Entry {
	var out []retrieval.Entry
	for _, e := range entries {
		d := dateOf(e)
		switch {
		case p != (period{}):
			if !d.Before(p.from) && d.Before(p.until) {
				out = append(out, e)
			}
		case len(out) == 0 || d.After(dateOf(out[0])):
			out = []retrieval.Entry{e}
		}
	}
	return out
}

var dateInName = regexp.MustCompile(`(20[0-9]{2})[-_./年]?(0[1-9]|1[0-2]|[1-9](?:月|[-_./]))[-_./月]?(0[1-9]|[12][0-9]|3[01]|[1-9]日)?`)

func dateOf(e retrieval.Entry) time.Time {
	m := dateInName.FindStringSubmatch(e.File)
	if m == nil {
		return e.Modified
	}
	return time.Date(atoi(m[1]), time.Month(atoi(m[2])), max(atoi(m[3]), 1), 0, 0, 0, 0, time.Local)
}

// atoi reads the digits that a text begins with; 0 for none.
func atoi(s string) int {
	n, _ := strconv.Atoi(strings.TrimRightFunc(s, func(r rune) bool { return r < '0' || r > '9' }))
	return n
}
