package main

import (
	"fmt"
	"path"
	"strings"

	"kotae/bot"
)

// sourcesTitle stands over the sources, in the language of the answer.
var sourcesTitle = map[bot.Language]string{bot.Japanese: "出典", bot.English: "Sources"}

// answer prints an answer for reading: what it says, then where that stands.
func (s *screen) answer(a bot.Answer) {
	s.markdown(a.Text)
	s.sources(a)
}

// piece prints the next sentence of an answer that is still being written, at once.
func (s *screen) piece(text string) {
	line := strings.TrimLeft(text, "\n ")
	if strings.HasPrefix(text, "\n\n") {
		s.WriteString("\n")
	}
	s.markdown(line)
	_ = s.Flush() // the last Flush reports what went wrong
}

// sources prints where an answer stands.
func (s *screen) sources(a bot.Answer) {
	if len(a.Citations) == 0 {
		return
	}
	s.WriteString("\n")
	s.paragraph("", span{sourcesTitle[a.Language], bold})
	for _, c := range a.Citations {
		s.WriteString("\n")
		number := fmt.Sprintf("[%d] ", c.N)
		s.place(span{number, mark}, place{c.File, c.Title, c.Heading, c.Page, c.StartLine, c.EndLine})
		indent := strings.Repeat(" ", len(number))
		s.hanging(indent, indent, span{c.Quote, dim})
	}
}

// A place is where a passage or a quote stands.
type place struct {
	file, title, heading string
	page, start, end     int
}

// place prints a place behind a label, on one line where it fits. File and lines
// are never cut, so that they can be copied.
func (s *screen) place(label span, p place) {
	at := fmt.Sprintf("%s:%d", p.file, p.start)
	if p.end > p.start {
		at += fmt.Sprintf("-%d", p.end)
	}
	switch {
	case p.page > 0 && strings.EqualFold(path.Ext(p.file), ".pptx"):
		at += fmt.Sprintf(" (slide %d)", p.page)
	case p.page > 0:
		at += fmt.Sprintf(" (p. %d)", p.page)
	}
	at = printable(at)
	under := p.title
	if p.heading != "" {
		under += " > " + p.heading
	}
	under = printable(under)
	s.styled(label.text, label.style)
	s.WriteString(at)
	if s.width == 0 || width(label.text)+width(at)+2+width(under) <= s.width {
		s.WriteString("  ")
		s.styled(under, dim)
		s.WriteString("\n")
		return
	}
	s.WriteString("\n")
	indent := strings.Repeat(" ", width(label.text))
	s.hanging(indent, indent, span{under, dim})
}
