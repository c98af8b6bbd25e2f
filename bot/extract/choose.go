package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"kotae/bot"
	"kotae/retrieval/japanese"
)

// A further sentence adds nothing if its score is that much less than the best's. So
// fewer sentences hold more answers than two in every case, or three where the question
// is hardly covered, both of which were tried.
const (
	secondWithin = 3.0
	thirdWithin  = 1.5
)

// What a sentence loses for holding words of the question that those chosen hold
// already: a comparison wants the other side.
const (
	overlapWeight = 0.5
	comparing     = 2.0
)

// limitWeight is what a sentence gains for belonging to one chosen.
const limitWeight = 2.0

// choose takes the sentences that answer, in reading order; at most as many as wanted,
// or if that is 0 as the kind of question decides.
func (m *matcher) choose(w wanted, all []*sentence, wanted int) []*sentence {
	var candidates []*sentence
	for _, s := range all {
		if s.answers() {
			candidates = append(candidates, s)
		}
	}
	if len(candidates) == 0 {
		return nil
	}
	slices.SortStableFunc(candidates, func(a, b *sentence) int { return byScore(b, a) })
	chosen := m.whole(w, all, candidates)
	if len(chosen) < 2 && w.kind != bot.Sources {
		chosen = m.best(w, candidates, min(cmp.Or(wanted, sentences), sentences))
	}
	if wanted > 0 {
		chosen = chosen[:min(len(chosen), wanted)]
	}
	order(chosen)
	return chosen
}

// listShare is the share of the best sentence's match that what stands over a list must
// have for the list to be what a question asks for.
const listShare = 0.5

// whole takes what answers only as a whole: a list, points that are gone through one by
// one, a sentence of every file.
func (m *matcher) whole(w wanted, all, candidates []*sentence) []*sentence {
	switch {
	case w.kind == bot.Sources:
		return m.perFile(candidates)
	case w.kind == bot.List:
		if run, over := m.listed(all); len(run) > 1 && (over >= listShare*candidates[0].own || slices.Contains(run, candidates[0])) {
			return distinct(run)
		}
		if run := distinct(list(all, candidates[0])); len(run) > 1 {
			return run
		}
		return distinct(enumeration(all, candidates[0]))
	case w.kind == bot.Compare:
		return distinct(enumeration(all, candidates[0]))
	}
	return m.tables(w, all, candidates)
}

// best takes the best sentence, and others as long as they add something.
func (m *matcher) best(w wanted, candidates []*sentence, want int) []*sentence {
	weight := overlapWeight
	if w.kind == bot.Compare {
		weight = comparing
	}
	chosen := candidates[:1:1]
	if both := m.perSide(m.sides, candidates); both != nil && want > 1 {
		chosen = both[:min(len(both), want)]
	}
	covered := m.covers(chosen[0])
	for _, s := range chosen[1:] {
		for i, share := range m.covers(s) {
			covered[i] = max(covered[i], share)
		}
	}
	for len(chosen) < want {
		var next *sentence
		most := candidates[0].score - secondWithin
		if len(chosen) > 1 {
			most = candidates[0].score - thirdWithin
		}
		for _, s := range candidates {
			if score := s.score - weight*m.overlap(s, covered) + tie(chosen, s); score > most && !said(chosen, s) && m.adds(chosen, covered, s) {
				next, most = s, score
			}
		}
		if next == nil {
			break
		}
		chosen = append(chosen, next)
		for i, share := range m.covers(next) {
			covered[i] = max(covered[i], share)
		}
	}
	return withAntecedents(chosen, want)
}

// What a further sentence must bring to an answer that is sure without it.
const (
	// besides is by how much less it may score than the best and need bring nothing else.
	besides = 1.0
	// fresh is the share of the question's words that it must add from another section.
	fresh = 0.15
)

