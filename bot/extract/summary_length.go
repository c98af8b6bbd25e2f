package extract

import (
	"math"
	"strings"
	"unicode/utf8"

	"kotae/bot"
)

// A length is how long a summary is to be, and how long it is so far.
type length struct {
	lines, linesSoFar int
	measure           func(string) int // of characters or words; nil where lines count
	want, soFar       int
}

// slack is how far a summary may lie from the wished length.
const slack = 0.2

// lengthOf is the length that is wished for, or the one that fits the text: five
// statements, fewer of a short text, more of a long one; of a
// conversation as many as decide, ask or promise something.
func lengthOf(s bot.Scope, all []statement) length {
	switch {
	case s.Lines > 0:
		return length{lines: s.Lines}
	case s.Chars > 0:
		return length{want: s.Chars, measure: utf8.RuneCountInString}
	case s.Words > 0:
		return length{want: s.Words, measure: func(t string) int { return len(strings.Fields(t)) }}
	}
	if s.Talk {
		n := 0
		for i := range all {
			if all[i].group != bot.Ungrouped {
				n++
			}
		}
		return length{lines: min(max(n, 3), 12)}
	}
	n := 5
	switch {
	case len(all) < 12:
		n = 3
	case len(all) > 60:
		n = min(5+int(math.Log2(float64(len(all))/60)*2), 12)
	}
	files := map[string]bool{}
	for _, h := range s.Hits {
		files[h.Passage.File] = true
	}
	n = max(n, min(2*len(files), 12))
	if s.Fuller {
		n *= 2
	}
	return length{lines: n}
}

// fits reports whether a text may still be added.
func (l *length) fits(text string) bool {
	return l.measure == nil || float64(l.soFar+l.measure(text)) <= (1+slack)*float64(l.want)
}

func (l *length) take(text string) {
	l.linesSoFar++
	if l.measure != nil {
		l.soFar += l.measure(text)
	}
}

// reached reports whether there is enough.
func (l *length) reached() bool {
	if l.measure == nil {
		return l.linesSoFar >= l.lines
	}
	return float64(l.soFar) >= (1-slack/2)*float64(l.want)
}
