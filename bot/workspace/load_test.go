package workspace

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"
)

// answerAll acknowledges every event of a socket at once and answers it in its
// thread, in four calls as an app would make them, until the socket ends.
func (f *fixture) answerAll(l *link) {
	asked := make(chan frame, 1000)
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for e := range asked {
				channel, _ := e.Payload.Event["channel"].(string)
				ts, _ := e.Payload.Event["ts"].(string)
				f.call("users.info", "user", "U1")
				f.call("assistant.threads.setStatus", "channel_id", channel, "thread_ts", ts, "status", "検索中…")
				f.call("chat.postMessage", "channel", channel, "thread_ts", ts, "text", "毎月25日です。")
				f.call("agents.sessions.setStatus", "channel_id", channel, "thread_ts", ts, "status", "active")
			}
		})
	}
	defer workers.Wait()
	defer close(asked)
	for {
		var e frame
		if l.conn.ReadJSON(&e) != nil || l.conn.WriteJSON(map[string]string{"envelope_id": e.EnvelopeID}) != nil {
			return
		}
		asked <- e
	}
}

func TestFiveHundredQuestionsInFiftyChannels(t *testing.T) {
	var channels []Channel
	for i := range 50 {
		channels = append(channels, Channel{ID: fmt.Sprintf("C9%02d", i), Members: []string{"U1", "U0000BOT1"}})
	}
	f := begin(t, Options{Unlimited: true, AckWithin: time.Minute, People: []User{{ID: "U1"}}, Channels: channels})
	var apps sync.WaitGroup
	for range 2 {
		l := f.connect()
		apps.Go(func() { f.answerAll(l) })
	}
	began := time.Now()
	for i := range 500 {
		if _, err := f.Say(channels[i%50].ID, "U1", fmt.Sprintf("<@U0000BOT1> 質問%d：締め日は？", i), ""); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	if err := f.Wait(ctx, func(st *State) bool { return st.Count("agents.sessions.setStatus") == 500 }); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	f.Drop(0)
	apps.Wait()
	if got := len(f.Unacked()); got != 0 {
		t.Errorf("%d deliveries were not acknowledged", got)
	}
	for _, c := range channels {
		if got := len(f.Said(c.ID)); got != 10 {
			t.Errorf("channel %s has %d answers", c.ID, got)
		}
	}
	if got := len(f.Envelopes()); got != 500 {
		t.Errorf("%d deliveries of 500 questions", got)
	}
	t.Logf("500 questions, 2,000 calls: %v", took)
}
