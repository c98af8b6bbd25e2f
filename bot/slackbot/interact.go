package slackbot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// takeInteraction does what must be done with a click, a shortcut or a form before it
// is acknowledged, and begins the rest.
func (b *Slackbot) takeInteraction(ctx context.Context, i slack.InteractionCallback) (reply any, err error) {
	if b.self.app != "" && i.APIAppID != "" && i.APIAppID != b.self.app {
		b.Log.Warn("an interaction for another app was dropped", "app", i.APIAppID)
		return nil, nil
	}
	switch i.Type {
	case slack.InteractionTypeBlockActions:
		for _, a := range i.ActionCallback.BlockActions {
			if a != nil {
				b.clicked(i, *a)
			}
		}
	case slack.InteractionTypeMessageAction:
		if i.CallbackID != shortcutAsk {
			return nil, nil
		}
		return nil, b.accept(ctx, b.newShortcut(i), "")
	case slack.InteractionTypeViewSubmission:
		if i.View.CallbackID == viewVote {
			return nil, b.explained(ctx, i)
		}
	}
	return nil, nil
}

// newShortcut makes a task of a message that somebody wants to ask about.
func (b *Slackbot) newShortcut(i slack.InteractionCallback) task {
	return task{
		Key:  b.self.team + "/shortcut/" + i.TriggerID,
		Kind: shortcut, Team: b.self.team, Channel: i.Channel.ID, User: i.User.ID, UserTeam: i.User.TeamID,
		Text: heard(i.Message.Text, b.self.user), Files: len(i.Message.Files) > 0, ResponseURL: i.ResponseURL,
	}
}

// clicked does what a button says. The acknowledgement does not wait for it, but what
// opens a view must be quick: a trigger is good for three seconds.
func (b *Slackbot) clicked(i slack.InteractionCallback, a slack.BlockAction) {
	var do func(ctx context.Context, c click) error
	switch a.ActionID {
	case actionEvidence:
		do = b.showEvidence
	case actionVote:
		do = b.vote
	case actionShare:
		do = b.share
	case actionResend:
		do = b.resend
	case actionTrash:
		do = b.trash
	default:
		return // a link: nothing is left to do
	}
	c := click{
		user: i.User.ID, team: i.User.TeamID, channel: i.Channel.ID, value: a.Value, trigger: i.TriggerID, responseURL: i.ResponseURL,
		ts: i.Container.MessageTs, thread: i.Message.ThreadTimestamp, at: b.now(),
	}
	if c.channel == "" {
		c.channel = i.Container.ChannelID
	}
	b.beside("click on "+a.ActionID, func(ctx context.Context) error { return do(ctx, c) })
}

// A click is a button pressed.
type click struct {
	user, team, channel string
	ts, thread          string // of the message with the button
	value               string // of the button
	trigger             string
	responseURL         string
	at                  time.Time
}

// task is the click as something to answer, for the asker alone.
func (c click) task(b *Slackbot, language bot.Language) task {
	t := task{Kind: command, Team: b.self.team, Channel: c.channel, User: c.user, UserTeam: c.team, ResponseURL: c.responseURL, At: c.at}
	if language == bot.Japanese {
		t.Text = "。" // speaks Japanese
	} else {
		t.Text = "."
	}
	return t
}

// record finds the answer that a click is about, for somebody who may see it.
func (b *Slackbot) record(ctx context.Context, c click, id string) (r bot.Record, why reason, err error) {
	r, ok, err := b.Memory.Record(ctx, id)
	switch {
	case err != nil:
		return r, failed, err
	case !ok:
		return r, tooOld, nil
	}
	return r, b.judge(ctx, c.task(b, r.Answer.Language)), nil
}

// whisperTo tells somebody who clicked one sentence.
func (b *Slackbot) whisperTo(ctx context.Context, c click, p post) error {
	return b.whisper(ctx, c.task(b, bot.Japanese), []post{p})
}

// showEvidence opens what an answer stands on.
func (b *Slackbot) showEvidence(ctx context.Context, c click) error {
	r, why, err := b.record(ctx, c, c.value)
	if err != nil {
		return err
	}
	if why == silence {
		return nil
	}
	if why != "" {
		return b.open(ctx, c, refusalView(b.spokenTo(ctx, c.user), why))
	}
	return b.open(ctx, c, evidenceView(evidence{
		Language: r.Answer.Language, Question: r.Answer.Question, Citations: r.Answer.Citations,
		Text: b.Library.Text, Look: look{LinkTemplate: b.opt.LinkTemplate, Dates: b.Library.Modified},
	}))
}

