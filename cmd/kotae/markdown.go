package main

import (
	"regexp"
	"strings"
)

var (
	headingLine = regexp.MustCompile(`^#{1,6} +`)
	itemLine    = regexp.MustCompile(`^( *)([-*+]|\d{1,3}[.)]) +`)
)

// markdown prints the Markdown of an answer: every paragraph, heading and list item
// stands on a line of its own there, and nothing is nested deeper than lists are.
func (s *screen) markdown(text string) {
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, " \n")
		switch item := itemLine.FindStringSubmatch(l); {
		case l == "":
			s.WriteString("\n")
		case headingLine.MatchString(l):
			s.paragraph("", embolden(inline(headingLine.ReplaceAllString(l, "")))...)
		case item != nil:
			sign := item[2]
			if strings.Contains("-*+", sign) {
				sign = "-"
			}
			s.paragraph(item[1]+sign+" ", inline(l[len(item[0]):])...)
		default:
			s.paragraph("", inline(l)...)
		}
	}
}

func embolden(spans []span) []span {
	for i := range spans {
		spans[i].style = bold
	}
	return spans
}

// inline reads a line's strong text, code, escapes and citation marks. What it does
// not know is text.
func inline(l string) []span {
	var out []span
	var text strings.Builder
	now := plain
	flush := func() {
		if text.Len() > 0 {
			out = append(out, span{text.String(), now})
			text.Reset()
		}
	}
	for i := 0; i < len(l); {
		rest := l[i:]
		switch {
		case len(rest) > 1 && rest[0] == '\\' && isPunctuation(rest[1]):
			text.WriteByte(rest[1])
			i += 2
		case strings.HasPrefix(rest, "**") && (now == bold || strings.Contains(rest[2:], "**")):
			flush()
			if now == bold {
				now = plain
			} else {
				now = bold
			}
			i += 2
		case rest[0] == '`' && strings.Contains(rest[1:], "`"):
			n := strings.IndexByte(rest[1:], '`')
			text.WriteString(rest[1 : 1+n])
			i += n + 2
		case citationMark.MatchString(rest):
			flush()
			m := citationMark.FindString(rest)
			out = append(out, span{m, mark})
			i += len(m)
		default:
			text.WriteByte(rest[0])
			i++
		}
	}
	flush()
	return out
}

// isPunctuation reports whether Markdown lets a backslash escape c.
func isPunctuation(c byte) bool {
	return strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c) >= 0
}
