package workspace

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// eventScopes are the scopes that an event needs one of, by subscription.
var eventScopes = map[string][]string{
	"app_mention":           {"app_mentions:read"},
	"message.im":            {"im:history"},
	"message.channels":      {"channels:history"},
	"message.groups":        {"groups:history"},
	"reaction_added":        {"reactions:read"},
	"reaction_removed":      {"reactions:read"},
	"member_joined_channel": {"channels:read", "groups:read"},
	"member_left_channel":   {"channels:read", "groups:read"},
	"file_shared":           {"files:read"},
}

// subscribed tells whether the app gets an event: it asked for it and may have it.
// The caller holds the lock.
func (s *Server) subscribed(event string) bool {
	if !slices.Contains(s.opt.App.Events, event) {
		return false
	}
	need := eventScopes[event]
	if need == nil {
		return true
	}
	for _, scope := range need {
		if slices.Contains(s.opt.App.Scopes, scope) {
			s.state.scopes[scope] = true
			return true
		}
	}
	return false
}

// emit delivers an event to the app if it is subscribed. The caller holds the lock.
func (s *Server) emit(subscription string, c *channel, event object) {
	if !s.subscribed(subscription) {
		return
	}
	if event["event_ts"] == nil {
		event["event_ts"] = s.ts()
	}
	id := s.id("Ev")
	payload := s.callback(id, c, event)
	s.deliver(&delivery{kind: "events_api", event: id, name: event["type"].(string), payload: payload})
}

// callback is the outer event around an inner one. The caller holds the lock.
func (s *Server) callback(id string, c *channel, event object) json.RawMessage {
	a, t := s.opt.App, s.opt.Team
	authorization := object{"enterprise_id": nil, "team_id": t.ID, "user_id": a.User, "is_bot": true, "is_enterprise_install": false}
	o := object{
		"token": "verification", "team_id": t.ID, "api_app_id": a.ID, "event": event, "type": "event_callback", "event_id": id,
		"event_time": s.opt.Now().Unix(), "event_context": "4-" + id, "is_ext_shared_channel": c != nil && c.IsExtShared,
		"context_team_id": t.ID, "context_enterprise_id": nil, "authorizations": []object{authorization},
	}
	if t.EnterpriseID != "" {
		authorization["enterprise_id"], o["enterprise_id"], o["context_enterprise_id"] = t.EnterpriseID, t.EnterpriseID, t.EnterpriseID
	}
	return encode(o)
}

// encode is json.Marshal for what is made of maps, strings and numbers.
func encode(v any) json.RawMessage {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("workspace: " + err.Error()) // nothing of the kind is ever encoded
	}
	return json.RawMessage(strings.TrimSuffix(b.String(), "\n"))
}

// said delivers what a message gives rise to: app_mention if it names the app and
// is not in a direct message, and message.* where the app is subscribed. Only
// channels that the app is in are heard. The caller holds the lock.
func (s *Server) said(c *channel, m *Message) {
	if !c.has(s.opt.App.User) || m.EphemeralTo != "" {
		return
	}
	if !c.IsIM && m.BotID != s.opt.App.BotID && mentions(m.Text, s.opt.App.User) {
		event := s.messageEvent(c, m)
		event["type"] = "app_mention"
		for _, key := range []string{"channel_type", "subtype"} {
			delete(event, key)
		}
		s.emit("app_mention", c, event)
	}
	s.emit(subscription(c), c, s.messageEvent(c, m))
}

// subscription is the name under which an app subscribes to messages of a channel.
func subscription(c *channel) string {
	switch c.kind() {
	case "im":
		return "message.im"
	case "group":
		return "message.groups"
	}
	return "message.channels"
}

// messageEvent is a message as an event. The caller holds the lock.
func (s *Server) messageEvent(c *channel, m *Message) object {
	o := s.wireMessage(m)
	o["channel"], o["channel_type"], o["event_ts"] = c.ID, c.kind(), m.TS
	for _, key := range []string{"reply_count", "latest_reply", "reactions"} {
		delete(o, key)
	}
	if m.ThreadTS == "" {
		delete(o, "thread_ts")
	}
	if m.BotID == "" {
		o["client_msg_id"] = "00000000-0000-4000-8000-" + strings.Repeat("0", 6) + m.TS[len(m.TS)-6:]
	}
	if u := s.state.users[m.User]; u != nil && (c.IsExtShared || u.Team != s.opt.Team.ID) {
		o["user_team"], o["source_team"] = u.Team, u.Team
	}
	return o
}

// changedEvent delivers that a message has another text now. The caller holds the
// lock.
func (s *Server) changedEvent(c *channel, before, m *Message) {
	if !c.has(s.opt.App.User) || m.EphemeralTo != "" {
		return
	}
	s.emit(subscription(c), c, object{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": c.ID, "channel_type": c.kind(), "ts": s.ts(),
		"message": s.wireMessage(m), "previous_message": s.wireMessage(before),
	})
}

// deletedEvent delivers that a message is gone. The caller holds the lock.
func (s *Server) deletedEvent(c *channel, before *Message) {
	if !c.has(s.opt.App.User) || before.EphemeralTo != "" {
		return
	}
	s.emit(subscription(c), c, object{
		"type": "message", "subtype": "message_deleted", "hidden": true, "channel": c.ID, "channel_type": c.kind(), "ts": s.ts(),
		"deleted_ts": before.TS, "previous_message": s.wireMessage(before),
	})
}

// membership delivers that a user came or went. The caller holds the lock.
func (s *Server) membership(event string, c *channel, user string) {
	if c.IsIM || !c.has(s.opt.App.User) {
		return
	}
	team := s.opt.Team.ID
	if u := s.state.users[user]; u != nil {
		team = cmp.Or(u.Team, team)
	}
	s.emit(event, c, object{
		"type": event, "user": user, "channel": c.ID, "channel_type": map[bool]string{true: "G", false: "C"}[c.IsPrivate], "team": team,
	})
}