func (b *Slackbot) open(ctx context.Context, c click, view slack.ModalViewRequest) error {
	return b.api.do(ctx, "views.open", "", func(ctx context.Context) error {
		_, err := b.api.client.OpenViewContext(ctx, c.trigger, view)
		return err
	})
}

// vote keeps what somebody thinks of an answer, and asks who is not content why.
func (b *Slackbot) vote(ctx context.Context, c click) error {
	id, up, ok := readVote(c.value)
	if !ok {
		return fmt.Errorf("vote %q is not understood", c.value)
	}
	r, why, err := b.record(ctx, c, id)
	if err != nil || why == silence {
		return err
	}
	if why != "" {
		return b.whisperTo(ctx, c, refusal(b.spokenTo(ctx, c.user), why))
	}
	if err := b.Memory.Vote(ctx, bot.Vote{Answer: id, Person: c.user, Up: up, At: c.at}); err != nil {
		return err
	}
	if !up {
		return b.open(ctx, c, voteView(r.Answer.Language, id))
	}
	return b.whisperTo(ctx, c, notice(in(r.Answer.Language).thanks))
}

// explained keeps the reason for a vote.
func (b *Slackbot) explained(ctx context.Context, i slack.InteractionCallback) error {
	why, comment := readVoteForm(i.View.State)
	if i.View.PrivateMetadata == "" {
		return nil
	}
	return b.Memory.Vote(ctx, bot.Vote{Answer: i.View.PrivateMetadata, Person: i.User.ID, Reason: why, Comment: comment, At: b.now()})
}

// share posts an answer that one person saw for all in the channel, once.
func (b *Slackbot) share(ctx context.Context, c click) error {
	r, why, err := b.record(ctx, c, c.value)
	if err != nil || why == silence {
		return err
	}
	if why == "" && r.Asker != c.user {
		why = tooOld
	}
	if why != "" {
		return b.whisperTo(ctx, c, refusal(r.Answer.Language, why))
	}
	key := b.self.team + "/share/" + r.ID
	fresh, err := b.Journal.Accept(ctx, key, "", nil, c.at)
	if err != nil || !fresh {
		return err
	}
	if err := b.Journal.Finish(ctx, key); err != nil { // a share is not repeated by itself
		return err
	}
	who, err := b.people.person(ctx, c.user, b.self)
	if err != nil {
		return err
	}
	t := task{Kind: mention, Channel: c.channel, User: c.user}
	for i, p := range sharedPosts(r.Answer, r.ID, who.name, b.looks(t)) {
		if err := b.ladder(p, func(p post) error {
			ts, err := b.send(ctx, t, p, false)
			if i == 0 {
				t.Thread = ts
			}
			return err
		}); err != nil {
			b.Log.Warn("an answer could not be shared", "channel", c.channel, "err", err)
			return b.whisperTo(ctx, c, refusal(r.Answer.Language, noShare))
		}
	}
	return nil
}

// resend posts an answer again whose arrival was uncertain.
func (b *Slackbot) resend(ctx context.Context, c click) error {
	r, why, err := b.record(ctx, c, c.value)
	if err != nil || why == silence {
		return err
	}
	if why == "" && r.Asker != c.user {
		why = tooOld
	}
	if why != "" {
		return b.whisperTo(ctx, c, refusal(r.Answer.Language, why))
	}
	key := b.self.team + "/resend/" + r.ID
	fresh, err := b.Journal.Accept(ctx, key, "", nil, c.at)
	if err != nil || !fresh {
		return err
	}
	if err := b.Journal.Finish(ctx, key); err != nil {
		return err
	}
	thread := r.Thread[strings.LastIndex(r.Thread, "/")+1:]
	t := task{Kind: mention, Channel: c.channel, User: c.user, Thread: thread}
	for _, p := range render(r.Answer, r.ID, b.looks(t)) {
		if err := b.ladder(p, func(p post) error { _, err := b.send(ctx, t, p, false); return err }); err != nil {
			return err
		}
	}
	return nil
}

// trash deletes an answer for the one who asked.
func (b *Slackbot) trash(ctx context.Context, c click) error {
	r, ok, err := b.Memory.Record(ctx, c.value)
	if err != nil {
		return err
	}
	l := b.spokenTo(ctx, c.user)
	if !ok || r.Asker != c.user {
		return b.whisperTo(ctx, c, notice(in(l).notYours))
	}
	if err := b.remove(ctx, c.channel, c.ts); err != nil {
		return err
	}
	return b.whisperTo(ctx, c, notice(in(l).deleted))
}
