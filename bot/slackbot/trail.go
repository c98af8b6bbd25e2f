package slackbot

import (
	"context"
	"slices"
	"sync"

	"github.com/slack-go/slack"
)

// trails are the messages that recent answers stand in. The zero value is none; they are
// safe for concurrent use.
type trails struct {
	mu    sync.Mutex
	posts map[string][]string // their ts, by answer
}

// add notes that an answer stands in a message.
func (l *trails) add(answer, ts string) {
	if answer == "" || ts == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.posts == nil || len(l.posts) >= maxKnown {
		l.posts = map[string][]string{}
	}
	if !slices.Contains(l.posts[answer], ts) {
		l.posts[answer] = append(l.posts[answer], ts)
	}
}

// of are the messages of an answer; none where they are not remembered.
func (l *trails) of(answer string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.posts[answer])
}

// parts are the messages of the answer in one of which somebody clicked, as far as they
// are remembered or may be read.
func (b *Slackbot) parts(ctx context.Context, c click, answer string) []string {
	posts := b.trails.of(answer)
	if !slices.Contains(posts, c.ts) { // from before a restart, or shared
		posts = []string{c.ts}
		messages, err := b.replies(ctx, task{Channel: c.channel, Thread: c.thread})
		if err != nil {
			return posts
		}
		if i := slices.IndexFunc(messages, func(m slack.Message) bool { return m.Timestamp == c.ts }); i >= 0 && answers(messages[i]) != "" {
			for _, m := range messages {
				if b.own(m) && m.Timestamp != c.ts && answers(m) == answers(messages[i]) {
					posts = append(posts, m.Timestamp)
				}
			}
		}
	}
	return posts
}
