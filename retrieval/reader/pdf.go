package reader

import (
	"bytes"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"kotae/retrieval"
)

// maxPages is how many pages of a PDF are read.
const maxPages = 5000

var errPictures = &retrieval.Unreadable{Reason: "no text layer: its pages are pictures, as of a scanner", Remedy: "recognise its text (OCR) in the scanner's program or in Acrobat, and save it again"}

// readPDF reads the text of a PDF, page by page: lines in reading order, tables by the
// gaps between their columns, headings by their size or else their form. What the head
// and foot of the pages repeat is left out.
func readPDF(_ string, data []byte) (retrieval.Document, error) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return retrieval.Document{}, damaged("PDF")
	}
	var pages [][]pdfLine
	err := withPDF(data, func(w pdfium.Pdfium, doc references.FPDF_DOCUMENT) error {
		count, err := w.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc})
		if err != nil {
			return err
		}
		if count.PageCount > maxPages {
			return &retrieval.Unreadable{Reason: "more than 5000 pages", Remedy: "split it into smaller files"}
		}
		size := 0
		for i := range count.PageCount {
			lines, err := readPage(w, doc, i)
			if err != nil {
				continue // a page that is damaged; the others may not be
			}
			for _, l := range lines {
				if size += len(l.text()); size > textLimit {
					return errLong
				}
			}
			for len(pages) < i {
				pages = append(pages, nil)
			}
			pages = append(pages, lines)
		}
		return nil
	})
	if err != nil {
		return retrieval.Document{}, err
	}
	if !slices.ContainsFunc(pages, func(p []pdfLine) bool { return len(p) > 0 }) {
		return retrieval.Document{}, errPictures
	}
	dropRepeated(pages)
	d := layOut(pages)
	switch {
	case garbled(d.Text), mojibake(d.Text):
		return d, errMoji
	case len(d.Blocks) == 0:
		return d, errPictures
	}
	return d, nil
}

// A pdfLine is one line of a page: its pieces from left to right.
type pdfLine struct {
	pieces      []piece
	top, bottom float64 // in points, from the bottom of the page
	size        float64 // of its letters
}

// A piece is text without a wide gap in it.
type piece struct {
	text        string
	left, right float64
}

func (l *pdfLine) text() string {
	var parts []string
	for _, p := range l.pieces {
		parts = append(parts, p.text)
	}
	return strings.Join(parts, " ")
}

// readPage returns the lines of a page in the order that they are read in.
func readPage(w pdfium.Pdfium, doc references.FPDF_DOCUMENT, index int) ([]pdfLine, error) {
	page, err := w.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: index})
	if err != nil {
		return nil, err
	}
	defer w.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: page.Page}) // closing loses nothing
	text, err := w.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &page.Page}})
	if err != nil {
		return nil, err
	}
	defer w.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := w.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	runes, err := charsOf(w, text.TextPage, count.Count)
	if err != nil {
		return nil, err
	}
	b := lineBuilder{}
	for i, r := range runes {
		switch {
		case r == '\r' || r == '\n':
			b.endLine()
			continue
		case isVoid(r):
			continue
		case isGap(r):
			b.blank(r)
			continue
		}
		// Where a character stands costs a dozen calls: only those at gaps are asked.
		if i > 0 && i+1 < len(runes) && !isGap(runes[i-1]) && !isGap(runes[i+1]) {
			b.words.WriteRune(r)
			continue
		}
		box, err := w.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text.TextPage, Index: i})
		if err != nil {
			return nil, err
		}
		g := glyph{r, box.Left, box.Right, box.Bottom, box.Top, 0}
		if i > 0 && !isGap(runes[i-1]) {
			b.extend(g)
			continue
		}
		if b.startsPiece(g) {
			if size, err := w.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text.TextPage, Index: i}); err == nil {
				g.size = size.FontSize
			}
		}
		b.add(g)
	}
	b.endLine()
	return upright(b.lines), nil
}

