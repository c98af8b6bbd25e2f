package slackbot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"kotae/bot"
)

// An acknowledgement of a command shows something to who gave it.
type acknowledgement struct {
	ResponseType string       `json:"response_type"`
	Text         string       `json:"text"`
	Blocks       slack.Blocks `json:"blocks,omitzero"`
}

func acknowledge(p post) acknowledgement {
	a := acknowledgement{ResponseType: slack.ResponseTypeEphemeral, Text: p.Text}
	if len(p.Blocks) > 0 {
		a.Blocks = slack.Blocks{BlockSet: p.Blocks}
	}
	return a
}

// takeCommand does what must be done with a slash command before it is acknowledged.
func (b *Slackbot) takeCommand(ctx context.Context, c slack.SlashCommand) (reply any, err error) {
	if c.TeamID != b.self.team && (b.self.enterprise == "" || c.EnterpriseID != b.self.enterprise) ||
		b.self.app != "" && c.APIAppID != "" && c.APIAppID != b.self.app {
		b.Log.Warn("a command for another app or workspace was dropped", "team", c.TeamID, "app", c.APIAppID)
		return nil, nil
	}
	t := task{
		Key:  b.self.team + "/command/" + c.TriggerID,
		Kind: command, Team: b.self.team, Channel: c.ChannelID, User: c.UserID,
		Text: heard(c.Text, b.self.user), ResponseURL: c.ResponseURL,
	}
	switch strings.ToLower(t.Text) {
	case "ヘルプ", "使い方":
		return acknowledge(helpPost(bot.Japanese, c.Command)), nil
	case "", "help", "?", "？":
		t.At = b.now()
		b.beside("tell how to ask", func(ctx context.Context) error {
			return b.whisper(ctx, t, []post{helpPost(b.spokenTo(ctx, t.User), c.Command)})
		})
		return nil, nil
	case "status", "状態", "ステータス":
		b.beside("tell the state", func(ctx context.Context) error { return b.tellStatus(ctx, t) })
		return nil, nil
	}
	if err := b.accept(ctx, t, ""); err != nil {
		return nil, err
	}
	return acknowledge(notice(in(t.language()).searching)), nil
}

// tellStatus says what the bot knows, to who may know it.
func (b *Slackbot) tellStatus(ctx context.Context, t task) error {
	t.At = b.now()
	l := b.spokenTo(ctx, t.User)
	switch why := b.judge(ctx, t); why {
	case "":
	case silence:
		return nil
	default:
		return b.whisper(ctx, t, []post{refusal(l, why)})
	}
	return b.whisper(ctx, t, []post{statusPost(l, b.knowledge(ctx, t.User))})
}

// knowledge is what the bot answers from, as a user is told it.
func (b *Slackbot) knowledge(ctx context.Context, user string) knowledge {
	k := knowledge{Refreshed: b.Library.Refreshed(), Clock: b.clock(ctx, user)}
	for _, s := range b.Library.Shelves() {
		k.Folders = append(k.Folders, folder(s))
	}
	return k
}
