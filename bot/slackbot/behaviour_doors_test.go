package slackbot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"kotae/bot"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// bubble is a subtest in which time passes only while everything waits.
func bubble(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, f) })
}

// acked waits for an acknowledgement and checks that it came within a second.
func (d *desk) acked(what, envelope string) {
	d.t.Helper()
	e, err := d.Acked(d.t.Context(), envelope)
	if err != nil {
		d.t.Errorf("%s: %v", what, err)
		return
	}
	if took := e.AckedAt.Sub(e.At); took > time.Second {
		d.t.Errorf("%s: acknowledged after %v", what, took)
	}
}

func TestBehaviour01_EveryEnvelopeIsAcknowledged(t *testing.T) {
	bubble(t, "known and unknown, well and badly formed, and the bot goes on", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		for _, payload := range []string{
			`{}`, `null`, `[]`, `"こんにちは"`, `7`,
			`{"type":"event_callback"}`,
			`{"type":"event_callback","team_id":7,"event":"文字列"}`,
			`{"type":"event_callback","team_id":"T00000001","event":{"type":["message"]}}`,
			`{"type":"event_callback","team_id":"T00000001","event":{"type":"message","channel":{"id":"C1"},"ts":12.5,"user":null}}`,
			`{"type":"event_callback","team_id":"T00000001","event":{"type":"message","subtype":"message_deleted","deleted_ts":{}}}`,
			`{"type":"event_callback","team_id":"T00000001","event":{"type":"app_home_opened","tab":7}}`,
			`{"type":"event_callback","team_id":"T00000001","event":{"type":"agent_session_stopped"}}`,
			`{"type":"event_callback","team_id":"T00000001","event":{"type":"assistant_thread_started","assistant_thread":[]}}`,
			`{"type":"app_rate_limited","team_id":"T00000001","minute_rate_limited":1518467820}`,
			`{"type":"brand_new_callback_2027"}`,
		} {
			d.acked("event "+payload, d.Inject("events_api", json.RawMessage(payload)))
		}
		for _, payload := range []string{
			`{}`, `null`, `[]`, `{"type":"brand_new_interaction_2027"}`, `{"type":7}`,
			`{"type":"block_actions","actions":"押した"}`, `{"type":"block_actions","actions":[null]}`,
			`{"type":"block_actions","user":[],"actions":[{"type":"brand_new_element","action_id":"新しい"}]}`,
			`{"type":"block_actions","actions":[{"type":"button","action_id":"open","url":"https://example.com/"}]}`,
			`{"type":"block_suggestion"}`, `{"type":"view_closed"}`, `{"type":"shortcut"}`,
			`{"type":"view_submission","view":{"callback_id":"知らない"}}`, `{"type":"view_submission","view":7}`,
		} {
			d.acked("interaction "+payload, d.Inject("interactive", json.RawMessage(payload)))
		}
		for _, payload := range []string{`{}`, `null`, `{"command":7}`, `{"text":["有休"]}`} {
			d.acked("command "+payload, d.Inject("slash_commands", json.RawMessage(payload)))
		}
		d.acked("an unknown kind", d.Inject("brand_new_envelope_2027", json.RawMessage(`{"何か":"新しい"}`)))
		for _, name := range []string{"brand_new_event_2027", "reaction_added", "file_shared", "link_shared"} {
			if _, err := d.Emit(soumu, map[string]any{"type": name, "user": tanaka, "channel": soumu}); err != nil {
				t.Fatal(err)
			}
		}
		d.settle()
		d.Look(func(s *workspace.State) {
			for _, e := range s.Unacked() {
				t.Errorf("not acknowledged: %s %s", e.Kind, e.Payload)
			}
		})
		if n := len(d.answer.questions()); n != 0 {
			t.Errorf("%d questions were made of nothing", n)
		}
		if n := len(d.Said(soumu)); n != 0 {
			t.Errorf("%d messages were posted", n)
		}
		d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
	})
	bubble(t, "one odd block in a message does not cost the question beside it", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		ts := d.say(soumu, tanaka, "有休の件です。", "")
		if _, err := d.Emit(soumu, map[string]any{
			"type": "app_mention", "user": tanaka, "channel": soumu, "ts": ts, "text": "<@" + d.Bot() + "> 有休は何日前までに申請しますか。",
			"blocks": []any{map[string]any{"type": 7, "elements": "壊れた"}}, "files": 7, "edited": nil, "bot_profile": nil,
		}); err != nil {
			t.Fatal(err)
		}
		d.reply(soumu, ts, 1)
		if q := d.answer.questions()[0].Text; q != "有休は何日前までに申請しますか。" {
			t.Errorf("asked %q", q)
		}
	})
	bubble(t, "within a second even while no call to Slack comes back", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		mend := d.Break(workspace.Fault{Times: -1, Hang: true})
		asked := d.mention("有休は何日前までに申請しますか。")
		command, err := d.Slash(soumu, tanaka, "/kotae", "出張の日当はいくらですか。")
		if err != nil {
			t.Fatal(err)
		}
		status, err := d.Slash(soumu, tanaka, "/kotae", "status")
		if err != nil {
			t.Fatal(err)
		}
		shortcut, err := d.Shortcut(suzuki, asked, "kotae_ask_message")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.OpenHome(tanaka, "home"); err != nil {
			t.Fatal(err)
		}
		for what, id := range map[string]string{"a command": command, "a command for the state": status, "a shortcut": shortcut} {
			d.acked(what, id)
		}
		d.settle()
		for _, e := range d.Envelopes() {
			if !e.Acked() || e.AckedAt.Sub(e.At) > time.Second {
				t.Errorf("%s %s: acknowledged %v, after %v", e.Kind, e.Name, e.Acked(), e.AckedAt.Sub(e.At))
			}
		}
		mend()
		d.reply(soumu, asked, 1)
	})
}

