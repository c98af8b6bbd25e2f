package llm_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/bot/bottest"
	"kotae/bot/llm"
	"kotae/retrieval"
)

// rare are kanji that a small vocabulary does not have.
const rare = "鬱麤爨驫鱻籲鸞靨驤钁躪鬮黌黶齷齪"

// TestThePromptNeverOverflows asks with random Japanese, English and mixed text,
// against an endpoint that counts with a small Western vocabulary and refuses what
// is longer than its context.
func TestThePromptNeverOverflows(t *testing.T) {
	alphabets := []string{
		"年次有給休暇規程就業規則第条項労働時間日付与する。、「」ただし",
		rare,
		"あいうえおかきくけこさしすせそアイウエオーッャュョ、。",
		"0123456789,.-/()%円：；＋０１２３",
		"the leave of absence is granted to employees who have worked for six months ",
		"\"\\\n\t<>&|*#`",
		"👍🏽𠮷한국어Привет",
	}
	r := rand.New(rand.NewPCG(1, 2))
	const rounds = 6
	for _, size := range []int{2048, 4096, 8192} {
		used := 0.0
		for range rounds {
			with(t, bottest.Settings{Context: size}, func(s *stand) {
				s.cfg.ContextTokens = size
				b := brief()
				for i := range b.Sources {
					b.Sources[i].Hit.Passage = &retrieval.Passage{File: "a.md", Text: "短い。", StartLine: 1}
				}
				for range 25 {
					var text strings.Builder
					letters := []rune(alphabets[r.IntN(len(alphabets))] + alphabets[r.IntN(len(alphabets))])
					for range 50 + r.IntN(350) {
						text.WriteRune(letters[r.IntN(len(letters))])
					}
					b.Sources = append(b.Sources, bot.Source{ID: "x", Hit: retrieval.Hit{Passage: &retrieval.Passage{File: "規程/" + rare + ".md", Text: text.String(), StartLine: 1}}})
				}
				result := s.write(s.Context(), b)
				rs := s.Requests()
				if len(rs) != 1 || problem(result.err) != "" && problem(result.err) != bot.BadReply {
					t.Fatalf("context %d: %d requests, %v", size, len(rs), result.err)
				}
				n := len(rs[0].Passages())
				if n < 3 || n == len(b.Sources) {
					t.Errorf("context %d: %d of %d sources", size, n, len(b.Sources))
				}
				used += float64(bottest.Tokens(rs[0].Prompt())) / float64(size)
			})
		}
		t.Logf("context %d: %.0f%% used by the prompt, by the worst tokenizer", size, used/rounds*100)
	}
}

func TestSourcesAreLeftOutFromTheLast(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		s.cfg.ContextTokens = 4096
		b := brief()
		for _, src := range b.Sources[:] {
			p := *src.Hit.Passage
			p.Text = strings.Repeat("就業規則。", 80)
			src.Hit.Passage = &p
			b.Sources = append(b.Sources, src)
		}
		s.write(s.Context(), b)
		var ids []string
		for _, p := range s.Requests()[0].Passages() {
			ids = append(ids, p.ID)
		}
		if got := strings.Join(ids, " "); got != "k7q2 m3xa w9bd k7q2" {
			t.Errorf("sources told: %s", got)
		}
	})
}

func TestWhatCanNeverFitIsNotSent(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		b := brief()
		b.Sources[0].Hit.Passage.Text = strings.Repeat(rare, 1000)
		r := s.write(s.Context(), b)
		if problem(r.err) != bot.TooLong || len(s.Requests()) != 0 || !strings.Contains(r.err.Error(), "16000 tokens") {
			t.Errorf("Write: %v after %d requests", r.err, len(s.Requests()))
		}
		b = brief()
		b.Question = strings.Repeat(rare, 1000)
		if r := s.write(s.Context(), b); problem(r.err) != bot.TooLong {
			t.Errorf("a long question: %v", r.err)
		}
	})
}

func TestEstimateTokens(t *testing.T) {
	for text, want := range map[string][2]int{
		"": {0, 0},
		"年次有給休暇は、入社6か月後に10日を付与する。":                                      {16, 28},
		"Employees get ten days of annual paid leave after six months.": {10, 20},
		"2026-04-01": {4, 10},
	} {
		if n := llm.EstimateTokens(text); n < want[0] || n > want[1] {
			t.Errorf("EstimateTokens(%q) = %d, want %v", text, n, want)
		}
	}
}

func TestFitsIsWhatThePromptHolds(t *testing.T) {
	var b bot.Brief
	b.Question, b.Language = "宿泊費はいくらですか。", bot.Japanese
	for i := range 6 {
		b.Sources = append(b.Sources, bot.Source{ID: "k7q2", Hit: retrieval.Hit{Passage: &retrieval.Passage{
			File: "規程.md", Ordinal: i, Sections: []retrieval.Section{{Line: 1}}, Text: strings.Repeat("宿泊費は一泊につき上限がある。", 25),
		}}})
	}
	last := -1
	for _, tokens := range []int{300, 3_000, 6_000, 128_000} {
		c, err := llm.New(llm.Config{BaseURL: "http://localhost:1/v1", ChatModel: "test", ContextTokens: tokens})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		n := c.Fits(b)
		if n < last || n > len(b.Sources) {
			t.Errorf("%d tokens: %d sources, %d with fewer", tokens, n, last)
		}
		last = n
	}
	if last != len(b.Sources) {
		t.Errorf("the largest context holds %d of %d", last, len(b.Sources))
	}
}
