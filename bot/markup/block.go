package markup

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	fenceLine     = regexp.MustCompile("^( *)(`{3,}|~{3,})[ \t]*([^`]*)$")
	headingLine   = regexp.MustCompile(`^ {0,3}(#{1,6})[ \t　]+(.*)$`)
	headingEnd    = regexp.MustCompile(`[ \t]+#+[ \t]*$`)
	ruleLine      = regexp.MustCompile(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	itemLine      = regexp.MustCompile(`^( *)([-*+]|(\d{1,9})[.)])[ \t]+(\S.*)$`)
	delimiterLine = regexp.MustCompile(`^ *\|?(?: *:?-+:? *\|)* *(?::?-+:?)? *$`)
)

// deepest is the depth at which items are no longer set deeper.
const deepest = 8

// Read reads a text. The time taken is linear in the text, whatever it holds.
func Read(text string) []Block {
	r := reader{written: strings.Split(strings.TrimSuffix(strings.ToValidUTF8(text, "\uFFFD"), "\n"), "\n")}
	for i, l := range r.written {
		r.written[i] = strings.TrimSuffix(l, "\r")
		rest := strings.TrimLeft(l, " \t")
		indent := strings.ReplaceAll(l[:len(l)-len(rest)], "\t", "    ")
		r.lines = append(r.lines, strings.TrimRight(indent+rest, " \t\r"))
	}
	for r.at < len(r.lines) {
		r.block()
	}
	return r.blocks
}

// A reader goes through lines.
type reader struct {
	written []string // the lines as they are
	lines   []string // without tabs before and white space behind
	at      int
	blocks  []Block
	blank   int
	// indents are those of the items that the next one may stand in; text is where the
	// text of the last one begins.
	indents []int
	text    int
}

// block reads from the current line on.
func (r *reader) block() {
	l := r.lines[r.at]
	if l == "" {
		r.blank++
		r.at++
		return
	}
	if m := itemLine.FindStringSubmatch(l); m != nil && !ruleLine.MatchString(l) {
		r.item(m)
		return
	}
	if len(r.indents) > 0 && r.continues(l) {
		return
	}
	r.indents = nil
	if m := fenceLine.FindStringSubmatch(l); m != nil {
		r.code(len(m[1]), m[2], m[3])
		return
	}
	if m := headingLine.FindStringSubmatch(l); m != nil {
		r.add(Block{Kind: Heading, Level: len(m[1]), Spans: Inline(headingEnd.ReplaceAllString(m[2], ""))})
		return
	}
	if ruleLine.MatchString(l) {
		r.add(Block{Kind: Rule})
		return
	}
	if level, rest := quoted(l); level > 0 {
		r.join(Block{Kind: Quote, Level: level, Spans: Inline(rest)})
		return
	}
	if r.table(l) {
		return
	}
	r.join(Block{Kind: Paragraph, Spans: Inline(strings.TrimLeft(l, " "))})
}

// add appends a block that ends with the current line.
func (r *reader) add(b Block) {
	b.Blank = r.blank
	r.blank = 0
	r.blocks = append(r.blocks, b)
	r.at++
}

// join adds a line to the last block if that is of the same kind and no empty line
// stands between.
func (r *reader) join(b Block) {
	if n := len(r.blocks); n > 0 && r.blank == 0 && r.blocks[n-1].Kind == b.Kind && r.blocks[n-1].Level == b.Level {
		r.extend(b.Spans)
		return
	}
	r.add(b)
}

// extend adds a line to the last block.
func (r *reader) extend(spans []Span) {
	last := &r.blocks[len(r.blocks)-1]
	last.Spans = append(append(last.Spans, Span{Text: strings.Repeat("\n", 1+r.blank)}), spans...)
	r.blank = 0
	r.at++
}

