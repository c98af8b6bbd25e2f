package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Envelope is one attempt to deliver something to the app.
type Envelope struct {
	// ID is the envelope's own; an event delivered again comes in another one.
	ID string
	// Kind is events_api, interactive or slash_commands; Name says more: the type of
	// the event or interaction, or the command.
	Kind, Name string
	// Event is the id of an event, the same at every attempt.
	Event   string
	Payload json.RawMessage
	// Attempt counts from 0, and Reason says why there was another one.
	Attempt int
	Reason  string
	// Socket is the number of the connection it went to; 0 over HTTP or to nobody.
	Socket int
	At     time.Time
	// AckedAt is when the app acknowledged it, AckSocket on which connection, AckBody
	// with what, if anything; Status is the HTTP status.
	AckedAt   time.Time
	AckSocket int
	AckBody   json.RawMessage
	Status    int
	// Failure is why it counts as not delivered: timeout, no_connection,
	// connection_failed, http_timeout or http_error. A late acknowledgement does not
	// undo it.
	Failure string
}

// String is what matters of an envelope, for messages of tests.
func (e Envelope) String() string {
	fate := "under way"
	if e.Acked() {
		fate = fmt.Sprintf("acked after %v %s", e.AckedAt.Sub(e.At), e.AckBody)
	}
	return fmt.Sprintf("{%s %s %s %s attempt %d on socket %d: %s %s}", e.ID, e.Kind, e.Name, e.Event, e.Attempt, e.Socket, fate, e.Failure)
}

// Acked tells whether the app acknowledged the envelope, in time or not.
func (e Envelope) Acked() bool { return !e.AckedAt.IsZero() }

// A delivery is something for the app, in as many attempts as it takes.
type delivery struct {
	kind, event, name string
	payload           json.RawMessage
	attempts          int
	reason            string
	settled           bool // acknowledged in time, or given up
	last              bool // the app wants no further attempt
	again             *time.Timer
	acked             func(json.RawMessage) // under the lock, once, with the body of the first timely ack
	failed            func(reason string)   // under the lock, when there will be no further attempt
}

// lateAck is how long acknowledgements that come too late are still noted.
const lateAck = time.Minute

// flight is an envelope on its way.
type flight struct {
	*Envelope
	d     *delivery
	timer *time.Timer
}

// deliver makes an attempt, the first or another one, and returns the envelope's id.
// The caller holds the lock.
func (s *Server) deliver(d *delivery) string {
	e := &Envelope{ID: s.id("env-"), Kind: d.kind, Name: d.name, Event: d.event, Payload: d.payload, Attempt: d.attempts, Reason: d.reason, At: s.opt.Now()}
	d.attempts++
	d.again = nil
	s.state.envelopes.add(e)
	f := &flight{Envelope: e, d: d}
	switch socket := s.sockets.choose(s.random, s.opt.Seed != 0); {
	case s.hook != "":
		s.sent(f)
		s.begin(func() { s.postEvent(f) })
	case socket == nil:
		s.fail(f, "no_connection")
	default:
		e.Socket = socket.number
		s.sockets.flying[e.ID] = f
		f.timer = s.after(s.opt.AckWithin, func() { s.fail(f, "timeout") })
		socket.send(envelope(e))
		s.sent(f)
	}
	return e.ID
}

// envelope is what goes over a socket.
func envelope(e *Envelope) []byte {
	o := object{"envelope_id": e.ID, "type": e.Kind, "payload": e.Payload, "accepts_response_payload": e.Kind != "events_api"}
	if e.Kind == "events_api" {
		o["retry_attempt"], o["retry_reason"] = e.Attempt, e.Reason
	}
	return encode(o)
}

func (s *Server) sent(f *flight) {
	v := *f.Envelope
	s.note(Change{Kind: EnvelopeSent, Envelope: &v, Socket: v.Socket})
}

// ack takes note of an acknowledgement. The caller holds the lock.
func (s *Server) ack(f *flight, socket, status int, body json.RawMessage) {
	if f.Acked() {
		return
	}
	f.AckedAt, f.AckSocket, f.Status, f.AckBody = s.opt.Now(), socket, status, body
	s.stop(f.timer)
	delete(s.sockets.flying, f.ID)
	if f.Failure == "" && !f.d.settled {
		f.d.settled = true
		if f.d.acked != nil {
			f.d.acked(body)
		}
	}
	v := *f.Envelope
	s.note(Change{Kind: EnvelopeAcked, Envelope: &v, Socket: socket})
}

