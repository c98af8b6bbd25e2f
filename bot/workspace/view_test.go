package workspace

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

const (
	feedbackBlocks = `[{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"vote",
		"positive_button":{"text":{"type":"plain_text","text":"👍"},"value":"up"},"negative_button":{"text":{"type":"plain_text","text":"👎"},"value":"down"}},
		{"type":"icon_button","icon":"trash","action_id":"trash","text":{"type":"plain_text","text":"消す"},"visible_to_user_ids":["U1"]}]},
		{"type":"actions","elements":[{"type":"button","action_id":"open","text":{"type":"plain_text","text":"開く"},"url":"https://example.com"}]}]`
	reasonView = `{"type":"modal","callback_id":"reason","private_metadata":"{}","notify_on_close":true,"title":{"type":"plain_text","text":"理由"},"submit":{"type":"plain_text","text":"送る"},
		"blocks":[{"type":"input","block_id":"why","label":{"type":"plain_text","text":"何が違いましたか"},"element":{"type":"radio_buttons","action_id":"reason",
		"options":[{"text":{"type":"plain_text","text":"古い"},"value":"old"},{"text":{"type":"plain_text","text":"違う"},"value":"wrong"}]}},
		{"type":"input","block_id":"more","optional":true,"label":{"type":"plain_text","text":"ひとこと"},"element":{"type":"plain_text_input","action_id":"comment"}}]}`
)

// clicked posts a message, has 田中 click, and returns the payload.
func (f *fixture) clicked(l *link, action string) (frame, string) {
	f.t.Helper()
	ts := f.must("ts", "chat.postMessage", "channel", "C1", "text", "答え", "blocks", feedbackBlocks)
	if _, err := f.Click("U1", ts, action); err != nil {
		f.t.Fatal(err)
	}
	e := l.next()
	l.ack(e.EnvelopeID, nil)
	return e, ts
}

func TestAClickSaysWhatWasClicked(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	e, ts := f.clicked(l, "vote:negative")
	if got := e.Payload.Actions[0]; e.Payload.Type != "block_actions" || got["type"] != "feedback_buttons" || got["action_id"] != "vote" || got["value"] != "down" || got["block_id"] == nil {
		t.Errorf("%+v", e)
	}
	e, _ = f.clicked(l, "open")
	if got := e.Payload.Actions[0]; got["url"] != "https://example.com" {
		t.Errorf("a link's button is clicked too: %+v", got)
	}
	for _, tt := range []struct{ name, user, action string }{
		{"what is not there", "U1", "nothing"},
		{"the two feedback buttons at once", "U1", "vote"},
		{"what others alone see", "U2", "trash"},
		{"a message in a channel one is not in", "U3", "open"},
	} {
		if _, err := f.Click(tt.user, ts, tt.action); err == nil {
			t.Errorf("%s was clicked", tt.name)
		}
	}
}

func TestAModalOpensWithinThreeSecondsOfAClick(t *testing.T) {
	c := newClock()
	f := begin(t, Options{Now: c.now, AckWithin: time.Hour})
	l := f.connect()
	e, _ := f.clicked(l, "vote:negative")
	c.pass(3*time.Second + time.Millisecond)
	f.wantError("expired_trigger_id", "views.open", "trigger_id", e.Payload.TriggerID, "view", reasonView)
	f.wantError("invalid_trigger_id", "views.open", "trigger_id", "12345.つくりばなし", "view", reasonView)
	e, _ = f.clicked(l, "vote:negative")
	c.pass(3 * time.Second)
	f.must("", "views.open", "trigger_id", e.Payload.TriggerID, "view", reasonView)
	f.wantError("exchanged_trigger_id", "views.open", "trigger_id", e.Payload.TriggerID, "view", reasonView)
	v, _ := f.View("U1")
	if got, want := v.Plain(), "== 理由 ==\n何が違いましたか: ( ) 古い ( ) 違う\nひとこと (optional): [____]"; got != want {
		t.Errorf("it reads %q, want %q", got, want)
	}
	if _, ok := f.View("U2"); ok {
		t.Error("somebody else sees it")
	}
}