// charsOf returns the characters of a page by their index: all at once where each is
// one unit of UTF-16, else one by one.
func charsOf(w pdfium.Pdfium, page references.FPDF_TEXTPAGE, count int) ([]rune, error) {
	if count <= 0 {
		return nil, nil
	}
	text, err := w.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: page, StartIndex: 0, Count: count})
	if err == nil {
		if runes := []rune(strings.TrimRight(text.Text, "\x00")); len(runes) == count && !slices.ContainsFunc(runes, func(r rune) bool { return r > 0xffff || r == utf8.RuneError }) {
			return runes, nil
		}
	}
	runes := make([]rune, count)
	for i := range runes {
		u, err := w.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: page, Index: i})
		if err != nil {
			return nil, err
		}
		runes[i] = rune(u.Unicode)
	}
	return runes, nil
}

// isGap tells of what parts words or lines; isVoid of what is no character: a hyphen
// at a line's end, one that has no meaning.
func isGap(r rune) bool {
	return r == ' ' || r == '\u00a0' || r == '\t' || r == '　' || r == '\r' || r == '\n' || isVoid(r)
}

func isVoid(r rune) bool { return r == 0 || r == '\ufffe' || r == 2 }

// A glyph is a character on a page.
type glyph struct {
	r                        rune
	left, right, bottom, top float64
	size                     float64 // of its font; 0 if not asked for
}

// A lineBuilder makes lines of glyphs.
type lineBuilder struct {
	lines  []pdfLine
	line   pdfLine
	words  strings.Builder // of the piece at hand
	from   float64
	last   glyph
	spaces []rune
}

// wide is how many times the size of its letters a gap must be to part two columns.
const wide = 1.4

// startsPiece tells whether a glyph stands apart from the one before it.
func (b *lineBuilder) startsPiece(g glyph) bool {
	size := max(b.line.size, 4)
	return b.words.Len() == 0 || g.left-b.last.right > wide*size || b.last.left-g.right > wide*size
}

func (b *lineBuilder) blank(r rune) { b.spaces = append(b.spaces, r) }

func (b *lineBuilder) add(g glyph) {
	height := g.top - g.bottom
	switch {
	case b.words.Len() == 0 && len(b.line.pieces) == 0:
		b.line.top, b.line.bottom = g.top, g.bottom
		b.from = g.left
	case b.startsPiece(g):
		b.endPiece()
		b.from = g.left
	case len(b.spaces) > 0:
		b.words.WriteString(string(b.spaces))
	}
	if g.size > 1.5 {
		b.line.size = max(b.line.size, g.size)
	}
	if b.line.size == 0 || g.size > 0 && g.size <= 1.5 {
		b.line.size = max(b.line.size, height)
	}
	b.spaces = b.spaces[:0]
	b.extend(g)
}

// extend goes on with a piece.
func (b *lineBuilder) extend(g glyph) {
	b.words.WriteRune(g.r)
	b.line.top, b.line.bottom = max(b.line.top, g.top), min(b.line.bottom, g.bottom)
	b.last = g
}

func (b *lineBuilder) endPiece() {
	if s := oneSpaced(b.words.String()); s != "" {
		b.line.pieces = append(b.line.pieces, piece{s, b.from, b.last.right})
	}
	b.words.Reset()
	b.spaces = b.spaces[:0]
}

func (b *lineBuilder) endLine() {
	b.endPiece()
	if len(b.line.pieces) > 0 {
		b.lines = append(b.lines, b.line)
	}
	b.line = pdfLine{}
}

// oneSpaced is s as a line of a document's text.
func oneSpaced(s string) string { return strings.ReplaceAll(legible(s), "\n", " ") }

// upright joins text that is written from top to bottom: it comes as lines of one
// character each.
func upright(lines []pdfLine) []pdfLine {
	single := 0
	for _, l := range lines {
		if len(l.pieces) == 1 && utf8.RuneCountInString(l.pieces[0].text) == 1 {
			single++
		}
	}
	if single < 8 || single*10 < len(lines)*6 {
		return lines
	}
	var out []pdfLine
	for i, l := range lines {
		n := len(out)
		// One column goes on below; the next one stands to the left of it.
		if n > 0 && len(l.pieces) == 1 && len(lines[i-1].pieces) == 1 && l.pieces[0].left < lines[i-1].pieces[0].right+l.size/2 {
			out[n-1].pieces[0].text += l.pieces[0].text
			continue
		}
		out = append(out, pdfLine{pieces: slices.Clone(l.pieces), top: l.top, bottom: l.bottom, size: l.size})
	}
	return out
}

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

