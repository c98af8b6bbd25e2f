package reader

import (
	"slices"
	"sort"
	"strings"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// A stroke is a line drawn on a page, from left to right or from bottom to top, in
// points.
type stroke struct{ left, bottom, right, top float64 }

func (s stroke) upright() bool { return s.top-s.bottom > s.right-s.left }

const (
	maxObjects = 6000 // of a page that are looked at for rules
	maxStrokes = 4000
	thin       = 3.0 // points that a rule may be thick
	snap       = 3.0 // points that rules which meet may be apart
)

// strokesOf finds the rules of a page: thin boxes, and the sides of others.
func strokesOf(w pdfium.Pdfium, page references.FPDF_PAGE) []stroke {
	count, err := w.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: requests.Page{ByReference: &page}})
	if err != nil {
		return nil
	}
	var out []stroke
	for i := range min(count.Count, maxObjects) {
		o, err := w.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: requests.Page{ByReference: &page}, Index: i})
		if err != nil {
			continue
		}
		kind, err := w.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_PATH {
			continue
		}
		if out = append(out, sidesOf(w, o.PageObject)...); len(out) > maxStrokes {
			return nil // a drawing
		}
	}
	return out
}

// sidesOf returns the rules that one path draws.
func sidesOf(w pdfium.Pdfium, path references.FPDF_PAGEOBJECT) []stroke {
	b, err := w.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: path})
	if err != nil {
		return nil
	}
	s := stroke{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)}
	if width, height := s.right-s.left, s.top-s.bottom; width <= thin || height <= thin {
		if max(width, height) < 2*thin {
			return nil
		}
		return []stroke{s}
	}
	m, err := w.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: path})
	if err != nil {
		return nil
	}
	count, err := w.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: path})
	if err != nil || count.Count > 400 {
		return nil
	}
	var out []stroke
	var x, y, x0, y0 float64 // the point before, and the first
	for i := range count.Count {
		seg, err := w.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: path, Index: i})
		if err != nil {
			return nil
		}
		p, err := w.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: seg.PathSegment})
		if err != nil {
			return nil
		}
		kind, err := w.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: seg.PathSegment})
		if err != nil || kind.Type == enums.FPDF_SEGMENT_BEZIERTO {
			return nil
		}
		px := float64(m.Matrix.A*p.X + m.Matrix.C*p.Y + m.Matrix.E)
		py := float64(m.Matrix.B*p.X + m.Matrix.D*p.Y + m.Matrix.F)
		if kind.Type == enums.FPDF_SEGMENT_MOVETO {
			x0, y0 = px, py
		} else {
			out = appendSide(out, x, y, px, py)
		}
		if x, y = px, py; i == count.Count-1 {
			out = appendSide(out, x, y, x0, y0) // a box is closed
		}
	}
	return out
}

// appendSide appends the line between two points if it is level or upright.
func appendSide(out []stroke, x, y, px, py float64) []stroke {
	s := stroke{min(x, px), min(y, py), max(x, px), max(y, py)}
	if width, height := s.right-s.left, s.top-s.bottom; min(width, height) > 1 || max(width, height) < 2*thin {
		return out
	}
	return append(out, s)
}

// A ruledTable is a table between rules on a page, and the text of its cells.
type ruledTable struct {
	xs, ys []float64 // where its columns begin and end; its rows, from the top
	rules  []stroke
	// areas are the cells that no rule parts, the first of them first; area tells of each
	// cell, row by row, which it is in.
	areas [][]int
	area  []int
	text  []strings.Builder // of each area
	last  []glyph           // its last letter
}

// ruledTables finds the tables that rules draw: rules that meet, two columns or more and
// two rows or more.
func ruledTables(rules []stroke) []*ruledTable {
	group := make([]int, len(rules)) // union by pointing at another
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	byLeft := make([]int, len(rules))
	for i := range byLeft {
		byLeft[i] = i
	}
	sort.Slice(byLeft, func(a, b int) bool { return rules[byLeft[a]].left < rules[byLeft[b]].left })
	for n, i := range byLeft {
		for _, j := range byLeft[n+1:] {
			a, b := rules[i], rules[j]
			if b.left > a.right+snap {
				break
			}
			if b.bottom <= a.top+snap && a.bottom <= b.top+snap {
				group[root(i)] = root(j)
			}
		}
	}
	parts := map[int][]stroke{}
	var order []int
	for i, r := range rules {
		g := root(i)
		if parts[g] == nil {
			order = append(order, g)
		}
		parts[g] = append(parts[g], r)
	}
	var out []*ruledTable
	for _, g := range order {
		t := &ruledTable{rules: parts[g]}
		for _, r := range t.rules {
			if r.upright() {
				t.xs = append(t.xs, (r.left+r.right)/2)
			} else {
				t.ys = append(t.ys, (r.bottom+r.top)/2)
			}
		}
		t.xs, t.ys = merge(t.xs), merge(t.ys)
		slices.Reverse(t.ys)
		if len(t.xs) < 3 || len(t.ys) < 3 || len(t.xs) > maxColumns || len(t.ys) > 500 {
			continue
		}
		t.part()
		out = append(out, t)
	}
	return out
}

