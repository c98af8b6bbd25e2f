package slackbot

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// A sign is what shows an asker that the bot is at work: the state of the agent's
// session, else the status of the thread, else a message that the answer takes the
// place of.
type sign struct {
	bot  *Slackbot
	task task

	ended chan struct{} // closed when the answer is about to come
	end   sync.Once
	shown chan struct{} // closed when showing is over
	calls sync.Mutex    // held while Slack is told something

	mu      sync.Mutex
	session bool   // is shown as processing
	status  bool   // is shown
	standIn string // the ts of a message that the answer takes the place of; empty for none
}

const (
	// patience is how long an answer may take without a message that it is coming,
	// where nothing else can show it.
	patience = 700 * time.Millisecond
	// unavailable is how long what a workspace does not offer is not tried again.
	unavailable = 10 * time.Minute
	// maxTitle is in runes; Slack takes 200.
	maxTitle = 60
)

// showSign begins to show that a task was accepted.
func (b *Slackbot) showSign(t task) *sign {
	s := &sign{bot: b, task: t, ended: make(chan struct{}), shown: make(chan struct{})}
	if t.private() {
		close(s.shown) // the acknowledgement says so
		return s
	}
	b.aside.Go(func() {
		defer close(s.shown)
		ctx, cancel := context.WithTimeout(b.cutoff, 2*callTimeout)
		defer cancel()
		s.show(ctx)
	})
	return s
}

func (s *sign) show(ctx context.Context) {
	s.calls.Lock()
	defer s.calls.Unlock()
	b, t := s.bot, s.task
	if b.offers("session") {
		err := b.setSession(ctx, t, slack.AgentSessionStatusProcessing)
		if err == nil {
			s.mu.Lock()
			s.session = true
			s.mu.Unlock()
			return
		}
		b.missing("session", err)
	}
	if b.offers("status") {
		err := b.setStatus(ctx, t, in(t.language()).searching, loading(t.language()))
		if err == nil {
			s.mu.Lock()
			s.status = true
			s.mu.Unlock()
			return
		}
		b.missing("status", err)
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-s.ended:
		return
	case <-timer.C:
	}
	ts, err := b.send(ctx, t, notice(in(t.language()).searching), false)
	if err != nil {
		b.Log.Warn("a sign of life could not be posted", "channel", t.Channel, "ts", t.TS, "err", err)
		return
	}
	s.mu.Lock()
	s.standIn = ts
	s.mu.Unlock()
}

// say shows a line beside the sign, as long as the answer is not there.
func (s *sign) say(line string) {
	b := s.bot
	b.beside("say what is done", func(ctx context.Context) error {
		select {
		case <-s.shown:
		case <-ctx.Done():
			return ctx.Err()
		}
		s.calls.Lock()
		defer s.calls.Unlock()
		select {
		case <-s.ended:
			return nil
		default:
		}
		s.mu.Lock()
		beside := s.session || s.status
		s.mu.Unlock()
		if !beside {
			return nil
		}
		if err := b.setStatus(ctx, s.task, line, nil); err != nil {
			b.missing("status", err)
			return nil
		}
		s.mu.Lock()
		s.status = true
		s.mu.Unlock()
		return nil
	})
}

// replace says that the answer is about to come, and returns the message whose place
// it takes; empty for none.
func (s *sign) replace(ctx context.Context) string {
	s.end.Do(func() { close(s.ended) })
	s.mu.Lock()
	waiting := !s.session && !s.status
	s.mu.Unlock()
	if waiting { // a message may be on its way
		select {
		case <-s.shown:
		case <-ctx.Done():
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ts := s.standIn
	s.standIn = ""
	return ts
}

// clear takes the sign away: a session would stay as it is for an hour.
func (s *sign) clear() {
	s.end.Do(func() { close(s.ended) })
	b, t := s.bot, s.task
	b.beside("clear a status", func(ctx context.Context) error {
		select {
		case <-s.shown:
		case <-ctx.Done():
			return ctx.Err()
		}
		s.calls.Lock()
		defer s.calls.Unlock()
		s.mu.Lock()
		session, status, left := s.session, s.status, s.standIn
		s.mu.Unlock()
		var errs []error
		if session {
			errs = append(errs, b.setSession(ctx, t, slack.AgentSessionStatusActive))
		}
		if status {
			errs = append(errs, b.setStatus(ctx, t, "", nil))
		}
		if left != "" { // the answer stands elsewhere, or none came
			errs = append(errs, b.remove(ctx, t.Channel, left))
		}
		return errors.Join(errs...)
	})
}

func (b *Slackbot) setSession(ctx context.Context, t task, status string) error {
	p := slack.AgentSessionSetStatusParameters{ChannelID: t.Channel, ThreadTS: t.Thread, Status: status}
	if status == slack.AgentSessionStatusProcessing {
		p.Title = defuse(oneLine(t.Text, maxTitle))
	}
	return b.api.do(ctx, "agents.sessions.setStatus", t.Channel, func(ctx context.Context) error {
		_, err := b.api.client.SetAgentSessionStatusContext(ctx, p)
		return err
	})
}

func (b *Slackbot) setStatus(ctx context.Context, t task, status string, loading []string) error {
	p := slack.AssistantThreadsSetStatusParameters{ChannelID: t.Channel, ThreadTS: t.Thread, Status: status, LoadingMessages: loading}
	return b.api.do(ctx, "assistant.threads.setStatus", t.Channel, func(ctx context.Context) error {
		return b.api.client.SetAssistantThreadsStatusContext(ctx, p)
	})
}

// abilities are what a workspace was found not to offer, on its plan and with this
// app's settings. The zero value is nothing; they are safe for concurrent use.
type abilities struct {
	mu      sync.Mutex
	without map[string]time.Time // until when it is not tried again
}

// offers reports whether something is worth a try.
func (b *Slackbot) offers(what string) bool {
	b.abilities.mu.Lock()
	defer b.abilities.mu.Unlock()
	return b.now().After(b.abilities.without[what])
}

// missing notes why something did not work. What this workspace lacks is not tried
// again for a while.
func (b *Slackbot) missing(what string, err error) {
	if !refused(err, "not_authorized", "missing_scope", "unknown_method", "not_allowed", "feature_not_enabled", "method_not_supported", "method_deprecated", "no_permission", "access_denied", "paid_only", "team_not_supported", "channel_type_not_supported") {
		b.Log.Warn("a sign of life could not be shown", "what", what, "err", err)
		return
	}
	b.abilities.mu.Lock()
	defer b.abilities.mu.Unlock()
	if b.abilities.without == nil {
		b.abilities.without = map[string]time.Time{}
	}
	if b.abilities.without[what].IsZero() {
		b.Log.Info("this workspace does not offer everything; Kotae does without", "what", what, "err", err)
	}
	b.abilities.without[what] = b.now().Add(unavailable)
}
