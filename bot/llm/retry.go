package llm

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// A doer carries one request of the library's to the endpoint and brings back the
// beginning of a good reply, or an error: a *failure for whatever the endpoint
// refuses. It tries again what may pass, until the first byte of a reply.
type doer struct {
	http  *http.Client
	model string // goes where the library was told alias
	retry Retry
	watch *watch
	what  string        // is expected of an attempt,
	limit time.Duration // and for how long
	// stream says that the reply is to come in pieces.
	stream bool
}

// alias is what the library is told that the model is called. It has opinions on
// models by their names, some of them wrong for models on one's own machine.
const alias = "kotae"

// refusalBytes is how much of a refusal is read.
const refusalBytes = 64 << 10

// Do implements the library's HTTPDoer.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	name, err := json.Marshal(d.model)
	if err != nil {
		return nil, err
	}
	// In a text the quotes would be escaped: the first match is the field.
	body = bytes.Replace(body, []byte(`"model":"`+alias+`"`), append([]byte(`"model":`), name...), 1)
	ctx := req.Context()
	waits := &backoff.ExponentialBackOff{ // full jitter: anything up to twice the interval
		InitialInterval: d.retry.First / 2, Multiplier: 2, RandomizationFactor: 1, MaxInterval: d.retry.Longest / 2,
	}
	return backoff.Retry(ctx, func() (*http.Response, error) {
		d.watch.expect(d.what, d.limit)
		resp, err := d.attempt(req, body)
		if err != nil {
			d.watch.rest()
			if !d.mayPass(ctx, err) {
				err = backoff.Permanent(err)
			}
		}
		return resp, err
	}, backoff.WithBackOff(waits), backoff.WithMaxTries(uint(d.retry.Attempts)), backoff.WithMaxElapsedTime(d.retry.Patience))
}

// attempt sends the request once.
func (d *doer) attempt(req *http.Request, body []byte) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	resp, err := d.http.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		defer resp.Body.Close()
		said, _ := io.ReadAll(io.LimitReader(resp.Body, refusalBytes)) // what there is of it is enough
		f := newFailure(resp.StatusCode, said)
		if f.wait = retryAfter(resp.Header, d.retry.Longest); f.wait != nil {
			f.wait.Duration += rand.N(max(d.retry.First, 1)) // not all at the same moment
		}
		return nil, f
	}
	in := bufio.NewReaderSize(resp.Body, 64<<10)
	if err := d.begin(resp, in); err != nil {
		resp.Body.Close()
		return nil, err
	}
	return resp, nil
}

// begin waits for the first byte of a reply and looks what it is the beginning of.
func (d *doer) begin(resp *http.Response, in *bufio.Reader) error {
	first, err := firstByte(in)
	if err == io.EOF {
		return &failure{text: "an empty reply"}
	}
	if err != nil {
		return err
	}
	switch {
	case first == '<':
		page, _ := io.ReadAll(io.LimitReader(in, refusalBytes))
		return &failure{text: "a " + plain(page) + " instead of an answer; is the base URL right, with its /v1?"}
	case !d.stream:
		head, err := in.Peek(256)
		if err != nil && err != io.EOF {
			return err
		}
		if mayBeError.Match(head) {
			all, err := io.ReadAll(in)
			if err != nil {
				return err
			}
			if f := errorIn(all); f != nil {
				return f
			}
			in = bufio.NewReader(bytes.NewReader(all))
		}
		resp.Body = body{in, resp.Body}
	case first == '{' || first == '[':
		events, err := whole(in)
		if err != nil {
			return err
		}
		resp.Body = body{events, resp.Body}
	case strings.IndexByte(":deir", first) < 0: // a comment, data, event, error, id, retry
		said, _ := io.ReadAll(io.LimitReader(in, refusalBytes))
		return &failure{text: "something else than an answer: " + plain(said)}
	default:
		resp.Body = &events{in: in, body: resp.Body}
	}
	return nil
}

// A body is read from one thing and closed at another.
type body struct {
	io.Reader
	io.Closer
}

// firstByte returns the first byte that is not white space, unread.
func firstByte(in *bufio.Reader) (byte, error) {
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != ' ' && b != '\t' && b != '\r' && b != '\n' && b != 0xEF && b != 0xBB && b != 0xBF { // nor a byte order mark
			return b, in.UnreadByte()
		}
	}
}

// mayPass reports whether what went wrong may go well at another time.
func (d *doer) mayPass(ctx context.Context, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	var f *failure
	if errors.As(err, &f) {
		return f.passes()
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return !dns.IsNotFound
	}
	return !isTLS(err)
}

// isTLS reports whether two sides can't agree on how to talk: they never will.
func isTLS(err error) bool {
	var (
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		authority x509.UnknownAuthorityError
	)
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &authority)
}
