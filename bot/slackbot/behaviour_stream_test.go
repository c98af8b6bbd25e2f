package slackbot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// ask has 田中 ask in a direct message, and returns where and when.
func (d *desk) ask(text string) (channel, ts string) {
	d.t.Helper()
	channel = d.im(tanaka)
	return channel, d.say(channel, tanaka, text, "")
}

// sentences are n numbered ones, each with a citation, in paragraphs of five.
func sentences(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "第%d項の申請は10営業日前までに上長の承認を得て人事課へ提出する。[1]", i+1)
		if i%5 == 4 {
			b.WriteString("\n\n")
		}
	}
	return strings.TrimSpace(b.String())
}

// wholeOnce checks that messages, read one after another, hold n numbered sentences,
// each once and in order.
func wholeOnce(t *testing.T, messages []workspace.Message, n int) {
	t.Helper()
	text := plain(messages)
	at := 0
	for i := range n {
		want := fmt.Sprintf("第%d項の申請は", i+1)
		if c := strings.Count(text, want); c != 1 {
			t.Errorf("%q is there %d times", want, c)
			continue
		}
		if p := strings.Index(text, want); p < at {
			t.Errorf("%q is out of order", want)
		} else {
			at = p
		}
	}
	if c := strings.Count(text, "年次有給休暇規程.md ›"); c != 1 {
		t.Errorf("the source is listed %d times", c)
	}
	if strings.Index(text, "年次有給休暇規程.md ›") < at {
		t.Error("the source does not stand at the end")
	}
}

func plain(messages []workspace.Message) string {
	var b strings.Builder
	for _, m := range messages {
		b.WriteString(m.Plain() + "\n")
	}
	return b.String()
}

// quiet checks that nothing is left of the signs of life in a thread.
func quiet(t *testing.T, d *desk, channel, ts string) {
	t.Helper()
	if s, ok := d.Session(channel, ts); ok && s.State != "active" {
		t.Errorf("the session is left %s (%v)", s.State, s.Past)
	}
	if s := d.Status(channel, ts); s.Text != "" {
		t.Errorf("the status %q is left", s.Text)
	}
	for _, m := range replies(d, channel, ts) {
		if m.Stream != nil && m.Stream.Open {
			t.Error("a stream is left open")
		}
		if strings.Contains(m.Plain(), "検索しています") {
			t.Errorf("a stand-in is left: %s", m.Plain())
		}
	}
}

func TestBehaviour16_LongAnswers(t *testing.T) {
	const n = 280 // more than 10,000 characters
	text := sentences(n)
	if utf8.RuneCountInString(text) < 9000 {
		t.Fatalf("%d characters are not many", utf8.RuneCountInString(text))
	}
	bubble(t, "in a direct message are streamed as messages of at most 9,000 bytes, in order, the sources once at the end", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written(text, 20, 50*time.Millisecond))
		channel, ts := d.ask("有休の申請をすべて説明してください。")
		d.soon("the end of the stream", func(s *workspace.State) bool {
			own := replies(s, channel, ts)
			return len(own) > 2 && !own[len(own)-1].Stream.Open
		})
		d.settle()
		own := replies(d, channel, ts)
		for i, m := range own {
			if m.Stream == nil || len(m.Markdown) > 9000 {
				t.Errorf("message %d: stream %+v of %d bytes", i+1, m.Stream, len(m.Markdown))
			}
			if (len(m.Blocks) > 0) != (i == len(own)-1) {
				t.Errorf("message %d of %d has the blocks %s", i+1, len(own), m.Blocks)
			}
			for _, task := range m.Stream.Tasks {
				if !strings.Contains(string(task), `"complete"`) {
					t.Errorf("message %d still says that it reads: %s", i+1, task)
				}
			}
		}
		wholeOnce(t, own, n)
		quiet(t, d, channel, ts)
	})
	bubble(t, "in a channel are posted as messages in order, the sources once at the end", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written(text, 2000, time.Millisecond))
		ts := d.mention("有休の申請をすべて説明してください。")
		d.settle()
		d.settle()
		own := replies(d, soumu, ts)
		if len(own) < 3 {
			t.Errorf("%d messages", len(own))
		}
		wholeOnce(t, own, n)
		quiet(t, d, soumu, ts)
	})
	bubble(t, "by a command use the response URL at most four times and go on as direct messages", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written(sentences(900), 5000, time.Millisecond))
		if _, err := d.Slash(soumu, tanaka, "/kotae", "有休の申請をすべて説明してください。"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		var own []workspace.Message
		for _, m := range append(d.Said(soumu), d.Said(d.im(tanaka))...) {
			if !strings.Contains(m.Plain(), "検索しています") {
				own = append(own, m)
			}
		}
		if n := len(d.Calls("response_url")); n == 0 || n > 4 {
			t.Errorf("the response URL was used %d times", n)
		}
		for _, m := range d.Said(soumu) {
			if m.EphemeralTo != tanaka {
				t.Errorf("everybody sees %q", m.Plain())
			}
		}
		wholeOnce(t, own, 900)
	})
}

