package slackbot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

func TestBehaviour09_BotsAreNotAnswered(t *testing.T) {
	app := workspace.App{Scopes: all(), Events: follows()}
	// quiet checks that nothing was worked on and nothing said.
	quiet := func(d *desk, said int) {
		d.t.Helper()
		d.settle()
		if list := d.answer.questions(); len(list) != 0 {
			d.t.Errorf("worked on %v", list)
		}
		if list := d.Said(""); len(list) != said {
			d.t.Errorf("said %v", list)
		}
		if list := unacked(d); len(list) != 0 {
			d.t.Errorf("not acknowledged: %v", list)
		}
	}
	bubble(t, "whatever is no new message of a person is passed over", func(t *testing.T) {
		d := open(t, workspace.Options{App: app}, slackbot.Options{})
		im := d.im(tanaka)
		plain := map[string]any{"user": tanaka, "text": "<@" + d.Bot() + "> 有休は何日前までに申請しますか。", "team": "T00000001"}
		odd := map[string]map[string]any{
			"its own":                     {"user": d.Bot()},
			"its own as a bot":            {"user": d.Bot(), "bot_id": "B00000001", "app_id": "A00000001"},
			"another bot's":               {"user": robot, "bot_id": "B0ROBOT01"},
			"an old bot's without a user": {"user": nil, "bot_id": "B0ROBOT01", "subtype": "bot_message", "username": "通知"},
			"an app's":                    {"app_id": "A0OTHER01"},
			"with a bot's profile":        {"bot_profile": map[string]any{"id": "B0ROBOT01", "name": "通知"}},
			"Slackbot's":                  {"user": "USLACKBOT"},
			"nobody's":                    {"user": ""},
			"a change":                    {"subtype": "message_changed", "user": nil, "text": nil, "message": plain, "previous_message": plain},
			"a deletion":                  {"subtype": "message_deleted", "deleted_ts": "1.000001", "previous_message": plain},
			"an edited one":               {"edited": map[string]any{"user": tanaka, "ts": "1.000002"}},
			"a joining":                   {"subtype": "channel_join"},
			"a new topic":                 {"subtype": "channel_topic"},
			"a me-message":                {"subtype": "me_message"},
			"a reminder":                  {"subtype": "reminder_add"},
			"a huddle":                    {"subtype": "huddle_thread"},
			"an assistant's root":         {"subtype": "assistant_app_thread"},
			"a reply's notice":            {"subtype": "message_replied"},
			"without a ts":                {"ts": ""},
			"of a kind yet to come":       {"subtype": "brand_new_subtype_2027"},
		}
		for _, place := range []map[string]any{
			{"type": "app_mention", "channel": soumu, "channel_type": "channel"},
			{"type": "message", "channel": soumu, "channel_type": "channel"},
			{"type": "message", "channel": im, "channel_type": "im"},
		} {
			n := 0
			for _, change := range odd {
				n++
				event := map[string]any{"ts": "946684800.10000" + string(rune('0'+n%10))}
				for _, part := range []map[string]any{plain, place, change} {
					for key, v := range part {
						event[key] = v
					}
				}
				if _, err := d.Emit(place["channel"].(string), event); err != nil {
					t.Fatal(err)
				}
			}
		}
		quiet(d, 0)
		d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
	})
	bubble(t, "another bot that mentions it, in a channel and in a thread of its own", func(t *testing.T) {
		d := open(t, workspace.Options{App: app}, slackbot.Options{})
		if _, err := d.SayAsBot(soumu, robot, "<@"+d.Bot()+"> 有休は何日前までですか。", ""); err != nil {
			t.Fatal(err)
		}
		quiet(d, 0)
	})
	bubble(t, "a bot that posts as a user is told by who it is", func(t *testing.T) {
		d := open(t, workspace.Options{App: app}, slackbot.Options{})
		d.say(soumu, robot, "<@"+d.Bot()+"> 有休は何日前までですか。", "")
		quiet(d, 0)
	})
	bubble(t, "its own answers, which it hears, are no questions", func(t *testing.T) {
		d := open(t, workspace.Options{App: app}, slackbot.Options{})
		d.answer.will(written("<@U0000BOT1> 有休は何日前までですか？ [1]", 5, time.Millisecond))
		ts := d.mention("有休は何日前までに申請しますか。")
		d.reply(soumu, ts, 1)
		d.settle()
		if n := len(d.answer.questions()); n != 1 {
			t.Errorf("worked on %d questions", n)
		}
	})
	bubble(t, "two machines that answer each other are parted by a fuse, and each question is told so", func(t *testing.T) {
		d := open(t, workspace.Options{App: app, Unlimited: true}, slackbot.Options{Policy: slackbot.Policy{PerPerson: 1000}})
		root := d.mention("有休は何日前までに申請しますか。")
		for range 60 { // a script behind a person's account, which answers whatever is said
			time.Sleep(30 * time.Second)
			d.say(soumu, tanaka, "<@"+d.Bot()+"> それは何日前までですか。", root)
		}
		d.settle()
		if n := len(d.answer.questions()); n != 30 {
			t.Errorf("worked on %d questions", n)
		}
		if n := len(replies(d, soumu, root)); n != 61 {
			t.Errorf("%d replies", n)
		}
		time.Sleep(time.Hour)
		d.say(soumu, tanaka, "<@"+d.Bot()+"> 有休は何日前までに申請しますか。", root)
		d.reply(soumu, root, 62)
		if n := len(d.answer.questions()); n != 31 {
			t.Errorf("an hour later worked on %d questions", n)
		}
	})
	bubble(t, "a person who asks too much is told to wait, and others are not", func(t *testing.T) {
		d := open(t, workspace.Options{Unlimited: true}, slackbot.Options{Policy: slackbot.Policy{PerPerson: 3}})
		for i := range 5 {
			m := d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
			if refused := strings.Contains(m.Plain(), "数分おいて"); refused != (i >= 3) {
				t.Errorf("question %d: %s", i, m.Plain())
			}
		}
		m := d.reply(soumu, d.say(soumu, suzuki, "<@"+d.Bot()+"> 有休は何日前までに申請しますか。", ""), 1)
		if !strings.Contains(m.Plain(), "10営業日前") {
			t.Errorf("another person: %s", m.Plain())
		}
		time.Sleep(10 * time.Minute)
		m = d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
		if !strings.Contains(m.Plain(), "10営業日前") {
			t.Errorf("ten minutes later: %s", m.Plain())
		}
	})
}

