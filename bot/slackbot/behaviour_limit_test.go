package slackbot_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

func TestBehaviour20_RateLimits(t *testing.T) {
	const wait = 17 * time.Second
	for _, c := range []struct {
		method string
		w      workspace.Options
		do     func(d *desk) (channel, ts string)
	}{
		{"chat.postMessage", workspace.Options{}, (*desk).mentioned},
		{"users.info", workspace.Options{}, (*desk).mentioned},
		{"agents.sessions.setStatus", workspace.Options{}, (*desk).mentionedLate},
		{"assistant.threads.setStatus", workspace.Options{App: workspace.App{NoAgentView: true}}, (*desk).mentionedLate},
		{"chat.update", workspace.Options{FreePlan: true}, (*desk).mentionedLate},
		{"chat.startStream", workspace.Options{}, (*desk).streamed},
		{"chat.appendStream", workspace.Options{}, (*desk).streamed},
		{"chat.stopStream", workspace.Options{}, (*desk).streamed},
	} {
		bubble(t, c.method+" is called again when Slack said, and the answer is there once", func(t *testing.T) {
			d := open(t, c.w, slackbot.Options{})
			d.Break(workspace.Fault{Method: c.method, Status: 429, RetryAfter: wait})
			channel, ts := c.do(d)
			time.Sleep(2 * time.Minute)
			synctest.Wait()
			calls := d.Calls(c.method)
			if len(calls) == 0 || calls[0].Status != 429 {
				t.Fatalf("%d calls", len(calls))
			}
			if len(calls) > 1 {
				if gap := calls[1].At.Sub(calls[0].At); gap < wait {
					t.Errorf("called again after %v", gap)
				}
			}
			if own := replies(d, channel, ts); len(own) != 1 || strings.Count(plain(own), "10営業日前") == 0 {
				t.Errorf("%d messages: %s\n%s", len(own), plain(own), d.log)
			}
			quiet(t, d, channel, ts)
		})
	}
	for _, method := range []string{"views.open", "response_url"} {
		bubble(t, method+" is called again when Slack said", func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			m := d.answered()
			d.Break(workspace.Fault{Method: method, Status: 429, RetryAfter: 2 * time.Second})
			d.click(tanaka, m.TS, "vote:negative")
			d.click(tanaka, m.TS, "vote:positive")
			calls := d.Calls(method)
			if len(calls) < 2 || calls[1].At.Sub(calls[0].At) < 2*time.Second {
				t.Errorf("%d calls", len(calls))
			}
			if text := whispered(d, soumu, tanaka); !strings.Contains(text, "ご意見をありがとうございます") {
				t.Errorf("田中 reads %q", text)
			}
		})
	}
	bubble(t, "another channel is not held up by a channel that Slack wants left alone", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "chat.postMessage", Channel: soumu, Status: 429, RetryAfter: time.Minute})
		slow := d.mention("有休は何日前までに申請しますか。")
		time.Sleep(time.Second)
		asked := time.Now()
		fast := d.say(keiri, tanaka, "<@"+d.Bot()+"> 代休は何日前までに申請しますか。", "")
		d.reply(keiri, fast, 1)
		if took := time.Since(asked); took > 2*time.Second {
			t.Errorf("the other channel waited for %v", took)
		}
		d.reply(soumu, slow, 1)
	})
	bubble(t, "a channel gets a message a second, and none is refused", func(t *testing.T) {
		d := open(t, workspace.Options{PostBurst: 1}, slackbot.Options{Policy: slackbot.Policy{PerPerson: 100}})
		var asked []string
		for i := range 10 {
			asked = append(asked, d.mention(fmt.Sprintf("第%d条には何とありますか。", i+1)))
		}
		for _, ts := range asked {
			d.reply(soumu, ts, 1)
		}
		for _, c := range d.Calls("chat.postMessage") {
			if !c.OK() {
				t.Errorf("chat.postMessage at %v: %s", c.At, c.Error)
			}
		}
	})
	bubble(t, "many streams together append at most a hundred times a minute, and each ends whole", func(t *testing.T) {
		const people = 14
		var w workspace.Options
		for i := range people {
			w.People = append(w.People, workspace.User{ID: fmt.Sprintf("U0MANY%03d", i), Name: fmt.Sprintf("many%d", i), RealName: "社員", Locale: "ja-JP"})
		}
		d := open(t, w, slackbot.Options{})
		d.answer.will(written(sentences(60), 10, 300*time.Millisecond))
		asked := map[string]string{}
		for _, u := range w.People {
			channel := d.im(u.ID)
			asked[channel] = d.say(channel, u.ID, "有休の申請をすべて説明してください。", "")
		}
		begun := time.Now()
		for channel, ts := range asked {
			d.reply(channel, ts, 1)
			wholeOnce(t, replies(d, channel, ts), 60)
		}
		took := time.Since(begun)
		for _, method := range []string{"chat.startStream", "chat.appendStream", "chat.stopStream"} {
			for _, c := range d.Calls(method) {
				if !c.OK() {
					t.Errorf("%s: %s", method, c.Error)
				}
			}
		}
		if n := len(d.Calls("chat.appendStream")); n > int(took.Minutes()*100)+1 {
			t.Errorf("%d appends in %v", n, took)
		}
		d.settle()
		for channel, ts := range asked {
			quiet(t, d, channel, ts)
		}
	})
	bubble(t, "more streams at once than Slack allows are posted instead", func(t *testing.T) {
		const people = 40
		var w workspace.Options
		for i := range people {
			w.People = append(w.People, workspace.User{ID: fmt.Sprintf("U0MANY%03d", i), Name: fmt.Sprintf("many%d", i), RealName: "社員", Locale: "ja-JP"})
		}
		d := open(t, w, slackbot.Options{Workers: people})
		d.answer.will(written(sentences(20), 10, 100*time.Millisecond))
		asked := map[string]string{}
		for _, u := range w.People {
			channel := d.im(u.ID)
			asked[channel] = d.say(channel, u.ID, "有休の申請をすべて説明してください。", "")
		}
		begun := time.Now()
		for channel, ts := range asked {
			d.reply(channel, ts, 1)
			wholeOnce(t, replies(d, channel, ts), 20)
		}
		if took := time.Since(begun); took > 30*time.Second {
			t.Errorf("the last answer came after %v", took)
		}
		time.Sleep(10 * time.Minute)
		for channel, ts := range asked {
			quiet(t, d, channel, ts)
		}
	})
}

