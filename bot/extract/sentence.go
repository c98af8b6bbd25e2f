package extract

import (
	"cmp"
	"regexp"
	"strings"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// A role is the part that a sentence has in its document.
type role int

const (
	tells role = iota // says something by itself
	item              // is an item of a list
	cells             // is a row of a table
	leads             // says what follows: the question of a FAQ, 次のとおり
	names             // is a heading, the head of a table, a mark alone
)

// A sentence is one of a passage read, with what stands over it.
type sentence struct {
	hit     int // index among the hits
	from    retrieval.Hit
	span    japanese.Span // in the passage's text
	text    string        // verbatim, or a row set with blanks, read with the names of its columns
	heading string
	role    role
	// before is the sentence before it and lead the one it stands under, in the same
	// section; nil for none.
	before, lead *sentence
	inline       bool // begins on the line that the sentence before ends on
	terms        holdings
	own          float64 // how well it matches the question by itself
	score        float64
	holds        bool // a thing of the kind asked for
}

// answers reports whether a sentence can be an answer.
func (s *sentence) answers() bool { return s.role == tells || s.role == item || s.role == cells }

// byScore compares sentences by their scores.
func byScore(a, b *sentence) int { return cmp.Compare(a.score, b.score) }

// context is a sentence with what has to be read with it: the one before, what it
// stands under, and the title.
func (s *sentence) context() string {
	lines := []string{s.text}
	for _, o := range []*sentence{s.before, s.lead} {
		if o != nil {
			lines = append(lines, o.text)
		}
	}
	return strings.Join(append(lines, s.heading, s.from.Passage.Title), "\n")
}

// read cuts a passage into its sentences and tells what each of them is there for.
func read(hit int, h retrieval.Hit) []*sentence {
	p := h.Passage
	var out []*sentence
	var asked, lead, before *sentence // in this section
	line, at, end, section := p.StartLine, 0, 0, ""
	for i, span := range japanese.Sentences(p.Text) {
		line += strings.Count(p.Text[at:span.Start], "\n")
		at = span.Start
		s := &sentence{hit: hit, from: h, span: span, text: span.Of(p.Text), heading: p.Heading(line)}
		if i > 0 && s.heading != section {
			asked, lead, before = nil, nil, nil
		}
		section = s.heading
		reading, head := readRow(p, span)
		if reading != "" && row(s.text) == nil { // what is between bars is known for a row
			s.text = reading
		}
		if s.role = roleOf(s, before); head {
			s.role = names
		}
		s.inline = !strings.Contains(p.Text[end:span.Start], "\n")
		end = span.End
		s.before = before
		switch s.role {
		case leads:
			lead = s
			if isQuestion(s.text) || before != nil && faqMark.MatchString(before.text) {
				asked = s
			}
		case item, cells:
			if before != nil && before.role == tells {
				lead = before
			}
			s.lead = lead
		case tells:
			lead = nil
		}
		if asked != nil && s.lead == nil && s.role != leads {
			s.lead = asked
		}
		if isWord(s.text) || faqMark.MatchString(s.text) {
			before = s
		}
		out = append(out, s)
	}
	return out
}

// roleOf tells what a sentence is there for.
func roleOf(s, before *sentence) role {
	text := s.from.Passage.Text
	switch {
	case isHeading(s.text, s.heading, s.from.Passage.Title), isTableHead(text, s.span):
		return names
	case boldLine.MatchString(s.text):
		return leads
	case faqMark.MatchString(s.text), !isWord(s.text):
		return names
	case before != nil && faqMark.MatchString(before.text), isQuestion(s.text):
		return leads
	case row(s.text) != nil:
		return cells
	case introduces(s):
		return leads
	case isCaption(text, s.span):
		return names
	case isItem(text, s.span):
		return item
	}
	return tells
}

// isItem reports whether a sentence is an item of a list: behind a mark, or on an
// indented line of its own.
func isItem(text string, s japanese.Span) bool {
	begin := strings.LastIndex(text[:s.Start], "\n") + 1
	if strings.TrimSpace(text[begin:s.Start]) != "" {
		return false
	}
	return japanese.ItemMark(s.Of(text)) > 0 || strings.HasPrefix(text[begin:], "　") && !endsFully.MatchString(s.Of(text))
}

var endsFully = regexp.MustCompile(`[。．！!]["'」』）)]*$`)

// isCaption reports whether a sentence is a numbered line that stands alone, with white
// lines around it, and ends as no sentence does: a heading in all but form.
func isCaption(text string, s japanese.Span) bool {
	t := s.Of(text)
	if endsFully.MatchString(t) || strings.Contains(t, "\n") || !numbered(t[:japanese.ItemMark(t)]) {
		return false
	}
	before, after := text[:s.Start], text[s.End:]
	return (strings.TrimSpace(before) == "" || blankLine.MatchString(before)) && blankStart.MatchString(after)
}

var (
	blankLine  = regexp.MustCompile(`\n[ \t　]*\n[ \t　]*$`)
	blankStart = regexp.MustCompile(`^[ \t　]*\n[ \t　]*\n`)
)

// introduces reports whether a sentence says only that something follows.
func introduces(s *sentence) bool {
	t := strings.TrimRight(s.text, " 　*_")
	next := strings.TrimLeft(s.from.Passage.Text[s.span.End:], " \t")
	if !strings.HasPrefix(next, "\n") {
		return false
	}
	return strings.HasSuffix(t, ":") || strings.HasSuffix(t, "：") || introForm.MatchString(t)
}

var introForm = regexp.MustCompile(`(?:次|以下|下記|下表|左記)の?(?:とおり|通り|日程|もの|点|場合|表|順|各号|手順|いずれか|よう).{0,20}[。．]?$|\b(?:as follows|the following)\b.{0,40}[.:]?$`)

// faqMark is the mark of a FAQ's question or answer that stands alone: Q5.
var faqMark = regexp.MustCompile(`^[\s*_#>・-]*(?:Q|Ｑ|質問|問)\s*[0-9０-９]*\s*[.．:：]?[\s*_]*$`)

// boldLine is a line in strong letters that is no sentence: a heading in all but form.
var boldLine = regexp.MustCompile(`^\*\*[^*。．.!！]+\*\*$`)

// isWord reports whether a text holds anything to read: a letter, kana or kanji.
func isWord(s string) bool { return wordForm.MatchString(s) }

var wordForm = regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}]|\p{L}{2}`)
