package workspace

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// sockets are the connections of Socket Mode and what is on its way over them.
type sockets struct {
	open    []*socket
	tickets map[string]struct{} // of addresses given out and not used yet
	flying  map[string]*flight  // by envelope id
	waiting map[*delivery]struct{}
	opened  int
	turn    int
	refuse  int
	slow    time.Duration
}

// choose is the connection that the next envelope goes to: one of the open ones, in
// turn or at random; nil if there is none.
func (k *sockets) choose(random *rand.Rand, shuffled bool) *socket {
	open := make([]*socket, 0, len(k.open))
	for _, c := range k.open {
		if !c.leaving {
			open = append(open, c)
		}
	}
	switch {
	case len(open) == 0:
		return nil
	case shuffled:
		return open[random.IntN(len(open))]
	}
	k.turn++
	return open[k.turn%len(open)]
}

// A socket is one connection of Socket Mode.
type socket struct {
	number  int
	conn    *websocket.Conn
	leaving bool // under the server's lock: nothing more goes over it

	mu    sync.Mutex
	out   [][]byte
	bye   bool // nothing follows what is in out
	ready chan struct{}
	pongs chan string // answers owed to pings
}

// send queues a frame.
func (k *socket) send(data []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.bye {
		k.out = append(k.out, data)
	}
	k.signal()
}

// close ends the connection after what is queued.
func (k *socket) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.bye = true
	k.signal()
}

func (k *socket) signal() {
	select {
	case k.ready <- struct{}{}:
	default:
	}
}

// drop cuts the connection without a word.
func (k *socket) drop() { _ = k.conn.NetConn().Close() }

// write sends what is queued, and pings in between, until the connection ends or
// done is closed.
func (k *socket) write(every time.Duration, done <-chan struct{}) {
	defer k.drop()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	ping := func() bool {
		return k.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(10*time.Second)) == nil
	}
	if !ping() {
		return
	}
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			if !ping() {
				return
			}
		case data := <-k.pongs:
			if k.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(10*time.Second)) != nil {
				return
			}
		case <-k.ready:
			k.mu.Lock()
			out, bye := k.out, k.bye
			k.out = nil
			k.mu.Unlock()
			for _, data := range out {
				_ = k.conn.SetWriteDeadline(time.Now().Add(10 * time.Second))
				if k.conn.WriteMessage(websocket.TextMessage, data) != nil {
					return
				}
			}
			if bye {
				_ = k.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
				return
			}
		}
	}
}

func connectionsOpen(s *Server, r *request) (object, *failure) {
	if s.hook != "" {
		return nil, fail("socket_mode_not_enabled")
	}
	ticket := s.id("ticket-")
	s.sockets.tickets[ticket] = struct{}{}
	return object{"url": "ws://" + s.listener.Addr().String() + "/link/?ticket=" + ticket + "&app_id=" + s.opt.App.ID}, nil
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }, WriteBufferSize: 32 << 10}

