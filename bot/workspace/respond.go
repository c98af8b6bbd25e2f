package workspace

import (
	"encoding/json"
	"io"
	"net/http"
	"path"
	"time"
)

// reply is what is known of a response_url.
type reply struct {
	channel, user string
	message       string // that was clicked, or else the first that came of it: the original
	clicked       bool
	until         time.Time
	left          int
}

// What a response_url is good for.
const (
	responseUses = 5
	responseLife = 30 * time.Minute
)

// responseURL makes a response_url. The caller holds the lock.
func (s *Server) responseURL(c *channel, user string, m *Message) string {
	now := s.opt.Now()
	for id, r := range s.state.replies {
		if now.Sub(r.until) > responseLife {
			delete(s.state.replies, id)
		}
	}
	r := &reply{channel: c.ID, user: user, until: now.Add(responseLife), left: responseUses}
	if m != nil {
		r.message, r.clicked = m.TS, true
	}
	id := s.id("R")
	s.state.replies[id] = r
	return s.base() + "/response/" + id
}

// answered reads what a command was acknowledged with; false means that nothing is
// to be shown.
func answered(body json.RawMessage) (*request, bool) {
	q := &request{method: "response_url", args: map[string]string{}, kind: "none", json: true}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return q, false
	}
	for key, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		if text != "null" {
			q.args[key] = text
		}
	}
	return q, q.arg("text") != "" || q.arg("blocks") != ""
}

// answerCommand shows what a command was acknowledged with; nothing if it is no
// message. The caller holds the lock.
func (s *Server) answerCommand(response string, q *request) {
	if r := s.state.replies[path.Base(response)]; r != nil {
		r.left++ // the acknowledgement is none of the five
		if s.responded(q, r) != nil {
			r.left--
		}
	}
}

// respond answers a post to a response_url.
func (s *Server) respond(w http.ResponseWriter, r *http.Request, id string) {
	q, bad := parse(w, r)
	q.method, q.kind = "response_url", "none"
	s.mu.Lock()
	c := s.called(q)
	f := s.struck(q)
	s.mu.Unlock()
	if !s.suffer(w, r, c, f) {
		return
	}
	s.mu.Lock()
	if bad == nil {
		bad = s.responded(q, s.state.replies[id])
	}
	status, body := http.StatusOK, "ok"
	if bad != nil {
		status, body = http.StatusNotFound, bad.code
		if bad.code != "used_url" && bad.code != "expired_url" {
			status = http.StatusBadRequest
		}
		c.Error = bad.code
	}
	cut := f != nil && f.DropAfter
	if cut {
		status = 0
	}
	c.Answer = encode(body)
	s.finished(c, status)
	s.mu.Unlock()
	if cut {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// responded does what a post to a response_url asks for. The caller holds the lock.
func (s *Server) responded(q *request, r *reply) *failure {
	switch {
	case r == nil, r.left == 0:
		return fail("used_url")
	case s.opt.Now().After(r.until):
		return fail("expired_url")
	}
	c := s.state.channels[r.channel]
	original := s.state.messages[r.message]
	if q.flag("delete_original") {
		r.left--
		if original == nil {
			return nil
		}
		before := *original
		s.remove(original)
		s.deletedEvent(c, &before)
		return nil
	}
	if q.flag("replace_original") && original != nil {
		before, after := *original, *original
		how, bad := s.content(q, &after)
		if bad != nil {
			return bad
		}
		after.EditedBy, after.EditedTS = s.opt.App.User, s.ts()
		*original = after
		r.left--
		s.revised(original, how)
		s.changedEvent(c, &before, original)
		return nil
	}
	thread := ""
	if t := s.state.messages[q.arg("thread_ts")]; t != nil && t.Channel == c.ID {
		thread = t.TS
	} else if original != nil && r.clicked {
		thread = original.ThreadTS
	}
	m := s.byApp(thread)
	if q.arg("response_type") != "in_channel" {
		m.EphemeralTo = r.user
	}
	how, bad := s.content(q, m)
	if bad != nil {
		return bad
	}
	r.left--
	s.post(c, m, how)
	if r.message == "" {
		r.message = m.TS
	}
	if m.EphemeralTo == "" {
		s.said(c, m)
	}
	return nil
}
