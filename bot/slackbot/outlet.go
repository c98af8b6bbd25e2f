package slackbot

import (
	"context"

	"kotae/bot"
)

// An outlet is where one answer goes.
type outlet struct {
	bot  *Slackbot
	task task
}

func (b *Slackbot) newOutlet(ctx context.Context, t task) *outlet { return &outlet{bot: b, task: t} }

func (o *outlet) found(files []string) {}

func (o *outlet) write(piece string) {}

func (o *outlet) abandon(ctx context.Context) {}

func (o *outlet) finish(ctx context.Context, a bot.Answer) error {
	return o.bot.deliver(ctx, o.task, render(a, o.task.record, o.bot.looks(o.task)))
}

// looks says how answers to a task are shown.
func (b *Slackbot) looks(t task) look {
	l := look{LinkTemplate: b.opt.LinkTemplate, Dates: b.Library.Modified, Feedback: !t.private(), Share: t.private()}
	if !t.private() {
		l.Trash = t.User
	}
	return l
}
