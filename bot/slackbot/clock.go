package slackbot

import (
	"context"
	"time"
)

// A clock tells a person the time: in the zone they have set Slack to or, where Slack
// does not say it, in the server's, by name.
type clock struct {
	zone *time.Location // nil where Slack does not say it
}

// clock is that of a user.
func (b *Slackbot) clock(ctx context.Context, user string) clock {
	who, err := b.people.person(ctx, user, b.self)
	if err != nil {
		return clock{}
	}
	return clock{who.zone}
}

// tell is a time in a layout of package time.
func (c clock) tell(t time.Time, layout string) string {
	if c.zone == nil {
		return t.Local().Format(layout + " MST")
	}
	return t.In(c.zone).Format(layout)
}

// dates returns when files were last changed, by a user's calendar.
func (b *Slackbot) dates(ctx context.Context, user string) func(file string) time.Time {
	c := b.clock(ctx, user)
	return func(file string) time.Time {
		t := b.Library.Modified(file)
		if t.IsZero() || c.zone == nil {
			return t
		}
		return t.In(c.zone)
	}
}

// zoneOf is the zone that Slack calls name, offset seconds east of Greenwich now; nil
// where it says none.
func zoneOf(name string, offset int) *time.Location {
	if name == "" {
		return nil
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.FixedZone(name, offset) // this machine has no table of zones
}
