package slackbot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// slowly answers after a while.
func slowly(after time.Duration) func(context.Context, bot.Question, func(string)) (bot.Answer, error) {
	return func(ctx context.Context, q bot.Question, _ func(string)) (bot.Answer, error) {
		select {
		case <-ctx.Done():
			return bot.Answer{}, ctx.Err()
		case <-time.After(after):
			return quoted(q), nil
		}
	}
}

func TestBehaviour17_ProgressAtOnce(t *testing.T) {
	processing := []string{"processing", "active"}
	// past checks the states that a thread's session had.
	past := func(t *testing.T, d *desk, channel, ts string) {
		t.Helper()
		if s, _ := d.Session(channel, ts); !slices.Equal(slices.Compact(s.Past), processing) {
			t.Errorf("the session was %v, want %v", s.Past, processing)
		}
		quiet(t, d, channel, ts)
	}
	bubble(t, "a session is shown as processing within two seconds, and as active when the answer is there", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(slowly(20 * time.Second))
		ts := d.mention("有休は何日前までに申請しますか。")
		asked := time.Now()
		d.soon("a sign of life", func(s *workspace.State) bool { v, ok := s.Session(soumu, ts); return ok && v.State == "processing" })
		if took := time.Since(asked); took > 2*time.Second {
			t.Errorf("the sign came after %v", took)
		}
		if s, _ := d.Session(soumu, ts); s.Title != "有休は何日前までに申請しますか。" {
			t.Errorf("the session is called %q", s.Title)
		}
		d.reply(soumu, ts, 1)
		d.settle()
		past(t, d, soumu, ts)
	})
	bubble(t, "the files that are read are named while they are, and nothing of that is left", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written("10営業日前までに申請します。[1]", 20, 10*time.Second))
		ts := d.mention("有休は何日前までに申請しますか。")
		d.soon("the name of a file", func(s *workspace.State) bool {
			return strings.Contains(s.Status(soumu, ts).Text, "年次有給休暇規程.mdほか1件")
		})
		d.reply(soumu, ts, 1)
		d.settle()
		past(t, d, soumu, ts)
	})
	bubble(t, "how much of a long document was read is told while it is", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		write := written("10営業日前までに申請します。[1]", 20, 10*time.Second)
		d.answer.will(func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
			time.Sleep(time.Second)
			q.Progress(3, 12)
			time.Sleep(10 * time.Second)
			q.Found = nil
			return write(ctx, q, show)
		})
		ts := d.mention("就業規則を要約して")
		d.soon("the share", func(s *workspace.State) bool {
			return strings.Contains(s.Status(soumu, ts).Text, "（3／12）")
		})
		d.reply(soumu, ts, 1)
		d.settle()
		past(t, d, soumu, ts)
	})
	bubble(t, "in a direct message they stand in the stream", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written("10営業日前までに申請します。[1]", 20, 10*time.Second))
		channel, ts := d.ask("有休は何日前までに申請しますか。")
		asked := time.Now()
		d.soon("a stream", func(s *workspace.State) bool {
			own := replies(s, channel, ts)
			return len(own) == 1 && strings.Contains(own[0].Plain(), "年次有給休暇規程.mdほか1件")
		})
		if took := time.Since(asked); took > 2*time.Second {
			t.Errorf("the stream began after %v", took)
		}
		d.reply(channel, ts, 1)
		d.settle()
		past(t, d, channel, ts)
	})
	for _, c := range []struct {
		name  string
		reply func(context.Context, bot.Question, func(string)) (bot.Answer, error)
	}{
		{"a session is active again after an error", func(context.Context, bot.Question, func(string)) (bot.Answer, error) {
			return bot.Answer{}, errors.New("the model is down")
		}},
		{"a session is active again after a panic", func(context.Context, bot.Question, func(string)) (bot.Answer, error) {
			panic("index out of range")
		}},
		{"a session is active again after a panic in the middle of a stream", func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
			_, _ = written("10営業日前までに申請します。[1]次の文です。[1]", 9, time.Second)(ctx, q, show)
			panic("index out of range")
		}},
		{"a session is active again after an answer that takes for ever", func(ctx context.Context, _ bot.Question, _ func(string)) (bot.Answer, error) {
			<-ctx.Done()
			return bot.Answer{}, ctx.Err()
		}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			d.answer.will(c.reply)
			channel, ts := d.ask("有休は何日前までに申請しますか。")
			d.soon("an explanation", func(s *workspace.State) bool {
				return strings.Contains(plain(replies(s, channel, ts)), "問題が起きました")
			})
			d.settle()
			past(t, d, channel, ts)
			if own := replies(d, channel, ts); len(own) != 1 {
				t.Errorf("%d messages: %s", len(own), plain(own))
			}
		})
	}
	bubble(t, "a session that a crash left processing is active after the restart", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{Drain: time.Millisecond})
		d.answer.will(stuck)
		ts := d.mention("有休は何日前までに申請しますか。")
		d.soon("a sign of life", func(s *workspace.State) bool { v, ok := s.Session(soumu, ts); return ok && v.State == "processing" })
		synctest.Wait()
		crash := d.snapshot()
		d.Break(workspace.Fault{DropBefore: true, Times: -1})
		d.crashed(crash)
		d.reply(soumu, ts, 1)
		d.settle()
		quiet(t, d, soumu, ts)
		if n := len(replies(d, soumu, ts)); n != 1 {
			t.Errorf("%d answers", n)
		}
	})
	bubble(t, "a state that was set, but not said to be, is set back", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written("10営業日前までです。[1]", 3, 100*time.Millisecond)) // an answer at once needs no sign
		d.Break(workspace.Fault{Method: "agents.sessions.setStatus", DropAfter: true})
		ts := d.mention("有休は何日前までに申請しますか。")
		d.reply(soumu, ts, 1)
		time.Sleep(time.Minute)
		past(t, d, soumu, ts)
	})
	bubble(t, "setting it back is tried until it works", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "agents.sessions.setStatus", Skip: 1, Times: 3, Status: 500})
		ts := d.mention("有休は何日前までに申請しますか。")
		d.reply(soumu, ts, 1)
		time.Sleep(time.Minute)
		past(t, d, soumu, ts)
	})
	for _, c := range []struct {
		name  string
		fault workspace.Fault
	}{
		{"an answer does not wait for a sign that hangs", workspace.Fault{Method: "agents.sessions.setStatus", Hang: true}},
		{"an answer does not wait for a sign that Slack wants later", workspace.Fault{Method: "agents.sessions.setStatus", Status: 429, RetryAfter: time.Minute}},
		{"an answer does not wait for a sign that fails", workspace.Fault{Method: "agents.sessions.setStatus", Status: 503, Times: -1}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			mend := d.Break(c.fault)
			d.answer.will(slowly(3 * time.Second))
			ts := d.mention("有休は何日前までに申請しますか。")
			asked := time.Now()
			d.soon("another sign", func(s *workspace.State) bool { return s.Status(soumu, ts).Text != "" })
			if took := time.Since(asked); took > 2*time.Second {
				t.Errorf("the sign came after %v", took)
			}
			d.reply(soumu, ts, 1)
			if took := time.Since(asked); took > 4*time.Second {
				t.Errorf("the answer came after %v", took)
			}
			mend()
			time.Sleep(3 * time.Minute)
			quiet(t, d, soumu, ts)
		})
	}
	bubble(t, "the lines that are shown in turn hold no comma, at which Slack would cut them", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{NoAgentView: true}}, slackbot.Options{})
		d.answer.will(slowly(5 * time.Second))
		for _, text := range []string{"有休は何日前までに申請しますか。", "When do I have to apply for paid leave?"} {
			ts := d.mention(text)
			d.soon("a status", func(s *workspace.State) bool { return s.Status(soumu, ts).Text != "" })
			if s := d.Status(soumu, ts); len(s.Loading) != 3 || strings.ContainsRune(strings.Join(s.Loading, ""), ',') {
				t.Errorf("loading messages %q", s.Loading)
			}
			d.reply(soumu, ts, 1)
			d.settle()
			quiet(t, d, soumu, ts)
		}
	})
	bubble(t, "on a free plan a message says that the answer is coming, and the answer takes its place", func(t *testing.T) {
		d := open(t, workspace.Options{FreePlan: true}, slackbot.Options{})
		d.answer.will(slowly(20 * time.Second))
		ts := d.mention("有休は何日前までに申請しますか。")
		asked := time.Now()
		standIn := d.reply(soumu, ts, 1)
		if took := time.Since(asked); took > 2*time.Second || !strings.Contains(standIn.Plain(), "検索しています") {
			t.Errorf("after %v: %q", took, standIn.Plain())
		}
		d.soon("the answer", func(s *workspace.State) bool { return strings.Contains(plain(replies(s, soumu, ts)), "10営業日前") })
		d.settle()
		own := replies(d, soumu, ts)
		if len(own) != 1 || own[0].TS != standIn.TS {
			t.Errorf("%d messages: %s", len(own), plain(own))
		}
		quiet(t, d, soumu, ts)
	})
	bubble(t, "on a free plan an answer that is there at once needs no such message", func(t *testing.T) {
		d := open(t, workspace.Options{FreePlan: true}, slackbot.Options{})
		ts := d.mention("有休は何日前までに申請しますか。")
		d.reply(soumu, ts, 1)
		d.settle()
		if n := len(d.Calls("chat.update")) + len(replies(d, soumu, ts)); n != 1 {
			t.Errorf("%d posts and changes", n)
		}
	})
	for _, c := range []struct {
		name  string
		fault workspace.Fault
	}{
		{"a stand-in that somebody deleted is not missed", workspace.Fault{Method: "chat.update", Error: "message_not_found"}},
		{"a stand-in that can't be changed is deleted", workspace.Fault{Method: "chat.update", Error: "edit_window_closed"}},
		{"a stand-in whose change hangs up after it was done", workspace.Fault{Method: "chat.update", DropAfter: true}},
		{"a stand-in whose change hangs up before it was done", workspace.Fault{Method: "chat.update", DropBefore: true}},
		{"a stand-in whose change is refused for its blocks takes a simpler answer", workspace.Fault{Method: "chat.update", Error: "invalid_blocks"}},
		{"a stand-in whose blocks are refused twice takes the text", workspace.Fault{Method: "chat.update", Error: "invalid_blocks", Times: 2}},
		{"a stand-in whose change is refused for its frequency", workspace.Fault{Method: "chat.update", Status: 429, RetryAfter: 7 * time.Second}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			const n = 200
			d := open(t, workspace.Options{FreePlan: true}, slackbot.Options{})
			d.answer.will(written(sentences(n), 500, time.Second))
			ts := d.mention("有休の申請をすべて説明してください。")
			d.reply(soumu, ts, 1)
			d.Break(c.fault)
			time.Sleep(2 * time.Minute)
			synctest.Wait()
			wholeOnce(t, replies(d, soumu, ts), n)
			quiet(t, d, soumu, ts)
		})
	}
	bubble(t, "a stand-in gives its place to an error too", func(t *testing.T) {
		d := open(t, workspace.Options{FreePlan: true}, slackbot.Options{})
		d.answer.will(func(context.Context, bot.Question, func(string)) (bot.Answer, error) {
			time.Sleep(5 * time.Second)
			return bot.Answer{}, errors.New("the model is down")
		})
		ts := d.mention("有休は何日前までに申請しますか。")
		d.settle()
		d.settle()
		if own := replies(d, soumu, ts); len(own) != 1 || !strings.Contains(own[0].Plain(), "問題が起きました") {
			t.Errorf("%d messages: %s", len(own), plain(own))
		}
		quiet(t, d, soumu, ts)
	})
	bubble(t, "on a free plan a stream takes the place of the message", func(t *testing.T) {
		d := open(t, workspace.Options{FreePlan: true}, slackbot.Options{})
		d.answer.will(func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
			time.Sleep(5 * time.Second)
			return written(sentences(10), 20, 100*time.Millisecond)(ctx, q, show)
		})
		channel, ts := d.ask("有休の申請をすべて説明してください。")
		time.Sleep(time.Minute)
		own := replies(d, channel, ts)
		if len(own) != 1 {
			t.Errorf("%d messages: %s", len(own), plain(own))
		}
		wholeOnce(t, own, 10)
		quiet(t, d, channel, ts)
	})
}

