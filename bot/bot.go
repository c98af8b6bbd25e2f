package bot

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"kotae/retrieval"
)

// A Retriever finds passages.
type Retriever interface {
	Search(ctx context.Context, q retrieval.Query) (retrieval.Hits, error)
	// Intact reports whether a file still holds what its passages quote.
	Intact(file string) bool
}

// A Composer writes an answer from passages.
type Composer interface {
	// Compose returns what can be said. No claims is an answer too.
	Compose(ctx context.Context, q Question, hits retrieval.Hits) (Draft, error)
}

// A Draft is what a composer has to say, not yet verified or numbered.
type Draft struct {
	// Claims are in the order they are to be read.
	Claims []Claim
	// Confidence is how well the evidence bears out the claims, in [0, 1].
	Confidence float64
}

// A Claim is a sentence of an answer with the spans it stands on.
type Claim struct {
	Text   string // Markdown, one line, without numbers
	Quotes []Quote
	// Lead is the sign of the list item that the claim begins, and Breaks how many
	// line ends stand before it: the layout of an answer that is no quotation.
	Lead   string
	Breaks int
}

// A Quote is a span of a passage: Hit.Passage.Text[Start:End], in bytes.
type Quote struct {
	Hit        retrieval.Hit
	Start, End int
}

// Options of a Bot. The zero value is useful.
type Options struct {
	// Models is reported in every answer.
	Models Models
	// Thresholds decide the status; zero means DefaultThresholds.
	Thresholds Thresholds
	// Passages is how many passages a composer gets; 0 means 6.
	Passages int
	// Retrieve is how many passages an answer reports; 0 means 10.
	Retrieve int
}

// Thresholds are the least confidences at which an answer is asserted, or shown
// at all.
type Thresholds struct {
	Answered, Uncertain float64
}

// DefaultThresholds were set on questions as staff type them, where wording and
// documents differ: see `kotae eval --leave-out` to set them on one's own.
var DefaultThresholds = Thresholds{Answered: 0.30, Uncertain: 0.12}

// A Bot answers questions. It is safe for concurrent use if its parts are.
type Bot struct {
	retriever Retriever
	composer  Composer
	opt       Options
}

// New returns a bot.
func New(r Retriever, c Composer, opt Options) *Bot {
	opt.Passages = cmp.Or(opt.Passages, 6)
	opt.Retrieve = cmp.Or(opt.Retrieve, 10)
	opt.Thresholds = cmp.Or(opt.Thresholds, DefaultThresholds)
	return &Bot{retriever: r, composer: c, opt: opt}
}

// Answer answers a question. Not finding an answer is an answer; an error means
// that the question could not be looked into at all.
func (b *Bot) Answer(ctx context.Context, q Question) (Answer, error) {
	start := time.Now()
	a := Answer{
		Question: q.Text, Language: LanguageOf(q.Text), Models: b.opt.Models,
		Citations: []Citation{}, Unsupported: []string{},
	}
	hits, err := b.retriever.Search(ctx, retrieval.Query{Text: q.Text, N: b.opt.Retrieve, Visible: q.Visible})
	if err != nil {
		return a, fmt.Errorf("search: %w", err)
	}
	hits.List = b.intact(hits.List)
	a.Retrieved = hits.List
	a.Timings.Retrieve = milliseconds(start)

	generate := time.Now()
	evidence := hits
	evidence.List = evidence.List[:min(len(evidence.List), b.opt.Passages)]
	draft, err := b.composer.Compose(ctx, q, evidence)
	if err != nil {
		return a, fmt.Errorf("compose: %w", err)
	}
	a.Timings.Generate = milliseconds(generate)
	b.conclude(&a, draft, hits)
	a.Timings.Total = milliseconds(start)
	return a, nil
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

// conclude makes an answer of quotations.
func (b *Bot) conclude(a *Answer, d Draft, hits retrieval.Hits) {
	claims := supported(d.Claims)
	if len(claims) > 0 {
		a.Confidence = d.Confidence
	}
	if len(claims) == 0 || a.Confidence < b.opt.Thresholds.Uncertain {
		a.Status = NotFound
		a.Text = notFound(a.Language, hits)
		return
	}
	var p page
	for _, c := range claims {
		p.quote(c)
	}
	a.Status, a.Text, a.Citations = Answered, p.text.String(), p.citations
	if a.Confidence < b.opt.Thresholds.Answered {
		a.Status = Uncertain
		a.Text = phrases[a.Language].uncertain + "\n\n" + a.Text
	}
}

func milliseconds(since time.Time) float64 {
	return float64(time.Since(since).Microseconds()) / 1000
}
