package slackbot_test

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"testing"
	"time"

	"kotae/bot/ledger"
	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// BenchmarkLoad asks 500 questions in 50 channels within 20 seconds, of a bot that takes
// a second for each, in a workspace without rate limits and in one with Slack's, which
// take less than 500 signs of life or messages in that time. It reports the slowest
// acknowledgement, how long askers saw nothing (median and 95th percentile), how long
// the last answer took after the last question, and the heap it needed at most. Each
// question must have exactly one answer. Run it alone, once:
//
//	go test ./bot/slackbot -run '^$' -bench Load -benchtime 1x
func BenchmarkLoad(b *testing.B) {
	b.Run("unlimited", func(b *testing.B) { load(b, workspace.Options{Unlimited: true}) })
	b.Run("limited", func(b *testing.B) { load(b, workspace.Options{}) })
}

func load(b *testing.B, w workspace.Options) {
	const questions, channels, within = 500, 50, 20 * time.Second
	w.Log = 100_000
	for i := range channels {
		user := fmt.Sprintf("U0LOAD%03d", i)
		w.People = append(w.People, workspace.User{ID: user, Name: user, RealName: "社員", Locale: "ja-JP"})
		w.Channels = append(w.Channels, workspace.Channel{ID: fmt.Sprintf("C0LOAD%03d", i), Name: fmt.Sprintf("部署%d", i), Members: []string{user, "U0000BOT1"}})
	}
	for b.Loop() {
		server, err := workspace.New(w)
		if err != nil {
			b.Fatal(err)
		}
		kept, err := ledger.Open(b.Context(), b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		answers := &answerer{}
		answers.will(slowly(time.Second))
		ready, ended := make(chan struct{}), make(chan error, 1)
		ctx, stop := context.WithCancel(b.Context())
		bot := slackbot.New(slackbot.Parts{
			Answerer: answers, Journal: kept, Memory: kept, Library: library{},
			Tokens: slackbot.Tokens{Bot: workspace.BotToken, App: workspace.AppToken, Signing: workspace.SigningSecret},
			Log:    slog.New(slog.DiscardHandler),
		}, slackbot.Options{APIURL: server.URL(), Ready: func() { close(ready) }})
		go func() { ended <- bot.Run(ctx) }()
		<-ready

		var heap uint64
		var memory runtime.MemStats
		asked := map[string]time.Time{} // by ts
		tick := time.NewTicker(within / questions)
		for i := range questions {
			<-tick.C
			c := w.Channels[i%channels]
			now := time.Now()
			ts, err := server.Say(c.ID, c.Members[0], fmt.Sprintf("<@%s> 第%d条の申請は何日前までですか。", server.Bot(), i), "")
			if err != nil {
				b.Fatal(err)
			}
			asked[ts] = now
			if i%25 == 0 {
				runtime.ReadMemStats(&memory)
				heap = max(heap, memory.HeapAlloc)
			}
		}
		tick.Stop()
		last := time.Now()
		late, cancel := context.WithTimeout(b.Context(), 3*time.Minute)
		if err := server.Wait(late, func(s *workspace.State) bool {
			n := 0
			for _, c := range w.Channels {
				n += len(s.Said(c.ID))
			}
			return n >= questions
		}); err != nil {
			b.Fatal(err)
		}
		cancel()
		over := time.Since(last)
		runtime.ReadMemStats(&memory)
		heap = max(heap, memory.HeapAlloc)
		stop()
		if err := <-ended; err != nil {
			b.Fatal(err)
		}

		first := map[string]time.Duration{} // sign of life, by ts
		for _, c := range server.Calls("") {
			if at, ok := asked[c.Args["thread_ts"]]; ok && c.OK() {
				took := c.At.Add(c.Duration).Sub(at)
				if before, ok := first[c.Args["thread_ts"]]; !ok || took < before {
					first[c.Args["thread_ts"]] = took
				}
			}
		}
		var signs []time.Duration
		for ts := range asked {
			signs = append(signs, first[ts])
		}
		slices.Sort(signs)
		var ack time.Duration
		for _, e := range server.Envelopes() {
			if !e.Acked() {
				b.Errorf("envelope %s was not acknowledged", e.ID)
			}
			ack = max(ack, e.AckedAt.Sub(e.At))
		}
		for _, c := range w.Channels {
			threads := map[string]int{}
			for _, m := range server.Said(c.ID) {
				threads[m.ThreadTS]++
			}
			for ts, n := range threads {
				if _, ok := asked[ts]; !ok || n != 1 {
					b.Errorf("thread %s has %d answers", ts, n)
				}
			}
			if len(threads) != questions/channels {
				b.Errorf("%d threads in %s", len(threads), c.ID)
			}
		}
		if ack > 3*time.Second {
			b.Errorf("an acknowledgement took %v", ack)
		}
		b.ReportMetric(float64(ack.Milliseconds()), "ack-max-ms")
		b.ReportMetric(float64(signs[len(signs)/2].Milliseconds()), "sign-p50-ms")
		b.ReportMetric(float64(signs[len(signs)*95/100].Milliseconds()), "sign-p95-ms")
		b.ReportMetric(over.Seconds(), "last-answer-s")
		b.ReportMetric(float64(heap)/(1<<20), "heap-MB")
		for _, method := range []string{"agents.sessions.setStatus", "assistant.threads.setStatus", "chat.postMessage", "users.info"} {
			refused := 0
			calls := server.Calls(method)
			for _, c := range calls {
				if c.Status == 429 {
					refused++
				}
			}
			b.Logf("%s: %d calls, %d refused for their frequency", method, len(calls), refused)
		}
		if err := kept.Close(); err != nil {
			b.Error(err)
		}
		server.Close()
	}
}
