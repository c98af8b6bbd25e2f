package slackbot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
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
func (b *Slackbot) respond(ctx context.Context, t task, p post) error {
	err := b.api.do(ctx, "response_url", t.Channel, func(ctx context.Context) error {
		_, _, err := b.api.client.PostMessageContext(ctx, t.Channel, append(p.options(), slack.MsgOptionResponseURL(t.ResponseURL, slack.ResponseTypeEphemeral))...)
		return err
	})
	var status slack.StatusCodeError
	if errors.As(err, &status) && status.Code == http.StatusBadRequest {
		return fmt.Errorf("response URL: %w", slack.SlackErrorResponse{Err: "invalid_blocks"}) // it says no more
	}
	var transport *url.Error
	if errors.As(err, &transport) {
		transport.URL = "a response URL"
	}
	return err
}
