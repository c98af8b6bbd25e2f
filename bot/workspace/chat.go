package workspace

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"
)

// How long texts may be, in characters: Slack cuts off what is posted, and refuses
// what a message is to be changed to.
const (
	longestText   = 40_000
	longestUpdate = 4_000
)

var timestamp = regexp.MustCompile(`^[0-9]{1,10}\.[0-9]{6}$`)

// target finds the channel a call posts to, which may be named by its person if it
// is a direct message. The caller holds the lock.
func (s *Server) target(id string) (*channel, *failure) {
	if u := s.state.users[id]; u != nil && u.ID != s.opt.App.User {
		return s.im(id), nil
	}
	c := s.state.channels[id]
	switch {
	case c == nil:
		return nil, fail("channel_not_found")
	case c.has(s.opt.App.User):
	case c.IsPrivate || c.IsIM:
		return nil, fail("channel_not_found")
	default:
		return nil, fail("not_in_channel")
	}
	if c.IsArchived {
		return nil, fail("is_archived")
	}
	return c, nil
}

// content reads what a message is to consist of from the arguments of a call into m,
// and how it is to be read.
func (s *Server) content(q *request, m *Message) (notice, *failure) {
	text, markdown := q.arg("text"), q.arg("markdown_text")
	blocks, bad := parseBlocks(q.arg("blocks"))
	if bad != nil {
		return notice{}, bad
	}
	how := notice{
		autolink:    q.arg("parse") != "none",
		names:       q.arg("parse") == "full" || q.flag("link_names"),
		unfurlLinks: q.flag("unfurl_links"),
		unfurlMedia: q.arg("unfurl_media") != "false",
	}
	attachments := q.arg("attachments")
	if attachments == "[]" || attachments == "null" {
		attachments = ""
	}
	switch {
	case markdown != "" && (text != "" || blocks != nil):
		return how, fail("markdown_text_conflict")
	case utf8.RuneCountInString(markdown) > longestMarkdown:
		return how, fail("msg_too_long")
	case text == "" && markdown == "" && blocks == nil && attachments == "":
		return how, fail("no_text")
	case attachments != "" && !json.Valid([]byte(attachments)):
		return how, fail("invalid_attachments")
	}
	if blocks != nil {
		if bad := checkMessage(blocks); bad != nil {
			return how, bad
		}
		if text == "" {
			q.warn("missing_text_in_message")
		}
		m.Blocks = s.identified(blocks)
	} else {
		m.Blocks = nil
	}
	if utf8.RuneCountInString(text) > longestText {
		text = string([]rune(text)[:longestText])
		q.warn("message_truncated")
	}
	m.Text, m.Markdown, m.Attachments = text, markdown, nil
	if attachments != "" {
		m.Attachments = json.RawMessage(attachments)
	}
	if markdown != "" {
		m.Text = markdown
	}
	metadata, bad := parseMetadata(q.arg("metadata"))
	if bad != nil {
		return how, bad
	}
	if metadata != nil {
		m.Metadata = metadata
	}
	return how, nil
}

func parseMetadata(text string) (json.RawMessage, *failure) {
	if text == "" {
		return nil, nil
	}
	var v struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
	if json.Unmarshal([]byte(text), &v) != nil {
		return nil, fail("invalid_metadata_format")
	}
	switch {
	case v.Type == "" && v.Payload == nil:
		return nil, nil // how clients say that there is none
	case v.Type == "":
		return nil, fail("invalid_metadata_schema")
	}
	return json.RawMessage(text), nil
}

// thread says which thread a message belongs to that is to answer ts. A root that is
// gone leaves it in none, as on the real platform. The caller holds the lock.
func (s *Server) thread(c *channel, ts string) (string, *failure) {
	if ts == "" {
		return "", nil
	}
	if !timestamp.MatchString(ts) {
		return "", fail("invalid_thread_ts")
	}
	root := s.state.messages[ts]
	switch {
	case root == nil || root.Channel != c.ID:
		return "", nil
	case root.ThreadTS != "" || root.EphemeralTo != "":
		return "", fail("cannot_reply_to_message")
	}
	return ts, nil
}

func (s *Server) byApp(thread string) *Message {
	return &Message{User: s.opt.App.User, BotID: s.opt.App.BotID, ThreadTS: thread}
}

func chatPostMessage(s *Server, q *request) (object, *failure) {
	c, bad := s.target(q.arg("channel"))
	if bad != nil {
		return nil, bad
	}
	thread, bad := s.thread(c, q.arg("thread_ts"))
	if bad != nil {
		return nil, bad
	}
	m := s.byApp(thread)
	how, bad := s.content(q, m)
	if bad != nil {
		return nil, bad
	}
	if q.flag("reply_broadcast") && thread != "" {
		m.Broadcast, m.Subtype = true, "thread_broadcast"
	}
	s.post(c, m, how)
	s.said(c, m)
	return object{"channel": c.ID, "ts": m.TS, "message": s.wireMessage(m)}, nil
}

