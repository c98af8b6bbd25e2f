package reader

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A cell is a stretch of a line without a wide gap, and the columns of the screen that
// it stands in.
type cell struct {
	text        string
	left, right int
}

// tabStop is how many columns of the screen a tab jumps to a multiple of.
const tabStop = 8

// cellsOf cuts a line at its gaps: two blanks, a full-width one, a tab. A blank behind
// the end of a sentence is none.
func cellsOf(s string) []cell {
	var out []cell
	at, from, begin := 0, -1, 0 // column; where the cell at hand begins, in columns and bytes
	end, endCol := 0, 0         // of its last letter
	tabbed := false
	last := rune(0)
	for i, r := range s {
		if unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' {
			if tabbed = tabbed || r == '\t'; r == '\t' {
				at += tabStop - at%tabStop
			} else {
				at += blankColumns(r)
			}
			continue
		}
		gap := at - endCol
		switch {
		case from < 0:
			from, begin = at, i
		case tabbed || gap > 2 || gap == 2 && !strings.ContainsRune("。．.!！?？:：", last):
			out = append(out, cell{s[begin:end], from, endCol})
			from, begin = at, i
		}
		at += runeColumns(r)
		end, endCol, last, tabbed = i+utf8.RuneLen(r), at, r, false
	}
	if from >= 0 {
		out = append(out, cell{s[begin:end], from, endCol})
	}
	return out
}

func blankColumns(r rune) int {
	switch r {
	case '　':
		return 2
	case '\ufeff', '\u200b':
		return 0
	}
	return 1
}

// An alignedLine is a line of a table that is set with blanks.
type alignedLine struct {
	line  int // index
	raw   string
	cells []cell
}

// alignedAt notes the table that is set with blanks and begins with the first line,
// and returns how many lines it has, 0 if there is none, and how many were looked at.
func alignedAt(text string, lines []line) (n, looked int) {
	if lines[0].kind == rule || lines[0].kind == item {
		return 0, looked
	}
	top := alignedLineOf(text, lines, 0)
	if len(top.cells) < 2 && (len(top.cells) == 0 || top.cells[0].left < 2) || !canName(append([]string{""}, textsOf(top.cells)...)) {
		return 0, looked
	}
	rows, next, ruled := belowHead(text, lines, top)
	looked = next
	var groups *alignedLine
	if len(rows) > 2 && len(rows[1].cells) > len(top.cells) && canName(append([]string{""}, textsOf(rows[1].cells)...)) {
		if under, n, r := belowHead(text, lines, rows[1]); len(under) > 1 && !canName(textsOf(under[1].cells)) {
			groups, rows, next, ruled = &top, under, n, r
		}
	}
	if len(rows) < 2 {
		return 0, looked
	}
	table := columned(rows)
	if len(table) < len(rows) {
		next = rows[len(table)].line
	}
	if len(table) < 2 || !isNamed(cellsOfRows(table), ruled || standsOver(rows, table)) {
		return 0, looked
	}
	table, heads := unwrap(table), 1
	if groups != nil {
		table, heads = append([]textRow{{[]int{groups.line}, grouped(groups.cells, rows[0].cells, len(table[0].cells))}}, table...), 2
	}
	note(lines, table, heads)
	return next, looked
}

// standsOver tells of a head that is indented above full rows, each below the other:
// the first column has the names of rows, and the head those of the others.
func standsOver(rows []alignedLine, table []textRow) bool {
	if len(rows[0].cells) < 2 || len(table) < 3 || len(table) < len(rows) || len(byPlace(rows)) < len(rows) {
		return false
	}
	for i, r := range table[1:] {
		if filled(r.cells) < len(r.cells) || rows[i+1].cells[0].right > rows[0].cells[0].left || rows[i+1].cells[0].left != rows[1].cells[0].left {
			return false
		}
	}
	return true
}

func alignedLineOf(text string, lines []line, i int) alignedLine {
	raw := text[lines[i].start:lines[i].end]
	return alignedLine{i, raw, cellsOf(raw)}
}

func textsOf(cells []cell) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c.text
	}
	return out
}

func cellsOfRows(rows []textRow) [][]string {
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = r.cells
	}
	return out
}

// maxAligned is how many lines a table set with blanks may have.
const maxAligned = 2000

// belowHead returns a head and the lines below it that may be its table's, where they
// end, and whether a rule is drawn below the head.
func belowHead(text string, lines []line, head alignedLine) (rows []alignedLine, next int, ruled bool) {
	rows = []alignedLine{head}
	second := head.cells[min(1, len(head.cells)-1)].left
	for next = head.line + 1; next < len(lines) && next-head.line < maxAligned; next++ {
		l := lines[next]
		if l.kind == rule {
			ruled = ruled || len(rows) == 1
			continue
		}
		r := alignedLineOf(text, lines, next)
		switch {
		case len(r.cells) == 0, remark.MatchString(l.s), l.kind == item && !unicode.IsDigit(firstRune(l.s)):
			return rows, next, ruled
		case len(r.cells) == 1 && (len(rows) == 1 || r.cells[0].left < second-2):
			return rows, next, ruled
		}
		rows = append(rows, r)
	}
	return rows, next, ruled
}

