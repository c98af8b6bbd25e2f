package reader

import (
	"cmp"

	"kotae/retrieval"
)

// readText finds the structure of a plain text by its form.
func readText(d *retrieval.Document) {
	lines := scan(d.Text)
	noteTables(d.Text, lines)
	units := group(lines)
	d.Title = cmp.Or(outline(units), subject(units))
	for _, u := range units {
		b := retrieval.Block{Start: lines[u.from].start, End: lines[u.to].end}
		switch {
		case u.level > 0:
			b.Kind, b.Level, b.Label = retrieval.Heading, u.level, u.label
		case u.kind == item:
			b.Kind = retrieval.Item
		case u.kind == row:
			b = lines[u.from].rowBlock()
		}
		d.Blocks = append(d.Blocks, b)
	}
	dropBoilerplate(d)
}
