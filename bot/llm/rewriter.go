package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sashabaranov/go-openai"

	"kotae/bot"
	"kotae/prompts"
)

const (
	rewriteTokens = 400 // of the reply
	rewriteRunes  = 400 // of a question or a query
	maxQueries    = 3
)

// Rewrite has the model make a question stand alone. It implements bot.Rewriter.
//
// It takes Limits.Rewrite at most. Of the conversation the newest turns are told
// that the context has room for. A reply that is not what was asked for, in the
// language of the question, is an error: rules do better than a guess.
func (c *Client) Rewrite(ctx context.Context, q bot.Question) (bot.Rewrite, error) {
	prompt := c.rewritePrompt(q)
	reply, err := c.say(ctx, "rewriting the question", messages(prompt), rewriteTokens, c.cfg.Limits.Rewrite)
	if err != nil {
		return bot.Rewrite{}, err
	}
	text := reply.Choices[0].Message.Content
	usage := bot.Usage{PromptTokens: reply.Usage.PromptTokens, CompletionTokens: reply.Usage.CompletionTokens}
	if usage == (bot.Usage{}) {
		usage = bot.Usage{PromptTokens: EstimateTokens(prompt.System + prompt.User), CompletionTokens: EstimateTokens(text)}
	}
	r, err := readRewrite(text, q)
	if err != nil {
		return bot.Rewrite{Usage: usage}, &bot.ModelError{Problem: bot.BadReply, Detail: "rewriting: " + err.Error()}
	}
	r.Usage = usage
	return r, nil
}

// say has the chat model reply to a conversation in one piece, of so many tokens and
// within limit. What names it where it takes longer. The reply has a choice; the error
// is a *bot.ModelError.
func (c *Client) say(ctx context.Context, what string, conversation []openai.ChatCompletionMessage, tokens int, limit time.Duration) (openai.ChatCompletionResponse, error) {
	inner, cancel := context.WithTimeoutCause(ctx, limit, &slow{what, limit})
	defer cancel()
	inner, w, over := newWatch(inner)
	defer over()
	for {
		request := openai.ChatCompletionRequest{Model: alias, Messages: conversation}
		sent := c.manner.apply(&request, tokens, c.cfg.Effort)
		reply, err := c.library(&doer{
			model: c.cfg.ChatModel, watch: w, what: what, limit: limit, retry: c.cfg.Retry.complete(2, limit),
		}).CreateChatCompletion(inner, request)
		if err != nil && c.manner.learn(sent, err) {
			continue
		}
		if err == nil && len(reply.Choices) == 0 {
			err = &failure{text: "a reply without choices"}
		}
		if err != nil {
			return reply, c.fault(ctx, inner, err, false)
		}
		return reply, nil
	}
}

// rewritePrompt tells as much of the conversation as fits, the newest turns first
// to stay.
func (c *Client) rewritePrompt(q bot.Question) prompts.Prompt {
	language := bot.LanguageOf(q.Text)
	in := prompts.RewriteInput{Question: q.Text, Language: nameOf(language)}
	if c.cfg.DocumentLanguage != language {
		in.Documents = nameOf(c.cfg.DocumentLanguage)
	}
	room := c.cfg.ContextTokens - rewriteTokens - frameTokens
	for i := range q.History {
		in.Turns = turns(q.History[i:])
		if p := prompts.Rewrite(in); worstTokens(p.System)+worstTokens(p.User) <= room {
			return p
		}
	}
	in.Turns = nil
	return prompts.Rewrite(in)
}

// turns are a conversation as a model sees it.
func turns(history []bot.Turn) []prompts.Turn {
	out := make([]prompts.Turn, len(history))
	for i, t := range history {
		out[i] = prompts.Turn{By: prompts.Kotae, Text: t.Text}
		if t.Asker {
			out[i].By = prompts.Asker
		}
		for _, c := range t.Citations {
			out[i].Sources = append(out[i].Sources, prompts.TurnSource{N: c.N, File: c.File, Heading: c.Heading})
		}
	}
	return out
}

// links are what a question can't contain unless somebody in the conversation
// wrote it.
var links = regexp.MustCompile(`(?i)https?://[^\s　]+|www\.[^\s　]+`)

// readRewrite reads the JSON object in a model's reply, wherever in it.
func readRewrite(text string, q bot.Question) (bot.Rewrite, error) {
	var reply struct {
		Question *string
		Queries  []string
	}
	if !lastObject(text, &reply) || reply.Question == nil {
		return bot.Rewrite{}, fmt.Errorf("no JSON object with a question in it")
	}
	r := bot.Rewrite{Question: oneLine(*reply.Question)}
	said := q.Text
	for _, t := range q.History {
		said += "\n" + t.Text
	}
	check := func(s string) error {
		switch {
		case s == "":
			return fmt.Errorf("an empty question")
		case utf8.RuneCountInString(s) > rewriteRunes+utf8.RuneCountInString(q.Text):
			return fmt.Errorf("a question of %d characters", utf8.RuneCountInString(s))
		}
		for _, link := range links.FindAllString(s, -1) {
			if !strings.Contains(said, link) {
				return fmt.Errorf("a link that nobody wrote")
			}
		}
		return nil
	}
	if err := check(r.Question); err != nil {
		return bot.Rewrite{}, err
	}
	if bot.LanguageOf(r.Question) != bot.LanguageOf(q.Text) {
		return bot.Rewrite{}, fmt.Errorf("a question in another language")
	}
	for _, s := range reply.Queries {
		s = oneLine(s)
		if check(s) == nil && !slices.Contains(r.Queries, s) && len(r.Queries) < maxQueries {
			r.Queries = append(r.Queries, s)
		}
	}
	return r, nil
}

// lastObject decodes the last JSON object in a text that decodes into v and holds a
// question: what comes before it is thought, prose or the mark of a code block.
func lastObject(text string, v any) bool {
	if _, rest, ok := strings.Cut(text, thinkEnd); ok {
		text = rest
	}
	found := false
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '{')
		if n < 0 {
			return found
		}
		i += n
		d := json.NewDecoder(strings.NewReader(text[i:]))
		var raw json.RawMessage
		if d.Decode(&raw) == nil && strings.Contains(string(raw), `"question"`) && json.Unmarshal(raw, v) == nil {
			found = true
			i += len(raw)
		} else {
			i++
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var _ interface {
	bot.Writer
	bot.Rewriter
} = (*Client)(nil)
