package reader

import (
	"cmp"

	"kotae/retrieval"
)

// levelHeadings lets headings of level 1 be what the rest of the house takes them for:
// titles of articles. Where several share the level, they are chapters, and all go a
// level down.
func levelHeadings(d *retrieval.Document) {
	first := -1
	count := 0
	for i, b := range d.Blocks {
		if b.Kind == retrieval.Heading && b.Level == 1 {
			if count++; first < 0 {
				first = i
			}
		}
	}
	if count == 1 && first == 0 && d.Title == "" {
		d.Title = d.Blocks[first].Label
	}
	if count <= 1 && (first <= 0 || d.Title == d.Blocks[first].Label) {
		return
	}
	for i := range d.Blocks {
		if b := &d.Blocks[i]; b.Kind == retrieval.Heading && !(i == first && b.Label == d.Title) {
			b.Level++
		}
	}
}

// headByForm finds headings by their form in a document that has none by style: most
// office documents are written with bold type and numbers alone.
func headByForm(d *retrieval.Document) {
	for _, b := range d.Blocks {
		if b.Kind == retrieval.Heading {
			return
		}
	}
	lines := scan(d.Text)
	units := group(lines)
	title := cmp.Or(outline(units), subject(units))
	next := 0
	for _, u := range units {
		start, end := lines[u.from].start, lines[u.to].end
		for next < len(d.Blocks) && d.Blocks[next].Start < start {
			next++
		}
		if next == len(d.Blocks) {
			break
		}
		if b := &d.Blocks[next]; u.level > 0 && b.Start == start && b.End == end && b.Kind != retrieval.Row && b.Kind != retrieval.Code {
			b.Kind, b.Level, b.Label = retrieval.Heading, u.level, u.label
		}
	}
	d.Title = cmp.Or(d.Title, title)
}
