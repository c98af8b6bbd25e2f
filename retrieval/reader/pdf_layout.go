package reader

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval"
)

var (
	folio   = regexp.MustCompile(`^[\s\-–—―‐・(（]*(?:(?i:p|page|ページ|頁)\.?\s*)?[0-9０-９]{1,4}(?:\s*(?:[/／]|of)\s*[0-9０-９]{1,4})?\s*(?:ページ|頁)?[\s\-–—―‐・)）]*$`)
	figures = regexp.MustCompile(`[0-9０-９]+`)
)

// dropRepeated takes away what stands at the head or foot of more than half of the
// pages, and the pages' numbers.
func dropRepeated(pages [][]pdfLine) {
	const zone = 3 // lines at either end
	written := 0
	seen := map[string][]edgeLine{} // by their words
	for p, lines := range pages {
		if len(lines) > 0 {
			written++
		}
		for i := range lines {
			if i < zone || i >= len(lines)-zone {
				e := edgeLine{p, figures.FindAllString(lines[i].text(), -1), lines[i].top}
				key := figures.ReplaceAllString(lines[i].text(), "0")
				seen[key] = append(seen[key], e)
			}
		}
	}
	repeated := func(p int, l pdfLine) bool {
		s := l.text()
		if written < 3 || l.table != nil || strings.Contains(s, "。") || utf8.RuneCountInString(s) > 80 {
			return false
		}
		own := edgeLine{p, figures.FindAllString(s, -1), l.top}
		on := map[int]bool{}
		for _, e := range seen[figures.ReplaceAllString(s, "0")] {
			if own.goesWith(e) {
				on[e.page] = true
			}
		}
		return len(on)*2 > written
	}
	for p, lines := range pages {
		for n := 0; n < zone && len(lines) > 1 && (repeated(p, lines[0]) || n == 0 && written > 1 && folio.MatchString(lines[0].text())); n++ {
			lines = lines[1:]
		}
		for n := 0; n < zone && len(lines) > 1; n++ {
			last := lines[len(lines)-1]
			if !repeated(p, last) && !(n == 0 && written > 1 && folio.MatchString(last.text())) {
				break
			}
			lines = lines[:len(lines)-1]
		}
		pages[p] = lines
	}
}

// An edgeLine is a line at the head or foot of a page: its page, the figures in it and
// its height.
type edgeLine struct {
	page    int
	figures []string
	top     float64
}

// goesWith tells whether two lines of the same words are one that the pages repeat: at
// the same height, and with figures that stay or count the pages. Those of articles of a
// rule do neither.
func (e edgeLine) goesWith(o edgeLine) bool {
	if len(e.figures) != len(o.figures) || !near(e.top, o.top, 4) {
		return false
	}
	for i := range e.figures {
		a, b := ordinal(e.figures[i]), ordinal(o.figures[i])
		if e.figures[i] != o.figures[i] && a-b != e.page-o.page {
			return false
		}
	}
	return true
}

// layOut makes a document of pages.
func layOut(pages [][]pdfLine) retrieval.Document {
	body := bodySize(pages)
	var text []string
	var marks []lineMark // of every line of text
	put := func(s string, m lineMark) {
		text, marks = append(text, s), append(marks, m)
	}
	for p, lines := range pages {
		lines = uncolumn(slices.DeleteFunc(lines, func(l pdfLine) bool { return isFurigana(l, body) }))
		gap := usualGap(lines)
		for i := 0; i < len(lines); {
			l := lines[i]
			apart := false
			if i == 0 {
				n := len(marks)
				apart = n > 0 && !runsOn(lastLine(text), marks[n-1], l)
			} else {
				between := lines[i-1].bottom - l.top
				apart = between > 1.7*gap+1 || l.bottom > lines[i-1].top && !wraps(lines, i)
			}
			if apart {
				put("", lineMark{})
			}
			if l.table != nil {
				put("", lineMark{})
				for _, s := range l.rows {
					put(s, lineMark{page: p + 1, row: strings.HasPrefix(s, "| ")})
				}
				put("", lineMark{})
				i++
				continue
			}
			if n := tableAt(lines[i:]); n > 0 {
				for _, row := range pdfTable(lines[i : i+n]) {
					put(row, lineMark{page: p + 1, row: true})
				}
				put("", lineMark{})
				i += n
				continue
			}
			s := l.text()
			big := l.size > body*1.12 && utf8.RuneCountInString(s) <= 60 && !strings.ContainsRune("。、", lastRune(s))
			m := lineMark{page: p + 1}
			if big {
				m.size = l.size
			}
			if n := len(text); i > 0 && n > 0 && !apart && !big && marks[n-1].size == 0 && !marks[n-1].row && wraps(lines, i) {
				text[n-1] = joinLines(text[n-1], s, lines[i-1].hyphen)
			} else {
				put(s, m)
			}
			i++
		}
	}
	d := retrieval.Document{Text: strings.Join(text, "\n") + "\n"}
	structure(&d, marks)
	return d
}

