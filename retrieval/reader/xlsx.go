package reader

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"kotae/retrieval"
)

// The limits of a sheet: columns beyond are format and no table, merged cells beyond a
// drawing.
const (
	maxColumns = 200
	maxMerges  = 20000
)

// readXLSX reads a workbook: every visible sheet under its name, as people see its
// values; merged cells filled; tables apart by empty rows. Rows are found by their cells.
//
// Excelize reads it, the one well-kept library that gives values in the formats of
// Excel (2026年4月1日, 12,000円). It can't compute: a formula without a stored value is
// empty.
func readXLSX(_ string, data []byte) (retrieval.Document, error) {
	a, err := unzip(data, "Excel workbook")
	if err != nil {
		return retrieval.Document{}, err
	}
	r := newRendering()
	if main := a.main(r); a.parts[main] == nil || path.Base(path.Dir(main)) != "xl" {
		return retrieval.Document{}, damaged("Excel workbook")
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: expandedLimit, UnzipXMLSizeLimit: expandedLimit, // on no disk
	})
	if err != nil {
		return retrieval.Document{}, damaged("Excel workbook")
	}
	defer f.Close()
	merges := mergesOf(r, a)
	for _, name := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(name); err == nil && visible {
			if err := readSheet(r, f, name, merges[name]); err != nil {
				return retrieval.Document{}, err
			}
		}
	}
	return r.document()
}

// readSheet writes one sheet, table by table.
func readSheet(r *rendering, f *excelize.File, name string, merges []area) error {
	rows, err := f.Rows(name)
	if err != nil {
		return nil // a sheet of another kind, as a chart has
	}
	defer rows.Close()
	named := false
	say := func() {
		if !named {
			r.heading(2, name)
			named = true
		}
	}
	var table [][]string
	size := 0  // bytes of its text
	first := 0 // the row of the sheet that table begins on, from 1
	flush := func() {
		if len(table) > 0 {
			say()
			writeSheetTable(r, table, first)
		}
		table = nil
	}
	pending := newFiller(merges)
	for n := 1; rows.Next(); n++ {
		r.tick()
		row, err := rows.Columns()
		if err != nil {
			return damaged("Excel workbook")
		}
		row = pending.fill(n, row[:min(len(row), maxColumns)])
		if rows.GetRowOpts().Hidden {
			continue
		}
		if filled(row) == 0 {
			flush()
			continue
		}
		if len(table) == 0 {
			first = n
		}
		for len(table) < n-first { // hidden rows keep their numbers
			table = append(table, nil)
		}
		table = append(table, row)
		for _, s := range row {
			if size += len(s); size > textLimit {
				return errLong
			}
		}
	}
	flush()
	if rows.Error() != nil {
		return damaged("Excel workbook")
	}
	return nil
}

// writeSheetTable writes a block of rows without an empty one: titles and notes that
// stand alone above the table, the table, notes below it.
func writeSheetTable(r *rendering, rows [][]string, first int) {
	place := func(row, from, to int) string { return cells(first+row, from, to) }
	start, end := 0, len(rows)
	for start < end && lone(rows[start]) {
		start++
	}
	for end > start && lone(rows[end-1]) {
		end--
	}
	if end > start && (end-start < 2 || start > 5) {
		start, end = 0, len(rows)
	}
	note := func(from, to int) {
		for i := from; i < to; i++ {
			for c, s := range rows[i] {
				if trim(s) != "" {
					r.add(retrieval.Block{Place: place(i, c, c)}, s)
					break
				}
			}
		}
	}
	note(0, start)
	var names []string // of the columns of the table before, within these rows
	for from := start; from < end; {
		if from > start && across(rows[from]) {
			note(from, from+1)
			if remark.MatchString(trim(strings.Join(rows[from], ""))) {
				names = nil // a table ends with its notes
			}
			from++
			continue
		}
		to := from + 1
		for to < end && !across(rows[to]) {
			to++
		}
		if only := pad(rows[from:to])[0]; to-from == 1 && to < end && isHead(only) {
			names, from = only, to // above a group's name
			continue
		}
		g := grid{rows: slices.Clone(rows[from:to]), heads: unknown, place: func(row, first, last int) string { return place(from+row, first, last) }}
		if names != nil && !(len(g.rows) > 1 && headsOf(g.rows) > 0 && isNamed(pad(g.rows), false)) {
			g.heads, g.named = 0, names
		} else {
			names = namesOf(g.rows)
		}
		r.table(g)
		from = to
	}
	note(end, len(rows))
}

