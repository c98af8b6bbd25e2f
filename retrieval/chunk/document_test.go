package chunk

import (
	"cmp"
	"strings"
	"testing"
	"unicode/utf8"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// document builds a document from text, by the first character of its lines: # a
// heading, - an item, | a row (the first of several is the table's head), $ code, % nothing at all, \f the next page; other
// lines in a row are one paragraph.
func document(text string) retrieval.Document {
	d := retrieval.Document{File: "総務/規程.md", Title: "規程", Text: text}
	page, start, open := 1, 0, false
	for _, line := range strings.SplitAfter(text, "\n") {
		end := start + len(strings.TrimSuffix(line, "\n"))
		b := retrieval.Block{Page: page, Start: start, End: end}
		start += len(line)
		line = strings.TrimSuffix(line, "\n")
		wasOpen := open
		open = false
		switch {
		case line == "\f":
			page++
			continue
		case strings.TrimSpace(line) == "" || line[0] == '%':
			continue
		case line[0] == '#':
			b.Label = strings.TrimLeft(line, "#")
			b.Kind, b.Level, b.Label = retrieval.Heading, len(line)-len(b.Label), strings.TrimSpace(b.Label)
		case line[0] == '-':
			b.Kind = retrieval.Item
		case line[0] == '|':
			b.Kind = retrieval.Row
			if n := len(d.Blocks); n > 0 && d.Blocks[n-1].Kind == retrieval.Row && !strings.Contains(text[d.Blocks[n-1].End:b.Start], "\n\n") {
				b.Columns = cmp.Or(d.Blocks[n-1].Columns, strings.Trim(d.Text[d.Blocks[n-1].Start:d.Blocks[n-1].End], "| "))
			}
		case line[0] == '$':
			b.Kind = retrieval.Code
		case wasOpen:
			d.Blocks[len(d.Blocks)-1].End, open = end, true
			continue
		default:
			open = true
		}
		d.Blocks = append(d.Blocks, b)
	}
	return d
}

// A located passage is one with its place in the document's text.
type located struct {
	retrieval.Passage
	start, end int
}

// check holds the passages of a document against what Split promises, and returns
// them with their places.
func check(t *testing.T, d retrieval.Document, passages []retrieval.Passage) []located {
	t.Helper()
	var out []located
	lines := retrieval.NewLines(d.Text)
	end := 0
	for i, p := range passages {
		if p.File != d.File || p.Ordinal != i {
			t.Errorf("passage %d is %s", i, p.ID())
		}
		if n := utf8.RuneCountInString(p.Text); n == 0 || n > Limit {
			t.Errorf("passage %d has %d runes", i, n)
		}
		if utf8.ValidString(d.Text) && !utf8.ValidString(p.Text) {
			t.Errorf("passage %d is not valid UTF-8: %q", i, p.Text)
		}
		if p.StartLine < 1 || p.EndLine < p.StartLine || p.EndLine > strings.Count(d.Text, "\n")+1 {
			t.Fatalf("passage %d is on lines %d to %d", i, p.StartLine, p.EndLine)
		}
		// Behind the passage before, and on its line, only white space precedes it.
		from := end
		for lines.At(from) < p.StartLine {
			from += strings.IndexByte(d.Text[from:], '\n') + 1
		}
		start := len(d.Text) - len(strings.TrimLeft(d.Text[from:], " \t\r\n\v\f\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000"))
		if !strings.HasPrefix(d.Text[start:], p.Text) {
			t.Fatalf("passage %d is %q, but line %d of the text goes on %q", i, p.Text, p.StartLine, d.Text[start:min(len(d.Text), start+len(p.Text))])
		}
		end = start + len(p.Text)
		if s, e := lines.At(start), lines.At(end-1); s != p.StartLine || e != p.EndLine {
			t.Errorf("passage %d says lines %d to %d, stands on %d to %d", i, p.StartLine, p.EndLine, s, e)
		}
		out = append(out, located{p, start, end})
	}
	checkNothingLost(t, d, out)
	checkSentences(t, d, out)
	checkHeadings(t, d, out)
	checkSections(t, d, out)
	return out
}

func checkNothingLost(t *testing.T, d retrieval.Document, passages []located) {
	t.Helper()
	for _, b := range d.Blocks {
		at := b.Start
		for _, p := range passages {
			if p.end <= at || p.start >= b.End {
				continue
			}
			if gap := d.Text[at:max(at, p.start)]; strings.TrimSpace(gap) != "" {
				t.Errorf("%q is in no passage", gap)
			}
			at = p.end
		}
		if rest := d.Text[min(at, b.End):b.End]; strings.TrimSpace(rest) != "" {
			t.Errorf("%q is in no passage", rest)
		}
	}
}

func checkSentences(t *testing.T, d retrieval.Document, passages []located) {
	t.Helper()
	for _, b := range d.Blocks {
		for _, s := range sentences(d, b) {
			if utf8.RuneCountInString(s.Of(d.Text)) > Limit {
				continue
			}
			whole := false
			for _, p := range passages {
				whole = whole || p.start <= s.Start && s.End <= p.end
			}
			if !whole {
				t.Errorf("%q is cut", s.Of(d.Text))
			}
		}
	}
}

// sentences are what of a block is to be whole.
func sentences(d retrieval.Document, b retrieval.Block) []japanese.Span {
	text := d.Text[b.Start:b.End]
	list := japanese.Sentences(text)
	if n := len(list); n > 0 && (b.Kind == retrieval.Heading || b.Kind == retrieval.Row) {
		list = []japanese.Span{{Start: list[0].Start, End: list[n-1].End}}
	}
	for i := range list {
		list[i].Start += b.Start
		list[i].End += b.Start
	}
	return list
}

func checkHeadings(t *testing.T, d retrieval.Document, passages []located) {
	t.Helper()
	starts := map[int]bool{}
	for i, p := range passages {
		starts[p.start] = true
		body, last, next := false, retrieval.Block{}, retrieval.Block{}
		for _, b := range d.Blocks {
			switch {
			case b.Start >= p.end:
				if next.End == 0 {
					next = b
				}
			case b.End > p.start:
				last = b
				body = body || b.Kind != retrieval.Heading
			}
		}
		if last.Kind != retrieval.Heading || last.End > p.end && strings.TrimSpace(d.Text[p.end:last.End]) != "" || next.End == 0 || next.Level == 1 || next.Page != last.Page {
			continue
		}
		first := sentences(d, next)[0]
		if body || next.Kind != retrieval.Heading && utf8.RuneCountInString(d.Text[p.start:first.End]) <= Limit {
			t.Errorf("passage %d ends with heading %q, under which %q stands", i, last.Label, first.Of(d.Text))
		}
	}
	for i, b := range d.Blocks {
		if b.Level == 1 && (i == 0 || d.Blocks[i-1].Level != 1) && !starts[b.Start] {
			t.Errorf("level-1 heading %q is inside a passage", b.Label)
		}
	}
}

func checkSections(t *testing.T, d retrieval.Document, passages []located) {
	t.Helper()
	lines := retrieval.NewLines(d.Text)
	titles, headings := map[int]string{}, map[int]string{} // by line, naively
	headless := map[int]bool{}                             // lines of rows, whose heading may say more
	var path []retrieval.Block
	for _, b := range d.Blocks {
		if b.Kind == retrieval.Heading {
			for len(path) > 0 && path[len(path)-1].Level >= b.Level {
				path = path[:len(path)-1]
			}
			path = append(path[:len(path):len(path)], b)
		}
		title := d.Title
		var labels []string
		for i, h := range path {
			switch {
			case i == 0 && h.Level == 1:
				title = h.Label
			case i > 0 || h.Label != title:
				labels = append(labels, h.Label)
			}
		}
		for l := lines.At(b.Start); l <= lines.At(b.End-1); l++ {
			titles[l], headings[l] = title, strings.Join(labels, " > ")
			headless[l] = b.Columns != ""
		}
	}
	for i, p := range passages {
		if len(p.Sections) == 0 || p.Sections[0].Line != p.StartLine {
			t.Errorf("passage %d from line %d has sections %v", i, p.StartLine, p.Sections)
			continue
		}
		if want := titles[p.EndLine]; p.Title != want {
			t.Errorf("passage %d is of article %q, want %q", i, p.Title, want)
		}
		for l := p.StartLine; l <= p.EndLine; l++ {
			if want, ok := headings[l]; ok && p.Heading(l) != want && !headless[l] {
				t.Errorf("passage %d: line %d is under %q, want %q", i, l, p.Heading(l), want)
			}
		}
		for _, b := range d.Blocks {
			if b.Start <= p.start && p.start < b.End && p.Page != b.Page {
				t.Errorf("passage %d is on page %d, want %d", i, p.Page, b.Page)
			}
		}
	}
}
