package slackbot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"
)

// errGone says that there is no place left to answer in.
var errGone = errors.New("the place to answer in is gone")

// errLater says that nothing can be done about a task before Slack is back.
var errLater = errors.New("Slack can't be reached")

// errPart says that a part of an answer arrived, and the rest did not.
var errPart = errors.New("only a part arrived")

// hopeless reports whether a message can't be delivered, now or later.
func hopeless(err error) bool {
	return errors.Is(err, errGone) || refused(err, "channel_not_found", "not_in_channel", "is_archived", "thread_not_found",
		"message_not_found", "restricted_action", "user_not_found", "cannot_dm_bot", "missing_scope", "expired_url", "used_url")
}

// refuse says in one sentence why a task has no answer.
func (b *Slackbot) refuse(ctx context.Context, t task, why reason) error {
	l := t.language()
	if t.Text == "" {
		l = b.spokenTo(ctx, t.User)
	}
	return b.deliver(ctx, t, []post{refusal(l, why)})
}

// deliver delivers the messages of an outcome, in order, each once.
func (b *Slackbot) deliver(ctx context.Context, t task, posts []post) error {
	ctx, cancel := lasting(ctx)
	defer cancel()
	if t.private() {
		return b.whisper(ctx, t, posts)
	}
	place := t.sign.replace(ctx)
	if err := b.Journal.Delivering(ctx, t.Key, true); err != nil {
		return err
	}
	n, err := b.put(ctx, t, place, posts)
	if err == nil {
		return nil
	}
	if n == 0 && !uncertain(err) {
		// What certainly did not arrive may be tried again after a restart; after the
		// first message it may not.
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
		defer cancel()
		err = errors.Join(err, b.Journal.Delivering(late, t.Key, false))
	}
	if n > 0 {
		err = errors.Join(errPart, err)
	}
	return fmt.Errorf("message %d of %d: %w", n+1, len(posts), err)
}

// put posts messages, the first in the place of another one if that is still there, and
// returns how many arrived.
func (b *Slackbot) put(ctx context.Context, t task, place string, posts []post) (n int, err error) {
	for i, p := range posts {
		err := b.ladder(p, func(p post) error {
			if place != "" {
				err := b.update(ctx, t, place, p, part{i + 1, len(posts)})
				switch {
				case err == nil:
					t.sign.taken(place)
					b.trails.add(t.record, place)
					place = ""
					return nil
				case !refused(err, "message_not_found", "cant_update_message", "edit_window_closed", "streaming_state_conflict"):
					return err
				case refused(err, "streaming_state_conflict"):
					b.discard(ctx, t, place)
				}
				place = ""
			}
			ts, err := b.send(ctx, t, p, part{i + 1, len(posts)})
			if err == nil {
				t.sign.answered()
				b.trails.add(t.record, ts)
			}
			return err
		})
		if err != nil {
			return i, err
		}
	}
	return len(posts), nil
}

// lasting is ctx for what must not be cut off in the middle because the program ends: it
// is done a little later than ctx, but at once where the asker wants no answer any more,
// or where nothing has begun.
func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	if ctx.Err() != nil {
		return ctx, func() {}
	}
	out, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		why := context.Cause(ctx)
		if errors.Is(why, errStopped) || errors.Is(why, errDeleted) {
			cancel(why)
			return
		}
		late := time.AfterFunc(afterwards, func() { cancel(why) })
		context.AfterFunc(out, func() { late.Stop() })
	})
	return out, func() { stop(); cancel(nil) }
}

// ladder sends a message in the richest form that Slack takes: as it is, simpler, and
// as text alone.
func (b *Slackbot) ladder(p post, send func(p post) error) error {
	err := send(p)
	if !unshowable(err) {
		return err
	}
	b.Log.Warn("Slack does not take a message as it is; sending a simpler one", "err", err)
	if err = send(p.simpler()); !unshowable(err) {
		return err
	}
	for _, text := range p.plain() {
		if err = send(text); err != nil {
			return err
		}
	}
	return err
}

// unshowable reports whether Slack refused a message for its form.
func unshowable(err error) bool {
	return refused(err, "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "markdown_text_conflict", "invalid_attachments", "too_many_attachments", "no_text")
}

// options are what every message is posted with: nothing in it is taken for a name,
// and no link unfolds.
func (p post) options() []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(p.Text, false),
		slack.MsgOptionParse(false), slack.MsgOptionLinkNames(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if len(p.Blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(p.Blocks...))
	}
	return options
}

