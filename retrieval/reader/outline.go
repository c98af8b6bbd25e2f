package reader

import (
	"cmp"
	"maps"
	"strings"
	"unicode/utf8"
)

// A unit is the lines that make up one block of a plain text.
type unit struct {
	from, to int      // first and last line
	kind     lineKind // prose, item or row
	s        string   // the words of its first line
	mark     mark     // of a unit of one line
	apart    bool     // no other words on the line before it
	under    rune     // '=' or '-': drawn below it, about as long as it is
	bare     bool     // a line without a mark that has the form of a title
	body     bool     // what headings stand above: sentences, items, rows

	heading bool
	level   int    // of a heading
	label   string // what it is called if it is a heading
}

// group makes units of lines. Lines without words belong to none, unless they go on
// with the line before.
func group(lines []line) []unit {
	var units []unit
	cont := continues(lines)
	for i, l := range lines {
		switch {
		case l.kind <= rule:
			continue
		case cont[i] && len(units) > 0 && units[len(units)-1].to == i-1:
			units[len(units)-1].to = i
			continue
		case !hasWords(l.s):
			continue
		}
		units = append(units, unit{from: i, to: i, kind: l.kind, s: l.s, mark: l.mark,
			apart: i == 0 || lines[i-1].kind <= rule,
			label: cmp.Or(l.mark.label, strings.Join(strings.Fields(l.s), " "))})
	}
	for i := range units {
		u := &units[i]
		if u.from != u.to {
			u.mark, u.body = mark{}, true
			continue
		}
		u.bare = u.kind == prose && u.mark.kind == noMark && isTitleLike(u.s) && !isSpaced(u.s)
		u.body = isBody(u)
		if u.to+1 < len(lines) {
			u.under = underline(lines[u.to], lines[u.to+1])
		}
	}
	return units
}

// isBody tells whether a unit of one line is running text, a list item or a row.
func isBody(u *unit) bool {
	n := utf8.RuneCountInString(u.s)
	switch {
	case u.kind != prose, n > 60 && strings.Contains(u.s, "。"):
		return true
	case u.mark.whole, isDate(u.s), isCredit(u.s), address.MatchString(u.s) && !strings.ContainsAny(u.s, " 　。"), contact.MatchString(u.s):
		return false
	case strings.Contains(u.s, "。"), n > 60, isSpaced(u.s):
		return true
	}
	return n >= 10 && strings.ContainsRune(".．!！?？…」』”\"", lastRune(u.s)) || entry.MatchString(u.s) && !u.bare
}

// underline returns '=' or '-' if b is drawn under a to make a heading of it.
func underline(a, b line) rune {
	r := firstRune(b.s)
	if b.kind != rule || strings.Trim(b.s, string(r)) != "" || a.kind == row || strings.Contains(a.s, "  ") {
		return 0
	}
	if b.width < 3 || 2*b.width < a.width || b.width > 2*a.width+4 {
		return 0
	}
	switch r {
	case '=', '＝', '═':
		return '='
	case '-', '－', '─', '━', '‐', '―', 'ー':
		return '-'
	}
	return 0
}

// outline decides which units are headings, gives them levels and labels, and returns
// the title of the whole: the label of one of them, or nothing.
//
// A wrong heading costs more than a missed one: it goes into every answer quoted from
// below it. So a form alone never makes a heading; there must be something below it,
// and a row of lines of one form is a list.
func outline(units []unit) string {
	for i := len(units) - 1; i >= 0; i-- { // what stands below decides first
		u := &units[i]
		if u.from == u.to {
			u.heading = isUnderlined(units, i) || isMarked(units, i) || isBareHeading(units, i) || isCaption(units, i)
		}
	}
	demoteSeries(units)
	t := findTitle(units)
	title := ""
	if t >= 0 {
		units[t].beginArticle()
		title = units[t].label
	}
	findArticles(units, t)
	setLevels(units)
	return title
}

// beginArticle makes a unit the title of what follows.
func (u *unit) beginArticle() {
	u.heading, u.level = true, 1
	u.label, _, _ = cutDate(u.label)
}

// isUnderlined tells whether unit i is a heading by the line drawn below it.
func isUnderlined(units []unit, i int) bool {
	u := &units[i]
	return u.under != 0 && u.apart && i+1 < len(units) && utf8.RuneCountInString(u.s) <= 60 && !strings.Contains(u.s, "。")
}

// isMarked tells whether unit i is a heading by the mark that it begins with.
func isMarked(units []unit, i int) bool {
	u := &units[i]
	m := u.mark
	if m.kind == noMark || i+1 == len(units) || !m.whole && !isBrief(m.rest) {
		return false
	}
	next := &units[i+1]
	if sameForm(m, next.mark) || !(u.apart && m.number == 1) && inSeries(units[:i], m) {
		return false
	}
	if next.heading {
		return next.mark.kind == noMark || isFiner(next.mark, m)
	}
	switch m.kind {
	case bracketMark:
		return next.mark.kind != bracketMark && (m.whole || u.apart && next.body)
	case symbolMark:
		return next.body || next.from == u.to+1
	case hashMark:
		return u.apart && next.body
	case articleMark:
		return m.whole && (next.body || !next.bare)
	case partMark, chapterMark, sectionMark, subsectMark:
		return next.body || !next.bare
	}
	return next.body
}

// inSeries tells whether what stands before a mark makes it the last line of a list.
// 【】 are seldom listed, but one may close a part: 【注記 終】.
func inSeries(before []unit, m mark) bool {
	n := len(before)
	if m.kind == bracketMark && (n < 2 || !sameForm(before[n-2].mark, m)) {
		return false
	}
	return n > 0 && sameForm(before[n-1].mark, m)
}

// sameForm tells whether two marks are of one series.
func sameForm(a, b mark) bool { return a.kind == b.kind && a.depth == b.depth }

// isFiner tells whether a heading marked a stands below one marked b.
func isFiner(a, b mark) bool {
	return a.kind > b.kind || a.kind == b.kind && a.depth > b.depth
}

// isBareHeading tells whether unit i is a heading by standing alone above text, being
// the only line of its form there.
func isBareHeading(units []unit, i int) bool {
	u := &units[i]
	if !u.bare || !u.apart || i == 0 || i+1 == len(units) || units[i-1].bare {
		return false
	}
	next := &units[i+1]
	return next.body && !next.heading || next.heading && next.mark.number == 1
}

// isCaption tells whether unit i is the title in brackets of the article of law below.
func isCaption(units []unit, i int) bool {
	u := &units[i]
	if i+1 == len(units) || units[i+1].from != u.to+1 || !caption.MatchString(u.s) {
		return false
	}
	f := statute.FindStringSubmatch(units[i+1].s)
	if f == nil || f[2] != "条" {
		return false
	}
	u.mark = mark{kind: articleMark, depth: 1, whole: true}
	u.label = strings.Trim(u.s, "（）()")
	return true
}

// demoteSeries makes no heading of a number if the next one of its series is none:
// then they number a list, in which some points have an explanation.
func demoteSeries(units []unit) {
	following := map[mark]bool{} // by form and number: is it a heading?
	for i := len(units) - 1; i >= 0; i-- {
		u := &units[i]
		form := mark{kind: u.mark.kind, depth: u.mark.depth, number: u.mark.number}
		if form.kind >= numberMark {
			next := form
			next.number++
			if heading, ok := following[next]; ok && !heading {
				u.heading = false
			}
			following[form] = u.heading
		}
		if u.heading { // series below it end with it
			maps.DeleteFunc(following, func(m mark, _ bool) bool { return isFiner(m, form) })
		}
	}
}
