package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kotae/bot"
	"kotae/bot/question"
)

// explain tells an operator how an answer came about.
func (p *process) explain(ctx context.Context, a *assistant, answer bot.Answer) error {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-12s %s\n", name, fmt.Sprintf(format, args...))
	}
	r := answer.Trace.Rewrite
	line("question", "%s", r.Question)
	m := question.Parse(cmp.Or(r.Search, r.Question))
	line("looked for", "%s", m.Content)
	line("asks for", "%s", strings.Join(kindNames(m.Kinds), ", "))
	for _, name := range m.Sources {
		line("first in", "%s", name)
	}
	for _, part := range m.Parts {
		line("part", "%s", part)
	}
	if m.Mentions != "" {
		line("mentions of", "%s", m.Mentions)
	}
	if r.Context != "" {
		line("with", "%s", strings.ReplaceAll(r.Context, "\n", " / "))
	}
	for _, f := range r.Files {
		line("only in", "%s", f)
	}
	for _, q := range r.Queries {
		line("searched too", "%s", q)
	}
	if r.Problem != nil {
		line("no rewrite", "%s", strings.ReplaceAll(r.Problem.Error(), "\n", "; "))
	}
	line("status", "%s, confidence %.2f", answer.Status, answer.Confidence)
	for i, h := range answer.Retrieved {
		use := "cut"
		if slices.Contains(answer.Trace.Read, h.Passage.ID()) {
			use = "read"
		}
		line(fmt.Sprintf("passage %d", i+1), "%.2f  dense %s  words %s  %s  %s:%d-%d  %s", h.Score, rank(h.DenseRank), rank(h.LexicalRank), use,
			h.Passage.File, h.Passage.StartLine, h.Passage.EndLine, h.Passage.Heading(h.Passage.StartLine))
	}
	for _, v := range answer.Trace.Verdicts {
		line("sentence", "%s\n%-12s %s", v.Text, "", v)
	}
	if u := answer.Usage; u != (bot.Usage{}) {
		line("tokens", "%d in the prompt, %d written", u.PromptTokens, u.CompletionTokens)
	}
	if a.ledger != nil {
		today, err := a.ledger.Spent(ctx, time.Now())
		if err != nil {
			return err
		}
		line("today", "%d tokens in %d answers", today.Tokens(), today.Answers)
	}
	line("took", "%.1f ms to find, %.1f ms to answer", answer.Timings.Retrieve, answer.Timings.Generate)
	if answer.Trace.Problem != nil {
		line("problem", "%s", strings.ReplaceAll(answer.Trace.Problem.Error(), "\n", "; "))
	}
	_, err := fmt.Fprint(p.stderr, printable(b.String()))
	return err
}

// kindNames are the names of kinds.
func kindNames(kinds []question.Kind) []string {
	var out []string
	for _, k := range kinds {
		out = append(out, string(k))
	}
	return out
}

// rank prints a rank, or a dash for none.
func rank(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}
