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

// running are the tasks under way. The zero value is none; it is safe for concurrent
// use.
type running struct {
	mu    sync.Mutex
	tasks map[string]job // by key
}

type job struct {
	conversation string
	cancel       context.CancelCauseFunc
}

// begin notes that a task is under way until end is called.
func (r *running) begin(t task, cancel context.CancelCauseFunc) (end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tasks == nil {
		r.tasks = map[string]job{}
	}
	r.tasks[t.Key] = job{t.conversation(), cancel}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.tasks, t.Key)
	}
}

// stop ends the tasks of a key or a conversation, and reports whether there were any.
func (r *running) stop(name string, why error) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := false
	for _, key := range slices.Sorted(maps.Keys(r.tasks)) {
		if j := r.tasks[key]; key == name || j.conversation == name {
			j.cancel(why)
			found = true
		}
	}
	return found
}
