package reader

import (
	"path"
	"strconv"
	"strings"

	"kotae/retrieval"
)

// readDOCX reads a text document of Word: headings by style or, where it has none, by
// form; lists with their numbers; tables; footnotes behind the paragraph that they
// belong to; tracked changes as if accepted. Headers, footers, comments and tables of
// contents are left out.
func readDOCX(_ string, data []byte) (retrieval.Document, error) {
	a, err := unzip(data, "Word document")
	if err != nil {
		return retrieval.Document{}, err
	}
	r := newRendering()
	part := a.main(r)
	if a.parts[part] == nil || path.Base(part) == "workbook.xml" || path.Base(part) == "presentation.xml" {
		return retrieval.Document{}, damaged("Word document")
	}
	w := &word{r: r, a: a, styles: map[string]wordStyle{}, notes: map[string]string{}}
	targets, kinds := a.relations(r, part)
	byKind := map[string]string{}
	for id, kind := range kinds {
		byKind[kind] = targets[id]
	}
	w.readStyles(a.xml(r, byKind["styles"]))
	w.numbering = readNumbering(a.xml(r, byKind["numbering"]))
	w.readNotes(a.xml(r, byKind["footnotes"]), "footnote")
	w.readNotes(a.xml(r, byKind["endnotes"]), "endnote")
	for t := a.xml(r, part); t.next(); {
		switch t.start {
		case "body":
			w.blocks(t, "body")
		case "background":
			t.skip()
		}
	}
	d, err := r.document()
	if err == nil {
		headByForm(&d)
	}
	return d, err
}

// word is a Word document as it is read.
type word struct {
	r         *rendering
	a         *archive
	styles    map[string]wordStyle // by id
	numbering numbering
	notes     map[string]string // by kind and id
	noted     []string          // referred to in the paragraph at hand
	count     int               // of notes
	depth     int
}

// A wordStyle is what a style says of a paragraph, by itself.
type wordStyle struct {
	name, based string
	outline     int // 1 to 9, 0 for none
	list, level string
}

// A wordParagraph is one paragraph.
type wordParagraph struct {
	text        strings.Builder
	style       string
	outline     int
	list, level string
	boxes       []*wordParagraph // text boxes anchored in it
}

// blocks takes in paragraphs and tables up to the end of the element called name.
func (w *word) blocks(t *tokens, name string) {
	for depth := t.depth; t.within(name, depth); {
		switch t.start {
		case "p":
			w.write(w.paragraph(t))
		case "tbl":
			w.r.table(w.table(t))
		case "del", "moveFrom", "Fallback", "sectPr", "docPartPr":
			t.skip()
		}
	}
}

// paragraph reads a paragraph.
func (w *word) paragraph(t *tokens) *wordParagraph {
	p := &wordParagraph{}
	if w.depth++; w.depth > 20 {
		panic(errDeep)
	}
	defer func() { w.depth-- }()
	instruction := 0 // inside of fields, before what they show
	var fields []bool
	for depth := t.depth; t.within("p", depth); {
		switch t.start {
		case "pStyle":
			p.style = t.attr("val")
		case "outlineLvl":
			p.outline = digits4(t.attr("val")) + 1
		case "numId":
			p.list = t.attr("val")
		case "ilvl":
			p.level = t.attr("val")
		case "t":
			for inner := t.depth; t.within("t", inner); {
				if instruction == 0 {
					p.text.WriteString(t.text)
				}
			}
		case "tab", "ptab":
			p.text.WriteByte(' ')
		case "br", "cr":
			p.text.WriteByte('\n')
		case "noBreakHyphen":
			p.text.WriteByte('-')
		case "fldChar":
			switch t.attr("fldCharType") {
			case "begin":
				fields = append(fields, true)
				instruction++
			case "separate", "end":
				if n := len(fields); n > 0 {
					if fields[n-1] {
						instruction--
						fields[n-1] = false
					}
					if t.attr("fldCharType") == "end" {
						fields = fields[:n-1]
					}
				}
			}
		case "footnoteReference", "endnoteReference":
			kind := strings.TrimSuffix(t.start, "Reference")
			if note := w.notes[kind+t.attr("id")]; note != "" {
				w.count++
				mark := "（注" + strconv.Itoa(w.count) + "）"
				p.text.WriteString(mark)
				w.noted = append(w.noted, mark+note)
			}
		case "txbxContent":
			for inner := t.depth; t.within("txbxContent", inner); {
				switch t.start {
				case "p":
					p.boxes = append(p.boxes, w.paragraph(t))
				case "del", "moveFrom", "Fallback":
					t.skip()
				}
			}
		case "del", "moveFrom", "Fallback", "rt", "instrText", "delText", "pPrChange", "rPr", "sectPr":
			t.skip()
		}
	}
	return p
}

