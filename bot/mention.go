package bot

import (
	"context"
	"fmt"

	"kotae/retrieval"
)

// mentioning is the least share of a topic that a passage which mentions it covers.
const mentioning = 0.45

// lookedThrough is how many passages are looked through for the documents that mention
// something.
const lookedThrough = 200

// everywhere finds the best passage of every document that mentions a topic, as many
// as an answer reports; where none does, the passages that come closest.
func (b *Bot) everywhere(ctx context.Context, query retrieval.Query, topic string) (retrieval.Hits, error) {
	query.Text, query.Content, query.Sources, query.N = topic, topic, nil, lookedThrough
	hits, err := b.retriever.Search(ctx, query)
	if err != nil {
		return hits, fmt.Errorf("search: %w", err)
	}
	var first, rest []retrieval.Hit
	seen := map[string]bool{}
	for _, h := range hits.List {
		if file := h.Passage.File; !seen[file] && h.Coverage >= mentioning {
			seen[file] = true
			first = append(first, h)
		} else {
			rest = append(rest, h)
		}
	}
	list := falling(append(first, rest...))
	hits.List = b.intact(list[:min(len(list), b.opt.Retrieve)])
	return hits, nil
}

// mention quotes from every document that mentions a topic the sentence that does so
// best.
func (b *Bot) mention(ctx context.Context, topic string, hits retrieval.Hits) (Draft, error) {
	all := Draft{ByFile: true}
	seen := map[string]bool{}
	for _, h := range hits.List {
		if seen[h.Passage.File] || h.Coverage < mentioning {
			continue
		}
		seen[h.Passage.File] = true
		d, err := b.compose(ctx, Question{Text: topic, Sentences: 1}, retrieval.Hits{List: []retrieval.Hit{h}, Terms: hits.Terms, Searched: hits.Searched})
		if err != nil {
			return Draft{}, err
		}
		all.Claims = append(all.Claims, d.Claims...)
		if DefaultWeights.Confidence(d.Evidence) >= DefaultWeights.Confidence(all.Evidence) {
			all.Evidence = d.Evidence
		}
	}
	if len(all.Claims) == 0 {
		return b.compose(ctx, Question{Text: topic}, hits)
	}
	return all, nil
}
