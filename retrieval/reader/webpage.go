package reader

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"kotae/retrieval"
)

// readHTML reads a page saved from the web or a wiki: its main text with headings,
// lists and tables, without navigation, banners and what is hidden.
//
// It walks the tree of golang.org/x/net/html itself. The way over Markdown
// (html-to-markdown) would have to be parsed once more, and its tables taken apart, to
// repeat their columns.
func readHTML(_ string, data []byte) (retrieval.Document, error) {
	text, err := decodeHTML(data)
	if err != nil {
		return retrieval.Document{}, err
	}
	r := newRendering()
	if err := renderHTML(r, text); err != nil {
		return retrieval.Document{}, err
	}
	d, err := r.document()
	if err == nil {
		headByForm(&d)
		dropBoilerplate(&d)
	}
	return d, err
}

// renderHTML writes a page.
func renderHTML(r *rendering, text string) error {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return damaged("web page") // nested beyond what the parser takes
	}
	p := &webpage{rendering: r}
	if title := find(root, atom.Title); title != nil && r.title == "" {
		r.title = siteless(oneLine(words(title)))
	}
	body := find(root, atom.Body)
	if body == nil {
		return nil
	}
	main := mainOf(body)
	p.inMain = main != body
	p.walk(main)
	p.flush()
	if p.inMain && len(r.blocks) == 0 { // it held nothing that is not navigation
		p.walk(body)
		p.flush()
	}
	return nil
}

// decodeHTML decodes a page: as what it looks like, or else as it says itself.
func decodeHTML(data []byte) (string, error) {
	text, _, err := decode(data)
	if err == nil {
		return text, nil
	}
	if e, name, _ := charset.DetermineEncoding(data, ""); name != "" && !bytes.Contains(data, []byte{0}) {
		if text = decodeAs(e, data); !garbled(text) && !strings.Contains(text, "\ufffd") && bytes.Contains(bytes.ToLower(data[:min(len(data), 2048)]), []byte("charset")) {
			return newlines.Replace(text), nil
		}
	}
	return "", err
}

// siteless cuts the name of the site from a page's title.
func siteless(title string) string {
	if f := siteName.FindStringSubmatch(title); f != nil && utf8.RuneCountInString(f[1]) >= 4 {
		return f[1]
	}
	return title
}

var siteName = regexp.MustCompile(`^(.+?)\s+[|｜–—-]\s+[^|｜–—]{2,30}$`)

// A webpage is written as its tree is walked: words gather until their block ends.
type webpage struct {
	*rendering
	line   strings.Builder
	list   int  // lists that are open
	isItem bool // what gathers is an item
	mark   string
	inMain bool
	depth  int
}

// walk takes in what is below a node.
func (p *webpage) walk(n *html.Node) {
	if p.depth++; p.depth > 5*depthLimit {
		panic(errDeep)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.tick()
		switch c.Type {
		case html.TextNode:
			p.words(c.Data)
		case html.ElementNode:
			if !p.isChrome(c) {
				p.element(c)
			}
		}
	}
	p.depth--
}

func (p *webpage) element(n *html.Node) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.flush()
		p.heading(int(n.Data[1]-'0'), words(n))
	case atom.Br:
		p.line.WriteByte('\n')
	case atom.Hr:
		p.flush()
	case atom.Ul, atom.Ol, atom.Dir:
		p.flush()
		if isLinkList(n) {
			return
		}
		p.list++
		p.walk(n)
		p.flush()
		p.list--
	case atom.Li, atom.Dd, atom.Dt:
		p.flush()
		p.isItem, p.mark = n.DataAtom != atom.Dt, ""
		if n.DataAtom == atom.Li {
			p.mark = "・"
			if n.Parent != nil && n.Parent.DataAtom == atom.Ol {
				p.mark = ordinalOf(n)
			}
		}
		p.walk(n)
		p.flush()
	case atom.Table:
		p.flush()
		p.tableOf(n)
	case atom.Pre:
		p.flush()
		p.code(words(n))
	case atom.Img:
		if alt := attrOf(n, "alt"); utf8.RuneCountInString(alt) > 8 {
			p.words(alt)
		}
	default:
		if !inline[n.DataAtom] {
			p.flush()
			p.walk(n)
			p.flush()
			return
		}
		p.walk(n)
	}
}

// inline are the elements within a line.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true,
	atom.Code: true, atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true,
	atom.Ins: true, atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Q: true, atom.Ruby: true, atom.Rb: true,
	atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strong: true, atom.Sub: true,
	atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true, atom.Strike: true,
}

