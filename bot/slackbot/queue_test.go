package slackbot

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
)

func TestQueue(t *testing.T) {
	question := func(thread string, n int) task {
		return task{Kind: mention, Team: "T", Channel: "C", Thread: thread, Text: fmt.Sprint(n)}
	}
	t.Run("a conversation is served in order, one at a time", func(t *testing.T) {
		q := newQueue(1000)
		for n := range 50 {
			for _, thread := range []string{"有休", "出張", "経費"} {
				if !q.add(question(thread, n)) {
					t.Fatal("full")
				}
			}
		}
		var mu sync.Mutex
		next, busy := map[string]int{}, map[string]bool{}
		var wg sync.WaitGroup
		var left sync.WaitGroup
		left.Add(150)
		for range 8 {
			wg.Go(func() {
				for task, ok := q.next(); ok; task, ok = q.next() {
					mu.Lock()
					if busy[task.Thread] {
						t.Errorf("two of %s at once", task.Thread)
					}
					if task.Text != fmt.Sprint(next[task.Thread]) {
						t.Errorf("%s: got %s, want %d", task.Thread, task.Text, next[task.Thread])
					}
					busy[task.Thread] = true
					next[task.Thread]++
					mu.Unlock()
					mu.Lock()
					busy[task.Thread] = false
					mu.Unlock()
					q.done(task)
					left.Done()
				}
			})
		}
		left.Wait()
		q.close()
		wg.Wait()
	})
	t.Run("a busy conversation does not hold up another", func(t *testing.T) {
		q := newQueue(10)
		for n := range 3 {
			q.add(question("長い", n))
		}
		q.add(question("短い", 0))
		first, _ := q.next()
		second, _ := q.next()
		if first.Thread != "長い" || second.Thread != "短い" {
			t.Errorf("served %s, %s", first.Thread, second.Thread)
		}
	})
	t.Run("a full queue takes nothing until something is done", func(t *testing.T) {
		q := newQueue(2)
		q.add(question("一", 0))
		q.add(question("二", 0))
		if q.add(question("三", 0)) {
			t.Error("took a third")
		}
		first, _ := q.next()
		if q.add(question("三", 0)) {
			t.Error("took a third while one is under way")
		}
		q.done(first)
		if !q.add(question("三", 0)) {
			t.Error("refused although there is room")
		}
	})
	t.Run("closing lets those go who wait, and leaves what waits", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			q := newQueue(2)
			gone := make(chan bool)
			go func() { _, ok := q.next(); gone <- ok }()
			synctest.Wait()
			q.close()
			if <-gone {
				t.Error("got a task out of nothing")
			}
			if q.add(question("一", 0)) {
				t.Error("a closed queue took a task")
			}
			if _, ok := q.next(); ok {
				t.Error("a closed queue gave a task")
			}
		})
	})
}
