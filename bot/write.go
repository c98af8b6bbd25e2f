package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kotae/bot/guard"
	"kotae/bot/marker"
	"kotae/prompts"
	"kotae/retrieval"
)

// A writing is an answer in a model's words, verified sentence by sentence.
type writing struct {
	guard       *guard.Guard
	language    Language
	ids         []string                 // of the hits, in their order
	sources     map[string]retrieval.Hit // by ID
	show        func(text string)
	page        page
	unsupported []string
	verdicts    []SentenceVerdict
	usage       Usage
	pending     []marker.Sentence // without a mark, waiting for the next that has one
	dropped     int               // line ends of sentences that are not shown
	declined    bool              // the model said that the passages do not answer
	claims      []Claim           // that were shown
}

// A SentenceVerdict says what became of one sentence of a model.
type SentenceVerdict struct {
	Text     string
	Cited    []string // files
	Shown    bool
	Findings []guard.Finding
}

// write lets the model answer from the passages. If nothing of what it writes can
// be shown, the answer stays as it is but for a line that says why.
func (b *Bot) write(ctx context.Context, a *Answer, hits []retrieval.Hit, show func(string)) {
	say := phrases[a.Language]
	hits = together(hits)
	w := b.newWriting(hits, show)
	brief := b.brief(a, w, hits)
	if f, ok := b.opt.Writer.(fitter); ok {
		a.Trace.Read = ids(hits[:f.Fits(brief)])
	}
	err := w.run(ctx, b.opt.Writer, brief)
	a.Usage.add(w.usage)
	a.Unsupported = append(a.Unsupported, w.unsupported...)
	a.Trace.Verdicts, a.Trace.Problem = w.verdicts, errors.Join(a.Trace.Problem, err)
	if ctx.Err() != nil {
		return
	}
	if len(w.page.citations) == 0 {
		switch {
		case err != nil:
			a.note(say.noModel)
		case w.declined && a.Status == Answered:
			a.Status, a.Text = Uncertain, say.uncertain+"\n\n"+a.Text
		case !w.declined:
			a.note(say.unproven)
		}
		return
	}
	if err != nil {
		show("\n\n" + say.cutShort)
		w.page.text.WriteString("\n\n" + say.cutShort)
	}
	a.Text, a.Citations = w.page.text.String(), w.page.citations
	a.Status = Answered
	if shown := len(w.verdicts) - len(w.unsupported); shown < len(w.unsupported) {
		a.Status = Uncertain
		line := "\n\n" + fmt.Sprintf(say.leftOut, len(w.unsupported))
		show(line)
		a.Text += line
	}
}

// A fitter is a writer that knows how many of a brief's sources it has room for.
type fitter interface{ Fits(b Brief) int }

// note says under a quotation why it is one. A refusal is the same with a model.
func (a *Answer) note(line string) {
	if a.Status != NotFound {
		a.Text += "\n\n" + line
	}
}

func (u *Usage) add(v Usage) {
	u.PromptTokens += v.PromptTokens
	u.CompletionTokens += v.CompletionTokens
}

// together puts passages that follow one another in their document side by side, in
// its order, where the better of them stands: a model reads on where people would.
func together(hits []retrieval.Hit) []retrieval.Hit {
	var out []retrieval.Hit
	taken := make([]bool, len(hits))
	find := func(file string, ordinal int) int {
		return slices.IndexFunc(hits, func(h retrieval.Hit) bool { return h.Passage.File == file && h.Passage.Ordinal == ordinal })
	}
	for i, h := range hits {
		if taken[i] {
			continue
		}
		first := h.Passage.Ordinal
		for find(h.Passage.File, first-1) >= 0 {
			first--
		}
		for at := find(h.Passage.File, first); at >= 0; at = find(h.Passage.File, first) {
			taken[at] = true
			out = append(out, hits[at])
			first++
		}
	}
	return out
}

func (b *Bot) newWriting(hits []retrieval.Hit, show func(string)) *writing {
	w := &writing{guard: b.opt.Guard, sources: map[string]retrieval.Hit{}, show: show}
	for _, h := range hits {
		id := newID(w.sources, hits)
		w.sources[id] = h
		w.ids = append(w.ids, id)
	}
	return w
}

// brief tells the writer what to do.
func (b *Bot) brief(a *Answer, w *writing, hits []retrieval.Hit) Brief {
	question := a.Trace.Rewrite.Question
	if c := a.Trace.Rewrite.Context; c != "" {
		question = c + "\n" + question
	}
	brief := Brief{Question: question, Language: a.Language}
	w.language = a.Language
	for i, h := range hits {
		brief.Sources = append(brief.Sources, Source{ID: w.ids[i], Hit: h, Modified: b.retriever.Modified(h.Passage.File)})
	}
	return brief
}

// run lets the model write. What was verified before an error stays.
func (w *writing) run(ctx context.Context, writer Writer, brief Brief) error {
	parser := marker.NewParser(func(id string) bool { _, ok := w.sources[id]; return ok })
	length := 0
	var err error
	w.usage, err = writer.Write(ctx, brief, func(piece string) error {
		if length += len(piece); length > maxAnswer {
			return errTooMuch
		}
		w.take(parser.Write(piece))
		return nil
	})
	switch {
	case err == nil:
		w.take(parser.Close())
	default:
		w.take(parser.Abort())
	}
	if errors.Is(err, errTooMuch) {
		err = &ModelError{Problem: CutShort, Detail: errTooMuch.Error(), Err: err}
	}
	w.settle(nil)
	return err
}

