package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kotae/bot/wish"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// A Wish is what somebody wishes a summary of, and how it is to be.
type Wish = wish.Wish

// A Library knows documents whole.
type Library interface {
	// Documents lists the documents, in no order.
	Documents() []retrieval.Entry
	// Passages returns all passages of a document in its order.
	Passages(file string) []*retrieval.Passage
	// Mentions returns every sentence in which a name stands, in whichever spelling, by
	// file and place. A nil visible hides nothing.
	Mentions(name string, visible func(file string) bool) []retrieval.Mention
}

// A Summariser chooses what is to be said of passages.
type Summariser interface {
	// Summarise returns claims in reading order. No claims is a summary of nothing.
	Summarise(ctx context.Context, s Scope) (Draft, error)
}

// A Scope is what a summary is made of, and how long it is to be.
type Scope struct {
	// Hits are the passages, each document's together and in its order.
	Hits []retrieval.Hit
	// Within tells which headings of them count; nil for all.
	Within func(file, heading string) bool
	// Topic is what matters most of what they say; empty for all alike.
	Topic string
	Terms []retrieval.Term // of Topic
	// Lines, Chars and Words are the wished length; at most one is not 0. With none
	// the passages decide, and Fuller makes it more.
	Lines, Chars, Words int
	Fuller              bool
	// Talk is true of a conversation: claims come in groups then, Claim.Group.
	Talk bool
}

// onTopic is the least coverage of a topic with which its summary is asserted.
const onTopic = 0.3

// A Choice is one of several things that a message may mean.
type Choice struct {
	Label string `json:"label"` // for people
	Ask   string `json:"ask"`   // the message that means it
}

// wish reads what a question wishes for, if it wishes for a summary.
func (b *Bot) wish(q Question) (Wish, bool) {
	if b.opt.Library == nil || b.opt.Summariser == nil {
		return Wish{}, false
	}
	if q.Wish != nil {
		return *q.Wish, true
	}
	w, ok := wish.Parse(q.Text)
	if ok && w.Faint && w.Pointer == wish.Nowhere && w.Subject != "" {
		_, sure := newCatalogue(b.shown(q)).find(w.Subject)
		ok = sure >= pieced
	}
	return w, ok
}

// wisherLanguage is the language of who wishes for a summary: that of the question, but for
// the name in it.
func wisherLanguage(q Question, w Wish) Language {
	text := japanese.Fold(q.Text)
	words := strings.TrimSpace(strings.Replace(text, w.Subject, " ", 1))
	if q.Wish == nil && w.Subject != "" && text[0] < utf8.RuneSelf && strings.Contains(words, " ") && LanguageOf(words) == English {
		return English // summarize 在宅勤務規程 in 3 lines
	}
	if q.Wish == nil && strings.HasPrefix(text, "summari") && LanguageOf(words) == English {
		return English
	}
	return LanguageOf(q.Text)
}

// resaid is a question that only wants what was said before in fewer or more words, as
// the question that was put before. Without any it is what it was.
func (b *Bot) resaid(q Question) Question {
	again, ok := b.wish(q)
	if !ok || q.Wish != nil || !again.Shorter && !again.Longer {
		return q
	}
	lines := 0
	for i, t := range slices.Backward(q.History) {
		if !t.Asker {
			if lines == 0 {
				lines = strings.Count("\n"+t.Text, "\n- ")
			}
			continue
		}
		before := q
		before.Text, before.History = t.Text, q.History[:i]
		w, summed := b.wish(before)
		switch {
		case summed && (w.Shorter || w.Longer):
			continue
		case summed && again.Shorter:
			w.Lines, w.Chars, w.Words, w.Fuller = max(lines/2, 1), 0, 0, false
			before.Wish = &w
		case summed:
			w.Lines, w.Chars, w.Words = lines+max(lines/2, 1), 0, 0
			before.Wish = &w
		case again.Shorter:
			before.Sentences = 1
		default:
			before.Sentences = 5
		}
		return before
	}
	return q
}

