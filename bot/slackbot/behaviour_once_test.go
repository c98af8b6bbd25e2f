package slackbot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// snapshot copies the ledger as a crash at this moment would leave it.
func (d *desk) snapshot() (dir string) {
	d.t.Helper()
	dir = d.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(d.dir)); err != nil {
		d.t.Fatal(err)
	}
	return dir
}

// crashed starts the bot again with what a crash left. Its Options.Drain must be short.
func (d *desk) crashed(dir string) {
	d.t.Helper()
	if err := d.end(); err != nil {
		d.t.Errorf("Run: %v", err)
	}
	d.mendAll()
	d.answer.will(nil)
	d.dir = dir
	d.start()
}

// stuck is an answer that never comes.
func stuck(ctx context.Context, _ bot.Question, _ func(string)) (bot.Answer, error) {
	<-ctx.Done()
	return bot.Answer{}, ctx.Err()
}

func TestBehaviour02_AKilledBotAnswersAfterItsRestart(t *testing.T) {
	for name, ask := range map[string]func(d *desk) (channel, ts string){
		"a mention": func(d *desk) (string, string) {
			return soumu, d.mention("有休は何日前までに申請しますか。")
		},
		"a direct message": func(d *desk) (string, string) {
			im := d.im(tanaka)
			return im, d.say(im, tanaka, "有休は何日前までに申請しますか。", "")
		},
	} {
		bubble(t, name+" that was acknowledged, right after the acknowledgement", func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{Drain: time.Millisecond})
			d.answer.will(stuck)
			channel, ts := ask(d)
			d.soon("the acknowledgement", func(s *workspace.State) bool { e := s.Envelopes(); return len(e) == 1 && e[0].Acked() })
			d.crashed(d.snapshot())
			d.reply(channel, ts, 1)
			d.settle()
			if n := len(replies(d, channel, ts)); n != 1 {
				t.Errorf("%d answers", n)
			}
			d.calm()
			if err := d.end(); err != nil {
				t.Errorf("Run: %v", err)
			}
			d.start()
			d.settle()
			if n := len(replies(d, channel, ts)); n != 1 {
				t.Errorf("%d answers after another start", n)
			}
		})
	}
	bubble(t, "a command is answered to who gave it", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{Drain: time.Millisecond})
		d.answer.will(stuck)
		if _, err := d.Slash(soumu, tanaka, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
			t.Fatal(err)
		}
		d.soon("the acknowledgement", func(s *workspace.State) bool { e := s.Envelopes(); return len(e) == 1 && e[0].Acked() })
		d.crashed(d.snapshot())
		d.settle()
		var answers int
		for _, m := range d.Said(soumu) {
			if m.EphemeralTo != tanaka {
				t.Errorf("others see %q", m.Plain())
			}
			if strings.Contains(m.Plain(), "10営業日前") {
				answers++
			}
		}
		if answers != 1 {
			t.Errorf("%d answers", answers)
		}
	})
	bubble(t, "what can't be journalled is not acknowledged, and answered when Slack brings it again", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.ledger.Close()
		ts := d.mention("有休は何日前までに申請しますか。")
		d.settle()
		if n := len(d.Envelopes()) - len(unacked(d)); n != 0 {
			t.Errorf("%d envelopes were acknowledged", n)
		}
		_ = d.end() // its ledger is gone
		d.start()
		d.reply(soumu, ts, 1)
		d.settle()
		if n := len(replies(d, soumu, ts)); n != 1 {
			t.Errorf("%d answers", n)
		}
	})
	// The answer may be out when the crash comes: with and without leave to look.
	for name, scopes := range map[string][]string{"with leave to read": all(), "without leave to read": nil} {
		app := workspace.App{Scopes: scopes}
		bubble(t, "an answer that had just arrived is not repeated, "+name, func(t *testing.T) {
			d := open(t, workspace.Options{App: app}, slackbot.Options{Drain: time.Millisecond})
			ts := d.mention("有休は何日前までに申請しますか。")
			var dir string
			d.soon("the answer", func(s *workspace.State) bool {
				if len(replies(s, soumu, ts)) == 1 && dir == "" {
					dir = d.snapshot() // Slack has not told the bot yet
				}
				return dir != ""
			})
			d.crashed(dir)
			d.settle()
			var seen int
			for _, m := range replies(d, soumu, ts) {
				switch {
				case m.EphemeralTo == "":
					seen++
				case m.EphemeralTo != tanaka || strings.Contains(m.Plain(), "10営業日前"):
					t.Errorf("%s sees %q", m.EphemeralTo, m.Plain())
				}
			}
			if seen != 1 {
				t.Errorf("%d answers", seen)
			}
		})
		bubble(t, "an answer that had not arrived is not missing without a word, "+name, func(t *testing.T) {
			d := open(t, workspace.Options{App: app}, slackbot.Options{Drain: time.Millisecond})
			d.Break(workspace.Fault{Method: "chat.postMessage", Times: -1, Hang: true})
			ts := d.mention("有休は何日前までに申請しますか。")
			d.settle()
			d.crashed(d.snapshot())
			m := d.reply(soumu, ts, 1)
			if scopes == nil && (m.EphemeralTo != tanaka || !strings.Contains(m.Plain(), "もう一度投稿")) {
				t.Errorf("%q sees %q", m.EphemeralTo, m.Plain())
			}
			if scopes != nil && !strings.Contains(m.Plain(), "10営業日前") {
				t.Errorf("%q", m.Plain())
			}
			d.settle()
			if n := len(replies(d, soumu, ts)); n != 1 {
				t.Errorf("%d replies", n)
			}
			if scopes == nil { // without which the button brings the answer
				if _, err := d.Click(tanaka, m.TS, "resend"); err != nil {
					t.Fatal(err)
				}
				if m := d.reply(soumu, ts, 2); !strings.Contains(m.Plain(), "10営業日前") {
					t.Errorf("the button brings %s", m.Plain())
				}
			}
		})
	}
	for name, c := range map[string]struct {
		down time.Duration
		says string
	}{"a day off the net is caught up with": {23 * time.Hour, "10営業日前"}, "what is older is not stirred up again, but its asker is told": {25 * time.Hour, "1日以上前"}} {
		bubble(t, name, func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{Drain: time.Millisecond})
			d.answer.will(stuck)
			ts := d.mention("有休は何日前までに申請しますか。")
			d.soon("the acknowledgement", func(s *workspace.State) bool { e := s.Envelopes(); return len(e) == 1 && e[0].Acked() })
			if err := d.end(); err != nil {
				t.Errorf("Run: %v", err)
			}
			time.Sleep(c.down)
			d.answer.will(nil)
			d.start()
			d.settle()
			if own := replies(d, soumu, ts); len(own) != 1 || !strings.Contains(own[0].Plain(), c.says) {
				t.Errorf("%d replies, want one that says %s", len(own), c.says)
			}
		})
	}
	for name, fault := range map[string]workspace.Fault{
		"broken":  {Times: -1, Status: 503},
		"silent":  {Times: -1, Hang: true},
		"cut off": {Times: -1, DropBefore: true},
	} {
		bubble(t, "a question is answered when Slack, "+name+" for an hour, is back", func(t *testing.T) {
			d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
			d.answer.will(written("10営業日前までです。[1]", 3, 2*time.Second))
			ts := d.mention("有休は何日前までに申請しますか。")
			time.Sleep(time.Second)
			mend := d.Break(fault)
			time.Sleep(time.Hour)
			mend()
			d.reply(soumu, ts, 1)
			time.Sleep(time.Hour)
			if own := replies(d, soumu, ts); len(own) != 1 || !strings.Contains(own[0].Plain(), "10営業日前") {
				t.Errorf("%d replies: %v", len(own), own)
			}
			d.calm()
		})
	}
	bubble(t, "a long answer that Slack took one message of is there once and whole in the end", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
		var text strings.Builder
		for i := range 600 {
			fmt.Fprintf(&text, "%d番目の規程では、申請は10営業日前までに行います。[1]\n", i)
		}
		d.answer.will(written(text.String(), 10_000, time.Millisecond))
		mend := d.Break(workspace.Fault{Method: "chat.postMessage", Skip: 1, Times: -1, Status: 503})
		ts := d.mention("有休は何日前までに申請しますか。")
		time.Sleep(5 * time.Minute)
		mend()
		time.Sleep(time.Hour)
		all := ""
		for _, m := range replies(d, soumu, ts) {
			all += m.Plain()
		}
		for _, i := range []int{0, 1, 300, 599} {
			if n := strings.Count(all, fmt.Sprintf("\n%d番目の規程", i)) + strings.Count(all, fmt.Sprintf("。[1]%d番目の規程", i)); i > 0 && n != 1 {
				t.Errorf("sentence %d is there %d times", i, n)
			}
		}
		if n := strings.Count(all, "599番目"); n != 1 {
			t.Errorf("the end is there %d times", n)
		}
	})
	bubble(t, "a question that brings the bot down every time is given up with a word", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{Drain: time.Millisecond})
		d.answer.will(stuck)
		ts := d.mention("有休は何日前までに申請しますか。")
		d.settle()
		for range 6 {
			if err := d.end(); err != nil {
				t.Errorf("Run: %v", err)
			}
			d.start()
			d.settle()
		}
		own := replies(d, soumu, ts)
		if len(own) != 1 || !strings.Contains(own[0].Plain(), "問題が起きました") {
			t.Errorf("%d replies: %v", len(own), own)
		}
		if n := len(d.answer.questions()); n != 4 {
			t.Errorf("tried %d times", n)
		}
	})
}

