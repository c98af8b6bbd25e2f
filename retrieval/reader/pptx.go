package reader

import (
	"path"
	"sort"
	"strings"

	"kotae/retrieval"
)

// readPPTX reads a presentation: slides in the order that they are shown in, each a
// page; shapes from top to bottom; tables; the notes under a slide. Hidden slides and
// what every slide repeats (dates, footers, numbers) are left out.
func readPPTX(_ string, data []byte) (retrieval.Document, error) {
	a, err := unzip(data, "PowerPoint presentation")
	if err != nil {
		return retrieval.Document{}, err
	}
	r := newRendering()
	part := a.main(r)
	if a.parts[part] == nil || path.Base(path.Dir(part)) != "ppt" {
		return retrieval.Document{}, damaged("PowerPoint presentation")
	}
	targets, _ := a.relations(r, part)
	for t := a.xml(r, part); t.next(); {
		if t.start != "sldId" {
			continue
		}
		r.page++
		for _, attr := range t.attrs {
			if attr.Name.Local == "id" && attr.Name.Space != "" {
				readSlide(r, a, targets[attr.Value])
			}
		}
	}
	d, err := r.document()
	if err == nil && d.Title == "" {
		for _, b := range d.Blocks {
			if b.Kind == retrieval.Heading && b.Page == 1 {
				d.Title = b.Label
				break
			}
		}
	}
	return d, err
}

// A shape is what of a slide holds text.
type shape struct {
	title, repeated bool
	x, y            int // of its corner, in the format's own unit; 0 where the layout says it
	paras           []shapePara
	grid            *grid
}

// A shapePara is one paragraph of a shape; those below level 0 are points.
type shapePara struct {
	text  string
	level int
}

func readSlide(r *rendering, a *archive, part string) {
	var shapes []shape
	for t := a.xml(r, part); t.next(); {
		switch t.start {
		case "sld":
			if show := t.attr("show"); show == "0" || show == "false" {
				return
			}
		case "sp", "graphicFrame":
			shapes = append(shapes, readShape(t, t.start))
		case "Fallback":
			t.skip()
		}
	}
	sort.SliceStable(shapes, func(i, j int) bool {
		a, b := shapes[i], shapes[j]
		const row = 300000 // a third of a centimetre: what begins within it stands side by side
		if a.title != b.title {
			return a.title
		}
		if a.y == 0 && a.x == 0 || b.y == 0 && b.x == 0 || a.y/row == b.y/row && a.x == b.x {
			return false
		}
		return a.y/row < b.y/row || a.y/row == b.y/row && a.x < b.x
	})
	for _, s := range shapes {
		switch {
		case s.repeated:
		case s.title:
			var parts []string
			for _, p := range s.paras {
				parts = append(parts, p.text)
			}
			r.heading(2, strings.Join(parts, " "))
		case s.grid != nil:
			r.table(*s.grid)
		default:
			writeShape(r, s)
		}
	}
	targets, kinds := a.relations(r, part)
	for id, kind := range kinds {
		if kind == "notesSlide" {
			readSlideNotes(r, a, targets[id])
		}
	}
}

// writeShape writes the paragraphs of a shape: several short ones are points.
func writeShape(r *rendering, s shape) {
	said := 0
	for _, p := range s.paras {
		if trim(p.text) != "" {
			said++
		}
	}
	for _, p := range s.paras {
		if said > 1 || p.level > 0 {
			if s := trim(p.text); s != "" && !bullet.MatchString(s) {
				r.item("・" + s)
				continue
			}
			r.item(p.text)
			continue
		}
		r.paragraph(p.text)
	}
}

// readSlideNotes writes what the speaker notes under a slide.
func readSlideNotes(r *rendering, a *archive, part string) {
	for t := a.xml(r, part); t.next(); {
		if t.start != "sp" {
			continue
		}
		s := readShape(t, "sp")
		if s.repeated || s.title {
			continue
		}
		for _, p := range s.paras {
			if trim(p.text) != "" {
				r.paragraph("ノート: " + p.text)
			}
		}
	}
}

// readShape reads a shape or a frame with a table.
func readShape(t *tokens, name string) shape {
	var s shape
	for depth := t.depth; t.within(name, depth); {
		switch t.start {
		case "ph":
			switch t.attr("type") {
			case "title", "ctrTitle":
				s.title = true
			case "dt", "ftr", "sldNum", "hdr", "sldImg":
				s.repeated = true
			}
		case "off":
			s.x, s.y = coordinate(t.attr("x")), coordinate(t.attr("y"))
		case "p":
			s.paras = append(s.paras, readShapePara(t))
		case "tbl":
			s.grid = readShapeTable(t)
		case "Fallback":
			t.skip()
		}
	}
	return s
}

func readShapePara(t *tokens) shapePara {
	var p shapePara
	var b strings.Builder
	for depth := t.depth; t.within("p", depth); {
		switch t.start {
		case "pPr":
			p.level = digits4(t.attr("lvl"))
		case "t":
			for inner := t.depth; t.within("t", inner); {
				b.WriteString(t.text)
			}
		case "br":
			b.WriteByte('\n')
		case "tab":
			b.WriteByte(' ')
		}
	}
	p.text = b.String()
	return p
}

// readShapeTable reads a table, with merged cells filled.
func readShapeTable(t *tokens) *grid {
	g := &grid{heads: unknown}
	var row []string
	for depth := t.depth; t.within("tbl", depth); {
		switch {
		case t.start == "tblPr":
			if f := t.attr("firstRow"); f == "1" || f == "true" {
				g.heads = 1
			}
		case t.start == "tr":
			row = nil
		case t.start == "tc":
			left, above := t.attr("hMerge"), t.attr("vMerge")
			var parts []string
			for inner := t.depth; t.within("tc", inner); {
				if t.start == "p" {
					parts = append(parts, readShapePara(t).text)
				}
			}
			cell := oneLine(strings.Join(parts, " "))
			n := len(g.rows)
			switch {
			case (left == "1" || left == "true") && len(row) > 0:
				cell = row[len(row)-1]
			case (above == "1" || above == "true") && n > 0 && len(row) < len(g.rows[n-1]):
				cell = g.rows[n-1][len(row)]
			}
			row = append(row, cell)
		case t.end == "tr":
			g.rows = append(g.rows, row)
		}
	}
	return g
}

// coordinate is a place on a slide, which may have many digits.
func coordinate(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1<<40 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}
