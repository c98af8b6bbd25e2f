package slackbot

import (
	"cmp"
	"sync"
	"time"
)

const (
	// personWindow is what Policy.PerPerson counts in.
	personWindow = 10 * time.Minute
	// perThread is how many answers one thread gets in threadWindow, where others read
	// along: a fuse against machines that talk to each other.
	perThread    = 30
	threadWindow = time.Hour
)

// limits count questions. They are safe for concurrent use.
type limits struct {
	perPerson int

	mu    sync.Mutex
	asked map[string][]time.Time // by person or thread, answered ones only
}

func newLimits(p Policy) *limits {
	return &limits{perPerson: cmp.Or(p.PerPerson, 20), asked: map[string][]time.Time{}}
}

// allow counts a question, unless its asker or its thread had enough.
func (l *limits) allow(t task, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.asked) > 10_000 {
		l.sweep(now)
	}
	person, thread := "person "+t.User, t.conversation()
	byPerson := since(l.asked[person], now.Add(-personWindow))
	inThread := since(l.asked[thread], now.Add(-threadWindow))
	fused := !t.private() && t.Kind != direct
	if fused && len(inThread) >= perThread || len(byPerson) >= l.perPerson {
		return false
	}
	l.asked[person] = append(byPerson, now)
	if fused {
		l.asked[thread] = append(inThread, now)
	}
	return true
}

// since drops the times that lie before another.
func since(times []time.Time, begin time.Time) []time.Time {
	for len(times) > 0 && times[0].Before(begin) {
		times = times[1:]
	}
	return times
}

func (l *limits) sweep(now time.Time) {
	for key, times := range l.asked {
		if len(since(times, now.Add(-threadWindow))) == 0 {
			delete(l.asked, key)
		}
	}
}
