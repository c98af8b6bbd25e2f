package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kotae/bot/guard"
	"kotae/bot/question"
	"kotae/bot/wish"
	"kotae/retrieval"
)

// A Retriever finds passages.
type Retriever interface {
	Search(ctx context.Context, q retrieval.Query) (retrieval.Hits, error)
	// Intact reports whether a file still holds what its passages quote.
	Intact(file string) bool
	// Modified returns when a file was last changed; zero where that is unknown.
	Modified(file string) time.Time
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
	// ByFile is true where the question is which files there are: they are named.
	ByFile bool
	// Evidence is what speaks for the claims.
	Evidence Evidence
	// Premises are what the question takes for granted and the claims do not bear out.
	Premises []Premise
}

// A Premise is something that a question says and that the place of its answer does not.
type Premise struct {
	// Asked is what the question says, as it is typed, and Found the year that stands in
	// the place of that asked for; "" where Asked is no year, or nothing does.
	Asked, Found string
}

// A Claim is a sentence of an answer with the spans it stands on.
type Claim struct {
	Text   string // Markdown, one line, without numbers
	Quotes []Quote
	// Lead is the sign of the list item that the claim begins, and Breaks how many
	// line ends stand before it: the layout of an answer that is no quotation.
	Lead   string
	Breaks int
	// Group is what a claim of a summed up conversation is.
	Group Group
}

// A Quote is a span of a passage: Hit.Passage.Text[Start:End], in bytes.
type Quote struct {
	Hit        retrieval.Hit
	Start, End int
}

// Options of a Bot. The zero value is useful: it quotes, and takes every question
// as it stands.
type Options struct {
	// Models is reported in every answer.
	Models Models
	// Thresholds decide the status; zero means DefaultThresholds.
	Thresholds Thresholds
	// Passages is how many passages a composer gets; 0 means DefaultPassages.
	Passages int
	// Retrieve is how many passages an answer reports; 0 means 10.
	Retrieve int
	// Rewriter makes follow-ups stand alone, at no cost.
	Rewriter Rewriter
	// ModelRewriter does so better, and finds further wordings, as far as the budget
	// allows. Which files a question means by number Rewriter knows.
	ModelRewriter Rewriter
	// Writer answers in its own words, verified by Guard, which it needs.
	Writer Writer
	Guard  *guard.Guard
	// Budget limits what the writer may spend; nil is no limit.
	Budget Budget
	// Library and Summariser make summaries; without both a wish for one is taken for
	// a question.
	Library    Library
	Summariser Summariser
	// SummaryWriter sums up in its own words, verified by Guard, which it needs.
	SummaryWriter SummaryWriter
	// Now tells the time, which 今月の議事録 depends on; nil means time.Now.
	Now func() time.Time
}

// DefaultPassages is how many passages an answer is made from: with more, a model
// reads longer and finds no more.
const DefaultPassages = 6

// A Budget limits the tokens of a writer. It is safe for concurrent use.
type Budget interface {
	// Allows reports whether another answer may be written.
	Allows(ctx context.Context) (bool, error)
	// Spend records what an answer cost.
	Spend(ctx context.Context, u Usage) error
}

// Thresholds decide what becomes of a quotation.
type Thresholds struct {
	// Answered is the least confidence with which it is asserted.
	Answered float64
	// Shown is the least coverage with which it is shown at all, and Nameless the least
	// confidence with which it is where no passage holds a name of the question.
	Shown, Nameless float64
}

// DefaultThresholds assert where nine in ten assertions are right, on questions as staff
// type them, and show what is at least near: of the questions about the sample documents
// none that is answered is covered less. From 0.55 on one in six was wrong; of the answers
// between the two as many were wrong as right. See `kotae eval --curve` for what asserting
// costs on one's own.
//
// Tried and dropped for questions about something else: a least confidence for all
// answers (5 in a hundred questions with an answer go unanswered), and the share of the
// question's words that none of the passages read holds (English questions about what
// documents in Japanese say lack as many).
var DefaultThresholds = Thresholds{Answered: 0.6, Shown: 0.15, Nameless: 0.2}

