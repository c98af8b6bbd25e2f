package slackbot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
)

// Why a task is ended before its time.
var (
	errStopped = errors.New("stopped by the asker")
	errDeleted = errors.New("the question was deleted")
)

// running are the tasks that wait or are under way. The zero value is none; it is safe
// for concurrent use.
type running struct {
	mu    sync.Mutex
	tasks map[string]job // by key
}

type job struct {
	conversation string
	cancel       context.CancelCauseFunc // nil while it waits
	why          error                   // it was ended for while it waited; nil if it was not
}

// expect notes that a task waits for its turn.
func (r *running) expect(t task) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tasks == nil {
		r.tasks = map[string]job{}
	}
	r.tasks[t.Key] = job{conversation: t.conversation()}
}

// begin notes that a task is under way until end is called. One that was ended while it
// waited is cancelled.
func (r *running) begin(t task, cancel context.CancelCauseFunc) (end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tasks == nil {
		r.tasks = map[string]job{}
	}
	if why := r.tasks[t.Key].why; why != nil {
		cancel(why)
	}
	r.tasks[t.Key] = job{conversation: t.conversation(), cancel: cancel}
	return func() { r.forget(t) }
}

// forget notes that a task neither waits nor is under way.
func (r *running) forget(t task) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.tasks, t.Key)
}

// stop ends the tasks of a key or a conversation, and reports whether there were any.
func (r *running) stop(name string, why error) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := false
	for _, key := range slices.Sorted(maps.Keys(r.tasks)) {
		j := r.tasks[key]
		if key != name && j.conversation != name {
			continue
		}
		found = true
		if j.cancel == nil {
			j.why = why
			r.tasks[key] = j
			continue
		}
		j.cancel(why)
	}
	return found
}
