package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/sashabaranov/go-openai"

	"kotae/bot"
	"kotae/prompts"
)

// Write has the model answer, and hands over its words as they come. It implements
// bot.Writer.
//
// Sources are left out from the last on until the rest fits the model's context,
// estimated for the worst tokenizer; if the endpoint finds them too long all the
// same, it gets the first half of them, once. Nothing is sent again after the
// first piece. Where the endpoint does not count tokens, Usage is an estimate.
func (c *Client) Write(ctx context.Context, b bot.Brief, yield func(piece string) error) (bot.Usage, error) {
	prompt, n := c.fit(b, len(b.Sources))
	if n < min(1, len(b.Sources)) {
		return bot.Usage{}, &bot.ModelError{Problem: bot.TooLong, Detail: fmt.Sprintf(
			"the first source does not fit into a context of %d tokens", c.cfg.ContextTokens)}
	}
	a := &answer{client: c, yield: yield}
	err := a.write(ctx, prompt)
	var m *bot.ModelError
	if errors.As(err, &m) && m.Problem == bot.TooLong && n > 1 {
		prompt, _ = c.fit(b, n/2)
		err = a.write(ctx, prompt)
	}
	return a.usage, err
}

// An answer is one being written.
type answer struct {
	client *Client
	yield  func(string) error

	thought  thought
	usage    bot.Usage
	begun    bool // a piece was handed over
	runes    int  // of the words so far
	written  int  // tokens of them, estimated
	refusal  string
	finished openai.FinishReason // empty until the model says why it stopped
	stopped  error               // yield's
}

// runesPerToken is more than a token ever holds of running text: what is longer
// comes from an endpoint that takes no notice of its limit.
const runesPerToken = 8

// write asks once, and once more for every parameter the endpoint turns out not to
// take.
func (a *answer) write(ctx context.Context, p prompts.Prompt) error {
	c := a.client
	total := c.cfg.Limits.Total
	inner, cancel := context.WithTimeoutCause(ctx, total, &slow{"the answer", total})
	defer cancel()
	inner, w, over := newWatch(inner)
	defer over()
	for {
		request := openai.ChatCompletionRequest{Model: alias, Messages: messages(p), Stream: true}
		sent := c.manner.apply(&request, c.cfg.AnswerTokens, c.cfg.Effort)
		stream, err := c.library(&doer{
			model: c.cfg.ChatModel, watch: w, stream: true, what: "the first word", limit: c.cfg.Limits.FirstToken,
			retry: c.cfg.Retry.complete(4, 20*time.Second),
		}).CreateChatCompletionStream(inner, request)
		if err != nil {
			if c.manner.learn(sent, err) {
				continue
			}
			return c.fault(ctx, inner, err, false)
		}
		err = a.read(stream, w)
		cancel()       // an answer that nobody wants any more costs nothing more
		stream.Close() // its error is that it was cancelled
		if a.usage == (bot.Usage{}) {
			a.usage = bot.Usage{PromptTokens: EstimateTokens(p.System + p.User), CompletionTokens: a.written}
		}
		switch {
		case a.stopped != nil:
			return a.stopped
		case err == nil:
			return nil
		case a.finished != "" && a.finished != openai.FinishReasonLength && a.finished != openai.FinishReasonContentFilter && a.begun && ctx.Err() == nil:
			return nil // the answer is whole: what broke is what comes behind it
		}
		return c.fault(ctx, inner, err, a.begun)
	}
}

// read reads the stream to its end. Whether the answer is whole is part of its error.
func (a *answer) read(stream *openai.ChatCompletionStream, w *watch) error {
	idle := a.client.cfg.Limits.Idle
	for {
		event, err := stream.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if event.Usage != nil {
			a.usage = bot.Usage{PromptTokens: event.Usage.PromptTokens, CompletionTokens: event.Usage.CompletionTokens}
		}
		if len(event.Choices) == 0 || event.Choices[0].Index != 0 {
			continue
		}
		choice := event.Choices[0]
		if choice.FinishReason != "" && choice.FinishReason != openai.FinishReasonNull {
			a.finished = choice.FinishReason
		}
		a.refusal += choice.Delta.Refusal
		text := choice.Delta.Content
		if text == "" && choice.Delta.ReasoningContent == "" && a.runes == 0 {
			continue // the model has not begun
		}
		w.rest() // the reader of a piece may take its time
		if err := a.add(text); err != nil {
			return err
		}
		w.expect("the next piece of the answer", idle)
	}
	if err := a.hand(a.thought.rest()); err != nil {
		return err
	}
	return a.whole()
}

// add takes some more words.
func (a *answer) add(text string) error {
	a.runes += utf8.RuneCountInString(text)
	a.written += EstimateTokens(text)
	if err := a.hand(a.thought.strip(text)); err != nil {
		return err
	}
	if limit := a.client.cfg.AnswerTokens; a.runes > (limit+thinkingTokens)*runesPerToken || a.begun && a.runes-a.thought.runes > limit*runesPerToken {
		a.finished = openai.FinishReasonLength
		return &failure{text: fmt.Sprintf("it did not end at its limit of %d tokens", limit)}
	}
	return nil
}

// hand hands a piece over.
func (a *answer) hand(piece string) error {
	if piece == "" {
		return nil
	}
	a.begun = true
	a.stopped = a.yield(piece)
	return a.stopped
}

// whole says what a stream that came to its end lacks of an answer.
func (a *answer) whole() error {
	limit := a.client.cfg.AnswerTokens
	switch {
	case a.refusal != "":
		return &failure{about: "content_filter", text: a.refusal}
	case a.finished == openai.FinishReasonContentFilter:
		return &failure{about: "content_filter", text: "stopped by the endpoint's content filter"}
	case a.finished == openai.FinishReasonLength && !a.begun:
		return &failure{text: "all its tokens were used up before the first word"}
	case a.finished == openai.FinishReasonLength:
		return &failure{text: fmt.Sprintf("it reached its limit of %d tokens", limit)}
	case !a.begun:
		return &failure{text: "an empty answer"}
	case a.finished == "":
		return &failure{text: "the stream ended in the middle"}
	}
	return nil
}

// messages are the rules and the data.
func messages(p prompts.Prompt) []openai.ChatCompletionMessage {
	return []openai.ChatCompletionMessage{
		{Role: openai.ChatMessageRoleSystem, Content: p.System},
		{Role: openai.ChatMessageRoleUser, Content: p.User},
	}
}