// write writes a paragraph as what it is.
func (w *word) write(p *wordParagraph) {
	s, style := p.text.String(), w.style(p.style)
	lower := strings.ToLower(style.name)
	if p.list == "" {
		p.list, p.level = style.list, style.level
	}
	mark, bullet := "", false
	if trim(s) != "" {
		mark, bullet = w.numbering.mark(p.list, digits4(p.level))
	}
	level := max(p.outline, style.outline)
	if level > 9 {
		level = 0
	}
	switch {
	case strings.HasPrefix(lower, "toc") || strings.HasPrefix(lower, "目次"):
	case lower == "title" || lower == "表題":
		if w.r.title == "" && len(w.r.blocks) == 0 {
			w.r.title = oneLine(s)
			w.r.heading(1, s)
		} else {
			w.r.paragraph(s)
		}
	case level > 0:
		w.r.heading(level, mark+s)
	case bullet:
		w.r.item("・" + s)
	case mark != "":
		w.r.item(mark + s)
	default:
		w.r.paragraph(s)
	}
	for _, note := range w.noted {
		w.r.paragraph(note)
	}
	w.noted = nil
	for _, box := range p.boxes {
		w.write(box)
	}
}

// table reads a table, with merged cells filled. A table within a cell is that cell's text.
func (w *word) table(t *tokens) grid {
	if w.depth++; w.depth > 20 {
		panic(errDeep)
	}
	defer func() { w.depth-- }()
	g := grid{heads: unknown}
	heads, inHead := 0, true
	var row []string
	var above []bool // cells that the one above reaches into
	headed, deleted := false, false
	for depth := t.depth; t.within("tbl", depth); {
		switch {
		case t.start == "tr":
			row, above, headed, deleted = nil, nil, false, false
		case t.start == "tblHeader":
			headed = t.attr("val") != "0" && t.attr("val") != "false"
		case t.start == "gridBefore":
			for range min(digits4(t.attr("val")), 100) {
				row, above = append(row, ""), append(above, false)
			}
		case t.start == "tc":
			cell, span, merged := w.cell(t)
			for range min(max(span, 1), 100) {
				row, above = append(row, cell), append(above, merged)
			}
		case t.start == "del" || t.start == "Fallback" || t.start == "tblPrChange":
			deleted = deleted || t.start == "del" // of the row
			t.skip()
		case t.end == "tr" && !deleted:
			for c := range row {
				if n := len(g.rows); above[c] && n > 0 && c < len(g.rows[n-1]) {
					row[c] = g.rows[n-1][c]
				}
			}
			g.rows = append(g.rows, row)
			if inHead = inHead && headed; inHead {
				heads++
			}
		}
	}
	if heads > 0 {
		g.heads = heads
	}
	return g
}

// cell reads a table's cell: its text, how many columns it takes, and whether it is
// one with the cell above.
func (w *word) cell(t *tokens) (text string, span int, merged bool) {
	var parts []string
	for depth := t.depth; t.within("tc", depth); {
		switch t.start {
		case "gridSpan":
			span = digits4(t.attr("val"))
		case "vMerge":
			merged = t.attr("val") != "restart"
		case "p":
			p := w.paragraph(t)
			mark, _ := w.numbering.mark(p.list, digits4(p.level))
			parts = append(parts, mark+p.text.String())
			for _, box := range p.boxes {
				parts = append(parts, box.text.String())
			}
			parts = append(parts, w.noted...)
			w.noted = nil
		case "tbl":
			for _, row := range w.table(t).rows {
				parts = append(parts, strings.Join(row, " "))
			}
		case "del", "Fallback", "tcPrChange":
			t.skip()
		}
	}
	return oneLine(strings.Join(parts, " ")), span, merged
}

// readStyles reads the styles of paragraphs.
func (w *word) readStyles(t *tokens) {
	id := ""
	for t.next() {
		s := w.styles[id]
		switch t.start {
		case "style":
			id = t.attr("styleId")
			continue
		case "name":
			s.name = t.attr("val")
			if level, ok := headingStyle(s.name); ok {
				s.outline = level
			}
		case "basedOn":
			s.based = t.attr("val")
		case "outlineLvl":
			s.outline = digits4(t.attr("val")) + 1
		case "numId":
			s.list = t.attr("val")
		case "ilvl":
			s.level = t.attr("val")
		default:
			continue
		}
		w.styles[id] = s
	}
}

// headingStyle returns the level that a style's name says.
func headingStyle(name string) (int, bool) {
	lower := strings.ToLower(name)
	for _, prefix := range []string{"heading ", "見出し "} {
		if rest, ok := strings.CutPrefix(lower, prefix); ok {
			n := digits4(rest)
			return n, 1 <= n && n <= 9
		}
	}
	return 0, false
}

// style returns a style with what it takes over from those that it is based on.
func (w *word) style(id string) wordStyle {
	s := w.styles[id]
	for based, n := s.based, 0; based != "" && n < 20; n++ {
		b := w.styles[based]
		if s.outline == 0 {
			s.outline = b.outline
		}
		if s.list == "" {
			s.list, s.level = b.list, b.level
		}
		based = b.based
	}
	return s
}

// readNotes reads footnotes or endnotes.
func (w *word) readNotes(t *tokens, kind string) {
	for t.next() {
		if t.start != kind {
			continue
		}
		id, special := t.attr("id"), t.attr("type")
		var parts []string
		for depth := t.depth; t.within(kind, depth); {
			if t.start == "p" {
				parts = append(parts, w.paragraph(t).text.String())
			}
		}
		if special == "" || special == "normal" {
			w.notes[kind+id] = oneLine(strings.Join(parts, " "))
		}
	}
}

// digits4 is a number of at most four digits, 0 for anything else.
func digits4(s string) int {
	n, err := strconv.Atoi(trim(s))
	if err != nil || n < 0 || n > 9999 {
		return 0
	}
	return n
}
