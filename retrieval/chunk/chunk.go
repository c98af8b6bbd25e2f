// Package chunk cuts documents into passages.
//
// It owns where a passage begins and ends, and nothing else: no analysis, no
// embedding, no input or output.
package chunk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// Version names the cutting: it changes whenever the same document yields other passages.
const Version = "chunk/4"

// Limit is the greatest length of a passage, in runes.
//
// Passages are packed with whole sentences up to it and closed early, at a blank
// line or a heading, once half full. Measured on Japanese encyclopedia articles
// at equal reading budgets, 300 to 400 characters on sentence bounds without
// overlap find most; fixed windows lose up to six points by cutting answers, and
// overlap costs passages without finding more.
const Limit = 400

// A unit is what is never cut: a heading, a sentence, or a piece of a sentence
// that is longer than Limit by itself.
type unit struct {
	start, end int // bytes in the document's text
	page       int
	title      string // of the article
	heading    string // path in force below the title
	place      string // of its block
	level      int    // of a heading, else 0
	opens      bool   // stands after a blank line, or is a heading
	row        bool
	columns    string // of a row, if they are not in it
	reading    string // of a row, if its text does not say it
	head       bool   // of a row
}

// Split cuts a document into passages, in order.
//
// Every passage is one contiguous span of the document's text, at most Limit
// runes long, beginning and ending with a unit; every letter of every block is in
// exactly one passage. A heading goes with what follows it, where that fits, and a
// level-1 heading begins a passage, unless it stands right under another, so that
// articles in one file stay apart. So does a page. A sentence longer than Limit is
// cut behind 、 or a space, else between two characters. A table is not cut if it
// fits into a passage; of one that is, the rows that stand without the table's head
// have its column names at the end of their heading.
func Split(d retrieval.Document) []retrieval.Passage {
	units := unitsOf(d)
	lines := retrieval.NewLines(d.Text)
	var out []retrieval.Passage
	for len(units) > 0 {
		n := take(d.Text, units)
		out = append(out, passage(d, lines, units[:n], len(out)))
		units = units[n:]
	}
	return out
}

// take returns how many of the units make the next passage; at least one.
func take(text string, units []unit) int {
	n, length := 1, runes(text, units[0].start, units[0].end)
	for ; n < len(units); n++ {
		u := units[n]
		if u.level == 1 && units[n-1].level != 1 || u.opens && units[n-1].level == 0 && length >= Limit/2 {
			break
		}
		if u.page != units[n-1].page || isCut(text, units, n, length) {
			break
		}
		length += runes(text, units[n-1].end, u.end)
		if length > Limit {
			break
		}
	}
	if n == len(units) || units[n].level == 1 || units[n].page != units[n-1].page {
		return n
	}
	// Headings at the end belong to what follows, unless there is nothing else.
	body := n
	for body > 0 && units[body-1].level > 0 {
		body--
	}
	if body > 0 {
		return body
	}
	return n
}

// isCut reports whether the table that begins with the nth unit would be cut behind
// length runes, though it is short enough for a passage of its own.
func isCut(text string, units []unit, n, length int) bool {
	if u := units[n]; !u.row || u.columns != "" {
		return false
	}
	last, table := n, 0
	for last+1 < len(units) && units[last+1].columns != "" && table <= Limit {
		last++
		table = runes(text, units[n].start, units[last].end)
	}
	if last == n {
		return false
	}
	heads := n // the headings that go with the table
	for heads > 0 && units[heads-1].level > 0 {
		heads--
	}
	if heads == 0 || units[n-1].page != units[n].page {
		return false
	}
	return runes(text, units[heads].start, units[last].end) <= Limit && length+runes(text, units[n-1].end, units[last].end) > Limit
}

func passage(d retrieval.Document, lines retrieval.Lines, units []unit, ordinal int) retrieval.Passage {
	first, last := units[0], units[len(units)-1]
	p := retrieval.Passage{
		File: d.File, Title: last.title, Ordinal: ordinal, Page: first.page,
		StartLine: lines.At(first.start), EndLine: lines.At(last.end - 1),
		Text: d.Text[first.start:last.end],
	}
	headed := false // inside a table whose head is in the passage
	for _, u := range units {
		headed = u.row && (headed || u.columns == "")
		s := retrieval.Section{Line: lines.At(u.start), Heading: u.heading, Place: u.place, Reading: u.reading, Head: u.head}
		if u.columns != "" && !headed {
			s.Heading = strings.TrimPrefix(s.Heading+" > "+u.columns, " > ")
		}
		if n := len(p.Sections); n > 0 {
			before := p.Sections[n-1]
			if before.Line = s.Line; before == s {
				continue // still the same stretch
			}
		}
		p.Sections = append(p.Sections, s)
	}
	return p
}