func chatPostEphemeral(s *Server, q *request) (object, *failure) {
	c, bad := s.target(q.arg("channel"))
	if bad != nil {
		return nil, bad
	}
	if !c.has(q.arg("user")) {
		return nil, fail("user_not_in_channel")
	}
	thread, bad := s.thread(c, q.arg("thread_ts"))
	if bad != nil {
		return nil, bad
	}
	m := s.byApp(thread)
	m.EphemeralTo = q.arg("user")
	how, bad := s.content(q, m)
	if bad != nil {
		return nil, bad
	}
	s.post(c, m, how)
	return object{"message_ts": m.TS}, nil
}

// ownMessage finds a message of the app that a call wants to change. The caller
// holds the lock.
func (s *Server) ownMessage(q *request, otherwise string) (*channel, *Message, *failure) {
	c, bad := s.target(q.arg("channel"))
	if bad != nil {
		return nil, nil, bad
	}
	m := s.visible(c.ID, q.arg("ts"))
	switch {
	case m == nil || m.EphemeralTo != "":
		return nil, nil, fail("message_not_found")
	case m.BotID != s.opt.App.BotID:
		return nil, nil, fail(otherwise)
	}
	return c, m, nil
}

func chatUpdate(s *Server, q *request) (object, *failure) {
	c, m, bad := s.ownMessage(q, "cant_update_message")
	if bad != nil {
		return nil, bad
	}
	if s.streaming(m) {
		return nil, fail("streaming_state_conflict")
	}
	if utf8.RuneCountInString(q.arg("text")) > longestUpdate {
		return nil, fail("msg_too_long")
	}
	before, after := *m, *m
	blocks, attachments := after.Blocks, after.Attachments
	how, bad := s.content(q, &after)
	if bad != nil {
		return nil, bad
	}
	if q.arg("text") != "" && !given(q, "blocks") && q.arg("markdown_text") == "" {
		after.Blocks = nil // as the platform does: a text alone replaces the blocks
	} else if !given(q, "blocks") {
		after.Blocks = blocks
	}
	if !given(q, "attachments") {
		after.Attachments = attachments
	}
	after.EditedBy, after.EditedTS = s.opt.App.User, s.ts()
	*m = after
	s.revised(m, how)
	s.changedEvent(c, &before, m)
	return object{"channel": c.ID, "ts": m.TS, "text": m.Text, "message": s.wireMessage(m)}, nil
}

func given(q *request, name string) bool { return strings.TrimSpace(q.arg(name)) != "" }

func chatDelete(s *Server, q *request) (object, *failure) {
	c, m, bad := s.ownMessage(q, "cant_delete_message")
	if bad != nil {
		return nil, bad
	}
	before := *m
	s.remove(m)
	s.deletedEvent(c, &before)
	return object{"channel": c.ID, "ts": before.TS}, nil
}

func chatGetPermalink(s *Server, q *request) (object, *failure) {
	c, bad := s.target(q.arg("channel"))
	if bad != nil {
		return nil, bad
	}
	m := s.visible(c.ID, q.arg("message_ts"))
	if m == nil {
		return nil, fail("message_not_found")
	}
	link := "https://" + s.opt.Team.Domain + ".slack.com/archives/" + c.ID + "/p" + strings.ReplaceAll(m.TS, ".", "")
	if m.ThreadTS != "" {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + c.ID
	}
	return object{"channel": c.ID, "permalink": link}, nil
}

func reactionsAdd(s *Server, q *request) (object, *failure) {
	return s.reaction(q, s.react, "already_reacted", "reaction_added")
}

func reactionsRemove(s *Server, q *request) (object, *failure) {
	return s.reaction(q, s.unreact, "no_reaction", "reaction_removed")
}

func (s *Server) reaction(q *request, do func(m *Message, user, emoji string) bool, otherwise, event string) (object, *failure) {
	c, bad := s.target(q.arg("channel"))
	if bad != nil {
		return nil, bad
	}
	m := s.visible(c.ID, q.arg("timestamp"))
	switch {
	case m == nil || m.EphemeralTo != "":
		return nil, fail("message_not_found")
	case q.arg("name") == "" || strings.Contains(q.arg("name"), ":"):
		return nil, fail("invalid_name")
	case !do(m, s.opt.App.User, q.arg("name")):
		return nil, fail(otherwise)
	}
	s.reacted(event, m, s.opt.App.User, q.arg("name"))
	return object{}, nil
}
