package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"
)

// Socket Mode is spoken here rather than by slack-go's client: that one closes a
// connection at the first word of a coming disconnect, calls an acknowledgement sent
// that is only queued, and leaves what it can't parse unacknowledged.

const (
	// connections is how many stand side by side, so that one may go at any time; an
	// app may have 10 (docs.slack.dev, Socket Mode).
	connections    = 2
	maxConnections = 10
	// deadAfter is how long a connection may say nothing before it is taken for dead;
	// it is pinged several times in between.
	deadAfter = 40 * time.Second
	// longestEnvelope is in bytes.
	longestEnvelope = 4 << 20
	// longestReply is what Slack takes in an acknowledgement, in bytes.
	longestReply = 20 << 10
)

// connect keeps connections to Slack until ctx is done.
func (b *Slackbot) connect(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &sockets{bot: b, cancel: cancel}
	for range connections {
		s.open(ctx)
	}
	s.wait.Wait()
	return s.failed
}

// sockets are the connections of Socket Mode.
type sockets struct {
	bot    *Slackbot
	cancel context.CancelFunc // ends all
	wait   sync.WaitGroup

	mu     sync.Mutex
	own    int         // that exist or are being opened, also those told to go
	gone   []time.Time // when others ended; Slack may count them a little longer
	ready  bool
	warned bool  // that somebody else is connected too
	failed error // why all were ended
}

// fail ends all connections with an error.
func (s *sockets) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = err
	}
	s.cancel()
}

// open keeps one connection until ctx is done. A connection that is told to go is
// followed by another before it closes.
func (s *sockets) open(ctx context.Context) {
	s.count(1)
	s.wait.Go(func() {
		defer s.count(-1)
		for attempt := 0; ctx.Err() == nil; attempt++ {
			conn, err := s.dial(ctx)
			if err == nil {
				began := time.Now()
				if replaced := s.serve(ctx, conn); replaced {
					return
				}
				s.ended()
				if time.Since(began) > settled {
					attempt = -1
					continue
				}
				err = errShort
			}
			if fatal(err) {
				s.fail(explain(err, "SLACK_APP_TOKEN", "the app-level token"))
				return
			}
			if ctx.Err() != nil {
				return
			}
			pause, again := comeBack(err, min(attempt, 8))
			if !again {
				pause = min(time.Minute, time.Second<<min(attempt, 6))
			}
			s.bot.Log.Warn("Slack can't be reached; trying again", "in", pause.Round(time.Millisecond).String(), "err", err)
			if sleep(ctx, pause) != nil {
				return
			}
		}
	})
}

// settled is how long a connection lasts that Slack means to keep.
const settled = 10 * time.Second

// errShort says that a connection came to nothing.
var errShort = errors.New("the connection ended at once")

// dial opens a connection.
func (s *sockets) dial(ctx context.Context) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, url, err := s.bot.api.client.StartSocketModeContext(ctx)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: callTimeout, WriteBufferSize: 2 * longestReply}
	if s.bot.opt.Dial != nil {
		dialer.Proxy, dialer.NetDialContext = nil, s.bot.opt.Dial
	}
	conn, resp, err := dialer.DialContext(ctx, url, http.Header{"Origin": {"https://api.slack.com"}})
	if resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("socket: %w", withoutURL(err))
	}
	conn.SetReadLimit(longestEnvelope)
	return conn, nil
}

// withoutURL keeps the address out of an error: whoever has it can connect.
func withoutURL(err error) error { return errors.New(hideURL(err.Error())) }

var socketURL = regexp.MustCompile(`wss?://\S+`)

func hideURL(text string) string { return socketURL.ReplaceAllString(text, "wss://…") }

// serve reads a connection to its end. Replaced is true if another was opened in its
// place.
func (s *sockets) serve(ctx context.Context, conn *websocket.Conn) (replaced bool) {
	c := &socket{conn: conn, bot: s.bot}
	// The end of ctx, and silence, wake the reader.
	ended := context.AfterFunc(ctx, c.hangUp)
	defer ended()
	defer conn.Close()
	conn.SetPongHandler(func(string) error { return c.wake() })
	pong := conn.PingHandler()
	conn.SetPingHandler(func(data string) error { return errors.Join(c.wake(), pong(data)) })
	stop := make(chan struct{})
	var pinging sync.WaitGroup
	defer pinging.Wait()
	defer close(stop)
	pinging.Go(func() { c.ping(stop) })
	for {
		if err := c.wake(); err != nil {
			return replaced
		}
		_, message, err := conn.ReadMessage()
		if err != nil {
			if ctx.Err() == nil && !replaced {
				s.bot.Log.Info("a connection to Slack ended; opening another", "err", hideURL(err.Error()))
			}
			return replaced
		}
		var e socketmode.Request
		if err := json.Unmarshal(message, &e); err != nil {
			s.bot.Log.Warn("an envelope is not understood", "err", err)
			e = salvage(message)
		}
		switch e.Type {
		case socketmode.RequestTypeHello:
			s.hello(e.NumConnections)
		case socketmode.RequestTypeDisconnect:
			if e.Reason == "link_disabled" {
				s.fail(fmt.Errorf("%w has Socket Mode switched off for this app; switch it on in the app's settings, or run kotae serve --http", ErrSettings))
				return replaced
			}
			if !replaced && e.Reason != "too_many_websockets" && s.room() {
				s.open(ctx)
				replaced = true
			}
		default:
			c.answer(ctx, e)
		}
	}
}

