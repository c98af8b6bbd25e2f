package extract

import (
	"slices"
	"strings"

	"kotae/bot"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// weigh measures what speaks for an answer.
func (m *matcher) weigh(w wanted, hits []retrieval.Hit, all, chosen []*sentence) bot.Evidence {
	if len(chosen) == 0 {
		return bot.Evidence{}
	}
	best := slices.MaxFunc(chosen, byScore)
	return bot.Evidence{
		Coverage: coverageOf(hits), Lead: lead(hits), Margin: margin(best, all),
		Given: m.given(w, best), Apart: m.apart(w, chosen), Unknown: m.unknown(w, hits), Absent: m.absent(w, chosen),
	}
}

// coverageOf is the share of the question that the passage covers that covers most.
func coverageOf(hits []retrieval.Hit) float64 {
	most := 0.0
	for _, h := range hits {
		most = max(most, h.Coverage)
	}
	return most
}

// lead is by how much the first passage is ahead of the second.
func lead(hits []retrieval.Hit) float64 {
	if len(hits) == 1 {
		return hits[0].Score
	}
	return max(hits[0].Score-hits[1].Score, 0)
}

// margin is by how much a sentence is ahead of the best of the other files.
func margin(best *sentence, all []*sentence) float64 {
	other := 0.0
	for _, s := range all {
		if s.answers() && s.from.Passage.File != best.from.Passage.File {
			other = max(other, s.score)
		}
	}
	return max(best.score-other, 0)
}

// given is the share of the particulars of a question that stand in the place of its
// best sentence: there, in the sentence before, in what stands over it, in the name
// of the file; an acronym may stand anywhere in the passage.
func (m *matcher) given(w wanted, best *sentence) float64 {
	if len(w.particulars) == 0 {
		return 1
	}
	p := best.from.Passage
	near := newPlace(best.context() + "\n" + p.File)
	passage := p.File + "\n" + p.Title + "\n" + best.heading + "\n" + p.Text
	around, held := newPlace(passage), m.holdings(passage)
	n := 0
	for _, x := range w.particulars {
		if x.in(near) || x.acronym && (x.in(around) || m.says(x.text, held)) {
			n++
		}
	}
	return float64(n) / float64(len(w.particulars))
}

// says reports whether a text says a word of the question in any way.
func (m *matcher) says(word string, have holdings) bool {
	for _, p := range m.points[japanese.Words] {
		for _, t := range p.ways[0].terms {
			if t.Text == word && p.in(have) >= 0.5 {
				return true
			}
		}
	}
	return false
}

// apart is how much more of the question the sentences hold that lack the kind of
// thing asked for.
func (m *matcher) apart(w wanted, chosen []*sentence) float64 {
	if !w.shows() {
		return 0
	}
	most, holding := 0.0, 0.0
	for _, s := range chosen {
		text := s.text + "\n" + s.heading + "\n" + s.from.Passage.Title
		if s.lead != nil {
			text += "\n" + s.lead.text
		}
		share := m.coverage(japanese.Words, m.holdings(text), nil)
		most = max(most, share)
		if s.holds {
			holding = max(holding, share)
		}
	}
	return most - holding
}

// unknown is 1 where none of the passages holds a name of the question.
func (m *matcher) unknown(w wanted, hits []retrieval.Hit) float64 {
	if len(w.names) == 0 {
		return 0
	}
	var b strings.Builder
	for _, h := range hits {
		b.WriteString(h.Passage.Title + "\n" + h.Passage.Heading(h.Passage.StartLine) + "\n" + h.Passage.Text + "\n")
	}
	if m.lacks(w.names, b.String()) {
		return 1
	}
	return 0
}

// absent reports whether a person, place or organisation of the question is not named
// where the sentences stand: another passage that names it is no evidence for these.
func (m *matcher) absent(w wanted, chosen []*sentence) bool {
	return len(w.propers) > 0 && m.lacks(w.propers, standing(chosen))
}

// missing are those names, as the question types them.
func (m *matcher) missing(w wanted, question string, chosen []*sentence) []string {
	if !m.absent(w, chosen) {
		return nil
	}
	var out []string
	text := standing(chosen)
	for _, p := range m.analyzer.Morphemes(question) {
		if w.propers[p.Stem] && m.lacks(map[string]bool{p.Stem: true}, text) && !slices.Contains(out, p.Of(question)) {
			out = append(out, p.Of(question))
		}
	}
	return out
}

// standing is the text that sentences stand in, with what stands over them.
func standing(chosen []*sentence) string {
	var b strings.Builder
	for _, s := range chosen {
		p := s.from.Passage
		b.WriteString(s.context() + "\n" + p.File + "\n" + p.Title + "\n" + s.heading + "\n" + p.Text + "\n")
	}
	return b.String()
}

// lacks reports whether a text lacks one of some words of the question.
func (m *matcher) lacks(words map[string]bool, text string) bool {
	have := m.holdings(text)
	return slices.ContainsFunc(m.points[japanese.Words], func(p point) bool {
		return words[p.ways[0].terms[0].Text] && p.in(have) < 0.5
	})
}
