package reader

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"kotae/retrieval"
)

// blocks parses the block structure alone, with tables. Paragraphs are quoted as they
// stand, and what is within them costs time that grows with its square. Link
// definitions stay in their paragraphs: Japanese without spaces makes a definition of
// every footnote, and its words would be gone.
var blocks = goldmark.New(
	goldmark.WithParser(parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...))),
	goldmark.WithExtensions(extension.Table),
).Parser()

// inlines parses a heading with what is within it.
var inlines = goldmark.New(goldmark.WithParserOptions(parser.WithAttribute())).Parser()

// longest is how many bytes a heading may have to be freed of its markup.
const longest = 1000

// deepest is how far block quotes and lists may be nested. Beyond it a text is no
// Markdown that anybody wrote, and would take the parser hours.
const deepest = 100

// readMarkdown takes the structure of a Markdown text from its syntax.
func readMarkdown(d *retrieval.Document) {
	body, title := cutFrontMatter(d.Text)
	if tooDeep(d.Text[body:]) {
		readText(d)
		return
	}
	m := &mdBlocks{text: d.Text, body: body, source: []byte(d.Text[body:])}
	root := blocks.Parse(text.NewReader(m.source))
	// The walker never fails: it returns no error.
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return m.visit(n), nil
	})
	d.Blocks = m.rest()
	d.Title = title
	for _, b := range d.Blocks {
		if b.Kind == retrieval.Heading && (d.Title == "" || title == "" && b.Level == 1) {
			d.Title = b.Label
			if b.Level == 1 {
				break
			}
		}
	}
}

// tooDeep tells whether some line of text opens more blocks than deepest.
func tooDeep(text string) bool {
	for l := range strings.Lines(text) {
		markers := l[:len(l)-len(strings.TrimLeft(l, " \t>-+*0123456789.)"))]
		if len(markers) > deepest && len(opener.FindAllString(markers, deepest+1)) > deepest {
			return true
		}
	}
	return false
}

// opener matches what opens a quotation or a list item.
var opener = regexp.MustCompile(`>|[-+*.)][ \t]`)

// mdBlocks collects the blocks of a Markdown text.
type mdBlocks struct {
	text   string
	body   int    // where source begins in text
	source []byte // text without front matter
	blocks []retrieval.Block
	row0   []string // the cells of the row of a table taken in before
	seen   []span   // lines that rest need not look at, in order
}

// A span is a range of bytes of the whole text.
type span struct{ start, end int }

// visit takes in a node of the syntax tree and tells whether its children may hold
// further blocks.
func (m *mdBlocks) visit(n ast.Node) ast.WalkStatus {
	switch n := n.(type) {
	case *ast.Heading:
		m.heading(n)
	case *ast.Paragraph, *ast.TextBlock:
		m.prose(n)
	case *table.TableHeader, *table.TableRow:
		if c := n.FirstChild(); c != nil && c.Lines().Len() > 0 {
			m.row(n, m.lineOf(c.Lines().At(0)))
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		for _, s := range n.Lines().Sliced(0, n.Lines().Len()) {
			m.add(retrieval.Code, m.lineOf(s))
		}
	case *ast.HTMLBlock:
		m.html(n)
	default:
		if n.Type() == ast.TypeBlock || n.Type() == ast.TypeDocument {
			return ast.WalkContinue
		}
	}
	return ast.WalkSkipChildren
}

// row takes in a row of a table. The rows below the head know what it calls the columns.
func (m *mdBlocks) row(n ast.Node, s span) {
	count := len(m.blocks)
	m.add(retrieval.Row, s)
	if n.Kind() != table.KindTableRow || len(m.blocks) == count {
		return
	}
	var names, cells []string
	for c := n.Parent().FirstChild().FirstChild(); c != nil; c = c.NextSibling() {
		names = append(names, m.label(c))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		cells = append(cells, m.written(c))
	}
	if n.PreviousSibling().Kind() == table.KindTableRow && len(m.row0) == len(cells) {
		g := grid{heads: 1, rows: [][]string{nil, m.row0, cells}}
		g.inherit()
	}
	m.row0 = cells
	m.blocks[count].Columns = strings.Trim(strings.Join(names, " | "), " |")
	m.blocks[count].Reading = rowLine(cells, names)
}

// heading takes in a heading of either syntax. One within a list or a quotation does
// not head the text, and a paragraph with a rule below it is no title.
func (m *mdBlocks) heading(n *ast.Heading) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	s := span{m.lineOf(lines.At(0)).start, m.lineOf(lines.At(lines.Len() - 1)).end}
	label := m.label(n)
	setext := !strings.HasPrefix(strings.TrimLeft(m.text[s.start:s.end], " >"), "#")
	switch {
	case n.Parent().Kind() != ast.KindDocument,
		setext && (lines.Len() > 1 || utf8.RuneCountInString(label) > 80 || lastRune(label) == '。'):
		m.prose(n)
	case label != "":
		m.addHeading(s, n.Level, label)
	}
}

