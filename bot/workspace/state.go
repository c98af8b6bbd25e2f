package workspace

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// A State is everything a workspace knows at one moment. It is only lent out, to
// Wait and Look, and must not be kept. What its methods return may be kept.
type State struct {
	opt Options
	now func() time.Time

	users    map[string]*User
	channels map[string]*channel
	order    []string            // of channels, as they were added
	messages map[string]*Message // by timestamp, which no two messages share

	sessions map[place]*Session
	statuses map[place]*Status
	prompts  map[place]*Prompts
	modals   map[string][]*View // by user, the topmost last
	homes    map[string]*View
	files    map[string]*File
	triggers map[string]trigger
	replies  map[string]*reply // by the token in a response_url

	calls     ring[*Call]
	envelopes ring[*Envelope]
	changes   ring[Change]
	scopes    map[string]bool // that calls have needed so far
	counts    map[string]int  // of calls by method, all there ever were
	sockets   int
}

// A place is a thread, or a whole channel when TS is empty.
type place struct{ channel, ts string }

func newState(opt Options) State {
	st := State{
		opt: opt, now: opt.Now,
		users: map[string]*User{}, channels: map[string]*channel{}, messages: map[string]*Message{},
		sessions: map[place]*Session{}, statuses: map[place]*Status{}, prompts: map[place]*Prompts{},
		modals: map[string][]*View{}, homes: map[string]*View{}, files: map[string]*File{},
		triggers: map[string]trigger{}, replies: map[string]*reply{},
		calls: newRing[*Call](opt.Log), envelopes: newRing[*Envelope](opt.Log), changes: newRing[Change](opt.Log),
		scopes: map[string]bool{}, counts: map[string]int{},
	}
	st.users[opt.App.User] = &User{
		ID: opt.App.User, Name: opt.App.Name, RealName: opt.App.Name, Team: opt.Team.ID, IsBot: true, BotID: opt.App.BotID, Locale: "ja-JP",
	}
	st.users["USLACKBOT"] = &User{ID: "USLACKBOT", Name: "slackbot", RealName: "Slackbot", Team: opt.Team.ID, Locale: "ja-JP"}
	return st
}

// Messages are those of a channel that are there, threads included, oldest first;
// every channel's if it is empty. Ephemeral ones are among them.
func (st *State) Messages(channel string) []Message {
	var list []Message
	for _, id := range st.order {
		if channel != "" && id != channel {
			continue
		}
		for _, m := range st.channels[id].messages {
			list = append(list, *m)
		}
	}
	if channel == "" {
		slices.SortFunc(list, func(a, b Message) int { return cmp.Compare(a.TS, b.TS) })
	}
	return list
}

// Thread is a thread: its root, if it is there, and the answers, oldest first.
func (st *State) Thread(channel, ts string) []Message {
	var list []Message
	if c := st.channels[channel]; c != nil {
		for _, m := range c.messages {
			if m.TS == ts || m.ThreadTS == ts {
				list = append(list, *m)
			}
		}
	}
	return list
}

// Message is the message of a timestamp, and whether it is there.
func (st *State) Message(ts string) (Message, bool) {
	if m := st.messages[ts]; m != nil {
		return *m, true
	}
	return Message{}, false
}

// Said are the messages of the app in a channel that are there, or in all of them
// if it is empty.
func (st *State) Said(channel string) []Message {
	return slices.DeleteFunc(st.Messages(channel), func(m Message) bool { return m.BotID != st.opt.App.BotID })
}

// Calls are the calls of a method that are remembered, oldest first; of every
// method if it is empty. Those not finished have no Duration.
func (st *State) Calls(method string) []Call {
	var list []Call
	for c := range st.calls.all() {
		if method == "" || c.Method == method {
			list = append(list, *c)
		}
	}
	return list
}

// Count is how many calls of a method there were, forgotten ones included; an empty
// one counts all.
func (st *State) Count(method string) int {
	if method != "" {
		return st.counts[method]
	}
	n := 0
	for _, c := range st.counts {
		n += c
	}
	return n
}

// Envelopes are the deliveries that are remembered, oldest first; every attempt is
// one.
func (st *State) Envelopes() []Envelope {
	var list []Envelope
	for e := range st.envelopes.all() {
		list = append(list, *e)
	}
	return list
}

// Unacked are the deliveries that are remembered and were not acknowledged.
func (st *State) Unacked() []Envelope {
	return slices.DeleteFunc(st.Envelopes(), func(e Envelope) bool { return e.Acked() })
}

// Sockets is how many connections are open.
func (st *State) Sockets() int { return st.sockets }

// View is the modal a user sees, the topmost one, and whether there is one.
func (st *State) View(user string) (View, bool) {
	stack := st.modals[user]
	if len(stack) == 0 {
		return View{}, false
	}
	return *stack[len(stack)-1], true
}

// Home is a user's Home tab, and whether the app published one.
func (st *State) Home(user string) (View, bool) {
	if v := st.homes[user]; v != nil {
		return *v, true
	}
	return View{}, false
}

// Session is the agent session of a thread, and whether there is one.
func (st *State) Session(channel, thread string) (Session, bool) {
	if v := st.sessions[place{channel, thread}]; v != nil {
		return *v, true
	}
	return Session{}, false
}

// Sessions are all agent sessions, by channel and thread.
func (st *State) Sessions() []Session {
	list := make([]Session, 0, len(st.sessions))
	for _, v := range st.sessions {
		list = append(list, *v)
	}
	slices.SortFunc(list, func(a, b Session) int {
		return cmp.Or(strings.Compare(a.Channel, b.Channel), strings.Compare(a.ThreadTS, b.ThreadTS))
	})
	return list
}

// Status is what a thread shows as being done. It is empty when nothing is, and two
// minutes after it was set.
func (st *State) Status(channel, thread string) Status {
	v := st.statuses[place{channel, thread}]
	if v == nil || st.now().Sub(v.At) >= statusLife {
		return Status{Channel: channel, ThreadTS: thread}
	}
	return *v
}

// Prompts are the suggestions of a conversation, and whether any were set.
func (st *State) Prompts(channel string) (Prompts, bool) {
	if v := st.prompts[place{channel: channel}]; v != nil {
		return *v, true
	}
	return Prompts{}, false
}

// ScopesUsed are the scopes that successful calls and delivered events have needed
// so far, sorted.
func (st *State) ScopesUsed() []string { return slices.Sorted(maps.Keys(st.scopes)) }

// User is a person, and whether there is one of this id.
func (st *State) User(id string) (User, bool) {
	if u := st.users[id]; u != nil {
		return *u, true
	}
	return User{}, false
}

// Users are all people, bots included, by id.
func (st *State) Users() []User {
	var list []User
	for _, id := range slices.Sorted(maps.Keys(st.users)) {
		list = append(list, *st.users[id])
	}
	return list
}

// Channel is a channel, and whether there is one of this id.
func (st *State) Channel(id string) (Channel, bool) {
	if c := st.channels[id]; c != nil {
		return c.copy(), true
	}
	return Channel{}, false
}

// Channels are all channels, as they were added; direct messages too.
func (st *State) Channels() []Channel {
	var list []Channel
	for _, id := range st.order {
		list = append(list, st.channels[id].copy())
	}
	return list
}

// File is a file, and whether there is one of this id.
func (st *State) File(id string) (File, bool) {
	if f := st.files[id]; f != nil {
		return *f, true
	}
	return File{}, false
}
