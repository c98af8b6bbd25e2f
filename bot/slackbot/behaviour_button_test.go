package slackbot_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// click has somebody click, and checks that Slack hears of it within a second.
func (d *desk) click(user, ts, action string) {
	d.t.Helper()
	id, err := d.Click(user, ts, action)
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(d.t.Context(), time.Minute)
	defer stop()
	e, err := d.Acked(ctx, id)
	if err != nil {
		d.t.Fatalf("the click on %s: %v\n%s", action, err, d.log)
	}
	if took := e.AckedAt.Sub(e.At); took > time.Second {
		d.t.Errorf("the click on %s was acknowledged after %v", action, took)
	}
	d.settle()
}

// whispered are the texts that only a person sees in a channel, in order.
func whispered(d *desk, channel, user string) string {
	var texts []string
	for _, m := range d.Said(channel) {
		if m.EphemeralTo == user {
			texts = append(texts, m.Plain())
		}
	}
	return strings.Join(texts, "\n")
}

// votes says what people think of an answer.
func (d *desk) votes(m workspace.Message) string {
	d.t.Helper()
	list, err := d.ledger.Votes(d.t.Context(), value(d.t, m.Blocks, "trash"))
	if err != nil {
		d.t.Fatal(err)
	}
	var texts []string
	for _, v := range list {
		text := map[string]string{tanaka: "田中", suzuki: "鈴木"}[v.Person] + map[bool]string{true: "+", false: "-"}[v.Up]
		if v.Reason+v.Comment != "" {
			text += "(" + v.Reason + "：" + v.Comment + ")"
		}
		texts = append(texts, text)
	}
	slices.Sort(texts)
	return strings.Join(texts, " ")
}

// answered asks in #総務 and returns the answer.
func (d *desk) answered() workspace.Message {
	d.t.Helper()
	m := d.reply(soumu, d.mention("有休は何日前までに申請しますか。"), 1)
	d.settle()
	return m
}

