package workspace

import (
	"math"
	"time"
)

// limits are the buckets of the rate limits, by what they count.
type limits map[string]*bucket

// A bucket holds tokens; a call takes one, and time brings them back.
type bucket struct {
	tokens float64
	at     time.Time
}

// take takes a token of a bucket that holds most and gets rate of them a second. It
// returns how long to wait for one if there is none, and 0 if it took one.
func (l limits) take(name string, now time.Time, most int, rate float64) time.Duration {
	b := l[name]
	if b == nil {
		b = &bucket{float64(most), now}
		l[name] = b
	}
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.tokens = min(float64(most), b.tokens+passed*rate)
		b.at = now
	}
	if b.tokens < 1-1e-9 {
		return max(time.Duration(math.Ceil((1-b.tokens)/rate*1000))*time.Millisecond, time.Millisecond)
	}
	b.tokens--
	return 0
}

// limited takes what a call costs from its rate limits, and returns how long the
// caller must wait if there is nothing left. The caller holds the lock.
func (s *Server) limited(q *request, m method) time.Duration {
	if s.opt.Unlimited {
		return 0
	}
	now := s.opt.Now()
	minute := func(name string, n int) time.Duration { return s.limits.take(name, now, n, float64(n)/60) }
	if n := s.opt.PerMinute[q.method]; n > 0 {
		return minute(q.method, n)
	}
	switch q.method {
	case "chat.postMessage", "assistant.threads.setStatus":
		if wait := s.limits.take(q.method+" "+q.arg("channel")+q.arg("channel_id"), now, s.opt.PostBurst, 1); wait > 0 {
			return wait
		}
		return minute(q.method, s.opt.PostsPerMinute)
	}
	if m.tier == 0 {
		return 0
	}
	return minute(q.method, m.tier)
}
