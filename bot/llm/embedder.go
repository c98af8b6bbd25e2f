package llm

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"time"

	"kotae/retrieval"
)

// An Embedder has a model embed. It implements retrieval.Embedder and is safe for
// concurrent use.
//
// A text that is too long for the model is embedded by its beginning: the model
// would see no more of it anyway, and most servers cut it without a word.
type Embedder struct {
	*endpoint
	slots chan struct{} // a batch under way holds one

	mu    sync.Mutex
	width int // of the vectors; 0 until the first reply
	batch int // texts that a request may hold, as far as is known
	room  int // tokens, estimated, that a text may have; 0 while no text was too long
	// kept are vectors of calls that failed, by their texts: a call that is made
	// again does not pay for them again.
	kept map[[sha256.Size]byte][]float32
}

var _ retrieval.Embedder = (*Embedder)(nil)

// maxKept is how many vectors of failed calls are kept, at 6 KB each.
const maxKept = 8192

// widths are those of OpenAI's models.
var widths = map[string]int{"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}

// NewEmbedder returns an embedder. Unless the config says how long the model's
// vectors are, or the model is one of OpenAI's, it asks the model once, so that
// Space never changes afterwards. An error is about the config, or a *bot.ModelError.
func NewEmbedder(ctx context.Context, cfg Config) (*Embedder, error) {
	p, err := newEndpoint(cfg)
	if err != nil {
		return nil, err
	}
	if p.cfg.EmbedModel == "" {
		return nil, fmt.Errorf("the endpoint at %s has no default embedding model: name one", p.at.host)
	}
	e := &Embedder{
		endpoint: p, slots: make(chan struct{}, p.cfg.InFlight), batch: p.cfg.Batch,
		width: p.cfg.Width, kept: map[[sha256.Size]byte][]float32{},
	}
	if e.width == 0 {
		e.width = p.cfg.Dimensions
	}
	if e.width == 0 && p.at.openAI {
		e.width = widths[p.cfg.EmbedModel]
	}
	if e.width == 0 {
		if _, err := e.EmbedQuery(ctx, "?"); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// Model names the embedding model.
func (e *Embedder) Model() string { return e.cfg.EmbedModel }

// Width is the length of the vectors.
func (e *Embedder) Width() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.width
}

// Space names model, dimension, and what stands before passages.
func (e *Embedder) Space() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	space := fmt.Sprintf("openai-compatible/1:%s:%d", e.cfg.EmbedModel, e.width)
	if e.cfg.PassagePrefix != "" {
		space += fmt.Sprintf(":%q", e.cfg.PassagePrefix)
	}
	return space
}

// EmbedQuery returns the vector of a question, or nil for a blank one. It waits for
// no passages.
func (e *Embedder) EmbedQuery(ctx context.Context, question string) ([]float32, error) {
	if strings.TrimSpace(question) == "" {
		return nil, ctx.Err()
	}
	limit := e.cfg.Limits.Query
	inner, cancel := context.WithTimeoutCause(ctx, limit, &slow{"embedding the question", limit})
	defer cancel()
	vs, _, err := e.split(inner, e.queryCall(), []string{e.cfg.QueryPrefix + question})
	if err != nil {
		return nil, e.fault(ctx, inner, err, false)
	}
	return vs[0], nil
}

// A call is how a request for vectors is made.
type call struct {
	what  string
	limit time.Duration // of an attempt
	retry Retry
}

func (e *Embedder) queryCall() call {
	return call{"embedding the question", e.cfg.Limits.Query, e.cfg.Retry.complete(3, e.cfg.Limits.Query)}
}

func (e *Embedder) batchCall() call {
	return call{"embedding a batch", e.cfg.Limits.Batch, e.cfg.Retry.complete(8, 10*time.Minute)}
}

// EmbedPassages returns one vector for each text, in order.
//
// Several batches are under way at once, over all calls as many as Config.InFlight.
// When one fails for good, those under way are waited for and no more begun; what
// was embedded is kept, and costs nothing when the same texts are given again.
// The vector of a blank text is that of a full stop.
func (e *Embedder) EmbedPassages(ctx context.Context, texts []string) ([][]float32, error) {
	j := &job{embedder: e, texts: make([]string, len(texts)), vectors: make([][]float32, len(texts))}
	for i, t := range texts {
		if strings.TrimSpace(t) == "" {
			t = "."
		}
		j.texts[i] = e.cfg.PassagePrefix + t
	}
	e.recall(j)
	done := len(texts) - len(j.todo)
	if len(j.todo) == 0 {
		return j.vectors, ctx.Err()
	}
	var workers sync.WaitGroup
	for range min(e.cfg.InFlight, len(j.todo)) {
		workers.Go(func() { j.work(ctx) })
	}
	workers.Wait()
	if j.err != nil {
		for _, i := range j.finished {
			e.keep(j.texts[i], j.vectors[i])
		}
		return nil, fmt.Errorf("%d of %d passages embedded: %w", done+len(j.finished), len(texts), e.fault(ctx, j.where, j.err, false))
	}
	return j.vectors, nil
}

// recall fills in the vectors that are kept and lists what is to be done.
func (e *Embedder) recall(j *job) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i, t := range j.texts {
		if len(e.kept) > 0 {
			key := sha256.Sum256([]byte(t))
			if v := e.kept[key]; v != nil {
				j.vectors[i] = v
				delete(e.kept, key)
				continue
			}
		}
		j.todo = append(j.todo, i)
	}
}

// keep keeps a vector for another call.
func (e *Embedder) keep(text string, vector []float32) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.kept) < maxKept {
		e.kept[sha256.Sum256([]byte(text))] = vector
	}
}