// prose takes in the lines of a paragraph, as one block but for the list items and
// headings in it that only people see as such.
func (m *mdBlocks) prose(n ast.Node) {
	kind := retrieval.Paragraph
	if p := n.Parent(); p.Kind() == ast.KindListItem && p.FirstChild() == n {
		kind = retrieval.Item
	}
	lines := n.Lines()
	var run span
	flush := func() {
		switch {
		case run.end == run.start:
		case isSilent(m.text[run.start:run.end]):
			m.seen = append(m.seen, run)
		default:
			m.add(kind, run)
		}
		run = span{}
	}
	for i := range lines.Len() {
		s := m.lineOf(lines.At(i))
		l := trim(m.text[s.start:s.end])
		if f := closeHash.FindStringSubmatch(l); f != nil && n.Parent().Kind() == ast.KindDocument {
			flush()
			m.addHeading(s, len(f[1]), trim(strings.TrimRight(f[2], "#")))
			kind = retrieval.Paragraph
			continue
		}
		if typedBullet.MatchString(l) {
			flush()
			kind = retrieval.Item
		}
		if f := definition.FindStringSubmatch(l); run.end == 0 && f != nil && isTarget(f[1]) {
			m.seen = append(m.seen, s)
			continue
		}
		if run.end == 0 {
			run = s
		}
		run.end = s.end
	}
	flush()
}

var (
	// typedBullet matches list items that Markdown does not know.
	typedBullet = regexp.MustCompile(`^(?:[・･●○◆◇■□▪•]|[①-⑳]|[(（](?:[0-9０-９]{1,2}|[ア-ン])[)）]).`)
	// closeHash matches a heading of level 2 or more without the space behind its marks.
	closeHash = regexp.MustCompile(`^(#{2,6})([^#\s!\[{].{0,59})$`)
	// definition matches what [links][like this] point to.
	definition = regexp.MustCompile(`^\[[^\]^][^\]]*\]:\s*<?(\S+?)>?(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?$`)
)

// isTarget tells whether s is what a link points to, and no footnote.
func isTarget(s string) bool {
	ascii := !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
	return strings.Contains(s, "://") || ascii && strings.ContainsAny(s, "/.#@:")
}

// add adds a block unless its lines say nothing or belong to a block already.
func (m *mdBlocks) add(kind retrieval.BlockKind, s span) {
	if n := len(m.blocks); n > 0 && s.start < m.blocks[n-1].End {
		return
	}
	if words := m.text[s.start:s.end]; !hasWords(words) && (kind != retrieval.Code || trim(words) == "") {
		return
	}
	m.blocks = append(m.blocks, retrieval.Block{Kind: kind, Start: s.start, End: s.end})
}

func (m *mdBlocks) addHeading(s span, level int, label string) {
	n := len(m.blocks)
	if m.add(retrieval.Heading, s); len(m.blocks) > n {
		m.blocks[n].Level, m.blocks[n].Label = level, label
	}
}

// lineOf returns the whole line that a segment of the source begins on, and all lines
// up to its end.
func (m *mdBlocks) lineOf(seg text.Segment) span {
	start, stop := m.body+seg.Start, m.body+seg.Stop
	stop = max(start, stop)
	for stop > start && m.text[stop-1] == '\n' {
		stop--
	}
	start = strings.LastIndexByte(m.text[:start], '\n') + 1
	if n := strings.IndexByte(m.text[stop:], '\n'); n >= 0 {
		stop += n
	} else {
		stop = len(m.text)
	}
	return span{start, stop}
}

// written returns a table's cell with its markup, on one line.
func (m *mdBlocks) written(n ast.Node) string {
	var words []byte
	for _, s := range n.Lines().Sliced(0, n.Lines().Len()) {
		words = append(append(words, ' '), s.Value(m.source)...)
	}
	return trim(strings.ReplaceAll(string(words), `\|`, "|"))
}

// label returns the words of a heading or a table's cell without markup, on one line.
func (m *mdBlocks) label(n ast.Node) string {
	var words []byte
	for _, s := range n.Lines().Sliced(0, n.Lines().Len()) {
		words = append(append(words, ' '), s.Value(m.source)...)
	}
	words = bytes.ReplaceAll(words, []byte("\n"), nil)
	label := string(words)
	if len(words) <= longest {
		source := append([]byte("# "), words...)
		label = inlineText(inlines.Parse(text.NewReader(source)), source)
	}
	return strings.Join(strings.Fields(label), " ")
}

// inlineText returns the words of an inline tree without markup.
func inlineText(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			s := c.Segment.Value(source)
			if n.Kind() == ast.KindCodeSpan {
				b.Write(s)
			} else {
				b.WriteString(html.UnescapeString(string(util.UnescapePunctuations(s))))
			}
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(source))
		case *ast.RawHTML:
		default:
			b.WriteString(inlineText(c, source))
		}
	}
	// CommonMark takes **「強調」**です for text: it was meant as emphasis.
	if s := b.String(); strings.Count(s, "**")%2 == 0 {
		return strings.ReplaceAll(s, "**", "")
	}
	return b.String()
}
