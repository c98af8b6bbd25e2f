package llm

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/sashabaranov/go-openai"

	"kotae/bot"
)

// A Family is a kind of chat model, by the parameters that it takes.
type Family string

// The families. The empty one is guessed from the model's name.
const (
	// Plain models take max_tokens and a temperature.
	Plain Family = "plain"
	// Reasoning models think first: they take max_completion_tokens and
	// reasoning_effort, and refuse a temperature.
	Reasoning Family = "reasoning"
)

// familyOf guesses a model's family by OpenAI's names, behind a router's prefix too.
func familyOf(model string) Family {
	name := strings.ToLower(model[strings.LastIndexByte(model, '/')+1:])
	for _, p := range []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if rest, ok := strings.CutPrefix(name, p); ok && (rest == "" || strings.ContainsAny(rest[:1], "-.:")) && !strings.Contains(rest, "chat") {
			return Reasoning
		}
	}
	return Plain
}

// A parameter is one that some endpoints or models refuse, by its name on the wire.
type parameter string

const (
	maxTokens           parameter = "max_tokens"
	maxCompletionTokens parameter = "max_completion_tokens"
	temperature         parameter = "temperature"
	reasoningEffort     parameter = "reasoning_effort"
	streamOptions       parameter = "stream_options"
)

// lowTemperature is as good as zero, which the library does not send at all, and
// no server finds it suspiciously small.
const lowTemperature = 0.01

// thinkingTokens is what a reasoning model may use up before its first word.
const thinkingTokens = 4096

// A manner is which parameters a model is sent. It is safe for concurrent use.
type manner struct {
	mu   sync.Mutex
	sent []parameter
	gone []parameter // refused once
}

// begin sends what a family takes.
func (m *manner) begin(f Family, model string) {
	if f == "" {
		f = familyOf(model)
	}
	m.sent = []parameter{maxTokens, temperature, streamOptions}
	if f == Reasoning {
		m.sent = []parameter{maxCompletionTokens, reasoningEffort, streamOptions}
	}
}

// apply sets the parameters of a request for a reply of so many tokens.
func (m *manner) apply(r *openai.ChatCompletionRequest, tokens int, effort string) []parameter {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.Contains(m.sent, reasoningEffort) || slices.Contains(m.gone, reasoningEffort) {
		tokens += thinkingTokens
	}
	for _, p := range m.sent {
		switch p {
		case maxTokens:
			r.MaxTokens = tokens
		case maxCompletionTokens:
			r.MaxCompletionTokens = tokens
		case temperature:
			r.Temperature = lowTemperature
		case reasoningEffort:
			r.ReasoningEffort = effort
		case streamOptions:
			if r.Stream {
				r.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
			}
		}
	}
	return slices.Clone(m.sent)
}

// learn reports whether a refusal is of one of the parameters sent; then that one
// is not sent again. Of the two that bound a reply the other takes its place.
func (m *manner) learn(sent []parameter, err error) bool {
	var f *failure
	if !errors.As(err, &f) || f.status != http.StatusBadRequest && f.status != http.StatusUnprocessableEntity || f.problem() == bot.TooLong {
		return false
	}
	said := f.about + " " + f.text
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range sent {
		if !strings.Contains(said, string(p)) {
			continue
		}
		if slices.Contains(m.gone, p) {
			return true // learnt from another request meanwhile
		}
		m.gone = append(m.gone, p)
		m.sent = slices.DeleteFunc(m.sent, func(q parameter) bool { return p == q })
		other := map[parameter]parameter{maxTokens: maxCompletionTokens, maxCompletionTokens: maxTokens}[p]
		if other != "" && !slices.Contains(m.gone, other) {
			m.sent = append(m.sent, other)
		}
		return true
	}
	return false
}
