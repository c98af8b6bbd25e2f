package guard

import (
	"regexp"
	"strings"

	"kotae/retrieval/japanese"
)

// nameColumns gives the cells of a row the names that the head of its table has for
// their columns.
func (u *unit) nameColumns() {
	var head *unit
	for _, x := range u.over {
		if x.row {
			head = x
		}
	}
	if !u.row || head == nil {
		return
	}
	names, cells := columns(head.text), columns(u.text)
	for i := range u.segmented {
		s := &u.segmented[i]
		for k := range cells {
			// Rows set with blanks may have no name for the first column.
			n := k - len(cells) + len(names)
			if cells[k].Start <= s.Start && s.Start < cells[k].End && n >= 0 && (len(names) == len(cells) || len(names) == len(cells)-1) {
				name := newSegment(head.text, names[n].Start, names[n].End)
				s.head = &name
			}
		}
	}
}

var blanks = regexp.MustCompile(`[ 　\t]*(　|  |\t)[ 　\t]*`)

// columns are the cells of a row, drawn with bars or set with blanks.
func columns(row string) []japanese.Span {
	var out []japanese.Span
	for _, bar := range []string{"|", "│", "┃"} {
		if !strings.HasPrefix(row, bar) {
			continue
		}
		for start := len(bar); ; {
			n := strings.Index(row[start:], bar)
			if n < 0 {
				return out
			}
			out = append(out, japanese.Span{Start: start, End: start + n})
			start += n + len(bar)
		}
	}
	start := 0
	for _, b := range blanks.FindAllStringIndex(row, -1) {
		if b[0] > start {
			out = append(out, japanese.Span{Start: start, End: b[0]})
		}
		start = b[1]
	}
	return append(out, japanese.Span{Start: start, End: len(row)})
}
