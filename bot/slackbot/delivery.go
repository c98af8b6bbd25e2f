package slackbot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"sync"

	"github.com/slack-go/slack"
)

// A delivery is something Slack brings, by whichever door.
type delivery struct {
	kind    deliveryKind
	payload []byte // JSON; of a command over HTTP made into it
}

type deliveryKind string

// The kinds of deliveries, as Socket Mode names them.
const (
	eventDelivery       deliveryKind = "events_api"
	interactionDelivery deliveryKind = "interactive"
	commandDelivery     deliveryKind = "slash_commands"
)

// take does with a delivery what must be done before it is acknowledged, and returns
// what the acknowledgement carries; nil for nothing. An error means that it must not
// be acknowledged: Slack will bring it again. A delivery that is not understood is
// acknowledged, for it would come again and again. So is an event that made the program
// panic more than once; before that it may have been the moment's fault.
func (b *Slackbot) take(ctx context.Context, d delivery) (reply any, err error) {
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("panic", "in", string(d.kind), "err", fmt.Sprint(p))
			reply, err = nil, nil
			if d.kind == eventDelivery && b.panics.again(d.payload) {
				err = fmt.Errorf("panic: %v", p)
			}
		}
	}()
	switch d.kind {
	case eventDelivery:
		return nil, b.takeEvent(ctx, d.payload)
	case interactionDelivery:
		var i slack.InteractionCallback
		if err := json.Unmarshal(d.payload, &i); err != nil {
			b.Log.Warn("an interaction is not understood", "err", err)
			return nil, nil
		}
		return b.takeInteraction(ctx, i)
	case commandDelivery:
		var c slack.SlashCommand
		if err := json.Unmarshal(d.payload, &c); err != nil {
			b.Log.Warn("a command is not understood", "err", err)
			return nil, nil
		}
		return b.takeCommand(ctx, c)
	}
	b.Log.Warn("a delivery of an unknown kind", "kind", string(d.kind))
	return nil, nil
}

// panicked are the events whose taking panicked, as far as they are remembered. The zero
// value is none; it is safe for concurrent use.
type panicked struct {
	mu    sync.Mutex
	times map[string]int // by event_id
}

const (
	// retried is how often an event may come again that panicked.
	retried = 2
	// maxPanicked is how many such events are remembered.
	maxPanicked = 1000
)

// again notes that an event panicked, and reports whether it is worth another try.
func (p *panicked) again(payload []byte) bool {
	id := parseFields(payload).text("event_id")
	if id == "" {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.times == nil || len(p.times) >= maxPanicked {
		p.times = map[string]int{}
	}
	p.times[id]++
	return p.times[id] <= retried
}

// commandJSON makes of a command's form what Socket Mode brings for it.
func commandJSON(form url.Values) ([]byte, error) {
	fields := map[string]string{}
	for key := range form {
		if key != "is_enterprise_install" { // the one that is no string
			fields[key] = form.Get(key)
		}
	}
	return json.Marshal(fields)
}
