package japanese

import (
	_ "embed"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ikawaha/kagome/v2/tokenizer"
)

// nameList has a line for each name of a person or a place in kanji, in order: the name
// and its readings as romaji compares them. It is made of the IPA dictionary, whose
// readings the analyzer does not load; a test makes it anew.
//
//go:embed names.txt
var nameList string

// readings returns how a name in kanji is read, as romaji compares it; nil for one that
// is not known.
func readings(name string) []string {
	line := func(at int) string { // the first that begins at or after at
		if at > 0 {
			end := strings.IndexByte(nameList[at-1:], '\n')
			if end < 0 {
				return ""
			}
			at += end
		}
		line, _, _ := strings.Cut(nameList[at:], "\n")
		return line
	}
	key := name + " "
	at := sort.Search(len(nameList), func(i int) bool { l := line(i); return l == "" || l >= key })
	if found, ok := strings.CutPrefix(line(at), key); ok && at < len(nameList) {
		return strings.Fields(found)
	}
	return nil
}

// The beginnings of the terms of names in channel Sounds, by script: a name in kanji is
// looked for in Latin letters, and the other way round.
const (
	kanjiName = "漢"
	latinName = "羅"
)

// A Name is a name of a person or a place in a text.
type Name struct {
	Span
	// Heard are its terms in channel Sounds, Echoes those of the same name in the other
	// script: 田中's are those of Tanaka.
	Heard, Echoes []string
}

// leastName is the least number of letters of a name.
const leastName = 3

// Names finds the names of a text that may be written in kanji or in Latin letters:
// what the dictionary takes for the name of a person or a place, and Latin words that
// can be Japanese ones. Of the latter, those of a question may be in lower case; where
// others are sought, only what begins with a capital is a name.
func (a *Analyzer) Names(text string, question bool) []Name {
	out := latinNames(text, question)
	m := mapText(text)
	for _, run := range runs(m.text) {
		if run.latin || !strings.ContainsFunc(run.text, isHan) {
			continue
		}
		for _, tok := range a.load().Analyze(run.text, tokenizer.Search) {
			if heard := kanjiNameOf(tok); len(heard) > 0 {
				n := Name{Span: m.span(run.start+tok.Position, run.start+tok.Position+len(tok.Surface)), Heard: heard}
				for _, h := range heard {
					n.Echoes = append(n.Echoes, latinName+strings.TrimPrefix(h, kanjiName))
				}
				out = append(out, n)
			}
		}
	}
	return out
}

// kanjiNameOf returns the terms of a token in channel Sounds, if it is a name.
func kanjiNameOf(tok tokenizer.Token) []string {
	pos := tok.POS()
	if len(pos) < 2 || pos[1] != "固有名詞" {
		return nil
	}
	out := readings(tok.Surface)
	for i := range out {
		out[i] = kanjiName + out[i]
	}
	return out
}

// latinNames finds the Latin words of a text that can be Japanese names.
func latinNames(text string, question bool) []Name {
	var out []Name
	m := mapText(text)
	for _, run := range runs(m.text) {
		if !run.latin || utf8.RuneCountInString(run.text) < leastName || englishStops[run.text] {
			continue
		}
		span := m.span(run.start, run.end)
		if r, _ := utf8.DecodeRuneInString(span.Of(text)); !unicode.IsUpper(r) && (!question || BuiltIn().words[stem(run.text)]) {
			continue
		}
		if n := romaji(run.text); n != "" {
			out = append(out, Name{Span: span, Heard: []string{latinName + n}, Echoes: []string{kanjiName + n}})
		}
	}
	return out
}

// Heard returns the words of a text that have terms in channel Sounds, by their terms:
// of words that sound alike the first.
func (a *Analyzer) Heard(text string) map[string]string {
	heard := map[string]string{}
	hear := func(word string, sounds ...string) {
		for _, s := range sounds {
			if heard[s] == "" {
				heard[s] = word
			}
		}
	}
	for _, s := range Loanwords(text) {
		hear(s.Of(text), Heard(Fold(s.Of(text))))
	}
	for _, n := range a.Names(text, false) {
		hear(n.Of(text), n.Heard...)
	}
	a.words(Fold(text), func(tok tokenizer.Token) {
		for _, w := range loanwordsOf(tok) {
			hear(w, Heard(w))
		}
	})
	delete(heard, "")
	return heard
}
