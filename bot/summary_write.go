package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"kotae/bot/wish"
	"kotae/retrieval"
)

// A SummaryWriter sums up in its own words: a language model.
type SummaryWriter interface {
	// Summarize hands over the summary as Writer.Write does an answer.
	Summarize(ctx context.Context, b SummaryBrief, yield func(piece string) error) (Usage, error)
	// Room returns how many of the sources, from the first on, one call has room for.
	Room(b SummaryBrief) int
}

// A SummaryBrief is what a writer of summaries is told.
type SummaryBrief struct {
	Title    string // of what is summed up
	Topic    string // that it is to keep to; empty for all
	Language string // to write in, by its ISO 639 code
	Length   string // in English: "3 list items"
	// Prose asks for a paragraph rather than a list.
	Prose, Plain, Newcomers bool
	// Notes asks for notes on a part of a document, Talk for what a conversation came to.
	Notes, Talk bool
	Sources     []Source // in the document's order
}

const (
	// maxParts is how many parts of a document a model reads at most, each by a call,
	// and inFlight how many of these are under way at once.
	maxParts, inFlight = 24, 3
	// partNotes is how many notes are taken of a part, at most.
	partNotes = 8
)

// A written summary is what a model made of passages.
type written struct {
	text      string // empty where nothing could be shown
	citations []Citation
	read      map[*retrieval.Passage]bool
	problem   error
	declined  bool
	dropped   int // sentences left out
}

// writeSummary lets the model sum up. Long documents are read part by part, each part
// by itself, and the notes on all of them are summed up once more.
func (b *Bot) writeSummary(ctx context.Context, q Question, w Wish, a *Answer, m *meaning, show func(string)) written {
	hits := m.hits()
	brief := m.brief(a.Language, w)
	out := written{read: map[*retrieval.Passage]bool{}}
	shown := prefixed("**"+escape(m.names())+"**\n\n", show)
	var final *writing
	if brief.Sources = b.sources(sameIDs(hits), hits, hits); b.opt.SummaryWriter.Room(brief) >= len(hits) {
		out.mark(hits)
		final = b.newWriting(hits, shown)
		brief.Sources = b.sources(final.ids, hits, hits)
	} else {
		notes := b.notes(ctx, q, brief, b.parts(ctx, brief, hits), a, &out)
		if len(notes) == 0 || ctx.Err() != nil {
			return out
		}
		asPassages, originals := noteHits(notes)
		final = b.newWriting(asPassages, shown)
		for i, id := range final.ids {
			final.sources[id] = originals[i]
		}
		brief.Sources = b.sources(final.ids, asPassages, originals)
		brief.Sources = thinned(brief.Sources, b.opt.SummaryWriter.Room(brief))
	}
	final.language = writtenIn(brief.Language)
	err := final.run(ctx, summing{b.opt.SummaryWriter, brief}, Brief{})
	a.Usage.add(final.usage)
	a.Unsupported = append(a.Unsupported, final.unsupported...)
	a.Trace.Verdicts = append(a.Trace.Verdicts, final.verdicts...)
	out.problem, out.declined, out.dropped = errors.Join(out.problem, err), final.declined, len(final.unsupported)
	if out.citations = final.page.citations; len(out.citations) > 0 {
		out.text = "**" + escape(m.names()) + "**\n\n" + final.page.text.String()
	}
	return out
}

func (o *written) mark(hits []retrieval.Hit) {
	for _, h := range hits {
		o.read[h.Passage] = true
	}
}

// prefixed shows a text before the first piece.
func prefixed(text string, show func(string)) func(string) {
	return func(piece string) {
		show(text + piece)
		text = ""
	}
}

// writtenIn is the language that sentences are held to; empty for one that Kotae can't
// tell.
func writtenIn(code string) Language {
	if l := Language(code); l == Japanese || l == English {
		return l
	}
	return ""
}

// brief is what the writer is told of a meaning, but for the sources.
func (m *meaning) brief(l Language, w Wish) SummaryBrief {
	b := SummaryBrief{
		Title: m.names(), Topic: m.topic, Language: cmp.Or(w.Language, string(l)),
		Prose: w.Form == wish.Paragraph, Plain: w.Plain, Newcomers: w.Newcomers, Talk: m.talk(),
	}
	unit := "list items"
	if b.Prose {
		unit = "sentences"
	}
	switch {
	case w.Lines > 0:
		b.Length = fmt.Sprintf("%d %s", w.Lines, unit)
	case w.Chars > 0:
		b.Length = fmt.Sprintf("about %d characters in all", w.Chars)
	case w.Words > 0:
		b.Length = fmt.Sprintf("about %d words in all", w.Words)
	case w.Fuller:
		b.Length = "8 to 15 " + unit
	default:
		b.Length = "3 to 7 " + unit
	}
	return b
}