// mentioned has 田中 ask in #総務.
func (d *desk) mentioned() (channel, ts string) {
	return soumu, d.mention("有休は何日前までに申請しますか。")
}

// mentionedLate is the same, for an answer that takes a while.
func (d *desk) mentionedLate() (channel, ts string) {
	d.answer.will(slowly(5 * time.Second))
	return d.mentioned()
}

// streamed has 田中 ask in a direct message what a model answers.
func (d *desk) streamed() (channel, ts string) {
	d.answer.will(written("10営業日前までに申請します。[1]申請は上長が承認します。[1]承認は取り消せます。[1]", 3, time.Second))
	return d.ask("有休は何日前までに申請しますか。")
}

func TestBehaviour20_NoDuplicates(t *testing.T) {
	for _, place := range []string{"a direct message", "a channel that may be read", "a channel that may not be read"} {
		for _, c := range []struct {
			name    string
			fault   workspace.Fault
			arrives bool // the faulty call's message
		}{
			{"before the answer was posted", workspace.Fault{Method: "chat.postMessage", DropBefore: true}, false},
			{"after the answer was posted", workspace.Fault{Method: "chat.postMessage", DropAfter: true}, true},
		} {
			bubble(t, "in "+place+", when the connection drops "+c.name, func(t *testing.T) {
				w := workspace.Options{}
				if place == "a channel that may be read" {
					w.App.Scopes = all()
				}
				d := open(t, w, slackbot.Options{})
				d.Break(c.fault)
				var channel, ts string
				if place == "a direct message" {
					channel, ts = d.ask("有休は何日前までに申請しますか。")
				} else {
					channel, ts = d.mentioned()
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				own := replies(d, channel, ts)
				if place != "a channel that may not be read" {
					if len(own) != 1 || publicly(own) != 1 {
						t.Errorf("%d messages: %s", len(own), plain(own))
					}
					quiet(t, d, channel, ts)
					return
				}
				var offer workspace.Message
				for _, m := range own {
					if m.EphemeralTo == tanaka {
						offer = m
					}
				}
				if n := publicly(own); !strings.Contains(offer.Plain(), "もう一度投稿") || n > 1 || (n == 1) != c.arrives {
					t.Fatalf("%d messages for all, and for 田中: %q", n, offer.Plain())
				}
				if c.arrives {
					return // 田中 sees the answer and leaves the button alone
				}
				for range 2 {
					d.click(tanaka, offer.TS, "resend")
				}
				posted := replies(d, channel, ts)
				for _, m := range posted {
					if m.EphemeralTo == "" && !strings.Contains(string(m.Metadata), "kotae_message") {
						t.Errorf("what is posted again may be swept away: %s", m.Metadata)
					}
				}
				if publicly(posted) != 1 || strings.Count(plain(posted), "10営業日前までに申請する。") != 1 {
					t.Errorf("%d messages for all: %s", publicly(posted), plain(posted))
				}
				for _, m := range d.Said(channel) {
					if m.EphemeralTo == "" && m.ThreadTS != ts {
						t.Errorf("outside the thread: %s", m.Plain())
					}
				}
			})
		}
	}
	bubble(t, "a sentence of the bot's own that may not have arrived is told to the asker alone", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "chat.postMessage", DropAfter: true})
		ts := d.say(soumu, gast, "<@"+d.Bot()+"> 有休は何日前までに申請しますか。", "")
		time.Sleep(10 * time.Minute)
		own := replies(d, soumu, ts)
		if n := publicly(own); n != 1 || len(own) != 2 || own[1].EphemeralTo != gast {
			t.Errorf("%d messages, %d for all: %s", len(own), n, plain(own))
		}
	})
	bubble(t, "a message in the middle of an answer that may not have arrived is the only one that is posted again", func(t *testing.T) {
		const n = 280
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written(sentences(n), 2000, time.Millisecond))
		d.Break(workspace.Fault{Method: "chat.postMessage", Skip: 1, DropBefore: true})
		ts := d.mention("有休の申請をすべて説明してください。")
		time.Sleep(time.Minute)
		var offer string
		for _, m := range replies(d, soumu, ts) {
			if m.EphemeralTo != "" {
				offer = m.TS
			}
		}
		d.click(tanaka, offer, "resend")
		var text strings.Builder
		for _, m := range replies(d, soumu, ts) {
			if m.EphemeralTo == "" {
				text.WriteString(m.Plain())
			}
		}
		for i := range n {
			if c := strings.Count(text.String(), fmt.Sprintf("第%d項の申請は", i+1)); c != 1 {
				t.Fatalf("第%d項 is there %d times", i+1, c)
			}
		}
	})
	bubble(t, "a server's error is no reason for silence", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "chat.postMessage", Status: 502, Times: 2})
		channel, ts := d.mentioned()
		d.reply(channel, ts, 1)
		d.settle()
		if n := len(replies(d, channel, ts)); n != 1 {
			t.Errorf("%d messages", n)
		}
	})
}

