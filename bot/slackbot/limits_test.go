package slackbot

import (
	"fmt"
	"testing"
	"time"
)

func TestLimits(t *testing.T) {
	morning := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	question := func(user, thread string) task {
		return task{Kind: mention, Team: "T", Channel: "C総務", User: user, Thread: thread}
	}
	t.Run("a person may ask so often in ten minutes, wherever that is", func(t *testing.T) {
		l := newLimits(Policy{PerPerson: 3})
		for i, want := range []bool{true, true, true, false, false} {
			if ok, quiet := l.allow(question("田中", fmt.Sprint(i)), morning.Add(time.Duration(i)*time.Second)); ok != want || quiet {
				t.Errorf("question %d: %v, quiet %v", i, ok, quiet)
			}
		}
		if ok, _ := l.allow(question("鈴木", "9"), morning); !ok {
			t.Error("another person may not")
		}
		if ok, _ := l.allow(question("田中", "9"), morning.Add(personWindow+time.Millisecond)); !ok {
			t.Error("ten minutes later they may not")
		}
	})
	t.Run("20 where the policy says nothing", func(t *testing.T) {
		l := newLimits(Policy{})
		n := 0
		for i := range 50 {
			if ok, _ := l.allow(question("田中", fmt.Sprint(i)), morning); ok {
				n++
			}
		}
		if n != 20 {
			t.Errorf("%d questions", n)
		}
	})
	t.Run("a thread's fuse is told of once an hour, whoever asks", func(t *testing.T) {
		l := newLimits(Policy{})
		for i := range perThread {
			if ok, _ := l.allow(question(fmt.Sprint("人", i), "有休"), morning); !ok {
				t.Fatalf("question %d is refused", i)
			}
		}
		for i, want := range []bool{false, true, true} {
			if ok, quiet := l.allow(question("田中", "有休"), morning); ok || quiet != want {
				t.Errorf("refusal %d: %v, quiet %v", i, ok, quiet)
			}
		}
		if ok, _ := l.allow(question("田中", "出張"), morning); !ok {
			t.Error("another thread is refused")
		}
		if ok, _ := l.allow(question("田中", "有休"), morning.Add(threadWindow+time.Second)); !ok {
			t.Error("an hour later it is refused")
		}
	})
	t.Run("who is long gone is forgotten", func(t *testing.T) {
		l := newLimits(Policy{})
		for i := range 12_000 {
			l.allow(question(fmt.Sprint("人", i), fmt.Sprint(i)), morning.Add(time.Duration(i)*time.Second))
		}
		if n := len(l.asked); n > 10_002 {
			t.Errorf("%d are remembered", n)
		}
	})
}

func TestRunning(t *testing.T) {
	var r running
	why := map[string]error{}
	begin := func(key, thread string) func() {
		return r.begin(task{Key: key, Kind: mention, Team: "T", Channel: "C", Thread: thread}, func(err error) { why[key] = err })
	}
	endLeave := begin("有休", "1")
	endHalf, _ := begin("半休", "1"), begin("出張", "2")
	t.Run("nothing of that name", func(t *testing.T) {
		if r.stop("経費", errStopped) || len(why) != 0 {
			t.Errorf("stopped %v", why)
		}
	})
	t.Run("one by its key", func(t *testing.T) {
		if !r.stop("出張", errDeleted) || len(why) != 1 || why["出張"] != errDeleted {
			t.Errorf("stopped %v", why)
		}
	})
	t.Run("all of a conversation", func(t *testing.T) {
		if !r.stop("T/C/1", errStopped) || why["有休"] != errStopped || why["半休"] != errStopped {
			t.Errorf("stopped %v", why)
		}
	})
	t.Run("none that has ended", func(t *testing.T) {
		endLeave()
		endHalf()
		if r.stop("T/C/1", errStopped) {
			t.Error("stopped what has ended")
		}
	})
}
