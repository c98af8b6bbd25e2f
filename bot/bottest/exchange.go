package bottest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// A Request is what an endpoint was asked. It never holds the key.
type Request struct {
	Path       string
	URL        string // path and query, as asked for
	Authorized bool   // it carried the right key
	Body       string
	Model      string
	Stream     bool
	Messages   []Message // of a chat
	Input      []string  // of an embedding
	// Parameters are all fields of the body, as they were decoded.
	Parameters map[string]any
}

// A Message is one of a chat's.
type Message struct{ Role, Content string }

// Prompt is the text of all messages.
func (r *Request) Prompt() string {
	var b strings.Builder
	for _, m := range r.Messages {
		b.WriteString(m.Content + "\n")
	}
	return b.String()
}

// System is the text of the system message.
func (r *Request) System() string {
	for _, m := range r.Messages {
		if m.Role == "system" {
			return m.Content
		}
	}
	return ""
}

// A Passage is one of those in a prompt.
type Passage struct{ ID, File, Heading, Date, Text string }

// Passages are the lines of JSON in the prompt that have an ID and a text.
func (r *Request) Passages() []Passage {
	var out []Passage
	r.lines(func(line []byte) {
		var p Passage
		if json.Unmarshal(line, &p) == nil && p.ID != "" && p.Text != "" {
			out = append(out, p)
		}
	})
	return out
}

// Question is the line of JSON in the prompt that has a question, the last.
func (r *Request) Question() string {
	question := ""
	r.lines(func(line []byte) {
		var q struct{ Question string }
		if json.Unmarshal(line, &q) == nil && q.Question != "" {
			question = q.Question
		}
	})
	return question
}

// lines calls with every line of the user's message that is a JSON object.
func (r *Request) lines(with func(line []byte)) {
	for _, m := range r.Messages {
		if m.Role != "user" {
			continue
		}
		for line := range strings.Lines(m.Content) {
			if strings.HasPrefix(line, "{") {
				with([]byte(line))
			}
		}
	}
}

// An Exchange is a request with the means to answer it.
type Exchange struct {
	Request
	endpoint *Endpoint
	w        http.ResponseWriter
	r        *http.Request
	key      string // as it came
	begun    bool   // the head of a stream was sent
}

func newExchange(e *Endpoint, w http.ResponseWriter, r *http.Request) *Exchange {
	body, _ := io.ReadAll(r.Body) // what is missing shows as bad JSON
	x := &Exchange{endpoint: e, w: w, r: r}
	x.key = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") + r.Header.Get("Api-Key")
	x.URL = r.URL.RequestURI()
	x.Path, x.Body, x.Authorized = r.URL.Path, string(body), x.key == e.settings.Key || e.settings.Key == ""
	if i := strings.Index(x.Path, "/openai/deployments/"); i >= 0 { // Azure's
		_, rest, _ := strings.Cut(x.Path[len("/openai/deployments/"):], "/")
		x.Path = "/v1/" + rest
	}
	var fields struct {
		Model    string
		Stream   bool
		Messages []Message
		Input    []string
	}
	json.Unmarshal(body, &fields)       // what does not fit
	json.Unmarshal(body, &x.Parameters) // is asserted on by tests
	x.Model, x.Stream, x.Messages, x.Input = fields.Model, fields.Stream, fields.Messages, fields.Input
	return x
}

// refused answers what the endpoint's settings forbid, and reports whether it did.
func (x *Exchange) refused() bool {
	s := x.endpoint.settings
	known := len(s.Models) == 0
	for _, m := range s.Models {
		known = known || m == x.Model
	}
	switch {
	case !x.Authorized:
		WrongKey()(x)
	case !known:
		UnknownModel()(x)
	case s.Context > 0 && len(x.Messages) > 0 && Tokens(x.Prompt())+x.maxTokens() > s.Context:
		ContextTooLong()(x)
	case s.BatchTexts > 0 && len(x.Input) > s.BatchTexts:
		BatchTooLarge(s.BatchTexts)(x)
	case s.TextRunes > 0 && longest(x.Input) > s.TextRunes:
		TextTooLong()(x)
	default:
		return false
	}
	return true
}

func (x *Exchange) maxTokens() int {
	for _, name := range []string{"max_tokens", "max_completion_tokens"} {
		if n, ok := x.Parameters[name].(float64); ok {
			return int(n)
		}
	}
	return 0
}

func longest(texts []string) int {
	n := 0
	for _, t := range texts {
		n = max(n, len([]rune(t)))
	}
	return n
}

// Tokens counts tokens as badly as a tokenizer with a small, Western vocabulary
// does: a kanji takes its three bytes, kana and signs one, a digit one, and three
// letters one.
func Tokens(text string) int {
	n, letters := 0, 0
	for _, r := range text {
		if r < 0x80 && (unicode.IsLetter(r) || r == ' ') {
			if letters++; letters%3 == 1 {
				n++
			}
			continue
		}
		letters = 0
		if r < 0x80 || 0x3000 <= r && r <= 0x30FF || 0xFF00 <= r && r <= 0xFFEF {
			n++
		} else {
			n += len(string(r))
		}
	}
	return n
}

// Wait returns when the endpoint is released or closed, or false when the client
// has gone away.
func (x *Exchange) Wait() bool {
	x.endpoint.mu.Lock()
	released := x.endpoint.released
	x.endpoint.mu.Unlock()
	select {
	case <-released:
		return true
	case <-x.endpoint.closed:
		return false
	case <-x.r.Context().Done():
		x.endpoint.left <- struct{}{}
		return false
	}
}

// Pause lets time pass. It returns false when the client has gone away meanwhile.
func (x *Exchange) Pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-x.endpoint.closed:
	case <-x.r.Context().Done():
	}
	return false
}

// Cut breaks the connection off.
func (x *Exchange) Cut() {
	x.flush()
	panic(http.ErrAbortHandler)
}

// Header sets a header of the reply.
func (x *Exchange) Header(name, value string) { x.w.Header().Set(name, value) }

// Page answers with a web page.
func (x *Exchange) Page(status int, title string) {
	x.Raw(status, "text/html; charset=utf-8", "<!DOCTYPE html>\n<html><head><title>"+title+"</title></head><body><h1>"+title+"</h1></body></html>\n")
}

// JSON answers with a value.
func (x *Exchange) JSON(status int, value any) { x.Raw(status, "application/json", marshal(value)) }

// Raw answers with a body as it is.
func (x *Exchange) Raw(status int, contentType, body string) {
	x.Header("Content-Type", contentType)
	x.w.WriteHeader(status)
	io.WriteString(x.w, body)
}

// Error answers with an error in OpenAI's form.
func (x *Exchange) Error(status int, message, kind, code string) {
	x.JSON(status, map[string]any{"error": map[string]any{"message": message, "type": kind, "param": nil, "code": code}})
}

func (x *Exchange) flush() {
	if f, ok := x.w.(http.Flusher); ok {
		f.Flush()
	}
}

// marshal is JSON with text as it is.
func marshal(value any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err) // a mistake in a test
	}
	return strings.TrimSuffix(b.String(), "\n")
}
