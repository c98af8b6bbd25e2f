// Package extract composes answers without a model: by quoting the sentences that
// answer best.
//
// It owns the choice of sentences and how a quotation reads. It knows nothing of
// how passages are found, and decides nothing about what is shown.
package extract

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"kotae/bot"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// A Composer quotes. It is safe for concurrent use.
type Composer struct {
	analyzer *japanese.Analyzer
}

// New returns a composer.
func New(a *japanese.Analyzer) *Composer { return &Composer{a} }

// read is how many passages are read for sentences: reading more finds no more
// answers, and more that look like one.
const read = 3

// Compose quotes the best sentences of the best passages, in reading order: two,
// or three where the question asks for several things or is hardly covered.
func (c *Composer) Compose(ctx context.Context, q bot.Question, hits retrieval.Hits) (bot.Draft, error) {
	if err := ctx.Err(); err != nil {
		return bot.Draft{}, err
	}
	if len(hits.List) == 0 {
		return bot.Draft{}, nil
	}
	kind := bot.KindOf(q.Text)
	want := q.Sentences
	if want == 0 {
		want = sentencesFor(kind, hits.List[0].Coverage)
	}
	list := hits.List[:min(len(hits.List), read)]
	candidates := c.candidates(q.Text, kind, list, hits.Terms)
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	chosen := choose(candidates, want)
	return bot.Draft{Claims: claims(chosen), Confidence: confidence(chosen, list)}, nil
}

// faint is the share of a question below which what comes closest is quoted more
// fully: its words were others than the document's.
const faint = 0.4

// sentencesFor is how many sentences answer a kind of question, of which the best
// passage covers so much.
func sentencesFor(k bot.Kind, coverage float64) int {
	if k == bot.List || k == bot.Compare || coverage < faint {
		return 3
	}
	return 2
}

// A candidate is a sentence that might be quoted.
type candidate struct {
	hit     int // index in the list read
	from    retrieval.Hit
	span    japanese.Span // in the passage's text
	score   float64
	matches bool // holds a thing of the kind asked for
}

// candidates scores every sentence of the passages that can be an answer: no
// headings, no table heads, and no questions, which a FAQ has above its answers.
// What matches in those, and in a sentence before, speaks for the sentence after.
func (c *Composer) candidates(question string, kind bot.Kind, hits []retrieval.Hit, terms []retrieval.Term) []candidate {
	var out []candidate
	m := newMatcher(c.analyzer, question, terms)
	best := hits[0].Score
	for i, h := range hits {
		text := h.Passage.Text
		line, at := h.Passage.StartLine, 0
		carried := 0.0 // from the sentence before
		asked := 0.0   // from the question above, in a FAQ, to all of its answer
		section := ""
		for j, s := range japanese.Sentences(text) {
			line += strings.Count(text[at:s.Start], "\n")
			at = s.Start
			sentence, heading := s.Of(text), h.Passage.Heading(line)
			if heading != section {
				section, asked = heading, 0
			}
			score := m.score(sentence, h.Passage.Title, heading)
			switch {
			case isHeading(sentence, heading, h.Passage.Title), isTableHead(text, s):
				carried = carryWeight * score
				continue
			case isQuestion(sentence):
				carried, asked = score, score
				continue
			}
			carried, score = carryWeight*score, score+max(carried, asked)
			matches := kind.In(c.analyzer.Traits(sentence[japanese.ItemMark(sentence):]))
			if matches {
				score += kindWeight
			}
			if j == 0 {
				score += firstWeight
			}
			if best > 0 {
				score += passageWeight * h.Score / best
			}
			out = append(out, candidate{i, h, s, score, matches})
		}
	}
	return out
}

// choose takes the best sentences and puts them in reading order: by passage rank,
// those of one file together, then by place. No two say the same.
func choose(sorted []candidate, want int) []candidate {
	var chosen []candidate
	seen := map[string]bool{}
	for _, c := range sorted {
		if len(chosen) == want {
			break
		}
		text := japanese.Compact(c.span.Of(c.from.Passage.Text))
		if seen[text] {
			continue
		}
		seen[text] = true
		chosen = append(chosen, c)
	}
	rank := map[string]int{}
	for _, c := range chosen {
		if r, ok := rank[c.from.Passage.File]; !ok || c.hit < r {
			rank[c.from.Passage.File] = c.hit
		}
	}
	slices.SortFunc(chosen, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(rank[a.from.Passage.File], rank[b.from.Passage.File]),
			cmp.Compare(a.from.Passage.Ordinal, b.from.Passage.Ordinal),
			cmp.Compare(a.span.Start, b.span.Start))
	})
	return chosen
}

// claims turns sentences into quotations.
func claims(chosen []candidate) []bot.Claim {
	var out []bot.Claim
	for _, c := range chosen {
		out = append(out, bot.Claim{
			Text:   render(c.from.Passage, c.span),
			Quotes: []bot.Quote{{Hit: c.from, Start: c.span.Start, End: c.span.End}},
		})
	}
	return out
}

// confidence is the share of the question that the best passage covers, less
// where nothing of the kind asked for is among what is quoted.
//
// Tried and dropped, by the AUROC of `eval --leave-out` on three sets: the share of
// the question's words alone (one to four points worse), that of the quoted
// sentences' words (one to six), and means of these with this one (none better).
func confidence(chosen []candidate, hits []retrieval.Hit) float64 {
	best := 0.0
	for _, h := range hits {
		best = math.Max(best, h.Coverage)
	}
	for _, c := range chosen {
		if c.matches {
			return best
		}
	}
	return best * absentKind
}

// absentKind is what remains of the confidence when the kind of thing asked for
// is nowhere in the answer.
const absentKind = 0.8