func TestBehaviour23_FeedbackAndButtons(t *testing.T) {
	bubble(t, "a vote is kept once per person, can be changed, and is thanked for in private", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.answered()
		for range 2 {
			d.click(tanaka, m.TS, "vote:positive")
		}
		d.click(suzuki, m.TS, "vote:positive")
		d.click(tanaka, m.TS, "vote:negative")
		if got := d.votes(m); got != "田中- 鈴木+" {
			t.Errorf("votes: %s", got)
		}
		for _, user := range []string{tanaka, suzuki} {
			if text := whispered(d, soumu, user); !strings.Contains(text, "ご意見をありがとうございます") {
				t.Errorf("%s reads %q", user, text)
			}
		}
		if own := replies(d, soumu, m.Root()); publicly(own) != 1 {
			t.Errorf("%d messages for all", publicly(own))
		}
	})
	bubble(t, "who is not content is asked why in a form, and what they say is kept", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.answered()
		d.click(tanaka, m.TS, "vote:negative")
		v, ok := d.View(tanaka)
		if !ok {
			t.Fatalf("no form\n%s", d.log)
		}
		reason := option(t, v.Blocks)
		if bad, err := d.Submit(t.Context(), tanaka, map[string]string{"reason": reason, "comment": "出典が古いです。<!channel>"}); err != nil || len(bad) > 0 {
			t.Fatal(bad, err)
		}
		d.settle()
		if got := d.votes(m); got != "田中-("+reason+"：出典が古いです。<!channel>)" {
			t.Errorf("votes: %s", got)
		}
		if _, ok := d.View(tanaka); ok {
			t.Error("the form is still open")
		}
	})
	bubble(t, "a form whose time is over is not missed: the vote counts and is thanked for", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.answered()
		d.Break(workspace.Fault{Method: "views.open", Error: "expired_trigger_id"})
		d.click(tanaka, m.TS, "vote:negative")
		if got := d.votes(m); got != "田中-" {
			t.Errorf("votes: %s", got)
		}
		if text := whispered(d, soumu, tanaka); !strings.Contains(text, "ご意見をありがとうございます") {
			t.Errorf("田中 reads %q", text)
		}
	})
	bubble(t, "the evidence is opened within the time of the trigger, word for word", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.answered()
		d.click(suzuki, m.TS, "evidence")
		v, _ := d.View(suzuki)
		if text := v.Plain(); !strings.Contains(text, "10営業日前までに申請する。") || !strings.Contains(text, "承認は課長が行う。") || !strings.Contains(text, "人事/年次有給休暇規程.md") {
			t.Errorf("the evidence: %s", text)
		}
		for _, c := range d.Calls("views.open") {
			if !c.OK() {
				t.Errorf("views.open: %s", c.Error)
			}
		}
	})
	bubble(t, "guests and strangers see no document by a click, and their votes don't count", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.answered()
		for _, action := range []string{"evidence", "vote:positive", "vote:negative"} {
			d.click(gast, m.TS, action)
		}
		v, _ := d.View(gast)
		if text := v.Plain() + whispered(d, soumu, gast); strings.Contains(text, "10営業日前") || !strings.Contains(text, "ゲスト") {
			t.Errorf("the guest reads: %s", text)
		}
		if got := d.votes(m); got != "" {
			t.Errorf("votes: %s", got)
		}
	})
	bubble(t, "an answer to a command is shared once, by who asked for it", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
		m := d.slash("有休は何日前までに申請しますか。")
		for range 2 {
			d.click(tanaka, m.TS, "share")
		}
		var shared []workspace.Message
		for _, m := range d.Said(soumu) {
			if m.EphemeralTo == "" {
				shared = append(shared, m)
			}
		}
		if text := plain(shared); len(shared) != 1 || !strings.Contains(text, "tanakaさんが共有しました") || !strings.Contains(text, "有休は何日前まで") || !strings.Contains(text, "10営業日前") {
			t.Errorf("%d messages for all: %s", len(shared), text)
		}
		if len(shared[0].Pings) > 0 {
			t.Errorf("pings %v", shared[0].Pings)
		}
	})
	bubble(t, "a share that Slack refuses can be tried again", func(t *testing.T) {
		d := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
		m := d.slash("有休は何日前までに申請しますか。")
		d.Break(workspace.Fault{Method: "chat.postMessage", Error: "not_in_channel"})
		d.click(tanaka, m.TS, "share")
		if text := whispered(d, soumu, tanaka); !strings.Contains(text, "このチャンネルには投稿できませんでした") {
			t.Errorf("田中 reads %q", text)
		}
		d.click(tanaka, m.TS, "share")
		if n := publicly(d.Said(soumu)); n != 1 {
			t.Errorf("%d messages for all", n)
		}
	})
	bubble(t, "what may be read by another organisation is not shared, nor where nobody can tell", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.slash("有休は何日前までに申請しますか。")
		if strings.Contains(m.Plain(), "共有") {
			t.Errorf("it offers to share: %s", m.Plain())
		}
		e := open(t, workspace.Options{App: workspace.App{Scopes: all()}}, slackbot.Options{})
		if _, err := e.Slash(joint, tanaka, "/kotae", "有休は何日前までに申請しますか。"); err != nil {
			t.Fatal(err)
		}
		e.settle()
		if text := plain(e.Said(joint)); strings.Contains(text, "10営業日前") {
			t.Errorf("#合同 reads: %s", text)
		}
	})
	bubble(t, "an answer is deleted by who asked, and by nobody else", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.answered()
		if _, err := d.Click(suzuki, m.TS, "trash"); err == nil {
			t.Error("鈴木 sees the button")
		}
		// Who sends the click all the same is refused.
		payload, err := json.Marshal(map[string]any{
			"type": "block_actions", "api_app_id": d.App(), "team": map[string]any{"id": d.Team()}, "user": map[string]any{"id": suzuki, "team_id": d.Team()},
			"channel": map[string]any{"id": soumu}, "container": map[string]any{"type": "message", "message_ts": m.TS, "channel_id": soumu},
			"message": map[string]any{"ts": m.TS, "thread_ts": m.ThreadTS},
			"actions": []any{map[string]any{"type": "icon_button", "action_id": "trash", "value": value(t, m.Blocks, "trash")}},
		})
		if err != nil {
			t.Fatal(err)
		}
		d.Inject("interactive", payload)
		d.settle()
		if _, ok := d.Message(m.TS); !ok {
			t.Fatal("鈴木 deleted the answer")
		}
		d.click(tanaka, m.TS, "trash")
		if _, ok := d.Message(m.TS); ok {
			t.Error("the answer is still there")
		}
		if text := whispered(d, soumu, tanaka); !strings.Contains(text, "回答を削除しました") {
			t.Errorf("田中 reads %q", text)
		}
	})
	bubble(t, "all messages of a long answer are deleted together", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		d.answer.will(written(sentences(280), 2000, time.Millisecond))
		ts := d.mention("有休の申請をすべて説明してください。")
		d.settle()
		d.settle()
		own := replies(d, soumu, ts)
		if len(own) < 3 {
			t.Fatalf("%d messages", len(own))
		}
		d.click(tanaka, own[len(own)-1].TS, "trash")
		d.settle()
		if n := publicly(replies(d, soumu, ts)); n != 0 {
			t.Errorf("%d messages are left", n)
		}
	})
	bubble(t, "a click on a link is acknowledged, and nothing else", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.answered()
		before := len(d.Calls(""))
		payload, err := json.Marshal(map[string]any{
			"type": "block_actions", "api_app_id": d.App(), "team": map[string]any{"id": d.Team()}, "user": map[string]any{"id": tanaka, "team_id": d.Team()},
			"channel": map[string]any{"id": soumu}, "container": map[string]any{"type": "message", "message_ts": m.TS, "channel_id": soumu},
			"actions": []any{map[string]any{"type": "button", "action_id": "a1B2", "url": "https://docs.example.co.jp/人事"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := d.Acked(ctx, d.Inject("interactive", payload)); err != nil {
			t.Error(err)
		}
		d.settle()
		if n := len(d.Calls("")) - before; n != 0 {
			t.Errorf("%d calls", n)
		}
	})
	bubble(t, "a button under an answer that is no longer known says so", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		m := d.answered()
		if err := d.ledger.Forget(t.Context(), time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		d.click(tanaka, m.TS, "evidence")
		v, _ := d.View(tanaka)
		d.click(tanaka, m.TS, "vote:positive")
		if a, b := v.Plain(), whispered(d, soumu, tanaka); !strings.Contains(a, "記録は残っていません") || !strings.Contains(b, "記録は残っていません") {
			t.Errorf("田中 reads %q and %q", a, b)
		}
	})
}

// slash asks by command in #総務, and returns the answer.
func (d *desk) slash(text string) workspace.Message {
	d.t.Helper()
	if _, err := d.Slash(soumu, tanaka, "/kotae", text); err != nil {
		d.t.Fatal(err)
	}
	d.settle()
	for _, m := range d.Said(soumu) {
		if strings.Contains(m.Plain(), "根拠を見る") {
			return m
		}
	}
	d.t.Fatalf("no answer\n%s", d.log)
	return workspace.Message{}
}

// publicly counts the messages that everybody sees.
func publicly(messages []workspace.Message) (n int) {
	for _, m := range messages {
		if m.EphemeralTo == "" {
			n++
		}
	}
	return n
}

// value is what a button with an action_id carries.
func value(t *testing.T, blocks json.RawMessage, action string) string {
	t.Helper()
	return find(t, blocks, func(e map[string]any) bool { return e["action_id"] == action })["value"].(string)
}

// option is the first choice of a form's radio buttons.
func option(t *testing.T, blocks json.RawMessage) string {
	t.Helper()
	e := find(t, blocks, func(e map[string]any) bool { return e["type"] == "radio_buttons" })
	return e["options"].([]any)[0].(map[string]any)["value"].(string)
}

// find is the first object of a JSON text that is wanted.
func find(t *testing.T, data json.RawMessage, wanted func(map[string]any) bool) map[string]any {
	t.Helper()
	var all any
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	var walk func(v any) map[string]any
	walk = func(v any) map[string]any {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				if found := walk(e); found != nil {
					return found
				}
			}
		case map[string]any:
			if wanted(v) {
				return v
			}
			for _, e := range v {
				if found := walk(e); found != nil {
					return found
				}
			}
		}
		return nil
	}
	found := walk(all)
	if found == nil {
		t.Fatalf("not found in %s", data)
	}
	return found
}
