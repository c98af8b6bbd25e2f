// Package markup reads the Markdown of an answer into blocks and spans.
//
// It owns what an answer's Markdown means: which signs are markup and which are
// text, in Japanese as in English. It knows nothing of where the text is shown, and
// hands out no links: where one leads to is text too.
package markup

import "strings"

// A Kind is a kind of block.
type Kind uint8

// The kinds of blocks.
const (
	Paragraph Kind = iota
	Heading
	Item  // of a list
	Quote // lines of a quotation
	Code  // between fences
	Table
	Rule // a line across
)

// A Block is a part of a text that stands on lines of its own. Nothing is nested:
// an item carries its depth.
type Block struct {
	Kind Kind
	// Blank is how many empty lines stand before the block.
	Blank int
	// Level is 1 to 6 for a heading, the depth from 0 for an item, from 1 for a quote.
	Level int
	// Ordered items have a Number, as written.
	Ordered bool
	Number  int
	// Spans are the text of all but Code, Table and Rule, with "\n" between its lines.
	Spans []Span
	// Language and Text are those of Code; the text is as written, without an end of
	// its last line.
	Language, Text string
	// Rows are those of a Table, the head first, all of the same length.
	Rows [][][]Span
}

// A Style is a set of ways in which text is set off.
type Style uint8

// The styles.
const (
	Bold Style = 1 << iota
	Italic
	Strike
	Verbatim // code
)

// A Span is a stretch of text in one style.
type Span struct {
	Text  string
	Style Style
	// Mark is the number of a citation's mark, whose text is "[n]"; else 0.
	Mark int
}

// Plain returns the text of spans without their styles.
func Plain(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}
