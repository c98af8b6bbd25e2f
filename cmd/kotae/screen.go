package main

import (
	"bufio"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// A style is how a stretch of text looks where colour is shown.
type style uint8

const (
	plain style = iota
	bold
	dim
	mark // a citation's number
)

// sequences switch a style on; reset ends every one.
var sequences = map[style]string{bold: "\x1b[1m", dim: "\x1b[2m", mark: "\x1b[36m"}

const reset = "\x1b[0m"

// A span is a stretch of text in one style.
type span struct {
	text  string
	style style
}

// A screen is where a person reads, or a pipe that takes the same text unwrapped
// and without colour. Its text is buffered; Flush reports what went wrong.
type screen struct {
	*bufio.Writer
	width  int // columns to fill; 0 for a pipe, where lines are never wrapped
	colour bool
}

// maxWidth is the widest column of text that is easily read.
const maxWidth = 100

// newScreen looks at what w is.
func newScreen(w io.Writer, getenv func(string) string) *screen {
	s := &screen{Writer: bufio.NewWriter(w)}
	if !isTerminal(w) {
		return s
	}
	s.width = 80
	if columns, _, err := term.GetSize(int(w.(*os.File).Fd())); err == nil && columns > 0 {
		s.width = columns
	}
	s.width = min(s.width, maxWidth)
	s.colour = getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
	return s
}

// isTerminal reports whether a reader or writer is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// paragraph prints text wrapped to the screen, the first line behind first and the
// others behind as much space.
func (s *screen) paragraph(first string, spans ...span) {
	s.hanging(first, strings.Repeat(" ", width(first)), spans...)
}

// hanging prints text wrapped to the screen, the first line behind first and the
// others behind rest.
func (s *screen) hanging(first, rest string, spans ...span) {
	var text strings.Builder
	for i := range spans {
		spans[i].text = printable(spans[i].text)
		text.WriteString(spans[i].text)
	}
	room := 0
	if s.width > 0 {
		room = max(s.width-max(width(first), width(rest)), 8)
	}
	indent := first
	for _, l := range wrap(text.String(), room) {
		if l.start < l.end {
			s.WriteString(indent)
		} else {
			s.WriteString(strings.TrimRight(indent, " "))
		}
		indent = rest
		at := 0
		for _, p := range spans {
			from, to := max(l.start-at, 0), min(l.end-at, len(p.text))
			if from < to {
				s.styled(p.text[from:to], p.style)
			}
			at += len(p.text)
		}
		s.WriteString("\n")
	}
}

// styled prints text in a style, as it is.
func (s *screen) styled(text string, as style) {
	if !s.colour || as == plain {
		s.WriteString(text)
		return
	}
	s.WriteString(sequences[as] + text + reset)
}

// printable takes out of a document's text what would do something to a terminal
// instead of showing: control characters, and marks that turn the direction of
// what follows. Tabs become spaces.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return -1
		}
		return r
	}, text)
}
