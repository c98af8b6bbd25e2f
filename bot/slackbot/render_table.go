package slackbot

import (
	"strings"

	"github.com/rivo/uniseg"
	"github.com/slack-go/slack"

	"kotae/bot/markup"
)

// Slack's limits of a table, of which a message may have one; tableUnits leaves room
// for the rest of the message.
const (
	tableRows    = 100
	tableColumns = 20
	tableUnits   = 7000 // as JSON
)

// tables cuts a table into ones that Slack takes, each under the same head. It is nil
// where a row alone is too much for Slack: such a table is drawn with text.
func tables(b markup.Block) []markup.Block {
	if len(b.Rows[0]) > tableColumns {
		return nil
	}
	var out []markup.Block
	part := b
	part.Rows = b.Rows[:1:1]
	base := weight([]slack.Block{native(part)})
	used := base
	for _, row := range b.Rows[1:] {
		alone := b
		alone.Rows = [][][]markup.Span{b.Rows[0], row}
		w := weight([]slack.Block{native(alone)}) - base
		if base+w > tableUnits {
			return nil
		}
		if used+w > tableUnits || len(part.Rows) == tableRows {
			out = append(out, part)
			part.Rows, used = b.Rows[:1:1], base
		}
		part.Rows = append(part.Rows, row)
		used += w
	}
	if base > tableUnits {
		return nil
	}
	return append(out, part)
}

// native shows a table as Slack's own.
func native(b markup.Block) slack.Block {
	t := slack.NewTableBlock("")
	for i, row := range b.Rows {
		var cells []slack.TableCell
		for _, c := range row {
			cells = append(cells, cell(c, i == 0))
		}
		t.AddRow(cells...)
	}
	for range b.Rows[0] {
		t.ColumnSettings = append(t.ColumnSettings, slack.ColumnSetting{Align: slack.ColumnAlignmentLeft, IsWrapped: true})
	}
	return t
}

// cell shows a cell; one without text holds a blank, since Slack wants text.
func cell(spans []markup.Span, head bool) slack.TableCell {
	var also markup.Style
	if head {
		also = markup.Bold
	}
	plain := markup.Plain(spans)
	if strings.TrimSpace(plain) == "" {
		return slack.NewTableRawTextCell(" ")
	}
	if !head && len(spans) == 1 && spans[0].Style == 0 {
		return slack.NewTableRawTextCell(plain)
	}
	return slack.NewTableRichTextCell(slack.NewRichTextSection(richSpans(spans, also)...))
}

// drawn draws a table with text, its columns aligned: a full-width character takes
// two places.
func drawn(rows [][][]markup.Span) string {
	lines := make([][]string, len(rows))
	for i, row := range rows {
		for _, c := range row {
			lines[i] = append(lines[i], markup.Plain(c))
		}
	}
	return align(lines)
}

// align sets rows in columns, with a rule under the first. A row too wide to be read
// so has its cells one under another.
func align(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	total := 0
	for i := range rows {
		for j, c := range rows[i] {
			c = strings.ReplaceAll(c, "\n", " ")
			rows[i][j] = c
			widths[j] = max(widths[j], uniseg.StringWidth(c))
		}
	}
	for _, w := range widths {
		total += w + 2
	}
	var b strings.Builder
	for i, row := range rows {
		if total > tableWidth {
			for j, c := range row {
				if i > 0 {
					b.WriteString(rows[0][j] + ": " + c + "\n")
				}
			}
			if i > 0 {
				b.WriteString("\n")
			}
			continue
		}
		var line strings.Builder
		for j, c := range row {
			line.WriteString(c + strings.Repeat(" ", widths[j]-uniseg.StringWidth(c)+2))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		if i == 0 {
			b.WriteString(strings.Repeat("-", max(total-2, 1)) + "\n")
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// tableWidth is how many half-width characters stand beside each other in Slack.
const tableWidth = 100
