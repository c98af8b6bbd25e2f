package slackbot

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"kotae/bot"
	"kotae/bot/markup"
)

// A post is one message. Text is what notifications and screen readers say: plain,
// at most 300 characters where there are blocks, escaped and never empty.
type post struct {
	Text   string
	Blocks []slack.Block
}

// A look says how answers are shown. The zero value shows sources without links and
// dates, and no buttons but the one for the evidence.
type look struct {
	// LinkTemplate is where a source is found: {file}, {page}, {line}, {start_line} and
	// {end_line} stand for the escaped path and the numbers. Empty is no link.
	LinkTemplate string
	// Dates returns when a file was last changed; zero where unknown. Nil knows none.
	Dates func(file string) time.Time
	// Feedback, Share and Trash add buttons; Trash names the user who sees it.
	Feedback bool
	Share    bool
	Trash    string
	// Place is where a citation is found that is no document's: what it is called, and
	// its address. There is no evidence to show of such ones. Nil for documents.
	Place func(c bot.Citation) (label, link string)
	// Notes are said under the sources.
	Notes []string
}

// Slack's limits, with room for what it counts differently.
const (
	textUnits    = 2900  // UTF-16 units of a text object (of 3,000), and of a rich_text block
	textSpans    = 50    // differently styled stretches in one block
	messageBytes = 9000  // of text, in UTF-8: what a streamed message takes too
	messageUnits = 11800 // of all blocks as JSON: from 13,200 on Slack says msg_blocks_too_long
	blockCount   = 50
	longestNote  = 600 // characters of a line under the sources
	alertRunes   = 300 // of a message's text beside blocks
)

// render returns the messages that an answer is posted as, in order; the sources and
// the buttons are at the end of the last. Id names the answer in its buttons.
func render(a bot.Answer, id string, opt look) []post {
	w := in(a.Language)
	var out []post
	for _, page := range pages(document(a.Text)) {
		out = append(out, post{alert(spoken(page), w.answer), layout(page)})
	}
	for _, b := range closing(a, id, opt) {
		if n := len(out); n > 0 {
			if joined := append(out[n-1].Blocks[:len(out[n-1].Blocks):len(out[n-1].Blocks)], b); fits(joined) {
				out[n-1].Blocks = joined
				continue
			}
		}
		out = append(out, post{alert(w.sources, w.answer), []slack.Block{b}})
	}
	if len(out) == 0 {
		return []post{notice(w.answer)}
	}
	return out
}

// closing returns what stands under an answer, also under one that was streamed: its
// sources, who wrote it, and its buttons.
func closing(a bot.Answer, id string, opt look) []slack.Block {
	w := in(a.Language)
	out := sources(a, opt)
	if a.Models.Chat != "" && a.Models.Chat != extractive && len(a.Citations) > 0 {
		out = append(out, slack.NewContextBlock("", plainText(w.ai)))
	}
	for _, n := range opt.Notes {
		out = append(out, slack.NewContextBlock("", plainText(shorten(n, longestNote))))
	}
	return append(out, buttons(a, id, opt)...)
}

// extractive is the name of the writer that only quotes.
const extractive = "extractive"

// spoken is what a person hears of blocks: no signs, no citation marks.
func spoken(page []markup.Block) string {
	var out []string
	for _, b := range page {
		out = append(out, markup.Plain(unmarked(b.Spans)), strings.ReplaceAll(b.Text, "--", ""))
		for _, row := range b.Rows {
			for _, cell := range row {
				out = append(out, markup.Plain(unmarked(cell)))
			}
		}
	}
	return strings.Join(out, " ")
}

func unmarked(spans []markup.Span) []markup.Span {
	return slices.DeleteFunc(slices.Clone(spans), func(s markup.Span) bool { return s.Mark > 0 })
}

// alert makes the text of a message beside its blocks; instead is for where there is
// nothing to say.
func alert(s, instead string) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if s == "" {
		s = instead
	}
	for n := alertRunes; ; n -= 10 { // entities are longer than what they stand for
		if text := escape(shorten(s, n)); utf8.RuneCountInString(text) <= alertRunes || n < 20 {
			return text
		}
	}
}

// notice makes a post of a sentence of Kotae's own.
func notice(text string) post {
	return post{alert(text, text), []slack.Block{slack.NewSectionBlock(plainText(text), nil, nil)}}
}

// document reads an answer's text, and makes it safe.
func document(text string) []markup.Block {
	blocks := markup.Read(clean(text))
	safe := func(spans []markup.Span) {
		for i := range spans {
			spans[i].Text = defuse(spans[i].Text)
		}
	}
	for i, b := range blocks {
		safe(b.Spans)
		blocks[i].Text = defuse(b.Text)
		for _, row := range b.Rows {
			for _, cell := range row {
				safe(cell)
			}
		}
	}
	return blocks
}

// pages shares blocks out to messages, so that each has room for what Slack adds. A
// heading goes with what it stands over.
func pages(blocks []markup.Block) [][]markup.Block {
	var out [][]markup.Block
	var page []markup.Block
	for _, b := range blocks {
		for _, p := range portions(b) {
			if len(page) > 0 && !roomFor(append(page[:len(page):len(page)], p)) {
				n := len(page)
				if n > 1 && page[n-1].Kind == markup.Heading && roomFor([]markup.Block{page[n-1], p}) {
					n--
				}
				out = append(out, page[:n])
				page = page[n:]
			}
			page = append(page, p)
		}
	}
	if len(page) > 0 {
		out = append(out, page)
	}
	return out
}

// roomFor reports whether blocks can be one message.
func roomFor(page []markup.Block) bool {
	bytes, tables := 0, 0
	for _, b := range page {
		bytes += len(markup.Plain(b.Spans)) + len(b.Text)
		for _, row := range b.Rows {
			for _, cell := range row {
				bytes += len(markup.Plain(cell))
			}
		}
		if b.Kind == markup.Table {
			tables++
		}
	}
	return bytes <= messageBytes && tables <= 1 && fits(layout(page))
}

// fits reports whether Slack takes blocks as one message.
func fits(blocks []slack.Block) bool {
	return len(blocks) <= blockCount && weight(blocks) <= messageUnits
}

// weight is how long blocks are as JSON, in UTF-16 units.
func weight(blocks []slack.Block) int {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(blocks); err != nil {
		return messageUnits + 1 // no block that is built here fails
	}
	return units(b.String())
}

// plainText is text without any markup.
func plainText(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, defuse(clean(text)), false, false)
}