func TestAModalIsSubmitted(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	e, _ := f.clicked(l, "vote:negative")
	f.must("", "views.open", "trigger_id", e.Payload.TriggerID, "view", reasonView)
	submit := func(values map[string]string, answer any) (map[string]string, frame, error) {
		done := make(chan struct{})
		var wrong map[string]string
		var err error
		go func() {
			defer close(done)
			wrong, err = f.Submit(t.Context(), "U1", values)
		}()
		e := l.next()
		l.ack(e.EnvelopeID, answer)
		<-done
		return wrong, e, err
	}
	if _, err := f.Submit(t.Context(), "U1", map[string]string{"comment": "理由なし"}); err == nil || !strings.Contains(err.Error(), "reason") {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := f.Submit(t.Context(), "U1", map[string]string{"reason": "none"}); err == nil {
		t.Error("a reason that is not offered was taken")
	}
	wrong, e, err := submit(map[string]string{"reason": "wrong", "comment": "短い"}, map[string]any{"response_action": "errors", "errors": map[string]string{"more": "もう少し書いてください"}})
	if err != nil || !reflect.DeepEqual(wrong, map[string]string{"more": "もう少し書いてください"}) {
		t.Errorf("%v, %v", wrong, err)
	}
	state, _ := e.Payload.View["state"].(map[string]any)
	values, _ := state["values"].(map[string]any)
	want := map[string]any{
		"why":  map[string]any{"reason": map[string]any{"type": "radio_buttons", "selected_option": map[string]any{"text": map[string]any{"type": "plain_text", "text": "違う"}, "value": "wrong"}}},
		"more": map[string]any{"comment": map[string]any{"type": "plain_text_input", "value": "短い"}},
	}
	if e.Payload.Type != "view_submission" || !reflect.DeepEqual(values, want) {
		t.Errorf("%s %v, want %v", e.Payload.Type, values, want)
	}
	if v, _ := f.View("U1"); !strings.Contains(v.Plain(), "! more: もう少し書いてください") {
		t.Errorf("it reads %q", v.Plain())
	}
	if _, _, err := submit(map[string]string{"reason": "old"}, map[string]any{"response_action": "errors", "errors": map[string]string{"欄外": "x"}}); err == nil {
		t.Error("an error of what is no input was shown")
	}
	if wrong, _, err := submit(map[string]string{"reason": "old"}, nil); wrong != nil || err != nil {
		t.Errorf("%v, %v", wrong, err)
	}
	if v, ok := f.View("U1"); ok {
		t.Errorf("it is still open: %+v", v)
	}
}

func TestAnAppThatDoesNotAnswerASubmission(t *testing.T) {
	f := begin(t, Options{AckWithin: 20 * time.Millisecond})
	l := f.connect()
	e, _ := f.clicked(l, "vote:negative")
	f.must("", "views.open", "trigger_id", e.Payload.TriggerID, "view", reasonView)
	if _, err := f.Submit(t.Context(), "U1", map[string]string{"reason": "old"}); err == nil || !strings.Contains(err.Error(), "timeout") {
		t.Errorf("%v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := f.Submit(ctx, "U1", map[string]string{"reason": "old"}); err == nil {
		t.Error("it went well")
	}
}

func TestModalsLieOnEachOther(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	for range 2 {
		e, _ := f.clicked(l, "vote:negative")
		f.must("", "views.open", "trigger_id", e.Payload.TriggerID, "view", reasonView)
	}
	for range 2 {
		e, _ := f.clicked(l, "vote:negative")
		f.must("", "views.push", "trigger_id", e.Payload.TriggerID, "view", strings.Replace(reasonView, "理由", "詳しく", 1))
	}
	e, _ := f.clicked(l, "vote:negative")
	f.wantError("push_limit_reached", "views.push", "trigger_id", e.Payload.TriggerID, "view", reasonView)
	v, _ := f.View("U1")
	f.must("", "views.update", "view_id", v.ID, "hash", v.Hash, "view", strings.Replace(reasonView, "理由", "更新", 1))
	f.wantError("hash_conflict", "views.update", "view_id", v.ID, "hash", v.Hash, "view", reasonView)
	f.wantError("not_found", "views.update", "view_id", "V404", "view", reasonView)
	if v, _ := f.View("U1"); v.Title != "更新" {
		t.Errorf("%+v", v)
	}
	var titles []string
	for {
		v, ok := f.View("U1")
		if !ok {
			break
		}
		titles = append(titles, v.Title)
		if err := f.CloseView("U1"); err != nil {
			t.Fatal(err)
		}
		if e := l.next(); e.Payload.Type != "view_closed" {
			t.Errorf("%+v", e)
		}
	}
	if !reflect.DeepEqual(titles, []string{"更新", "詳しく", "理由"}) {
		t.Errorf("%v", titles)
	}
	if err := f.CloseView("U1"); err == nil {
		t.Error("nothing was closed")
	}
}

func TestViewsThatSlackRefuses(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	e, _ := f.clicked(l, "vote:negative")
	tests := []struct{ name, view string }{
		{"no view", ""},
		{"a Home tab as a modal", `{"type":"home","blocks":[]}`},
		{"a title of more than 24 characters", strings.Replace(reasonView, "理由", strings.Repeat("長", 25), 1)},
		{"a modal without a title", `{"type":"modal","blocks":[]}`},
		{"private_metadata of more than 3,000 characters", strings.Replace(reasonView, `"private_metadata":"{}"`, `"private_metadata":"`+strings.Repeat("長", 3001)+`"`, 1)},
		{"a button to submit of more than 24 characters", strings.Replace(reasonView, "送る", strings.Repeat("送", 25), 1)},
		{"no blocks", `{"type":"modal","title":{"type":"plain_text","text":"題"}}`},
		{"a block of no known type", `{"type":"modal","title":{"type":"plain_text","text":"題"},"blocks":[{"type":"hologram"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f.wantError("invalid_arguments", "views.open", "trigger_id", e.Payload.TriggerID, "view", tt.view)
		})
	}
	f.must("", "views.open", "trigger_id", e.Payload.TriggerID, "view", reasonView)
}

func TestEveryoneHasAHomeTabOfTheirOwn(t *testing.T) {
	f := begin(t, Options{})
	home := func(text string) string {
		return `{"type":"home","blocks":[{"type":"header","text":{"type":"plain_text","text":"` + text + `"}},{"type":"actions","elements":[{"type":"button","action_id":"help","text":{"type":"plain_text","text":"使い方"}}]}]}`
	}
	f.must("", "views.publish", "user_id", "U1", "view", home("こんにちは、田中さん"))
	v, _ := f.Home("U1")
	if got, want := v.Plain(), "# こんにちは、田中さん\n[使い方]"; got != want {
		t.Errorf("it reads %q, want %q", got, want)
	}
	f.must("", "views.publish", "user_id", "U1", "hash", v.Hash, "view", home("更新しました"))
	f.wantError("hash_conflict", "views.publish", "user_id", "U1", "hash", v.Hash, "view", home("遅い"))
	f.wantError("invalid_arguments", "views.publish", "user_id", "U404", "view", home("だれ"))
	if _, ok := f.Home("U2"); ok {
		t.Error("somebody else has it too")
	}
	l := f.connect()
	if _, err := f.ClickView("U1", "help"); err != nil {
		t.Fatal(err)
	}
	e := l.next()
	if e.Payload.Actions[0]["action_id"] != "help" || e.Payload.View["type"] != "home" || e.Payload.TriggerID == "" {
		t.Errorf("%+v", e.Payload)
	}
}

func TestAnAppAnswersASubmissionWithAnotherView(t *testing.T) {
	tests := []struct {
		name, answer string
		titles       []string // of the modals after it, the topmost first
		err          string
	}{
		{"clear closes all", `{"response_action":"clear"}`, nil, ""},
		{"update replaces it", `{"response_action":"update","view":` + strings.Replace(reasonView, "理由", "ありがとう", 1) + `}`, []string{"ありがとう", "理由"}, ""},
		{"push lays another on it", `{"response_action":"push","view":` + strings.Replace(reasonView, "理由", "次", 1) + `}`, []string{"次", "理由", "理由"}, ""},
		{"an invalid view is an error", `{"response_action":"push","view":{"type":"modal"}}`, []string{"理由", "理由"}, "title"},
		{"so is an action that is none", `{"response_action":"踊る"}`, []string{"理由", "理由"}, "踊る"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t, Options{})
			l := f.connect()
			e, _ := f.clicked(l, "vote:negative")
			f.must("", "views.open", "trigger_id", e.Payload.TriggerID, "view", reasonView)
			e, _ = f.clicked(l, "vote:negative")
			f.must("", "views.push", "trigger_id", e.Payload.TriggerID, "view", reasonView)
			done := make(chan error)
			go func() {
				_, err := f.Submit(t.Context(), "U1", map[string]string{"reason": "old"})
				done <- err
			}()
			l.ack(l.next().EnvelopeID, json.RawMessage(tt.answer))
			if err := <-done; (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%v, want %q", err, tt.err)
			}
			var titles []string
			for {
				v, ok := f.View("U1")
				if !ok {
					break
				}
				titles = append(titles, v.Title)
				if err := f.CloseView("U1"); err != nil {
					t.Fatal(err)
				}
			}
			if !reflect.DeepEqual(titles, tt.titles) {
				t.Errorf("modals %v, want %v", titles, tt.titles)
			}
		})
	}
}

func TestAButtonInAContainerIsClicked(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	ts := f.must("ts", "chat.postMessage", "channel", "C1", "text", "出典", "blocks", `[{"type":"container","title":{"type":"plain_text","text":"参照元"},
		"child_blocks":[{"type":"actions","elements":[{"type":"button","action_id":"why","value":"1","text":{"type":"plain_text","text":"根拠"}}]}]}]`)
	if _, err := f.Click("U1", ts, "why"); err != nil {
		t.Fatal(err)
	}
	if a := l.next().Payload.Actions[0]; a["value"] != "1" || a["block_id"] == nil {
		t.Errorf("%v", a)
	}
}
