package slackbot

import (
	"testing"

	"github.com/slack-go/slack"
)

func TestLeftovers(t *testing.T) {
	question := task{TS: "1700000002.000100", Text: "有休は何日前までに申請しますか。"}
	of := func(ts, event string, payload map[string]any) slack.Message {
		var m slack.Message
		m.Timestamp, m.Metadata = ts, slack.SlackMetadata{EventType: event, EventPayload: payload}
		return m
	}
	const behind = "1700000003.000100"
	for _, c := range []struct {
		name string
		m    slack.Message
		want bool
	}{
		{"a stand-in, or a stream that was not ended", of(behind, "", nil), true},
		{"a part of its answer", of(behind, answered, map[string]any{"task": question.TS, "part": 1.0, "of": 2.0}), true},
		{"an answer to another question stays", of(behind, answered, map[string]any{"task": "1700000001.000100", "part": 1.0, "of": 1.0}), false},
		{"an answer that was posted again or shared stays", of(behind, whole, map[string]any{"whole": true}), false},
		{"what stands before the question stays", of("1700000001.000100", "", nil), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := leftover(c.m, question); got != c.want {
				t.Errorf("left over: %v", got)
			}
		})
	}
}
