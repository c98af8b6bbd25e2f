package retrieval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kotae/retrieval/japanese"
	"kotae/retrieval/lexical"
)

// Weights balance the two rankings. The fused score is their weighted mean.
type Weights struct {
	Lexical float64 // of the share of the question that a passage matches, 0 to 1
	Dense   float64 // of the cosine
}

// A Query asks for passages.
type Query struct {
	Text string
	// Content is what of Text is to be searched for by words; empty means all of it.
	Content string
	// Context is what was said before: searched for too, with contextWeight.
	Context string
	// Sources are names by which the question says where to look: passages of the
	// documents that have such a name go before others.
	Sources []string
	// N is how many hits are wanted, at most.
	N int
	// Visible tells whether passages of a file may be found. Nil hides nothing.
	Visible func(file string) bool
}

// A Hit is a passage found.
type Hit struct {
	Passage *Passage // shared: not to be changed
	// Score is the fused score, in [0, 1] for all practical purposes: comparable
	// between passages, questions and corpora.
	Score float64
	// Coverage is the lexical score over what a perfect match would score, in [0, 1].
	Coverage float64
	// DenseRank and LexicalRank are the 1-based ranks in the two rankings, 0 for a
	// passage that was not among their first.
	DenseRank, LexicalRank int
}

// Hits are what a search found.
type Hits struct {
	// List is best first; equal scores in the order of files and passages.
	List []Hit
	// Terms are the distinct terms of the question, and of the other ways in which the
	// documents may write it.
	Terms []Term
	// Searched is how many passages the query could have found.
	Searched int
	// Degraded is why the search went by words alone; nil where it did not.
	Degraded error
}

// A Term is a word or a run of characters of a question.
type Term struct {
	Channel int // of japanese.Terms
	Text    string
	// Rarity is the inverse document frequency among all passages, above 0; less for
	// a term of the conversation before.
	Rarity float64
	// Clue is 0 for a term that stands for itself. Those with the same Clue say the
	// same thing, of which a text need hold one Way, the question's own being 0.
	Clue, Way int
	// Trust is what a Way counts beside the question's own, in (0, 1].
	Trust float64
}

// ErrNotReady says that nothing can be searched, because Refresh never succeeded.
var ErrNotReady = errors.New("the index is not loaded")

// A Retriever searches a store's documents. It is safe for concurrent use; a
// search sees the documents as of the last Refresh and never waits for one.
type Retriever struct {
	analyzer   *japanese.Analyzer
	embedder   Embedder
	store      Store
	weights    Weights
	view       *atomic.Pointer[view]
	glossaries []*GlossaryFile
	analysed   *sync.Map // japanese.Terms of the terms of glossaries
	ignored    []By      // see Without
}

// A view is a snapshot with the lexical index of the same passages.
type view struct {
	snapshot Snapshot
	lexical  *lexical.Index
	entries  map[string]Entry

	definitions definitions
}

// NewRetriever returns a retriever that finds nothing before its first Refresh.
//
// Beside the built-in glossary it goes by those of files, the first first.
func NewRetriever(a *japanese.Analyzer, e Embedder, s Store, w Weights, glossaries ...*GlossaryFile) *Retriever {
	return &Retriever{analyzer: a, embedder: e, store: s, weights: w, glossaries: glossaries, view: new(atomic.Pointer[view]), analysed: new(sync.Map)}
}

// Reweighted returns a retriever over the same documents, refreshed together with
// r, that balances the rankings otherwise.
func (r *Retriever) Reweighted(w Weights) *Retriever {
	other := *r
	other.weights = w
	return &other
}

// Without returns a retriever over the same documents, refreshed together with r, to
// which words of a passage are those of a question for none of these reasons.
func (r *Retriever) Without(reasons ...By) *Retriever {
	other := *r
	other.ignored = reasons
	return &other
}

func (r *Retriever) heeds(reason By) bool { return !slices.Contains(r.ignored, reason) }