// columned puts the cells of lines into columns: by the tabs between them, by where
// they stand or, where that does not tell, by their order. It takes as many of the
// lines as have such columns.
func columned(rows []alignedLine) []textRow {
	if table := byTabs(rows); table != nil {
		return table
	}
	placed, ordered := byPlace(rows), byOrder(rows)
	if len(placed) >= len(ordered) {
		return placed
	}
	return ordered
}

// byTabs makes rows of lines with a tab between their cells and no more of them than
// the head has.
func byTabs(rows []alignedLine) []textRow {
	var out []textRow
	width := 0
	for i, r := range rows {
		cells := strings.Split(strings.TrimRight(r.raw, "\t 　"), "\t")
		for c := range cells {
			cells[c] = trim(cells[c])
		}
		if i == 0 {
			width = len(cells)
		}
		if width < 2 || len(cells) > width || len(cells) < 2 || i == 0 && filled(cells[1:]) < width-1 {
			return nil
		}
		out = append(out, textRow{[]int{r.line}, append(cells, make([]string, width-len(cells))...)})
	}
	return out
}

// byOrder makes rows of the lines that have as many cells as each other; the head may
// have one less, having no name for the first column.
func byOrder(rows []alignedLine) []textRow {
	width := len(rows[1].cells)
	if n := len(rows[0].cells); n != width && (n != width-1 || n < 2) {
		return nil
	}
	var out []textRow
	for i, r := range rows {
		texts := textsOf(r.cells)
		if i == 0 && len(texts) < width {
			texts = append([]string{""}, texts...)
		}
		if len(texts) != width {
			break
		}
		out = append(out, textRow{[]int{r.line}, texts})
	}
	return out
}

// byPlace makes rows of the lines whose cells stand each below one of the head's, or
// on the left of all.
func byPlace(rows []alignedLine) []textRow {
	columns := slices.Clone(rows[0].cells)
	n, unnamed := 1, false
	for n < len(rows) {
		grown, left, ok := below(columns, rows[n].cells, !unnamed)
		if !ok {
			break
		}
		columns, unnamed = grown, unnamed || left
		n++
	}
	if len(columns) < 2 {
		return nil
	}
	var out []textRow
	for _, r := range rows[:n] {
		cells := make([]string, len(columns))
		for _, c := range r.cells {
			at := nearest(columns, c)
			cells[at] = strings.TrimSpace(cells[at] + " " + c.text)
		}
		out = append(out, textRow{[]int{r.line}, cells})
	}
	return out
}

// below widens columns by the cells of a row, and tells whether that goes: each stands
// in one column, no two in the same. The first may open a column on the left, if that
// is still allowed.
func below(columns, cells []cell, open bool) (grown []cell, opened, ok bool) {
	grown = slices.Clone(columns)
	if open && cells[0].right < columns[0].left && len(cells) > 1 && nearest(columns, cells[1]) == 0 {
		grown = slices.Insert(grown, 0, cell{"", cells[0].left, cells[0].right})
		columns, opened = slices.Clone(grown), true
	}
	last := -1
	for _, c := range cells {
		over := 0
		for _, col := range columns {
			if c.left < col.right && col.left < c.right {
				over++
			}
		}
		at := nearest(columns, c)
		if over > 1 || at <= last {
			return nil, false, false
		}
		last = at
		grown[at].left, grown[at].right = min(grown[at].left, c.left), max(grown[at].right, c.right)
	}
	for i := 1; i < len(grown); i++ {
		if grown[i].left < grown[i-1].right {
			return nil, false, false
		}
	}
	return grown, opened, true
}

// nearest returns the column that a cell stands in or else nearest to.
func nearest(columns []cell, c cell) int {
	best, at := 1<<30, 0
	for i, col := range columns {
		if gap := max(c.left-col.right, col.left-c.right); gap < best {
			best, at = gap, i
		}
	}
	return at
}

// unwrap joins lines with one cell, which is not the first, to the row above: they go
// on with a cell of it.
func unwrap(table []textRow) []textRow {
	var out []textRow
	for i, r := range table {
		if n := len(out); i > 1 && r.cells[0] == "" && filled(r.cells) == 1 && len(r.cells) > 2 {
			above := &out[n-1]
			for c, s := range r.cells {
				above.cells[c] += s
			}
			above.lines = append(above.lines, r.lines...)
			continue
		}
		out = append(out, r)
	}
	return out
}

// grouped gives each of the columns that names name the group above it: the one that
// begins above it or on the left of it, where groups begin where columns do, or else the
// nearest. Remarks belong to no group, nor does a first column that none stands above.
func grouped(groups, names []cell, width int) []string {
	flush := true
	for _, g := range groups {
		flush = flush && slices.ContainsFunc(names, func(n cell) bool { return -2 < n.left-g.left && n.left-g.left < 2 })
	}
	out := make([]string, width)
	for i, n := range names {
		at := nearest(groups, n)
		if flush {
			for at = len(groups) - 1; at >= 0 && groups[at].left > n.left+1; at-- {
			}
		}
		if at >= 0 && (i > 0 || n.right > groups[0].left) && unitless(n.text) != "備考" {
			out[width-len(names)+i] = groups[at].text
		}
	}
	return out
}