// unitsOf lists the units of a document, with the headings in force.
func unitsOf(d retrieval.Document) []unit {
	var units []unit
	var path outline
	end := 0
	for _, b := range d.Blocks {
		text := d.Text[b.Start:b.End]
		opens := parted(d.Text[end:b.Start], b)
		end = b.End
		if b.Kind == retrieval.Heading {
			path.enter(b.Level, b.Label)
			opens = true
		}
		for _, s := range spans(b.Kind, text) {
			u := unit{start: b.Start + s.Start, end: b.Start + s.End, page: b.Page, place: b.Place, opens: opens}
			u.row, u.columns, u.reading, u.head = b.Kind == retrieval.Row, b.Columns, b.Reading, b.Head
			u.title, u.heading = path.place(d.Title)
			if b.Kind == retrieval.Heading {
				u.level = max(b.Level, 1)
			}
			units = append(units, u)
			opens = false
		}
	}
	return units
}

// parted reports whether a gap parts the block behind it from the one before. A line
// without letters does, but not the one that is drawn below the head of a table.
func parted(gap string, b retrieval.Block) bool {
	lines := strings.Split(gap, "\n")
	if len(lines) < 3 {
		return false
	}
	if b.Kind != retrieval.Row || b.Columns == "" {
		return true
	}
	return slices.ContainsFunc(lines[1:len(lines)-1], func(l string) bool { return strings.TrimSpace(l) == "" })
}

// spans cuts a block's text into uncuttable pieces.
func spans(kind retrieval.BlockKind, text string) []japanese.Span {
	var whole []japanese.Span
	switch kind {
	case retrieval.Heading, retrieval.Row:
		whole = trimmed(text)
	default:
		whole = japanese.Sentences(text)
	}
	var out []japanese.Span
	for _, s := range whole {
		out = append(out, pieces(text, s)...)
	}
	return out
}

func trimmed(text string) []japanese.Span {
	t := strings.TrimLeftFunc(text, unicode.IsSpace)
	start := len(text) - len(t)
	t = strings.TrimRightFunc(t, unicode.IsSpace)
	if t == "" {
		return nil
	}
	return []japanese.Span{{Start: start, End: start + len(t)}}
}

// pieces cuts a span longer than Limit at its weakest points.
func pieces(text string, s japanese.Span) []japanese.Span {
	var out []japanese.Span
	for long(s.Of(text)) {
		cut := weakest(s.Of(text))
		head := strings.TrimRightFunc(text[s.Start:s.Start+cut], unicode.IsSpace)
		out = append(out, japanese.Span{Start: s.Start, End: s.Start + len(head)})
		rest := strings.TrimLeftFunc(text[s.Start+cut:s.End], unicode.IsSpace)
		s.Start = s.End - len(rest)
	}
	return append(out, s)
}

// long reports whether a text is longer than Limit, without reading more of it.
func long(s string) bool {
	count := 0
	for range s {
		if count++; count > Limit {
			return true
		}
	}
	return false
}

// weakest returns where to cut a text longer than Limit: behind the last comma or
// white space of the second half of what fits, else at Limit runes, but not
// between runes that are one character.
func weakest(s string) int {
	count, cut, limit := 0, 0, 0
	for i, r := range s {
		if count == Limit {
			limit = i
			break
		}
		count++
		if count > Limit/2 && (strings.ContainsRune("、，,;；", r) || unicode.IsSpace(r)) {
			cut = i + utf8.RuneLen(r)
		}
	}
	if cut > 0 {
		return cut
	}
	for at := limit; at > 0; {
		before, n := utf8.DecodeLastRuneInString(s[:at])
		after, _ := utf8.DecodeRuneInString(s[at:])
		if !joined(before, after) {
			return at
		}
		at -= n
	}
	return limit // one character of more than Limit runes
}

// joined reports whether two adjacent runes are one character: a mark on its base,
// a half-width voicing mark on its kana, an emoji and what it is joined with.
func joined(before, after rune) bool {
	const joiner = 0x200D
	return unicode.IsMark(after) || after == 'ﾞ' || after == 'ﾟ' || after == joiner || before == joiner
}

func runes(text string, start, end int) int { return utf8.RuneCountInString(text[start:end]) }

// An outline is the path of headings in force.
type outline struct {
	levels []int
	labels []string
}

func (o *outline) enter(level int, label string) {
	n := len(o.levels)
	for n > 0 && o.levels[n-1] >= level {
		n--
	}
	o.levels, o.labels = append(o.levels[:n], level), append(o.labels[:n], label)
}

// place returns the title of the article in force, which is the level-1 heading if
// there is one and else the document's title, and the path below it.
func (o *outline) place(title string) (article, heading string) {
	labels := o.labels
	switch {
	case len(labels) == 0:
		return title, ""
	case o.levels[0] == 1:
		title, labels = labels[0], labels[1:]
	case labels[0] == title:
		labels = labels[1:]
	}
	return title, strings.Join(labels, " > ")
}
