package slackbot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

const (
	// whispers is how often a response URL may be used, less one for what comes after,
	// and whisperTime how long (docs.slack.dev, handling user interaction).
	whispers    = 4
	whisperTime = 29 * time.Minute
)

// whisper delivers messages that only the asker sees: by the response URL, and where
// that is used up or does not work, as direct messages.
func (b *Slackbot) whisper(ctx context.Context, t task, posts []post) error {
	left := whispers
	if t.ResponseURL == "" {
		left = 0
	}
	for i, p := range posts {
		err := b.ladder(p, func(p post) error {
			if left > 0 && b.now().Sub(t.At) < whisperTime {
				left--
				err := b.respond(ctx, t, p)
				if err == nil || unshowable(err) || ctx.Err() != nil {
					return err
				}
				b.Log.Info("a response URL does not work; a direct message takes its place", "channel", t.Channel, "err", err)
				left = 0
			}
			return b.api.do(ctx, "chat.postMessage", t.User, func(ctx context.Context) error {
				_, _, err := b.api.client.PostMessageContext(ctx, t.User, p.options()...)
				return err
			})
		})
		if err != nil {
			return fmt.Errorf("message %d of %d: %w", i+1, len(posts), err)
		}
	}
	return nil
}

// respond posts to a response URL, which whoever knows it could do: errors leave it out.
// The library's way leaves out how a text is to be read.
func (b *Slackbot) respond(ctx context.Context, t task, p post) error {
	body, err := json.Marshal(response{
		Type: slack.ResponseTypeEphemeral, Text: p.Text, Blocks: p.Blocks, Parse: "none",
	})
	if err != nil {
		return fmt.Errorf("response URL: %w", err)
	}
	err = b.api.do(ctx, "response_url", t.Channel, func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.ResponseURL, bytes.NewReader(body))
		if err != nil {
			return errors.New("it is no address") // the error would hold it
		}
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
		resp, err := b.api.http.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		return responded(resp)
	})
	var transport *url.Error
	if errors.As(err, &transport) {
		transport.URL = "…"
	}
	if err != nil {
		return fmt.Errorf("response URL: %w", err)
	}
	return nil
}

// A response is what a response URL takes.
type response struct {
	Type        string        `json:"response_type"`
	Text        string        `json:"text"`
	Blocks      []slack.Block `json:"blocks,omitempty"`
	Parse       string        `json:"parse"`
	LinkNames   bool          `json:"link_names"`
	UnfurlLinks bool          `json:"unfurl_links"`
	UnfurlMedia bool          `json:"unfurl_media"`
}

// responded is what a response URL says, as the library's error.
func responded(resp *http.Response) error {
	said, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After")) // without it, as soon as may be
		return &slack.RateLimitedError{RetryAfter: time.Duration(seconds) * time.Second}
	case resp.StatusCode >= http.StatusInternalServerError:
		return slack.StatusCodeError{Code: resp.StatusCode, Status: resp.Status}
	case resp.StatusCode >= http.StatusBadRequest:
		return slack.SlackErrorResponse{Err: strings.TrimSpace(string(said))}
	}
	return nil
}
