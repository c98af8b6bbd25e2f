package slackbot

import (
	"slices"
	"sync"
)

// A queue gives tasks to workers: those of one conversation one after another, in
// the order they came; conversations by turns, so that none waits for a busy one.
// It is safe for concurrent use.
type queue struct {
	limit int

	mu     sync.Mutex
	ready  *sync.Cond
	lanes  map[string][]task // those with work, also the one under way
	turns  []string          // lanes with work and no worker
	size   int
	closed bool
}

func newQueue(limit int) *queue {
	q := &queue{limit: limit, lanes: map[string][]task{}}
	q.ready = sync.NewCond(&q.mu)
	return q
}

// add puts a task at the end of its lane. It reports false when the queue is closed, or
// full: of what an earlier run accepted it takes more.
func (q *queue) add(t task) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || q.size >= q.limit && t.resumed == 0 {
		return false
	}
	q.size++
	lane, busy := q.lanes[t.lane()]
	q.lanes[t.lane()] = append(lane, t)
	if !busy {
		q.turns = append(q.turns, t.lane())
		q.ready.Signal()
	}
	return true
}

// next waits for a task. It reports false when the queue is closed, even if tasks are
// left. Who takes a task says when it is done.
func (q *queue) next() (task, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.turns) == 0 && !q.closed {
		q.ready.Wait()
	}
	if q.closed {
		return task{}, false
	}
	lane := q.turns[0]
	q.turns = q.turns[1:]
	return q.lanes[lane][0], true
}

// remove takes out a task that nobody has taken yet.
func (q *queue) remove(key string) (t task, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for name, lane := range q.lanes {
		turn := slices.Index(q.turns, name)
		for i, t := range lane {
			if t.Key != key || i == 0 && turn < 0 { // that one is under way
				continue
			}
			q.size--
			if q.lanes[name] = slices.Delete(lane, i, i+1); len(q.lanes[name]) == 0 {
				delete(q.lanes, name)
				q.turns = slices.Delete(q.turns, turn, turn+1)
			}
			return t, true
		}
	}
	return task{}, false
}

// done ends the first task of its lane and gives the lane its next turn.
func (q *queue) done(t task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.size--
	rest := q.lanes[t.lane()][1:]
	if len(rest) == 0 {
		delete(q.lanes, t.lane())
		return
	}
	q.lanes[t.lane()] = rest
	q.turns = append(q.turns, t.lane())
	q.ready.Signal()
}

// close lets workers go; what waits is left to the journal.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.ready.Broadcast()
}

// left are the tasks that nobody took, of a closed queue without workers.
func (q *queue) left() []task {
	q.mu.Lock()
	defer q.mu.Unlock()
	var tasks []task
	for _, lane := range q.turns {
		tasks = append(tasks, q.lanes[lane]...)
	}
	return tasks
}

// closing reports whether the queue is closed.
func (q *queue) closing() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}
