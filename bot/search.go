package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kotae/bot/question"
	"kotae/retrieval"
)

// search finds passages for the question and its further wordings. A passage that
// several find has the best of its scores; what it covers of the question, and its
// ranks, are those of the question itself. Of a question in several parts it finds
// passages for each of them, too.
func (b *Bot) search(ctx context.Context, q Question, r Rewrite, m question.Meaning) (retrieval.Hits, []inquiry, error) {
	query := retrieval.Query{Text: r.sought(), Content: m.Content, Sources: m.Sources, Context: r.Context, N: b.opt.Retrieve, Visible: only(r.Files, q.Visible)}
	if m.Mentions != "" {
		hits, err := b.everywhere(ctx, query, m.Mentions)
		return hits, nil, err
	}
	hits, err := b.retriever.Search(ctx, query)
	if err != nil {
		return hits, nil, fmt.Errorf("search: %w", err)
	}
	at := map[string]int{}
	for i, h := range hits.List {
		at[h.Passage.ID()] = i
	}
	for _, text := range r.Queries {
		query.Text, query.Content = text, ""
		more, err := b.retriever.Search(ctx, query)
		if err != nil {
			return hits, nil, fmt.Errorf("search: %w", err)
		}
		for _, h := range more.List {
			if i, ok := at[h.Passage.ID()]; !ok {
				at[h.Passage.ID()] = len(hits.List)
				h.Coverage, h.DenseRank, h.LexicalRank = 0, 0, 0
				hits.List = append(hits.List, h)
			} else {
				hits.List[i].Score = max(hits.List[i].Score, h.Score)
			}
		}
	}
	slices.SortStableFunc(hits.List, func(x, y retrieval.Hit) int { return cmp.Compare(y.Score, x.Score) })
	promote(m, hits.List)
	parts, err := b.searchParts(ctx, query, m)
	if err != nil {
		return hits, nil, err
	}
	if len(parts) > 0 {
		hits.List = gathered(hits.List, parts, b.opt.Retrieve)
	}
	for i := range parts {
		parts[i].hits.List = b.intact(parts[i].hits.List)
	}
	hits.List = b.intact(hits.List[:min(len(hits.List), b.opt.Retrieve)])
	return hits, parts, nil
}

// figured is what a passage gains that holds a date or a number where one is asked for.
//
// Tried and dropped: persons, places and reasons too (no more is found, and looking for
// them takes as long as the search), and twice as much (less is found).
const figured = 0.03

// promote moves up the passages that hold a date or a number of the kind asked for.
func promote(m question.Meaning, hits []retrieval.Hit) {
	for i := range hits {
		if m.Figured(hits[i].Passage.Text) {
			hits[i].Score = min(hits[i].Score+figured, 1)
		}
	}
	slices.SortStableFunc(hits, func(x, y retrieval.Hit) int { return cmp.Compare(y.Score, x.Score) })
}

// gathered puts together what was found for a whole question and for each of its parts:
// the best of each, then the second.
func gathered(whole []retrieval.Hit, parts []inquiry, most int) []retrieval.Hit {
	lists := [][]retrieval.Hit{whole}
	for _, p := range parts {
		lists = append(lists, p.hits.List)
	}
	var out []retrieval.Hit
	taken := map[string]bool{}
	for rank := range most {
		for _, list := range lists {
			if rank < len(list) && !taken[list[rank].Passage.ID()] {
				taken[list[rank].Passage.ID()] = true
				out = append(out, list[rank])
			}
		}
	}
	return falling(out)
}

// falling makes scores fall in an order that is not theirs: none is above the one
// before.
func falling(hits []retrieval.Hit) []retrieval.Hit {
	for i := 1; i < len(hits); i++ {
		hits[i].Score = min(hits[i].Score, hits[i-1].Score)
	}
	return hits
}

// only narrows what is visible to some files; none narrow nothing.
func only(files []string, visible func(string) bool) func(string) bool {
	if len(files) == 0 {
		return visible
	}
	return func(file string) bool { return slices.Contains(files, file) && (visible == nil || visible(file)) }
}

func ids(hits []retrieval.Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Passage.ID())
	}
	return out
}

// filesOf names the files of hits, each once, in their order.
func filesOf(hits []retrieval.Hit) []string {
	var out []string
	for _, h := range hits {
		if !slices.Contains(out, h.Passage.File) {
			out = append(out, h.Passage.File)
		}
	}
	return out
}

// intact leaves out passages of files that changed or vanished since they were
// indexed: what can't be shown to stand there is not quoted.
func (b *Bot) intact(hits []retrieval.Hit) []retrieval.Hit {
	checked := map[string]bool{}
	var out []retrieval.Hit
	for _, h := range hits {
		ok, seen := checked[h.Passage.File]
		if !seen {
			ok = b.retriever.Intact(h.Passage.File)
			checked[h.Passage.File] = ok
		}
		if ok {
			out = append(out, h)
		}
	}
	return out
}
