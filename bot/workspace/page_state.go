package workspace

import (
	"encoding/json"
	"time"
	"unicode/utf8"
)

// everything is all that the page shows, at once.
func (s *Server) everything(p *site) object {
	faults := s.damages(p)
	s.mu.Lock()
	defer s.mu.Unlock()
	st := &s.state
	o := object{
		"kind": "everything", "now": s.opt.Now().UnixMilli(), "faults": faults, "sockets": s.openSockets(),
		"team": object{"id": s.opt.Team.ID, "name": s.opt.Team.Name},
		"app":  object{"user": s.opt.App.User, "name": s.opt.App.Name},
		"page": object{
			"person": p.Person, "channel": p.Channel, "commands": p.Commands, "shortcuts": p.Shortcuts, "try": p.Try, "note": p.Note,
		},
		"people": s.shownPeople(),
	}
	messages := []object{}
	for _, m := range st.Messages("") {
		messages = append(messages, shownMessage(&m))
	}
	statuses := []object{}
	for at := range st.statuses {
		statuses = append(statuses, s.shownStatus(at))
	}
	sessions := []object{}
	for _, v := range st.Sessions() {
		sessions = append(sessions, shownSession(v))
	}
	prompts := []object{}
	for at := range st.prompts {
		prompts = append(prompts, s.shownPrompts(at.channel))
	}
	views := []object{}
	for _, u := range st.Users() {
		if len(st.modals[u.ID]) > 0 || st.homes[u.ID] != nil {
			views = append(views, s.shownViews(u.ID))
		}
	}
	log := []object{}
	for c := range st.changes.all() {
		switch {
		case c.Call != nil:
			log = append(log, object{"kind": c.Kind, "seq": c.Seq, "at": c.At.UnixMilli(), "call": shownCall(c.Call)})
		case c.Envelope != nil:
			log = append(log, object{"kind": c.Kind, "seq": c.Seq, "at": c.At.UnixMilli(), "envelope": shownEnvelope(c.Envelope)})
		case c.Socket != 0:
			log = append(log, object{"kind": c.Kind, "seq": c.Seq, "at": c.At.UnixMilli(), "socket": c.Socket})
		}
	}
	o["log"] = log[max(0, len(log)-shownLog):]
	o["messages"], o["statuses"], o["sessions"], o["prompts"], o["views"] = messages, statuses, sessions, prompts, views
	return o
}

// shownLog is how much of what happened before the page opened its log holds.
const shownLog = 300

