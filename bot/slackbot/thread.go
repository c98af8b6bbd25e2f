package slackbot

import (
	"context"

	"kotae/bot"
)

// leaned is how many messages of people a mention in their thread may lean on.
const leaned = 12

// thread is what people said in the thread that a mention stands in, oldest first; none
// where the bot may not read it. Words of bots, its own too, are not part of it.
func (b *Slackbot) thread(ctx context.Context, t task) []bot.Turn {
	messages, err := b.replies(ctx, t)
	if err != nil {
		b.Log.Debug("a thread can't be read", "channel", t.Channel, "ts", t.TS, "err", err)
		return nil
	}
	var turns []bot.Turn
	for _, m := range messages {
		if m.Timestamp == t.TS {
			break
		}
		if m.BotID != "" || m.User == "" || m.User == b.self.user {
			continue
		}
		if text := heard(m.Text, b.self.user); text != "" {
			turns = append(turns, bot.Turn{Asker: true, Text: text})
		}
	}
	return turns[max(0, len(turns)-leaned):]
}
