package main

import (
	"fmt"
	"strings"

	"kotae/bot"
	"kotae/bot/evaluate"
)

// A table is rows of cells; the first row is the head, the first column names rows.
type table [][]string

// table prints a table with its columns aligned, the first one to the left. On a
// screen that is too narrow, what does not fit beside the first column stands
// below, again beside the first column.
func (s *screen) table(t table) {
	widths := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	for from := 1; from < len(widths); {
		to, used := from, widths[0]
		for to < len(widths) && (to == from || s.width == 0 || used+2+widths[to] <= s.width) {
			used += 2 + widths[to]
			to++
		}
		if from > 1 {
			s.WriteString("\n")
		}
		for number, row := range t {
			as := plain
			if number == 0 {
				as = bold
			}
			cells := row[0] + spaces(widths[0]-width(row[0]))
			for i := from; i < to; i++ {
				cells += "  " + spaces(widths[i]-width(row[i])) + row[i]
			}
			s.styled(strings.TrimRight(cells, " "), as)
			s.WriteString("\n")
		}
		from = to
	}
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// evaluation prints the tables of an evaluation.
func (s *screen) evaluation(e evaluation) {
	m := e.measurement
	columns, figures := []string{"all"}, []evaluate.Figures{m.All}
	for _, lang := range names(m.ByLang) {
		columns, figures = append(columns, lang), append(figures, m.ByLang[lang])
	}
	s.WriteString(count(m.Questions, "question") + "\n\n")
	s.table(figureTable("per cent", columns, figures))
	s.WriteString(fmt.Sprintf("\nan answer took %.1f ms (p50), %.1f ms (p95)\n", m.P50, m.P95))

	if types := names(m.ByType); len(types) > 0 {
		var byType []evaluate.Figures
		for _, t := range types {
			byType = append(byType, m.ByType[t])
		}
		s.WriteString("\n")
		s.table(figureTable("by type", types, byType))
	}
	if e.ablation != nil {
		t := table{append(append([]string{"ablation"}, comparedFigures...), "search p50 ms")}
		for _, r := range e.ablation {
			row := []string{r.name}
			for _, f := range comparedFigures {
				row = append(row, figure(r.figures, f))
			}
			t = append(t, append(row, fmt.Sprintf("%.1f", r.p50)))
		}
		s.WriteString("\n")
		s.table(t)
	}
	if e.curve != nil {
		s.WriteString("\n")
		s.table(curveTable(e.curve))
	}
	if r := e.leaveOut; r != nil {
		s.WriteString("\n")
		s.paragraph("", span{text: fmt.Sprintf("leave out: AUROC %.3f; a threshold of %.3f keeps 95 of 100 answerable questions and refuses %.1f of 100 without their files", r.AUROC, r.Threshold, r.Refused)})
	}
}

// curveTable has a row for each confidence that a curve is read at.
func curveTable(c evaluate.Curve) table {
	t := table{{"asserted from", "asserted", "wrong", "held back"}}
	for _, level := range evaluate.Levels {
		p, from := c.At(level), fmt.Sprintf("%.2f", level)
		if level == bot.DefaultThresholds.Answered {
			from += " *"
		}
		t = append(t, []string{from, fmt.Sprintf("%.1f", 100*p.Asserted), fmt.Sprintf("%.1f", 100*p.Wrong), fmt.Sprintf("%.1f", 100*p.Refused)})
	}
	return t
}

// figureTable has a row for each metric that concerns any column.
func figureTable(corner string, columns []string, figures []evaluate.Figures) table {
	t := table{append([]string{corner}, columns...)}
	for _, m := range evaluate.Metrics {
		row, concerned := []string{m.Name}, false
		for _, f := range figures {
			_, ok := f[m.Name]
			concerned = concerned || ok
			row = append(row, figure(f, m.Name))
		}
		if concerned {
			t = append(t, row)
		}
	}
	return t
}

// figure writes one value; a metric that concerns nothing there is a dash.
func figure(f evaluate.Figures, name string) string {
	v, ok := f[name]
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%.1f", v)
}
