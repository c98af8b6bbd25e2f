package llm

import (
	"cmp"
	"context"
	"fmt"

	"kotae/bot"
	"kotae/prompts"
)

// Summarize has the model sum up sources, and hands over its words as they come. It
// implements bot.SummaryWriter. It is Write but for the words: sources are left out
// from the last on until the rest fits, which Room tells beforehand.
func (c *Client) Summarize(ctx context.Context, b bot.SummaryBrief, yield func(piece string) error) (bot.Usage, error) {
	n := c.Room(b)
	if n == 0 {
		return bot.Usage{}, &bot.ModelError{Problem: bot.TooLong, Detail: fmt.Sprintf(
			"the first passage does not fit into a context of %d tokens", c.cfg.ContextTokens)}
	}
	a := &answer{client: c, yield: yield}
	err := a.write(ctx, summaryPrompt(b, n))
	return a.usage, err
}

// Room returns how many of a brief's sources, from the first on, the model has room
// for beside its words.
func (c *Client) Room(b bot.SummaryBrief) int {
	room := c.cfg.ContextTokens - c.cfg.AnswerTokens - frameTokens
	p := summaryPrompt(b, 0)
	room -= worstTokens(p.System) + worstTokens(p.User)
	for n := range b.Sources {
		one := b
		one.Sources = b.Sources[n : n+1]
		if room -= worstTokens(summaryPrompt(one, 1).User) - worstTokens(p.User); room < 0 {
			return n
		}
	}
	return len(b.Sources)
}

// summaryPrompt is the prompt for a brief with its first n sources.
func summaryPrompt(b bot.SummaryBrief, n int) prompts.Prompt {
	in := prompts.SummaryInput{
		Title: b.Title, Topic: b.Topic, Language: cmp.Or(languageNames[b.Language], "the language of the passages"),
		Length: b.Length, Prose: b.Prose, Plain: b.Plain, Newcomers: b.Newcomers, Notes: b.Notes, Talk: b.Talk,
	}
	for _, s := range b.Sources[:n] {
		in.Passages = append(in.Passages, passage(s))
	}
	return prompts.Summary(in)
}

// languageNames are the English names of languages, by ISO 639 code.
var languageNames = map[string]string{
	"ja": "Japanese", "en": "English", "zh": "Chinese", "ko": "Korean", "vi": "Vietnamese",
	"pt": "Portuguese", "es": "Spanish", "fr": "French", "de": "German",
}

var _ bot.SummaryWriter = (*Client)(nil)
