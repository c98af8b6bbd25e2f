package extract

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

// A side is one of the things that a question compares or asks for side by side.
type side struct {
	words map[string]bool   // by stem, that the other sides lack
	given *particular       // a year or a date
	file  func(string) bool // those of a document
}

// sidesOf finds the sides of a question: the documents that it names, the editions of
// one, its years, or what stands around a と. It returns none where there are not two.
func (m *matcher) sidesOf(w wanted, text string, editions map[string]string) []side {
	if sources := bot.SourcesOf(text); len(sources) > 1 {
		var out []side
		for _, name := range sources {
			out = append(out, side{file: func(file string) bool { return strings.Contains(japanese.Fold(file), japanese.Fold(name)) }})
		}
		return out
	}
	compares := w.kind == bot.Compare || besideForm.MatchString(japanese.Fold(text))
	if compares && len(editions) > 0 {
		old := slices.Sorted(maps.Keys(editions))[0]
		return []side{{file: func(file string) bool { return file == old }}, {file: func(file string) bool { return file == editions[old] }}}
	}
	if years := yearsOf(w); len(years) > 1 {
		return years
	}
	if !compares {
		return nil
	}
	return m.around(text)
}

// yearsOf are the years and dates that a question gives, as sides.
func yearsOf(w wanted) []side {
	var out []side
	seen := map[int]bool{}
	for i, x := range w.particulars {
		if x.text == "" && x.date.Year > 0 && !seen[x.date.Year] {
			seen[x.date.Year] = true
			out = append(out, side{given: &w.particulars[i]})
		}
	}
	return out
}

// besideForm is how a question asks for two things side by side.
var besideForm = regexp.MustCompile(`どっち|どちら|それぞれ|両方|並べ|の差|差が|食い違|新旧|対比|違い|違う|\b(?:both|each|versus|vs|compare|difference|differ|same)\b`)

// joined is what stands between two things: と, および, vs.
var joined = regexp.MustCompile(`(?i)と、?|及び|および|、|\bvs\.? |\bversus | and | or `)

// around are the two sides of the join whose sides have most words of their own: phrases
// that reach to the next particle は, が, って or the like.
func (m *matcher) around(text string) []side {
	var best []side
	for _, at := range joined.FindAllStringIndex(text, -1) {
		left, right := phraseBefore(text[:at[0]]), phraseAfter(text[at[1]:])
		a, b := m.own(left), m.own(right)
		for w := range a {
			if b[w] {
				delete(a, w)
				delete(b, w)
			}
		}
		if len(a) > 0 && len(b) > 0 && (best == nil || strings.HasPrefix(text[at[0]:], "と")) {
			best = []side{{words: a}, {words: b}}
			if strings.HasPrefix(text[at[0]:], "と") {
				break
			}
		}
	}
	return best
}

// phraseBefore and phraseAfter cut what is joined off the rest of its sentence.
func phraseBefore(text string) string {
	if at := phraseEnd.FindAllStringIndex(text, -1); len(at) > 0 {
		return text[at[len(at)-1][1]:]
	}
	return text
}

func phraseAfter(text string) string {
	if at := phraseEnd.FindStringIndex(text); at != nil && at[0] > 0 {
		return text[:at[0]]
	}
	return text
}

var phraseEnd = regexp.MustCompile(`[、。,?？!！]|(?:について|では|には|とは|って|で|は|を|どっち|どちら|それぞれ)|(?i)\b(?:between|compare|the same for|for|of|is|are|in|on|which|hours)\b|: `)

// own are the words of the question in a phrase.
func (m *matcher) own(phrase string) map[string]bool {
	out := map[string]bool{}
	for _, w := range m.analyzer.Words(phrase) {
		out[w] = true
	}
	return out
}

// fit is how much of a side a sentence is of, in [0, 1].
func (m *matcher) fit(d side, s *sentence) float64 {
	p := s.from.Passage
	switch {
	case d.file != nil:
		if d.file(p.File) {
			return 1
		}
		return 0
	case d.given != nil:
		if d.given.in(newPlace(s.text)) {
			return 1
		}
		if d.given.in(newPlace(s.heading + "\n" + p.Title + "\n" + p.File)) {
			return 0.8
		}
		return 0
	}
	lead := ""
	if s.lead != nil {
		lead = s.lead.text
	}
	over := m.holdings(s.heading + "\n" + p.Title + "\n" + lead)
	sum, total := 0.0, 0.0
	for _, x := range m.points[japanese.Words] {
		if !d.words[x.ways[0].terms[0].Text] {
			continue
		}
		total += x.worth
		sum += x.worth * max(x.in(s.terms), 0.7*x.in(over))
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

const (
	sideShare  = 0.4 // of a side that a sentence must be of
	sideWeight = 3.0 // of that share beside the score of the sentence
)

// perSide takes the best sentence of every side, and nil if fewer than two have any.
func (m *matcher) perSide(sides []side, candidates []*sentence) []*sentence {
	var chosen []*sentence
	for _, d := range sides {
		of := func(s *sentence) float64 { return s.score + sideWeight*m.fit(d, s) }
		var best *sentence
		for _, s := range candidates {
			if m.fit(d, s) >= sideShare && !slices.Contains(chosen, s) && (best == nil || cmp.Compare(of(s), of(best)) > 0) {
				best = s
			}
		}
		if best != nil {
			chosen = append(chosen, best)
		}
	}
	if len(chosen) < 2 {
		return nil
	}
	return chosen[:min(len(chosen), sentences)]
}
