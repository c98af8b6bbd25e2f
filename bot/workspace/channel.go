package workspace

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Channel is a conversation: public, private, or a direct message.
type Channel struct {
	// ID is made up when empty.
	ID, Name string
	// Members are users; the app's own one too, if it is to be in the channel.
	Members []string
	// IsPrivate and IsIM say what it is; neither means a public channel. User is the
	// person that a direct message is with.
	IsPrivate, IsIM bool
	User            string
	// IsExtShared channels have people of other companies in them; those with
	// IsPendingExtShared are about to.
	IsExtShared, IsPendingExtShared bool
	IsArchived                      bool
}

// channel is a Channel with what was said in it, oldest first.
type channel struct {
	Channel
	messages []*Message
}

func (c *channel) copy() Channel {
	v := c.Channel
	v.Members = slices.Clone(v.Members)
	return v
}

func (c *channel) has(user string) bool { return slices.Contains(c.Members, user) }

// kind is what events call the channel's type.
func (c *channel) kind() string {
	switch {
	case c.IsIM:
		return "im"
	case c.IsPrivate:
		return "group"
	}
	return "channel"
}

// AddChannel adds a channel and returns it filled.
func (s *Server) AddChannel(c Channel) (Channel, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.channels[c.ID] != nil {
		return c, fmt.Errorf("workspace: a second channel %s", c.ID)
	}
	for _, id := range c.Members {
		if _, err := s.person(id); err != nil {
			return c, err
		}
	}
	return s.addChannel(c).copy(), nil
}

// addChannel adds a channel. The caller holds the lock.
func (s *Server) addChannel(c Channel) *channel {
	if c.ID == "" {
		c.ID = s.id(map[bool]string{true: "D", false: "C"}[c.IsIM])
	}
	c.Name = cmp.Or(c.Name, strings.ToLower(c.ID))
	c.Members = slices.Clone(c.Members)
	v := &channel{Channel: c}
	s.state.channels[c.ID] = v
	s.state.order = append(s.state.order, c.ID)
	s.note(Change{Kind: PeopleChanged, Channel: c.ID})
	return v
}

// OpenIM is the direct message between a person and the app, opened if there is
// none.
func (s *Server) OpenIM(user string) (Channel, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.person(user); err != nil {
		return Channel{}, err
	}
	return s.im(user).copy(), nil
}

// im finds or opens the direct message with a user. The caller holds the lock.
func (s *Server) im(user string) *channel {
	for _, id := range s.state.order {
		if c := s.state.channels[id]; c.IsIM && c.User == user {
			return c
		}
	}
	return s.addChannel(Channel{IsIM: true, User: user, Members: []string{user, s.opt.App.User}})
}

// Join brings a user into a channel, the app's own one too, and tells the app.
func (s *Server) Join(channel, user string) error { return s.move(channel, user, true) }

// Leave takes a user out of a channel.
func (s *Server) Leave(channel, user string) error { return s.move(channel, user, false) }

func (s *Server) move(channel, user string, in bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channel(channel)
	if err != nil {
		return err
	}
	if _, err := s.person(user); err != nil {
		return err
	}
	if in {
		s.join(c, user)
	} else {
		s.leave(c, user)
	}
	return nil
}

// join makes a user a member. The caller holds the lock.
func (s *Server) join(c *channel, user string) {
	if c.has(user) {
		return
	}
	c.Members = append(slices.Clone(c.Members), user)
	s.note(Change{Kind: PeopleChanged, User: user, Channel: c.ID})
	s.membership("member_joined_channel", c, user)
}

// leave ends a membership. The caller holds the lock.
func (s *Server) leave(c *channel, user string) {
	if !c.has(user) {
		return
	}
	s.membership("member_left_channel", c, user)
	c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(id string) bool { return id == user })
	s.note(Change{Kind: PeopleChanged, User: user, Channel: c.ID})
}

// Archive closes a channel for good.
func (s *Server) Archive(channel string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channel(channel)
	if err != nil {
		return err
	}
	c.IsArchived = true
	s.note(Change{Kind: PeopleChanged, Channel: c.ID})
	return nil
}

// channel finds a channel. The caller holds the lock.
func (s *Server) channel(id string) (*channel, error) {
	if c := s.state.channels[id]; c != nil {
		return c, nil
	}
	return nil, fmt.Errorf("workspace: no channel %q", id)
}

// wire is a channel as conversations.info shows it to the app.
func (s *Server) wire(c *channel) object {
	o := object{
		"id": c.ID, "created": 1_700_000_000, "is_archived": c.IsArchived, "is_im": c.IsIM, "is_mpim": false, "is_org_shared": false,
		"is_ext_shared": c.IsExtShared, "is_pending_ext_shared": c.IsPendingExtShared, "is_shared": c.IsExtShared,
		"is_private": c.IsPrivate || c.IsIM, "is_channel": !c.IsPrivate && !c.IsIM, "is_group": c.IsPrivate,
		"is_member": c.has(s.opt.App.User), "context_team_id": s.opt.Team.ID, "num_members": len(c.Members),
	}
	if c.IsIM {
		o["user"], o["is_open"] = c.User, true
		return o
	}
	o["name"], o["name_normalized"] = c.Name, c.Name
	o["topic"], o["purpose"] = object{"value": ""}, object{"value": ""}
	if c.IsPendingExtShared {
		o["pending_shared"] = []string{"T00000EXT"}
	}
	return o
}
