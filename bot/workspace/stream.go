package workspace

import (
	"encoding/json"
	"time"
	"unicode/utf8"
)

// A Stream is how a streamed message came about.
type Stream struct {
	// Open streams are still being written to.
	Open bool
	// Chunked streams are written in chunks, others as markdown_text.
	Chunked bool
	// Recipient is the only one who sees it live in a channel.
	Recipient, RecipientTeam string
	Started                  time.Time
	// Ended is how it ended: stopped by the app, by the user (stopped_by_user), or
	// expired. It is empty while the stream is open.
	Ended string
	// Appends counts the calls that added something, the first and the last among them.
	Appends int
	// Tasks are the latest updates of each task, in the order they first came.
	Tasks []json.RawMessage
	// Bytes of UTF-8 that were streamed.
	Bytes int
	how   notice
}

// streaming tells whether a message is being streamed, and ends streams whose time
// is up. The caller holds the lock.
func (s *Server) streaming(m *Message) bool {
	if m.Stream == nil || !m.Stream.Open {
		return false
	}
	if s.opt.Now().Sub(m.Stream.Started) >= s.opt.StreamLife {
		s.endStream(m, "expired")
		return false
	}
	return true
}

// endStream closes a stream. The caller holds the lock.
func (s *Server) endStream(m *Message, how string) {
	v := *m.Stream
	v.Open, v.Ended = false, how
	m.Stream = &v
}

// piece is what one call adds to a stream.
type piece struct {
	chunked bool
	text    string
	tasks   []json.RawMessage
	blocks  []any
}

// streamPiece reads what a call adds. The caller holds the lock.
func (s *Server) streamPiece(q *request) (piece, *failure) {
	text, chunks := q.arg("markdown_text"), q.arg("chunks")
	switch {
	case text != "" && chunks != "":
		return piece{}, fail("cannot_provide_both_markdown_text_and_chunks")
	case utf8.RuneCountInString(text) > longestMarkdown:
		return piece{}, fail("msg_too_long")
	case chunks == "":
		return piece{text: text}, nil
	}
	p := piece{chunked: true}
	var list []json.RawMessage
	if json.Unmarshal([]byte(chunks), &list) != nil {
		return p, fail("invalid_chunks")
	}
	for _, raw := range list {
		var v struct {
			Type, Text, ID, Title string
			Blocks                []any
		}
		if json.Unmarshal(raw, &v) != nil {
			return p, fail("invalid_chunks")
		}
		switch v.Type {
		case "markdown_text":
			p.text += v.Text
		case "task_update":
			if v.ID == "" || v.Title == "" {
				return p, fail("invalid_chunks")
			}
			p.tasks = append(p.tasks, raw)
		case "plan_update":
			p.tasks = append(p.tasks, raw)
		case "blocks":
			p.blocks = append(p.blocks, v.Blocks...)
		default:
			return p, fail("invalid_chunks")
		}
	}
	if utf8.RuneCountInString(p.text) > longestMarkdown {
		return p, fail("msg_too_long")
	}
	if len(p.blocks) > 0 {
		if bad := checkStream(p.blocks); bad != nil {
			return p, bad
		}
	}
	return p, nil
}

// add appends a piece to a stream. The caller holds the lock.
func (s *Server) add(m *Message, p piece) *failure {
	v := *m.Stream
	switch {
	case v.Appends > 0 && p.chunked != v.Chunked:
		return fail("streaming_mode_mismatch")
	case v.Bytes+p.size() > s.opt.StreamBytes:
		return fail("msg_too_long")
	}
	v.Appends++
	v.Chunked = p.chunked
	v.Bytes += p.size()
	m.Markdown += p.text
	m.Text = m.Markdown
	v.Tasks = mergeTasks(v.Tasks, p.tasks)
	if len(p.blocks) > 0 {
		blocks, _ := parseBlocks(string(m.Blocks)) // ours
		m.Blocks = s.identified(append(blocks, p.blocks...))
	}
	m.Stream = &v
	return nil
}

// size is what a piece adds to the length of a stream, in bytes.
func (p piece) size() int {
	n := len(p.text)
	for _, t := range p.tasks {
		n += len(t)
	}
	return n
}