// A Bot answers questions. It is safe for concurrent use if its parts are.
type Bot struct {
	retriever Retriever
	composer  Composer
	opt       Options
}

// New returns a bot.
func New(r Retriever, c Composer, opt Options) *Bot {
	opt.Passages = cmp.Or(opt.Passages, DefaultPassages)
	opt.Retrieve = cmp.Or(opt.Retrieve, 10)
	opt.Thresholds = cmp.Or(opt.Thresholds, DefaultThresholds)
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return &Bot{retriever: r, composer: c, opt: opt}
}

// Answer answers a question, or sums up what it wishes to be summed up. Not finding an answer is an answer; an error means
// that the question could not be looked into at all.
func (b *Bot) Answer(ctx context.Context, q Question) (Answer, error) {
	return b.Stream(ctx, q, func(string) {})
}

// Stream answers a question and shows what a writer writes as it is verified: the
// pieces, one after another, are the answer's text. An answer by quotation is there
// at once, and nothing of it is shown. Show is called from one goroutine.
func (b *Bot) Stream(ctx context.Context, q Question, show func(text string)) (Answer, error) {
	start := time.Now()
	a := Answer{
		Question: q.Text, Language: LanguageOf(q.Text), Models: b.opt.Models,
		Citations: []Citation{}, Unsupported: []string{},
	}
	q.Text = legible(q.Text)
	if q.Desk != nil {
		b, q.Visible = b.beside(q.Desk), seen(q.Visible, q.Desk)
	}
	declined := false
	if rest, denies := wish.Undenied(q.Text); denies && q.Wish == nil && b.opt.Summariser != nil {
		declined, q.Text = rest == "", rest
	}
	q = b.resaid(q)
	var err error
	if w, ok := b.wish(q); declined {
		a.Status, a.Text = NotFound, sayings[a.Language].declined
	} else if ok {
		err = b.summarize(ctx, q, w, &a, show)
	} else {
		err = b.answer(ctx, q, &a, show)
	}
	if b.opt.Budget != nil && a.Usage != (Usage{}) { // paid for, whatever came of it
		a.Trace.Problem = errors.Join(a.Trace.Problem, b.opt.Budget.Spend(context.WithoutCancel(ctx), a.Usage))
	}
	a.Timings.Total = milliseconds(start)
	return a, cmp.Or(err, ctx.Err())
}

// answer fills in the answer to a question.
func (b *Bot) answer(ctx context.Context, q Question, a *Answer, show func(text string)) error {
	start := time.Now()
	affordable, err := b.affordable(ctx)
	a.Trace.Problem = err
	a.Trace.Rewrite = b.rewrite(ctx, q, affordable)
	a.Usage = a.Trace.Rewrite.Usage
	meaning := question.Parse(a.Trace.Rewrite.sought())
	meaning.Parts = question.Parse(a.Trace.Rewrite.Question).Parts
	if meaning.Pointing != "" && len(q.History) == 0 && q.Desk == nil {
		a.Status, a.Text = NotFound, fmt.Sprintf(phrases[a.Language].pointing, escape(meaning.Pointing))
		return nil
	}
	if b.opt.Library != nil {
		typed := question.Parse(q.Text)
		if meaning.Mentions = cmp.Or(mentionOf(q.Text, typed), mentionOf(a.Trace.Rewrite.sought(), meaning)); meaning.Mentions != "" && b.enumerate(q.Visible, meaning.Mentions, a) {
			return ctx.Err()
		}
	}
	hits, parts, err := b.search(ctx, q, a.Trace.Rewrite, meaning)
	if err != nil {
		return err
	}
	if b.opt.Library != nil && isName(meaning.Mentions) {
		b.nowhere(q.Visible, meaning.Mentions, hits, a)
		a.Retrieved = hits.List
		return nil
	}
	if isCommand(q.Text) {
		hits.List, parts = nil, nil // no passage answers it
	}
	a.Retrieved, a.Trace.Problem = hits.List, errors.Join(a.Trace.Problem, hits.Degraded)
	a.Timings.Retrieve = milliseconds(start)

	generate := time.Now()
	evidence := hits
	evidence.List = evidence.List[:min(len(evidence.List), b.opt.Passages)]
	switch {
	case meaning.Mentions != "":
		var draft Draft
		if draft, err = b.mention(ctx, meaning.Mentions, hits); err == nil {
			b.conclude(a, draft, hits)
		}
	case len(parts) > 0:
		if err = b.composeParts(ctx, q, parts); err == nil {
			b.concludeParts(a, parts, hits)
		}
	default:
		var draft Draft
		if draft, err = b.compose(ctx, q, evidence); err == nil {
			b.conclude(a, draft, hits)
		}
	}
	if err != nil {
		return err
	}
	a.Trace.Read = ids(evidence.List)
	switch {
	case b.opt.Writer == nil || len(evidence.List) == 0:
	case !affordable:
		a.note(phrases[a.Language].overBudget)
	default:
		if q.Found != nil {
			q.Found(filesOf(evidence.List))
		}
		b.write(ctx, a, evidence.List, show)
	}
	a.Timings.Generate = milliseconds(generate)
	return nil
}

