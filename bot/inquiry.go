package bot

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"kotae/bot/question"
	"kotae/retrieval"
)

// An inquiry is one of several questions in a message, with what was found for it alone.
type inquiry struct {
	text  string
	hits  retrieval.Hits
	draft Draft
}

// quotable is how many sentences answer all parts of a question together, where none of
// them asks for a list.
const quotable = 3

// composeParts has the composer answer every part by itself: with a sentence each, and
// with what sentences remain the part that is least sure.
func (b *Bot) composeParts(ctx context.Context, q Question, parts []inquiry) error {
	allowed := cmp.Or(q.Sentences, quotable)
	q.History, q.Sentences = nil, max(allowed/len(parts), 1)
	for i := range parts {
		if err := b.composePart(ctx, q, &parts[i]); err != nil {
			return err
		}
	}
	if rest := allowed - q.Sentences*len(parts); rest > 0 {
		q.Sentences += rest
		return b.composePart(ctx, q, leastSure(parts))
	}
	return nil
}

func (b *Bot) composePart(ctx context.Context, q Question, p *inquiry) error {
	q.Text = p.text
	switch KindOf(p.text) {
	case List, Sources:
		q.Sentences = 0 // a list is quoted as it stands
	}
	hits := p.hits
	hits.List = hits.List[:min(len(hits.List), b.opt.Passages)]
	var err error
	p.draft, err = b.compose(ctx, q, hits)
	return err
}

// leastSure is the part with the least confidence, the first of equals.
func leastSure(parts []inquiry) *inquiry {
	least := &parts[0]
	for i := range parts {
		if parts[i].draft.confidence() < least.draft.confidence() {
			least = &parts[i]
		}
	}
	return least
}

// concludeParts makes an answer of the quotations for every part, each under the part
// that it is for. The answer is as sure as the least sure of them, and what is not
// answered says so.
func (b *Bot) concludeParts(a *Answer, parts []inquiry, hits retrieval.Hits) {
	say := phrases[a.Language]
	var p page
	shown := 0
	for i := range parts {
		d := &parts[i].draft
		d.Claims = supported(d.Claims)
		if b.near(*d) {
			shown++
		} else {
			d.Claims = nil
		}
	}
	least := leastSure(parts)
	a.Evidence, a.Confidence = least.draft.Evidence, least.draft.confidence()
	if shown == 0 {
		a.Status, a.Text = NotFound, notFound(a.Language, hits)
		return
	}
	a.Status = Answered
	for _, part := range parts {
		p.part(fmt.Sprintf(say.part, short(part.text)))
		switch {
		case len(part.draft.Claims) == 0:
			a.Status = Uncertain
			p.line(say.partNotFound)
			continue
		case part.draft.confidence() < b.opt.Thresholds.Answered:
			a.Status = Uncertain
			p.line(say.partUncertain)
			for _, c := range contradictions(a.Language, part.draft.Premises) {
				p.line(c)
			}
		}
		p.byFile = part.draft.ByFile
		for _, c := range part.draft.Claims {
			p.quote(c)
		}
	}
	a.Text, a.Citations = p.text.String(), p.citations
}

// short is a question as it is repeated: without its mark, and no longer than a line.
func short(text string) string {
	const longest = 40 // runes
	r := []rune(strings.TrimRight(strings.TrimSpace(text), "?？。.!！ "))
	if len(r) > longest {
		r = append(r[:longest], '…')
	}
	return escape(string(r))
}

// searchParts searches for every part of a question by itself, leaning on those before:
// モニターは借りられる after a question about 在宅勤務.
//
// Tried and dropped: leaning on those behind, too (the first part then quotes what the
// second is about), and choosing sentences by the words of the part alone (one answer
// in a hundred less).
func (b *Bot) searchParts(ctx context.Context, query retrieval.Query, m question.Meaning) ([]inquiry, error) {
	var out []inquiry
	for _, text := range m.Parts {
		meaning := question.Parse(text)
		query.Text, query.Content = text, meaning.Content
		hits, err := b.retriever.Search(ctx, query)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		out = append(out, inquiry{text: text, hits: hits})
		query.Context = strings.TrimSpace(query.Context + "\n" + meaning.Content)
	}
	return out, nil
}
