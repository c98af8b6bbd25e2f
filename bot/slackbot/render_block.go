package slackbot

import (
	"strings"

	"github.com/slack-go/slack"

	"kotae/bot/markup"
)

// portions cuts a block into ones that Slack takes, none inside a citation's mark.
func portions(b markup.Block) []markup.Block {
	switch b.Kind {
	case markup.Table:
		if out := tables(b); out != nil {
			return out
		}
		return portions(markup.Block{Kind: markup.Code, Blank: b.Blank, Text: drawn(b.Rows)})
	case markup.Code:
		var out []markup.Block
		for _, p := range parts(b.Text, textUnits) {
			out = append(out, markup.Block{Kind: markup.Code, Blank: b.Blank, Language: b.Language, Text: strings.TrimSuffix(p, "\n")})
		}
		return out
	case markup.Rule:
		return []markup.Block{b}
	}
	var out []markup.Block
	for {
		n := cutAt(markup.Plain(b.Spans), textUnits)
		first, rest := splitSpans(b.Spans, n)
		p := b
		p.Spans = first
		if strings.TrimSpace(markup.Plain(first)) != "" {
			out = append(out, p)
		}
		if len(rest) == 0 {
			return out
		}
		b.Spans = rest
		if b.Kind == markup.Item || b.Kind == markup.Heading {
			b.Kind = markup.Paragraph // its sign is written once
		}
	}
}

// splitSpans cuts spans behind n bytes of their text, or before that where they are too
// many.
func splitSpans(spans []markup.Span, n int) (first, rest []markup.Span) {
	for i, s := range spans {
		switch {
		case n <= 0 || i == textSpans:
			return spans[:i], spans[i:]
		case n < len(s.Text):
			before, after := s, s
			before.Text, after.Text = s.Text[:n], s.Text[n:]
			return append(spans[:i:i], before), append([]markup.Span{after}, spans[i+1:]...)
		}
		n -= len(s.Text)
	}
	return spans, nil
}

// layout shows blocks. What belongs together, without an empty line between, is one
// block of Slack's; so is a list.
func layout(page []markup.Block) []slack.Block {
	var out []slack.Block
	var rich *slack.RichTextBlock
	used := 0
	var before markup.Block
	for i, b := range page {
		n := units(markup.Plain(b.Spans)) + units(b.Text)
		apart := b.Blank > 0 && !(b.Kind == markup.Item && before.Kind == markup.Item)
		if i == 0 || apart || used+n > textUnits {
			rich = nil
		}
		before = b
		switch b.Kind {
		case markup.Rule:
			out = append(out, slack.NewDividerBlock())
			rich = nil
			continue
		case markup.Table:
			out = append(out, native(b))
			rich = nil
			continue
		}
		if rich == nil {
			rich, used = slack.NewRichTextBlock(""), 0
			out = append(out, rich)
		}
		used += n
		rich.Elements = appendRich(rich.Elements, b)
	}
	return out
}

// appendRich appends a block to a rich text.
func appendRich(to []slack.RichTextElement, b markup.Block) []slack.RichTextElement {
	switch b.Kind {
	case markup.Code:
		return append(to, &slack.RichTextPreformatted{Type: slack.RTEPreformatted, Elements: richText(b.Text, nil)})
	case markup.Quote:
		return append(to, &slack.RichTextQuote{Type: slack.RTEQuote, Elements: richSpans(b.Spans, 0)})
	case markup.Heading:
		return append(to, slack.NewRichTextSection(richSpans(b.Spans, markup.Bold)...))
	case markup.Item:
		item := slack.NewRichTextSection(richSpans(b.Spans, 0)...)
		style, offset := slack.RTEListBullet, 0
		if b.Ordered {
			style, offset = slack.RTEListOrdered, max(b.Number-1, 0)
		}
		if n := len(to); n > 0 {
			l, ok := to[n-1].(*slack.RichTextList)
			if ok && l.Style == style && l.Indent == b.Level && (!b.Ordered || l.Offset+len(l.Elements) == offset) {
				l.Elements = append(l.Elements, item)
				return to
			}
		}
		l := slack.NewRichTextList(style, b.Level, item)
		l.Offset = offset
		return append(to, l)
	}
	return append(to, slack.NewRichTextSection(richSpans(b.Spans, 0)...))
}

// richSpans shows spans, all of them in a style besides their own. A citation's mark
// is text like the text around it.
func richSpans(spans []markup.Span, also markup.Style) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	for i := 0; i < len(spans); {
		var t strings.Builder
		style := spans[i].Style
		for ; i < len(spans) && spans[i].Style == style; i++ {
			t.WriteString(spans[i].Text)
		}
		out = append(out, richText(t.String(), styleOf(style|also))...)
	}
	return out
}

// richText shows text in a style.
func richText(s string, style *slack.RichTextSectionTextStyle) []slack.RichTextSectionElement {
	if s == "" {
		return nil
	}
	return []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(s, style)}
}

func styleOf(s markup.Style) *slack.RichTextSectionTextStyle {
	if s == 0 {
		return nil
	}
	return &slack.RichTextSectionTextStyle{
		Bold: s&markup.Bold != 0, Italic: s&markup.Italic != 0, Strike: s&markup.Strike != 0, Code: s&markup.Verbatim != 0,
	}
}

var boldly = &slack.RichTextSectionTextStyle{Bold: true}
