package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// interaction is what all payloads of interactions have. The caller holds the lock.
func (s *Server) interaction(kind string, u *User) object {
	o := object{
		"type": kind, "token": "verification", "api_app_id": s.opt.App.ID, "is_enterprise_install": false, "enterprise": nil,
		"team": object{"id": s.opt.Team.ID, "domain": s.opt.Team.Domain},
		"user": object{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.Team},
	}
	if s.opt.Team.EnterpriseID != "" {
		o["enterprise"] = object{"id": s.opt.Team.EnterpriseID, "name": s.opt.Team.Name}
	}
	return o
}

// interact delivers an interaction and returns the envelope's id. The caller holds
// the lock.
func (s *Server) interact(payload object, acked func(json.RawMessage), failed func(string)) string {
	return s.deliver(&delivery{kind: "interactive", name: payload["type"].(string), payload: encode(payload), acked: acked, failed: failed})
}

// Click has a person click what has an action_id in a message: a button, one of the
// feedback buttons (whose action_id is followed by :positive or :negative), or an
// icon. It returns the envelope's id, for Acked.
func (s *Server) Click(user, ts, action string) (envelope string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.person(user)
	if err != nil {
		return "", err
	}
	m := s.state.messages[ts]
	if m == nil {
		return "", fmt.Errorf("workspace: no message %s", ts)
	}
	c := s.state.channels[m.Channel]
	if !c.has(user) || m.EphemeralTo != "" && m.EphemeralTo != user {
		return "", fmt.Errorf("workspace: user %s does not see message %s", user, ts)
	}
	act, err := pressed(m.Blocks, action, user)
	if err != nil {
		return "", err
	}
	act["action_ts"] = s.ts()
	payload := s.interaction("block_actions", u)
	container := object{"type": "message", "message_ts": m.TS, "channel_id": c.ID, "is_ephemeral": m.EphemeralTo != ""}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	payload["container"], payload["channel"] = container, object{"id": c.ID, "name": c.shownName()}
	payload["trigger_id"], payload["response_url"] = s.newTrigger(user), s.responseURL(c, user, m)
	payload["actions"], payload["state"] = []object{act}, object{"values": object{}}
	if m.EphemeralTo == "" {
		payload["message"] = s.wireMessage(m)
	}
	return s.interact(payload, nil, nil), nil
}

// ClickView has a person click what has an action_id in their topmost modal or, if
// there is none, on their Home tab.
func (s *Server) ClickView(user, action string) (envelope string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.person(user)
	if err != nil {
		return "", err
	}
	v := s.state.homes[user]
	if stack := s.state.modals[user]; len(stack) > 0 {
		v = stack[len(stack)-1]
	}
	if v == nil {
		return "", fmt.Errorf("workspace: user %s sees no view", user)
	}
	act, err := pressed(v.Blocks, action, user)
	if err != nil {
		return "", err
	}
	act["action_ts"] = s.ts()
	payload := s.interaction("block_actions", u)
	payload["container"], payload["view"] = object{"type": "view", "view_id": v.ID}, s.wireView(v)
	payload["trigger_id"], payload["actions"] = s.newTrigger(user), []object{act}
	return s.interact(payload, nil, nil), nil
}

// shownName is what payloads call a channel.
func (c *channel) shownName() string {
	switch {
	case c.IsIM:
		return "directmessage"
	case c.IsPrivate:
		return "privategroup"
	}
	return c.Name
}

// Shortcut has a person choose a message shortcut of the app on a message.
func (s *Server) Shortcut(user, ts, callback string) (envelope string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.person(user)
	if err != nil {
		return "", err
	}
	m := s.state.messages[ts]
	if m == nil || m.EphemeralTo != "" {
		return "", fmt.Errorf("workspace: no message %s", ts)
	}
	if err := s.commands(); err != nil {
		return "", err
	}
	c := s.state.channels[m.Channel]
	payload := s.interaction("message_action", u)
	payload["callback_id"], payload["action_ts"], payload["message_ts"] = callback, s.ts(), m.TS
	payload["channel"], payload["message"] = object{"id": c.ID, "name": c.shownName()}, s.wireMessage(m)
	payload["trigger_id"], payload["response_url"] = s.newTrigger(user), s.responseURL(c, user, nil)
	return s.interact(payload, nil, nil), nil
}

