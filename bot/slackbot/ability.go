package slackbot

import (
	"sync"
	"time"
)

// abilities are what a workspace was found not to offer, on its plan and with this
// app's settings. The zero value is nothing; they are safe for concurrent use.
type abilities struct {
	mu      sync.Mutex
	without map[string]time.Time // until when it is not tried again
}

// unavailable is how long what a workspace does not offer is not tried again.
const unavailable = 10 * time.Minute

// offers reports whether something is worth a try.
func (b *Slackbot) offers(what string) bool {
	b.abilities.mu.Lock()
	defer b.abilities.mu.Unlock()
	return b.now().After(b.abilities.without[what])
}

// missing notes why something did not work. What this workspace lacks is not tried
// again for a while.
func (b *Slackbot) missing(what string, err error) {
	if !refused(err, "not_authorized", "missing_scope", "unknown_method", "not_allowed", "feature_not_enabled", "method_not_supported", "method_deprecated",
		"no_permission", "access_denied", "paid_only", "team_not_supported", "channel_type_not_supported", "missing_recipient_team_id", "missing_recipient_user_id") {
		b.Log.Warn("a sign of life could not be shown", "what", what, "err", err)
		return
	}
	b.abilities.mu.Lock()
	defer b.abilities.mu.Unlock()
	if b.abilities.without == nil {
		b.abilities.without = map[string]time.Time{}
	}
	if b.abilities.without[what].IsZero() {
		b.Log.Info("this workspace does not offer everything; Kotae does without", "what", what, "err", err)
	}
	b.abilities.without[what] = b.now().Add(unavailable)
}

// perMinute is how often something that is only to show that the bot is at work is
// done in a minute, of what Slack allows: what ends it must find room beside it, and
// answers before all.
var perMinute = map[string]int{
	"session":  25, // of 50, and each is set back
	"stream":   15, // of 20
	"stand-in": 20, // of 50 updates
}

// paces count what is done in a minute. The zero value is nothing yet; they are safe
// for concurrent use.
type paces struct {
	mu   sync.Mutex
	done map[string][]time.Time
}

// allow counts something, unless it was done often enough in the last minute.
func (p *paces) allow(what string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	most := perMinute[what]
	if most == 0 {
		return true
	}
	times := since(p.done[what], now.Add(-time.Minute))
	if len(times) >= most {
		return false
	}
	if p.done == nil {
		p.done = map[string][]time.Time{}
	}
	p.done[what] = append(times, now)
	return true
}
