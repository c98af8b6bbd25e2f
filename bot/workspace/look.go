package workspace

// look reads one thing from the state.
func look[T any](s *Server, f func(*State) T) T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return f(&s.state)
}

// Messages is State.Messages, now.
func (s *Server) Messages(channel string) []Message {
	return look(s, func(st *State) []Message { return st.Messages(channel) })
}

// Thread is State.Thread, now.
func (s *Server) Thread(channel, ts string) []Message {
	return look(s, func(st *State) []Message { return st.Thread(channel, ts) })
}

// Said is State.Said, now.
func (s *Server) Said(channel string) []Message {
	return look(s, func(st *State) []Message { return st.Said(channel) })
}

// Message is State.Message, now.
func (s *Server) Message(ts string) (m Message, ok bool) {
	s.Look(func(st *State) { m, ok = st.Message(ts) })
	return m, ok
}

// Calls is State.Calls, now.
func (s *Server) Calls(method string) []Call {
	return look(s, func(st *State) []Call { return st.Calls(method) })
}

// Envelopes is State.Envelopes, now.
func (s *Server) Envelopes() []Envelope { return look(s, (*State).Envelopes) }

// Unacked is State.Unacked, now.
func (s *Server) Unacked() []Envelope { return look(s, (*State).Unacked) }

// ScopesUsed is State.ScopesUsed, now.
func (s *Server) ScopesUsed() []string { return look(s, (*State).ScopesUsed) }

// View is State.View, now.
func (s *Server) View(user string) (v View, ok bool) {
	s.Look(func(st *State) { v, ok = st.View(user) })
	return v, ok
}

// Home is State.Home, now.
func (s *Server) Home(user string) (v View, ok bool) {
	s.Look(func(st *State) { v, ok = st.Home(user) })
	return v, ok
}

// Session is State.Session, now.
func (s *Server) Session(channel, thread string) (v Session, ok bool) {
	s.Look(func(st *State) { v, ok = st.Session(channel, thread) })
	return v, ok
}

// Status is State.Status, now.
func (s *Server) Status(channel, thread string) Status {
	return look(s, func(st *State) Status { return st.Status(channel, thread) })
}

// Prompts is State.Prompts, now.
func (s *Server) Prompts(channel string) (p Prompts, ok bool) {
	s.Look(func(st *State) { p, ok = st.Prompts(channel) })
	return p, ok
}