// uncolumn puts text in two columns that comes line by line, across both, column by
// column.
func uncolumn(lines []pdfLine) []pdfLine {
	var out []pdfLine
	for i := 0; i < len(lines); {
		n, prosy := 0, 0
		for i+n < len(lines) && len(lines[i+n].pieces) == 2 && (n == 0 || near(lines[i+n].pieces[1].left, lines[i].pieces[1].left, lines[i].size)) {
			if p := lines[i+n].pieces; columns(p[0].text) >= 24 && columns(p[1].text) >= 16 {
				prosy++
			}
			n++
		}
		if n < 6 || prosy*10 < n*7 {
			n = max(n, 1)
			out = append(out, lines[i:i+n]...)
			i += n
			continue
		}
		for side := range 2 {
			for _, l := range lines[i : i+n] {
				l.pieces = l.pieces[side : side+1]
				out = append(out, l)
			}
		}
		i += n
	}
	return out
}

func near(a, b, size float64) bool { return a-b < size && b-a < size }

// tableAt returns how many of the first lines are a table's; 0 if there is none.
func tableAt(lines []pdfLine) int {
	n := 0
	for n < len(lines) && (len(lines[n].pieces) > 1 || n > 0 && isWrappedCell(lines, n)) {
		n++
	}
	for n > 0 && len(lines[n-1].pieces) < 2 && !isWrappedCell(lines, n-1) {
		n--
	}
	full := 0
	for _, l := range lines[:n] {
		if len(l.pieces) > 1 {
			full++
		}
	}
	if full < 2 {
		return 0
	}
	// The columns must begin at the same places.
	lefts := columnsOf(lines[:n])
	aligned, all := 0, 0
	for _, l := range lines[:n] {
		for _, p := range l.pieces {
			all++
			if slices.ContainsFunc(lefts, func(c column) bool { return c.rows > 1 && c.holds(p, l.size) }) {
				aligned++
			}
		}
	}
	if aligned*4 < all*3 {
		return 0
	}
	return n
}

// isWrappedCell tells whether line n goes on with a cell of the row above, in a column
// that is not the first.
func isWrappedCell(lines []pdfLine, n int) bool {
	above, l := lines[n-1], lines[n]
	if len(l.pieces) != 1 || above.bottom-l.top > l.size*0.9 || l.bottom > above.top {
		return false
	}
	for i := n - 1; i >= 0 && i > n-4; i-- {
		for c, p := range lines[i].pieces {
			if c > 0 && near(p.left, l.pieces[0].left, l.size/2) {
				return true
			}
		}
	}
	return false
}

// A column is where pieces of several lines stand below each other.
type column struct {
	left, right float64
	rows        int
}

// holds tells whether a piece stands in the column: at its left or right edge, or in
// the middle.
func (c column) holds(p piece, size float64) bool {
	return near(p.left, c.left, size) || near(p.right, c.right, size) || near((p.left+p.right)/2, (c.left+c.right)/2, size)
}

// columnsOf finds the columns of lines, from left to right.
func columnsOf(lines []pdfLine) []column {
	var out []column
	for _, l := range lines {
		for _, p := range l.pieces {
			i := slices.IndexFunc(out, func(c column) bool { return c.holds(p, l.size) || p.left < c.right && c.left < p.right })
			if i < 0 {
				out = append(out, column{p.left, p.right, 1})
				continue
			}
			out[i].rows++
			out[i].left, out[i].right = min(out[i].left, p.left), max(out[i].right, p.right)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].left < out[j].left })
	return out
}

// pdfTable writes a table's rows.
func pdfTable(lines []pdfLine) []string {
	cols := columnsOf(lines)
	g := grid{heads: unknown}
	for i, l := range lines {
		row := make([]string, len(cols))
		for _, p := range l.pieces {
			at := 0
			for c := range cols {
				if overlap(p, cols[c]) > overlap(p, cols[at]) {
					at = c
				}
			}
			row[at] = strings.TrimSpace(row[at] + " " + p.text)
		}
		if n := len(g.rows); i > 0 && n > 0 && isWrappedCell(lines, i) {
			for c, s := range row {
				g.rows[n-1][c] += s
			}
			continue
		}
		g.rows = append(g.rows, row)
	}
	r := newRendering()
	r.table(g)
	return strings.FieldsFunc(r.text.String(), func(r rune) bool { return r == '\n' })
}

func overlap(p piece, c column) float64 { return min(p.right, c.right) - max(p.left, c.left) }