// mergeTasks puts updates in the place of earlier ones of the same id.
func mergeTasks(have, updates []json.RawMessage) []json.RawMessage {
	list := append([]json.RawMessage(nil), have...)
	key := func(raw json.RawMessage) (k struct{ Type, ID string }) {
		_ = json.Unmarshal(raw, &k) // it was read before
		return k
	}
	for _, u := range updates {
		found := false
		for i := range list {
			if key(list[i]) == key(u) {
				list[i], found = u, true
			}
		}
		if !found {
			list = append(list, u)
		}
	}
	return list
}

func chatStartStream(s *Server, q *request) (object, *failure) {
	c, bad := s.target(q.arg("channel"))
	if bad != nil {
		return nil, bad
	}
	if !c.IsIM {
		switch {
		case s.opt.NoChannelStreams:
			return nil, fail("channel_type_not_supported")
		case q.arg("recipient_team_id") == "":
			return nil, fail("missing_recipient_team_id")
		case q.arg("recipient_user_id") == "":
			return nil, fail("missing_recipient_user_id")
		case s.state.users[q.arg("recipient_user_id")] == nil:
			return nil, fail("user_not_found")
		}
	}
	if c.IsIM && q.arg("thread_ts") == "" {
		return nil, fail("invalid_thread_ts")
	}
	thread, bad := s.thread(c, q.arg("thread_ts"))
	if bad != nil {
		return nil, bad
	}
	p, bad := s.streamPiece(q)
	if bad != nil {
		return nil, bad
	}
	m := s.byApp(thread)
	m.Stream = &Stream{
		Open: true, Recipient: q.arg("recipient_user_id"), RecipientTeam: q.arg("recipient_team_id"), Started: s.opt.Now(),
		how: notice{autolink: true, unfurlLinks: true, unfurlMedia: true},
	}
	if p.chunked || p.text != "" {
		if bad := s.add(m, p); bad != nil {
			return nil, bad
		}
	}
	s.post(c, m, m.Stream.how)
	s.said(c, m)
	return object{"channel": c.ID, "ts": m.TS}, nil
}

// live finds the stream a call is about. The caller holds the lock.
func (s *Server) live(q *request) (*channel, *Message, *failure) {
	c, m, bad := s.ownMessage(q, "message_not_owned_by_app")
	switch {
	case bad != nil:
		return nil, nil, bad
	case s.streaming(m):
		return c, m, nil
	case m.Stream != nil && m.Stream.Ended == "stopped_by_user" && q.method == "chat.appendStream":
		return nil, nil, fail("stopped_by_user")
	}
	return nil, nil, fail("message_not_in_streaming_state")
}

func chatAppendStream(s *Server, q *request) (object, *failure) {
	c, m, bad := s.live(q)
	if bad != nil {
		return nil, bad
	}
	p, bad := s.streamPiece(q)
	if bad != nil {
		return nil, bad
	}
	if !p.chunked && p.text == "" {
		return nil, fail("no_text")
	}
	if bad := s.add(m, p); bad != nil {
		return nil, bad
	}
	s.revised(m, m.Stream.how)
	return object{"channel": c.ID, "ts": m.TS}, nil
}

func chatStopStream(s *Server, q *request) (object, *failure) {
	c, m, bad := s.live(q)
	if bad != nil {
		return nil, bad
	}
	p, bad := s.streamPiece(q)
	if bad != nil {
		return nil, bad
	}
	blocks, bad := parseBlocks(q.arg("blocks"))
	if bad != nil {
		return nil, bad
	}
	if blocks != nil {
		if bad := checkStream(blocks); bad != nil {
			return nil, bad
		}
	}
	metadata, bad := parseMetadata(q.arg("metadata"))
	if bad != nil {
		return nil, bad
	}
	status := q.arg("session_status")
	switch status {
	case "", "active", "processing", "suspended", "closed":
	default:
		return nil, fail("invalid_session_status")
	}
	before := *m
	if p.chunked || p.text != "" {
		if bad := s.add(m, p); bad != nil {
			return nil, bad
		}
	}
	if blocks != nil {
		have, _ := parseBlocks(string(m.Blocks)) // ours
		m.Blocks = s.identified(append(have, blocks...))
	}
	if metadata != nil {
		m.Metadata = metadata
	}
	s.endStream(m, "stopped")
	s.revised(m, m.Stream.how)
	s.changedEvent(c, &before, m)
	if v := s.state.sessions[place{c.ID, m.Root()}]; v != nil {
		if status == "" {
			status = "active"
		}
		s.setSession(v, status, "")
	}
	return object{"channel": c.ID, "ts": m.TS, "message": s.wireMessage(m)}, nil
}
