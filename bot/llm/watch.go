package llm

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// A slow is the cause of a context that a watch has ended.
type slow struct {
	what  string
	limit time.Duration
}

func (s *slow) Error() string { return fmt.Sprintf("%s took longer than %v", s.what, s.limit) }

// A watch ends a context when what is expected does not come in time. It is safe
// for concurrent use.
type watch struct {
	cancel context.CancelCauseFunc

	mu    sync.Mutex
	timer *time.Timer // nil while nothing is expected
}

// newWatch returns a watch that expects nothing yet, over a context that is done
// when ctx is, when the watch ends it, or when over is called.
func newWatch(ctx context.Context) (watched context.Context, w *watch, over func()) {
	watched, cancel := context.WithCancelCause(ctx)
	w = &watch{cancel: cancel}
	return watched, w, func() {
		w.rest()
		cancel(nil)
	}
}

// expect begins to wait for what, in place of what was expected so far.
func (w *watch) expect(what string, limit time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
	w.timer = time.AfterFunc(limit, func() { w.cancel(&slow{what, limit}) })
}

// rest expects nothing any more.
func (w *watch) rest() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
		w.timer = nil
	}
}