func TestBehaviour18_StopButton(t *testing.T) {
	bubble(t, "stop ends the model's work within a second, and what is streamed stays as it is", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		ended := make(chan time.Time, 1)
		d.answer.will(func(ctx context.Context, q bot.Question, show func(string)) (bot.Answer, error) {
			a, err := written(sentences(200), 20, 100*time.Millisecond)(ctx, q, show)
			ended <- time.Now()
			return a, err
		})
		channel, ts := d.ask("有休の申請をすべて説明してください。")
		d.soon("a stream", func(s *workspace.State) bool {
			own := replies(s, channel, ts)
			return len(own) == 1 && own[0].Stream.Appends > 3
		})
		if err := d.Stop(tanaka, channel, ts); err != nil {
			t.Fatal(err)
		}
		stopped := time.Now()
		text := replies(d, channel, ts)[0].Markdown
		if took := (<-ended).Sub(stopped); took > time.Second {
			t.Errorf("the model went on for %v", took)
		}
		d.settle()
		own := replies(d, channel, ts)
		if len(own) != 2 || own[0].Markdown != text || !strings.Contains(own[1].Plain(), "回答を中断しました") {
			t.Errorf("%d messages: %s", len(own), plain(own))
		}
		quiet(t, d, channel, ts)
		d.say(channel, tanaka, "では、代休は何日前までですか。", "")
		d.answer.will(nil)
		d.settle()
		if n := len(d.answer.questions()); n != 2 {
			t.Errorf("%d questions were worked on, want the next one too", n)
		}
	})
	bubble(t, "stop in a channel ends the work without an answer", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(slowly(time.Minute))
		ts := d.mention("有休は何日前までに申請しますか。")
		d.soon("a sign of life", func(s *workspace.State) bool { _, ok := s.Session(soumu, ts); return ok })
		if err := d.Stop(tanaka, soumu, ts); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if own := replies(d, soumu, ts); len(own) != 1 || !strings.Contains(own[0].Plain(), "回答を中断しました") {
			t.Errorf("%d messages: %s", len(own), plain(own))
		}
		quiet(t, d, soumu, ts)
	})
	bubble(t, "stop ends a question that still waits for its turn", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{Workers: 1})
		d.answer.will(slowly(30 * time.Second))
		d.mention("有休は何日前までに申請しますか。")
		time.Sleep(time.Second)
		ts := d.mention("代休は何日前までに申請しますか。")
		d.soon("a sign of life", func(s *workspace.State) bool { _, ok := s.Session(soumu, ts); return ok })
		if err := d.Stop(tanaka, soumu, ts); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Minute)
		if n := len(d.answer.questions()); n != 1 {
			t.Errorf("%d questions were worked on", n)
		}
		if own := replies(d, soumu, ts); len(own) != 1 || !strings.Contains(own[0].Plain(), "回答を中断しました") {
			t.Errorf("%d messages: %s", len(own), plain(own))
		}
		quiet(t, d, soumu, ts)
	})
	bubble(t, "stop while an answer is posted lets no message follow but the confirmation", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written(sentences(600), 5000, time.Second))
		ts := d.mention("有休の申請をすべて説明してください。")
		d.reply(soumu, ts, 2)
		if err := d.Stop(tanaka, soumu, ts); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if own := replies(d, soumu, ts); len(own) > 4 || !strings.Contains(own[len(own)-1].Plain(), "回答を中断しました") {
			t.Errorf("%d messages, the last: %s", len(own), own[len(own)-1].Plain())
		}
		quiet(t, d, soumu, ts)
	})
	bubble(t, "a stop that only the stream shows ends the work too", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Events: []string{"message.im"}}}, slackbot.Options{})
		d.answer.will(written(sentences(200), 20, 100*time.Millisecond))
		channel, ts := d.ask("有休の申請をすべて説明してください。")
		d.soon("a stream", func(s *workspace.State) bool {
			own := replies(s, channel, ts)
			return len(own) == 1 && own[0].Stream.Appends > 3
		})
		if err := d.Stop(tanaka, channel, ts); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if own := replies(d, channel, ts); len(own) != 2 || !strings.Contains(own[1].Plain(), "回答を中断しました") {
			t.Errorf("%d messages: %s", len(own), plain(own))
		}
		quiet(t, d, channel, ts)
	})
	bubble(t, "stop where nothing runs any more sets the session back", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		ts := d.mention("有休は何日前までに申請しますか。")
		d.reply(soumu, ts, 1)
		d.settle()
		n := len(d.Calls("agents.sessions.setStatus"))
		if err := d.Stop(tanaka, soumu, ts); err != nil {
			t.Fatal(err)
		}
		d.settle()
		calls := d.Calls("agents.sessions.setStatus")
		if len(calls) != n+1 || calls[n].Args["status"] != "active" {
			t.Errorf("%d calls more", len(calls)-n)
		}
		if own := replies(d, soumu, ts); len(own) != 1 {
			t.Errorf("%d messages", len(own))
		}
	})
}