func TestBehaviour04_NothingIsLostBetweenConnections(t *testing.T) {
	bubble(t, "a hundred questions during rolling disconnects have a hundred answers, none delivered twice", func(t *testing.T) {
		d := open(t, workspace.Options{Unlimited: true, Seed: 7}, slackbot.Options{Policy: slackbot.Policy{PerPerson: 1000}})
		d.soon("two connections", func(s *workspace.State) bool { return s.Sockets() == 2 })
		var asked []string
		for i := range 100 {
			asked = append(asked, d.mention(fmt.Sprintf("%d番目の規程は何ですか。", i)))
			if i%5 == 0 {
				d.Disconnect(d.Sockets()[0], []string{"warning", "refresh_requested"}[i/5%2])
			}
			if n := len(d.Sockets()); n > 10 {
				t.Errorf("%d connections", n)
			}
			time.Sleep(300 * time.Millisecond)
		}
		for _, ts := range asked {
			d.reply(soumu, ts, 1)
		}
		d.settle()
		for i, ts := range asked {
			if n := len(replies(d, soumu, ts)); n != 1 {
				t.Errorf("question %d has %d answers", i, n)
			}
		}
		for _, e := range d.Envelopes() {
			if !e.Acked() || e.Attempt > 0 {
				t.Errorf("%s: attempt %d, acknowledged %v, %s", e.ID, e.Attempt, e.Acked(), e.Failure)
			}
		}
		time.Sleep(time.Minute)
		if n := len(d.Sockets()); n != 2 {
			t.Errorf("%d connections are left", n)
		}
		if strings.Contains(d.log.String(), "another program") {
			t.Error("took its own connections for a stranger's")
		}
	})
	bubble(t, "connections that are cut without a word are opened again, and what was on its way is answered once", func(t *testing.T) {
		d := open(t, workspace.Options{Unlimited: true}, slackbot.Options{})
		var asked []string
		for i := range 20 {
			asked = append(asked, d.mention(fmt.Sprintf("%d番目の規程は何ですか。", i)))
			if i%4 == 3 {
				d.Drop(0)
				time.Sleep(12 * time.Second)
			}
		}
		for i, ts := range asked {
			d.reply(soumu, ts, 1)
			if n := len(replies(d, soumu, ts)); n != 1 {
				t.Errorf("question %d has %d answers", i, n)
			}
		}
		if strings.Contains(d.log.String(), "another program") {
			t.Error("took its own connections for a stranger's")
		}
	})
	bubble(t, "a connection that goes silent is left for another", func(t *testing.T) {
		d := open(t, workspace.Options{PingEvery: time.Hour}, slackbot.Options{})
		d.soon("two connections", func(s *workspace.State) bool { return s.Sockets() == 2 })
		time.Sleep(5 * time.Minute) // the bot's own pings are answered
		if n := d.number(func(s *workspace.State) int { return s.Count("apps.connections.open") }); n != 2 {
			t.Errorf("%d connections were asked for", n)
		}
	})
	bubble(t, "where Slack takes no second connection, one does, and Slack is not hammered", func(t *testing.T) {
		d := open(t, workspace.Options{Sockets: 1}, slackbot.Options{})
		time.Sleep(10 * time.Minute)
		if n := d.number(func(s *workspace.State) int { return s.Count("apps.connections.open") }); n > 30 {
			t.Errorf("%d connections were asked for in ten minutes", n)
		}
		d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
	})
	bubble(t, "never more than ten, however often they are told to go", func(t *testing.T) {
		d := open(t, workspace.Options{Grace: time.Hour, Sockets: 100, Unlimited: true}, slackbot.Options{})
		for range 20 {
			d.Disconnect(0, "warning")
			time.Sleep(time.Second)
			if n := len(d.Sockets()); n > 10 {
				t.Fatalf("%d connections", n)
			}
		}
		d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
	})
	bubble(t, "a stranger on the same token is warned of, once", func(t *testing.T) {
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		stranger := d.connect()
		defer stranger.Close()
		d.start()
		d.settle()
		if n := strings.Count(d.log.String(), "another program is connected"); n != 1 {
			t.Errorf("warned %d times", n)
		}
	})
	bubble(t, "Socket Mode switched off is said, and ends the bot", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.Disconnect(1, "link_disabled")
		err := <-d.ended
		d.ended <- err
		if !errors.Is(err, slackbot.ErrSettings) || !strings.Contains(err.Error(), "Socket Mode") {
			t.Errorf("Run: %v", err)
		}
	})
}

