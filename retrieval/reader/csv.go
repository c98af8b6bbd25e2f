package reader

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"kotae/retrieval"
)

// readCSV reads values between commas, tabs or semicolons. Every record stands on the
// line of the file that it begins on.
func readCSV(name string, data []byte) (retrieval.Document, error) {
	text, _, err := decode(data)
	if err != nil {
		return retrieval.Document{}, err
	}
	if len(text) > textLimit {
		return retrieval.Document{}, errLong
	}
	rows, lines := records(text)
	if len(rows) == 0 {
		return retrieval.Document{}, errBlank
	}
	r := newRendering()
	at := 1
	g := grid{rows: rows, heads: unknown}
	head := 0
	for head < len(rows) && filled(rows[head]) < 2 {
		head++ // titles above the table
	}
	g.rows = pad(rows[head:])
	names := []string(nil)
	if len(g.rows) > 1 && len(g.rows[0]) > 1 {
		g.spread(1)
		if g.heads = headsOf(g.rows); g.heads > 0 {
			names = g.names()
		}
	}
	above := grid{heads: g.heads, rows: rows[head:]}
	if names != nil {
		above.inherit()
	}
	var out strings.Builder
	d := retrieval.Document{}
	for i, row := range rows {
		r.tick()
		for at < lines[i] {
			out.WriteByte('\n')
			at++
		}
		s := strings.Join(row, "")
		if !hasWords(s) {
			continue
		}
		b := retrieval.Block{Kind: retrieval.Row, Start: out.Len()}
		switch {
		case i < head:
			b.Kind = retrieval.Paragraph
			out.WriteString(oneLine(strings.Join(row, " ")))
		case names != nil && i < head+g.heads:
			if !g.unsaid(names, i-head) {
				continue // every row repeats it
			}
			out.WriteString(rowLine(row, nil))
		default:
			out.WriteString(rowLine(row, names))
		}
		if b.End = out.Len(); out.Len() > textLimit {
			return retrieval.Document{}, errLong
		}
		d.Blocks = append(d.Blocks, b)
	}
	if len(d.Blocks) == 0 {
		return retrieval.Document{}, errBlank
	}
	d.Text = out.String() + "\n"
	return d, nil
}

// rowLine is a row on one line, with the names of its columns.
func rowLine(row, names []string) string {
	var cells []string
	for c, s := range row {
		if s = oneLine(s); s == "" {
			continue
		}
		if c < len(names) && names[c] != "" && names[c] != s {
			s = names[c] + ": " + s
		}
		cells = append(cells, strings.ReplaceAll(s, "|", `\|`))
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

// records parses text and tells the line that each record begins on. What is no CSV
// after all gives its lines.
func records(text string) (rows [][]string, lines []int) {
	c := csv.NewReader(strings.NewReader(text))
	c.Comma = separator(text)
	c.LazyQuotes, c.FieldsPerRecord = true, -1
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, lines
		}
		if err != nil || slices.ContainsFunc(row, isRunaway) {
			break
		}
		line, _ := c.FieldPos(0)
		rows, lines = append(rows, row), append(lines, line)
	}
	rows, lines = nil, nil
	n := 0
	for l := range strings.Lines(text) {
		n++
		rows, lines = append(rows, strings.Split(strings.TrimRight(l, "\n"), string(c.Comma))), append(lines, n)
	}
	return rows, lines
}

// isRunaway tells of a cell that took in the rows below it, by a quotation mark that
// was never closed.
func isRunaway(cell string) bool { return strings.Count(cell, "\n") > 50 }

// separator is what the first lines hold most of.
func separator(text string) rune {
	head := text[:min(len(text), 4096)]
	best, count := ',', strings.Count(head, ",")
	for _, r := range "\t;" {
		if n := strings.Count(head, string(r)); n > count {
			best, count = r, n
		}
	}
	return best
}

func filled(row []string) int {
	n := 0
	for _, s := range row {
		if trim(s) != "" {
			n++
		}
	}
	return n
}

// pad returns rows cut or filled to the width of the widest of the first, cleaned.
func pad(rows [][]string) [][]string {
	width := 0
	for _, row := range rows[:min(len(rows), 50)] {
		width = max(width, len(row))
	}
	out := make([][]string, 0, min(len(rows), 50))
	for _, row := range rows[:min(len(rows), 50)] {
		cells := make([]string, width)
		for c := range row {
			cells[c] = oneLine(row[c])
		}
		out = append(out, cells)
	}
	return out
}
