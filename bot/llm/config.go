package llm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"kotae/bot"
)

// A Config is what must be known of an endpoint to use it. The zero value is
// OpenAI's, without a key; what is zero in it takes the value given here.
type Config struct {
	// BaseURL is where the API stands: http://localhost:11434/v1. Empty means
	// OpenAI's. A bare host gets /v1. Azure's resources are recognised by their host,
	// with the version in ?api-version= or 2024-10-21.
	BaseURL string
	// Key goes to the endpoint and nowhere else. The zero Key sends none.
	Key Key
	// ChatModel writes and rewrites. OpenAI has a default, DefaultChatModel; for any
	// other endpoint the model must be named.
	ChatModel string
	// EmbedModel embeds. As ChatModel; OpenAI's is DefaultEmbedModel.
	EmbedModel string
	// DocumentLanguage is what most documents are written in; empty means Japanese.
	DocumentLanguage bot.Language

	// Family says which parameters the chat model takes. What it takes in truth is
	// learnt from the endpoint's refusals.
	Family Family
	// Effort is how long a reasoning model is to think, in the endpoint's words;
	// empty means "low". Other models are not sent it.
	Effort string
	// ContextTokens is what the chat model reads and writes together: 128,000 for
	// OpenAI and Azure, else 4,096, to which Ollama cuts what is longer without a word.
	ContextTokens int
	// AnswerTokens is the longest answer; 800. It never takes more than a third of
	// the context.
	AnswerTokens int

	// Dimensions asks the embedding model for vectors of this length. Zero leaves it
	// to the model: many refuse the parameter, even with the length they have.
	Dimensions int
	// Width is the length of the embedding model's vectors, where it is known
	// already: it saves NewEmbedder a call.
	Width int
	// QueryPrefix and PassagePrefix stand before everything embedded: "query: " and
	// "passage: " for e5, "検索クエリ: " and "検索文書: " for ruri.
	QueryPrefix, PassagePrefix string
	// Batch is how many passages a request holds at most; 64. Endpoints that take
	// fewer are noticed.
	Batch int
	// InFlight is how many requests with passages are under way at once; 4. Questions
	// wait for none of them.
	InFlight int

	Limits Limits
	Retry  Retry
	// Dial makes connections; nil means the net package's.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Limits are how long things may take. Zero means the value given.
type Limits struct {
	Connect    time.Duration // until there is a connection: 5 s
	FirstToken time.Duration // from a request to its first word: 60 s
	Idle       time.Duration // between two pieces of an answer: 20 s
	Total      time.Duration // a whole answer, all attempts: 3 min
	Rewrite    time.Duration // making a question stand alone: 8 s
	Query      time.Duration // embedding a question: 10 s
	Batch      time.Duration // one attempt to embed one batch: 2 min
}

// Retry is how failures that pass by themselves are met: by waiting, a random part
// of a time that doubles, or as long as the endpoint asks. Zero means the value given.
type Retry struct {
	Attempts int           // of one request: 4; 8 for a batch of passages
	First    time.Duration // the most that the first wait takes: 500 ms
	Longest  time.Duration // the most that a wait takes, whatever is asked: 60 s
	Patience time.Duration // from a request's beginning, after which no wait begins: 20 s; 10 min for a batch
}

// The models used at OpenAI where none is named: the current small ones.
const (
	DefaultChatModel  = "gpt-6-luna"
	DefaultEmbedModel = "text-embedding-3-small"
)

// check reports what no config can have.
func (c Config) check() error {
	for _, r := range c.Key.reveal() {
		if r <= ' ' || r > '~' {
			return errors.New("the key holds characters that no key has: was it pasted whole, and alone?")
		}
	}
	l, r := c.Limits, c.Retry
	for _, d := range []time.Duration{l.Connect, l.FirstToken, l.Idle, l.Total, l.Rewrite, l.Query, l.Batch, r.First, r.Longest, r.Patience} {
		if d < 0 {
			return errors.New("a time limit for the model's endpoint is negative")
		}
	}
	if min(c.ContextTokens, c.AnswerTokens, c.Dimensions, c.Width, c.Batch, c.InFlight, r.Attempts) < 0 {
		return errors.New("a number set for the model's endpoint is negative")
	}
	if f := c.Family; f != "" && f != Plain && f != Reasoning {
		return fmt.Errorf("the family of the chat model is %q or %q, not %q", Plain, Reasoning, f)
	}
	return nil
}

// complete returns the config with its zeros filled in.
func (c Config) complete(at address) Config {
	context := 4096
	if at.vast {
		context = 128_000
	}
	c.ContextTokens = cmp.Or(c.ContextTokens, context)
	c.AnswerTokens = min(cmp.Or(c.AnswerTokens, 800), c.ContextTokens/3)
	c.DocumentLanguage = cmp.Or(c.DocumentLanguage, bot.Japanese)
	c.Effort = cmp.Or(c.Effort, "low")
	c.Batch = cmp.Or(c.Batch, 64)
	c.InFlight = cmp.Or(c.InFlight, 4)
	c.Limits = Limits{
		Connect:    cmp.Or(c.Limits.Connect, 5*time.Second),
		FirstToken: cmp.Or(c.Limits.FirstToken, time.Minute),
		Idle:       cmp.Or(c.Limits.Idle, 20*time.Second),
		Total:      cmp.Or(c.Limits.Total, 3*time.Minute),
		Rewrite:    cmp.Or(c.Limits.Rewrite, 8*time.Second),
		Query:      cmp.Or(c.Limits.Query, 10*time.Second),
		Batch:      cmp.Or(c.Limits.Batch, 2*time.Minute),
	}
	return c
}

// complete returns the policy with its zeros filled in.
func (r Retry) complete(attempts int, patience time.Duration) Retry {
	return Retry{
		Attempts: cmp.Or(r.Attempts, attempts),
		First:    cmp.Or(r.First, 500*time.Millisecond),
		Longest:  cmp.Or(r.Longest, time.Minute),
		Patience: cmp.Or(r.Patience, patience),
	}
}

// LogValue leaves the key out.
func (c Config) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("host", Host(c.BaseURL)), slog.String("chat", c.ChatModel), slog.String("embed", c.EmbedModel), slog.Any("key", c.Key))
}