// salvage finds out what to acknowledge of an envelope whose shape is unknown.
func salvage(message []byte) socketmode.Request {
	var least struct {
		EnvelopeID string          `json:"envelope_id"`
		Type       string          `json:"type"`
		Payload    json.RawMessage `json:"payload"`
	}
	_ = json.Unmarshal(message, &least) // what it can't hold stays empty
	return socketmode.Request{Type: least.Type, EnvelopeID: least.EnvelopeID, Payload: least.Payload}
}

func (s *sockets) count(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.own += n
}

// lingering is how long Slack may count a connection that has ended.
const lingering = time.Minute

// ended notes that a connection has ended that another will take the place of.
func (s *sockets) ended() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = append(since(s.gone, time.Now().Add(-lingering)), time.Now())
}

// room reports whether another connection may be opened.
func (s *sockets) room() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.own < maxConnections
}

// hello notes that Slack knows of a connection, and of how many.
func (s *sockets) hello(n int) {
	s.mu.Lock()
	own := s.own
	s.gone = since(s.gone, time.Now().Add(-lingering))
	first, strangers := !s.ready, n > own+len(s.gone) && !s.warned
	s.ready, s.warned = true, s.warned || strangers
	s.mu.Unlock()
	if first {
		s.bot.Log.Info("connected to Slack by Socket Mode")
		if s.bot.opt.Ready != nil {
			s.bot.opt.Ready()
		}
	}
	if strangers {
		s.bot.Log.Warn("another program is connected with the same SLACK_APP_TOKEN and takes part of the questions; stop it, or give it an app of its own", "connections", n, "own", own)
	}
}

// A socket is one connection.
type socket struct {
	conn *websocket.Conn
	bot  *Slackbot

	writing sync.Mutex

	mu      sync.Mutex
	leaving bool
}

// wake lets the connection be read on, unless it is about to be left.
func (c *socket) wake() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.leaving {
		return nil
	}
	return c.conn.SetReadDeadline(time.Now().Add(deadAfter))
}

// answer does what an envelope asks for and acknowledges it. Nothing that follows on
// the connection is read before it is journalled: Slack counts on the order.
func (c *socket) answer(ctx context.Context, e socketmode.Request) {
	if e.EnvelopeID == "" {
		return
	}
	reply, err := c.bot.take(context.WithoutCancel(ctx), delivery{deliveryKind(e.Type), e.Payload})
	if err != nil {
		c.bot.Log.Error("a delivery could not be kept; Slack will bring it again", "kind", e.Type, "err", err)
		return
	}
	if err := c.acknowledge(e.EnvelopeID, reply); err != nil {
		c.bot.Log.Info("an acknowledgement was lost; Slack may bring it again", "kind", e.Type, "err", hideURL(err.Error()))
	}
}

// acknowledge writes an acknowledgement; when it returns, it is on its way.
func (c *socket) acknowledge(id string, reply any) error {
	body, err := json.Marshal(socketmode.Response{EnvelopeID: id, Payload: reply})
	if err != nil {
		return err
	}
	if len(body) >= longestReply {
		body, _ = json.Marshal(socketmode.Response{EnvelopeID: id}) // a string can be marshalled
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := c.conn.SetWriteDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return err
	}
	return c.conn.WriteMessage(websocket.TextMessage, body)
}

// ping keeps asking whether anybody is there.
func (c *socket) ping(stop <-chan struct{}) {
	often := time.NewTicker(deadAfter / 4)
	defer often.Stop()
	for {
		select {
		case <-stop:
			return
		case <-often.C:
			_ = c.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(5*time.Second)) // a dead one shows by its silence
		}
	}
}

// parting is how long a connection is still read after the end was asked for, so that
// what is under way is journalled and acknowledged.
const parting = 250 * time.Millisecond

// hangUp ends reading soon.
func (c *socket) hangUp() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.leaving = true
	_ = c.conn.SetReadDeadline(time.Now().Add(parting))
}
