package slackbot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// A slowLibrary takes its time to read a file, and counts.
type slowLibrary struct {
	library
	takes time.Duration

	mu            sync.Mutex
	reads         int
	reading, most int // at once
}

func (l *slowLibrary) Text(file string) (string, error) {
	l.mu.Lock()
	l.reads++
	l.reading++
	l.most = max(l.most, l.reading)
	l.mu.Unlock()
	time.Sleep(l.takes) // of the bubble's clock
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading--
	return l.library.Text(file)
}

// citing answers with so many citations of one file.
func citing(n int) func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
	return func(_ context.Context, q bot.Question, _ func(string)) (bot.Answer, error) {
		a := quoted(q)
		for i := range n - 1 {
			c := a.Citations[0]
			c.N = i + 2
			a.Text += fmt.Sprintf("[%d]", c.N)
			a.Citations = append(a.Citations, c)
		}
		return a, nil
	}
}

func TestEvidenceIsShownInTime(t *testing.T) {
	const quotation = "10営業日前までに申請する。"
	shows := func(d *desk, user string) string {
		v, _ := d.View(user)
		return string(v.Blocks)
	}
	bubble(t, "a file that is cited often is read once", func(t *testing.T) {
		shelf := &slowLibrary{takes: time.Second}
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		d.shelf = shelf
		d.answer.will(citing(10))
		d.start()
		m := d.answered()
		d.click(tanaka, m.TS, "evidence")
		d.settle()
		if n := strings.Count(shows(d, tanaka), quotation); n != 10 || shelf.reads != 1 {
			t.Errorf("%d citations shown, read %d times", n, shelf.reads)
		}
	})
	bubble(t, "a file that takes long to read is waited for in a view that says so", func(t *testing.T) {
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		d.shelf = &slowLibrary{takes: 6 * time.Second}
		d.start()
		m := d.answered()
		if _, err := d.Click(tanaka, m.TS, "evidence"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2500 * time.Millisecond)
		if text := shows(d, tanaka); !strings.Contains(text, "読んでいます") {
			t.Errorf("within the trigger's time: %s", text)
		}
		time.Sleep(10 * time.Second)
		if text := shows(d, tanaka); !strings.Contains(text, quotation) {
			t.Errorf("afterwards: %s", text)
		}
	})
	bubble(t, "files are read for two clicks at once, and for the others after them", func(t *testing.T) {
		shelf := &slowLibrary{takes: 3 * time.Second}
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		d.shelf = shelf
		d.start()
		m := d.answered()
		for range 6 {
			if _, err := d.Click(tanaka, m.TS, "evidence"); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(30 * time.Second)
		if text := shows(d, tanaka); shelf.reads != 6 || shelf.most != 2 || !strings.Contains(text, quotation) {
			t.Errorf("read %d times, %d at once: %s", shelf.reads, shelf.most, text)
		}
	})
	bubble(t, "one that is never read says that it can't be read", func(t *testing.T) {
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		d.shelf = &slowLibrary{takes: 5 * time.Minute}
		d.start()
		m := d.answered()
		d.click(tanaka, m.TS, "evidence")
		time.Sleep(time.Minute)
		if text := shows(d, tanaka); !strings.Contains(text, "いま読み取れません") {
			t.Errorf("%s", text)
		}
		time.Sleep(5 * time.Minute)
	})
}