// summarize fills in a summary.
func (b *Bot) summarize(ctx context.Context, q Question, w Wish, a *Answer, show func(string)) error {
	start := time.Now()
	a.Trace.Rewrite = Rewrite{Question: q.Text}
	a.Language = wisherLanguage(q, w)
	if w.Language == string(Japanese) || w.Language == string(English) {
		a.Language = Language(w.Language)
	}
	m, err := b.mean(ctx, q, w)
	if err != nil {
		return err
	}
	if m.name != "" && len(m.part) == 0 && m.closest == nil {
		m.closest = newCatalogue(b.shown(q)).closest(m.name, closest)
	}
	b.present(&m)
	a.Timings.Retrieve = milliseconds(start)
	a.Retrieved = m.retrieved(b.opt.Retrieve)
	if len(m.part) == 0 {
		if a.Status, a.Choices = NotFound, m.choices; a.Choices == nil && m.gone == "" {
			a.Choices = choicesOf(m.closest, w, wisherLanguage(q, w))
		}
		a.Text = m.question(a.Language, w)
		return nil
	}
	generate := time.Now()
	defer func() { a.Timings.Generate = milliseconds(generate) }()
	s := Scope{
		Hits: m.hits(), Within: m.within, Topic: m.topic, Terms: m.terms,
		Lines: w.Lines, Chars: w.Chars, Words: w.Words, Fuller: w.Fuller, Talk: m.talk(),
	}
	draft, err := b.summarise(ctx, s)
	if err != nil {
		return err
	}
	claims := supported(draft.Claims)
	if q.Wish != nil && w.Language == "" && len(claims) > 0 {
		a.Language = languageOf(claims)
	}
	if len(claims) == 0 {
		a.Status, a.Text = NotFound, fmt.Sprintf(sayings[a.Language].empty, escape(m.names()))
		return nil
	}
	a.Confidence = m.confidence
	a.Status = Answered
	if a.Confidence < onTopic {
		a.Status = Uncertain
	}
	a.Trace.Read = ids(s.Hits)
	p := sheet{form: w.Form, language: a.Language}
	for _, c := range claims {
		p.add(c)
	}
	a.Text, a.Citations = p.text(), p.page.citations
	if a.Status == Uncertain {
		a.Text = sayings[a.Language].uncertain + "\n\n" + a.Text
	}
	remarks := b.remarks(a.Language, w, languageOf(claims))
	shown := false
	if b.opt.SummaryWriter != nil {
		remarks, shown = b.rewritten(ctx, q, w, a, &m, remarks, show)
	}
	under := "\n\n" + lines(append(remarks, m.coverage(a.Language, a.Citations)))
	if a.Text += under; shown {
		show(under)
	}
	return ctx.Err()
}

// rewritten puts a model's summary in the place of the quotations, and returns what is
// to be said under it. If there is none, the quotations stay, and a line says why.
func (b *Bot) rewritten(ctx context.Context, q Question, w Wish, a *Answer, m *meaning, remarks []string, show func(string)) (under []string, ok bool) {
	say := phrases[a.Language]
	affordable, err := b.affordable(ctx)
	a.Trace.Problem = errors.Join(a.Trace.Problem, err)
	if !affordable {
		return append([]string{say.overBudget}, remarks...), false
	}
	if q.Found != nil {
		q.Found(filesOf(m.hits()))
	}
	out := b.writeSummary(ctx, q, w, a, m, show)
	a.Trace.Problem = errors.Join(a.Trace.Problem, out.problem)
	switch {
	case out.text != "":
	case out.problem != nil:
		return append([]string{say.noModel}, remarks...), false
	default:
		return append([]string{say.unproven}, remarks...), false
	}
	a.Status, a.Text, a.Citations = Answered, out.text, out.citations
	m.leave(out.read)
	remarks = nil
	if out.problem != nil {
		remarks = append(remarks, say.cutShort)
	}
	if out.dropped > 0 {
		remarks = append(remarks, fmt.Sprintf(say.leftOut, out.dropped))
	}
	return remarks, true
}