// quoted returns how deep in quotations a line is, and its text.
func quoted(l string) (level int, rest string) {
	rest = strings.TrimLeft(l, " ")
	if len(l)-len(rest) > 3 {
		return 0, l
	}
	for strings.HasPrefix(rest, ">") {
		level++
		rest = strings.TrimPrefix(rest[1:], " ")
	}
	return level, rest
}

// item reads the first line of a list item.
func (r *reader) item(m []string) {
	indent := len(m[1])
	for len(r.indents) > 0 && indent < r.indents[len(r.indents)-1] {
		r.indents = r.indents[:len(r.indents)-1]
	}
	if n := len(r.indents); n == 0 || indent > r.indents[n-1]+1 {
		r.indents = append(r.indents, indent)
	}
	r.text = indent + len(m[2]) + 1
	b := Block{Kind: Item, Level: min(len(r.indents)-1, deepest), Spans: Inline(m[4])}
	if m[3] != "" {
		b.Ordered = true
		b.Number, _ = strconv.Atoi(m[3]) // nine digits fit
	}
	r.add(b)
}

// continues reads a line that belongs to the item before it, by its indent.
func (r *reader) continues(l string) bool {
	rest := strings.TrimLeft(l, " ")
	if len(l)-len(rest) < r.text || fenceLine.MatchString(l) || rest[0] == '>' {
		return false
	}
	if n := len(r.blocks); r.blocks[n-1].Kind != Item {
		return false
	}
	r.extend(Inline(rest))
	return true
}

// code reads up to the fence that closes, or to the end. What indents the fence
// indents the code.
func (r *reader) code(indent int, fence, language string) {
	var code []string
	for r.at++; r.at < len(r.lines) && !closes(r.lines[r.at], fence); r.at++ {
		l := r.written[r.at]
		code = append(code, l[min(indent, len(l)-len(strings.TrimLeft(l, " "))):])
	}
	if fields := strings.Fields(language); len(fields) > 0 {
		language = fields[0]
	}
	r.add(Block{Kind: Code, Language: language, Text: strings.Join(code, "\n")})
}

// closes reports whether a line ends a code block that fence began.
func closes(l, fence string) bool {
	l = strings.TrimSpace(l)
	return len(l) >= len(fence) && strings.Trim(l, fence[:1]) == ""
}

// table reads a table that begins with the line.
func (r *reader) table(l string) bool {
	if !strings.Contains(l, "|") || r.at+1 == len(r.lines) {
		return false
	}
	rule := r.lines[r.at+1]
	if !strings.Contains(rule, "|") || !strings.Contains(rule, "-") || !delimiterLine.MatchString(rule) ||
		len(cells(rule)) != len(cells(l)) {
		return false
	}
	var rows [][]string
	columns := 0
	for i := r.at; i < len(r.lines) && strings.Contains(r.lines[i], "|"); i++ {
		if i != r.at+1 {
			row := cells(r.lines[i])
			columns = max(columns, len(row))
			rows = append(rows, row)
		}
	}
	b := Block{Kind: Table}
	for _, row := range rows {
		spans := make([][]Span, columns)
		for i, c := range row {
			spans[i] = Inline(c)
		}
		b.Rows = append(b.Rows, spans)
	}
	at := r.at + len(rows) + 1
	r.add(b)
	r.at = at
	return true
}

// cells returns the cells of a table row. A bar that belongs to one is written \|.
func cells(l string) []string {
	l = strings.TrimPrefix(strings.TrimSpace(l), "|")
	var out []string
	var cell strings.Builder
	for i := 0; i < len(l); i++ {
		switch {
		case l[i] == '\\' && i+1 < len(l) && l[i+1] == '|':
			cell.WriteByte('|')
			i++
		case l[i] == '|':
			out = append(out, strings.TrimSpace(cell.String()))
			cell.Reset()
		default:
			cell.WriteByte(l[i])
		}
	}
	if rest := strings.TrimSpace(cell.String()); rest != "" || len(out) == 0 {
		out = append(out, rest)
	}
	return out
}