func unacked(d *desk) (list []workspace.Envelope) {
	d.Look(func(s *workspace.State) { list = s.Unacked() })
	return list
}

func TestBehaviour03_ExactlyOneAnswer(t *testing.T) {
	// once checks that a question was worked on once and has one answer.
	once := func(d *desk, channel, ts string) {
		d.t.Helper()
		d.reply(channel, ts, 1)
		d.settle()
		if n := len(replies(d, channel, ts)); n != 1 {
			d.t.Errorf("%d answers", n)
		}
		if n := len(d.answer.questions()); n != 1 {
			d.t.Errorf("worked on %d times", n)
		}
		if list := unacked(d); len(list) != 0 {
			d.t.Errorf("not acknowledged: %v", list)
		}
	}
	event := func(d *desk) string { return d.Envelopes()[0].Event }
	for name, again := range map[string]func(d *desk) error{
		"delivered three times, over both connections": func(d *desk) error {
			if err := d.DeliverTwice(event(d)); err != nil {
				return err
			}
			return d.DeliverTwice(event(d))
		},
		"delivered again as a retry": func(d *desk) error { return d.Redeliver(event(d)) },
		"delivered again when it was answered": func(d *desk) error {
			d.settle()
			return d.Redeliver(event(d))
		},
		"delivered again 23 hours later": func(d *desk) error {
			d.settle()
			time.Sleep(23 * time.Hour)
			return d.Redeliver(event(d))
		},
		"delivered again after a restart": func(d *desk) error {
			d.settle()
			if err := d.end(); err != nil {
				return err
			}
			d.start()
			return d.Redeliver(event(d))
		},
		"delivered again after a restart that came before the answer": func(d *desk) error {
			if err := d.end(); err != nil {
				return err
			}
			d.start()
			return d.Redeliver(event(d))
		},
		"delivered under another event_id": func(d *desk) error {
			var outer struct {
				Event map[string]any `json:"event"`
			}
			if err := json.Unmarshal(d.Envelopes()[0].Payload, &outer); err != nil {
				return err
			}
			_, err := d.Emit(soumu, outer.Event)
			return err
		},
	} {
		bubble(t, "a mention "+name, func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			ts := d.mention("有休は何日前までに申請しますか。")
			if err := again(d); err != nil {
				t.Fatal(err)
			}
			once(d, soumu, ts)
		})
	}
	bubble(t, "a mention that comes as app_mention and as message", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all(), Events: follows()}}, slackbot.Options{})
		ts := d.mention("有休は何日前までに申請しますか。")
		if n := len(d.Envelopes()); n != 2 {
			t.Fatalf("%d envelopes", n)
		}
		once(d, soumu, ts)
	})
	bubble(t, "acknowledgements that take longer than Slack waits", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all(), Events: follows()}}, slackbot.Options{})
		d.SlowAcks(4 * time.Second)
		ts := d.mention("有休は何日前までに申請しますか。")
		time.Sleep(10 * time.Minute)
		if n := len(d.Envelopes()); n != 12 { // also of the answer, which the bot hears itself
			t.Errorf("%d envelopes", n)
		}
		once(d, soumu, ts)
	})
	bubble(t, "a direct message delivered twice", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		ts := d.say(im, tanaka, "有休は何日前までに申請しますか。", "")
		if err := d.DeliverTwice(event(d)); err != nil {
			t.Fatal(err)
		}
		once(d, im, ts)
	})
	bubble(t, "a mention that is edited while it is answered, and afterwards", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all(), Events: follows()}}, slackbot.Options{})
		d.answer.will(written("10営業日前までです。[1]", 3, time.Second))
		ts := d.mention("有休は何日前までに申請しますか。")
		time.Sleep(2 * time.Second)
		for range 2 {
			if err := d.Edit(tanaka, ts, "<@"+d.Bot()+"> 半休は何日前までに申請しますか。"); err != nil {
				t.Fatal(err)
			}
			d.reply(soumu, ts, 1)
		}
		once(d, soumu, ts)
	})
	bubble(t, "the same words sent twice are two questions", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		for range 2 {
			d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
		}
	})
	bubble(t, "a hundred questions, each delivered three times and at once, have a hundred answers", func(t *testing.T) {
		d := open(t, workspace.Options{Unlimited: true}, slackbot.Options{Policy: slackbot.Policy{PerPerson: 1000}})
		for range 100 {
			d.mention("有休は何日前までに申請しますか。")
		}
		for _, e := range d.Envelopes() {
			for range 2 {
				if err := d.DeliverTwice(e.Event); err != nil {
					t.Fatal(err)
				}
			}
		}
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if n := len(d.Said(soumu)); n != 100 {
			t.Errorf("%d answers", n)
		}
	})
}