// number reads one thing of the workspace's state.
func (d *desk) number(f func(*workspace.State) int) (n int) {
	d.Look(func(s *workspace.State) { n = f(s) })
	return n
}

// connect opens a connection with the app's token, as another program would.
func (d *desk) connect() *websocket.Conn {
	d.t.Helper()
	client := http.Client{Transport: &http.Transport{DialContext: d.DialContext, DisableKeepAlives: true}}
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.URL()+"apps.connections.open", nil)
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+workspace.AppToken)
	response, err := client.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ URL string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		d.t.Fatal(err)
	}
	dialer := websocket.Dialer{NetDialContext: d.DialContext}
	conn, upgraded, err := dialer.DialContext(d.t.Context(), answer.URL, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	upgraded.Body.Close()
	return conn
}

func TestBehaviour05_TheEndIsOrderly(t *testing.T) {
	bubble(t, "what is being answered is finished, and its status cleared", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written("年次有給休暇は10営業日前までに申請します。[1]", 5, time.Second))
		ts := d.mention("有休は何日前までに申請しますか。")
		d.soon("the session", func(s *workspace.State) bool { v, ok := s.Session(soumu, ts); return ok && v.State == "processing" })
		if err := d.end(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if n := len(replies(d, soumu, ts)); n != 1 {
			t.Errorf("%d answers", n)
		}
		d.calm()
	})
	bubble(t, "what waits, and what comes at the last moment, is answered by the next start", func(t *testing.T) {
		d := open(t, workspace.Options{Unlimited: true}, slackbot.Options{Workers: 1})
		d.answer.will(written("10営業日前までです。[1]", 3, 2*time.Second))
		var asked []string
		for i := range 5 {
			asked = append(asked, d.mention(fmt.Sprintf("%d番目の規程は何ですか。", i)))
		}
		d.soon("five acknowledgements", func(s *workspace.State) bool { return len(s.Envelopes()) == 5 && len(s.Unacked()) == 0 })
		d.stop()
		time.Sleep(100 * time.Millisecond)
		asked = append(asked, d.mention("最後の質問です。何日前までですか。"))
		synctest.Wait()
		d.Look(func(s *workspace.State) {
			if n := len(s.Unacked()); n != 0 {
				t.Errorf("%d envelopes were not acknowledged", n)
			}
		})
		if err := d.end(); err != nil {
			t.Errorf("Run: %v", err)
		}
		d.calm()
		d.answer.will(nil)
		d.start()
		for i, ts := range asked {
			d.reply(soumu, ts, 1)
			if n := len(replies(d, soumu, ts)); n != 1 {
				t.Errorf("question %d has %d answers", i, n)
			}
		}
	})
	bubble(t, "what nobody was there to hear comes again", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		if err := d.end(); err != nil {
			t.Errorf("Run: %v", err)
		}
		ts := d.mention("有休は何日前までに申請しますか。")
		d.start()
		d.reply(soumu, ts, 1)
	})
	everything := all()
	for name, slow := range map[string]func(d *desk){
		"an answer that does not come": func(d *desk) {
			d.answer.will(func(ctx context.Context, _ bot.Question, _ func(string)) (bot.Answer, error) {
				<-ctx.Done()
				return bot.Answer{}, ctx.Err()
			})
		},
		"Slack that does not answer":   func(d *desk) { d.Break(workspace.Fault{Times: -1, Hang: true}) },
		"Slack that always says later": func(d *desk) { d.Break(workspace.Fault{Times: -1, Status: 429, RetryAfter: time.Minute}) },
		"Slack that is broken":         func(d *desk) { d.Break(workspace.Fault{Times: -1, Status: 503}) },
	} {
		bubble(t, name+" holds up the end by no more than 30 seconds, and the question is answered later", func(t *testing.T) {
			d := open(t, workspace.Options{Unlimited: true, App: workspace.App{Scopes: everything}}, slackbot.Options{Workers: 2})
			slow(d)
			asked := []string{d.mention("有休は何日前までに申請しますか。"), d.mention("出張の日当はいくらですか。"), d.mention("半休はありますか。")}
			time.Sleep(20 * time.Second)
			began := time.Now()
			if err := d.end(); err != nil {
				t.Errorf("Run: %v", err)
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("it took %v", took)
			}
			d.answer.will(nil)
			d.mendAll()
			d.start()
			for i, ts := range asked {
				d.reply(soumu, ts, 1)
				d.settle()
				if n := len(replies(d, soumu, ts)); n != 1 {
					t.Errorf("question %d has %d answers", i, n)
				}
			}
			d.calm()
		})
	}
}