func TestBehaviour21_SimplerWhereSlackRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault workspace.Fault
	}{
		{"blocks that are refused become simpler ones", workspace.Fault{Method: "chat.postMessage", Error: "invalid_blocks"}},
		{"blocks that are too long become text", workspace.Fault{Method: "chat.postMessage", Error: "msg_blocks_too_long", Times: 2}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			d.Break(c.fault)
			channel, ts := d.mentioned()
			m := d.reply(channel, ts, 1)
			if text := m.Plain(); !strings.Contains(text, "10営業日前までに申請する。") || !strings.Contains(text, "年次有給休暇規程.md") || len(m.Links) > 0 {
				t.Errorf("the answer: %s (links %v)", text, m.Links)
			}
			d.settle()
			quiet(t, d, channel, ts)
		})
	}
	bubble(t, "an answer to a command that the response URL refuses becomes simpler too", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "response_url", Status: 400, Body: "invalid_blocks"})
		if m := d.slash("有休は何日前までに申請しますか。"); !strings.Contains(m.Plain(), "10営業日前までに申請する。") {
			t.Errorf("the answer: %s", m.Plain())
		}
	})
	bubble(t, "an answer to a command whose response URL is dead comes as a direct message", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "response_url", Status: 404, Body: "used_url", Times: -1})
		if _, err := d.Slash(soumu, tanaka, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if text := plain(d.Said(d.im(tanaka))); !strings.Contains(text, "10営業日前までに申請する。") {
			t.Errorf("田中 reads %q", text)
		}
		if strings.Contains(d.log.String(), "/response/") {
			t.Error("the log holds the response URL")
		}
	})
}