// languageOf is the language that claims are in, most of them.
func languageOf(claims []Claim) Language {
	japanese := 0
	for _, c := range claims {
		if LanguageOf(c.Text) == Japanese {
			japanese++
		}
	}
	if 2*japanese >= len(claims) {
		return Japanese
	}
	return English
}

// summarise has the summariser choose from what passages say to people, as compose
// has the composer.
func (b *Bot) summarise(ctx context.Context, s Scope) (Draft, error) {
	hits, restore := readable(s.Hits)
	s.Hits = hits
	d, err := b.opt.Summariser.Summarise(ctx, s)
	if err != nil {
		return d, fmt.Errorf("summarise: %w", err)
	}
	return restore(d), nil
}

// present leaves out of what is to be summed up the files that are gone, or are not
// what was indexed.
func (b *Bot) present(m *meaning) {
	var out []part
	for _, p := range m.part {
		if b.retriever.Intact(p.file) {
			out = append(out, p)
		} else {
			m.gone, m.name = p.title, p.title
		}
	}
	m.part = out
}

// beside is a bot that answers from what lies on a desk as well.
func (b *Bot) beside(d *retrieval.Desk) *Bot {
	with := *b
	with.retriever = desked{b.retriever, d}
	if b.opt.Library != nil {
		with.opt.Library = shelves{b.opt.Library, d}
	}
	return &with
}

// seen shows what lies on a desk beside what a rule shows.
func seen(rule func(file string) bool, d *retrieval.Desk) func(file string) bool {
	if rule == nil {
		return nil
	}
	return func(file string) bool { return d.Holds(file) || rule(file) }
}

// desked searches a desk and everything else.
type desked struct {
	Retriever
	desk *retrieval.Desk
}

// Search implements Retriever. Of equal hits those on the desk come first.
func (r desked) Search(ctx context.Context, q retrieval.Query) (retrieval.Hits, error) {
	on, err := r.desk.Search(ctx, q)
	if err != nil {
		return on, err
	}
	off, err := r.Retriever.Search(ctx, q)
	if err != nil {
		return off, err
	}
	off.List = append(on.List, off.List...)
	off.Searched += on.Searched
	for _, t := range on.Terms {
		if !slices.ContainsFunc(off.Terms, func(o retrieval.Term) bool { return o.Channel == t.Channel && o.Text == t.Text }) {
			off.Terms = append(off.Terms, t)
		}
	}
	slices.SortStableFunc(off.List, func(x, y retrieval.Hit) int { return cmp.Compare(y.Score, x.Score) })
	off.List = off.List[:min(len(off.List), q.N)]
	return off, nil
}

// Intact implements Retriever.
func (r desked) Intact(file string) bool { return r.desk.Holds(file) || r.Retriever.Intact(file) }

// Modified implements Retriever.
func (r desked) Modified(file string) time.Time {
	if r.desk.Holds(file) {
		return r.desk.Modified(file)
	}
	return r.Retriever.Modified(file)
}

// shelves are a desk and a library.
type shelves struct {
	Library
	desk *retrieval.Desk
}

// Documents implements Library.
func (s shelves) Documents() []retrieval.Entry {
	return append(append([]retrieval.Entry{}, s.desk.Documents()...), s.Library.Documents()...)
}

// Passages implements Library.
func (s shelves) Passages(file string) []*retrieval.Passage {
	if s.desk.Holds(file) {
		return s.desk.Passages(file)
	}
	return s.Library.Passages(file)
}

// Mentions implements Library.
func (s shelves) Mentions(name string, visible func(file string) bool) []retrieval.Mention {
	return append(s.desk.Mentions(name, visible), s.Library.Mentions(name, visible)...)
}