// isFurigana tells of a line of small kana, the readings above a line.
func isFurigana(l pdfLine, body float64) bool {
	return l.table == nil && l.size > 0 && l.size < 0.65*body && strings.Trim(l.text(), " 　ー") != "" &&
		!strings.ContainsFunc(l.text(), func(r rune) bool {
			return !unicode.In(r, unicode.Hiragana, unicode.Katakana) && !strings.ContainsRune(" 　ー", r)
		})
}

// narrowLine is how many columns of the screen a line has that nobody takes for a
// wrapped one by its length: those of pages in columns.
const narrowLine = 56

// wraps tells whether line i goes on with the sentence of the one before because that
// is as long as there is room, in narrow columns, or because a word was hyphenated.
func wraps(lines []pdfLine, i int) bool {
	a, b := lines[i-1], lines[i]
	if len(a.pieces) != 1 || len(b.pieces) != 1 || a.table != nil || b.table != nil || !near(a.size, b.size, 0.1*a.size+0.1) {
		return false
	}
	if a.hyphen {
		return true
	}
	s := a.text()
	if columns(s) >= narrowLine || columns(s) < 16 || endsSentence(s) || newMark(b.text()).kind != noMark || bullet.MatchString(b.text()) || remark.MatchString(b.text()) {
		return false
	}
	right := a.pieces[0].right // of the column
	for _, l := range lines {
		if len(l.pieces) == 1 && near(l.pieces[0].left, a.pieces[0].left, 2.5*a.size) && l.pieces[0].right-l.pieces[0].left < 1.5*(a.pieces[0].right-a.pieces[0].left) {
			right = max(right, l.pieces[0].right)
		}
	}
	return a.pieces[0].right > right-1.3*a.size
}

// joinLines makes one line of two.
func joinLines(a, b string, hyphen bool) string {
	if !hyphen && lastRune(a) < 0x2e80 && firstRune(b) < 0x2e80 {
		return a + " " + b
	}
	return a + b
}

// A lineMark is what the page says of a line of text.
type lineMark struct {
	page int
	size float64 // of a heading by its size, else 0
	row  bool
}

// structure finds the blocks of the text by its form and by what the pages say.
func structure(d *retrieval.Document, marks []lineMark) {
	lines := scan(d.Text)
	mark := func(i int) lineMark {
		if i < len(marks) {
			return marks[i]
		}
		return lineMark{}
	}
	for i := range lines {
		switch {
		case mark(i).row:
			lines[i].kind = row
		case mark(i).size > 0 && i+1 < len(lines) && lines[i].kind > rule && lines[i].kind != row:
			lines[i].kind = item // of a kind that no line before it goes on in
		case lines[i].kind == row:
			lines[i].kind = prose
		}
	}
	units := group(lines)
	var sizes []float64
	for i := range units {
		if s := mark(units[i].from).size; s > 0 && !slices.Contains(sizes, s) {
			sizes = append(sizes, s)
		}
	}
	sort.Sort(sort.Reverse(sort.Float64Slice(sizes)))
	var title string
	if len(sizes) == 0 {
		title = outline(units)
	}
	for _, u := range units {
		m := mark(u.from)
		b := retrieval.Block{Start: lines[u.from].start, End: lines[u.to].end, Page: m.page}
		switch {
		case m.row:
			b.Kind = retrieval.Row
		case m.size > 0 && u.from == u.to:
			b.Kind, b.Label = retrieval.Heading, oneLine(u.s)
			b.Level = 2 + slices.Index(sizes, m.size)
			if b.Level == 2 && title == "" && m.page == 1 && len(d.Blocks) < 3 {
				b.Level, title = 1, b.Label
			}
			b.Level = min(b.Level, 6)
		case u.level > 0:
			b.Kind, b.Level, b.Label = retrieval.Heading, u.level, u.label
		case u.kind == item && m.size == 0:
			b.Kind = retrieval.Item
		}
		d.Blocks = append(d.Blocks, b)
	}
	d.Title = title
	if title == "" {
		d.Title = subject(units)
	}
}

// bodySize is the size of most of the letters.
func bodySize(pages [][]pdfLine) float64 {
	letters := map[int]int{} // by size, in tenths
	for _, lines := range pages {
		for _, l := range lines {
			letters[int(l.size*10+0.5)] += utf8.RuneCountInString(l.text())
		}
	}
	best, most := 0, 0
	for size, n := range letters {
		if n > most || n == most && size < best {
			best, most = size, n
		}
	}
	return float64(best) / 10
}

// usualGap is the median of the distances between lines.
func usualGap(lines []pdfLine) float64 {
	var gaps []float64
	for i := 1; i < len(lines); i++ {
		if g := lines[i-1].bottom - lines[i].top; g >= 0 {
			gaps = append(gaps, g)
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// lastLine is the last line that is not empty.
func lastLine(text []string) string {
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] != "" {
			return text[i]
		}
	}
	return ""
}

// runsOn tells whether a sentence of the page before goes on with line l.
func runsOn(before string, m lineMark, l pdfLine) bool {
	return !m.row && m.size == 0 && len(l.pieces) == 1 && utf8.RuneCountInString(before) >= 15 && !endsSentence(trim(before)) &&
		newMark(l.text()).kind == noMark && !bullet.MatchString(l.text())
}
