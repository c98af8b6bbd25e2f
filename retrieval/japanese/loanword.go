package japanese

import (
	"strings"
	"unicode/utf8"
)

// Runs returns the stretches of a text that are of one script each, kanji, katakana or
// Latin letters and digits, without the function words of English.
func Runs(text string) []Span {
	m := mapText(text)
	var out []Span
	for _, run := range runs(m.text) {
		if run.latin {
			if !englishStops[run.text] {
				out = append(out, m.span(run.start, run.end))
			}
			continue
		}
		at := run.start
		for _, s := range appendScriptRuns(nil, run.text) {
			at += strings.Index(m.text[at:], s)
			out = append(out, m.span(at, at+len(s)))
			at += len(s)
		}
	}
	return out
}

// Loanwords returns the words of a text that may be written in katakana or in Latin
// letters: those of Runs that are not kanji.
func Loanwords(text string) []Span {
	var out []Span
	for _, s := range Runs(text) {
		if r, _ := utf8.DecodeRuneInString(s.Of(text)); !isHan(r) {
			out = append(out, s)
		}
	}
	return out
}
