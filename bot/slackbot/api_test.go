package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"kotae/bot/workspace"
)

// dialled is how a call fails that never left this machine.
var dialled = &url.Error{Op: "Post", URL: "https://slack.example/", Err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}

func TestFailedCalls(t *testing.T) {
	refusal := func(code string) error { return slack.SlackErrorResponse{Err: code} }
	torn := json.Unmarshal([]byte(`<!DOCTYPE html>`), new(int))
	for name, c := range map[string]struct {
		err       error
		again     bool // by itself
		uncertain bool // whether it was carried out
	}{
		"none":                        {nil, false, false},
		"too often":                   {&slack.RateLimitedError{RetryAfter: 30 * time.Second}, true, false},
		"too often, wrapped":          {fmt.Errorf("投稿: %w", &slack.RateLimitedError{RetryAfter: time.Second}), true, false},
		"too often, without a header": {slack.StatusCodeError{Code: http.StatusTooManyRequests}, true, false},
		"too often, in so many words": {refusal("ratelimited"), true, false},
		"never sent":                  {dialled, true, false},
		"its turn never came":         {fmt.Errorf("chat.postMessage: %w: %v", errUnsent, context.DeadlineExceeded), true, false},
		"refused":                     {refusal("channel_not_found"), false, false},
		"not found":                   {slack.StatusCodeError{Code: http.StatusNotFound}, false, false},
		"broken":                      {slack.StatusCodeError{Code: http.StatusBadGateway}, false, true},
		"broken, in so many words":    {refusal("internal_error"), false, true},
		"cut":                         {&url.Error{Op: "Post", Err: io.EOF}, false, true},
		"no answer":                   {&url.Error{Op: "Post", Err: context.DeadlineExceeded}, false, true},
		"half an answer":              {io.ErrUnexpectedEOF, false, true},
		"an answer that is none":      {torn, false, true},
		"gone":                        {errGone, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			if after, again := comeBack(c.err, 0); again != c.again || again && after <= 0 {
				t.Errorf("comeBack: %v, %v", after, again)
			}
			if got := uncertain(c.err); got != c.uncertain {
				t.Errorf("uncertain: %v", got)
			}
		})
	}
	t.Run("pauses become longer, and what Slack says counts", func(t *testing.T) {
		for attempt, least := range []time.Duration{125, 250, 500, 1000, 2000} {
			if after, _ := comeBack(dialled, attempt); after < least*time.Millisecond || after > 2*least*time.Millisecond {
				t.Errorf("attempt %d: %v", attempt, after)
			}
		}
		if after, _ := comeBack(&slack.RateLimitedError{RetryAfter: 30 * time.Second}, 0); after != 30*time.Second {
			t.Errorf("told to wait 30 s: %v", after)
		}
	})
}

func TestPace(t *testing.T) {
	// times are when the calls of a method come, counted from now.
	type step struct {
		method, channel string
		err             error
	}
	run := func(a *api, steps ...step) (at []time.Duration) {
		began := time.Now()
		for _, s := range steps {
			failed := s.err
			_ = a.do(context.Background(), s.method, s.channel, func(context.Context) error {
				at = append(at, time.Since(began).Round(time.Millisecond))
				err := failed
				failed = nil
				return err
			})
		}
		return at
	}
	late := &slack.RateLimitedError{RetryAfter: 30 * time.Second}
	for name, c := range map[string]struct {
		steps []step
		want  []time.Duration // in seconds
	}{
		"a message a second in a channel": {[]step{{"chat.postMessage", "総務", nil}, {"chat.postMessage", "総務", nil}, {"chat.postMessage", "経理", nil}}, []time.Duration{0, 1, 1}},
		"other methods at once":           {[]step{{"users.info", "", nil}, {"users.info", "", nil}, {"views.open", "", nil}}, []time.Duration{0, 0, 0}},
		"later, as Slack says, and others not at all": {
			[]step{{"chat.postMessage", "総務", late}, {"chat.postMessage", "経理", nil}, {"chat.update", "総務", nil}}, []time.Duration{0, 30, 30, 30},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := run(newAPI(nil, nil), c.steps...)
				if len(got) != len(c.want) {
					t.Fatalf("calls at %v", got)
				}
				for i := range got {
					if got[i] != c.want[i]*time.Second {
						t.Errorf("call %d at %v, want %v s", i, got[i], int(c.want[i]))
					}
				}
			})
		})
	}
	t.Run("being told to wait in one channel holds up no other, and all of its own", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a := newAPI(nil, nil)
			began := time.Now()
			var mu sync.Mutex
			at := map[string][]time.Duration{}
			var wg sync.WaitGroup
			for i, channel := range []string{"総務", "総務", "経理"} {
				time.Sleep(time.Duration(i) * time.Millisecond)
				wg.Go(func() {
					first := i == 0
					_ = a.do(context.Background(), "chat.postMessage", channel, func(context.Context) error {
						mu.Lock()
						defer mu.Unlock()
						at[channel] = append(at[channel], time.Since(began))
						if first {
							first = false
							return late
						}
						return nil
					})
				})
			}
			wg.Wait()
			if got := at["経理"]; len(got) != 1 || got[0] > time.Second {
				t.Errorf("経理 at %v", got)
			}
			for i, d := range at["総務"] {
				if i > 0 && d < 30*time.Second {
					t.Errorf("総務 at %v", at["総務"])
				}
			}
		})
	})
	t.Run("who can't wait so long is told that nothing was sent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a := newAPI(nil, nil)
			a.postpone("chat.postMessage", "総務", time.Hour)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := a.do(ctx, "chat.postMessage", "総務", func(context.Context) error {
				t.Error("it was called")
				return nil
			})
			if err == nil || !unsent(err) || uncertain(err) {
				t.Errorf("do: %v", err)
			}
		})
	})
	t.Run("a call that is refused for ever is given up", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			n := 0
			err := newAPI(nil, nil).do(t.Context(), "users.info", "", func(context.Context) error { n++; return dialled })
			if n != attempts || !errors.Is(err, dialled) {
				t.Errorf("%d calls: %v", n, err)
			}
		})
	})
	t.Run("channels that are quiet are forgotten", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a := newAPI(nil, nil)
			for i := range 10_000 {
				if err := a.wait(t.Context(), "chat.postMessage", fmt.Sprint("C", i)); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Millisecond)
			}
			if n := len(a.next); n > 4097 {
				t.Errorf("%d are remembered", n)
			}
		})
	})
}

