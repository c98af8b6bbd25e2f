package reader

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A pdfLine is one line of a page: its pieces from left to right.
type pdfLine struct {
	pieces      []piece
	top, bottom float64     // in points, from the bottom of the page
	size        float64     // of its letters
	hyphen      bool        // its last word goes on on the next line
	table       *ruledTable // that stands here instead, or nil
	rows        []string    // of it, as they are written
}

// A piece is text without a wide gap in it.
type piece struct {
	text        string
	left, right float64
}

func (l *pdfLine) text() string {
	if l.rows != nil {
		return strings.Join(l.rows, "\n")
	}
	var parts []string
	for _, p := range l.pieces {
		parts = append(parts, p.text)
	}
	return strings.Join(parts, " ")
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
	made   bool // the blank before is none of the document's, but made of a gap
}

// wide is how many times the size of its letters a gap must be to part two columns.
const wide = 1.4

// startsPiece tells whether a glyph stands apart from the one before it.
func (b *lineBuilder) startsPiece(g glyph) bool {
	size := max(b.line.size, 4)
	return b.words.Len() == 0 || g.left-b.last.right > wide*size || b.last.left-g.right > wide*size
}

// inTable takes a letter in that stands in one of the tables.
func (b *lineBuilder) inTable(tables []*ruledTable, g glyph) bool {
	for _, t := range tables {
		row, col, ok := t.cellAt(g)
		if !ok {
			continue
		}
		if !slices.ContainsFunc(b.lines, func(l pdfLine) bool { return l.table == t }) {
			b.endLine()
			b.lines = append(b.lines, pdfLine{table: t, top: t.ys[0], bottom: t.ys[len(t.ys)-1]})
		}
		b.closeGap(g, t.last[t.area[row*(len(t.xs)-1)+col]])
		t.add(row, col, g, len(b.spaces) > 0)
		b.spaces = b.spaces[:0]
		return true
	}
	return false
}

// whole returns the lines with the rows of the tables among them.
func (b *lineBuilder) whole() []pdfLine {
	for i := range b.lines {
		l := &b.lines[i]
		if l.table == nil {
			continue
		}
		g, ok := l.table.grid()
		r := newRendering()
		if ok {
			r.table(g)
		} else {
			for _, row := range g.rows {
				r.paragraph(strings.Join(slices.Compact(row), " "))
			}
		}
		l.rows = strings.FieldsFunc(r.text.String(), func(r rune) bool { return r == '\n' })
	}
	return b.lines
}

// closeGap forgets a blank that was made of the little room that word processors leave
// between Japanese and Latin letters: a quarter of the letters' size, and beside a 1
// or a small kana as much again that belongs to these.
func (b *lineBuilder) closeGap(g, last glyph) {
	if b.made && g.left-last.right < 0.55*max(g.top-g.bottom, last.top-last.bottom, b.line.size) {
		b.spaces = b.spaces[:0]
	}
	b.made = false
}

func (b *lineBuilder) blank(r rune) { b.spaces = append(b.spaces, r) }

func (b *lineBuilder) add(g glyph) {
	height := g.top - g.bottom
	b.closeGap(g, b.last)
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