// sameIDs stand for those of hits where only their length counts.
func sameIDs(hits []retrieval.Hit) []string { return slices.Repeat([]string{"k7q2"}, len(hits)) }

// sources puts hits before the writer under their IDs; dates are those of originals.
func (b *Bot) sources(ids []string, hits, originals []retrieval.Hit) []Source {
	var out []Source
	for i, h := range hits {
		out = append(out, Source{ID: ids[i], Hit: h, Modified: b.retriever.Modified(originals[i].Passage.File)})
	}
	return out
}

// parts cuts passages into runs that a call has room for, at most maxParts of them:
// where there would be more, the passages that say most are read.
func (b *Bot) parts(ctx context.Context, brief SummaryBrief, hits []retrieval.Hit) [][]retrieval.Hit {
	brief.Notes = true
	cut := func(hits []retrieval.Hit) [][]retrieval.Hit {
		var out [][]retrieval.Hit
		for len(hits) > 0 {
			brief.Sources = b.sources(sameIDs(hits), hits, hits)
			n := max(b.opt.SummaryWriter.Room(brief), 1)
			out = append(out, hits[:n])
			hits = hits[n:]
		}
		return out
	}
	parts := cut(hits)
	if len(parts) <= maxParts {
		return parts
	}
	d, err := b.summarise(ctx, Scope{Hits: hits, Lines: len(hits) * maxParts / len(parts)})
	if err != nil {
		return parts[:maxParts]
	}
	telling := map[*retrieval.Passage]bool{}
	for _, c := range d.Claims {
		telling[c.Quotes[0].Hit.Passage] = true
	}
	var chosen []retrieval.Hit
	for _, h := range hits {
		if telling[h.Passage] {
			chosen = append(chosen, h)
		}
	}
	parts = cut(chosen)
	return parts[:min(len(parts), maxParts)]
}

// notes has the model take notes on parts, several at a time, and returns those that
// are borne out, in the document's order.
func (b *Bot) notes(ctx context.Context, q Question, brief SummaryBrief, parts [][]retrieval.Hit, a *Answer, out *written) []Claim {
	brief.Notes, brief.Prose, brief.Length = true, false, fmt.Sprintf("at most %d items", partNotes)
	taken := make([][]Claim, len(parts))
	var mu sync.Mutex // guards a, out and done
	done := 0
	slots := make(chan struct{}, inFlight)
	var wg sync.WaitGroup
	for i, hits := range parts {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			w := b.newWriting(hits, func(string) {})
			w.language = writtenIn(brief.Language)
			one := brief
			one.Sources = b.sources(w.ids, hits, hits)
			err := w.run(ctx, summing{b.opt.SummaryWriter, one}, Brief{})
			mu.Lock()
			defer mu.Unlock()
			taken[i] = w.claims
			a.Usage.add(w.usage)
			a.Trace.Verdicts = append(a.Trace.Verdicts, w.verdicts...)
			out.problem = errors.Join(out.problem, err)
			if err == nil || len(w.claims) > 0 {
				out.mark(hits)
			}
			if done++; q.Progress != nil {
				q.Progress(done, len(parts))
			}
		})
	}
	wg.Wait()
	var all []Claim
	for _, claims := range taken {
		all = append(all, claims...)
	}
	return all
}

// noteHits are notes as passages, and the passages that each of them stands on.
func noteHits(notes []Claim) (shown, originals []retrieval.Hit) {
	for _, n := range notes {
		h := n.Quotes[0].Hit
		p := *h.Passage
		p.Text = n.Text
		shown = append(shown, retrieval.Hit{Passage: &p, Score: h.Score})
		originals = append(originals, h)
	}
	return shown, originals
}

// thinned leaves n sources, evenly, where there are more.
func thinned(sources []Source, n int) []Source {
	if n >= len(sources) || n < 1 {
		return sources
	}
	var out []Source
	for i := range n {
		out = append(out, sources[i*len(sources)/n])
	}
	return out
}

// summing is a Writer that sums up.
type summing struct {
	writer SummaryWriter
	brief  SummaryBrief
}

// Write implements Writer. The brief is its own.
func (s summing) Write(ctx context.Context, _ Brief, yield func(piece string) error) (Usage, error) {
	return s.writer.Summarize(ctx, s.brief, yield)
}

// lines joins what stands under a summary.
func lines(list []string) string { return strings.Join(list, "\n\n") }
