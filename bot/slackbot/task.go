package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kotae/bot"
)

// A task is a question put to the bot: what it needs to be answered after a restart.
type task struct {
	Key  string   `json:"key"`
	Kind taskKind `json:"kind"`

	Team    string `json:"team"`
	Channel string `json:"channel"`
	User    string `json:"user"`
	// TS is the message that asks, or of a choice the one with its button and the
	// choice's number, and Thread the root of its conversation; both empty for a command.
	TS     string `json:"ts,omitempty"`
	Thread string `json:"thread,omitempty"`
	// Text is the question, as plain text.
	Text string `json:"text"`
	// Shared is true where other organisations may read along.
	Shared bool `json:"shared,omitempty"`
	// UserTeam is the asker's workspace where Slack says it.
	UserTeam string `json:"user_team,omitempty"`
	// Files is true where files came with the message.
	Files bool `json:"files,omitempty"`
	// Sent are those files, where they are read.
	Sent []file `json:"sent,omitempty"`
	// Chosen is true of a choice that an answer offered.
	Chosen bool `json:"chosen,omitempty"`
	// Digest is the root of a thread that is to be summed up, where that is not the
	// task's own.
	Digest string `json:"digest,omitempty"`
	// ResponseURL answers the asker alone, for half an hour.
	ResponseURL string    `json:"response_url,omitempty"`
	At          time.Time `json:"at"`

	resumed    int  // how often a start took it up
	tries      int  // how often Slack took nothing of it
	counted    bool // towards the limits
	delivering bool // its outcome may be out, or a part of it
	sign       *sign
	// record is the ID of the answer on its way; empty for a sentence of the bot's own.
	record string
	notes  []string // said under its answer
	// place is where citations are found that are no document's; nil for documents.
	place func(c bot.Citation) (label, link string)
}

type taskKind string

// The kinds of tasks.
const (
	mention  taskKind = "mention"  // in a channel
	followUp taskKind = "followup" // in a thread that the bot answered in, unmentioned
	direct   taskKind = "direct"   // in a direct message
	command  taskKind = "command"  // by slash command
	shortcut taskKind = "shortcut" // about a message
)

// private reports whether only the asker sees the answer.
func (t task) private() bool { return t.Kind == command || t.Kind == shortcut }

// conversation names what a follow-up follows.
func (t task) conversation() string {
	if t.private() {
		return t.Team + "/" + t.Channel + "/" + t.User
	}
	return t.Team + "/" + t.Channel + "/" + t.Thread
}

// lane names the tasks that are done one after another.
func (t task) lane() string {
	if t.Kind == direct {
		return t.Team + "/" + t.Channel
	}
	return t.conversation()
}

// language is the one the asker is spoken to in.
func (t task) language() bot.Language { return bot.LanguageOf(t.Text) }

// accept journals a task and queues it. An error means that it is not kept.
func (b *Slackbot) accept(ctx context.Context, t task, event string) error {
	t.At = b.now()
	body, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("accept: %w", err)
	}
	fresh, err := b.Journal.Accept(ctx, t.Key, event, body, t.At)
	if err != nil || !fresh {
		return err
	}
	b.Log.Info("question accepted", "kind", string(t.Kind), "channel", t.Channel, "ts", t.TS)
	b.enqueue(t)
	return nil
}

// enqueue shows a sign of life and lines a task up; where there is no room left, it
// says so.
func (b *Slackbot) enqueue(t task) {
	if b.queue.closing() {
		return // the journal has it
	}
	t.sign = b.showSign(t)
	b.running.expect(t)
	if b.queue.add(t) {
		return
	}
	b.running.forget(t)
	if b.queue.closing() {
		t.sign.clear()
		return
	}
	b.Log.Warn("the queue is full", "channel", t.Channel, "ts", t.TS)
	b.beside("say that the queue is full", func(ctx context.Context) error {
		defer t.sign.clear()
		err := b.refuse(ctx, t, busy)
		if b.later(t, err, err) {
			return err
		}
		return errors.Join(err, b.Journal.Finish(ctx, t.Key))
	})
}

// withdraw ends a task whose question was deleted, if it is under way or waits.
func (b *Slackbot) withdraw(ctx context.Context, key string) error {
	if t, waits := b.queue.remove(key); waits {
		b.running.forget(t)
		t.sign.clear()
		return b.Journal.Finish(ctx, key)
	}
	b.running.stop(key, errDeleted)
	return nil
}

// stale is how old a question may be that is still worth an answer, and resumptions
// how many starts may take up one that never comes to an end.
const (
	stale       = 24 * time.Hour
	resumptions = 3
)

// resume takes up what an earlier run left.
func (b *Slackbot) resume(ctx context.Context) error {
	left, err := b.Journal.Unfinished(ctx)
	if err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	for _, l := range left {
		var t task
		err := json.Unmarshal(l.Body, &t)
		if readable := err == nil && t.Key != ""; !readable || b.now().Sub(l.Accepted) > stale {
			b.Log.Warn("a question from before is too old or not readable", "key", l.Key, "accepted", l.Accepted)
			if readable && !l.Delivering {
				t.sign = b.showSign(t)
				b.beside("say that a question is too old", func(ctx context.Context) error {
					defer t.sign.clear()
					return b.refuse(ctx, t, overdue)
				})
			}
			if err := b.Journal.Finish(ctx, l.Key); err != nil {
				return fmt.Errorf("resume: %w", err)
			}
			continue
		}
		t.resumed, t.delivering, t.counted = l.Resumed, l.Delivering, true
		b.Log.Info("question resumed", "kind", string(t.Kind), "channel", t.Channel, "ts", t.TS)
		b.enqueue(t)
	}
	return nil
}
