// Package extract composes answers without a model: by quoting the sentences that
// answer best.
//
// It owns the choice of sentences, how a quotation reads, and what speaks for it. It
// knows nothing of how passages are found, and decides nothing about what is shown.
package extract

import (
	"context"

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

// reads is how many passages are read for sentences: reading more finds no more
// answers, and more that look like one.
const reads = 6

// sentences is how many sentences answer a question that does not ask for a list.
const sentences = 3

// Compose quotes the best sentences of the best passages, in reading order: up to
// three, or a list as it stands, or the rows that one announces, or a sentence of every
// file where the question is which files there are. It tells what of the question the
// place of the answer does not bear out.
func (c *Composer) Compose(ctx context.Context, q bot.Question, hits retrieval.Hits) (bot.Draft, error) {
	if err := ctx.Err(); err != nil {
		return bot.Draft{}, err
	}
	if len(hits.List) == 0 {
		return bot.Draft{}, nil
	}
	content := bot.ContentOf(q.Text)
	w := newWanted(q.Text, c.analyzer)
	list := hits.List
	if w.kind != bot.Sources {
		list = list[:min(len(list), reads)]
	}
	m := newMatcher(c.analyzer, content, hits.Terms)
	var all []*sentence
	for i, h := range list {
		all = append(all, read(i, h)...)
	}
	editions := older(hits.List)
	if !asksForOld(q.Text) && w.kind != bot.Sources {
		m.older = editions
	}
	m.rate(w, all)
	m.sides = m.sidesOf(w, q.Text, editions)
	chosen := m.choose(w, all, q.Sentences)
	evidence := m.weigh(w, list, all, chosen)
	if m.sure = bot.DefaultWeights.Confidence(evidence) >= bot.DefaultThresholds.Answered; m.sure {
		chosen = m.choose(w, all, q.Sentences)
		evidence = m.weigh(w, list, all, chosen)
	}
	return bot.Draft{
		Claims: claims(chosen), ByFile: w.kind == bot.Sources, Evidence: evidence,
		Premises: m.premises(w, q.Text, chosen),
	}, nil
}

// claims turns sentences into quotations.
func claims(chosen []*sentence) []bot.Claim {
	var out []bot.Claim
	for _, c := range chosen {
		out = append(out, bot.Claim{
			Text:   render(c.from.Passage, c.span),
			Quotes: []bot.Quote{{Hit: c.from, Start: c.span.Start, End: c.span.End}},
		})
	}
	return out
}