func TestAQuestionIsCountedOnce(t *testing.T) {
	bubble(t, "however often it is tried, until Slack takes its answer", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{Policy: slackbot.Policy{PerPerson: 2}})
		mend := d.Break(workspace.Fault{Method: "chat.postMessage", Times: -1, Status: 503})
		first := d.mention("有休は何日前までに申請しますか。")
		time.Sleep(8 * time.Minute)
		if n := len(d.answer.questions()); n < 2 {
			t.Fatalf("tried %d times", n)
		}
		mend()
		second := d.mention("半休は何日前までに申請しますか。")
		for _, ts := range []string{first, second} {
			if m := d.reply(soumu, ts, 1); !strings.Contains(m.Plain(), "10営業日前") {
				t.Errorf("%s", m.Plain())
			}
		}
	})
}

func TestAFullQueueSaysSo(t *testing.T) {
	bubble(t, "and answers later who could not be told", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}, Unlimited: true}, slackbot.Options{Workers: 1, Queue: 1})
		release := make(chan struct{})
		d.answer.will(func(ctx context.Context, q bot.Question, _ func(string)) (bot.Answer, error) {
			<-release
			return quoted(q), ctx.Err()
		})
		first := d.mention("有休は何日前までに申請しますか。")
		d.settle()
		mend := d.Break(workspace.Fault{Method: "chat.postMessage", Times: -1, Status: 503})
		second := d.mention("半休は何日前までに申請しますか。")
		time.Sleep(30 * time.Second)
		mend()
		close(release)
		for _, ts := range []string{first, second} {
			if m := d.reply(soumu, ts, 1); !strings.Contains(m.Plain(), "10営業日前") {
				t.Errorf("%s", m.Plain())
			}
		}
		d.settle()
		if open, err := d.ledger.Unfinished(t.Context()); err != nil || len(open) != 0 {
			t.Errorf("left in the journal: %v, %v", open, err)
		}
	})
	bubble(t, "but to nobody whose question an earlier run accepted", func(t *testing.T) {
		d := open(t, workspace.Options{Unlimited: true}, slackbot.Options{Drain: time.Millisecond})
		d.answer.will(stuck)
		var asked []string
		for range 5 {
			asked = append(asked, d.mention("有休は何日前までに申請しますか。"))
		}
		d.settle()
		d.opt.Workers, d.opt.Queue = 1, 2
		d.crashed(d.snapshot())
		for _, ts := range asked {
			if m := d.reply(soumu, ts, 1); !strings.Contains(m.Plain(), "10営業日前") {
				t.Errorf("%s", m.Plain())
			}
		}
	})
	bubble(t, "at once", func(t *testing.T) {
		d := open(t, workspace.Options{Unlimited: true}, slackbot.Options{Workers: 1, Queue: 2})
		d.answer.will(written("10営業日前までです。[1]", 3, time.Second))
		var asked []string
		for range 5 {
			asked = append(asked, d.mention("有休は何日前までに申請しますか。"))
			time.Sleep(100 * time.Millisecond)
		}
		for i, ts := range asked {
			m := d.reply(soumu, ts, 1)
			if busy := strings.Contains(m.Plain(), "混み合って"); busy != (i >= 2) {
				t.Errorf("question %d: %s", i, m.Plain())
			}
		}
		d.settle()
		if open, err := d.ledger.Unfinished(t.Context()); err != nil || len(open) != 0 {
			t.Errorf("left in the journal: %v, %v", open, err)
		}
		d.calm()
	})
}