// Refresh makes searches see what the store holds now.
func (r *Retriever) Refresh(ctx context.Context) error {
	// Entries first: of a document replaced meanwhile the entry is then the older one,
	// which makes its new passages unfit to be quoted rather than old ones fit.
	entries, err := r.store.Entries(ctx)
	if err != nil {
		return err
	}
	s, err := r.store.Snapshot(ctx)
	if err != nil {
		return err
	}
	v := &view{snapshot: s, entries: make(map[string]Entry, len(entries))}
	if old := r.view.Load(); old != nil && old.snapshot == s {
		v.lexical, v.definitions = old.lexical, old.definitions
	} else {
		if v.lexical, err = index(s.Passages()); err != nil {
			return err
		}
		v.definitions = define(s.Passages())
	}
	for _, e := range entries {
		v.entries[e.File] = e
	}
	r.view.Store(v)
	return nil
}

// index builds the lexical index of passages.
func index(passages []Passage) (*lexical.Index, error) {
	stored := make([][]byte, len(passages))
	unread := lexical.Encode(japanese.Terms{}, japanese.Terms{})
	for i := range passages {
		if stored[i] = passages[i].Terms; !lexical.Readable(stored[i]) {
			stored[i] = unread // of another version: found by its vector alone, until the next Sync
		}
	}
	x, err := lexical.Build(stored)
	if err != nil {
		return nil, fmt.Errorf("lexical index: %w", err)
	}
	return x, nil
}

// candidates is how many passages of each ranking are fused: enough that the
// first ten of the fusion do not change with more.
const candidates = 50

