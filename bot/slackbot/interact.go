package slackbot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
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
			if a == nil {
				continue
			}
			if strings.HasPrefix(a.ActionID, actionChoose) {
				if err := b.chosen(ctx, b.newClick(i, *a)); err != nil {
					return nil, err
				}
				continue
			}
			b.clicked(i, *a)
		}
	case slack.InteractionTypeMessageAction:
		switch i.CallbackID {
		case shortcutAsk:
			return nil, b.accept(ctx, b.newShortcut(i), "")
		case shortcutSum:
			return nil, b.accept(ctx, b.newDigest(i), "")
		}
	case slack.InteractionTypeViewSubmission:
		if i.View.CallbackID == viewVote {
			return nil, b.explained(ctx, i)
		}
	}
	return nil, nil
}

// newShortcut makes a task of a message that somebody wants to ask about.
func (b *Slackbot) newShortcut(i slack.InteractionCallback) task {
	t := task{
		Key:  b.self.team + "/shortcut/" + i.TriggerID,
		Kind: shortcut, Team: b.self.team, Channel: i.Channel.ID, User: i.User.ID, UserTeam: i.User.TeamID,
		Text: heard(i.Message.Text, b.self.user), Files: len(i.Message.Files) > 0, ResponseURL: i.ResponseURL,
	}
	if b.readsFiles() {
		t.Sent = newFiles(i.Message.Files)
	}
	if t.Text == "" && len(t.Sent) > 0 {
		t.Text = implied(b.people.language(t.User))
	}
	return t
}

// newDigest makes a task of a thread that somebody wants summed up.
func (b *Slackbot) newDigest(i slack.InteractionCallback) task {
	t := b.newShortcut(i)
	t.Text, t.Files, t.Sent = "このスレッドを要約して", false, nil
	if b.people.language(i.User.ID) == bot.English {
		t.Text = "Summarise this thread"
	}
	if t.Digest = i.Message.ThreadTimestamp; t.Digest == "" {
		t.Digest = i.Message.Timestamp
	}
	return t
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
	c := b.newClick(i, a)
	b.beside("click on "+a.ActionID, func(ctx context.Context) error { return do(ctx, c) })
}