// merge sorts places and makes one of those that lie together.
func merge(at []float64) []float64 {
	slices.Sort(at)
	var out []float64
	for _, x := range at {
		if n := len(out); n > 0 && x-out[n-1] <= snap {
			continue
		}
		out = append(out, x)
	}
	return out
}

// cellAt returns the row and column that a letter stands in.
func (t *ruledTable) cellAt(g glyph) (row, col int, ok bool) {
	x, y := (g.left+g.right)/2, (g.bottom+g.top)/2
	for col = range len(t.xs) - 1 {
		if t.xs[col] <= x && x < t.xs[col+1] {
			break
		}
	}
	for row = range len(t.ys) - 1 {
		if t.ys[row] >= y && y > t.ys[row+1] {
			break
		}
	}
	ok = t.xs[0] <= x && x < t.xs[len(t.xs)-1] && t.ys[0] >= y && y > t.ys[len(t.ys)-1]
	return row, col, ok
}

// add writes a letter into a cell, behind a blank if there was one.
func (t *ruledTable) add(row, col int, g glyph, spaced bool) {
	a := t.area[row*(len(t.xs)-1)+col]
	b, last := &t.text[a], t.last[a]
	if b.Len() > 0 {
		newLine := g.top < last.bottom || g.left < last.left
		if latin := last.r < 0x2e80 && g.r < 0x2e80; latin && (newLine || spaced) || spaced && !newLine {
			b.WriteByte(' ')
		}
	}
	b.WriteRune(g.r)
	t.last[a] = g
}

// open tells whether no rule parts a cell from the one on the right, or below.
func (t *ruledTable) open(row, col int, below bool) bool {
	for _, r := range t.rules {
		if below {
			y, x := t.ys[row+1], (t.xs[col]+t.xs[col+1])/2
			if !r.upright() && near(r.top, y, snap+1) && r.left <= x && x <= r.right {
				return false
			}
			continue
		}
		x, y := t.xs[col+1], (t.ys[row]+t.ys[row+1])/2
		if r.upright() && near(r.left, x, snap+1) && r.bottom <= y && y <= r.top {
			return false
		}
	}
	return true
}

// part finds the areas of the table.
func (t *ruledTable) part() {
	rows, cols := len(t.ys)-1, len(t.xs)-1
	t.area = make([]int, rows*cols)
	for i := range t.area {
		t.area[i] = -1
	}
	for i := range t.area {
		if t.area[i] >= 0 {
			continue
		}
		var cells []int
		reach := func(j int, open bool) {
			if open && t.area[j] < 0 {
				t.area[j] = len(t.areas)
				cells = append(cells, j)
			}
		}
		reach(i, true)
		for n := 0; n < len(cells); n++ {
			r, c := cells[n]/cols, cells[n]%cols
			if c+1 < cols {
				reach(cells[n]+1, t.open(r, c, false))
			}
			if c > 0 {
				reach(cells[n]-1, t.open(r, c-1, false))
			}
			if r+1 < rows {
				reach(cells[n]+cols, t.open(r, c, true))
			}
			if r > 0 {
				reach(cells[n]-cols, t.open(r-1, c, true))
			}
		}
		t.areas = append(t.areas, cells)
	}
	t.text, t.last = make([]strings.Builder, len(t.areas)), make([]glyph, len(t.areas))
}

// grid returns the table with its merged cells filled; false if it is a box around
// text rather than a table.
func (t *ruledTable) grid() (grid, bool) {
	cols := len(t.xs) - 1
	g := grid{heads: unknown, rows: make([][]string, len(t.ys)-1)}
	for r := range g.rows {
		g.rows[r] = make([]string, cols)
	}
	filled := 0
	for a, cells := range t.areas {
		s := oneSpaced(t.text[a].String())
		if s != "" {
			filled++
		}
		for _, i := range cells {
			g.rows[i/cols][i%cols] = s
		}
	}
	return g, filled >= 4
}
