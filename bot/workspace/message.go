package workspace

import (
	"encoding/json"
	"slices"
	"strings"
)

// object is a JSON object on its way out.
type object = map[string]any

// A Message is one message as it is now.
type Message struct {
	Channel string
	// TS is its timestamp, which no other message of the workspace has. ThreadTS is
	// the root's, and empty for messages that are not answers in a thread.
	TS, ThreadTS string
	// User wrote it; BotID is set too if that is a bot.
	User, BotID string
	Subtype     string
	Text        string
	// Markdown is what came as markdown_text or as chunks of a stream, put together.
	Markdown string
	// Blocks, Attachments and Metadata are as they came; nil if none did. The blocks
	// have the ids that Slack gives to those without.
	Blocks, Attachments, Metadata json.RawMessage
	Files                         []File
	Reactions                     []Reaction
	// EditedBy is set once the message was changed, and EditedTS says when.
	EditedBy, EditedTS string
	// EphemeralTo is the only user who sees it; empty means everybody.
	EphemeralTo string
	// Broadcast answers show in the channel too.
	Broadcast bool
	// Stream is set for messages that were streamed.
	Stream *Stream

	// Pings are those whom the message has notified at any time since it was posted,
	// Links where a click on it could ever have led, Unfurls those that Slack would
	// have fetched to show a preview.
	Pings   []Ping
	Links   []Link
	Unfurls []string
}

// A Reaction is an emoji on a message and who put it there.
type Reaction struct {
	Name  string
	Users []string
}

// Root is the timestamp of the thread that the message is in, or would begin.
func (m Message) Root() string {
	if m.ThreadTS != "" {
		return m.ThreadTS
	}
	return m.TS
}

// post puts a message into a channel and takes note of whom it reaches. The caller
// holds the lock.
func (s *Server) post(c *channel, m *Message, how notice) {
	m.Channel = c.ID
	if m.TS == "" {
		m.TS = s.ts()
	}
	s.notices(m, how)
	c.messages = append(c.messages, m)
	s.state.messages[m.TS] = m
	if m.BotID == s.opt.App.BotID && m.EphemeralTo == "" {
		delete(s.state.statuses, place{c.ID, m.Root()})
	}
	v := *m
	s.note(Change{Kind: MessagePosted, Message: &v, Channel: c.ID, Thread: m.ThreadTS})
}

// revised takes note of a message that has changed. The caller holds the lock.
func (s *Server) revised(m *Message, how notice) {
	s.notices(m, how)
	v := *m
	s.note(Change{Kind: MessageChanged, Message: &v, Channel: m.Channel, Thread: m.ThreadTS})
}

// remove takes a message away. A root with answers stays as a tombstone. The caller
// holds the lock.
func (s *Server) remove(m *Message) {
	c := s.state.channels[m.Channel]
	v := *m
	if m.ThreadTS == "" && slices.ContainsFunc(c.messages, func(o *Message) bool { return o.ThreadTS == m.TS && o.EphemeralTo == "" }) {
		*m = Message{Channel: m.Channel, TS: m.TS, Subtype: "tombstone", Text: "This message was deleted.", User: "USLACKBOT",
			Pings: m.Pings, Links: m.Links, Unfurls: m.Unfurls}
	} else {
		c.messages = slices.DeleteFunc(slices.Clone(c.messages), func(o *Message) bool { return o == m })
		delete(s.state.messages, m.TS)
	}
	s.note(Change{Kind: MessageDeleted, Message: &v, Channel: m.Channel, Thread: v.ThreadTS})
}

// visible finds a message in a channel. The caller holds the lock.
func (s *Server) visible(channel, ts string) *Message {
	if m := s.state.messages[ts]; m != nil && m.Channel == channel && m.Subtype != "tombstone" {
		return m
	}
	return nil
}

// wireMessage is a message as the Web API and events show it. The caller holds the
// lock.
func (s *Server) wireMessage(m *Message) object {
	o := object{"type": "message", "ts": m.TS, "text": m.Text, "team": s.opt.Team.ID}
	set := func(key, value string) {
		if value != "" {
			o[key] = value
		}
	}
	set("user", m.User)
	set("bot_id", m.BotID)
	set("subtype", m.Subtype)
	set("thread_ts", m.ThreadTS)
	if u := s.state.users[m.User]; u != nil {
		o["team"] = u.Team
	}
	if m.BotID == s.opt.App.BotID {
		o["app_id"] = s.opt.App.ID
		o["bot_profile"] = object{"id": m.BotID, "app_id": s.opt.App.ID, "name": s.opt.App.Name, "team_id": s.opt.Team.ID}
	}
	for key, raw := range map[string]json.RawMessage{"blocks": m.Blocks, "attachments": m.Attachments, "metadata": m.Metadata} {
		if raw != nil {
			o[key] = raw
		}
	}
	if m.EditedBy != "" {
		o["edited"] = object{"user": m.EditedBy, "ts": m.EditedTS}
	}
	if m.Stream != nil {
		o["streaming_state"] = map[bool]string{true: "in_progress", false: "completed"}[m.Stream.Open]
	}
	if len(m.Files) > 0 {
		var list []object
		for _, f := range m.Files {
			list = append(list, s.wireFile(&f))
		}
		o["files"] = list
	}
	if len(m.Reactions) > 0 {
		var list []object
		for _, r := range m.Reactions {
			list = append(list, object{"name": r.Name, "users": r.Users, "count": len(r.Users)})
		}
		o["reactions"] = list
	}
	if answers := s.answers(m); len(answers) > 0 {
		o["thread_ts"], o["reply_count"], o["latest_reply"] = m.TS, len(answers), answers[len(answers)-1].TS
	}
	if root := s.state.messages[m.ThreadTS]; root != nil {
		o["parent_user_id"] = root.User
	}
	return o
}

// answers are the messages in the thread that m is the root of. The caller holds
// the lock.
func (s *Server) answers(m *Message) []*Message {
	if m.ThreadTS != "" {
		return nil
	}
	var list []*Message
	c := s.state.channels[m.Channel]
	if c == nil {
		return nil
	}
	for _, o := range c.messages {
		if o.ThreadTS == m.TS && o.EphemeralTo == "" {
			list = append(list, o)
		}
	}
	return list
}

// mentions tells whether a text names a user.
func mentions(text, user string) bool {
	return strings.Contains(text, "<@"+user+">") || strings.Contains(text, "<@"+user+"|")
}
