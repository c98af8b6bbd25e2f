package retrieval

import "fmt"

// A Passage is a run of a document's text small enough to be found and quoted.
type Passage struct {
	File string // as Document.File
	// Title is that of the article the passage is in: the document's, unless the
	// document holds several articles.
	Title string
	// Ordinal is the passage's place among its document's passages, from 0.
	Ordinal int
	// Sections are the headings in force inside the passage, in order; the first
	// is in force at its start. Never empty once split.
	Sections []Section
	Page     int // 1-based, 0 where the format has no pages
	// StartLine and EndLine are the 1-based lines of the file that Text begins and ends on.
	StartLine, EndLine int
	// Text is one contiguous span of the document's text, verbatim.
	Text string
	// Terms is the analysed form of title, headings and text (lexical.Encode).
	// Stores keep it as it is; only the lexical index reads it.
	Terms []byte
}

// A Section is a stretch of a passage under one heading.
type Section struct {
	// Line is the 1-based line of the file on which the stretch begins.
	Line int `json:"line"`
	// Heading is the path of headings in force, outermost first, joined by " > ";
	// the passage's title is not repeated in it. Empty before the first heading.
	Heading string `json:"heading"`
	// Place is what finds the stretch in a format without lines, as Block.Place. It is
	// shown behind the heading and says nothing of the stretch's subject.
	Place string `json:"place,omitempty"`
	// Reading and Head are the Block's, of a stretch that is one table row.
	Reading string `json:"reading,omitempty"`
	Head    bool   `json:"head,omitempty"`
}

// label is the heading with the place behind it, as people see it.
func (s *Section) label() string {
	if s.Heading == "" || s.Place == "" {
		return s.Heading + s.Place
	}
	return s.Heading + " > " + s.Place
}

// ID names the passage in its index: file and ordinal, ordered as the document is.
func (p *Passage) ID() string { return fmt.Sprintf("%s#%05d", p.File, p.Ordinal) }

// Heading returns the heading path in force on the given line of the file, with what
// finds the line where the format has no lines: "料金表 > A5:D5".
func (p *Passage) Heading(line int) string {
	s := p.section(line)
	return s.label()
}

// Reading returns how the table row on the given line of the file is read out, as
// Block.Reading, and whether it is the head of its table.
func (p *Passage) Reading(line int) (reading string, head bool) {
	s := p.section(line)
	return s.Reading, s.Head
}

// section returns what is in force on a line.
func (p *Passage) section(line int) Section {
	var found Section
	for i, s := range p.Sections {
		if i > 0 && s.Line > line {
			break
		}
		found = s
	}
	return found
}