// answered marks the messages of the bot with the task that they answer.
const answered = "kotae_answer"

// A part is which message of an outcome it is, counted from 1, and of how many: 0 where
// that is not known yet. The zero value is no message of an outcome.
type part struct{ n, of int }

// marked marks a message as a part of the answer to a task.
func marked(t task, p part) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: answered, EventPayload: map[string]any{"task": t.TS, "part": p.n, "of": p.of}})
}

// whole marks the messages of the bot that answer no task, and stay: an answer that is
// posted again or shared, and a greeting.
const whole = "kotae_message"

// markedWhole marks a message as such.
func markedWhole() slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: whole, EventPayload: map[string]any{"whole": true}})
}

// answers is the ts of the message that a message of the bot's answers; empty for none.
func answers(m slack.Message) string {
	ts, _ := m.Metadata.EventPayload["task"].(string)
	return ts
}

// partOf is which part of an answer a message is.
func partOf(m slack.Message) part {
	n, _ := m.Metadata.EventPayload["part"].(float64)
	of, _ := m.Metadata.EventPayload["of"].(float64)
	return part{int(n), int(of)}
}

// says reports whether a message has a text, which Slack may have written differently.
func says(m slack.Message, text string) bool {
	return m.Text == text || escape(unescape.Replace(m.Text)) == text
}

// send posts a message where a task was asked, and returns its ts. One whose arrival is
// uncertain is looked for before it is sent again.
func (b *Slackbot) send(ctx context.Context, t task, p post, which part) (string, error) {
	ts, err := b.post(ctx, ctx, t, p, which)
	for retry := 0; retry < 2 && uncertain(err) && ctx.Err() == nil; retry++ {
		found, looked := b.find(ctx, t, func(m slack.Message) bool { return answers(m) == t.TS && partOf(m) == which && says(m, p.Text) })
		switch {
		case looked == nil && found != "":
			return found, nil
		case looked != nil && !rejectedByServer(err):
			return "", b.offerAgain(ctx, t, p, which, err)
		}
		if sleep(ctx, time.Second) != nil {
			break
		}
		ts, err = b.post(ctx, ctx, t, p, which)
	}
	return ts, err
}

// post posts a message once, unless until is done before its turn comes.
func (b *Slackbot) post(ctx, until context.Context, t task, p post, which part) (ts string, err error) {
	options := p.options()
	if t.Thread != "" {
		options = append(options, slack.MsgOptionTS(t.Thread))
	}
	switch {
	case t.TS == "":
		options = append(options, markedWhole())
	case which.n > 0:
		options = append(options, marked(t, which))
	}
	var posted slack.Message
	err = b.api.doUntil(ctx, until, "chat.postMessage", t.Channel, func(ctx context.Context) (err error) {
		_, ts, posted, err = b.api.client.PostMessageWithResponseContext(ctx, t.Channel, options...)
		return err
	})
	if err != nil {
		return "", err
	}
	if t.Thread != "" && posted.Timestamp != "" && posted.ThreadTimestamp == "" {
		// The message that asked is gone: the reply would stand in the channel for all.
		if err := b.remove(ctx, t.Channel, ts); err != nil {
			return "", err
		}
		return "", errGone
	}
	return ts, nil
}

// rejectedByServer reports whether a server said that it failed, rather than nothing.
func rejectedByServer(err error) bool {
	var status slack.StatusCodeError
	return errors.As(err, &status)
}

// find looks in a task's thread for the last message of the bot that is wanted; empty
// for none. An error means that the bot may not look.
func (b *Slackbot) find(ctx context.Context, t task, wanted func(m slack.Message) bool) (ts string, err error) {
	messages, err := b.replies(ctx, t)
	if err != nil {
		return "", err
	}
	for _, m := range slices.Backward(messages) {
		if b.own(m) && wanted(m) {
			return m.Timestamp, nil
		}
	}
	return "", nil
}

// arrived reports whether the answer to a task that was on its way when an earlier run
// ended has to be taken for delivered: it is there to its end, or nobody can tell, and
// its asker was told so. What is there of one that is not is removed. An error that wraps
// errLater says that Slack can't be reached to find out.
func (b *Slackbot) arrived(ctx context.Context, t task) (bool, error) {
	if t.private() {
		return false, nil // a second one disturbs nobody
	}
	ts, err := b.find(ctx, t, func(m slack.Message) bool { return answers(m) == t.TS && partOf(m).n == partOf(m).of })
	if err != nil {
		if !mayNot(err) {
			return false, fmt.Errorf("%w: %w", errLater, err)
		}
		made, none := b.made(ctx, t)
		if none != nil || made == "" {
			return false, none // no answer was on its way
		}
		t.record = made
		if err := b.offerAgain(ctx, t, post{}, part{}, err); err != nil && !hopeless(err) {
			return false, fmt.Errorf("%w: %w", errLater, err)
		}
		return true, nil
	}
	if ts == "" {
		b.sweep(ctx, t)
	}
	return ts != "", nil
}