// Search finds the passages that bear on a question.
//
// Passages are ranked by the weighted mean of lexical coverage and cosine. Of a
// passage outside the first candidates of the dense ranking, the cosine is taken
// to be that of the last candidate, its upper bound.
func (r *Retriever) Search(ctx context.Context, q Query) (Hits, error) {
	v := r.view.Load()
	if v == nil {
		return Hits{}, ErrNotReady
	}
	passages := v.snapshot.Passages()
	visible, searched := visibility(passages, q.Visible)
	n := max(candidates, q.N)

	var near []Neighbour
	var degraded error
	if r.weights.Dense > 0 && searched > 0 {
		vector, err := r.embedder.EmbedQuery(ctx, strings.TrimSpace(q.Context+"\n"+q.Text))
		if err != nil {
			if degraded = fmt.Errorf("embed question: %w", err); r.weights.Lexical == 0 || ctx.Err() != nil {
				return Hits{}, degraded
			}
		}
		if near, err = v.snapshot.Nearest(ctx, vector, n, visible); err != nil {
			return Hits{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return Hits{}, err
	}
	asked := r.read(v, q)
	scores := v.lexical.Score(asked.rest)
	defer scores.Close()
	for i := range asked.clues {
		c := &asked.clues[i]
		scores.AddAny(c.lexicalWays(), c.weight)
	}
	scores.Add(asked.said, contextWeight)
	var matches []lexical.Match
	if r.weights.Lexical > 0 {
		matches = scores.Top(n, visible)
	}
	named := r.named(v, q.Sources)
	if len(named) > 0 && r.weights.Lexical > 0 {
		matches = alsoOf(matches, scores.Top(n, func(i int) bool { return named[passages[i].File] && (visible == nil || visible(i)) }))
	}

	out := Hits{Searched: searched, Degraded: degraded, Terms: v.terms(asked)}
	out.List = r.weights.fuse(passages, near, matches, scores, named)
	out.List = out.List[:min(len(out.List), max(q.N, 0))]
	return out, nil
}

// fuse makes one ranking of two.
func (w Weights) fuse(passages []Passage, near []Neighbour, matches []lexical.Match, scores *lexical.Scores, named map[string]bool) []Hit {
	// Of what is not near enough to be listed the last that is has the upper bound.
	floor := 0.0
	if len(near) > 0 {
		floor = max(near[len(near)-1].Cosine, 0)
	}
	found := map[int]*Hit{}
	cosines := map[int]float64{}
	hit := func(number int) *Hit {
		if found[number] == nil {
			found[number] = &Hit{Passage: &passages[number]}
			cosines[number] = floor
		}
		return found[number]
	}
	for i, m := range near {
		hit(m.Number).DenseRank = i + 1
		cosines[m.Number] = max(m.Cosine, 0)
	}
	for i, m := range matches {
		hit(m.Number).LexicalRank = i + 1
	}
	numbers := slices.Collect(maps.Keys(found))
	for number, h := range found {
		if scores.Attainable > 0 {
			h.Coverage = min(scores.Of(number)/scores.Attainable, 1)
		}
		h.Score = (w.Lexical*h.Coverage + w.Dense*cosines[number]) / (w.Lexical + w.Dense)
		if named[h.Passage.File] {
			h.Score = min(h.Score+preference, 1)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int {
		return cmp.Or(cmp.Compare(found[b].Score, found[a].Score), cmp.Compare(a, b))
	})
	out := make([]Hit, len(numbers))
	for i, number := range numbers {
		out[i] = *found[number]
	}
	return out
}

// contextWeight is what a term of the conversation counts beside one of the
// question: measured on follow-ups, a half finds most.
const contextWeight = 0.5

// without leaves out the terms that others holds.
func without(terms, others japanese.Terms) japanese.Terms {
	for c := range terms {
		terms[c] = slices.DeleteFunc(terms[c], func(t string) bool { return slices.Contains(others[c], t) })
	}
	return terms
}

// terms lists the distinct terms of a question and of the other ways to write it,
// weighted by their rarity.
func (v *view) terms(a asked) []Term {
	var out []Term
	add := func(terms japanese.Terms, weight float64, of Term) {
		seen := map[Term]bool{}
		for c, list := range terms {
			for _, t := range list {
				of.Channel, of.Text, of.Rarity = c, t, weight*v.lexical.Rarity(c, t)
				if !seen[of] {
					seen[of] = true
					out = append(out, of)
				}
			}
		}
	}
	add(a.rest, 1, Term{})
	typed := map[string]bool{}
	for i, c := range a.clues {
		if typed[c.text] {
			continue // said twice
		}
		typed[c.text] = true
		for j, w := range c.ways {
			add(w.terms, c.weight, Term{Clue: i + 1, Way: j, Trust: trust[w.by]})
		}
	}
	add(a.said, contextWeight, Term{})
	return out
}

// visibility turns a rule about files into one about passage numbers, and counts
// the visible passages. It returns nil where nothing is hidden.
func visibility(passages []Passage, rule func(file string) bool) (func(int) bool, int) {
	if rule == nil {
		return nil, len(passages)
	}
	allowed := make([]bool, len(passages))
	count, file, ok := 0, "", false
	for i := range passages {
		if i == 0 || passages[i].File != file {
			file = passages[i].File
			ok = rule(file)
		}
		if allowed[i] = ok; ok {
			count++
		}
	}
	return func(number int) bool { return allowed[number] }, count
}

// Documents lists the entries that have passages, in no order.
func (r *Retriever) Documents() []Entry {
	var out []Entry
	if v := r.view.Load(); v != nil {
		for _, e := range v.entries {
			if e.Reason == "" {
				out = append(out, e)
			}
		}
	}
	return out
}

// Modified returns when a file was last changed; zero for an unknown file.
func (r *Retriever) Modified(file string) time.Time {
	if v := r.view.Load(); v != nil {
		return v.entries[file].Modified
	}
	return time.Time{}
}

// Intact reports whether a file is still there and holds the bytes that its
// passages were made from.
func (r *Retriever) Intact(file string) bool {
	v := r.view.Load()
	if v == nil {
		return false
	}
	e, ok := v.entries[file]
	return ok && e.intact()
}
