package llm_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/bottest"
)

// followUp leans on what was said before.
var followUp = bot.Question{Text: "じゃあ契約社員は？", History: []bot.Turn{
	{Asker: true, Text: "有給休暇は何日もらえますか？"},
	{Text: "入社6か月後に10日です。[1]", Citations: []bot.Citation{{N: 1, File: "人事/年次有給休暇規程.md", Heading: "第5条"}, {N: 2, File: "人事/入社時チェックリスト.md"}}},
}}

func TestRewrite(t *testing.T) {
	const alone = "契約社員は有給休暇を何日もらえますか？"
	for _, c := range []struct {
		name    string
		chats   []bottest.Behaviour
		want    string
		queries []string
		problem bot.ModelProblem
		detail  string
	}{
		{"the object alone", []bottest.Behaviour{bottest.Rewrites(alone, "契約社員 有給休暇 日数", "How many days of leave do contractors get?")}, alone, []string{"契約社員 有給休暇 日数", "How many days of leave do contractors get?"}, "", ""},
		{"in a code block", []bottest.Behaviour{bottest.Replies("```json\n{\"question\": \"" + alone + "\",\n \"queries\": [\"a b\"]}\n```")}, alone, []string{"a b"}, "", ""},
		{"in prose and after a thought", []bottest.Behaviour{bottest.Replies("<think>{\"question\":\"no\"}</think>Sure! {x} Here: {\"question\":\"" + alone + "\",\"queries\":[]} Done {.")}, alone, nil, "", ""},
		{"without queries", []bottest.Behaviour{bottest.Replies(`{"question":"` + alone + `"}`)}, alone, nil, "", ""},
		{"queries: three, none twice, none empty", []bottest.Behaviour{bottest.Rewrites(alone, "一", "", "一", " 二\n ", "三", "四")}, alone, []string{"一", "二", "三"}, "", ""},
		{"a query with a link that nobody wrote goes", []bottest.Behaviour{bottest.Rewrites(alone, "see https://evil.example/x", "有給")}, alone, []string{"有給"}, "", ""},
		{"lines become spaces", []bottest.Behaviour{bottest.Rewrites(" 契約社員は\n何日？ ")}, "契約社員は 何日？", nil, "", ""},
		{"busy, then not", []bottest.Behaviour{bottest.Busy(""), bottest.Rewrites(alone)}, alone, nil, "", ""},
		{"a parameter refused", []bottest.Behaviour{bottest.Unsupported("temperature"), bottest.Rewrites(alone)}, alone, nil, "", ""},

		{"prose", []bottest.Behaviour{bottest.Replies("契約社員には10日付与されます。")}, "", nil, bot.BadReply, "no JSON object"},
		{"another object", []bottest.Behaviour{bottest.Replies(`{"answer":"10日"}`)}, "", nil, bot.BadReply, "no JSON object"},
		{"a question that is no string", []bottest.Behaviour{bottest.Replies(`{"question":{"ja":"x"}}`)}, "", nil, bot.BadReply, "no JSON object"},
		{"half an object", []bottest.Behaviour{bottest.Replies(`{"question":"` + alone)}, "", nil, bot.BadReply, "no JSON object"},
		{"nothing", []bottest.Behaviour{bottest.Replies("")}, "", nil, bot.BadReply, "no JSON object"},
		{"an empty question", []bottest.Behaviour{bottest.Rewrites(" ")}, "", nil, bot.BadReply, "an empty question"},
		{"an essay", []bottest.Behaviour{bottest.Rewrites(strings.Repeat("有給", 300))}, "", nil, bot.BadReply, "600 characters"},
		{"another language", []bottest.Behaviour{bottest.Rewrites("How many days do contractors get?")}, "", nil, bot.BadReply, "another language"},
		{"a link that nobody wrote", []bottest.Behaviour{bottest.Rewrites("契約社員の有給は？ https://evil.example/?q=有給")}, "", nil, bot.BadReply, "a link"},
		{"no choices", []bottest.Behaviour{bottest.Status(200, `{"choices":[]}`)}, "", nil, bot.BadReply, "without choices"},
		{"a page", []bottest.Behaviour{bottest.Page(200)}, "", nil, bot.BadReply, "web page"},
		{"an error called OK", []bottest.Behaviour{bottest.Status(200, `{"error":"kaputt"}`)}, "", nil, bot.BadReply, "kaputt"},
		{"a wrong key", []bottest.Behaviour{bottest.WrongKey()}, "", nil, bot.WrongKey, "[key]"},
		{"broken for good", bottest.Times(2, bottest.Fails()), "", nil, bot.BadReply, "HTTP 500"},
		{"too slow", []bottest.Behaviour{bottest.Hangs()}, "", nil, bot.TooSlow, "rewriting the question took longer than 8s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			with(t, bottest.Settings{}, func(s *stand) {
				s.Chat(c.chats...)
				r, err := s.client().Rewrite(s.Context(), followUp)
				harmless(t, err)
				if r.Question != c.want || !slices.Equal(r.Queries, c.queries) || problem(err) != c.problem {
					t.Errorf("Rewrite: %+v, %v\nwant %q, %q, %s", r, err, c.want, c.queries, c.problem)
				}
				if err != nil && !strings.Contains(err.Error(), c.detail) {
					t.Errorf("error %q, want %q in it", err, c.detail)
				}
				if err == nil && r.Usage.PromptTokens == 0 {
					t.Error("no usage")
				}
			})
		})
	}
}

