package workspace

import (
	"context"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// pipes is a listener without a network: both ends of every connection are in this
// process.
type pipes struct {
	incoming chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func newPipes() *pipes {
	return &pipes{incoming: make(chan net.Conn), closed: make(chan struct{})}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.incoming:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return pipeAddress{} }

func (p *pipes) dial(ctx context.Context) (net.Conn, error) {
	near, far := newPipe()
	select {
	case p.incoming <- far:
		return near, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// pipeAddress looks like an address, for URLs.
type pipeAddress struct{}

func (pipeAddress) Network() string { return "pipe" }
func (pipeAddress) String() string  { return "workspace.localhost" }

// A pipe is one end of a connection. Writing never waits, as with a network: two that
// write to each other at once must not stop each other.
type pipe struct{ in, out *flow }

func newPipe() (near, far net.Conn) {
	a, b := newFlow(), newFlow()
	return pipe{a, b}, pipe{b, a}
}

func (p pipe) Read(b []byte) (int, error)  { return p.in.read(b) }
func (p pipe) Write(b []byte) (int, error) { return p.out.write(b) }

func (p pipe) Close() error {
	p.in.leave()
	p.out.close()
	return nil
}

func (p pipe) LocalAddr() net.Addr  { return pipeAddress{} }
func (p pipe) RemoteAddr() net.Addr { return pipeAddress{} }

func (p pipe) SetDeadline(t time.Time) error {
	p.in.until(t)
	return nil
}
func (p pipe) SetReadDeadline(t time.Time) error { return p.SetDeadline(t) }
func (p pipe) SetWriteDeadline(time.Time) error  { return nil } // writing never waits

// A flow is what goes one way.
type flow struct {
	mu       sync.Mutex
	changed  *sync.Cond
	data     []byte
	closed   bool // by who writes: what is there is still read
	left     bool // by who reads: what is written is lost, as on its way in a network
	deadline time.Time
	alarm    *time.Timer
}

func newFlow() *flow {
	f := &flow{}
	f.changed = sync.NewCond(&f.mu)
	return f
}

func (f *flow) read(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for {
		switch {
		case !f.deadline.IsZero() && !time.Now().Before(f.deadline):
			return 0, os.ErrDeadlineExceeded
		case len(f.data) > 0 && !f.left:
			n := copy(b, f.data)
			f.data = f.data[n:]
			return n, nil
		case f.left:
			return 0, io.ErrClosedPipe
		case f.closed:
			return 0, io.EOF
		}
		f.changed.Wait()
	}
}

func (f *flow) write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return 0, io.ErrClosedPipe
	}
	if !f.left {
		f.data = append(f.data, b...)
	}
	f.changed.Broadcast()
	return len(b), nil
}

// close ends writing.
func (f *flow) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	f.changed.Broadcast()
}

// leave ends reading.
func (f *flow) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left, f.data = true, nil
	if f.alarm != nil {
		f.alarm.Stop()
	}
	f.changed.Broadcast()
}

// until ends reading at a time.
func (f *flow) until(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.deadline = t
	if f.alarm != nil {
		f.alarm.Stop()
	}
	if !t.IsZero() && !f.left {
		f.alarm = time.AfterFunc(time.Until(t), f.changed.Broadcast)
	}
	f.changed.Broadcast()
}
