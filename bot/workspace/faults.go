package workspace

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"time"
)

// A Fault is something that goes wrong with calls of the Web API. Of several things
// that are set, each happens: a latency, then hanging, then an answer or a cut.
type Fault struct {
	// Method is whose calls it strikes; empty means every one. Channel narrows it to
	// calls about one.
	Method, Channel string
	// Skip lets so many calls pass first; Times is how many it strikes then, 0 meaning
	// one and less all until it is mended.
	Skip, Times int

	// Latency is waited before anything else happens.
	Latency time.Duration
	// Hang waits until the fault is mended, the client gives up or the server closes.
	Hang bool
	// Status answers with an HTTP status and Body, such as 500 and a page; 429 has
	// Retry-After if that is not 0.
	Status     int
	Body       string
	RetryAfter time.Duration
	// Error answers ok:false with this code; Needed and Provided belong to
	// missing_scope.
	Error, Needed, Provided string
	// DropBefore cuts the connection without doing anything; DropAfter does what was
	// asked for and cuts it instead of answering.
	DropBefore, DropAfter bool
}

type fault struct {
	Fault
	seen, hit int
	mended    chan struct{}
}

// Break has calls go wrong. mend ends it, and lets go of calls that hang; calling it
// twice is fine. Of several faults that fit a call, the oldest strikes.
func (s *Server) Break(f Fault) (mend func()) {
	f.Times = cmp.Or(f.Times, 1)
	v := &fault{Fault: f, mended: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, v)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for i, o := range s.faults {
			if o == v {
				s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
				close(v.mended)
				return
			}
		}
	}
}

// struck finds the fault that strikes a call; nil if none does. The caller holds the
// lock.
func (s *Server) struck(q *request) *fault {
	for _, f := range s.faults {
		if f.Method != "" && f.Method != q.method {
			continue
		}
		if f.Channel != "" && f.Channel != q.arg("channel") && f.Channel != q.arg("channel_id") {
			continue
		}
		if f.Times >= 0 && f.hit >= f.Times {
			continue
		}
		if f.seen++; f.seen <= f.Skip {
			continue
		}
		f.hit++
		return f
	}
	return nil
}

// suffer has a fault happen, and tells whether the call goes on.
func (s *Server) suffer(w http.ResponseWriter, r *http.Request, c *Call, f *fault) bool {
	if f == nil {
		return true
	}
	over := func(status int, code string) {
		s.mu.Lock()
		c.Error = code
		s.finished(c, status)
		s.mu.Unlock()
	}
	wait := f.Latency
	if f.Hang {
		wait = 1 << 62
	}
	if wait > 0 {
		timer := time.NewTimer(f.Latency)
		defer timer.Stop()
		reached, mended := timer.C, f.mended
		if f.Hang {
			reached = nil
		} else {
			mended = nil
		}
		select {
		case <-reached:
		case <-mended:
		case <-r.Context().Done():
			over(0, "cut")
			return false
		case <-s.life.Done():
			over(0, "cut")
			return false
		}
	}
	switch {
	case f.DropBefore:
		over(0, "cut")
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(seconds(f.RetryAfter)))
		}
		over(f.Status, "status_"+strconv.Itoa(f.Status))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, cmp.Or(f.Body, "<!DOCTYPE html><title>"+http.StatusText(f.Status)+"</title>"))
		return false
	case f.Error != "":
		answer := object{"ok": false, "error": f.Error}
		if f.Needed != "" || f.Provided != "" {
			answer["needed"], answer["provided"] = f.Needed, f.Provided
		}
		over(http.StatusOK, f.Error)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(encode(answer))
		return false
	}
	return true
}
