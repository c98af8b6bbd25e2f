package slackbot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"testing"
	"time"

	"kotae/bot"
)

// shelfless is a journal and a memory that keep nothing but what was accepted.
type shelfless struct {
	Memory
	accepted map[string][]byte
}

func (s *shelfless) Accept(_ context.Context, key, _ string, body []byte, _ time.Time) (bool, error) {
	_, known := s.accepted[key]
	s.accepted[key] = body
	return !known, nil
}
func (s *shelfless) Delivering(context.Context, string, bool) error { return nil }
func (s *shelfless) Finish(context.Context, string) error           { return nil }
func (s *shelfless) Unfinished(context.Context) ([]bot.Task, error) { return nil, nil }
func (s *shelfless) Thread(context.Context, string, int) ([]bot.Record, error) {
	return make([]bot.Record, 1), nil
}
func (s *shelfless) Asked(context.Context, string, int) ([]bot.Record, error)        { return nil, nil }
func (s *shelfless) Record(context.Context, string) (r bot.Record, ok bool, _ error) { return }
func (s *shelfless) Vote(context.Context, bot.Vote) error                            { return nil }

// deaf is a bot that takes deliveries and does nothing about them.
func deaf() (*Slackbot, *shelfless, *bytes.Buffer) {
	kept, log := &shelfless{accepted: map[string][]byte{}}, &bytes.Buffer{}
	b := New(Parts{Journal: kept, Memory: kept, Log: slog.New(slog.NewTextHandler(log, nil))}, Options{
		Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("線が切れている")
		},
	})
	b.self = identity{team: "T1", app: "A1", user: "UBOT", bot: "B1"}
	b.queue.close()
	b.cut()
	return b, kept, log
}

func TestFields(t *testing.T) {
	f := parseFields([]byte(`{"文":"有休は？","数":7,"真":true,"無":null,"列":[],"物":{"中":"あ"},"空":{}}`))
	t.Run("what is there is read", func(t *testing.T) {
		if f.text("文") != "有休は？" || !f.yes("真") || f.object("物").text("中") != "あ" || !f.has("物") || !f.has("数") {
			t.Errorf("%v", f)
		}
	})
	t.Run("what has another shape is not there", func(t *testing.T) {
		for _, key := range []string{"数", "真", "無", "列", "物", "ない"} {
			if got := f.text(key); got != "" {
				t.Errorf("text of %s: %q", key, got)
			}
		}
		for _, key := range []string{"文", "数", "無", "列", "物", "ない"} {
			if f.yes(key) {
				t.Errorf("%s is a yes", key)
			}
		}
		for _, key := range []string{"無", "列", "空", "ない"} {
			if f.has(key) {
				t.Errorf("it has %s", key)
			}
		}
		if f.object("文").text("中") != "" || f.object("ない").object("ない").has("") {
			t.Error("found something in nothing")
		}
	})
	t.Run("what is no object has no fields", func(t *testing.T) {
		for _, data := range []string{"", "null", "7", `"文"`, "[1]", "{", `{"a":}`} {
			if f := parseFields([]byte(data)); len(f) != 0 {
				t.Errorf("%s: %v", data, f)
			}
		}
	})
}

func TestSalvage(t *testing.T) {
	for message, want := range map[string]string{
		`{"envelope_id":"e1","type":"events_api","payload":{}}`:               "e1 events_api",
		`{"envelope_id":"e2","type":7,"payload":"文"}`:                         "e2 ",
		`{"envelope_id":"e3","type":"未知","retry_attempt":"三","payload":null}`: "e3 未知",
		`{"type":"events_api"}`: " events_api",
		`["e4"]`:                " ",
		`こわれた`:                  " ",
	} {
		if e := salvage([]byte(message)); e.EnvelopeID+" "+e.Type != want {
			t.Errorf("%s: got %q %q", message, e.EnvelopeID, e.Type)
		}
	}
}

// FuzzTake checks that no delivery, however formed, brings anything down or is left
// without an acknowledgement, and that what is accepted can be answered.
func FuzzTake(f *testing.F) {
	outer := func(event string) string {
		return `{"type":"event_callback","team_id":"T1","api_app_id":"A1","event_id":"Ev1","event":` + event + `}`
	}
	for _, seed := range []string{
		outer(`{"type":"app_mention","user":"U1","channel":"C1","ts":"1.000001","text":"<@UBOT> 有休は何日前まで？"}`),
		outer(`{"type":"message","channel_type":"im","user":"U1","channel":"D1","ts":"1.000001","thread_ts":"1.000000","text":"じゃあ半休は？","files":[{}]}`),
		outer(`{"type":"message","channel_type":"channel","user":"U1","channel":"C1","ts":"1.000002","thread_ts":"1.000000","text":"いつまで？"}`),
		outer(`{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"1.000001"}`),
		outer(`{"type":"app_home_opened","user":"U1","channel":"D1","tab":"home"}`),
		outer(`{"type":"assistant_thread_started","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1.0"}}`),
		outer(`{"type":"agent_session_stopped","channel":"D1","thread_ts":"1.0","user":"U1","streaming_message_ts":[]}`),
		outer(`[[[]]]`), `{"type":"app_rate_limited"}`, `null`, ``,
		`{"type":"block_actions","api_app_id":"A1","user":{"id":"U1"},"actions":[{"type":"button","action_id":"evidence","value":"X"}]}`,
		`{"type":"message_action","api_app_id":"A1","trigger_id":"t","user":{"id":"U1"},"channel":{"id":"C1"},"message":{"text":"有休は？","files":[{}]}}`,
		`{"type":"view_submission","view":{"callback_id":"vote","private_metadata":"X","state":{"values":{"a":{"b":{"value":"古い"}}}}}}`,
		`{"command":"/kotae","text":"有休は？","team_id":"T1","channel_id":"C1","user_id":"U1","trigger_id":"t"}`,
		`{"command":"/kotae","text":"ヘルプ","team_id":"T1"}`,
		`command=%2Fkotae&text=%E6%9C%89%E4%BC%91&team_id=T1`,
	} {
		for kind := range 4 {
			f.Add(uint8(kind), seed)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, payload string) {
		b, kept, log := deaf()
		d := delivery{[]deliveryKind{eventDelivery, interactionDelivery, commandDelivery, "未知"}[kind%4], []byte(payload)}
		for range 2 {
			if _, err := b.take(t.Context(), d); err != nil {
				t.Errorf("not acknowledged: %v", err)
			}
		}
		b.aside.Wait()
		if form, err := url.ParseQuery(payload); err == nil {
			if _, err := commandJSON(form); err != nil {
				t.Errorf("commandJSON: %v", err)
			}
		}
		if len(kept.accepted) > 1 {
			t.Errorf("one delivery makes %d tasks", len(kept.accepted))
		}
		for key, body := range kept.accepted {
			var got task
			if err := json.Unmarshal(body, &got); err != nil || got.Key != key || got.Team != "T1" {
				t.Errorf("accepted %s: %v", body, err)
			}
			if d.kind == eventDelivery && (got.User == "" || got.User == "UBOT" || got.Channel == "" || got.TS == "" || got.Thread == "") {
				t.Errorf("accepted %s", body)
			}
		}
		if bytes.Contains(log.Bytes(), []byte("panic")) {
			t.Errorf("%s", log)
		}
	})
}