// link makes a connection of Socket Mode of a request whose ticket was not used
// before.
func (s *Server) link(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.running.Add(1) // the HTTP server forgets connections that become sockets
	defer s.running.Done()
	ticket := r.URL.Query().Get("ticket")
	_, known := s.sockets.tickets[ticket]
	delete(s.sockets.tickets, ticket)
	refused := s.sockets.refuse > 0
	if refused {
		s.sockets.refuse--
	}
	s.mu.Unlock()
	switch {
	case refused:
		http.Error(w, "refused", http.StatusServiceUnavailable)
		return
	case !known:
		http.Error(w, "unknown or used ticket", http.StatusForbidden)
		return
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the client has been told
	}
	conn.SetReadLimit(1 << 20)
	k := &socket{conn: conn, ready: make(chan struct{}, 1), pongs: make(chan string, 1)}
	// Who reads never writes: between two ends without a buffer, such as those in
	// memory, both might wait for the other to read.
	conn.SetPingHandler(func(data string) error {
		select {
		case k.pongs <- data:
		default: // one answer does for several
		}
		return nil
	})
	s.mu.Lock()
	full := len(s.sockets.open) >= s.opt.Sockets
	s.sockets.opened++
	k.number = s.sockets.opened
	if full {
		k.send(disconnect("too_many_websockets"))
		k.close()
	} else {
		s.sockets.open = append(slices.Clone(s.sockets.open), k)
		s.state.sockets = len(s.sockets.open)
		k.send(encode(object{
			"type": "hello", "num_connections": len(s.sockets.open), "connection_info": object{"app_id": s.opt.App.ID},
			"debug_info": object{"host": fmt.Sprintf("applink-%d", k.number), "build_number": 1, "approximate_connection_time": 18060},
		}))
		s.note(Change{Kind: SocketOpened, Socket: k.number})
	}
	if s.closed {
		k.close()
	}
	s.mu.Unlock()

	done := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() { k.write(s.opt.PingEvery, done) })
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			break
		}
		s.heard(k, data)
	}
	close(done)
	writing.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.sockets.open, k); i >= 0 {
		s.sockets.open = slices.Delete(slices.Clone(s.sockets.open), i, i+1)
		s.state.sockets = len(s.sockets.open)
		s.note(Change{Kind: SocketClosed, Socket: k.number})
	}
	for _, f := range s.sockets.flying {
		if f.Socket == k.number && f.Failure == "" {
			s.fail(f, "connection_failed")
		}
	}
}

// longestAck is the size from which Slack ignores an acknowledgement, in bytes.
const longestAck = 20 << 10

// heard takes what an app says over a socket: acknowledgements. Anything else is
// ignored.
func (s *Server) heard(k *socket, data []byte) {
	var ack struct {
		Envelope string          `json:"envelope_id"`
		Payload  json.RawMessage `json:"payload"`
	}
	if json.Unmarshal(data, &ack) != nil || ack.Envelope == "" || len(data) > longestAck {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	take := func() {
		if f := s.sockets.flying[ack.Envelope]; f != nil {
			s.ack(f, k.number, 0, ack.Payload)
		}
	}
	if s.sockets.slow > 0 {
		s.after(s.sockets.slow, take)
		return
	}
	take()
}

func disconnect(reason string) []byte {
	return encode(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink"}})
}

// Sockets are the numbers of the open connections, oldest first.
func (s *Server) Sockets() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []int
	for _, k := range s.sockets.open {
		list = append(list, k.number)
	}
	return list
}

// Disconnect asks a connection, or every one if number is 0, to go: warning and
// refresh_requested leave it open for Options.Grace, in which it still gets its share
// of envelopes; link_disabled and too_many_websockets end it at once. It tells how
// many connections were asked.
func (s *Server) Disconnect(number int, reason string) int {
	return s.each(number, func(k *socket) {
		k.send(disconnect(reason))
		switch reason {
		case "warning", "refresh_requested":
			s.after(s.opt.Grace, func() { k.leaving = true; k.close() })
		default:
			k.leaving = true
			k.close()
		}
	})
}

// SendFrame sends a connection, or every one if number is 0, a frame as it is: what
// is no envelope, or no JSON. It tells how many got it.
func (s *Server) SendFrame(number int, data []byte) int {
	return s.each(number, func(k *socket) { k.send(data) })
}

// Drop cuts a connection, or every one if number is 0, without a word.
func (s *Server) Drop(number int) int {
	return s.each(number, func(k *socket) { k.leaving = true; k.drop() })
}

func (s *Server) each(number int, f func(*socket)) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, k := range s.sockets.open {
		if number == 0 || k.number == number {
			f(k)
			n++
		}
	}
	return n
}

// Refuse has the next n attempts to connect a socket fail.
func (s *Server) Refuse(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets.refuse = n
}

// SlowAcks has acknowledgements over sockets take d to arrive; longer than
// Options.AckWithin, and every event is delivered again.
func (s *Server) SlowAcks(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets.slow = d
}