// affordable reports whether a model may be asked.
func (b *Bot) affordable(ctx context.Context) (bool, error) {
	if b.opt.Budget == nil {
		return true, nil
	}
	return b.opt.Budget.Allows(ctx)
}

// rewrite makes the question stand alone. A rewriter that fails costs only what it
// would have found out.
func (b *Bot) rewrite(ctx context.Context, q Question, affordable bool) Rewrite {
	r := Rewrite{Question: q.Text}
	if b.opt.Rewriter != nil {
		if byRule, err := b.opt.Rewriter.Rewrite(ctx, q); err == nil {
			r = byRule
		}
	}
	if b.opt.ModelRewriter == nil || !affordable {
		return r
	}
	byModel, err := b.opt.ModelRewriter.Rewrite(ctx, q)
	if err != nil {
		r.Usage, r.Problem = byModel.Usage, err
		return r
	}
	byModel.Files = r.Files
	return byModel
}

// confidence is the chance that a draft whose claims are checked is right: none where
// nothing is claimed, and no more than doubtful where it does not bear the question out.
func (d Draft) confidence() float64 {
	switch c := DefaultWeights.Confidence(d.Evidence); {
	case len(d.Claims) == 0:
		return 0
	case len(d.Premises) > 0:
		return min(c, doubtful)
	default:
		return c
	}
}

// near reports whether the claims of a draft are near enough to be shown.
func (b *Bot) near(d Draft) bool {
	t := b.opt.Thresholds
	return len(d.Claims) > 0 && d.Evidence.Coverage >= t.Shown && (d.Evidence.Unknown == 0 || DefaultWeights.Confidence(d.Evidence) >= t.Nameless)
}

// conclude makes an answer of quotations.
func (b *Bot) conclude(a *Answer, d Draft, hits retrieval.Hits) {
	d.Claims = supported(d.Claims)
	a.Evidence, a.Confidence = d.Evidence, d.confidence()
	if !b.near(d) {
		a.Status = NotFound
		a.Text = notFound(a.Language, hits)
		return
	}
	p := page{byFile: d.ByFile}
	for _, c := range d.Claims {
		p.quote(c)
	}
	a.Status, a.Text, a.Citations = Answered, p.text.String(), p.citations
	if a.Confidence < b.opt.Thresholds.Answered {
		a.Status = Uncertain
		a.Text = strings.Join(slices.Concat([]string{phrases[a.Language].uncertain}, contradictions(a.Language, d.Premises), []string{a.Text}), "\n\n")
	}
}

func milliseconds(since time.Time) float64 {
	return float64(time.Since(since).Microseconds()) / 1000
}
