package extract

import (
	"kotae/bot"
	"kotae/retrieval/japanese"
)

// rate scores every sentence: what it holds of the question, of the kind asked for and
// of the figures given, what stands over it, and the passage it is in.
func (m *matcher) rate(w wanted, all []*sentence) {
	for _, s := range all {
		s.own = m.score(s)
	}
	for _, s := range all {
		s.score = s.own + m.above(w, s) + passageWeight*s.from.Score
		if s.holds = w.in(m.analyzer, s.text); s.holds {
			s.score += kindWeight
		}
		if s.span.Start == 0 {
			s.score += firstWeight
		}
		if len(w.given) > 0 && !w.confirms {
			s.score += figures(w, s)
		}
		if m.older[s.from.Passage.File] != "" {
			s.score -= olderWeight
		}
		if len(w.particulars) > 0 {
			s.score += givenWeight * given(w, s)
		}
	}
}

// given is the share of what the question gives, its dates, codes and acronyms, that a
// sentence says itself or under its heading.
func given(w wanted, s *sentence) float64 {
	p := s.from.Passage
	at := newPlace(s.text + "\n" + s.heading + "\n" + p.Title + "\n" + p.File)
	n := 0
	for _, x := range w.particulars {
		if x.in(at) {
			n++
		}
	}
	return float64(n) / float64(len(w.particulars))
}

// above is what speaks for a sentence without being said in it: the sentence before,
// the one that it stands under, or the heading over a list.
func (m *matcher) above(w wanted, s *sentence) float64 {
	above := 0.0
	if s.before != nil {
		above = carryWeight * s.before.own
		if w.kind == bot.Reason && w.in(m.analyzer, s.text) {
			above = reasonWeight * s.before.own
		}
	}
	switch {
	case s.lead != nil && s.lead.role == leads: // a FAQ's question is about all of its answer
		above = max(above, s.lead.own)
	case s.lead != nil:
		above = max(above, leadWeight*s.lead.own)
	case s.role != tells && s.heading != "":
		above = max(above, leadWeight*m.topic(s))
	}
	return above
}

// figures is what the figures of a sentence say for it, or against it: an item or a row
// about another figure is not the one asked for.
func figures(w wanted, s *sentence) float64 {
	stated, _ := japanese.Figures(s.text)
	score := 0.0
	for _, q := range w.given {
		switch fitOf(q, stated) {
		case agrees:
			score += figureWeight
		case differs:
			if s.role != tells {
				score -= rivalWeight
			}
		}
	}
	return score
}