// maxAnswer is how much of a model's answer is read, in bytes: some 6,000 kana.
// A model that writes more than that has lost its way.
const maxAnswer = 20_000

var errTooMuch = errors.New("the answer is too long")

// take verifies sentences as they come. Those without a mark wait for the next
// cited one of their paragraph: models cite once at its end.
func (w *writing) take(sentences []marker.Sentence) {
	for _, s := range sentences {
		if strings.Trim(s.Text, " *_`\".。「」") == prompts.NoAnswer {
			w.declined = true
			continue
		}
		if s.Code && strings.HasPrefix(strings.TrimSpace(s.Text), "```") {
			w.dropped += s.Breaks
			continue
		}
		if len(w.pending) > 0 && s.Breaks > 1 {
			w.settle(nil)
		}
		if len(s.IDs) == 0 {
			w.pending = append(w.pending, s)
			continue
		}
		w.settle(s.IDs)
		w.verify(s, s.IDs)
	}
}

// settle verifies the sentences that wait against the sources of the one that
// follows; without any they stand on nothing.
func (w *writing) settle(ids []string) {
	for _, s := range w.pending {
		w.verify(s, ids)
	}
	w.pending = nil
}

// verify shows a sentence if the passages it cites bear it out.
func (w *writing) verify(s marker.Sentence, ids []string) {
	verdict := SentenceVerdict{Text: s.Text}
	s.Text = prompts.Visible(s.Text)
	var evidence []string
	for _, id := range ids {
		p := w.sources[id].Passage
		verdict.Cited = append(verdict.Cited, p.File)
		evidence = append(evidence, prompts.Visible(withoutOrders(p.Title+"\n"+p.Heading(p.StartLine)+"\n\n"+p.Text)))
	}
	claim, ok := Claim{}, len(evidence) > 0 && w.inLanguage(s.Text) && !isOrder(s.Text) && linksStandIn(s.Text, evidence) &&
		!w.obeys(s.Text, ids) && !leaks(s.Text, evidence)
	if ok {
		check := w.guard.Check(s.Text, evidence)
		ok, verdict.Findings = check.OK, check.Findings
	}
	if ok {
		claim = Claim{Text: plainText(s.Text), Lead: s.Lead, Breaks: s.Breaks + w.dropped, Quotes: w.quotes(s.Text, w.bearing(s.Text, ids, evidence))}
	}
	verdict.Shown = len(supported([]Claim{claim})) > 0
	w.verdicts = append(w.verdicts, verdict)
	if !verdict.Shown {
		w.dropped += s.Breaks
		w.unsupported = append(w.unsupported, s.Text)
		return
	}
	w.dropped = 0
	w.claims = append(w.claims, claim)
	w.show(w.page.say(claim))
}

// inLanguage reports whether a sentence is in the language of the answer, or too
// short to tell.
func (w *writing) inLanguage(sentence string) bool {
	return w.language == "" || len(sentence) < 24 || LanguageOf(sentence) == w.language
}

// String names the verdict for an operator.
func (v SentenceVerdict) String() string {
	if v.Shown {
		return "shown"
	}
	if len(v.Cited) == 0 {
		return "dropped: cites nothing"
	}
	var why []string
	for _, f := range v.Findings {
		why = append(why, fmt.Sprintf("%s %q, the source has %q", f.Kind, f.Claim, f.Evidence))
	}
	if len(why) == 0 {
		return "dropped: no passage it cites says so"
	}
	return "dropped: " + strings.Join(why, "; ")
}

// obeys reports whether a sentence is likest to what one of its sources tells a model
// to write.
func (w *writing) obeys(sentence string, ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool {
		text := w.sources[id].Passage.Text
		start, end, _ := w.guard.Support(sentence, text)
		return withoutOrders(text)[start:end] != text[start:end]
	})
}

// bearing returns those of the sources that bear a sentence out by themselves, so
// that none is cited for what another says; all of them where it takes them together.
func (w *writing) bearing(sentence string, ids, evidence []string) []string {
	if len(ids) == 1 {
		return ids
	}
	var out []string
	for i, id := range ids {
		if w.guard.Check(sentence, evidence[i:i+1]).OK {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return ids
	}
	return out
}

// leastSupport is the least score of a span that is cited beside a better one.
const leastSupport = 0.25

// quotes finds in each cited passage the span that bears a sentence out. A passage
// without such a span is not cited for it, unless it is the best there is.
func (w *writing) quotes(sentence string, ids []string) []Quote {
	var out []Quote
	var best Quote
	bestScore := 0.0
	for _, id := range ids {
		hit := w.sources[id]
		start, end, score := w.guard.Support(sentence, withoutOrders(hit.Passage.Text))
		if end <= start {
			continue
		}
		q := Quote{Hit: hit, Start: start, End: end}
		if score > bestScore {
			best, bestScore = q, score
		}
		if score >= leastSupport {
			out = append(out, q)
		}
	}
	if len(out) == 0 && bestScore > 0 {
		out = []Quote{best}
	}
	return out
}