// Break has calls go wrong until they are mended.
func (d *desk) Break(f workspace.Fault) (mend func()) {
	mend = d.Server.Break(f)
	d.mend = append(d.mend, mend)
	return mend
}

// mendAll ends everything that is broken.
func (d *desk) mendAll() {
	for _, mend := range d.mend {
		mend()
	}
	d.mend = nil
}

// calm checks that nothing shows that the bot is at work.
func (d *desk) calm() {
	d.t.Helper()
	d.Look(func(s *workspace.State) {
		for _, v := range s.Sessions() {
			if v.State != "active" {
				d.t.Errorf("session %s is %s\n%s", v.ThreadTS, v.State, d.log)
			}
			if status := s.Status(v.Channel, v.ThreadTS); status.Text != "" {
				d.t.Errorf("thread %s shows %q", v.ThreadTS, status.Text)
			}
		}
	})
}

func TestBehaviour06_AWrongTokenIsFatalAndClear(t *testing.T) {
	for _, c := range []struct {
		name  string
		app   workspace.App
		fault workspace.Fault
		says  []string
	}{
		{"a bot token that Slack does not know", workspace.App{BotToken: "xoxb-other"}, workspace.Fault{}, []string{"SLACK_BOT_TOKEN", "invalid_auth"}},
		{"an app token that Slack does not know", workspace.App{AppToken: "xapp-other"}, workspace.Fault{}, []string{"SLACK_APP_TOKEN", "invalid_auth"}},
		{"a bot token that was revoked", workspace.App{}, workspace.Fault{Method: "auth.test", Error: "token_revoked"}, []string{"SLACK_BOT_TOKEN", "token_revoked", "install"}},
		{"an app that was taken off", workspace.App{}, workspace.Fault{Method: "auth.test", Error: "account_inactive"}, []string{"SLACK_BOT_TOKEN", "account_inactive"}},
		{"tokens that changed places", workspace.App{}, workspace.Fault{Method: "apps.connections.open", Times: -1, Error: "not_allowed_token_type"}, []string{"SLACK_APP_TOKEN", "xapp-", "xoxb-"}},
		{"an app token without its scope", workspace.App{AppScopes: []string{"authorizations:read"}}, workspace.Fault{}, []string{"SLACK_APP_TOKEN", "connections:write", "authorizations:read"}},
		{"a bot token without a scope it needs", workspace.App{Scopes: []string{"app_mentions:read", "users:read", "commands"}}, workspace.Fault{}, []string{"chat:write"}},
		{"a token that ran out", workspace.App{}, workspace.Fault{Method: "apps.connections.open", Times: -1, Error: "token_expired"}, []string{"SLACK_APP_TOKEN", "token_expired"}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			d := prepare(t, workspace.Options{App: c.app}, slackbot.Options{})
			if c.fault.Error != "" {
				d.Break(c.fault)
			}
			began := time.Now()
			d.run()
			err := <-d.ended
			d.ended <- err
			if !errors.Is(err, slackbot.ErrSettings) {
				t.Fatalf("Run: %v", err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			for _, part := range c.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
			for _, secret := range []string{workspace.BotToken, workspace.AppToken, "ticket"} {
				if strings.Contains(err.Error()+d.log.String(), secret) {
					t.Errorf("%q is in the error or the log", secret)
				}
			}
		})
	}
	for _, c := range []struct {
		name  string
		fault workspace.Fault
	}{
		{"fails by itself", workspace.Fault{Method: "auth.test", Times: 6, Error: "internal_error"}},
		{"never says who the bot is", workspace.Fault{Method: "auth.test", Times: 6, Hang: true}},
	} {
		bubble(t, "a Slack that "+c.name+" at the start is asked again, and not at once", func(t *testing.T) {
			d := prepare(t, workspace.Options{}, slackbot.Options{})
			d.Break(c.fault)
			d.start()
			d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
			log := d.log.String()
			if !strings.Contains(log, "Slack can't be reached at the start; trying again") || strings.Count(log, "at the start") > 6 {
				t.Error(log)
			}
			for _, secret := range []string{workspace.BotToken, workspace.AppToken} {
				if strings.Contains(log, secret) {
					t.Errorf("%q is in the log", secret)
				}
			}
		})
	}
	bubble(t, "who ends the bot while Slack can't be reached waits for nothing", func(t *testing.T) {
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "auth.test", Times: -1, Error: "internal_error"})
		d.run()
		time.Sleep(10 * time.Minute) // of the bubble's clock
		began := time.Now()
		if err := d.end(); err != nil || time.Since(began) > time.Second {
			t.Errorf("Run: %v after %v", err, time.Since(began))
		}
	})
	bubble(t, "a Slack that never answers is given up, and tried again where that may help", func(t *testing.T) {
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		d.Break(workspace.Fault{Method: "apps.connections.open", Times: 2, Hang: true})
		began := time.Now()
		d.start()
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("connected after %v", took)
		}
		d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
	})
	bubble(t, "connections that are refused are tried again, less and less often", func(t *testing.T) {
		d := prepare(t, workspace.Options{}, slackbot.Options{})
		d.Refuse(6)
		d.start()
		if n := d.number(func(s *workspace.State) int { return s.Count("apps.connections.open") }); n > 8 {
			t.Errorf("asked %d times", n)
		}
		if text := d.log.String(); strings.Contains(text, "ticket") {
			t.Errorf("an address that lets in is in the log:\n%s", text)
		}
	})
}