func TestBehaviour19_StreamFailureLadder(t *testing.T) {
	const n = 40
	text := sentences(n)
	// stream asks in a direct message, and returns all that the bot says in the end.
	stream := func(t *testing.T, w workspace.Options, faults ...workspace.Fault) (d *desk, channel, ts string) {
		t.Helper()
		d = open(t, w, slackbot.Options{})
		for _, f := range faults {
			d.Break(f)
		}
		d.answer.will(written(text, 25, 200*time.Millisecond))
		channel, ts = d.ask("有休の申請をすべて説明してください。")
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		return d, channel, ts
	}
	bubble(t, "an answer is streamed as it comes, and ends with its sources and buttons", func(t *testing.T) {
		d, channel, ts := stream(t, workspace.Options{})
		own := replies(d, channel, ts)
		if len(own) != 1 || own[0].Stream == nil || own[0].Stream.Ended != "stopped" || own[0].Stream.Appends < 5 {
			t.Fatalf("%d messages; the first: %+v", len(own), own[0].Stream)
		}
		if !strings.Contains(string(own[0].Blocks), "feedback_buttons") {
			t.Errorf("no buttons in %s", own[0].Blocks)
		}
		wholeOnce(t, own, n)
		quiet(t, d, channel, ts)
	})
	bubble(t, "an end that the asker's stop comes before is no failure", func(t *testing.T) {
		d, channel, ts := stream(t, workspace.Options{}, workspace.Fault{Method: "chat.stopStream", Error: "stopped_by_user", Times: -1})
		if text := plain(replies(d, channel, ts)); !strings.Contains(text, "中断しました") || strings.Contains(text, "問題が起きました") {
			t.Errorf("said %s", text)
		}
		if open, err := d.ledger.Unfinished(t.Context()); err != nil || len(open) != 0 {
			t.Errorf("left in the journal: %v, %v", open, err)
		}
	})
	for _, c := range []struct {
		name  string
		fault workspace.Fault
	}{
		{"where streams are not supported the answer is posted", workspace.Fault{Method: "chat.startStream", Error: "channel_type_not_supported", Times: -1}},
		{"without the recipient's workspace the answer is posted", workspace.Fault{Method: "chat.startStream", Error: "missing_recipient_team_id", Times: -1}},
		{"without the recipient the answer is posted", workspace.Fault{Method: "chat.startStream", Error: "missing_recipient_user_id", Times: -1}},
		{"without the right to stream the answer is posted", workspace.Fault{Method: "chat.startStream", Error: "not_authorized", Times: -1}},
		{"where the method is unknown the answer is posted", workspace.Fault{Method: "chat.startStream", Error: "unknown_method", Times: -1}},
		{"a begin that hangs up before anything was done", workspace.Fault{Method: "chat.startStream", DropBefore: true}},
		{"a begin that hangs up after it was done leaves nothing behind", workspace.Fault{Method: "chat.startStream", DropAfter: true}},
		{"a begin that fails with a server's error", workspace.Fault{Method: "chat.startStream", Status: 503}},
		{"a message that is too long is replaced", workspace.Fault{Method: "chat.appendStream", Error: "msg_too_long", Skip: 3, Times: -1}},
		{"a stream that is closed from outside is replaced", workspace.Fault{Method: "chat.appendStream", Error: "message_not_in_streaming_state", Skip: 2, Times: -1}},
		{"an append that hangs up before anything was done", workspace.Fault{Method: "chat.appendStream", DropBefore: true, Skip: 2}},
		{"an append that hangs up after it was done", workspace.Fault{Method: "chat.appendStream", DropAfter: true, Skip: 2}},
		{"an append that hangs", workspace.Fault{Method: "chat.appendStream", Hang: true, Skip: 2}},
		{"an append that is refused for its frequency", workspace.Fault{Method: "chat.appendStream", Status: 429, RetryAfter: 9 * time.Second, Skip: 2, Times: 2}},
		{"an end whose blocks are refused", workspace.Fault{Method: "chat.stopStream", Error: "invalid_blocks"}},
		{"an end that hangs up before anything was done", workspace.Fault{Method: "chat.stopStream", DropBefore: true}},
		{"an end that hangs up after it was done", workspace.Fault{Method: "chat.stopStream", DropAfter: true}},
		{"an end that always fails: the stream is deleted and the answer posted", workspace.Fault{Method: "chat.stopStream", Error: "internal_error", Times: -1}},
		{"an end that is refused for its frequency", workspace.Fault{Method: "chat.stopStream", Status: 429, RetryAfter: 20 * time.Second}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			d, channel, ts := stream(t, workspace.Options{}, c.fault)
			own := replies(d, channel, ts)
			wholeOnce(t, own, n)
			quiet(t, d, channel, ts)
			if !strings.Contains(string(own[len(own)-1].Blocks), "feedback_buttons") {
				t.Error("no buttons at the end")
			}
			if t.Failed() {
				t.Log(d.log)
			}
		})
	}
	bubble(t, "what a workspace does not offer is not tried with every question", func(t *testing.T) {
		d, channel, _ := stream(t, workspace.Options{}, workspace.Fault{Method: "chat.startStream", Error: "not_authorized", Times: -1})
		d.say(channel, tanaka, "では、代休は何日前までに申請しますか。", "")
		d.settle()
		if n := len(d.Calls("chat.startStream")); n != 1 {
			t.Errorf("%d tries to stream", n)
		}
	})
	bubble(t, "a stream whose time is up is replaced by the whole answer", func(t *testing.T) {
		d, channel, ts := stream(t, workspace.Options{StreamLife: 4 * time.Second})
		own := replies(d, channel, ts)
		if len(own) != 1 || own[0].Stream.Ended != "expired" {
			t.Errorf("%d messages, the first ended as %+v", len(own), own[0].Stream)
		}
		wholeOnce(t, own, n)
		quiet(t, d, channel, ts)
	})
	bubble(t, "a workspace that takes less than 9,000 bytes gets the answer all the same", func(t *testing.T) {
		d, channel, ts := stream(t, workspace.Options{StreamBytes: 2000})
		wholeOnce(t, replies(d, channel, ts), n)
		quiet(t, d, channel, ts)
	})
	bubble(t, "an answer that became another one than was streamed takes its place", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
			a, err := written("在宅勤務は週3日までです。[1]そのほかの規定はありません。", 5, time.Second)(ctx, q, show)
			a.Text = "在宅勤務は週2日までです。[1]"
			return a, err
		})
		channel, ts := d.ask("在宅勤務は週何日までですか。")
		time.Sleep(time.Minute)
		own := replies(d, channel, ts)
		if text := plain(own); len(own) != 1 || !strings.Contains(text, "週2日") || strings.Contains(text, "週3日") {
			t.Errorf("%d messages: %s", len(own), text)
		}
		quiet(t, d, channel, ts)
	})
	bubble(t, "an answer that fails half-way gives its place to a sentence that says so", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
			_, _ = written("在宅勤務は週3日までです。[1]そのほかの規定は", 5, time.Second)(ctx, q, show)
			return bot.Answer{}, errors.New("the model hung up")
		})
		channel, ts := d.ask("在宅勤務は週何日までですか。")
		time.Sleep(time.Minute)
		own := replies(d, channel, ts)
		if text := plain(own); len(own) != 1 || !strings.Contains(text, "問題が起きました") || strings.Contains(text, "週3日") {
			t.Errorf("%d messages: %s", len(own), text)
		}
		quiet(t, d, channel, ts)
	})
}
