package slackbot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"
)

// errAnother says that an answer is not what was streamed of it.
var errAnother = errors.New("the answer became another one")

// errCrowded says that too many answers are streamed just now.
var errCrowded = errors.New("too many streams")

// startStream begins a streamed message in a direct message, and returns its ts. What
// goes into it is picked when its turn has come, if that is before until is done.
func (b *Slackbot) startStream(ctx, until context.Context, t task, pick func() []slack.StreamChunk) (ts string, err error) {
	if !b.paces.allow("stream", b.now()) {
		return "", errCrowded
	}
	err = b.api.doUntil(ctx, until, "chat.startStream", t.Channel, func(ctx context.Context) error {
		_, ts, err = b.api.client.StartStreamContext(ctx, t.Channel, slack.MsgOptionTS(t.Thread), slack.MsgOptionChunks(pick()...))
		return err
	})
	if uncertain(err) {
		b.sweep(ctx, t)
	}
	return ts, err
}

func (b *Slackbot) appendStream(ctx, until context.Context, t task, ts string, pick func() []slack.StreamChunk) error {
	return b.api.doUntil(ctx, until, "chat.appendStream", t.Channel, func(ctx context.Context) error {
		_, _, err := b.api.client.AppendStreamContext(ctx, t.Channel, ts, slack.MsgOptionChunks(pick()...))
		return err
	})
}

// stopStream ends a streamed message. Options are what else it gets; where Slack does
// not take that, the message is ended without it, and the error says so.
func (b *Slackbot) stopStream(ctx context.Context, t task, ts string, options ...slack.MsgOption) error {
	stop := func(options ...slack.MsgOption) error {
		return b.api.do(ctx, "chat.stopStream", t.Channel, func(ctx context.Context) error {
			_, _, err := b.api.client.StopStreamContext(ctx, t.Channel, ts, options...)
			return err
		})
	}
	err := stop(options...)
	if len(options) > 0 && (unshowable(err) || uncertain(err)) {
		return errors.Join(err, stop())
	}
	return err
}

// sweep deletes what an answer left behind that never came to its end: messages of
// the bot's behind the question that are no whole answer, and none to another question.
// Where the bot may not look, they stay.
func (b *Slackbot) sweep(ctx context.Context, t task) {
	messages, err := b.replies(ctx, t)
	if err != nil {
		return
	}
	for _, m := range messages {
		if b.own(m) && leftover(m, t) {
			b.discard(ctx, t, m.Timestamp)
		}
	}
}

// leftover reports whether a message of the bot's, if it is no whole answer to a task,
// is what is left of one: a stand-in or a stream that was not ended, neither of which is
// marked, or a part.
func leftover(m slack.Message, t task) bool {
	return m.Timestamp > t.TS && (answers(m) == t.TS || answers(m) == "" && m.Metadata.EventType != whole)
}

// own reports whether the bot wrote a message.
func (b *Slackbot) own(m slack.Message) bool {
	return m.User == b.self.user || m.BotID != "" && m.BotID == b.self.bot
}
