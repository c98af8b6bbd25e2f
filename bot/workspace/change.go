package workspace

import (
	"context"
	"iter"
	"time"
)

// Kind says what changed.
type Kind string

// The kinds of changes, and which field of the Change says more.
const (
	MessagePosted  Kind = "message_posted"  // Message
	MessageChanged Kind = "message_changed" // Message
	MessageDeleted Kind = "message_deleted" // Message, as it was
	CallFinished   Kind = "call"            // Call
	EnvelopeSent   Kind = "envelope_sent"   // Envelope
	EnvelopeAcked  Kind = "envelope_acked"  // Envelope
	EnvelopeFailed Kind = "envelope_failed" // Envelope: not acknowledged in time, or never on its way
	SocketOpened   Kind = "socket_opened"   // Socket
	SocketClosed   Kind = "socket_closed"   // Socket
	ViewChanged    Kind = "view"            // User; see View and Home
	SessionChanged Kind = "session"         // Channel, Thread
	StatusChanged  Kind = "status"          // Channel, Thread
	PromptsChanged Kind = "prompts"         // Channel
	ReactionMade   Kind = "reaction"        // Message
	PeopleChanged  Kind = "people"          // User or Channel: added, joined, left
)

// A Change is something that happened in a workspace, by whomever.
type Change struct {
	Seq  int // counts all changes from 0; a gap was forgotten before it was read
	At   time.Time
	Kind Kind

	Message  *Message  // a copy
	Call     *Call     // a copy
	Envelope *Envelope // a copy
	Socket   int       // number of a connection, from 1

	User, Channel, Thread string
}

// note records a change and wakes who waits. The caller holds the lock.
func (s *Server) note(c Change) {
	c.Seq, c.At = s.state.changes.put, s.opt.Now()
	s.state.changes.add(c)
	s.wake()
}

// wake lets everybody who waits look again. The caller holds the lock.
func (s *Server) wake() {
	if !s.closed {
		close(s.changed)
		s.changed = make(chan struct{})
	}
}

// Subscribe yields every change from now on, as it happens, until ctx or the server
// ends. Now is when Subscribe is called, not when the reading begins. A reader that
// is slower than Options.Log changes misses the oldest, which the gap in Seq tells.
func (s *Server) Subscribe(ctx context.Context) iter.Seq[Change] {
	s.mu.Lock()
	next := s.state.changes.put
	s.mu.Unlock()
	return func(yield func(Change) bool) {
		for {
			s.mu.Lock()
			var list []Change
			for c := range s.state.changes.from(next) {
				list = append(list, c)
			}
			next = s.state.changes.put
			changed, closed := s.changed, s.closed
			s.mu.Unlock()
			for _, c := range list {
				if !yield(c) {
					return
				}
			}
			if closed {
				return
			}
			select {
			case <-ctx.Done():
				return
			case <-changed:
			}
		}
	}
}
