package workspace

import (
	"fmt"
	"slices"
)

// Say has a person write into a channel, in a thread unless thread is empty, and
// returns the message's timestamp. The app is told as its subscriptions, scopes and
// memberships have it: a mention of it where it is not is heard by nobody.
func (s *Server) Say(channel, user, text, thread string) (ts string, err error) {
	return s.say(channel, Message{User: user, Text: text, ThreadTS: thread})
}

// SayAsBot has another bot write into a channel; user must be a bot. Nothing but its
// bot_id tells that it is one, as with the bots of today.
func (s *Server) SayAsBot(channel, user, text, thread string) (ts string, err error) {
	s.mu.Lock()
	u, err := s.person(user)
	s.mu.Unlock()
	switch {
	case err != nil:
		return "", err
	case u.BotID == "":
		return "", fmt.Errorf("workspace: %s is no bot", user)
	}
	return s.say(channel, Message{User: user, BotID: u.BotID, Text: text, ThreadTS: thread})
}

// Broadcast has a person answer in a thread and show it in the channel too.
func (s *Server) Broadcast(channel, user, text, thread string) (ts string, err error) {
	return s.say(channel, Message{User: user, Text: text, ThreadTS: thread, Subtype: "thread_broadcast", Broadcast: true})
}

// Upload has a person put a file into a channel with some words.
func (s *Server) Upload(channel, user, text, thread string, f File) (ts string, err error) {
	s.mu.Lock()
	f = *s.addFile(f, user)
	s.mu.Unlock()
	return s.say(channel, Message{User: user, Text: text, ThreadTS: thread, Subtype: "file_share", Files: []File{f}})
}

func (s *Server) say(channel string, m Message) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channel(channel)
	if err != nil {
		return "", err
	}
	if _, err := s.person(m.User); err != nil {
		return "", err
	}
	switch {
	case c.IsArchived:
		return "", fmt.Errorf("workspace: channel %s is archived", c.ID)
	case !c.has(m.User):
		return "", fmt.Errorf("workspace: user %s is not in channel %s", m.User, c.ID)
	}
	if m.ThreadTS != "" {
		root := s.state.messages[m.ThreadTS]
		if root == nil || root.Channel != c.ID {
			return "", fmt.Errorf("workspace: no message %s to answer in channel %s", m.ThreadTS, c.ID)
		}
		m.ThreadTS = root.Root()
	}
	if m.BotID == "" {
		m.Blocks = s.composed(m.Text)
	}
	s.post(c, &m, notice{autolink: true})
	s.said(c, &m)
	for _, f := range m.Files {
		if c.has(s.opt.App.User) {
			s.emit("file_shared", c, object{"type": "file_shared", "file_id": f.ID, "user_id": m.User, "channel_id": c.ID, "file": object{"id": f.ID}})
		}
	}
	return m.TS, nil
}

// Edit has a person change what they wrote. A mention of the app that was not there
// before is delivered as app_mention too.
func (s *Server) Edit(user, ts, text string) error {
	return s.own(user, ts, func(c *channel, m *Message) {
		before := *m
		m.Text, m.Blocks, m.EditedBy, m.EditedTS = text, s.composed(text), user, s.ts()
		s.revised(m, notice{autolink: true})
		s.changedEvent(c, &before, m)
		if !c.IsIM && c.has(s.opt.App.User) && mentions(text, s.opt.App.User) && !mentions(before.Text, s.opt.App.User) {
			event := s.messageEvent(c, m)
			event["type"], event["event_ts"] = "app_mention", m.EditedTS
			delete(event, "channel_type")
			s.emit("app_mention", c, event)
		}
	})
}

// Delete has a person delete what they wrote.
func (s *Server) Delete(user, ts string) error {
	return s.own(user, ts, func(c *channel, m *Message) {
		before := *m
		s.remove(m)
		s.deletedEvent(c, &before)
	})
}

// own has f change a message that a user wrote.
func (s *Server) own(user, ts string, f func(*channel, *Message)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.state.messages[ts]
	if m == nil || m.User != user || m.Subtype == "tombstone" {
		return fmt.Errorf("workspace: no message %s of user %s", ts, user)
	}
	f(s.state.channels[m.Channel], m)
	return nil
}

// React has a person put an emoji on a message, named without colons.
func (s *Server) React(user, ts, emoji string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.state.messages[ts]
	if m == nil {
		return fmt.Errorf("workspace: no message %s", ts)
	}
	if s.react(m, user, emoji) {
		s.reacted("reaction_added", m, user, emoji)
	}
	return nil
}

// Unreact has a person take an emoji off a message again.
func (s *Server) Unreact(user, ts, emoji string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.state.messages[ts]
	if m == nil {
		return fmt.Errorf("workspace: no message %s", ts)
	}
	if s.unreact(m, user, emoji) {
		s.reacted("reaction_removed", m, user, emoji)
	}
	return nil
}

// react adds a reaction and tells whether it was not there. The caller holds the
// lock.
func (s *Server) react(m *Message, user, emoji string) bool {
	list := slices.Clone(m.Reactions)
	i := slices.IndexFunc(list, func(r Reaction) bool { return r.Name == emoji })
	if i < 0 {
		list, i = append(list, Reaction{Name: emoji}), len(list)
	}
	if slices.Contains(list[i].Users, user) {
		return false
	}
	list[i].Users = append(slices.Clone(list[i].Users), user)
	m.Reactions = list
	s.noteReaction(m, user)
	return true
}

// unreact takes a reaction away and tells whether it was there. The caller holds
// the lock.
func (s *Server) unreact(m *Message, user, emoji string) bool {
	list := slices.Clone(m.Reactions)
	i := slices.IndexFunc(list, func(r Reaction) bool { return r.Name == emoji })
	if i < 0 || !slices.Contains(list[i].Users, user) {
		return false
	}
	list[i].Users = slices.DeleteFunc(slices.Clone(list[i].Users), func(u string) bool { return u == user })
	if len(list[i].Users) == 0 {
		list = slices.Delete(list, i, i+1)
	}
	m.Reactions = list
	s.noteReaction(m, user)
	return true
}

func (s *Server) noteReaction(m *Message, user string) {
	v := *m
	s.note(Change{Kind: ReactionMade, Message: &v, User: user, Channel: m.Channel, Thread: m.ThreadTS})
}

// reacted delivers that a reaction came or went. The caller holds the lock.
func (s *Server) reacted(event string, m *Message, user, emoji string) {
	c := s.state.channels[m.Channel]
	if c.has(s.opt.App.User) {
		s.emit(event, c, object{
			"type": event, "user": user, "reaction": emoji, "item_user": m.User,
			"item": object{"type": "message", "channel": c.ID, "ts": m.TS},
		})
	}
}
