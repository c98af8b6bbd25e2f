package workspace

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Session is an agent session, which is a thread.
type Session struct {
	Channel, ThreadTS string
	// State is active, processing, suspended or closed. Nothing changes processing by
	// itself.
	State, Title string
	// Past are the states it had, oldest first, the present one last.
	Past []string
}

// A Status is what a thread shows as being done.
type Status struct {
	Channel, ThreadTS, Text string
	Loading                 []string
	At                      time.Time
}

// statusLife is how long a status is shown if nothing follows.
const statusLife = 2 * time.Minute

// Prompts are suggestions in a conversation with the app.
type Prompts struct {
	Title   string
	Prompts []Prompt
}

// A Prompt is one suggestion.
type Prompt struct{ Title, Message string }

// conversation finds the channel of a method that a free plan has not, which calls it
// channel_id. The caller holds the lock.
func (s *Server) conversation(q *request) (*channel, *failure) {
	if s.opt.FreePlan {
		return nil, fail("not_allowed")
	}
	return s.target(q.arg("channel_id"))
}

// session finds the channel of a method that only agents may call. The caller holds the
// lock.
func (s *Server) session(q *request) (*channel, *failure) {
	if s.opt.App.NoAgentView && !s.opt.FreePlan {
		return nil, fail("not_authorized")
	}
	return s.conversation(q)
}

func sessionsSetStatus(s *Server, q *request) (object, *failure) {
	c, bad := s.session(q)
	if bad != nil {
		return nil, bad
	}
	status, title, thread := q.arg("status"), q.arg("title"), q.arg("thread_ts")
	switch {
	case !slices.Contains([]string{"active", "processing", "suspended", "closed"}, status):
		return nil, fail("invalid_status")
	case utf8.RuneCountInString(title) > longestTitle:
		return nil, fail("title_too_long")
	case thread == "" || s.state.messages[thread] == nil && s.state.sessions[place{c.ID, thread}] == nil:
		return nil, fail("invalid_thread_ts")
	}
	if !slices.Contains(s.opt.App.Events, "agent_session_stopped") {
		q.warn("missing_agent_session_stopped_event_subscription")
	}
	key := place{c.ID, thread}
	v := s.state.sessions[key]
	if v == nil {
		v = &Session{Channel: c.ID, ThreadTS: thread, Title: title}
		s.state.sessions[key] = v
	}
	s.setSession(v, status, "")
	return object{"status": status, "agent_status": status, "title": v.Title}, nil
}

// longestTitle is what a session's title may have, in characters.
const longestTitle = 200

// setSession changes a session's state, and its title if that is not empty. The
// caller holds the lock.
func (s *Server) setSession(v *Session, state, title string) {
	if state != "" {
		v.State = state
		v.Past = append(slices.Clone(v.Past), state)
	}
	if title != "" {
		v.Title = title
	}
	s.note(Change{Kind: SessionChanged, Channel: v.Channel, Thread: v.ThreadTS})
}

func sessionsRename(s *Server, q *request) (object, *failure) {
	c, bad := s.session(q)
	if bad != nil {
		return nil, bad
	}
	title := q.arg("title")
	v := s.state.sessions[place{c.ID, q.arg("thread_ts")}]
	switch {
	case title == "" || utf8.RuneCountInString(title) > longestTitle:
		return nil, fail("invalid_title")
	case v == nil:
		return nil, fail("session_not_found")
	}
	s.setSession(v, "", title)
	return object{"title": title}, nil
}

func threadsSetStatus(s *Server, q *request) (object, *failure) {
	c, bad := s.conversation(q)
	if bad != nil {
		return nil, bad
	}
	thread := q.arg("thread_ts")
	if thread == "" || s.state.messages[thread] == nil {
		return nil, fail("invalid_thread_ts")
	}
	var loading []string
	if v := q.arg("loading_messages"); v != "" {
		if json.Unmarshal([]byte(v), &loading) != nil {
			loading = strings.Split(v, ",") // a form has them with commas in between
		}
	}
	if len(loading) > 10 {
		return nil, fail("too_many_loading_messages")
	}
	key := place{c.ID, thread}
	if q.arg("status") == "" {
		delete(s.state.statuses, key)
	} else {
		s.state.statuses[key] = &Status{Channel: c.ID, ThreadTS: thread, Text: q.arg("status"), Loading: loading, At: s.opt.Now()}
	}
	s.note(Change{Kind: StatusChanged, Channel: c.ID, Thread: thread})
	return object{}, nil
}

func threadsSetSuggestedPrompts(s *Server, q *request) (object, *failure) {
	c, bad := s.conversation(q)
	if bad != nil {
		return nil, bad
	}
	var list []Prompt
	if json.Unmarshal([]byte(q.arg("prompts")), &list) != nil || len(list) == 0 {
		return nil, fail("invalid_prompts")
	}
	for _, p := range list {
		if p.Title == "" || p.Message == "" {
			return nil, fail("invalid_prompts")
		}
	}
	switch {
	case len(list) > 4:
		return nil, fail("too_many_prompts")
	case q.arg("thread_ts") != "" && !s.opt.App.NoAgentView:
		return object{}, nil // it says ok and does nothing
	}
	s.state.prompts[place{channel: c.ID}] = &Prompts{Title: q.arg("title"), Prompts: list}
	s.note(Change{Kind: PromptsChanged, Channel: c.ID})
	return object{}, nil
}

func threadsSetTitle(s *Server, q *request) (object, *failure) {
	c, bad := s.conversation(q)
	if bad != nil {
		return nil, bad
	}
	thread := q.arg("thread_ts")
	if thread == "" || q.arg("title") == "" {
		return nil, fail("invalid_arguments")
	}
	key := place{c.ID, thread}
	v := s.state.sessions[key]
	if v == nil {
		v = &Session{Channel: c.ID, ThreadTS: thread}
		s.state.sessions[key] = v
	}
	s.setSession(v, "", q.arg("title"))
	return object{}, nil
}

// Stop has a person press the stop button of a thread: streams in it end, and the
// app is told. The session stays as it is, which is the app's to change.
func (s *Server) Stop(user, channel, thread string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channel(channel)
	if err != nil {
		return err
	}
	if s.state.messages[thread] == nil {
		return fmt.Errorf("workspace: no thread %s", thread)
	}
	streams := []string{}
	for _, m := range c.messages {
		if m.Root() == thread && s.streaming(m) {
			streams = append(streams, m.TS)
			s.endStream(m, "stopped_by_user")
			s.revised(m, m.Stream.how)
		}
	}
	event := object{"type": "agent_session_stopped", "channel": c.ID, "thread_ts": thread, "user": user}
	if len(streams) > 0 {
		event["streaming_message_ts"] = streams
	}
	s.emit("agent_session_stopped", c, event)
	return nil
}

// Rename has a person give a session another title.
func (s *Server) Rename(user, channel, thread, title string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.state.sessions[place{channel, thread}]
	if v == nil {
		return fmt.Errorf("workspace: no session %s", thread)
	}
	event := object{"type": "agent_session_title_changed", "channel": channel, "thread_ts": thread, "user": user, "team_id": s.opt.Team.ID, "title": title}
	if v.Title != "" {
		event["previous_title"] = v.Title
	}
	s.setSession(v, "", title)
	s.emit("agent_session_title_changed", s.state.channels[channel], event)
	return nil
}
