package reader

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval"
)

// A rendering is the text of a document that has none of its own, as it is written:
// block by block. Beyond a limit it panics with the reason.
type rendering struct {
	text   strings.Builder
	blocks []retrieval.Block
	page   int // of what is written next; 0 for none
	until  time.Time
	ticks  int
	title  string
}

func newRendering() *rendering {
	return &rendering{until: time.Now().Add(timeLimit)}
}

// tick ends what takes too long. It is called wherever work is done.
func (r *rendering) tick() {
	if r.ticks++; r.ticks%1024 == 0 && time.Now().After(r.until) {
		panic(errSlow)
	}
}

// add writes lines as one block, and nothing for what says nothing.
func (r *rendering) add(b retrieval.Block, s string) {
	r.tick()
	s = legible(s)
	if !hasWords(s) {
		return
	}
	if r.text.Len()+len(s) > textLimit {
		panic(errLong)
	}
	b.Page = r.page
	if n := len(r.blocks); n > 0 {
		r.text.WriteByte('\n')
		before := r.blocks[n-1].Kind
		if b.Kind != before || b.Kind == retrieval.Paragraph || b.Kind == retrieval.Heading || b.Page != r.blocks[n-1].Page {
			r.text.WriteByte('\n')
		}
	}
	b.Start = r.text.Len()
	r.text.WriteString(s)
	b.End = r.text.Len()
	r.blocks = append(r.blocks, b)
}

func (r *rendering) paragraph(s string) { r.add(retrieval.Block{}, s) }

func (r *rendering) item(s string) { r.add(retrieval.Block{Kind: retrieval.Item}, s) }

// take writes the blocks of another document, below its own title.
func (r *rendering) take(d retrieval.Document) {
	for _, b := range d.Blocks {
		s := d.Text[b.Start:b.End]
		switch {
		case b.Reading != "":
			r.add(retrieval.Block{Kind: retrieval.Row}, b.Reading)
		case b.Kind == retrieval.Heading:
			r.heading(b.Level+1, b.Label)
		case b.Kind == retrieval.Item, b.Kind == retrieval.Row && !b.Head && strings.HasPrefix(s, "| "):
			r.add(retrieval.Block{Kind: b.Kind}, s)
		case !b.Head: // the rows say what the head says
			r.paragraph(s)
		}
	}
}

func (r *rendering) code(s string) {
	for l := range strings.Lines(s) {
		r.add(retrieval.Block{Kind: retrieval.Code}, strings.TrimRight(l, "\n"))
	}
}

// heading writes a heading on one line.
func (r *rendering) heading(level int, s string) {
	s = oneLine(s)
	if utf8.RuneCountInString(s) > 200 {
		r.paragraph(s) // of that length it is none, whatever its style
		return
	}
	r.add(retrieval.Block{Kind: retrieval.Heading, Level: min(max(level, 1), 9), Label: s}, s)
}

// document returns what was written. The error is an *retrieval.Unreadable: nothing
// was, or it is garbled.
func (r *rendering) document() (retrieval.Document, error) {
	d := retrieval.Document{Title: r.title, Text: r.text.String(), Blocks: r.blocks}
	if len(r.blocks) == 0 {
		return d, errBlank
	}
	if garbled(d.Text) || mojibake(d.Text) {
		return d, errMoji
	}
	d.Text += "\n"
	levelHeadings(&d)
	return d, nil
}

// legible makes lines of s as a document's text has them: valid UTF-8 without control
// characters, without white space at the ends of lines, without blank lines.
func legible(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	plain := true
	for _, r := range s {
		if r < ' ' || r == 0x7f || r == '\u00a0' || r == '\u00ad' || r == '\u2028' || r == '\u2029' || r == '\ufeff' || 0x80 <= r && r < 0xa0 {
			plain = false
			break
		}
	}
	if plain {
		return trim(s)
	}
	s = newlines.Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\v', r == '\f', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case r == '\t', r == '\u00a0':
			return ' '
		case r == '\n':
			return r
		case r == '\u00ad', r == '\ufeff', r != '\n' && unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	lines := strings.Split(s, "\n")
	kept := lines[:0]
	for _, l := range lines {
		if l = strings.TrimRightFunc(l, isSpace); trim(l) != "" {
			kept = append(kept, l)
		}
	}
	return trim(strings.Join(kept, "\n"))
}

// oneLine is s on one line, with single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(legible(s)), " ") }
