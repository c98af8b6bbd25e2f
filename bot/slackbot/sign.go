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
// place of. An answer never waits for its sign.
type sign struct {
	bot  *Slackbot
	task task

	until context.Context // done when the answer is about to come
	end   context.CancelFunc
	// beside is done when the answer, or a stream of it, is about to come: nothing but
	// the session goes on beside a stream.
	beside context.Context
	yields context.CancelFunc
	shown  chan struct{} // closed when showing is over
	calls  sync.Mutex    // held while Slack is told something

	mu      sync.Mutex
	session bool   // is shown as processing, or may be
	status  bool   // is shown, or may be
	posting bool   // a stand-in is being posted
	standIn string // the ts of a message that the answer takes the place of; empty for none
}

const (
	// patience is how long an answer may take without a message that it is coming,
	// where nothing else can show it.
	patience = 700 * time.Millisecond
	// quick is how long one way of showing a sign may take before another is tried.
	quick = 700 * time.Millisecond
	// clearing is how long it is tried to take a sign away.
	clearing = 5 * time.Minute
	// maxTitle is in runes; Slack takes 200.
	maxTitle = 60
)

// showSign begins to show that a task was accepted.
func (b *Slackbot) showSign(t task) *sign {
	s := &sign{bot: b, task: t, shown: make(chan struct{})}
	s.until, s.end = context.WithCancel(b.cutoff)
	s.beside, s.yields = context.WithCancel(s.until)
	if t.private() {
		close(s.shown) // the acknowledgement says so
		return s
	}
	b.aside.Go(func() {
		defer close(s.shown)
		s.show()
	})
	return s
}

func (s *sign) show() {
	s.calls.Lock()
	defer s.calls.Unlock()
	b, t := s.bot, s.task
	patient := time.NewTimer(patience)
	defer patient.Stop()
	// The session is begun even for an answer that is there already: it gives the
	// conversation its title, and ends what a crash left as processing.
	if s.try(b.cutoff, "session", &s.session, func(ctx, until context.Context) error {
		return b.setSession(ctx, until, t, slack.AgentSessionStatusProcessing)
	}) || s.try(s.beside, "status", &s.status, func(ctx, until context.Context) error {
		return b.setStatus(ctx, until, t, in(t.language()).searching, loading(t.language()))
	}) {
		return
	}
	select {
	case <-s.beside.Done():
		return
	case <-patient.C:
	}
	s.mu.Lock()
	s.posting = s.beside.Err() == nil && b.paces.allow("stand-in", b.now())
	posting := s.posting
	s.mu.Unlock()
	if posting {
		s.stand()
	}
}

// try shows the sign in one way, and reports whether it did. What Slack was told
// without an answer is taken for shown, so that it is taken away.
func (s *sign) try(until context.Context, what string, shown *bool, call func(ctx, until context.Context) error) bool {
	b := s.bot
	if until.Err() != nil || !b.offers(what) || !b.paces.allow(what, b.now()) {
		return false
	}
	ctx, cancel := context.WithTimeout(b.cutoff, quick)
	defer cancel()
	until, stop := context.WithTimeout(until, quick)
	defer stop()
	err := call(ctx, until)
	s.mu.Lock()
	*shown = err == nil || uncertain(err)
	s.mu.Unlock()
	if err != nil && !errors.Is(err, context.Canceled) {
		b.missing(what, err)
	}
	return err == nil
}

// stand posts the message that the answer takes the place of. Once it is on its way it
// is waited for: it must not be left behind.
func (s *sign) stand() {
	b, t := s.bot, s.task
	ctx, cancel := context.WithTimeout(b.cutoff, 2*callTimeout)
	defer cancel()
	p := notice(in(t.language()).searching)
	ts, err := b.post(ctx, s.beside, t, p, part{})
	if uncertain(err) {
		ts, _ = b.find(ctx, t, func(m slack.Message) bool { return answers(m) == "" && m.Timestamp > t.TS && says(m, p.Text) }) // empty where the bot may not look
	}
	if err != nil && !errors.Is(err, errUnsent) {
		b.Log.Warn("a sign of life could not be posted", "channel", t.Channel, "ts", t.TS, "err", err)
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
		s.mu.Lock()
		shown := s.session || s.status
		s.mu.Unlock()
		if shown {
			var may bool
			s.try(s.beside, "status", &may, func(ctx, until context.Context) error { return b.setStatus(ctx, until, s.task, line, nil) })
			s.mu.Lock()
			s.status = s.status || may
			s.mu.Unlock()
		}
		return nil
	})
}

