package slackbot_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// A shaky journal panics when it is to accept a task, so many times.
type shaky struct {
	slackbot.Journal
	left  atomic.Int32
	tried atomic.Int32
}

func (s *shaky) Accept(ctx context.Context, key, event string, body []byte, at time.Time) (bool, error) {
	s.tried.Add(1)
	if s.left.Add(-1) >= 0 {
		panic("index out of range")
	}
	return s.Journal.Accept(ctx, key, event, body, at)
}

func TestAQuestionWhoseTakingPanicsIsNotLost(t *testing.T) {
	prepareShaky := func(t *testing.T, times int32) (*desk, *shaky) {
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		s := &shaky{}
		s.left.Store(times)
		d.instead = func(j slackbot.Journal) slackbot.Journal {
			s.Journal = j
			return s
		}
		d.start()
		return d, s
	}
	bubble(t, "it is left to be delivered again, and answered then", func(t *testing.T) {
		d, _ := prepareShaky(t, 1)
		ts := d.mention("有休は何日前までに申請しますか。")
		d.soon("the panic", func(s *workspace.State) bool { return strings.Contains(d.log.String(), "panic") })
		d.settle()
		if e := d.Envelopes()[0]; e.Acked() {
			t.Error("the first delivery was acknowledged")
		}
		if len(replies(d, soumu, ts)) == 0 {
			if err := d.Redeliver(d.Envelopes()[0].Event); err != nil {
				t.Fatal(err)
			}
		}
		d.reply(soumu, ts, 1)
		d.settle()
		if n := len(replies(d, soumu, ts)); n != 1 {
			t.Errorf("%d answers", n)
		}
	})
	bubble(t, "but not without end", func(t *testing.T) {
		d, s := prepareShaky(t, 1000)
		d.mention("有休は何日前までに申請しますか。")
		for range 6 {
			d.settle()
			if err := d.Redeliver(d.Envelopes()[0].Event); err != nil {
				t.Fatal(err)
			}
		}
		d.settle()
		if e := d.Envelopes(); !e[len(e)-1].Acked() {
			t.Errorf("after %d panics the event is still not acknowledged", s.tried.Load())
		}
	})
}

func TestAQuestionThatWaitedForMoreThanADayIsNotDroppedWithoutAWord(t *testing.T) {
	bubble(t, "its asker is told, once", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{Drain: time.Millisecond})
		d.answer.will(stuck)
		ts := d.mention("有休は何日前までに申請しますか。")
		d.soon("the acknowledgement", func(s *workspace.State) bool { e := s.Envelopes(); return len(e) == 1 && e[0].Acked() })
		dir := d.snapshot()
		if err := d.end(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(25 * time.Hour) // of the bubble's clock
		d.crashed(dir)
		if m := d.reply(soumu, ts, 1); !strings.Contains(m.Plain(), "1日以上前") {
			t.Error(m.Plain())
		}
		if err := d.end(); err != nil {
			t.Fatal(err)
		}
		d.start()
		d.settle()
		if n := len(replies(d, soumu, ts)); n != 1 {
			t.Errorf("told %d times", n)
		}
		if len(d.answer.questions()) > 1 {
			t.Error("it was answered all the same")
		}
	})
}

func TestTimesAreThoseOfTheAsker(t *testing.T) {
	for _, c := range []struct{ name, zone, want string }{
		{"the zone they have set Slack to", "America/New_York", "2026年11月21日 04:30"},
		{"another one", "Asia/Tokyo", "2026年11月21日 18:30"},
		{"the server's by its name, where Slack says none", "-", library{}.Refreshed().Local().Format("2006年1月2日 15:04 MST")},
	} {
		bubble(t, "home tells "+c.name, func(t *testing.T) {
			const traveller = "U0000TRAV"
			d := open(t, workspace.Options{People: []workspace.User{{ID: traveller, Name: "traveller", Zone: c.zone}}}, slackbot.Options{})
			if err := d.OpenHome(traveller, "home"); err != nil {
				t.Fatal(err)
			}
			d.settle()
			if v, _ := d.Home(traveller); !strings.Contains(v.Plain(), c.want) {
				t.Errorf("no %q in\n%s", c.want, v.Plain())
			}
		})
	}
}
