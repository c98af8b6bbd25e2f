package slackbot

import (
	"context"
	"slices"
	"strings"

	"kotae/bot"
)

// A Policy says who is answered, and where. The zero value answers the members of the
// workspace in all of its channels, and nobody else.
type Policy struct {
	// Guests, Strangers and SharedChannels are answered too: guests of the workspace,
	// members of other ones, and whoever asks in a channel shared with one.
	Guests, Strangers, SharedChannels bool
	// Channels are the IDs of the only channels to answer in; none means all.
	// Direct messages are not affected.
	Channels []string
	// NotChannels are the IDs of channels to say nothing of documents in.
	NotChannels []string
	// PerPerson is how many questions one person may ask in ten minutes; 0 is 20.
	PerPerson int
}

// silence is the reason why something that is no person gets no answer at all.
const silence reason = "silence"

// judge decides whether a task is answered: the reason why not, or none. What can't
// be found out is a refusal.
func (b *Slackbot) judge(ctx context.Context, t task) reason {
	p := b.opt.Policy
	if t.Kind != direct && !inDirectMessage(t.Channel) && (len(p.Channels) > 0 && !slices.Contains(p.Channels, t.Channel) || slices.Contains(p.NotChannels, t.Channel)) {
		return elsewhere
	}
	if t.Shared && !p.SharedChannels {
		return external
	}
	if t.UserTeam != "" && t.UserTeam != b.self.team && !p.Strangers && b.self.enterprise == "" {
		return external
	}
	who, err := b.people.person(ctx, t.User, b.self)
	switch {
	case err != nil:
		b.Log.Error("an asker could not be looked up", "user", t.User, "err", err)
		return unknownUser
	case who.bot || who.deleted:
		return silence
	case who.stranger && !p.Strangers:
		return external
	case who.guest && !p.Guests:
		return guest
	}
	if (t.private() || t.Chosen) && !p.SharedChannels && !strings.HasPrefix(t.Channel, "D") {
		// Commands, shortcuts and buttons do not say whether their channel is shared; a
		// direct message (D…) with the bot never is.
		// Without the scope to ask, the answer is for the asker's eyes, who was just looked
		// at, or a choice of a question that was answered there within a day.
		r, err := b.people.room(ctx, t.Channel)
		switch {
		case refused(err, "missing_scope", "channel_not_found", "not_in_channel"):
		case err != nil:
			b.Log.Error("a channel could not be looked up", "channel", t.Channel, "err", err)
			return unknownUser
		case r.shared:
			return external
		}
	}
	return ""
}

// inDirectMessage reports whether a channel is a direct message, by its ID.
func inDirectMessage(channel string) bool { return strings.HasPrefix(channel, "D") }

// spokenTo is the language to speak to the asker of a task in where the task has no
// text to tell it by.
func (b *Slackbot) spokenTo(ctx context.Context, user string) bot.Language {
	who, err := b.people.person(ctx, user, b.self)
	if err != nil {
		return bot.Japanese
	}
	return who.language()
}
