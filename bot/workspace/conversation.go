package workspace

import (
	"slices"
	"strconv"
	"strings"
)

// seen finds a channel that the app may look at: every public one, and others that
// it is in. The caller holds the lock.
func (s *Server) seen(id string) (*channel, *failure) {
	c := s.state.channels[id]
	if c == nil || (c.IsPrivate || c.IsIM) && !c.has(s.opt.App.User) {
		return nil, fail("channel_not_found")
	}
	return c, nil
}

func conversationsInfo(s *Server, q *request) (object, *failure) {
	c, bad := s.seen(q.arg("channel"))
	if bad != nil {
		return nil, bad
	}
	o := s.wire(c)
	if !q.flag("include_num_members") {
		delete(o, "num_members")
	}
	return object{"channel": o}, nil
}

func conversationsMembers(s *Server, q *request) (object, *failure) {
	c, bad := s.seen(q.arg("channel"))
	if bad != nil {
		return nil, bad
	}
	list, next, bad := page(q, c.Members, 100)
	if bad != nil {
		return nil, bad
	}
	return object{"members": list, "response_metadata": object{"next_cursor": next}}, nil
}

// conversationsList answers conversations.list, and users.conversations for the
// channels of a user, which is the app's own if none is named.
func conversationsList(s *Server, q *request) (object, *failure) {
	types := strings.Split(q.arg("types"), ",")
	if q.arg("types") == "" {
		types = []string{"public_channel"}
	}
	user := q.arg("user")
	if user == "" {
		user = s.opt.App.User
	}
	list := []object{}
	for _, id := range s.state.order {
		c := s.state.channels[id]
		kind := map[string]string{"im": "im", "group": "private_channel", "channel": "public_channel"}[c.kind()]
		switch {
		case !slices.Contains(types, kind), c.IsArchived && q.flag("exclude_archived"):
		case (kind != "public_channel") && !c.has(s.opt.App.User):
		case q.method == "users.conversations" && !c.has(user):
		default:
			list = append(list, s.wire(c))
		}
	}
	list, next, bad := page(q, list, 100)
	if bad != nil {
		return nil, bad
	}
	return object{"channels": list, "response_metadata": object{"next_cursor": next}}, nil
}

func conversationsOpen(s *Server, q *request) (object, *failure) {
	if id := q.arg("channel"); id != "" {
		c, bad := s.seen(id)
		if bad != nil {
			return nil, bad
		}
		return object{"channel": s.wire(c), "no_op": true, "already_open": true}, nil
	}
	u := s.state.users[q.arg("users")]
	switch {
	case strings.Contains(q.arg("users"), ","):
		return nil, fail("method_not_supported_for_channel_type")
	case u == nil:
		return nil, fail("user_not_found")
	case u.Deleted:
		return nil, fail("user_disabled")
	case u.IsBot:
		return nil, fail("cannot_dm_bot")
	}
	return object{"channel": s.wire(s.im(u.ID))}, nil
}

func conversationsJoin(s *Server, q *request) (object, *failure) {
	c, bad := s.seen(q.arg("channel"))
	switch {
	case bad != nil:
		return nil, bad
	case c.IsPrivate || c.IsIM:
		return nil, fail("method_not_supported_for_channel_type")
	case c.IsArchived:
		return nil, fail("is_archived")
	}
	if c.has(s.opt.App.User) {
		q.warn("already_in_channel")
	}
	s.join(c, s.opt.App.User)
	return object{"channel": s.wire(c)}, nil
}

func conversationsLeave(s *Server, q *request) (object, *failure) {
	c, bad := s.seen(q.arg("channel"))
	switch {
	case bad != nil:
		return nil, bad
	case c.IsIM:
		return nil, fail("method_not_supported_for_channel_type")
	case !c.has(s.opt.App.User):
		return object{"not_in_channel": true}, nil
	}
	s.leave(c, s.opt.App.User)
	return object{}, nil
}

func conversationsReplies(s *Server, q *request) (object, *failure) {
	c, bad := s.readable(q)
	if bad != nil {
		return nil, bad
	}
	root := s.state.messages[q.arg("ts")]
	if root == nil || root.Channel != c.ID || root.EphemeralTo != "" {
		return nil, fail("thread_not_found")
	}
	list := []*Message{root}
	if root.ThreadTS == "" {
		list = append(list, s.answers(root)...)
	}
	return s.pageOfMessages(q, list, list[0])
}

func conversationsHistory(s *Server, q *request) (object, *failure) {
	c, bad := s.readable(q)
	if bad != nil {
		return nil, bad
	}
	var list []*Message
	for _, m := range c.messages {
		if m.EphemeralTo == "" && (m.ThreadTS == "" || m.Broadcast) {
			list = append(list, m)
		}
	}
	slices.Reverse(list) // youngest first
	return s.pageOfMessages(q, list, nil)
}

// readable finds a channel whose messages the app may read. The caller holds the
// lock.
func (s *Server) readable(q *request) (*channel, *failure) {
	c, bad := s.seen(q.arg("channel"))
	if bad == nil && !c.has(s.opt.App.User) {
		bad = fail("not_in_channel")
	}
	return c, bad
}

// pageOfMessages is one page of those between oldest and latest; always is on every
// page. The caller holds the lock.
func (s *Server) pageOfMessages(q *request, list []*Message, always *Message) (object, *failure) {
	inclusive := q.flag("inclusive")
	within := func(m *Message) bool {
		if v := q.arg("oldest"); v != "" && (m.TS < v || m.TS == v && !inclusive) {
			return false
		}
		v := q.arg("latest")
		return v == "" || m.TS < v || m.TS == v && inclusive
	}
	var chosen []*Message
	for _, m := range list {
		if m != always && within(m) {
			chosen = append(chosen, m)
		}
	}
	chosen, next, bad := page(q, chosen, 1000)
	if bad != nil {
		return nil, bad
	}
	if always != nil {
		chosen = append([]*Message{always}, chosen...)
	}
	out := []object{}
	for _, m := range chosen {
		v := s.wireMessage(m)
		if !q.flag("include_all_metadata") {
			delete(v, "metadata")
		}
		out = append(out, v)
	}
	return object{"messages": out, "has_more": next != "", "response_metadata": object{"next_cursor": next}}, nil
}

// page cuts out what a cursor and a limit ask for, and tells the next cursor, which
// is empty at the end.
func page[T any](q *request, list []T, most int) ([]T, string, *failure) {
	from := 0
	if cursor := q.arg("cursor"); cursor != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(cursor, "next:"))
		if err != nil || n < 0 || n > len(list) {
			return nil, "", fail("invalid_cursor")
		}
		from = n
	}
	to := min(from+q.number("limit", most, 1000), len(list))
	next := ""
	if to < len(list) {
		next = "next:" + strconv.Itoa(to)
	}
	return slices.Clone(list[from:to]), next, nil
}