// replace says that the answer is about to come, and returns the message whose place
// it takes; empty for none. When it has taken it, taken says so.
func (s *sign) replace(ctx context.Context) string {
	s.end()
	s.mu.Lock()
	posting := s.posting
	s.mu.Unlock()
	if posting {
		select {
		case <-s.shown:
		case <-ctx.Done():
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.standIn
}

// taken notes that an outcome stands in the place of a message.
func (s *sign) taken(ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.standIn == ts {
		s.standIn = ""
	}
}

// answered notes that a message was posted to the thread, which ends its status.
func (s *sign) answered() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status = false
}

// leave makes a message one whose place the outcome takes.
func (s *sign) leave(ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.standIn = ts
}

// yield takes away what stands beside a stream. The session goes on.
func (s *sign) yield() {
	s.yields()
	s.dismiss(false)
}

// clear takes the sign away: a session would stay as it is for an hour.
func (s *sign) clear() {
	s.end()
	s.dismiss(true)
}

func (s *sign) dismiss(all bool) {
	b, t := s.bot, s.task
	if t.private() {
		return
	}
	b.aside.Go(func() {
		ctx, cancel := context.WithTimeout(b.cutoff, clearing)
		defer cancel()
		select {
		case <-s.shown:
		case <-ctx.Done():
		}
		s.calls.Lock()
		defer s.calls.Unlock()
		s.mu.Lock()
		session, status, left := s.session && all, s.status, s.standIn
		s.session, s.status, s.standIn = s.session && !all, false, ""
		s.mu.Unlock()
		var errs []error
		if session {
			errs = append(errs, surely(ctx, func() error { return b.setSession(ctx, ctx, t, slack.AgentSessionStatusActive) }))
		}
		if status {
			errs = append(errs, surely(ctx, func() error { return b.setStatus(ctx, ctx, t, "", nil) }))
		}
		if left != "" { // the answer stands elsewhere, or none came
			errs = append(errs, surely(ctx, func() error { return b.remove(ctx, t.Channel, left) }))
		}
		if err := errors.Join(errs...); err != nil {
			b.Log.Warn("a sign of life could not be taken away", "channel", t.Channel, "ts", t.TS, "err", err)
		}
	})
}

// surely makes a call that may be made any number of times again where it is not known
// what came of it.
func surely(ctx context.Context, call func() error) error {
	err := call()
	for pause := time.Second; uncertain(err) && pause < time.Minute && sleep(ctx, pause) == nil; pause *= 2 {
		err = call()
	}
	return err
}

func (b *Slackbot) setSession(ctx, until context.Context, t task, status string) error {
	p := slack.AgentSessionSetStatusParameters{ChannelID: t.Channel, ThreadTS: t.Thread, Status: status}
	if status == slack.AgentSessionStatusProcessing {
		p.Title = defuse(oneLine(t.Text, maxTitle))
	}
	return b.api.doUntil(ctx, until, "agents.sessions.setStatus", t.Channel, func(ctx context.Context) error {
		_, err := b.api.client.SetAgentSessionStatusContext(ctx, p)
		return err
	})
}

func (b *Slackbot) setStatus(ctx, until context.Context, t task, status string, loading []string) error {
	p := slack.AssistantThreadsSetStatusParameters{ChannelID: t.Channel, ThreadTS: t.Thread, Status: status, LoadingMessages: loading}
	return b.api.doUntil(ctx, until, "assistant.threads.setStatus", t.Channel, func(ctx context.Context) error {
		return b.api.client.SetAssistantThreadsStatusContext(ctx, p)
	})
}