// mayNot reports whether Slack refused a call, rather than failed at it.
func mayNot(err error) bool {
	var refusal slack.SlackErrorResponse
	return errors.As(err, &refusal) && !uncertain(err)
}

// made is the ID of the answer to a task that an earlier run made; empty for none.
func (b *Slackbot) made(ctx context.Context, t task) (string, error) {
	records, err := b.readable(b.Memory.Thread(ctx, t.conversation(), memory))
	for _, r := range slices.Backward(records) {
		if r.Asker == t.User && r.Answer.Question == t.Text && !r.At.Before(t.At.Truncate(time.Microsecond)) {
			return r.ID, nil
		}
	}
	return "", err
}

// replies reads a task's thread, as far as the bot may.
func (b *Slackbot) replies(ctx context.Context, t task) ([]slack.Message, error) {
	all, _, err := b.pages(ctx, t.Channel, t.Thread, 5)
	return all, err
}

// pages reads the messages of a thread, at most n pages of them; more says whether that
// left some out.
func (b *Slackbot) pages(ctx context.Context, channel, root string, n int) (all []slack.Message, more bool, err error) {
	var cursor string
	for page := range n {
		var messages []slack.Message
		err := b.api.do(ctx, "conversations.replies", channel, func(ctx context.Context) (err error) {
			messages, more, cursor, err = b.api.client.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
				ChannelID: channel, Timestamp: root, Limit: 200, Cursor: cursor, IncludeAllMetadata: true,
			})
			return err
		})
		if err != nil {
			return nil, false, err
		}
		if page > 0 { // the root stands at the head of every page
			messages = slices.DeleteFunc(messages, func(m slack.Message) bool { return m.Timestamp == root })
		}
		all = append(all, messages...)
		if !more || cursor == "" {
			return all, false, nil
		}
	}
	return all, true, nil
}

// offerAgain tells an asker, and nobody else, that a message may not have arrived, with
// a button that posts it again. What is then in the channel, people see; the bot does
// not. A sentence of the bot's own is told in place of the button.
func (b *Slackbot) offerAgain(ctx context.Context, t task, p post, which part, cause error) error {
	b.Log.Warn("whether an answer arrived can't be told", "channel", t.Channel, "ts", t.TS, "err", cause)
	if t.User == "" || t.Thread == "" {
		return cause
	}
	if t.record != "" {
		p = resendPost(t.language(), t.record, which.n)
	}
	err := b.api.do(ctx, "chat.postEphemeral", t.Channel, func(ctx context.Context) error {
		_, err := b.api.client.PostEphemeralContext(ctx, t.Channel, t.User, append(p.options(), slack.MsgOptionTS(t.Thread))...)
		return err
	})
	if err != nil {
		return errors.Join(cause, err)
	}
	return nil
}

// update puts a message in the place of another. It may be done any number of times.
func (b *Slackbot) update(ctx context.Context, t task, ts string, p post, which part) error {
	call := func() error {
		return b.api.do(ctx, "chat.update", t.Channel, func(ctx context.Context) error {
			_, _, _, err := b.api.client.UpdateMessageContext(ctx, t.Channel, ts, append(p.options(), marked(t, which))...)
			return err
		})
	}
	err := call()
	for retry := 0; retry < 3 && (uncertain(err) || refused(err, "streaming_state_conflict")) && sleep(ctx, time.Second) == nil; retry++ {
		err = call()
	}
	return err
}

// discard deletes a message of the bot's that is not worth an answer's failure.
func (b *Slackbot) discard(ctx context.Context, t task, ts string) {
	if err := b.remove(ctx, t.Channel, ts); err != nil && !refused(err, "message_not_found") {
		b.Log.Info("a leftover could not be removed", "channel", t.Channel, "ts", ts, "err", err)
	}
}

// remove deletes a message of the bot's.
func (b *Slackbot) remove(ctx context.Context, channel, ts string) error {
	return b.api.do(ctx, "chat.delete", channel, func(ctx context.Context) error {
		_, _, err := b.api.client.DeleteMessageContext(ctx, channel, ts)
		return err
	})
}
