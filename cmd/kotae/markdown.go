package main

import (
	"fmt"
	"strings"

	"kotae/bot/markup"
)

// markdown prints the Markdown of an answer, its empty lines as they are.
func (s *screen) markdown(text string) {
	for _, b := range markup.Read(text) {
		s.WriteString(strings.Repeat("\n", b.Blank))
		switch b.Kind {
		case markup.Heading:
			s.paragraph("", embolden(spans(b.Spans))...)
		case markup.Item:
			sign := "- "
			if b.Ordered {
				sign = fmt.Sprintf("%d. ", b.Number)
			}
			s.paragraph(strings.Repeat("  ", b.Level)+sign, spans(b.Spans)...)
		case markup.Quote:
			sign := strings.Repeat("> ", b.Level)
			s.hanging(sign, sign, spans(b.Spans)...)
		case markup.Code:
			for l := range strings.Lines(b.Text + "\n") {
				s.WriteString(strings.TrimRight("    "+printable(l), " \n") + "\n")
			}
		case markup.Table:
			s.table(cells(b.Rows))
		case markup.Rule:
			s.WriteString("---\n")
		default:
			s.paragraph("", spans(b.Spans)...)
		}
	}
}

// spans shows strong text and citation marks; other styles are text.
func spans(read []markup.Span) []span {
	var out []span
	for _, r := range read {
		as := plain
		switch {
		case r.Mark > 0:
			as = mark
		case r.Style&markup.Bold != 0:
			as = bold
		}
		if n := len(out); n > 0 && as == out[n-1].style && as != mark {
			out[n-1].text += r.Text
		} else {
			out = append(out, span{r.Text, as})
		}
	}
	return out
}

func embolden(spans []span) []span {
	for i := range spans {
		spans[i].style = bold
	}
	return spans
}

// cells are the rows of a table as text, without line ends.
func cells(rows [][][]markup.Span) table {
	var t table
	for _, row := range rows {
		texts := make([]string, len(row))
		for i, c := range row {
			texts[i] = printable(strings.ReplaceAll(markup.Plain(c), "\n", " "))
		}
		t = append(t, texts)
	}
	return t
}
