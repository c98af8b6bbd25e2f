// Package bottest holds stand-ins that the tests of several packages need.
//
// Endpoint is a model's endpoint on the wire: what a test sees through it is what
// a person would see of a real one in the same mood. It owns how endpoints and
// models behave, well and badly; it knows no client.
package bottest

import (
	"cmp"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// Settings are what an endpoint is like, whatever it is told to do.
type Settings struct {
	// Key is what requests must carry; empty lets everybody in.
	Key string
	// Models are those it knows; none means every one.
	Models []string
	// Context is how many tokens a chat's prompt and reply may have together,
	// counted with the worst tokenizer; 0 means any number.
	Context int
	// Dimensions of its vectors; 0 means 64.
	Dimensions int
	// BatchTexts is how many texts a request for vectors may hold, and TextRunes how
	// long each may be; 0 means any.
	BatchTexts, TextRunes int
	// Chats and Embeds answer when the script is over; nil means Correct and Vectors.
	Chats, Embeds Behaviour
	// Delay is how long it takes over every request.
	Delay time.Duration
	// InMemory has it listen nowhere but at Dial: for testing/synctest, to which
	// waiting for a socket is no waiting.
	InMemory bool
}

// An Endpoint is a server that speaks OpenAI's protocol. Chats and embeddings are
// answered by the behaviours in its script, one each; when the script is over, or
// there is none, by those of its settings. It is safe for concurrent use.
type Endpoint struct {
	settings Settings
	listener net.Listener
	server   *http.Server
	closed   chan struct{}
	left     chan struct{}
	serving  sync.WaitGroup // the listener, and every connection

	mu       sync.Mutex
	chats    []Behaviour
	embeds   []Behaviour
	requests []Request
	embedded map[string]int
	released chan struct{}
}

// A Behaviour answers one request.
type Behaviour func(*Exchange)

// NewEndpoint starts an endpoint, which is closed when the test ends.
func NewEndpoint(tb testing.TB, s Settings) *Endpoint {
	tb.Helper()
	s.Dimensions = cmp.Or(s.Dimensions, 64)
	if s.Chats == nil {
		s.Chats = Correct()
	}
	if s.Embeds == nil {
		s.Embeds = Vectors()
	}
	e := &Endpoint{
		settings: s, closed: make(chan struct{}), left: make(chan struct{}, 1024),
		embedded: map[string]int{}, released: make(chan struct{}),
	}
	if s.InMemory {
		e.listener = newMemory()
	} else {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			tb.Fatalf("endpoint: %v", err)
		}
		e.listener = l
	}
	e.server = &http.Server{Handler: e, ErrorLog: log.New(io.Discard, "", 0), ConnState: func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			e.serving.Add(1)
		case http.StateClosed:
			e.serving.Done()
		}
	}}
	e.serving.Go(func() { e.server.Serve(e.listener) }) // ends with Close
	tb.Cleanup(func() {
		close(e.closed)
		e.server.Close()
		e.serving.Wait()
	})
	return e
}

// URL is the base URL of the API.
func (e *Endpoint) URL() string { return "http://" + e.listener.Addr().String() + "/v1" }

// Dial connects to the endpoint, whatever the address.
func (e *Endpoint) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	if m, ok := e.listener.(*memory); ok {
		return m.dial(ctx)
	}
	a := e.listener.Addr()
	var d net.Dialer
	return d.DialContext(ctx, a.Network(), a.String())
}

// Chat adds to the script for chats.
func (e *Endpoint) Chat(bs ...Behaviour) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.chats = append(e.chats, bs...)
}

// Embed adds to the script for embeddings.
func (e *Endpoint) Embed(bs ...Behaviour) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.embeds = append(e.embeds, bs...)
}

// Times repeats a behaviour.
func Times(n int, b Behaviour) []Behaviour { return slices.Repeat([]Behaviour{b}, n) }

// Requests returns the requests so far, in the order of their arrival.
func (e *Endpoint) Requests() []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.requests)
}

// Embedded returns how often each text was turned into a vector and sent off.
func (e *Endpoint) Embedded() map[string]int {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := map[string]int{}
	for t, n := range e.embedded {
		out[t] = n
	}
	return out
}

// Left receives once for every stalled request whose client has gone away.
func (e *Endpoint) Left() <-chan struct{} { return e.left }

// Release lets everything that is stalled now go on.
func (e *Endpoint) Release() {
	e.mu.Lock()
	defer e.mu.Unlock()
	close(e.released)
	e.released = make(chan struct{})
}

// next takes a behaviour off the script.
func (e *Endpoint) next(script *[]Behaviour, otherwise Behaviour) Behaviour {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(*script) == 0 {
		return otherwise
	}
	b := (*script)[0]
	*script = (*script)[1:]
	return b
}

// ServeHTTP implements http.Handler.
func (e *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := newExchange(e, w, r)
	e.mu.Lock()
	e.requests = append(e.requests, x.Request)
	e.mu.Unlock()
	if d := e.settings.Delay; d > 0 && !x.Pause(d) {
		return
	}
	if x.refused() {
		return
	}
	switch x.Path {
	case "/v1/chat/completions":
		e.next(&e.chats, e.settings.Chats)(x)
	case "/v1/embeddings":
		e.next(&e.embeds, e.settings.Embeds)(x)
	default:
		x.Page(http.StatusNotFound, "404 Not Found")
	}
}

// A memory is a listener whose connections are pipes.
type memory struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func newMemory() *memory { return &memory{conns: make(chan net.Conn), done: make(chan struct{})} }

func (m *memory) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case m.conns <- server:
		return client, nil
	case <-m.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.done:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	m.once.Do(func() { close(m.done) })
	return nil
}

func (m *memory) Addr() net.Addr { return memoryAddr{} }

type memoryAddr struct{}

func (memoryAddr) Network() string { return "memory" }
func (memoryAddr) String() string  { return "127.0.0.1:1" } // local: no proxy is asked
