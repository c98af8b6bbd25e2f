// Package workspace is a Slack workspace in this process: a server on the loopback
// that speaks the Web API, Socket Mode and signed HTTP deliveries as Slack does,
// with people who write, click and type commands when told to.
//
// It owns how the platform behaves: what it delivers to an app and how often, what
// it accepts, refuses, cuts off and forgets, and whom a message would have
// notified. It knows the wire and no bot, and imports nothing of ours: what talks
// to it is whatever speaks Slack's protocol.
//
//	ws, err := workspace.New(workspace.Options{
//		People:   []workspace.User{{ID: "U1", RealName: "田中"}},
//		Channels: []workspace.Channel{{ID: "C1", Name: "総務", Members: []string{"U1", "U0000BOT1"}}},
//	})
//	// start a client at ws.URL() with workspace.BotToken and workspace.AppToken
//	ts, err := ws.Say("C1", "U1", "<@U0000BOT1> 締め日は？", "")
//	err = ws.Wait(ctx, func(st *workspace.State) bool { return len(st.Thread("C1", ts)) == 2 })
//
// Whatever happens wakes Wait, so tests need no sleeps. What people do is in say.go,
// act.go and submit.go; what the Web API does, by its methods' names, in the rest.
// Messages stay until somebody deletes them; of calls, deliveries and changes the
// youngest are remembered.
package workspace

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// A Server is one workspace with one app installed. It is safe for concurrent use.
type Server struct {
	opt      Options
	listener net.Listener
	server   *http.Server
	client   *http.Client    // of HTTP deliveries
	life     context.Context // over when Close begins
	end      context.CancelFunc
	running  sync.WaitGroup // everything that was started: connections, timers, deliveries

	mu      sync.Mutex
	closed  bool
	changed chan struct{} // closed and replaced at every change
	state   State
	timers  map[*time.Timer]struct{}
	faults  []*fault
	limits  limits
	sockets sockets
	site    *site  // nil before OpenPage
	hook    string // base address of HTTP deliveries; empty while Socket Mode delivers
	random  *rand.Rand
	serial  int       // of ids
	lastTS  time.Time // of the youngest message
}

// New opens a workspace on a free port of the loopback. Close it when done.
func New(opt Options) (*Server, error) {
	opt = opt.filled()
	s := &Server{opt: opt, changed: make(chan struct{}), timers: map[*time.Timer]struct{}{}, hook: opt.HTTP, serial: firstID}
	s.random = rand.New(rand.NewPCG(opt.Seed, opt.Seed))
	s.life, s.end = context.WithCancel(context.Background())
	if opt.InMemory {
		s.listener = newPipes()
	} else {
		l, err := net.Listen("tcp", opt.Address)
		if err != nil {
			return nil, fmt.Errorf("workspace: %w", err)
		}
		s.listener = l
	}
	s.client = &http.Client{Transport: opt.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	s.limits = limits{}
	s.sockets = sockets{tickets: map[string]struct{}{}, flying: map[string]*flight{}, waiting: map[*delivery]struct{}{}}
	s.state = newState(opt)
	s.server = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          silent,
		ConnState:         s.connection,
	}
	s.running.Go(func() { _ = s.server.Serve(s.listener) })
	for _, u := range opt.People {
		if _, err := s.AddUser(u); err != nil {
			s.Close()
			return nil, err
		}
	}
	for _, c := range opt.Channels {
		if _, err := s.AddChannel(c); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// connection counts the connections of the HTTP server, so that Close can wait for
// them; those that became web sockets are waited for by themselves.
func (s *Server) connection(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.running.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.running.Done()
	}
}

// URL is the address of the Web API, with the slash at its end that clients need,
// such as http://127.0.0.1:40123/api/.
func (s *Server) URL() string { return s.base() + "/api/" }

// base is the address of the server, without a slash at its end.
func (s *Server) base() string { return "http://" + s.listener.Addr().String() }

// DialContext connects to the server, whatever the address; the only way to reach
// one that is InMemory.
func (s *Server) DialContext(ctx context.Context, network, _ string) (net.Conn, error) {
	if p, ok := s.listener.(*pipes); ok {
		return p.dial(ctx)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, s.listener.Addr().String())
}

// Close ends all connections and waits until everything the server started is over.
// What was seen can still be read. Closing twice is fine.
func (s *Server) Close() {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		for t := range s.timers {
			if t.Stop() {
				s.running.Done()
			}
		}
		clear(s.timers)
		for _, c := range s.sockets.open {
			c.drop()
		}
		close(s.changed)
	}
	s.mu.Unlock()
	s.end()
	_ = s.server.Close()
	s.running.Wait()
	s.client.CloseIdleConnections()
}

// after has f run after d with the lock held, unless the server closes before.
// The caller holds the lock.
func (s *Server) after(d time.Duration, f func()) *time.Timer {
	if s.closed {
		return nil
	}
	s.running.Add(1)
	var t *time.Timer
	t = time.AfterFunc(d, func() {
		defer s.running.Done()
		s.mu.Lock()
		defer s.mu.Unlock()
		if _, ok := s.timers[t]; !ok {
			return // stopped too late to be stopped
		}
		delete(s.timers, t)
		f()
	})
	s.timers[t] = struct{}{}
	return t
}

// stop calls off what after set up; nil is fine. The caller holds the lock.
func (s *Server) stop(t *time.Timer) {
	if t == nil {
		return
	}
	if _, ok := s.timers[t]; !ok {
		return
	}
	delete(s.timers, t)
	if t.Stop() {
		s.running.Done()
	}
}

// begin runs f in a goroutine that Close waits for; not at all when closed. The
// caller holds the lock.
func (s *Server) begin(f func()) {
	if !s.closed {
		s.running.Go(f)
	}
}

// firstID is past the numbers that people give things themselves.
const firstID = 0x1000

// id makes an identifier of a prefix and a number that no other one has. The caller
// holds the lock.
func (s *Server) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%08X", prefix, s.serial)
}

// ts makes the timestamp of a message: later than every one before it. The caller
// holds the lock.
func (s *Server) ts() string {
	now := s.opt.Now().Truncate(time.Microsecond)
	if !now.After(s.lastTS) {
		now = s.lastTS.Add(time.Microsecond)
	}
	s.lastTS = now
	return fmt.Sprintf("%d.%06d", now.Unix(), now.Nanosecond()/1000)
}

// errClosed is what waiting for a closed server ends with.
var errClosed = errors.New("workspace: closed")

// Wait returns when cond holds, which is looked at now and after every change. cond
// must only read the state, and not call the server. It returns ctx's error when
// that ends first, and an error when the server closes.
func (s *Server) Wait(ctx context.Context, cond func(*State) bool) error {
	for {
		s.mu.Lock()
		ok, changed, closed := cond(&s.state), s.changed, s.closed
		s.mu.Unlock()
		if ok {
			return nil
		}
		if closed {
			return errClosed
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// Look has f read the state while nothing changes. f must not call the server.
func (s *Server) Look(f func(*State)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.state)
}