// namesOf returns what the first rows call the columns, nil if they don't.
func namesOf(rows [][]string) []string {
	g := grid{rows: pad(rows)}
	if len(g.rows) < 2 {
		return nil
	}
	g.heads = headsOf(g.rows)
	return g.names()
}

// across tells of a row within a table that is one value across merged cells, or a
// note: it parts what stands above it from what stands below.
func across(row []string) bool {
	return lone(row) && (filled(row) > 1 || remark.MatchString(trim(strings.Join(row, ""))))
}

// lone tells of a row with one value, perhaps across merged cells.
func lone(row []string) bool {
	value := ""
	for _, s := range row {
		switch s = trim(s); {
		case s == "", s == value:
		case value == "":
			value = s
		default:
			return false
		}
	}
	return value != ""
}

// cells names cells of a row, from 1, by columns from 0: A5:D5.
func cells(row, from, to int) string {
	a, errA := excelize.CoordinatesToCellName(max(from, 0)+1, row)
	b, errB := excelize.CoordinatesToCellName(max(to, 0)+1, row)
	switch {
	case errA != nil || errB != nil:
		return ""
	case a == b:
		return a
	}
	return a + ":" + b
}

// An area is cells that are merged, from 1.
type area struct{ left, top, right, bottom int }

// mergesOf finds the merged cells of every sheet. Excelize could only by taking whole
// sheets into memory.
func mergesOf(r *rendering, a *archive) map[string][]area {
	main := a.main(r)
	targets, _ := a.relations(r, main)
	out := map[string][]area{}
	for t := a.xml(r, main); t.next(); {
		if t.start != "sheet" {
			continue
		}
		for _, attr := range t.attrs {
			if attr.Name.Local == "id" && attr.Name.Space != "" && a.parts[targets[attr.Value]] != nil && a.parts[targets[attr.Value]].UncompressedSize64 <= partLimit {
				out[t.attr("name")] = merged(a.part(targets[attr.Value]))
			}
		}
	}
	return out
}

// merged finds the merged cells that a sheet lists behind its rows.
func merged(sheet []byte) []area {
	at := bytes.LastIndex(sheet, []byte("mergeCells"))
	if at < 0 {
		return nil
	}
	if first := bytes.LastIndex(sheet[:at], []byte("<mergeCells")); first >= 0 {
		at = first
	}
	var out []area
	for rest := sheet[at:]; len(out) < maxMerges; {
		i := bytes.Index(rest, []byte(`ref="`))
		if i < 0 {
			break
		}
		rest = rest[i+5:]
		end := bytes.IndexByte(rest, '"')
		if end < 0 {
			break
		}
		from, to, ok := strings.Cut(string(rest[:min(end, 40)]), ":")
		left, top, errA := excelize.CellNameToCoordinates(from)
		right, bottom, errB := excelize.CellNameToCoordinates(to)
		if ok && errA == nil && errB == nil && right <= maxColumns && left <= right && top <= bottom {
			out = append(out, area{left, top, right, bottom})
		}
	}
	return out
}

// A filler gives merged cells the value of the first of them.
type filler struct {
	begin map[int][]area // by first row
	open  []openArea
}

type openArea struct {
	area
	value string
}

func newFiller(merges []area) *filler {
	f := &filler{begin: map[int][]area{}}
	for _, m := range merges {
		f.begin[m.top] = append(f.begin[m.top], m)
	}
	return f
}

// fill fills row n, from 1; rows come in order.
func (f *filler) fill(n int, row []string) []string {
	for _, m := range f.begin[n] {
		if m.left <= len(row) && trim(row[m.left-1]) != "" {
			f.open = append(f.open, openArea{m, row[m.left-1]})
		}
	}
	kept := f.open[:0]
	for _, m := range f.open {
		if m.bottom < n {
			continue
		}
		for len(row) < m.right {
			row = append(row, "")
		}
		for c := m.left; c <= m.right; c++ {
			if trim(row[c-1]) == "" {
				row[c-1] = m.value
			}
		}
		kept = append(kept, m)
	}
	f.open = kept
	return row
}
