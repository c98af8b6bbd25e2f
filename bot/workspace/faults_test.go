package workspace

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// try posts a message and returns the status, the body, and how it failed.
func (f *fixture) try(ctx context.Context, channel, text string) (int, string, error) {
	form := url.Values{"token": {BotToken}, "channel": {channel}, "text": {text}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, f.URL()+"chat.postMessage", strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := f.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

func TestWhatCanGoWrong(t *testing.T) {
	tests := []struct {
		name   string
		fault  Fault
		status int // 0: the connection is cut
		body   string
		said   int // messages after all
	}{
		{"too many requests", Fault{Status: 429, RetryAfter: 90 * time.Second}, 429, "Too Many Requests", 0},
		{"an error page", Fault{Status: 502, Body: "<h1>混雑しています</h1>"}, 502, "混雑しています", 0},
		{"an error of the API", Fault{Error: "fatal_error"}, 200, `{"error":"fatal_error","ok":false}`, 0},
		{"a missing scope", Fault{Error: "missing_scope", Needed: "chat:write", Provided: "users:read"}, 200, `"needed":"chat:write"`, 0},
		{"a cut before anything was done", Fault{DropBefore: true}, 0, "", 0},
		{"a cut after the message was posted", Fault{DropAfter: true}, 0, "", 1},
		{"slowness", Fault{Latency: time.Millisecond}, 200, `"ok":true`, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t, Options{})
			tt.fault.Method = "chat.postMessage"
			f.Break(tt.fault)
			status, body, err := f.try(t.Context(), "C1", "答え")
			if status != tt.status || !strings.Contains(body, tt.body) || (err != nil) != (tt.status == 0) {
				t.Errorf("%d %s %v", status, body, err)
			}
			if got := len(f.Said("C1")); got != tt.said {
				t.Errorf("%d messages", got)
			}
			if c := f.Calls("chat.postMessage")[0]; c.Status != tt.status || c.Duration <= 0 {
				t.Errorf("%+v", c)
			}
			if status, body, err := f.try(t.Context(), "C1", "答え"); status != http.StatusOK || err != nil {
				t.Errorf("the next: %d %s %v", status, body, err)
			}
		})
	}
}

func TestAFaultStrikesWhomItIsFor(t *testing.T) {
	f := begin(t, Options{Channels: []Channel{{ID: "C2", Members: []string{"U0000BOT1"}}}})
	mend := f.Break(Fault{Method: "chat.postMessage", Channel: "C1", Skip: 1, Times: -1, Error: "internal_error"})
	for i, tt := range []struct {
		channel string
		ok      bool
	}{{"C1", true}, {"C1", false}, {"C2", true}, {"C1", false}} {
		if _, body, _ := f.try(t.Context(), tt.channel, "答え"); strings.Contains(body, `"ok":true`) != tt.ok {
			t.Errorf("call %d: %s", i+1, body)
		}
	}
	f.must("user_id", "auth.test")
	mend()
	mend()
	if _, body, _ := f.try(t.Context(), "C1", "答え"); !strings.Contains(body, `"ok":true`) {
		t.Errorf("mended: %s", body)
	}
}

func TestACallCanHang(t *testing.T) {
	t.Run("until it is let go", func(t *testing.T) {
		f := begin(t, Options{})
		mend := f.Break(Fault{Method: "chat.postMessage", Hang: true})
		done := make(chan string)
		go func() {
			_, body, _ := f.try(t.Context(), "C1", "答え")
			done <- body
		}()
		f.soon(func(st *State) bool { return st.Count("chat.postMessage") == 1 })
		if len(f.Said("C1")) != 0 {
			t.Error("it was posted already")
		}
		mend()
		if body := <-done; !strings.Contains(body, `"ok":true`) {
			t.Errorf("%s", body)
		}
	})
	t.Run("until the client gives up", func(t *testing.T) {
		f := begin(t, Options{})
		f.Break(Fault{Method: "chat.postMessage", Hang: true})
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer stop()
		if _, _, err := f.try(ctx, "C1", "答え"); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		f.soon(func(st *State) bool { c := st.Calls("chat.postMessage"); return c[0].Error == "cut" })
		if len(f.Said("C1")) != 0 {
			t.Error("it was posted")
		}
	})
	t.Run("until the server closes", func(t *testing.T) {
		f := begin(t, Options{})
		f.Break(Fault{Method: "apps.connections.open", Hang: true})
		done := make(chan error)
		go func() {
			_, err := f.client.PostForm(f.URL()+"apps.connections.open", url.Values{"token": {AppToken}})
			done <- err
		}()
		f.soon(func(st *State) bool { return st.Count("apps.connections.open") == 1 })
		f.Close()
		<-done
	})
}