// shownChange is a change as the page learns of it.
func (s *Server) shownChange(c Change, p *site) object {
	o := object{"kind": c.Kind, "seq": c.Seq, "at": c.At.UnixMilli(), "user": c.User, "channel": c.Channel, "thread": c.Thread}
	if c.Kind == CallFinished {
		o["faults"] = s.damages(p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch c.Kind {
	case MessagePosted, MessageChanged, MessageDeleted, ReactionMade:
		m := c.Message
		if now := s.state.messages[m.TS]; now != nil {
			m = now // a deleted root may have become a tombstone
		} else {
			o["gone"] = true
		}
		o["message"] = shownMessage(m)
		if c.Kind == MessagePosted {
			o["status"] = s.shownStatus(place{m.Channel, m.Root()})
		}
	case CallFinished:
		o["call"] = shownCall(c.Call)
	case EnvelopeSent, EnvelopeAcked, EnvelopeFailed:
		o["envelope"] = shownEnvelope(c.Envelope)
	case SocketOpened, SocketClosed:
		o["socket"], o["sockets"] = c.Socket, s.openSockets()
	case ViewChanged:
		o["views"] = s.shownViews(c.User)
	case SessionChanged:
		v, _ := s.state.Session(c.Channel, c.Thread)
		o["session"] = shownSession(v)
		o["status"] = s.shownStatus(place{c.Channel, c.Thread})
	case StatusChanged:
		o["status"] = s.shownStatus(place{c.Channel, c.Thread})
	case PromptsChanged:
		o["prompts"] = s.shownPrompts(c.Channel)
	case PeopleChanged:
		o["people"] = s.shownPeople()
	}
	return o
}

// openSockets are the numbers of the open connections. The caller holds the lock.
func (s *Server) openSockets() []int {
	list := []int{}
	for _, c := range s.sockets.open {
		list = append(list, c.number)
	}
	return list
}

// shownPeople are all users and channels. The caller holds the lock.
func (s *Server) shownPeople() object {
	users, channels := []object{}, []object{}
	for _, u := range s.state.Users() {
		users = append(users, object{
			"id": u.ID, "name": u.Name, "real": u.RealName, "bot": u.BotID != "", "guest": u.IsRestricted || u.IsUltraRestricted,
			"stranger": u.IsStranger || u.Team != s.opt.Team.ID,
		})
	}
	for _, c := range s.state.Channels() {
		channels = append(channels, object{
			"id": c.ID, "name": c.Name, "members": c.Members, "im": c.IsIM, "user": c.User, "private": c.IsPrivate,
			"shared": c.IsExtShared || c.IsPendingExtShared, "archived": c.IsArchived,
		})
	}
	return object{"users": users, "channels": channels}
}

func shownMessage(m *Message) object {
	o := object{
		"channel": m.Channel, "ts": m.TS, "thread": m.ThreadTS, "user": m.User, "bot": m.BotID != "", "subtype": m.Subtype,
		"text": m.Text, "markdown": m.Markdown, "edited": m.EditedBy != "", "ephemeral": m.EphemeralTo, "broadcast": m.Broadcast,
	}
	if m.Blocks != nil {
		o["blocks"] = m.Blocks
	}
	if m.Attachments != nil {
		o["attachments"] = m.Attachments
	}
	files := []object{}
	for _, f := range m.Files {
		files = append(files, object{"id": f.ID, "name": f.Name, "type": f.Type, "size": len(f.Content), "shown": shown[f.Type]})
	}
	reactions := []object{}
	for _, r := range m.Reactions {
		reactions = append(reactions, object{"name": r.Name, "users": r.Users})
	}
	o["files"], o["reactions"] = files, reactions
	if m.Stream != nil {
		o["stream"] = object{"open": m.Stream.Open, "recipient": m.Stream.Recipient, "ended": m.Stream.Ended, "tasks": m.Stream.Tasks}
	}
	return o
}

// shownStatus is the status of a thread. The caller holds the lock.
func (s *Server) shownStatus(at place) object {
	v := s.state.Status(at.channel, at.ts)
	return object{"channel": at.channel, "thread": at.ts, "text": v.Text, "loading": v.Loading, "until": v.At.Add(statusLife).UnixMilli()}
}

func shownSession(v Session) object {
	return object{"channel": v.Channel, "thread": v.ThreadTS, "state": v.State, "title": v.Title}
}

// shownPrompts are the suggestions of a conversation. The caller holds the lock.
func (s *Server) shownPrompts(channel string) object {
	v, _ := s.state.Prompts(channel)
	return object{"channel": channel, "title": v.Title, "prompts": v.Prompts}
}

// shownViews are a user's topmost modal and Home tab. The caller holds the lock.
func (s *Server) shownViews(user string) object {
	o := object{"user": user, "modal": nil, "home": nil}
	if v, ok := s.state.View(user); ok {
		o["modal"] = shownView(v)
	}
	if v, ok := s.state.Home(user); ok {
		o["home"] = shownView(v)
	}
	return o
}

func shownView(v View) object {
	var words struct{ Submit, Close *struct{ Text string } }
	_ = json.Unmarshal(v.Raw, &words) // it was read before
	o := object{"id": v.ID, "hash": v.Hash, "title": v.Title, "blocks": v.Blocks, "errors": v.Errors, "submit": "", "close": ""}
	if words.Submit != nil {
		o["submit"] = words.Submit.Text
	}
	if words.Close != nil {
		o["close"] = words.Close.Text
	}
	return o
}

func shownCall(c *Call) object {
	args := map[string]string{}
	for key, v := range c.Args {
		args[key] = shortened(v)
	}
	return object{
		"seq": c.Seq, "method": c.Method, "args": args, "ms": milliseconds(c.Duration), "status": c.Status, "ok": c.OK(),
		"error": c.Error, "warning": c.Warning, "answer": shortened(string(c.Answer)),
	}
}

func shownEnvelope(e *Envelope) object {
	o := object{
		"id": e.ID, "type": e.Kind, "name": e.Name, "event": e.Event, "attempt": e.Attempt, "reason": e.Reason, "socket": e.Socket,
		"failure": e.Failure, "payload": shortened(string(e.Payload)), "acked": e.Acked(), "ack": shortened(string(e.AckBody)),
	}
	if e.Acked() {
		o["ms"] = milliseconds(e.AckedAt.Sub(e.At))
	}
	return o
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// longestShown is how much of a payload the page shows, in runes.
const longestShown = 6000

// shortened is a text cut to what the page shows.
func shortened(text string) string {
	if utf8.RuneCountInString(text) <= longestShown {
		return text
	}
	return string([]rune(text)[:longestShown]) + "…"
}
