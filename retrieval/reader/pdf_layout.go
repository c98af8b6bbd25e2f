package reader

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"kotae/retrieval"
)

var (
	folio   = regexp.MustCompile(`^[\s\-–—―‐・(（]*(?:(?i:p|page|ページ|頁)\.?\s*)?[0-9０-９]{1,4}(?:\s*(?:[/／]|of)\s*[0-9０-９]{1,4})?\s*(?:ページ|頁)?[\s\-–—―‐・)）]*$`)
	figures = regexp.MustCompile(`[0-9０-９]+`)
)

// dropRepeated takes away what stands at the head or foot of at least half of the
// pages, figures aside, and the pages' numbers.
func dropRepeated(pages [][]pdfLine) {
	const zone = 3 // lines at either end
	edge := func(lines []pdfLine) []int {
		var at []int
		for i := range lines {
			if i < zone || i >= len(lines)-zone {
				at = append(at, i)
			}
		}
		return at
	}
	seen := map[string]int{}
	written := 0
	for _, lines := range pages {
		if len(lines) > 0 {
			written++
		}
		once := map[string]bool{}
		for _, i := range edge(lines) {
			if key := figures.ReplaceAllString(lines[i].text(), "0"); !once[key] {
				once[key] = true
				seen[key]++
			}
		}
	}
	repeated := func(s string) bool {
		return written >= 3 && seen[figures.ReplaceAllString(s, "0")]*2 > written && !strings.Contains(s, "。") && utf8.RuneCountInString(s) <= 80
	}
	for p, lines := range pages {
		for n := 0; n < zone && len(lines) > 1 && (repeated(lines[0].text()) || n == 0 && written > 1 && folio.MatchString(lines[0].text())); n++ {
			lines = lines[1:]
		}
		for n := 0; n < zone && len(lines) > 1; n++ {
			last := lines[len(lines)-1].text()
			if !repeated(last) && !(n == 0 && written > 1 && folio.MatchString(last)) {
				break
			}
			lines = lines[:len(lines)-1]
		}
		pages[p] = lines
	}
}

// layOut makes a document of pages.
func layOut(pages [][]pdfLine) retrieval.Document {
	body := bodySize(pages)
	var text strings.Builder
	var marks []lineMark // of every line of text
	put := func(s string, m lineMark) {
		text.WriteString(s + "\n")
		marks = append(marks, m)
	}
	for p, lines := range pages {
		lines = uncolumn(lines)
		gap := usualGap(lines)
		for i := 0; i < len(lines); {
			l := lines[i]
			if i == 0 {
				if n := len(marks); n > 0 && !runsOn(lastLine(text.String()), marks[n-1], l) {
					put("", lineMark{})
				}
			} else if between := lines[i-1].bottom - l.top; between > 1.7*gap+1 || l.bottom > lines[i-1].top {
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
			put(s, m)
			i++
		}
	}
	d := retrieval.Document{Text: text.String()}
	structure(&d, marks)
	return d
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

func lastLine(text string) string {
	text = strings.TrimRight(text, "\n")
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// runsOn tells whether a sentence of the page before goes on with line l.
func runsOn(before string, m lineMark, l pdfLine) bool {
	return !m.row && m.size == 0 && len(l.pieces) == 1 && utf8.RuneCountInString(before) >= 15 && !endsSentence(trim(before)) &&
		newMark(l.text()).kind == noMark && !bullet.MatchString(l.text())
}