func TestBehaviour10_OutsidersAreRefused(t *testing.T) {
	const secret = "10営業日前"
	// refused checks that who asked in a channel has one refusal, and nothing else.
	refused := func(d *desk, channel, says string) {
		d.t.Helper()
		d.settle()
		if list := d.answer.questions(); len(list) != 0 {
			d.t.Errorf("worked on %v", list)
		}
		list := d.Said("")
		if len(list) != 1 || !strings.Contains(list[0].Plain(), says) {
			d.t.Errorf("said %v, want %q", list, says)
		}
		for _, m := range list {
			if strings.Contains(m.Plain(), secret) || m.Channel != channel {
				d.t.Errorf("in %s: %s", m.Channel, m.Plain())
			}
		}
		d.calm()
	}
	ask := func(d *desk) string { return "<@" + d.Bot() + "> 有休は何日前までに申請しますか。" }
	for _, c := range []struct {
		name string
		who  workspace.User
		says string
	}{
		{"a guest of several channels", workspace.User{IsRestricted: true}, "ゲスト"},
		{"a guest of one channel", workspace.User{IsUltraRestricted: true}, "ゲスト"},
		{"a stranger", workspace.User{IsStranger: true}, "社外"},
		{"a member of another workspace", workspace.User{Team: "T0OTHER01"}, "社外"},
	} {
		c.who.ID, c.who.Name = "U0GENZAI1", "gaibu"
		bubble(t, c.name+" in a channel", func(t *testing.T) {
			d := open(t, workspace.Options{
				People:   []workspace.User{c.who},
				Channels: []workspace.Channel{{ID: "C0ALL0001", Name: "全社", Members: []string{c.who.ID, tanaka, "U0000BOT1"}}},
			}, slackbot.Options{})
			d.say("C0ALL0001", c.who.ID, ask(d), "")
			refused(d, "C0ALL0001", c.says)
		})
		bubble(t, c.name+" in a direct message", func(t *testing.T) {
			d := open(t, workspace.Options{People: []workspace.User{c.who}}, slackbot.Options{})
			im := d.im(c.who.ID)
			d.say(im, c.who.ID, "有休は何日前までに申請しますか。", "")
			refused(d, im, c.says)
		})
		bubble(t, c.name+" by command", func(t *testing.T) {
			d := open(t, workspace.Options{
				People:   []workspace.User{c.who},
				Channels: []workspace.Channel{{ID: "C0ALL0001", Name: "全社", Members: []string{c.who.ID, "U0000BOT1"}}},
			}, slackbot.Options{})
			if _, err := d.Slash("C0ALL0001", c.who.ID, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
				t.Fatal(err)
			}
			d.settle()
			if list := d.answer.questions(); len(list) != 0 {
				t.Errorf("worked on %v", list)
			}
			var told bool
			for _, m := range d.Said("") {
				told = told || strings.Contains(m.Plain(), c.says)
				if m.EphemeralTo != c.who.ID || strings.Contains(m.Plain(), secret) {
					t.Errorf("%q sees %s", m.EphemeralTo, m.Plain())
				}
			}
			if !told {
				t.Errorf("said %v", d.Said(""))
			}
		})
	}
	bubble(t, "a member in a channel shared with another organisation", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.say(joint, tanaka, ask(d), "")
		refused(d, joint, "社外の方と共有")
	})
	bubble(t, "a stranger there, whose own workspace the event names", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		ts := d.say(joint, alien, "おはようございます。", "")
		d.Inject("events_api", []byte(`{"type":"event_callback","team_id":"T0OTHER01","api_app_id":"A00000001","event_id":"Ev9","is_ext_shared_channel":true,
			"authorizations":[{"team_id":"T00000001","user_id":"U0000BOT1","is_bot":true}],
			"event":{"type":"app_mention","user":"`+alien+`","user_team":"T0OTHER01","channel":"`+joint+`","ts":"`+ts+`","text":"<@U0000BOT1> 有休は何日前までですか。"}}`))
		refused(d, joint, "社外の方と共有")
	})
	bubble(t, "a member by command in such a channel, where the bot may look", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
		if _, err := d.Slash(joint, tanaka, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if list := d.answer.questions(); len(list) != 0 {
			t.Errorf("worked on %v", list)
		}
		for _, m := range d.Said("") {
			if m.EphemeralTo != tanaka || strings.Contains(m.Plain(), secret) {
				t.Errorf("%q sees %s", m.EphemeralTo, m.Plain())
			}
		}
	})
	bubble(t, "a member by command where the channel can't be looked up just now", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "conversations.info", Times: -1, Error: "internal_error"})
		if _, err := d.Slash(soumu, tanaka, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if list := d.answer.questions(); len(list) != 0 {
			t.Errorf("worked on %v", list)
		}
	})
	bubble(t, "a shortcut on a message of such a channel", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
		ts := d.say(joint, alien, "有休は何日前までに申請しますか。", "")
		if _, err := d.Shortcut(tanaka, ts, "kotae_ask_message"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if list := d.answer.questions(); len(list) != 0 {
			t.Errorf("worked on %v", list)
		}
	})
	bubble(t, "an event whose user_team is another one", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		ts := d.say(soumu, tanaka, "有休の件です。", "")
		if _, err := d.Emit(soumu, map[string]any{
			"type": "app_mention", "user": tanaka, "user_team": "T0OTHER01", "channel": soumu, "ts": ts, "text": ask(d),
		}); err != nil {
			t.Fatal(err)
		}
		refused(d, soumu, "社外")
	})
	for name, fault := range map[string]workspace.Fault{
		"does not say":    {Method: "users.info", Times: -1, Error: "user_not_found"},
		"is broken":       {Method: "users.info", Times: -1, Status: 500},
		"does not answer": {Method: "users.info", Times: -1, Hang: true},
		"hides users":     {Method: "users.info", Times: -1, Error: "missing_scope"},
	} {
		bubble(t, "anybody, while Slack "+name, func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			mend := d.Break(fault)
			d.mention("有休は何日前までに申請しますか。")
			time.Sleep(time.Minute)
			refused(d, soumu, "確認できなかった")
			mend()
			m := d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
			if !strings.Contains(m.Plain(), secret) {
				t.Errorf("once it does again: %s", m.Plain())
			}
		})
	}
	bubble(t, "who left the company is met with silence", func(t *testing.T) {
		d := open(t, workspace.Options{People: []workspace.User{{ID: "U0GONE001", Name: "gone", Deleted: true}}}, slackbot.Options{})
		if _, err := d.Emit(soumu, map[string]any{"type": "app_mention", "user": "U0GONE001", "channel": soumu, "ts": "946684800.000009", "text": ask(d)}); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if len(d.answer.questions()) != 0 || len(d.Said("")) != 0 {
			t.Errorf("said %v", d.Said(""))
		}
	})
	bubble(t, "but not where the policy lets them in", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{Policy: slackbot.Policy{Guests: true, Strangers: true, SharedChannels: true}})
		for channel, user := range map[string]string{soumu: gast, joint: alien} {
			m := d.reply(channel, d.say(channel, user, ask(d), ""), 1)
			if !strings.Contains(m.Plain(), secret) {
				t.Errorf("%s in %s: %s", user, channel, m.Plain())
			}
		}
	})
	bubble(t, "a channel that is not answered in, while direct messages and their commands are", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{Policy: slackbot.Policy{Channels: []string{keiri}}})
		m := d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
		if !strings.Contains(m.Plain(), "ダイレクトメッセージ") || len(d.answer.questions()) != 0 {
			t.Errorf("in another channel: %s", m.Plain())
		}
		m = d.reply(keiri, d.say(keiri, tanaka, ask(d), ""), 1)
		if !strings.Contains(m.Plain(), secret) {
			t.Errorf("in the channel: %s", m.Plain())
		}
		im := d.im(tanaka)
		m = d.reply(im, d.say(im, tanaka, "有休は何日前までに申請しますか。", ""), 1)
		if !strings.Contains(m.Plain(), secret) {
			t.Errorf("in a direct message: %s", m.Plain())
		}
		if _, err := d.Slash(im, tanaka, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if n := len(d.answer.questions()); n != 3 {
			t.Errorf("worked on %d questions", n)
		}
	})
}