// fail gives an attempt up and sets up the next one, if there is to be one: only
// events are delivered again. The caller holds the lock.
func (s *Server) fail(f *flight, reason string) {
	if f.Acked() || f.Failure != "" {
		return
	}
	f.Failure = reason
	s.stop(f.timer)
	if f.Socket != 0 {
		s.after(lateAck, func() { delete(s.sockets.flying, f.ID) })
	}
	v := *f.Envelope
	s.note(Change{Kind: EnvelopeFailed, Envelope: &v, Socket: v.Socket})
	d := f.d
	if d.settled {
		return
	}
	if n := d.attempts - 1; d.kind == "events_api" && !d.last && n < len(s.opt.Retries) {
		d.reason = reason
		if d.again = s.after(s.opt.Retries[n], func() { delete(s.sockets.waiting, d); s.deliver(d) }); d.again != nil {
			s.sockets.waiting[d] = struct{}{}
		}
		return
	}
	d.settled = true
	if d.failed != nil {
		d.failed(reason)
	}
}

// RetryNow delivers at once what waits to be delivered again, and tells how many
// envelopes that were.
func (s *Server) RetryNow() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := make([]*delivery, 0, len(s.sockets.waiting))
	for d := range s.sockets.waiting {
		waiting = append(waiting, d)
	}
	slices.SortFunc(waiting, func(a, b *delivery) int { return strings.Compare(a.event, b.event) })
	clear(s.sockets.waiting)
	for _, d := range waiting {
		s.stop(d.again)
		s.deliver(d)
	}
	return len(waiting)
}

// Redeliver delivers an event once more, whatever became of it: the same event_id in
// a new envelope, with retry_attempt 1 and reason timeout. An error means that it is
// not remembered.
func (s *Server) Redeliver(event string) error {
	return s.repeat(event, 1, "timeout")
}

// DeliverTwice delivers an event once more as though for the first time: the same
// event_id in a new envelope with no word about it.
func (s *Server) DeliverTwice(event string) error {
	return s.repeat(event, 0, "")
}

func (s *Server) repeat(event string, attempt int, reason string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := range s.state.envelopes.all() {
		if e.Event == event && event != "" {
			s.deliver(&delivery{kind: e.Kind, event: e.Event, name: e.Name, payload: e.Payload, attempts: attempt, reason: reason})
			return nil
		}
	}
	return fmt.Errorf("workspace: no event %q", event)
}

// Inject delivers a payload as it is, in an envelope of any kind: for events that do
// not exist yet, malformed ones, and those of other apps and workspaces. What is no
// JSON goes as a JSON string. It returns the envelope's id.
func (s *Server) Inject(kind string, payload json.RawMessage) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !json.Valid(payload) {
		payload = encode(string(payload))
	}
	var outer struct {
		Event string `json:"event_id"`
	}
	_ = json.Unmarshal(payload, &outer) // it may be anything
	return s.deliver(&delivery{kind: kind, name: "injected", event: outer.Event, payload: payload})
}

// Emit delivers an inner event of any shape in a proper outer one, subscribed or
// not, and returns its event_id. The channel may be empty.
func (s *Server) Emit(where string, event map[string]any) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var c *channel
	if where != "" {
		found, err := s.channel(where)
		if err != nil {
			return "", err
		}
		c = found
	}
	id := s.id("Ev")
	name, _ := event["type"].(string)
	s.deliver(&delivery{kind: "events_api", event: id, name: name, payload: s.callback(id, c, event)})
	return id, nil
}

// Acked waits until an envelope is acknowledged and returns it. It is an error if it
// never will be.
func (s *Server) Acked(ctx context.Context, id string) (Envelope, error) {
	var found Envelope
	err := s.Wait(ctx, func(st *State) bool {
		for e := range st.envelopes.all() {
			if e.ID == id {
				found = *e
				return e.Acked() || e.Failure != ""
			}
		}
		return false
	})
	if err == nil && !found.Acked() {
		err = errors.New("workspace: not acknowledged: " + found.Failure)
	}
	return found, err
}
