package slackbot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"
)

// errAnother says that an answer is not what was streamed of it.
var errAnother = errors.New("the answer became another one")

// startStream begins a streamed message in a direct message, and returns its ts.
func (b *Slackbot) startStream(ctx context.Context, t task, chunks []slack.StreamChunk) (ts string, err error) {
	err = b.api.do(ctx, "chat.startStream", t.Channel, func(ctx context.Context) error {
		_, ts, err = b.api.client.StartStreamContext(ctx, t.Channel, slack.MsgOptionTS(t.Thread), slack.MsgOptionChunks(chunks...))
		return err
	})
	if uncertain(err) {
		b.sweep(ctx, t)
	}
	return ts, err
}

func (b *Slackbot) appendStream(ctx context.Context, t task, ts string, chunks []slack.StreamChunk) error {
	return b.api.do(ctx, "chat.appendStream", t.Channel, func(ctx context.Context) error {
		_, _, err := b.api.client.AppendStreamContext(ctx, t.Channel, ts, slack.MsgOptionChunks(chunks...))
		return err
	})
}

// stopStream ends a streamed message, with what stands under it. Where Slack does not
// take that, the message is ended without it, and the error says so.
func (b *Slackbot) stopStream(ctx context.Context, t task, ts string, chunks []slack.StreamChunk, blocks []slack.Block) error {
	stop := func(options ...slack.MsgOption) error {
		return b.api.do(ctx, "chat.stopStream", t.Channel, func(ctx context.Context) error {
			_, _, err := b.api.client.StopStreamContext(ctx, t.Channel, ts, options...)
			return err
		})
	}
	options := []slack.MsgOption{marked(t)}
	if len(chunks) > 0 {
		options = append(options, slack.MsgOptionChunks(chunks...))
	}
	if len(blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(blocks...))
	}
	err := stop(options...)
	if unshowable(err) || uncertain(err) {
		return errors.Join(err, stop())
	}
	return err
}

// sweep deletes what an answer left behind that never came to its end: messages of
// the bot's behind the question that no answer is. Where the bot may not look, they
// stay.
func (b *Slackbot) sweep(ctx context.Context, t task) {
	messages, err := b.replies(ctx, t)
	if err != nil {
		return
	}
	for _, m := range messages {
		if b.own(m) && m.Timestamp > t.TS && answers(m) == "" {
			if err := b.remove(ctx, t.Channel, m.Timestamp); err != nil {
				b.Log.Info("a leftover could not be removed", "channel", t.Channel, "ts", m.Timestamp, "err", err)
			}
		}
	}
}

// own reports whether the bot wrote a message.
func (b *Slackbot) own(m slack.Message) bool {
	return m.User == b.self.user || m.BotID != "" && m.BotID == b.self.bot
}

// answers is the ts of the message that a message of the bot's answers; empty for none.
func answers(m slack.Message) string {
	ts, _ := m.Metadata.EventPayload["task"].(string)
	return ts
}