// commands refuses shortcuts and commands of apps without the scope for them.
func (s *Server) commands() error {
	if !slices.Contains(s.opt.App.Scopes, "commands") {
		return errors.New("workspace: the app has no scope commands")
	}
	s.state.scopes["commands"] = true
	return nil
}

// Slash has a person type a command such as /kotae with a text, in a channel: not
// in a thread, where commands do not work. What the app acknowledges it with is
// shown to them.
func (s *Server) Slash(channel, user, command, text string) (envelope string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.person(user)
	if err != nil {
		return "", err
	}
	c, err := s.channel(channel)
	if err != nil {
		return "", err
	}
	if !c.has(user) {
		return "", fmt.Errorf("workspace: user %s is not in channel %s", user, c.ID)
	}
	if err := s.commands(); err != nil {
		return "", err
	}
	response := s.responseURL(c, user, nil)
	payload := object{
		"token": "verification", "team_id": s.opt.Team.ID, "team_domain": s.opt.Team.Domain, "channel_id": c.ID, "channel_name": c.shownName(),
		"user_id": u.ID, "user_name": u.Name, "command": command, "text": text, "api_app_id": s.opt.App.ID, "is_enterprise_install": "false",
		"response_url": response, "trigger_id": s.newTrigger(user),
	}
	if s.opt.Team.EnterpriseID != "" {
		payload["enterprise_id"], payload["enterprise_name"] = s.opt.Team.EnterpriseID, s.opt.Team.Name
	}
	return s.deliver(&delivery{kind: "slash_commands", name: command, payload: encode(payload), acked: func(body json.RawMessage) {
		if q, ok := answered(body); ok {
			s.answerCommand(response, q)
		}
	}}), nil
}

// OpenHome has a person open the app: its home tab or its messages.
func (s *Server) OpenHome(user, tab string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.person(user); err != nil {
		return err
	}
	c := s.im(user)
	event := object{"type": "app_home_opened", "user": user, "channel": c.ID, "tab": tab}
	if v := s.state.homes[user]; v != nil && tab == "home" {
		event["view"] = s.wireView(v)
	}
	s.emit("app_home_opened", c, event)
	return nil
}

// pressed finds what has an action_id among blocks and makes the action that a
// click on it sends.
func pressed(blocks json.RawMessage, action, user string) (object, error) {
	list, bad := parseBlocks(string(blocks))
	if bad != nil {
		return nil, bad
	}
	var found object
	walk(list, func(block, e object) {
		id, _ := e["action_id"].(string)
		if found != nil || id == "" || !visibleTo(e, user) {
			return
		}
		act := object{"type": e["type"], "action_id": id, "block_id": block["block_id"]}
		switch e["type"] {
		case "feedback_buttons":
			for _, side := range []string{"positive", "negative"} {
				if b, ok := e[side+"_button"].(object); ok && action == id+":"+side {
					act["text"], act["value"] = b["text"], b["value"]
					found = act
				}
			}
		case "button", "icon_button", "workflow_button":
			if action == id {
				act["text"] = e["text"]
				if v, ok := e["value"]; ok {
					act["value"] = v
				}
				if v, ok := e["url"]; ok {
					act["url"] = v
				}
				found = act
			}
		default:
			if action == id {
				found = act
			}
		}
	})
	if found == nil {
		return nil, fmt.Errorf("workspace: nothing to click with action_id %q that user %s sees", action, user)
	}
	return found, nil
}

// visibleTo tells whether a user sees an element.
func visibleTo(e object, user string) bool {
	only, ok := e["visible_to_user_ids"].([]any)
	return !ok || len(only) == 0 || slices.Contains(only, any(user))
}