func TestPeople(t *testing.T) {
	self := identity{team: "T00000001"}
	// lookups is a workspace with 田中 in it, and who looks people up there.
	lookups := func(t *testing.T) (*workspace.Server, *people) {
		ws, err := workspace.New(workspace.Options{InMemory: true, Unlimited: true, People: []workspace.User{{ID: "U0TANAKA1", Name: "田中", Locale: "ja-JP"}}})
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Transport: &http.Transport{DialContext: ws.DialContext, DisableKeepAlives: true}}
		t.Cleanup(ws.Close)
		return ws, newPeople(t.Context(), newAPI(slack.New(workspace.BotToken, slack.OptionAPIURL(ws.URL()), slack.OptionHTTPClient(client)), client))
	}
	bubble := func(name string, f func(t *testing.T)) {
		t.Run(name, func(t *testing.T) { synctest.Test(t, f) })
	}
	bubble("is remembered for ten minutes", func(t *testing.T) {
		ws, p := lookups(t)
		for _, want := range []int{1, 1, 2} {
			who, err := p.person(t.Context(), "U0TANAKA1", self)
			if err != nil || !who.member || who.name != "田中" {
				t.Fatalf("%+v, %v", who, err)
			}
			if n := len(ws.Calls("users.info")); n != want {
				t.Errorf("asked %d times, want %d", n, want)
			}
			time.Sleep(remembered/2 + time.Second)
		}
	})
	bubble("is asked for once by all who ask at the same time", func(t *testing.T) {
		ws, p := lookups(t)
		ws.Break(workspace.Fault{Method: "users.info", Latency: time.Second})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := p.person(t.Context(), "U0TANAKA1", self); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := len(ws.Calls("users.info")); n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
	bubble("one who gives up does not take the others along", func(t *testing.T) {
		ws, p := lookups(t)
		ws.Break(workspace.Fault{Method: "users.info", Latency: time.Second})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = p.person(ctx, "U0TANAKA1", self) })
		synctest.Wait()
		cancel()
		if _, err := p.person(t.Context(), "U0TANAKA1", self); err != nil {
			t.Error(err)
		}
		wg.Wait()
	})
	bubble("an error is not remembered", func(t *testing.T) {
		ws, p := lookups(t)
		ws.Break(workspace.Fault{Method: "users.info", Status: http.StatusInternalServerError})
		if _, err := p.person(t.Context(), "U0TANAKA1", self); err == nil {
			t.Error("no error")
		}
		if who, err := p.person(t.Context(), "U0TANAKA1", self); err != nil || !who.member {
			t.Errorf("afterwards: %+v, %v", who, err)
		}
	})
	bubble("who is not known is an error", func(t *testing.T) {
		_, p := lookups(t)
		if _, err := p.person(t.Context(), "U0NOBODY1", self); !refused(err, "user_not_found") {
			t.Errorf("%v", err)
		}
	})
}

func TestIdentity(t *testing.T) {
	alone, grid := identity{team: "T1"}, identity{team: "T1", enterprise: "E1"}
	for _, c := range []struct {
		self             identity
		team, enterprise string
		want             bool
	}{
		{alone, "T1", "", true}, {alone, "T2", "", false}, {alone, "", "", false}, {alone, "T2", "E1", false},
		{grid, "T1", "", true}, {grid, "T1", "E1", true}, {grid, "T2", "E1", true}, {grid, "E1", "", true},
		{grid, "T2", "E2", false}, {grid, "T2", "", false}, {grid, "E2", "E2", false},
	} {
		if got := c.self.home(c.team, c.enterprise); got != c.want {
			t.Errorf("%+v, %q, %q: %v", c.self, c.team, c.enterprise, got)
		}
	}
}
