package slackbot

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"sync"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// homeOpened welcomes a person who opens the app: its home, or its conversation.
func (b *Slackbot) homeOpened(e fields) {
	user, channel := e.text("user"), e.text("channel")
	if user == "" {
		return
	}
	if e.text("tab") == "messages" {
		b.paneOpened(user, channel, "")
		return
	}
	b.beside("show the home tab", func(ctx context.Context) error {
		why := b.judge(ctx, task{Kind: direct, Team: b.self.team, User: user})
		if why == silence {
			return nil
		}
		l := b.spokenTo(ctx, user)
		view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: refusal(l, why).Blocks}}
		if why == "" {
			asked, err := b.readable(b.Memory.Asked(ctx, user, shownRecent))
			if err != nil {
				return err
			}
			h := home{Language: l, Knowledge: b.knowledge(ctx, user), Command: b.opt.Command, Model: b.opt.Model}
			for _, r := range asked {
				h.Recent = append(h.Recent, recent{r.Answer.Question, r.Answer.Status, r.At})
			}
			view = homeView(h)
		}
		if !b.homes.changed(user, view) {
			return nil
		}
		err := b.api.do(ctx, "views.publish", "", func(ctx context.Context) error {
			_, err := b.api.client.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view})
			return err
		})
		if err != nil {
			b.homes.forget(user)
		}
		return err
	})
}

// homes are the home tabs as they were last published, by user. The zero value is
// none; they are safe for concurrent use.
type homes struct {
	mu   sync.Mutex
	last map[string][sha256.Size]byte
}

// changed reports whether a view differs from the one before, and remembers it.
func (h *homes) changed(user string, view slack.HomeTabViewRequest) bool {
	data, err := json.Marshal(view)
	if err != nil {
		return true
	}
	sum := sha256.Sum256(data)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.last == nil || len(h.last) >= maxKnown {
		h.last = map[string][sha256.Size]byte{}
	}
	same := h.last[user] == sum
	h.last[user] = sum
	return !same
}

// forget has the next home tab of a user published, whatever it is.
func (h *homes) forget(user string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.last, user)
}

// paneOpened shows what can be asked to a person who opens the conversation with the
// bot, and greets who comes for the first time. thread is that of the older assistant
// pane; empty otherwise, for prompts with one would silently not be shown.
func (b *Slackbot) paneOpened(user, channel, thread string) {
	if user == "" || channel == "" {
		return
	}
	b.beside("open the pane", func(ctx context.Context) error {
		if b.judge(ctx, task{Kind: direct, Team: b.self.team, User: user}) != "" {
			return nil
		}
		l := b.spokenTo(ctx, user)
		if b.offers("prompts") {
			err := b.api.do(ctx, "assistant.threads.setSuggestedPrompts", channel, func(ctx context.Context) error {
				return b.api.client.SetAssistantThreadsSuggestedPromptsContext(ctx, slack.AssistantThreadsSetSuggestedPromptsParameters{
					ChannelID: channel, ThreadTS: thread, Prompts: prompts(l),
				})
			})
			if err != nil {
				b.missing("prompts", err)
			}
		}
		first, err := b.Memory.First(ctx, "greeted "+b.self.team+"/"+user, b.now())
		if err != nil || !first {
			return err
		}
		t := task{Kind: direct, Channel: channel, User: user, Thread: thread}
		_, err = b.send(ctx, t, greetingPost(l), part{})
		return err
	})
}

// stopped ends what runs in a thread because its asker pressed stop. The session is
// set back even where nothing runs any more: nothing else would do so.
func (b *Slackbot) stopped(channel, thread string) {
	t := task{Kind: direct, Team: b.self.team, Channel: channel, Thread: thread}
	if b.running.stop(t.conversation(), errStopped) {
		return
	}
	b.beside("clear a status", func(ctx context.Context) error {
		return b.setSession(ctx, ctx, t, slack.AgentSessionStatusActive)
	})
}

// prompts are what can be asked, as Slack suggests it.
func prompts(l bot.Language) []slack.AssistantThreadsPrompt {
	var out []slack.AssistantThreadsPrompt
	for _, p := range suggested(l) {
		out = append(out, slack.AssistantThreadsPrompt{Title: p.Title, Message: p.Message})
	}
	return out
}
