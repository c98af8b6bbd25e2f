// Package llm lets a language model answer, rewrite and embed, at any endpoint that
// speaks OpenAI's protocol.
//
// It owns how such an endpoint is reached, what may go wrong on the way, and how
// much fits into a model. It is the only home of go-openai. It knows nothing of
// what an answer is worth: words are handed over as they come, and judged by bot.
package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"github.com/sashabaranov/go-openai"

	"kotae/bot"
)

// A Client writes answers and rewrites questions. It implements bot.Writer and
// bot.Rewriter and is safe for concurrent use.
type Client struct {
	*endpoint
	manner manner
}

// New returns a client. It connects to nothing yet. An error says what is wrong
// with the config.
func New(cfg Config) (*Client, error) {
	e, err := newEndpoint(cfg)
	if err != nil {
		return nil, err
	}
	if e.cfg.ChatModel == "" {
		return nil, fmt.Errorf("the endpoint at %s has no default chat model: name one", e.at.host)
	}
	c := &Client{endpoint: e}
	c.manner.begin(e.cfg.Family, e.cfg.ChatModel)
	return c, nil
}

// Model names the chat model.
func (c *Client) Model() string { return c.cfg.ChatModel }

// An endpoint is what client and embedder have in common.
type endpoint struct {
	cfg  Config // complete
	at   address
	http *http.Client
}

func newEndpoint(cfg Config) (*endpoint, error) {
	at, err := parseAddress(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg = cfg.complete(at)
	if at.openAI && cfg.ChatModel == "" {
		cfg.ChatModel = DefaultChatModel
	}
	if at.openAI && cfg.EmbedModel == "" {
		cfg.EmbedModel = DefaultEmbedModel
	}
	dial := cfg.Dial
	if dial == nil {
		dial = (&net.Dialer{KeepAlive: 30 * time.Second}).DialContext
	}
	return &endpoint{cfg: cfg, at: at, http: &http.Client{
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				ctx, cancel := context.WithTimeout(ctx, cfg.Limits.Connect)
				defer cancel()
				return dial(ctx, network, address)
			},
			ForceAttemptHTTP2:   true,
			TLSHandshakeTimeout: cfg.Limits.Connect,
			MaxIdleConnsPerHost: cfg.InFlight + 8,
			IdleConnTimeout:     90 * time.Second,
		},
		// A key follows nobody to another place.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Close gives up the connections that are not in use.
func (e *endpoint) Close() { e.http.CloseIdleConnections() }

// library returns go-openai, with requests going through d.
func (e *endpoint) library(d *doer) *openai.Client {
	cfg := openai.DefaultConfig(e.cfg.Key.reveal())
	if e.at.azure {
		cfg = openai.DefaultAzureConfig(e.cfg.Key.reveal(), e.at.base)
		cfg.APIVersion = e.at.version
		cfg.AzureModelMapperFunc = func(string) string { return url.PathEscape(d.model) }
	}
	cfg.BaseURL = e.at.base
	d.http = e.http
	cfg.HTTPClient = d
	return openai.NewClientWithConfig(cfg)
}

// post sends JSON to a path of the API and returns the reply's. The library has no
// part in it: it writes and reads a request for vectors three times.
func (e *endpoint) post(ctx context.Context, d *doer, path string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.at.url(path, d.model), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if e.at.azure {
		req.Header.Set(openai.AzureAPIKeyHeader, e.cfg.Key.reveal())
	} else if !e.cfg.Key.IsZero() {
		req.Header.Set("Authorization", "Bearer "+e.cfg.Key.reveal())
	}
	resp, err := d.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var reply bytes.Buffer
	reply.Grow(int(min(max(resp.ContentLength, 0), 64<<20)) + bytes.MinRead)
	_, err = reply.ReadFrom(resp.Body)
	return reply.Bytes(), err
}

// fault makes of an error what people can do something about. ctx is the caller's
// context, inner the one that the work was done in, begun whether words had been
// handed over.
func (e *endpoint) fault(ctx, inner context.Context, err error, begun bool) error {
	switch ctx.Err() {
	case context.Canceled:
		return ctx.Err()
	case context.DeadlineExceeded:
		return &bot.ModelError{Problem: bot.TooSlow, Detail: "the time allowed for it is over", Err: ctx.Err()}
	}
	m := &bot.ModelError{}
	var (
		late   *slow
		f      *failure
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
	)
	switch {
	case errors.As(err, &late), errors.As(context.Cause(inner), &late):
		m.Problem, m.Detail = bot.TooSlow, late.Error()
		return m
	case errors.As(err, &f):
		m.Problem, m.Detail = f.problem(), f.prefix()+f.text+f.advice()
	case errors.As(err, &syntax), errors.As(err, &kind):
		m.Problem, m.Detail = bot.BadReply, "bad JSON: "+err.Error()
	default:
		m.Problem, m.Detail = bot.Unreachable, e.at.host+": "+network(err)
	}
	if begun && m.Problem != bot.Refused {
		m.Problem = bot.CutShort
	}
	m.Detail = e.cfg.Key.clean(m.Detail)
	return m
}

// network says what is wrong with a connection, without the address, which may
// hold what is nobody's business.
func network(err error) string {
	var (
		outer *url.Error
		dns   *net.DNSError
		op    *net.OpError
	)
	switch {
	case errors.As(err, &dns):
		return "no such host"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused; is it running?"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return "the connection broke off"
	case errors.Is(err, context.DeadlineExceeded):
		return "no connection in time"
	case errors.As(err, &op) && op.Timeout():
		return "no connection in time"
	case errors.As(err, &outer):
		return outer.Err.Error()
	}
	return err.Error()
}
