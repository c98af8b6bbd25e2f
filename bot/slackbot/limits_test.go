package slackbot

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"kotae/bot"
)

func TestLimits(t *testing.T) {
	morning := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	question := func(user, thread string) task {
		return task{Kind: mention, Team: "T", Channel: "C総務", User: user, Thread: thread}
	}
	t.Run("a person may ask so often in ten minutes, wherever that is", func(t *testing.T) {
		l := newLimits(Policy{PerPerson: 3})
		for i, want := range []bool{true, true, true, false, false} {
			if ok := l.allow(question("田中", fmt.Sprint(i)), morning.Add(time.Duration(i)*time.Second)); ok != want {
				t.Errorf("question %d: %v", i, ok)
			}
		}
		if !l.allow(question("鈴木", "9"), morning) {
			t.Error("another person may not")
		}
		if !l.allow(question("田中", "9"), morning.Add(personWindow+time.Millisecond)) {
			t.Error("ten minutes later they may not")
		}
	})
	t.Run("20 where the policy says nothing", func(t *testing.T) {
		l := newLimits(Policy{})
		n := 0
		for i := range 50 {
			if l.allow(question("田中", fmt.Sprint(i)), morning) {
				n++
			}
		}
		if n != 20 {
			t.Errorf("%d questions", n)
		}
	})
	t.Run("a thread has a fuse, whoever asks", func(t *testing.T) {
		l := newLimits(Policy{})
		for i := range perThread {
			if !l.allow(question(fmt.Sprint("人", i), "有休"), morning) {
				t.Fatalf("question %d is refused", i)
			}
		}
		if l.allow(question("田中", "有休"), morning) {
			t.Error("one more is not refused")
		}
		if !l.allow(question("田中", "出張"), morning) {
			t.Error("another thread is refused")
		}
		if !l.allow(question("田中", "有休"), morning.Add(threadWindow+time.Second)) {
			t.Error("an hour later it is refused")
		}
	})
	for _, kind := range []taskKind{direct, command, shortcut} {
		t.Run("where nobody else reads along there is none: "+string(kind), func(t *testing.T) {
			l := newLimits(Policy{PerPerson: 1000})
			q := question("田中", "有休")
			q.Kind = kind
			for i := range 2 * perThread {
				if !l.allow(q, morning) {
					t.Fatalf("question %d is refused", i)
				}
			}
		})
	}
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
	t.Run("none that was withdrawn while it waited", func(t *testing.T) {
		b := &Slackbot{queue: newQueue(10), Parts: Parts{Journal: forgetful{}}, cutoff: t.Context()}
		q := task{Key: "慶弔", Kind: command, Team: "T", Channel: "C", User: "田中"}
		q.sign = b.showSign(q)
		b.running.expect(q)
		b.queue.add(q)
		if err := b.withdraw(t.Context(), q.Key); err != nil {
			t.Fatal(err)
		}
		if b.running.stop("T/C/田中", errStopped) {
			t.Error("stopped what was withdrawn")
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

func TestHistoryWithAnUnreadableRecord(t *testing.T) {
	b := &Slackbot{Parts: Parts{Memory: damaged{}, Log: slog.New(slog.DiscardHandler)}}
	turns, err := b.history(t.Context(), task{Kind: mention, Team: "T", Channel: "C", Thread: "1", TS: "2"})
	if err != nil || len(turns) != 2 || turns[0].Text != "有休は何日前まで？" {
		t.Errorf("%v, %v", turns, err)
	}
}

// damaged is a memory with a record that can't be read.
type damaged struct{ Memory }

func (damaged) Thread(context.Context, string, int) ([]bot.Record, error) {
	return []bot.Record{{ID: "有休", Answer: bot.Answer{Question: "有休は何日前まで？"}}}, fmt.Errorf("壊: %w", bot.ErrUnreadable)
}

// forgetful is a journal that finishes everything, and keeps nothing.
type forgetful struct{ Journal }

func (forgetful) Finish(context.Context, string) error { return nil }
