package llm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"go.uber.org/goleak"

	"kotae/bot"
	"kotae/bot/bottest"
	"kotae/bot/llm"
	"kotae/retrieval"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// secret is the key of every test: no error may hold a piece of it.
const secret = "sk-proj-Zq7Xw2Kd9Lm4Ptv8Rs1Ua6"

// brief is a question that the first passage answers.
func brief() bot.Brief {
	source := func(id, file, heading, text string) bot.Source {
		return bot.Source{ID: id, Hit: retrieval.Hit{Passage: &retrieval.Passage{
			File: file, Title: file, Text: text, StartLine: 1, Sections: []retrieval.Section{{Line: 1, Heading: heading}}}}}
	}
	return bot.Brief{Question: "年次有給休暇は入社後いつ、何日付与されますか？", Language: bot.Japanese, Sources: []bot.Source{
		source("k7q2", "人事/年次有給休暇規程.md", "第2章 > 第5条", "年次有給休暇は、入社6か月後に10日を付与する。\nただし、出勤率が8割未満の者には付与できない。"),
		source("m3xa", "総務/備品.md", "", "備品の申請は前日の正午までに行う。"),
		source("w9bd", "en/handbook.md", "Leave", "Leave of absence must be requested 3 days in advance."),
	}}
}

// right is what a good model answers to it.
const right = "年次有給休暇は、入社6か月後に10日を付与する。 [k7q2]"

// A stand is an endpoint and a client of it, in a bubble of time.
type stand struct {
	*testing.T
	*bottest.Endpoint
	cfg llm.Config
}

// with runs a test in a bubble: waiting takes no time there.
func with(t *testing.T, s bottest.Settings, f func(*stand)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s.InMemory = true
		if s.Key == "" {
			s.Key = secret
		}
		e := bottest.NewEndpoint(t, s)
		f(&stand{t, e, llm.Config{
			BaseURL: e.URL(), Dial: e.Dial, Key: llm.NewKey(secret), ChatModel: "test-chat", EmbedModel: "test-embed", ContextTokens: 16_000,
		}})
	})
}

func (s *stand) client() *llm.Client {
	s.Helper()
	c, err := llm.New(s.cfg)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(c.Close)
	return c
}

// A result is what came of writing an answer.
type result struct {
	text   string
	pieces int
	usage  bot.Usage
	err    error
}

func (s *stand) write(ctx context.Context, b bot.Brief) result {
	s.Helper()
	var r result
	r.usage, r.err = s.client().Write(ctx, b, func(piece string) error {
		r.text += piece
		r.pieces++
		return nil
	})
	harmless(s, r.err)
	return r
}

// problem is what kind of failure an error is; empty for none.
func problem(err error) bot.ModelProblem {
	var m *bot.ModelError
	if errors.As(err, &m) {
		return m.Problem
	}
	if err != nil {
		return bot.ModelProblem("not a ModelError: " + err.Error())
	}
	return ""
}

// harmless makes sure that nothing an error can be made to print shows the key, is
// too long, or has more than a line.
func harmless(t testing.TB, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, said := range []string{e.Error(), fmt.Sprintf("%+v", e), fmt.Sprintf("%#v", e)} {
			if strings.Contains(said, secret) || strings.Contains(said, secret[:12]) {
				t.Errorf("the key shows in %q", said)
			}
		}
		if said := e.Error(); strings.ContainsAny(said, "\r\n\t") || len([]rune(said)) > 320 {
			t.Errorf("not one short line: %q", said)
		}
	}
}
