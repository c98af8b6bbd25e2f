package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"kotae/bot"
)

// A job is one call of EmbedPassages.
type job struct {
	embedder *Embedder
	texts    []string // with their prefix
	vectors  [][]float32

	mu       sync.Mutex
	todo     []int // indexes of texts that no batch has taken
	finished []int // indexes of texts that have their vectors
	err      error // the first
	where    context.Context
}

// work embeds batch after batch until nothing is left to do, or one has failed.
func (j *job) work(ctx context.Context) {
	e := j.embedder
	for {
		select {
		case e.slots <- struct{}{}:
		case <-ctx.Done():
			j.fail(ctx, ctx.Err())
			return
		}
		batch := j.take(e.limit())
		if len(batch) > 0 {
			j.embed(ctx, batch)
		}
		<-e.slots
		if len(batch) == 0 {
			return
		}
	}
}

// take takes the next texts to embed, at most n; none when a batch has failed.
func (j *job) take(n int) []int {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return nil
	}
	n = min(n, len(j.todo))
	batch := j.todo[:n]
	j.todo = j.todo[n:]
	return batch
}

func (j *job) embed(ctx context.Context, batch []int) {
	texts := make([]string, len(batch))
	for k, i := range batch {
		texts[k] = j.texts[i]
	}
	vectors, _, err := j.embedder.split(ctx, j.embedder.batchCall(), texts)
	j.mu.Lock()
	for k, v := range vectors { // a part of a batch is worth having
		if v != nil {
			j.vectors[batch[k]] = v
			j.finished = append(j.finished, batch[k])
		}
	}
	j.mu.Unlock()
	if err != nil {
		j.fail(ctx, err)
	}
}

func (j *job) fail(ctx context.Context, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err == nil {
		j.err, j.where = err, ctx
	}
}

// limit is how many texts a request may hold.
func (e *Embedder) limit() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.batch
}

// split embeds texts in one request, or in two halves if that is too much for the
// endpoint, and so on. Where both halves of a batch were taken whole, no batch
// will be larger again. Beside an error it returns the vectors it has, nil where
// there is none; at once reports whether one request was enough.
func (e *Embedder) split(ctx context.Context, c call, texts []string) (vectors [][]float32, whole bool, err error) {
	n := len(texts)
	if n <= e.limit() {
		vectors, err = e.request(ctx, c, texts)
		if err == nil || !tooMuch(ctx, err, n) {
			return vectors, err == nil, err
		}
		if n == 1 {
			v, err := e.beginning(ctx, c, texts[0], err)
			return [][]float32{v}, false, err
		}
	}
	half := (n + 1) / 2
	left, one, err := e.split(ctx, c, texts[:half])
	vectors = append(left, make([][]float32, n-len(left))...)
	if err != nil {
		return vectors, false, err
	}
	right, other, err := e.split(ctx, c, texts[half:])
	copy(vectors[half:], right)
	if err == nil && one && other {
		e.mu.Lock()
		e.batch = min(e.batch, half)
		e.mu.Unlock()
	}
	return vectors, false, err
}

// tooMuch reports whether the endpoint may manage a smaller request.
func tooMuch(ctx context.Context, err error, n int) bool {
	if ctx.Err() != nil {
		return false
	}
	var f *failure
	if errors.As(err, &f) {
		return f.problem() == bot.TooLong || n > 1 && f.status == 504
	}
	var late *slow
	return n > 1 && errors.As(err, &late)
}

// leastRunes is what a text is never cut below.
const leastRunes = 32

// beginning embeds as much of a text, from its beginning, as the model takes, and
// remembers how much that is. The error is why it did not take all of it.
func (e *Embedder) beginning(ctx context.Context, c call, text string, err error) ([]float32, error) {
	for {
		n := utf8.RuneCountInString(text) * 3 / 4
		if n < leastRunes {
			return nil, err
		}
		text = prefix(text, n)
		var vs [][]float32
		if vs, err = e.request(ctx, c, []string{text}); err == nil {
			e.mu.Lock()
			if tokens := EstimateTokens(text); e.room == 0 || tokens < e.room {
				e.room = tokens
			}
			e.mu.Unlock()
			return vs[0], nil
		}
		if !tooMuch(ctx, err, 1) {
			return nil, err
		}
	}
}

// prefix returns the first n runes.
func prefix(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// within returns as much of a text as is known to fit the model.
func (e *Embedder) within(text string) string {
	e.mu.Lock()
	room := e.room
	e.mu.Unlock()
	if room == 0 {
		return text
	}
	tokens := 0.0
	for i, r := range text {
		if tokens += rateOf(r).usual; tokens > float64(room) {
			return text[:i]
		}
	}
	return text
}

// request embeds texts in one request.
func (e *Embedder) request(ctx context.Context, c call, texts []string) ([][]float32, error) {
	input := make([]string, len(texts))
	for i, t := range texts {
		input[i] = strings.ToValidUTF8(e.within(t), "\uFFFD")
	}
	body, err := json.Marshal(struct {
		Model      string   `json:"model"`
		Input      []string `json:"input"`
		Dimensions int      `json:"dimensions,omitempty"`
		Format     string   `json:"encoding_format"`
	}{alias, input, e.cfg.Dimensions, "float"}) // some gateways take no notice of base64
	if err != nil {
		return nil, err
	}
	inner, w, over := newWatch(ctx)
	defer over()
	d := &doer{http: e.http, model: e.cfg.EmbedModel, watch: w, what: c.what, limit: c.limit, retry: c.retry}
	reply, err := e.post(inner, d, "/embeddings", body)
	if err != nil {
		var late *slow
		if errors.As(context.Cause(inner), &late) {
			return nil, late
		}
		return nil, err
	}
	data, err := readVectors(reply, e.known())
	if err != nil {
		return nil, err
	}
	return e.vectors(data, len(texts))
}

// known is the length of the vectors, or 0.
func (e *Embedder) known() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.width
}

// vectors puts a reply in order and checks it.
func (e *Embedder) vectors(data []numbered, n int) ([][]float32, error) {
	if len(data) != n {
		return nil, &failure{text: fmt.Sprintf("%d vectors for %d texts", len(data), n)}
	}
	out := make([][]float32, n)
	numbered := false // some endpoints leave the numbers out
	for _, d := range data {
		numbered = numbered || d.Index != 0
	}
	for i, d := range data {
		if numbered {
			i = d.Index
		}
		if i < 0 || i >= n || out[i] != nil {
			return nil, &failure{text: fmt.Sprintf("vectors numbered wrongly: %d", i)}
		}
		v, err := unit(d.Embedding)
		if err == nil {
			err = e.check(len(v))
		}
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// check makes sure that all vectors are of one length.
func (e *Embedder) check(width int) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.width == 0 {
		e.width = width
	}
	if width != e.width {
		return &failure{text: fmt.Sprintf("vectors of %d dimensions where there were %d: is it still the same model?", width, e.width)}
	}
	return nil
}
