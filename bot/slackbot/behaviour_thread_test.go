package slackbot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// topLevel are the messages of the bot in a channel that stand in no thread.
func topLevel(d *desk, channel string) (list []workspace.Message) {
	for _, m := range d.Said(channel) {
		if m.ThreadTS == "" && m.EphemeralTo == "" {
			list = append(list, m)
		}
	}
	return list
}

func TestBehaviour07_AnswersStayInTheirThread(t *testing.T) {
	// stays checks that an answer stands in the thread of root, and nowhere else.
	stays := func(d *desk, channel, root string) {
		d.t.Helper()
		m := d.reply(channel, root, 1)
		if m.ThreadTS != root {
			d.t.Errorf("thread_ts is %q, want %q", m.ThreadTS, root)
		}
		d.settle()
		for _, m := range d.Said(channel) {
			if m.ThreadTS != root || m.Broadcast {
				d.t.Errorf("thread_ts %q, broadcast %v: %s", m.ThreadTS, m.Broadcast, m.Plain())
			}
		}
		for _, c := range d.Calls("") {
			if c.Args["reply_broadcast"] == "true" {
				d.t.Errorf("%s broadcasts", c.Method)
			}
		}
	}
	bubble(t, "a mention in a channel begins one", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		stays(d, soumu, d.mention("有休は何日前までに申請しますか。"))
	})
	bubble(t, "a mention in a thread is answered under its root", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		root := d.say(soumu, suzuki, "有休の締切、知っていますか。", "")
		d.say(soumu, tanaka, "<@"+d.Bot()+"> 有休は何日前までに申請しますか。", root)
		stays(d, soumu, root)
	})
	bubble(t, "a mention in a thread that is shown in the channel too is not", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		root := d.say(soumu, suzuki, "有休の締切、知っていますか。", "")
		if _, err := d.Broadcast(soumu, tanaka, "<@"+d.Bot()+"> 有休は何日前までに申請しますか。", root); err != nil {
			t.Fatal(err)
		}
		stays(d, soumu, root)
	})
	bubble(t, "a direct message is the root of its answer", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		stays(d, im, d.say(im, tanaka, "有休は何日前までに申請しますか。", ""))
	})
	bubble(t, "a direct message in a thread is answered under its root", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		root := d.say(im, tanaka, "おはようございます。有休は何日前までですか。", "")
		d.reply(im, root, 1)
		d.say(im, tanaka, "半休はどうですか。", root)
		d.reply(im, root, 2)
		for _, m := range d.Said(im) {
			if m.ThreadTS != root {
				t.Errorf("thread_ts is %q", m.ThreadTS)
			}
		}
	})
	for name, free := range map[string]bool{"": false, ", with a message to wait by": true} {
		bubble(t, "a question deleted while it is answered leaves nothing in the channel"+name, func(t *testing.T) {
			d := open(t, workspace.Options{FreePlan: free}, slackbot.Options{})
			d.answer.will(written("10営業日前までです。[1]", 3, time.Second))
			ts := d.mention("有休は何日前までに申請しますか。")
			time.Sleep(500 * time.Millisecond)
			if err := d.Delete(tanaka, ts); err != nil {
				t.Fatal(err)
			}
			time.Sleep(2 * time.Minute)
			d.settle()
			if list := topLevel(d, soumu); len(list) != 0 {
				t.Errorf("left in the channel: %v", list)
			}
			if n := d.number(func(s *workspace.State) int { return s.Count("chat.postMessage") }); n > 2 {
				t.Errorf("posted %d times", n)
			}

		})
	}
	bubble(t, "a question deleted before its refusal leaves nothing either", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "users.info", Latency: 3 * time.Second})
		ts := d.say(soumu, gast, "<@"+d.Bot()+"> 有休は何日前までに申請しますか。", "")
		if err := d.Delete(gast, ts); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if list := topLevel(d, soumu); len(list) != 0 {
			t.Errorf("left in the channel: %v", list)
		}
	})
	bubble(t, "a question whose deletion is heard of is not worked on any longer", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		ended := make(chan error, 1)
		d.answer.will(func(ctx context.Context, _ bot.Question, _ func(string)) (bot.Answer, error) {
			<-ctx.Done()
			ended <- context.Cause(ctx)
			return bot.Answer{}, ctx.Err()
		})
		im := d.im(tanaka)
		ts := d.say(im, tanaka, "有休は何日前までに申請しますか。", "")
		d.settle()
		deleted := time.Now()
		if err := d.Delete(tanaka, ts); err != nil {
			t.Fatal(err)
		}
		<-ended
		if took := time.Since(deleted); took > time.Second {
			t.Errorf("stopped after %v", took)
		}
		d.settle()
		if list := d.Said(im); len(list) != 0 {
			t.Errorf("said %v", list)
		}
	})
	bubble(t, "a question deleted while it waits is not answered", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written("10営業日前までです。[1]", 3, time.Second))
		im := d.im(tanaka)
		first := d.say(im, tanaka, "有休は何日前までに申請しますか。", "")
		time.Sleep(100 * time.Millisecond) // two connections keep no order between them
		second := d.say(im, tanaka, "出張の日当はいくらですか。", "")
		time.Sleep(time.Second)
		if err := d.Delete(tanaka, second); err != nil {
			t.Fatal(err)
		}
		d.reply(im, first, 1)
		d.settle()
		if n := len(d.answer.questions()); n != 1 {
			t.Errorf("worked on %d questions", n)
		}
		if list := topLevel(d, im); len(list) != 0 {
			t.Errorf("left in the conversation: %v", list)
		}
	})
}

