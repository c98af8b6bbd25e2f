package ledger

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestTasks(t *testing.T) {
	morning := time.Date(2026, 4, 1, 9, 0, 0, 0, time.Local)
	open := func(t *testing.T, dir string) *Ledger {
		t.Helper()
		l, err := Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		return l
	}
	accept := func(t *testing.T, l *Ledger, key, event string, at time.Time) bool {
		t.Helper()
		fresh, err := l.Accept(t.Context(), key, event, []byte("有休は何日？"), at)
		if err != nil {
			t.Fatal(err)
		}
		return fresh
	}
	left := func(t *testing.T, l *Ledger) []string {
		t.Helper()
		tasks, err := l.Unfinished(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, task := range tasks {
			keys = append(keys, task.Key)
		}
		return keys
	}
	t.Run("a task is fresh once, whichever delivery brings it", func(t *testing.T) {
		l := open(t, t.TempDir())
		for _, c := range []struct {
			key, event string
			want       bool
		}{
			{"T/C/1", "Ev1", true},
			{"T/C/1", "Ev1", false}, // brought again
			{"T/C/1", "Ev2", false}, // the same message as another event
			{"T/C/2", "Ev1", false}, // an event that was taken already
			{"T/C/2", "Ev3", true},
			{"T/C/3", "", true}, // a command has no event
			{"T/C/3", "", false},
		} {
			if got := accept(t, l, c.key, c.event, morning); got != c.want {
				t.Errorf("Accept(%s, %s): fresh %v", c.key, c.event, got)
			}
		}
	})
	t.Run("of many that bring it at once one is fresh", func(t *testing.T) {
		dir := t.TempDir()
		ledgers := []*Ledger{open(t, dir), open(t, dir)}
		var fresh atomic.Int32
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				if accept(t, ledgers[i%2], "T/C/1", "Ev1", morning) {
					fresh.Add(1)
				}
			})
		}
		wg.Wait()
		if fresh.Load() != 1 {
			t.Errorf("fresh %d times", fresh.Load())
		}
	})
	t.Run("what is not finished is there after a restart, oldest first", func(t *testing.T) {
		dir := t.TempDir()
		l := open(t, dir)
		accept(t, l, "後", "Ev2", morning.Add(time.Minute))
		accept(t, l, "先", "Ev1", morning)
		accept(t, l, "済", "Ev3", morning)
		if err := l.Finish(t.Context(), "済"); err != nil {
			t.Fatal(err)
		}
		if err := l.Delivering(t.Context(), "後", true); err != nil {
			t.Fatal(err)
		}
		l.Close()
		tasks, err := open(t, dir).Unfinished(t.Context())
		if err != nil || len(tasks) != 2 {
			t.Fatalf("Unfinished: %+v, %v", tasks, err)
		}
		if got := tasks[0]; got.Key != "先" || string(got.Body) != "有休は何日？" || got.Delivering || got.Resumed != 1 || !got.Accepted.Equal(morning) {
			t.Errorf("the first: %+v", got)
		}
		if got := tasks[1]; got.Key != "後" || !got.Delivering {
			t.Errorf("the second: %+v", got)
		}
	})
	t.Run("a delivery that certainly failed is taken back", func(t *testing.T) {
		l := open(t, t.TempDir())
		accept(t, l, "T/C/1", "Ev1", morning)
		for _, yes := range []bool{true, false} {
			if err := l.Delivering(t.Context(), "T/C/1", yes); err != nil {
				t.Fatal(err)
			}
			tasks, err := l.Unfinished(t.Context())
			if err != nil || len(tasks) != 1 || tasks[0].Delivering != yes {
				t.Errorf("Delivering(%v): %+v, %v", yes, tasks, err)
			}
		}
	})
	t.Run("how often a task was taken up again is counted", func(t *testing.T) {
		l := open(t, t.TempDir())
		accept(t, l, "T/C/1", "Ev1", morning)
		for want := 1; want <= 3; want++ {
			tasks, err := l.Unfinished(t.Context())
			if err != nil || len(tasks) != 1 || tasks[0].Resumed != want {
				t.Errorf("got %+v, %v; want resumed %d times", tasks, err, want)
			}
		}
	})
	t.Run("a finished task is remembered without what it said, until it is forgotten", func(t *testing.T) {
		l := open(t, t.TempDir())
		accept(t, l, "T/C/1", "Ev1", morning)
		if err := l.Finish(t.Context(), "T/C/1"); err != nil {
			t.Fatal(err)
		}
		if err := l.Delivering(t.Context(), "T/C/1", true); err != nil {
			t.Fatal(err)
		}
		var bytes int
		if err := l.db.QueryRow(`SELECT sum(length(body)) FROM task`).Scan(&bytes); err != nil || bytes != 0 {
			t.Errorf("%d bytes are left, %v", bytes, err)
		}
		if accept(t, l, "T/C/1", "Ev9", morning) || len(left(t, l)) != 0 {
			t.Error("it was taken again")
		}
		accept(t, l, "T/C/2", "Ev2", morning)
		if err := l.Forget(t.Context(), morning.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if !accept(t, l, "T/C/1", "Ev1", morning) {
			t.Error("it was not forgotten")
		}
		if got := left(t, l); len(got) != 2 {
			t.Errorf("an unfinished one was forgotten: %v", got)
		}
	})
}
