package llm

import (
	"context"
	"time"

	"github.com/sashabaranov/go-openai"
)

// patience is how long one small request may take that only tries an endpoint: a model
// that must be loaded first takes longer, and then that is worth knowing.
const patience = 15 * time.Second

// once has a request made one time.
func (c Config) once() Config {
	c.Retry = Retry{Attempts: 1}
	return c
}

// TryChat has the chat model say one word, and returns what is in the way of that: an
// error about the config, or a *bot.ModelError. Whatever it says will do.
func TryChat(ctx context.Context, cfg Config) error {
	c, err := New(cfg.once())
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.say(ctx, "one word", hello, tryTokens, patience)
	return err
}

// tryTokens is what the one word may take.
const tryTokens = 16

// hello is the whole conversation: no document, and nobody's question.
var hello = []openai.ChatCompletionMessage{{Role: openai.ChatMessageRoleUser, Content: "Say OK."}}

// TryEmbed has the embedding model embed one word. It returns the space of the model's
// vectors, as Embedder.Space, or what is in the way: an error about the config, or a
// *bot.ModelError.
func TryEmbed(ctx context.Context, cfg Config) (space string, err error) {
	cfg = cfg.once()
	cfg.Width = 1 // so that NewEmbedder asks for none
	e, err := NewEmbedder(ctx, cfg)
	if err != nil {
		return "", err
	}
	defer e.Close()
	e.width = 0
	if _, err := e.EmbedQuery(ctx, "OK?"); err != nil {
		return "", err
	}
	return e.Space(), nil
}
