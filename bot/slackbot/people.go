package slackbot

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"kotae/bot"
)

// A person is what Slack says of a user.
type person struct {
	name     string
	locale   string
	zone     *time.Location // nil where Slack does not say it
	member   bool           // of this workspace, in full
	guest    bool
	stranger bool // of another organisation
	bot      bool
	deleted  bool
}

// A room is what Slack says of a channel.
type room struct {
	shared bool // other organisations are in it, or are invited
}

// people looks up users and channels, and remembers for a while. It is safe for
// concurrent use.
type people struct {
	cutoff context.Context
	api    *api
	group  singleflight.Group

	mu    sync.Mutex
	known map[string]known
}

type known struct {
	value any
	until time.Time
}

const (
	// remembered is how long what Slack said is believed.
	remembered = 10 * time.Minute
	maxKnown   = 20_000
)

// newPeople returns nobody known yet. What looks people up ends with cutoff.
func newPeople(cutoff context.Context, a *api) *people {
	return &people{cutoff: cutoff, api: a, known: map[string]known{}}
}

// person looks a user up. Who is not of the bot's workspace, or of its organisation,
// is a stranger.
func (p *people) person(ctx context.Context, user string, self identity) (person, error) {
	return lookup(ctx, p, "user "+user, func(ctx context.Context) (person, error) {
		var u *slack.User
		err := p.api.do(ctx, "users.info", "", func(ctx context.Context) (err error) {
			u, err = p.api.client.GetUserInfoContext(ctx, user)
			return err
		})
		if err != nil {
			return person{}, err
		}
		name := u.Profile.DisplayName
		if name == "" {
			name = u.RealName
		}
		found := person{
			name: name, locale: u.Locale, zone: zoneOf(u.TZ, u.TZOffset), deleted: u.Deleted, bot: u.IsBot || u.ID == "USLACKBOT",
			guest:    u.IsRestricted || u.IsUltraRestricted,
			stranger: u.IsStranger || u.TeamID != "" && !self.home(u.TeamID, u.Enterprise.EnterpriseID),
		}
		found.member = !found.deleted && !found.bot && !found.guest && !found.stranger
		return found, nil
	})
}

// room looks a channel up.
func (p *people) room(ctx context.Context, channel string) (room, error) {
	return lookup(ctx, p, "channel "+channel, func(ctx context.Context) (room, error) {
		var c *slack.Channel
		err := p.api.do(ctx, "conversations.info", "", func(ctx context.Context) (err error) {
			c, err = p.api.client.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
			return err
		})
		if err != nil {
			return room{}, err
		}
		return room{shared: c.IsExtShared || c.IsPendingExtShared}, nil
	})
}

// lookup finds something out, unless it is known already; once for all who ask at the
// same time. An error is not remembered. Who has gone does not wait, and does not end it
// for others.
func lookup[T any](ctx context.Context, p *people, key string, find func(ctx context.Context) (T, error)) (T, error) {
	p.mu.Lock()
	k, ok := p.known[key]
	p.mu.Unlock()
	if ok && time.Now().Before(k.until) {
		return k.value.(T), nil
	}
	found := p.group.DoChan(key, func() (_ any, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
			}
		}()
		ctx, cancel := context.WithTimeout(p.cutoff, 4*callTimeout) // who asked first may go; Slack may want it later
		defer cancel()
		v, err := find(ctx)
		if err != nil {
			return v, err
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.known) >= maxKnown {
			clear(p.known)
		}
		p.known[key] = known{v, time.Now().Add(remembered)}
		return v, nil
	})
	var none T
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case r := <-found:
		if r.Err != nil {
			return none, r.Err
		}
		return r.Val.(T), nil
	}
}

// language is what a person is spoken to in, as far as it is known without asking.
func (p *people) language(user string) bot.Language {
	p.mu.Lock()
	defer p.mu.Unlock()
	if who, ok := p.known["user "+user].value.(person); ok {
		return who.language()
	}
	return bot.Japanese
}

// language is what a person has set Slack to; Japanese where that is not known.
func (p person) language() bot.Language {
	if p.locale != "" && !strings.HasPrefix(p.locale, "ja") {
		return bot.English
	}
	return bot.Japanese
}
