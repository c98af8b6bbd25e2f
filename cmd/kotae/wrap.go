package main

import (
	"regexp"

	"github.com/rivo/uniseg"
)

// width is how many columns a text takes in a terminal: a full-width character two.
func width(text string) int { return uniseg.StringWidth(text) }

// A line is a stretch of a wrapped text, in bytes, without the spaces it was cut at.
type line struct{ start, end int }

var citationMark = regexp.MustCompile(`^\[\d+\]`)

// wrap cuts text into lines at most columns wide, at line ends and where UAX #14
// allows it, so that no line begins with 、 or 」 or ends with 「. A citation's mark
// stays whole and with the word before it. A word too long for a line is cut
// between characters. With 0 columns only line ends cut.
func wrap(text string, columns int) []line {
	var lines []line
	start, end, used := 0, 0, 0 // of the line: begin, end of what shows, columns so far
	next, last, over := 0, 0, 0 // if it is cut here: begin of the next, end of this, columns that move
	cut := func(endOfThis, beginOfNext int) {
		lines = append(lines, line{start, max(start, endOfThis)})
		start, next = beginOfNext, beginOfNext
	}
	for g := uniseg.NewGraphemes(text); g.Next(); {
		from, to := g.Positions()
		if s := g.Str(); s == "\n" || s == "\r\n" {
			cut(end, to)
			used, over = 0, 0
			continue
		}
		w := g.Width()
		if g.Str() != " " {
			for columns > 0 && used+w > columns && from > start {
				if next > start {
					cut(last, next)
					used = over
				} else {
					cut(end, from)
					used, over = 0, 0
				}
			}
			end = to
		}
		used += w
		over += w
		if g.LineBreak() == uniseg.LineCanBreak && !citationMark.MatchString(text[to:]) {
			next, last, over = to, end, 0
		}
	}
	if start < len(text) || len(lines) == 0 {
		cut(end, len(text))
	}
	return lines
}