// adds reports whether a sentence brings anything to those chosen where these are sure:
// it is as near as the best, belongs to one of them, stands in a section that one is
// from, or holds words of the question that they lack.
//
// Tried and dropped: the same for answers that are not sure (two points fewer answers),
// and leaving out sentences of the same section (one).
func (m *matcher) adds(chosen []*sentence, covered []float64, s *sentence) bool {
	if !m.sure || s.score > chosen[0].score-besides || tie(chosen, s) > 0 {
		return true
	}
	if slices.ContainsFunc(chosen, func(c *sentence) bool {
		return c.heading == s.heading && c.from.Passage.File == s.from.Passage.File
	}) {
		return true
	}
	sum, total := 0.0, 0.0
	for i, p := range m.points[japanese.Words] {
		total += p.worth
		sum += p.worth * max(0, p.in(s.terms)-covered[i])
	}
	return total > 0 && sum/total >= fresh
}

// tie is what speaks for a sentence since it limits one chosen, or is limited by it:
// a rule without its exception misleads, an exception without its rule says nothing.
//
// Tried and dropped: for whatever sentences stand side by side in an item or a
// paragraph (three points fewer answers).
func tie(chosen []*sentence, s *sentence) float64 {
	for _, c := range chosen {
		if s.before == c && limits.MatchString(s.text) || c.before == s && limits.MatchString(c.text) {
			return limitWeight
		}
	}
	return 0
}

// limits is how a sentence begins that says when or for whom the one before does not hold.
var limits = regexp.MustCompile(`^(?:ただし|但し|(?:この|その)(?:場合|限り|ため|とき|際)|(?:この|その|こう|そう)(?:よう|した|いった)[^、。]{0,12}(?:から|ため|で)、|これにより|(?:この|その)結果|(?i:however|but|otherwise|in (?:this|that) case|therefore)\b)`)

// withAntecedents adds, as far as there is room, the sentence before one that points
// back to it.
func withAntecedents(chosen []*sentence, want int) []*sentence {
	for _, s := range chosen {
		if len(chosen) == want {
			break
		}
		if b := s.before; b != nil && b.role == tells && pointsBack.MatchString(s.text) && !said(chosen, b) {
			chosen = append(chosen, b)
		}
	}
	return chosen
}

// pointsBack is how a sentence begins whose subject is in the one before.
var pointsBack = regexp.MustCompile(`^(?:これ|それ|この|その|ここ|そこ|同(?:社|氏|行|省|庁|グループ|規程|日|年|法)|彼|また|ただ|なお|しかし|一方|したがって|さらに|(?i:it|they|this|these|that|those|he|she|however|but)\b)`)

// perFile takes the best sentence of every file that holds most of what the sentence
// holds that holds most of the question.
func (m *matcher) perFile(candidates []*sentence) []*sentence {
	held := make(map[*sentence]float64, len(candidates))
	most := 0.0
	for _, s := range candidates {
		held[s] = m.coverage(japanese.Words, s.terms, nil)
		most = max(most, held[s])
	}
	var chosen []*sentence
	files := map[string]bool{}
	for _, s := range candidates {
		if file := s.from.Passage.File; most > 0 && held[s] >= subjectShare*most && !files[file] && !said(chosen, s) {
			files[file] = true
			chosen = append(chosen, s)
		}
	}
	return chosen[:min(len(chosen), longest)]
}

// subjectShare is the share of its subject that a file must hold to speak of it.
const subjectShare = 0.6

// order puts sentences in reading order: files by the rank of their best passage,
// those of one file together, then by place.
func order(chosen []*sentence) {
	rank := map[string]int{}
	for _, c := range chosen {
		if r, ok := rank[c.from.Passage.File]; !ok || c.hit < r {
			rank[c.from.Passage.File] = c.hit
		}
	}
	slices.SortFunc(chosen, func(a, b *sentence) int {
		return cmp.Or(
			cmp.Compare(rank[a.from.Passage.File], rank[b.from.Passage.File]),
			strings.Compare(a.from.Passage.File, b.from.Passage.File),
			cmp.Compare(a.from.Passage.Ordinal, b.from.Passage.Ordinal),
			cmp.Compare(a.span.Start, b.span.Start))
	})
}