// newClick makes a click of what Slack says of one.
func (b *Slackbot) newClick(i slack.InteractionCallback, a slack.BlockAction) click {
	c := click{
		user: i.User.ID, team: i.User.TeamID, channel: i.Channel.ID, value: a.Value, trigger: i.TriggerID, responseURL: i.ResponseURL,
		ts: i.Container.MessageTs, thread: i.Message.ThreadTimestamp, at: b.now(),
	}
	if c.channel == "" {
		c.channel = i.Container.ChannelID
	}
	return c
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
	l := b.spokenTo(ctx, c.user)
	if why != "" {
		return b.open(ctx, c, refusalView(l, why), refusal(l, why))
	}
	view := func(texts texts) slack.ModalViewRequest {
		return evidenceView(evidence{
			Language: r.Answer.Language, Question: r.Answer.Question, Citations: r.Answer.Citations,
			Text: texts.text, Look: look{LinkTemplate: b.opt.LinkTemplate, Dates: b.dates(ctx, c.user)},
		})
	}
	read := b.readCited(ctx, r)
	patient := time.NewTimer(readingTime - b.now().Sub(c.at))
	defer patient.Stop()
	select {
	case texts := <-read:
		return b.open(ctx, c, view(texts), refusal(l, failed))
	case <-patient.C:
	}
	w := inViews(r.Answer.Language)
	id, err := b.opened(ctx, c, modal(w, w.evidenceTitle, notice(w.opening).Blocks), refusal(l, failed))
	if err != nil {
		return err
	}
	var found texts // nothing that could be read, where that takes too long
	select {
	case found = <-read:
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(b.cutoff, callTimeout)
	defer cancel()
	return b.api.do(late, "views.update", "", func(ctx context.Context) error {
		_, err := b.api.client.UpdateViewContext(ctx, view(found), "", "", id)
		return err
	})
}

// readingTime is how long files are read before a view that says so is opened.
const readingTime = 1500 * time.Millisecond

// open opens a view. A trigger is good for three seconds: where they are over, a
// sentence takes the place of the view.
func (b *Slackbot) open(ctx context.Context, c click, view slack.ModalViewRequest, otherwise post) error {
	_, err := b.opened(ctx, c, view, otherwise)
	return err
}

// opened opens a view and returns its ID.
func (b *Slackbot) opened(ctx context.Context, c click, view slack.ModalViewRequest, otherwise post) (id string, err error) {
	quickly, cancel := context.WithTimeout(ctx, triggerTime)
	defer cancel()
	err = b.api.do(quickly, "views.open", "", func(ctx context.Context) error {
		there, err := b.api.client.OpenViewContext(ctx, c.trigger, view)
		if err == nil {
			id = there.ID
		}
		return err
	})
	if err == nil {
		return id, nil
	}
	late, done := context.WithTimeout(b.cutoff, callTimeout)
	defer done()
	return "", errors.Join(err, b.whisperTo(late, c, otherwise))
}

// triggerTime is how long it is tried to open a view.
const triggerTime = 4 * time.Second

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
	thanks := notice(in(r.Answer.Language).thanks)
	if !up {
		return b.open(ctx, c, voteView(r.Answer.Language, id), thanks)
	}
	return b.whisperTo(ctx, c, thanks)
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
	r, why, err := b.asked(ctx, c, c.value)
	if err != nil || why == silence {
		return err
	}
	if why == "" && !b.internal(ctx, c.channel) {
		why = noShare
	}
	if why != "" {
		return b.whisperTo(ctx, c, refusal(r.Answer.Language, why))
	}
	who, err := b.people.person(ctx, c.user, b.self)
	if err != nil {
		return err
	}
	t := task{Kind: mention, Channel: c.channel, User: c.user}
	return b.onceMore(ctx, c, "share/"+r.ID, r.Answer.Language, func() error {
		for _, p := range sharedPosts(r.Answer, r.ID, who.name, b.looks(ctx, t)) {
			if err := b.ladder(p, func(p post) error {
				ts, err := b.send(ctx, t, p, part{})
				if err == nil && t.Thread == "" {
					t.Thread = ts
				}
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// internal reports whether a channel is surely not shared with another organisation,
// or may be shown documents all the same: what is posted there, all of it reads.
func (b *Slackbot) internal(ctx context.Context, channel string) bool {
	if b.opt.Policy.SharedChannels {
		return true
	}
	r, err := b.people.room(ctx, channel)
	if err != nil {
		b.Log.Debug("a channel could not be looked up", "channel", channel, "err", err)
	}
	return err == nil && !r.shared
}

// resend posts a message of an answer again whose arrival was uncertain.
func (b *Slackbot) resend(ctx context.Context, c click) error {
	id, n, ok := readResend(c.value)
	if !ok {
		return fmt.Errorf("resend %q is not understood", c.value)
	}
	r, why, err := b.asked(ctx, c, id)
	if err != nil || why == silence {
		return err
	}
	if why != "" {
		return b.whisperTo(ctx, c, refusal(r.Answer.Language, why))
	}
	thread := r.Thread[strings.LastIndex(r.Thread, "/")+1:]
	t := task{Kind: mention, Channel: c.channel, User: c.user, Thread: thread}
	posts := render(r.Answer, r.ID, b.looks(ctx, t))
	if n > len(posts) {
		return fmt.Errorf("resend %q: the answer has %d messages", c.value, len(posts))
	}
	return b.onceMore(ctx, c, fmt.Sprintf("resend/%s/%d", r.ID, n), r.Answer.Language, func() error {
		if n > 0 {
			posts = posts[n-1 : n]
		}
		for _, p := range posts {
			if err := b.ladder(p, func(p post) error { _, err := b.send(ctx, t, p, part{}); return err }); err != nil {
				return err
			}
		}
		return nil
	})
}

// asked finds an answer for the person who asked for it.
func (b *Slackbot) asked(ctx context.Context, c click, id string) (r bot.Record, why reason, err error) {
	r, why, err = b.record(ctx, c, id)
	if err == nil && why == "" && r.Asker != c.user {
		why = tooOld
	}
	return r, why, err
}

// onceMore posts something for a click, once however often it is clicked. What Slack
// refused may be tried again, and who clicked is told.
func (b *Slackbot) onceMore(ctx context.Context, c click, what string, l bot.Language, post func() error) error {
	b.repeats.mu.Lock()
	key := fmt.Sprintf("%s/%s/%d", b.self.team, what, b.repeats.failed[what])
	b.repeats.mu.Unlock()
	fresh, err := b.Journal.Accept(ctx, key, "", nil, c.at)
	if err != nil || !fresh {
		return err
	}
	if err := b.Journal.Finish(ctx, key); err != nil { // a restart does not repeat it
		return err
	}
	err = post()
	if err == nil {
		return nil
	}
	b.Log.Warn("an answer could not be posted again", "channel", c.channel, "err", err)
	if uncertain(err) {
		return b.whisperTo(ctx, c, refusal(l, notPosted))
	}
	b.repeats.mu.Lock()
	if b.repeats.failed == nil || len(b.repeats.failed) >= maxKnown {
		b.repeats.failed = map[string]int{}
	}
	b.repeats.failed[what]++
	b.repeats.mu.Unlock()
	return b.whisperTo(ctx, c, refusal(l, noShare))
}

// retries count how often something clicked was refused by Slack. The zero value is
// never; they are safe for concurrent use.
type retries struct {
	mu     sync.Mutex
	failed map[string]int
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
	for _, ts := range b.parts(ctx, c, r.ID) {
		if err := b.remove(ctx, c.channel, ts); err != nil && !refused(err, "message_not_found") {
			return err
		}
	}
	return b.whisperTo(ctx, c, notice(in(l).deleted))
}
