// Package marker reads citation marks out of a model's text while it is written.
//
// It owns the forms in which models write marks, and where a sentence ends in a
// stream. It knows nothing of what the marks stand for, and judges nothing.
package marker

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A Sentence is one sentence of a text, or one line of it that is no prose.
type Sentence struct {
	// Text is the sentence without marks and without the sign of its list item.
	Text string
	// IDs are those its marks name, in order, none twice.
	IDs []string
	// Lead is what stands before the sentence on its line: "- ", "1. ", "> " or "".
	Lead string
	// Breaks is how many line ends stand between the sentence and the one before:
	// 0 on the same line, 2 and more for a new paragraph.
	Breaks int
	// Code is true inside a fence and for the fence's own lines, whose text is as written.
	Code bool
}

// A Parser turns pieces of text into sentences. The zero value is not useful; it
// is not safe for concurrent use.
//
// A sentence is handed out when it is sure to be over: when the next has begun, or
// its line has ended. Marks behind the full stop belong to the sentence before.
// The time taken is linear in the text.
type Parser struct {
	known  func(id string) bool
	line   []byte // of the current line, what is not handed out yet
	lead   string
	begun  bool // a sentence of this line was handed out
	breaks int
	fence  string // that would end the code block, or ""
	ended  bool   // the line holds something that may end a sentence
	tried  int    // bytes of the line when it was last cut in vain
}

// NewParser returns a parser. Marks naming an ID that is not known vanish.
func NewParser(known func(id string) bool) *Parser { return &Parser{known: known} }

// Write takes the next piece of text, cut anywhere, and returns the sentences that
// it completes.
func (p *Parser) Write(piece string) []Sentence {
	var out []Sentence
	for piece != "" {
		rest, next, found := strings.Cut(piece, "\n")
		p.line = append(p.line, rest...)
		p.ended = p.ended || strings.ContainsAny(rest, "。！？｡．!?.")
		if found {
			out = append(out, p.endLine()...)
		}
		piece = next
	}
	return append(out, p.split()...)
}

// Close ends the text and returns what was left of it.
func (p *Parser) Close() []Sentence {
	if len(p.line) == 0 {
		return nil
	}
	return p.endLine()
}

// Abort ends a text that was cut short and returns the sentences of what was left
// that had ended and were marked: the rest nobody finished.
func (p *Parser) Abort() []Sentence {
	if p.fence != "" {
		return nil
	}
	var out []Sentence
	for _, s := range p.sentences(string(p.line)) {
		unmarked, ids := p.strip(s)
		if len(ids) > 0 && ended.MatchString(unmarked) {
			out = p.add(out, s, false)
		}
	}
	p.line = nil
	return out
}

// ended is the end of a sentence that is whole.
var ended = regexp.MustCompile(`[。！？｡．.!?][」』）)”"]*\s*$`)

// endLine hands out the rest of the line.
func (p *Parser) endLine() []Sentence {
	line := strings.TrimRight(string(p.line), "\r")
	p.line, p.ended, p.tried = p.line[:0], false, 0
	defer func() { p.begun, p.lead = false, "" }()
	var out []Sentence
	trimmed := strings.TrimSpace(line)
	switch fence := fenceOf(trimmed); {
	case p.fence != "":
		if fence != "" && strings.HasPrefix(fence, p.fence) && trimmed == fence {
			p.fence = ""
		}
		out = p.add(out, line, true)
	case fence != "" && !p.begun:
		p.fence = fence
		out = p.add(out, line, true)
	default:
		for _, s := range p.sentences(line) {
			out = p.add(out, s, false)
		}
	}
	p.breaks++
	return out
}

// split hands out all but the last sentence of the unfinished line. A line that
// could not be cut is tried again only when it is a quarter longer.
func (p *Parser) split() []Sentence {
	if !p.ended || p.fence != "" || len(p.line) < p.tried+p.tried/4 || !utf8.Valid(p.line) {
		return nil
	}
	line := string(p.line)
	if !p.begun && fenceOf(strings.TrimSpace(line)) != "" {
		return nil
	}
	p.tried = len(line)
	list := p.sentences(line)
	if len(list) < 2 || maybeMark(list[len(list)-1]) {
		return nil
	}
	var out []Sentence
	sure := openBracket(line) // what follows it may turn out to be inside
	for _, s := range list[:len(list)-1] {
		if sure -= len(s); sure < 0 {
			break
		}
		out = p.add(out, s, false)
		line = line[len(s):]
	}
	p.line = append(p.line[:0], line...)
	p.ended, p.tried = strings.ContainsAny(line, "。！？｡．!?."), 0
	return out
}

// longestBracket bounds, in bytes, how long an open bracket is waited for.
const longestBracket = 1200

