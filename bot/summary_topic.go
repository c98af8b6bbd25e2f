package bot

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"kotae/retrieval"
)

const (
	searched = 12   // passages that a topic is searched for in
	bearing  = 0.65 // of the best score: what bears on the topic too
	most     = 8    // passages that a topic is summed up from
)

// about finds what bears on a topic, in some files or in all.
func (b *Bot) about(ctx context.Context, q Question, files []string, topic string, m meaning) (meaning, error) {
	whole := single.MatchString(topic)
	topic = strings.TrimSpace(single.ReplaceAllString(topic, ""))
	asked := q
	asked.Text = topic
	r := b.rewrite(ctx, asked, false)
	query := retrieval.Query{Text: cmp.Or(r.Search, topic), N: searched, Visible: only(files, q.Visible)}
	if len(files) == 0 {
		query.Context = r.Context
	}
	hits, err := b.retriever.Search(ctx, query)
	if err != nil {
		return m, err
	}
	m.part, m.name, m.all = nil, topic, len(files) == 0
	hits.List = b.intact(hits.List)
	m.found = hits
	if len(hits.List) == 0 || len(files) == 0 && (hits.List[0].Coverage < b.least(topic) || !b.isSpokenOf(topic, q.Visible, hits)) {
		if len(files) > 0 {
			for _, f := range files {
				m.part = append(m.part, b.partOf(f))
			}
		} else {
			m.closest = b.nearest(hits.List)
			m.near = m.closest != nil
		}
		return m, nil
	}
	m.topic, m.terms, m.confidence = topic, hits.Terms, hits.List[0].Coverage
	if len(files) > 0 { // the document is certain; that it speaks of the topic is not needed
		m.confidence = 1
	}
	if whole {
		m.article(b, hits.List)
		return m, nil
	}
	for i, h := range hits.List[:min(len(hits.List), most)] {
		if i > 0 && h.Score < bearing*hits.List[0].Score {
			break
		}
		m.add(h, len(b.opt.Library.Passages(h.Passage.File)))
	}
	m.surround(b)
	m.order()
	return m, nil
}

// nearing is the least share of a topic that a document covers which is named where
// none speaks of it.
const nearing = 0.3

// nearest are the documents that come closest to a topic, nil for none.
func (b *Bot) nearest(hits []retrieval.Hit) []retrieval.Entry {
	entries := map[string]retrieval.Entry{}
	for _, e := range b.opt.Library.Documents() {
		entries[e.File] = e
	}
	var out []retrieval.Entry
	for _, file := range filesOf(slices.DeleteFunc(slices.Clone(hits), func(h retrieval.Hit) bool { return h.Coverage < nearing })) {
		if len(out) < closest {
			out = append(out, entries[file])
		}
	}
	return out
}

// enough is how many passages a topic is summed up from at least, where its document
// has as many about the best of them.
const enough = 3

// surround adds the neighbours of the best passage, from its article, where few were
// found.
func (m *meaning) surround(b *Bot) {
	best := m.found.List[0]
	all := b.opt.Library.Passages(best.Passage.File)
	have := map[int]bool{}
	for _, h := range m.hits() {
		if h.Passage.File == best.Passage.File {
			have[h.Passage.Ordinal] = true
		}
	}
	for _, step := range []int{1, -1, 2, -2} {
		at := best.Passage.Ordinal + step
		if len(m.hits()) >= enough || at < 0 || at >= len(all) || have[at] || all[at].Title != best.Passage.Title {
			continue
		}
		m.add(retrieval.Hit{Passage: all[at], Score: best.Score / 2}, len(all))
	}
}

// least is the share of a topic that a passage must cover to be about it: more where
// the topic sounds like the name of a document, which is then another one.
func (b *Bot) least(topic string) float64 {
	switch {
	case fileForm.MatchString(topic):
		return 2 // than all of it
	case namely.MatchString(topic):
		return 3 * b.opt.Thresholds.Shown
	}
	return b.opt.Thresholds.Shown
}

var (
	fileForm = regexp.MustCompile(`\.[a-z]{2,5}$`)
	namely   = regexp.MustCompile(`(?:規程|規則|規定|議事録|マニュアル|手順書?|要領|基準|ガイド|ハンドブック|方針|ポリシー|チェックリスト|価格表|リリースノート)$|\b(?:policy|guide|handbook|manual|minutes|procedure|checklist|notes|list)$`)
)

// article takes the whole of the article that bears on a topic most.
func (m *meaning) article(b *Bot, hits []retrieval.Hit) {
	type place struct{ file, title string }
	sums, counts := map[place]float64{}, map[place]int{}
	var best place
	for _, h := range hits {
		at := place{h.Passage.File, h.Passage.Title}
		if counts[at]++; counts[at] <= 4 {
			sums[at] += h.Score
		}
		if sums[at] > sums[best] {
			best = at
		}
	}
	p := b.partOf(best.file)
	p.hits = slices.DeleteFunc(p.hits, func(h retrieval.Hit) bool { return h.Passage.Title != best.title })
	p.title, p.of = best.title, len(p.hits)
	m.part = []part{p}
	m.topic, m.terms, m.all = "", nil, false
}
