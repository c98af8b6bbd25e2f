package reader

import (
	"strings"
	"unicode/utf8"
)

// findTitle returns the unit that names the whole text, -1 if none does. It stands
// before all running text, with other words neither before it nor, of its own form,
// directly behind.
func findTitle(units []unit) int {
	for i := range units[:min(len(units), 8)] {
		u := &units[i]
		switch {
		case u.heading && (u.bare || u.under != 0):
			return i
		case u.heading && i == 0 && isOnly(units, u.mark):
			return i
		case u.heading, u.body && !isDatedQuestion(units, i):
			return -1
		case !u.apart || !u.bare && !isDatedTitle(u) && !isDatedQuestion(units, i):
			continue
		}
		n := 0
		for n < len(units)-i-1 && units[i+1+n].bare && !units[i+1+n].heading {
			n++
		}
		switch {
		case n > 2, !hasBody(units[i+1:]):
			return -1
		case n > 0 && units[i+1].from == u.to+1:
			continue
		}
		return i
	}
	return -1
}

// subject returns what a mail kept as text says that it is about.
func subject(units []unit) string {
	for i := range units[:min(len(units), 8)] {
		if f := subjectLine.FindStringSubmatch(units[i].s); f != nil {
			return f[1]
		}
	}
	return ""
}

// isOnly tells whether the first unit's mark is no section's, but the text's own.
func isOnly(units []unit, m mark) bool {
	if m.kind != symbolMark && m.kind != bracketMark && m.kind != hashMark {
		return false
	}
	for _, u := range units[1:] {
		if u.heading && sameForm(u.mark, m) {
			return false
		}
	}
	return true
}

func hasBody(units []unit) bool {
	for i := range units {
		if units[i].body || units[i].heading {
			return true
		}
	}
	return false
}

// isDatedTitle tells of a line that ends in a date and a time, as posts do.
func isDatedTitle(u *unit) bool {
	if u.from != u.to || u.kind != prose || !u.apart || utf8.RuneCountInString(u.s) > 80 {
		return false
	}
	label, _, timed := cutDate(u.s)
	return timed && !isStamp(u.s) && utf8.RuneCountInString(label) <= 60 && !strings.Contains(label, "。")
}

// isDatedQuestion tells of a question that stands alone beside a date: the one kind
// of title that ends as a sentence does.
func isDatedQuestion(units []unit, i int) bool {
	u := &units[i]
	if u.from != u.to || u.kind != prose || !u.apart || !strings.ContainsRune("?？", lastRune(u.s)) ||
		utf8.RuneCountInString(u.s) > 60 || strings.Contains(u.s, "。") {
		return false
	}
	return i > 0 && isDate(units[i-1].s) || i+1 < len(units) && isDate(units[i+1].s)
}

// findArticles makes level-1 headings of the lines that begin further articles: that
// end in a date and a time, or have a date in the way that the title has.
func findArticles(units []unit, title int) {
	last := title
	for i := title + 1; i+1 < len(units); i++ {
		u := &units[i]
		alike := title >= 0 && u.bare && u.apart && datedAs(units, i) != 0 && datedAs(units, i) == datedAs(units, title)
		if !isDatedTitle(u) && !alike || last >= 0 && i-last < 3 {
			continue
		}
		u.beginArticle()
		last = i
	}
}

// datedAs returns how a unit is dated: 1 at its end, 2 on the next line, 0 not at all.
func datedAs(units []unit, i int) int {
	if _, dated, _ := cutDate(units[i].s); dated {
		return 1
	}
	if i+1 < len(units) && isDate(units[i+1].s) {
		return 2
	}
	return 0
}