func TestBehaviour22_AgentView(t *testing.T) {
	bubble(t, "who opens the conversation sees at most four prompts and is greeted once", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		for range 3 {
			if err := d.OpenHome(tanaka, "messages"); err != nil {
				t.Fatal(err)
			}
			d.settle()
		}
		channel := d.im(tanaka)
		p, _ := d.Prompts(channel)
		if len(p.Prompts) == 0 || len(p.Prompts) > 4 {
			t.Errorf("%d prompts", len(p.Prompts))
		}
		for _, c := range d.Calls("assistant.threads.setSuggestedPrompts") {
			if c.Args["thread_ts"] != "" {
				t.Error("prompts for a thread are not shown")
			}
		}
		if own := d.Said(channel); len(own) != 1 || own[0].ThreadTS != "" {
			t.Errorf("%d greetings: %s", len(own), plain(own))
		}
		d.end()
		d.start()
		if err := d.OpenHome(tanaka, "messages"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if own := d.Said(channel); len(own) != 1 {
			t.Errorf("%d greetings after a restart", len(own))
		}
	})
	bubble(t, "the home tab shows what is known, and is published again only when that changed", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		for range 2 {
			if err := d.OpenHome(tanaka, "home"); err != nil {
				t.Fatal(err)
			}
			d.settle()
		}
		v, ok := d.Home(tanaka)
		if text := v.Plain(); !ok || !strings.Contains(text, "人事") || !strings.Contains(text, "12") {
			t.Errorf("the home tab: %s", text)
		}
		if n := len(d.Calls("views.publish")); n != 1 {
			t.Errorf("published %d times", n)
		}
		d.mention("有休は何日前までに申請しますか。")
		d.settle()
		if err := d.OpenHome(tanaka, "home"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if v, _ := d.Home(tanaka); !strings.Contains(v.Plain(), "有休は何日前まで") {
			t.Errorf("the question is not on the home tab: %s", v.Plain())
		}
	})
	bubble(t, "a home tab that could not be published is published at the next opportunity", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "views.publish", Error: "internal_error"})
		for range 2 {
			if err := d.OpenHome(tanaka, "home"); err != nil {
				t.Fatal(err)
			}
			d.settle()
		}
		if _, ok := d.Home(tanaka); !ok {
			t.Error("there is no home tab")
		}
	})
	bubble(t, "guests and strangers learn nothing from the home tab or the conversation", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		for _, who := range []string{gast, alien} {
			for _, tab := range []string{"home", "messages"} {
				if err := d.OpenHome(who, tab); err != nil {
					t.Fatal(err)
				}
			}
			d.settle()
			v, _ := d.Home(who)
			if text := v.Plain() + plain(d.Said(d.im(who))); strings.Contains(text, "人事") || strings.Contains(text, "12") {
				t.Errorf("%s reads: %s", who, text)
			}
		}
	})
	bubble(t, "the older pane gets its prompts in its thread, and its questions their answers", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{NoAgentView: true}}, slackbot.Options{})
		channel := d.im(tanaka)
		root := d.say(channel, d.Bot(), "新しい会話", "")
		if _, err := d.Emit(channel, map[string]any{
			"type": "assistant_thread_started", "assistant_thread": map[string]any{"user_id": tanaka, "channel_id": channel, "thread_ts": root},
		}); err != nil {
			t.Fatal(err)
		}
		d.settle()
		calls := d.Calls("assistant.threads.setSuggestedPrompts")
		if p, _ := d.Prompts(channel); len(p.Prompts) == 0 || len(p.Prompts) > 4 || len(calls) != 1 || calls[0].Args["thread_ts"] != root {
			t.Errorf("prompts %v of %d calls", p.Prompts, len(calls))
		}
		ts := d.say(channel, tanaka, "有休は何日前までに申請しますか。", root)
		d.soon("the answer", func(s *workspace.State) bool {
			return strings.Contains(plain(replies(s, channel, root)), "10営業日前")
		})
		d.settle()
		if s := d.Status(channel, root); s.Text != "" {
			t.Errorf("the status %q is left for %s", s.Text, ts)
		}
	})
	bubble(t, "everything works where no method of agents does", func(t *testing.T) {
		d := open(t, workspace.Options{FreePlan: true}, slackbot.Options{})
		for _, tab := range []string{"home", "messages"} {
			if err := d.OpenHome(tanaka, tab); err != nil {
				t.Fatal(err)
			}
		}
		d.settle()
		if _, ok := d.Home(tanaka); !ok || len(d.Said(d.im(tanaka))) != 1 {
			t.Error("no home tab, or no greeting")
		}
		for i, text := range []string{"有休は何日前までに申請しますか。", "代休は何日前までに申請しますか。"} {
			channel, ts := d.ask(text)
			d.reply(channel, ts, 1)
			mentioned := d.mention(text)
			d.reply(soumu, mentioned, 1)
			d.settle()
			if n := len(d.Calls("agents.sessions.setStatus")); n > 2 {
				t.Errorf("question %d: %d calls of what is not offered", i+1, n)
			}
		}
	})
}