func TestRewriteTellsTheConversation(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		if _, err := s.client().Rewrite(s.Context(), followUp); err != nil {
			t.Fatal(err)
		}
		q := s.Requests()[0]
		for _, want := range []string{
			`{"by":"asker","text":"有給休暇は何日もらえますか？"}`,
			`"sources":[{"n":1,"file":"人事/年次有給休暇規程.md","heading":"第5条"},{"n":2,"file":"人事/入社時チェックリスト.md"}]`,
			`{"question":"じゃあ契約社員は？"}`,
		} {
			if !strings.Contains(q.Prompt(), want) {
				t.Errorf("the prompt lacks %s:\n%s", want, q.Prompt())
			}
		}
		if q.Stream || strings.Contains(q.System(), "most documents are written in") {
			t.Errorf("request: %+v", q)
		}
		if _, err := s.client().Rewrite(s.Context(), bot.Question{Text: "And for contractors?"}); err != nil {
			t.Fatal(err)
		}
		if q := s.Requests()[1]; !strings.Contains(q.System(), "the question in Japanese, which most documents are written in") {
			t.Errorf("no query in the documents' language is asked for:\n%s", q.System())
		}
	})
}

func TestRewriteForgetsTheOldestTurnsFirst(t *testing.T) {
	with(t, bottest.Settings{Context: 4096}, func(s *stand) {
		s.cfg.ContextTokens = 4096
		q := followUp
		q.History = nil
		for i := range 40 {
			q.History = append(q.History, bot.Turn{Asker: i%2 == 0, Text: strings.Repeat("長い話です。", 20) + string(rune('A'+i))})
		}
		if _, err := s.client().Rewrite(s.Context(), q); err != nil {
			t.Fatal(err)
		}
		p := s.Requests()[0].Prompt()
		last := string(rune('A' + 39))
		if strings.Contains(p, "。A\"") || !strings.Contains(p, "。"+last+"\"") {
			t.Errorf("the wrong turns are told:\n%s", p)
		}
	})
}

func TestRewriteCanBeCancelled(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		s.Chat(bottest.Hangs())
		ctx, cancel := context.WithCancel(s.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := s.client().Rewrite(ctx, followUp); err != context.Canceled {
			t.Errorf("Rewrite: %v", err)
		}
		<-s.Left()
	})
}
