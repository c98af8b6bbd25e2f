package slackbot

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"
)

// plainUnits is how much of a text Slack shows in one message without cutting it.
const plainUnits = 3900

// simpler returns the post in blocks that Slack has always known: sections of plain
// text. It is for where Slack refuses the post. Of the buttons only the first stays,
// which is the one for the evidence where there is any.
func (p post) simpler() post {
	var out []slack.Block
	for _, t := range parts(readable(p.Blocks), textUnits) {
		if t = strings.Trim(t, "\n"); strings.TrimSpace(t) != "" {
			out = append(out, slack.NewSectionBlock(plainText(t), nil, nil))
		}
	}
	if len(out) == 0 {
		return post{Text: p.Text}
	}
	for _, b := range p.Blocks {
		if a, ok := b.(*slack.ActionBlock); ok {
			out[len(out)-1].(*slack.SectionBlock).Accessory = slack.NewAccessory(a.Elements.ElementSet[0])
			break
		}
	}
	return post{p.Text, out}
}

// plain returns all that the post says as messages without blocks, for where Slack
// takes no blocks at all. They are to be sent without mrkdwn.
func (p post) plain() []post {
	var out []post
	for _, t := range parts(readable(p.Blocks), plainUnits) {
		for escaped := escape(strings.Trim(t, "\n")); escaped != ""; {
			n := len(escaped)
			if units(escaped) > plainUnits { // entities made it longer
				n = wholeEntity(escaped, within(escaped, plainUnits))
			}
			out = append(out, post{Text: escaped[:n]})
			escaped = escaped[n:]
		}
	}
	if len(out) == 0 {
		return []post{{Text: p.Text}}
	}
	return out
}

// wholeEntity moves a cut at n before the entity that it would cut.
func wholeEntity(escaped string, n int) int {
	if i := strings.LastIndexByte(escaped[:n], '&'); i > 0 && n-i < 5 && !strings.Contains(escaped[i:n], ";") {
		return i
	}
	return n
}

// readable is what a person reads of blocks, without buttons.
func readable(blocks []slack.Block) string {
	var out []string
	for _, b := range blocks {
		if t := readableBlock(b); strings.TrimSpace(t) != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, "\n\n")
}

func readableBlock(b slack.Block) string {
	switch b := b.(type) {
	case *slack.RichTextBlock:
		return readableRich(b.Elements)
	case *slack.TableBlock:
		return readableTable(b)
	case *slack.SectionBlock:
		return b.Text.Text
	case *slack.HeaderBlock:
		return b.Text.Text
	case *slack.InputBlock:
		return b.Label.Text
	case *slack.DividerBlock:
		return "---"
	case *slack.ContextBlock:
		var out []string
		for _, e := range b.ContextElements.Elements {
			if t, ok := e.(*slack.TextBlockObject); ok {
				out = append(out, t.Text)
			}
		}
		return strings.Join(out, "\n")
	}
	return ""
}

// readableRich reads rich text, a line for each section.
func readableRich(elements []slack.RichTextElement) string {
	var out []string
	for _, e := range elements {
		switch e := e.(type) {
		case *slack.RichTextSection:
			out = append(out, readableInline(e.Elements))
		case *slack.RichTextPreformatted:
			out = append(out, readableInline(e.Elements))
		case *slack.RichTextQuote:
			out = append(out, "> "+strings.ReplaceAll(readableInline(e.Elements), "\n", "\n> "))
		case *slack.RichTextList:
			for i, item := range e.Elements {
				sign := "• "
				if e.Style == slack.RTEListOrdered {
					sign = fmt.Sprintf("%d. ", e.Offset+i+1)
				}
				indent := strings.Repeat("    ", e.Indent)
				t := readableRich([]slack.RichTextElement{item})
				out = append(out, indent+sign+strings.ReplaceAll(t, "\n", "\n"+indent+"  "))
			}
		}
	}
	return strings.Join(out, "\n")
}

func readableInline(elements []slack.RichTextSectionElement) string {
	var b strings.Builder
	for _, e := range elements {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			b.WriteString(e.Text)
		case *slack.RichTextSectionLinkElement:
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

func readableTable(t *slack.TableBlock) string {
	var rows [][]string
	for _, row := range t.Rows {
		var texts []string
		for _, c := range row {
			switch c := c.(type) {
			case *slack.TableRawTextCell:
				texts = append(texts, strings.TrimSpace(c.Text))
			case *slack.TableRichTextCell:
				texts = append(texts, readableRich(c.Elements))
			}
		}
		rows = append(rows, texts)
	}
	return align(rows)
}