// openBracket returns the offset of the first bracket that may yet be closed, or
// the length of the line.
func openBracket(line string) int {
	var open []int
	for i, r := range line {
		switch {
		case strings.ContainsRune("「『（(【［[〔《", r):
			open = append(open, i)
		case strings.ContainsRune("」』）)】］]〕》", r) && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	for _, at := range open {
		if len(line)-at < longestBracket {
			return at
		}
	}
	return len(line)
}

// longestMark bounds, in bytes, what may still become a mark.
const longestMark = 120

// maybeMark reports whether a text that follows a sentence may yet turn out to be
// a mark of it: it is empty so far, or an open bracket.
func maybeMark(text string) bool {
	text = strings.TrimLeft(text, " \t")
	r, _ := utf8.DecodeRuneInString(text)
	return text == "" || len(text) < longestMark && strings.ContainsRune("[【［(（`", r)
}

// sentences cuts a line into sentences, each with the marks and white space behind
// it: joined they are the line.
func (p *Parser) sentences(line string) []string {
	spans := japanese.Sentences(line)
	var out []string
	from := 0
	for i, s := range spans {
		end := len(line)
		if i+1 < len(spans) {
			end = spans[i+1].Start
		}
		// A mark at the start of a sentence belongs to the one before.
		if i > 0 {
			if n := leadingMarks(line[s.Start:end]); n > 0 {
				out[len(out)-1] += line[s.Start : s.Start+n]
				from = s.Start + n
				if strings.TrimFunc(line[from:end], isStop) == "" {
					out[len(out)-1] += line[from:end]
					from = end
					continue
				}
			}
		}
		out = append(out, line[from:end])
		from = end
	}
	if from < len(line) && len(out) > 0 {
		out[len(out)-1] += line[from:]
	}
	return out
}

func isStop(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("。．.、,", r) }

// add appends a sentence, if there is anything in it.
func (p *Parser) add(out []Sentence, text string, code bool) []Sentence {
	s := Sentence{Code: code}
	text, s.IDs = p.strip(text)
	if code {
		s.Text = text
	} else {
		if !p.begun {
			p.lead, text = cutLead(text)
			s.Lead = p.lead
		}
		s.Text = strings.TrimSpace(text)
	}
	if s.Text == "" && !code {
		if len(s.IDs) > 0 && len(out) > 0 { // marks alone on their line
			out[len(out)-1].IDs = union(out[len(out)-1].IDs, s.IDs)
		}
		return out
	}
	s.Breaks, p.breaks, p.begun = p.breaks, 0, true
	return append(out, s)
}

func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

var leadForm = regexp.MustCompile(`^\s*(?:>\s*)*(?:(?:[-*+•・]|\d{1,3}[.)])\s+|・)?`)

// cutLead separates the sign of a quotation or a list item from a line.
func cutLead(line string) (lead, rest string) {
	n := len(leadForm.FindString(line))
	return strings.TrimLeft(line[:n], " \t"), line[n:]
}

var fenceForm = regexp.MustCompile("^(`{3,}|~{3,})")

// fenceOf returns the fence that a line begins with, or "".
func fenceOf(line string) string { return fenceForm.FindString(line) }

// idForm is what an ID looks like: four characters, letters and digits in turn.
const idForm = `[a-z][0-9][a-z][0-9]`

// markForm is a mark in any of the forms that models drift into: [a1b2], 【a1b2】,
// ［a1b2］, (a1b2), [a1b2, c3d4], [^a1b2], [id: a1b2], 【a1b2†source】, and numbers
// of the model's own invention. Code ticks round a mark go with it.
var markForm = regexp.MustCompile("`?" + `[\[【［(（]{1,2}\s*\^?(?:(?i:ids?|source|sources|出典|根拠)\s*[:：]?\s*)?` +
	`((?i:` + idForm + `)(?:\s*[,、，;；/・\s]\s*\^?(?i:` + idForm + `))*|\d{1,2}(?:\s*[,、]\s*\d{1,2})*)` +
	`\s*(?:†[^\]】］)）]{0,40})?[\]】］)）]{1,2}` + "`?")

var idInMark = regexp.MustCompile(`(?i)` + idForm)

// strip takes the marks out of a text, and returns the known IDs they name.
// Numbers in round brackets are text: (1) may be an item's.
func (p *Parser) strip(text string) (string, []string) {
	if !strings.ContainsAny(text, "[【［(（") {
		return text, nil
	}
	var ids []string
	text = markForm.ReplaceAllStringFunc(text, func(m string) string {
		named := idInMark.FindAllString(m, -1)
		if len(named) == 0 && strings.ContainsAny(m, "(（") {
			return m
		}
		for _, id := range named {
			if id = strings.ToLower(id); p.known(id) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		return ""
	})
	return beforeStop.ReplaceAllString(text, "$1"), ids
}

// beforeStop is the gap that a mark leaves before a full stop.
var beforeStop = regexp.MustCompile(`[ \t]+([。．.、,])`)

// leadingMarks returns the length of the marks, and the space between them, that a
// text begins with.
func leadingMarks(text string) int {
	n := 0
	for {
		space := len(text[n:]) - len(strings.TrimLeft(text[n:], " \t"))
		m := markForm.FindStringIndex(text[n+space:])
		if m == nil || m[0] != 0 || !idInMark.MatchString(text[n+space:n+space+m[1]]) && strings.ContainsAny(text[n+space:n+space+m[1]], "(（") {
			return n
		}
		n += space + m[1]
	}
}
