package slackbot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

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
// acknowledged, for it would come again and again.
func (b *Slackbot) take(ctx context.Context, d delivery) (reply any, err error) {
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("panic", "in", string(d.kind), "err", fmt.Sprint(p))
			reply, err = nil, nil
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
