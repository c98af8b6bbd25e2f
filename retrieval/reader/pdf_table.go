package reader

import (
	"slices"
	"sort"
	"strings"
)

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
	if isShifted(g.rows) {
		g.heads = 0
	}
	r := newRendering()
	r.table(g)
	return strings.FieldsFunc(r.text.String(), func(r rune) bool { return r == '\n' })
}

// isShifted tells of a table with nothing below the name of a column, but something
// below the next: figures that are set to the right of a column without rules stand
// nearer to the name of the next. No name is better than a wrong one.
func isShifted(rows [][]string) bool {
	for c := range len(rows[0]) - 1 {
		if rows[0][c] != "" && len(rows) > 1 &&
			!slices.ContainsFunc(rows[1:], func(r []string) bool { return r[c] != "" }) &&
			slices.ContainsFunc(rows[1:], func(r []string) bool { return r[c+1] != "" }) {
			return true
		}
	}
	return false
}

func overlap(p piece, c column) float64 { return min(p.right, c.right) - max(p.left, c.left) }