// said are the texts of a question's history.
func said(q bot.Question) (texts []string) {
	for _, turn := range q.History {
		texts = append(texts, turn.Text)
	}
	return texts
}

func TestBehaviour08_FollowUpsKnowTheirThread(t *testing.T) {
	// last is the question that was worked on last.
	last := func(d *desk) bot.Question {
		list := d.answer.questions()
		return list[len(list)-1]
	}
	// leansOn checks what a question's history holds, and what it does not.
	leansOn := func(t *testing.T, q bot.Question, yes, no string) {
		t.Helper()
		all := strings.Join(said(q), "\n")
		if yes == "" && all != "" || !strings.Contains(all, yes) {
			t.Errorf("%q leans on %q, not on %q", q.Text, all, yes)
		}
		if no != "" && strings.Contains(all, no) {
			t.Errorf("%q leans on %q", q.Text, all)
		}
	}
	bubble(t, "a mention in a thread leans on its answers alone, without leave to read anything", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		leave, travel := d.mention("有休は何日前までに申請しますか。"), d.mention("出張の日当はいくらですか。")
		d.reply(soumu, leave, 1)
		d.reply(soumu, travel, 1)
		d.say(soumu, tanaka, "<@"+d.Bot()+"> じゃあ半休は？", leave)
		d.reply(soumu, leave, 2)
		leansOn(t, last(d), "有休", "日当")
		d.say(soumu, tanaka, "<@"+d.Bot()+"> 海外の場合は？", travel)
		d.reply(soumu, travel, 2)
		leansOn(t, last(d), "日当", "休")
		if n := len(last(d).History); n != 2 {
			t.Errorf("%d turns", n)
		}
		if n := d.number(func(s *workspace.State) int { return s.Count("conversations.history") }); n != 0 {
			t.Errorf("read the channel %d times", n)
		}
	})
	bubble(t, "threads of a direct message never mix", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		leave := d.say(im, tanaka, "有休は何日前までに申請しますか。", "")
		d.reply(im, leave, 1)
		time.Sleep(time.Hour)
		travel := d.say(im, tanaka, "出張の日当はいくらですか。", "")
		d.reply(im, travel, 1)
		leansOn(t, last(d), "", "有休")
		d.say(im, tanaka, "じゃあ半休は？", leave)
		d.reply(im, leave, 2)
		leansOn(t, last(d), "有休", "日当")
		d.say(im, tanaka, "海外の場合は？", travel)
		d.reply(im, travel, 2)
		leansOn(t, last(d), "日当", "休")
	})
	bubble(t, "what is written below an answer in a direct message goes on with it", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		im := d.im(tanaka)
		d.reply(im, d.say(im, tanaka, "有休は何日前までに申請しますか。", ""), 1)
		d.reply(im, d.say(im, tanaka, "じゃあ半休は？", ""), 1)
		leansOn(t, last(d), "有休", "")
	})
	bubble(t, "the conversation of another person, or elsewhere, is none of theirs", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
		im := d.im(tanaka)
		d.reply(im, d.say(im, tanaka, "じゃあ半休は？", ""), 1)
		leansOn(t, last(d), "", "有休")
		im = d.im(suzuki)
		d.reply(im, d.say(im, suzuki, "じゃあ半休は？", ""), 1)
		leansOn(t, last(d), "", "半休")
		d.reply(soumu, d.mention("それで、経費はどうですか。"), 1)
		leansOn(t, last(d), "", "有休")
		if _, err := d.Slash(soumu, tanaka, "/kotae", "じゃあ半休は？"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		leansOn(t, last(d), "", "有休")
	})
	bubble(t, "a reply without a mention goes on where the bot has answered, if it asks", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all(), Events: follows()}}, slackbot.Options{})
		root := d.mention("有休は何日前までに申請しますか。")
		d.reply(soumu, root, 1)
		d.say(soumu, suzuki, "じゃあ半休は？", root)
		d.reply(soumu, root, 2)
		leansOn(t, last(d), "有休", "")
		for _, chat := range []string{"ありがとうございます！", "<@" + suzuki + "> さんはどうですか？", "<!here> 皆さんはいつ休みますか？"} {
			d.say(soumu, tanaka, chat, root)
		}
		elsewhere := d.say(soumu, tanaka, "有休の件です。", "")
		d.say(soumu, tanaka, "半休は何日前までですか。", elsewhere)
		d.say(soumu, tanaka, "半休は何日前までですか。", "")
		d.settle()
		if n := len(d.answer.questions()); n != 2 {
			t.Errorf("worked on %d questions: %v", n, d.answer.questions())
		}
	})
	bubble(t, "it remembers over a restart", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		root := d.mention("有休は何日前までに申請しますか。")
		d.reply(soumu, root, 1)
		if err := d.end(); err != nil {
			t.Fatal(err)
		}
		d.start()
		d.say(soumu, tanaka, "<@"+d.Bot()+"> じゃあ半休は？", root)
		d.reply(soumu, root, 2)
		leansOn(t, last(d), "有休", "")
	})
	bubble(t, "a mention in a thread of people's leans on what they said there, as far as it may be read", func(t *testing.T) {
		for _, c := range []struct {
			scopes []string
			want   []string
		}{{all(), []string{"来月の出張、日当はいくらだろう。", "規程にあったはずです。"}}, {nil, nil}} {
			d := open(t, workspace.Options{App: workspace.App{Scopes: c.scopes}}, slackbot.Options{})
			root := d.say(soumu, suzuki, "来月の出張、日当はいくらだろう。", "")
			d.say(soumu, tanaka, "規程にあったはずです。", root)
			if _, err := d.SayAsBot(soumu, robot, "ビルドに失敗しました。", root); err != nil {
				t.Fatal(err)
			}
			d.say(soumu, tanaka, "<@"+d.Bot()+"> 調べてください。", root)
			d.say(soumu, tanaka, "あとで読みます。", root)
			d.reply(soumu, root, 1)
			if got := said(last(d)); !slices.Equal(got, c.want) {
				t.Errorf("leans on %q, want %q", got, c.want)
			}
			d.end()
		}
	})
	bubble(t, "questions of one conversation are answered in their order", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written("10営業日前までです。[1]", 3, time.Second))
		root := d.mention("有休は何日前までに申請しますか。")
		time.Sleep(100 * time.Millisecond) // two connections keep no order between them
		d.say(soumu, tanaka, "<@"+d.Bot()+"> じゃあ半休は？", root)
		d.reply(soumu, root, 2)
		leansOn(t, last(d), "有休", "")
	})
}
