package workspace

import (
	"context"
	"errors"
	"slices"
	"time"
)

// An act is what somebody does at the page: a verb of acts, and what it needs.
type act struct {
	Do                             string
	User, Channel, TS, Thread      string
	Text, Command, Action, Tab     string
	Emoji, Callback, Event, Reason string
	Values                         map[string]string
	Broadcast                      bool
	Name                           string // of a file
	Content                        []byte
	ID, Milliseconds               int
	Fault                          *pageFault
}

// A pageFault is a Fault as the page describes it.
type pageFault struct {
	Label, Method, Error        string
	Skip, Times, Status         int
	LatencyMS, RetryAfterS      int
	Hang, DropBefore, DropAfter bool
	Needed, Provided, Body      string
}

// broken is a fault that was made at the page.
type broken struct {
	id    int
	label string
	fault *fault
	mend  func()
}

// acts are what can be done at the page, by name. What they find out goes into out.
var acts = map[string]func(s *Server, ctx context.Context, p *site, a act, out object) error{
	"say": func(s *Server, _ context.Context, _ *site, a act, out object) (err error) {
		u := look(s, func(st *State) User { u, _ := st.User(a.User); return u })
		switch {
		case u.BotID != "":
			out["ts"], err = s.SayAsBot(a.Channel, a.User, a.Text, a.Thread)
		case a.Broadcast:
			out["ts"], err = s.Broadcast(a.Channel, a.User, a.Text, a.Thread)
		default:
			out["ts"], err = s.Say(a.Channel, a.User, a.Text, a.Thread)
		}
		return err
	},
	"upload": func(s *Server, _ context.Context, _ *site, a act, out object) (err error) {
		out["ts"], err = s.Upload(a.Channel, a.User, a.Text, a.Thread, File{Name: a.Name, Content: a.Content})
		return err
	},
	"edit": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		return s.Edit(a.User, a.TS, a.Text)
	},
	"delete": func(s *Server, _ context.Context, _ *site, a act, _ object) error { return s.Delete(a.User, a.TS) },
	"react": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		m, _ := s.Message(a.TS)
		i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == a.Emoji })
		if i >= 0 && slices.Contains(m.Reactions[i].Users, a.User) {
			return s.Unreact(a.User, a.TS, a.Emoji)
		}
		return s.React(a.User, a.TS, a.Emoji)
	},
	"click": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		_, err := s.Click(a.User, a.TS, a.Action)
		return err
	},
	"click_view": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		_, err := s.ClickView(a.User, a.Action)
		return err
	},
	"submit": func(s *Server, ctx context.Context, _ *site, a act, out object) error {
		wrong, err := s.Submit(ctx, a.User, a.Values)
		if len(wrong) > 0 {
			out["errors"] = wrong
		}
		return err
	},
	"close": func(s *Server, _ context.Context, _ *site, a act, _ object) error { return s.CloseView(a.User) },
	"command": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		_, err := s.Slash(a.Channel, a.User, a.Command, a.Text)
		return err
	},
	"shortcut": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		_, err := s.Shortcut(a.User, a.TS, a.Callback)
		return err
	},
	"open": func(s *Server, _ context.Context, _ *site, a act, out object) error {
		c, err := s.OpenIM(a.User)
		if err != nil {
			return err
		}
		out["channel"] = c.ID
		return s.OpenHome(a.User, a.Tab)
	},
	"stop": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		return s.Stop(a.User, a.Channel, a.Thread)
	},
	"invite": func(s *Server, _ context.Context, _ *site, a act, _ object) error { return s.Join(a.Channel, s.Bot()) },

	"break": func(s *Server, _ context.Context, p *site, a act, out object) error {
		if a.Fault == nil {
			return errors.New("workspace: no fault")
		}
		p.damage(s, *a.Fault)
		out["faults"] = s.damages(p)
		return nil
	},
	"mend": func(s *Server, _ context.Context, p *site, a act, out object) error {
		p.repair(a.ID)
		out["faults"] = s.damages(p)
		return nil
	},
	"disconnect": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		s.Disconnect(0, a.Reason)
		return nil
	},
	"cut": func(s *Server, _ context.Context, _ *site, _ act, _ object) error {
		s.Drop(0)
		return nil
	},
	"slow_acks": func(s *Server, _ context.Context, _ *site, a act, _ object) error {
		s.SlowAcks(time.Duration(a.Milliseconds) * time.Millisecond)
		return nil
	},
	"redeliver": func(s *Server, _ context.Context, _ *site, a act, _ object) error { return s.Redeliver(a.Event) },
}

// damage has calls go wrong until they were as often as was asked for, or repaired.
func (p *site) damage(s *Server, f pageFault) {
	b := &broken{label: f.Label}
	b.mend = s.Break(Fault{
		Method: f.Method, Skip: f.Skip, Times: f.Times, Latency: time.Duration(f.LatencyMS) * time.Millisecond, Hang: f.Hang,
		Status: f.Status, Body: f.Body, RetryAfter: time.Duration(f.RetryAfterS) * time.Second,
		Error: f.Error, Needed: f.Needed, Provided: f.Provided, DropBefore: f.DropBefore, DropAfter: f.DropAfter,
	})
	s.mu.Lock()
	b.fault = s.faults[len(s.faults)-1]
	s.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	b.id = p.count
	p.broken = append(p.broken, b)
}

// repair ends a fault; all of them if id is 0.
func (p *site) repair(id int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.broken = slices.DeleteFunc(p.broken, func(b *broken) bool {
		if id != 0 && b.id != id {
			return false
		}
		b.mend()
		return true
	})
}

// damages are the faults that were made at the page and have something left to do.
func (s *Server) damages(p *site) []object {
	p.mu.Lock()
	list := slices.Clone(p.broken)
	p.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []object{}
	for _, b := range list {
		if f := b.fault; f.Times < 0 || f.hit < f.Times {
			out = append(out, object{"id": b.id, "label": b.label, "method": f.Method, "times": f.Times, "hit": f.hit})
		}
	}
	return out
}
