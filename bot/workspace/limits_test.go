package workspace

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// raw calls a method and returns the status and Retry-After.
func (f *fixture) raw(method string, args ...string) (int, string) {
	f.t.Helper()
	form := url.Values{"token": {BotToken}}
	for i := 0; i < len(args); i += 2 {
		form.Set(args[i], args[i+1])
	}
	r, err := f.client.PostForm(f.URL()+method, form)
	if err != nil {
		f.t.Fatal(err)
	}
	r.Body.Close()
	return r.StatusCode, r.Header.Get("Retry-After")
}

func TestMethodsHaveTheirTiers(t *testing.T) {
	tests := []struct {
		method string
		args   []string
		minute int
		wait   string
	}{
		{"users.info", []string{"user", "U1"}, 100, "1"},
		{"conversations.info", []string{"channel", "C1"}, 50, "2"},
		{"chat.update", []string{"channel", "C1", "ts", "1.000001", "text", "x"}, 50, "2"},
		{"chat.startStream", []string{"channel", "C1"}, 20, "3"},
		{"chat.appendStream", []string{"channel", "C1"}, 100, "1"},
		{"chat.stopStream", []string{"channel", "C1"}, 20, "3"},
		{"views.publish", []string{"user_id", "U1"}, 100, "1"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s: %d a minute", tt.method, tt.minute), func(t *testing.T) {
			c := newClock()
			f := begin(t, Options{Now: c.now})
			for i := range tt.minute {
				if status, _ := f.raw(tt.method, tt.args...); status != http.StatusOK {
					t.Fatalf("call %d: %d", i+1, status)
				}
			}
			status, wait := f.raw(tt.method, tt.args...)
			if status != http.StatusTooManyRequests || wait != tt.wait {
				t.Errorf("one more: %d, after %q; want 429, after %q", status, wait, tt.wait)
			}
			if status, _ := f.raw("auth.test"); status != http.StatusOK {
				t.Errorf("another method: %d", status)
			}
			c.pass(3 * time.Second)
			if status, _ := f.raw(tt.method, tt.args...); status != http.StatusOK {
				t.Errorf("after the wait: %d", status)
			}
		})
	}
}

func TestAChannelTakesOneMessageASecond(t *testing.T) {
	c := newClock()
	f := begin(t, Options{Now: c.now, PostBurst: 3, Channels: []Channel{{ID: "C2", Members: []string{"U0000BOT1"}}}})
	post := func(channel string) int {
		status, _ := f.raw("chat.postMessage", "channel", channel, "text", "お知らせ")
		return status
	}
	var got []string
	for range 4 {
		got = append(got, fmt.Sprint(post("C1")))
	}
	got = append(got, fmt.Sprint(post("C2")))
	c.pass(time.Second)
	got = append(got, fmt.Sprint(post("C1")), fmt.Sprint(post("C1")))
	if want := "200 200 200 429 200 200 429"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	if n := len(f.Said("C1")); n != 4 {
		t.Errorf("%d messages", n)
	}
	if calls := f.Calls("chat.postMessage"); calls[3].Error != "ratelimited" || calls[3].Status != http.StatusTooManyRequests {
		t.Errorf("%+v", calls[3])
	}
}

func TestAWorkspaceTakesSoManyMessagesAMinute(t *testing.T) {
	c := newClock()
	f := begin(t, Options{Now: c.now, PostBurst: 100, PostsPerMinute: 10})
	for range 10 {
		f.must("ts", "chat.postMessage", "channel", "C1", "text", "お知らせ")
	}
	if status, wait := f.raw("chat.postMessage", "channel", "C1", "text", "お知らせ"); status != http.StatusTooManyRequests || wait != "6" {
		t.Errorf("%d after %s", status, wait)
	}
}

func TestLimitsCanBeTurnedOffAndReplaced(t *testing.T) {
	f := begin(t, Options{Unlimited: true})
	for range 120 {
		f.must("", "conversations.info", "channel", "C1")
	}
	one := begin(t, Options{PerMinute: map[string]int{"conversations.replies": 1}})
	ts := one.say("質問")
	one.must("", "conversations.replies", "channel", "C1", "ts", ts)
	if status, _ := one.raw("conversations.replies", "channel", "C1", "ts", ts); status != http.StatusTooManyRequests {
		t.Errorf("%d", status)
	}
}