// words adds text to the line, with white space as a browser shows it: between
// Japanese characters a line end is nothing.
func (p *webpage) words(s string) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' })
	if len(fields) == 0 {
		if s != "" {
			p.gap()
		}
		return
	}
	if s[0] == ' ' || s[0] == '\n' || s[0] == '\t' || s[0] == '\r' {
		p.gap()
	}
	for i, f := range fields {
		if i > 0 {
			if isWide(lastRune(fields[i-1])) && isWide(firstRune(f)) && strings.Contains(s, "\n") {
				p.line.WriteString(f)
				continue
			}
			p.line.WriteByte(' ')
		}
		p.line.WriteString(f)
	}
	if last := s[len(s)-1]; last == ' ' || last == '\n' || last == '\t' || last == '\r' {
		p.gap()
	}
}

// gap adds a blank where words would else run together.
func (p *webpage) gap() {
	if s := p.line.String(); s != "" && s[len(s)-1] != ' ' && s[len(s)-1] != '\n' && !isWide(lastRune(s)) {
		p.line.WriteByte(' ')
	}
}

// flush writes what has gathered.
func (p *webpage) flush() {
	s := trim(p.line.String())
	p.line.Reset()
	if s == "" {
		return
	}
	if p.isItem {
		p.item(p.mark + s)
		p.isItem, p.mark = p.list > 0, "" // what follows in the item is of it
		return
	}
	p.paragraph(s)
}

// ordinalOf is the number before an item of an ordered list.
func ordinalOf(n *html.Node) string {
	i := max(digits4(attrOf(n.Parent, "start")), 1)
	for c := n.Parent.FirstChild; c != nil && c != n; c = c.NextSibling {
		if c.DataAtom == atom.Li {
			i++
		}
	}
	return counted("decimal", i) + ". "
}

// tableOf writes a table; one that lays out a page is walked like the rest of it.
func (p *webpage) tableOf(n *html.Node) {
	if find(n.FirstChild, atom.Table) != nil || hasBlocks(n) {
		p.walk(n)
		return
	}
	g := grid{heads: unknown}
	heads, inHead := 0, true
	type reach struct {
		cell string
		rows int
	}
	open := map[int]reach{} // cells that reach down, by column
	each(n, func(c *html.Node) bool {
		p.tick()
		if c.DataAtom == atom.Caption {
			p.paragraph(words(c))
			return false
		}
		if c.DataAtom != atom.Tr {
			return true
		}
		var row []string
		head := true
		down := func() {
			for {
				o, ok := open[len(row)]
				if !ok {
					return
				}
				if o.rows--; o.rows == 0 {
					delete(open, len(row))
				} else {
					open[len(row)] = o
				}
				row = append(row, o.cell)
			}
		}
		for cell := c.FirstChild; cell != nil; cell = cell.NextSibling {
			if cell.DataAtom != atom.Td && cell.DataAtom != atom.Th {
				continue
			}
			down()
			head = head && cell.DataAtom == atom.Th
			text := oneLine(words(cell))
			rows := min(digits4(attrOf(cell, "rowspan")), 1000)
			for range min(max(digits4(attrOf(cell, "colspan")), 1), 100) {
				if rows > 1 {
					open[len(row)] = reach{text, rows - 1}
				}
				row = append(row, text)
			}
		}
		down()
		if inHead = inHead && head && len(row) > 0; inHead {
			heads++
		}
		g.rows = append(g.rows, row)
		return false
	})
	if heads > 0 {
		g.heads = heads
	}
	p.table(g)
}

// hasBlocks tells of a table whose cells hold headings or lists: it lays out a page.
func hasBlocks(n *html.Node) bool {
	found := false
	each(n, func(c *html.Node) bool {
		switch c.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.Article, atom.Section:
			found = true
		}
		return !found
	})
	return found
}

// each visits the nodes below n; those below one for which visit returns false not.
func each(n *html.Node, visit func(*html.Node) bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if visit(c) {
			each(c, visit)
		}
	}
}

// find returns the first element of a kind at or below n, and behind it; nil for none.
func find(n *html.Node, kind atom.Atom) *html.Node {
	if n == nil {
		return nil
	}
	if n.DataAtom == kind && n.Type == html.ElementNode {
		return n
	}
	var found *html.Node
	each(n, func(c *html.Node) bool {
		if found == nil && c.Type == html.ElementNode && c.DataAtom == kind {
			found = c
		}
		return found == nil
	})
	return found
}

// words is the text below a node, without readings and hidden parts.
func words(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.DataAtom == atom.Rt || c.DataAtom == atom.Rp || c.DataAtom == atom.Script || c.DataAtom == atom.Style || isHidden(c):
			case c.DataAtom == atom.Br:
				b.WriteByte('\n')
			default:
				if !inline[c.DataAtom] {
					b.WriteByte(' ')
				}
				walk(c)
			}
		}
	}
	walk(n)
	return b.String()
}

func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
