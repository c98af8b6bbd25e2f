package workspace

import (
	"crypto/hmac"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// An ear is an app that listens over HTTP.
type ear struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
	answer   func(n int, w http.ResponseWriter) // nth from 0; nil says 200
}

func listen(t *testing.T, answer func(n int, w http.ResponseWriter)) *ear {
	e := &ear{answer: answer}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		e.mu.Lock()
		n := len(e.requests)
		e.requests, e.bodies = append(e.requests, r), append(e.bodies, string(body))
		e.mu.Unlock()
		if e.answer != nil {
			e.answer(n, w)
		}
	}))
	t.Cleanup(e.Close)
	return e
}

func (e *ear) heard(n int) (*http.Request, string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests[n], e.bodies[n]
}

func TestEventsArePostedAndSigned(t *testing.T) {
	e := listen(t, nil)
	f := begin(t, Options{HTTP: e.URL})
	f.say("<@U0000BOT1> 締め日は？")
	f.soon(func(st *State) bool { return len(st.Envelopes()) == 1 && len(st.Unacked()) == 0 })
	r, body := e.heard(0)
	if r.URL.Path != "/slack/events" || r.Header.Get("Content-Type") != "application/json" || !strings.Contains(body, "締め日は？") {
		t.Errorf("%s %v %s", r.URL.Path, r.Header, body)
	}
	want := Sign(SigningSecret, r.Header.Get("X-Slack-Request-Timestamp"), []byte(body))
	if got := r.Header.Get("X-Slack-Signature"); !hmac.Equal([]byte(got), []byte(want)) {
		t.Errorf("signature %s, want %s", got, want)
	}
	if r.Header.Get("X-Slack-Retry-Num") != "" {
		t.Errorf("a first attempt counts itself: %v", r.Header)
	}
}

func TestTheSignatureIsSlacks(t *testing.T) {
	// The example of Slack's own documentation.
	body := "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA" +
		"&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
		"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	got := Sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body))
	if want := "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFailedPostsAreRepeated(t *testing.T) {
	tests := []struct {
		name     string
		answer   func(n int, w http.ResponseWriter)
		attempts int
		reason   string
	}{
		{"an error comes again", func(n int, w http.ResponseWriter) {
			if n == 0 {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}, 2, "http_error"},
		{"three times, and then no more", func(_ int, w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) }, 4, "http_error"},
		{"not if the app does not want it", func(_ int, w http.ResponseWriter) {
			w.Header().Set("X-Slack-No-Retry", "1")
			w.WriteHeader(http.StatusInternalServerError)
		}, 1, ""},
		{"a cut connection comes again", func(n int, _ http.ResponseWriter) {
			if n == 0 {
				panic(http.ErrAbortHandler)
			}
		}, 2, "connection_failed"},
		{"being sent elsewhere is no answer", func(n int, w http.ResponseWriter) {
			if n == 0 {
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(http.StatusFound)
			}
		}, 2, "too_many_redirects"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := listen(t, tt.answer)
			f := begin(t, Options{HTTP: e.URL, Retries: []time.Duration{0, 0, 0}})
			f.say("<@U0000BOT1> 質問")
			f.soon(func(st *State) bool {
				list := st.Envelopes()
				last := list[len(list)-1]
				return len(list) == tt.attempts && (last.Acked() || last.Failure != "")
			})
			if tt.attempts == 1 {
				return
			}
			r, _ := e.heard(1)
			if r.Header.Get("X-Slack-Retry-Num") != "1" || r.Header.Get("X-Slack-Retry-Reason") != tt.reason {
				t.Errorf("%v", r.Header)
			}
		})
	}
}

// A trip carries requests by itself.
type trip func(*http.Request) (*http.Response, error)

func (t trip) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func TestWhoTakesTooLongGetsItAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var heard []string
		f := begin(t, Options{InMemory: true, HTTP: "http://app.example/", Transport: trip(func(r *http.Request) (*http.Response, error) {
			heard = append(heard, fmt.Sprint(time.Since(began), r.URL.Path, r.Header.Get("X-Slack-Retry-Num"), r.Header.Get("X-Slack-Retry-Reason")))
			if len(heard) < 3 {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}, nil
		})})
		f.say("<@U0000BOT1> 質問")
		time.Sleep(time.Hour)
		synctest.Wait()
		want := []string{"0s/slack/events", "3s/slack/events1http_timeout", "1m6s/slack/events2http_timeout"}
		if !slices.Equal(heard, want) {
			t.Errorf("heard %q, want %q", heard, want)
		}
		if list := f.Unacked(); len(list) != 2 || list[1].Failure != "http_timeout" {
			t.Errorf("%v", list)
		}
	})
}

func TestCommandsAndInteractionsArePostedAsForms(t *testing.T) {
	e := listen(t, func(_ int, w http.ResponseWriter) { _, _ = io.WriteString(w, "検索中…") })
	f := begin(t, Options{HTTP: e.URL})
	id, err := f.Slash("C1", "U1", "/kotae", "年末年始 & 休暇")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Acked(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	r, body := e.heard(0)
	form, err := url.ParseQuery(body)
	if err != nil || r.URL.Path != "/slack/commands" || form.Get("text") != "年末年始 & 休暇" || form.Get("command") != "/kotae" || form.Get("response_url") == "" {
		t.Errorf("%s %v %v", r.URL.Path, form, err)
	}
	if m := f.Said("C1"); len(m) != 1 || m[0].Text != "検索中…" || m[0].EphemeralTo != "U1" {
		t.Errorf("shown: %+v", m)
	}
	id, err = f.Shortcut("U1", f.say("この規程は？"), "kotae_ask_message")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Acked(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	r, body = e.heard(1)
	form, err = url.ParseQuery(body)
	if err != nil || r.URL.Path != "/slack/interactions" || !strings.Contains(form.Get("payload"), `"callback_id":"kotae_ask_message"`) {
		t.Errorf("%s %v %v", r.URL.Path, form, err)
	}
}

func TestTheEventsAddressProvesItself(t *testing.T) {
	honest := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, challenge, _ := strings.Cut(string(body), `"challenge":"`)
		challenge, _, _ = strings.Cut(challenge, `"`)
		_, _ = io.WriteString(w, challenge)
	})
	app := httptest.NewServer(honest)
	defer app.Close()
	f := begin(t, Options{HTTP: app.URL})
	if err := f.VerifyURL(t.Context()); err != nil {
		t.Error(err)
	}
	f.UseHTTP(listen(t, nil).URL)
	if err := f.VerifyURL(t.Context()); err == nil {
		t.Error("silence was proof")
	}
	if v := f.form("apps.connections.open", url.Values{"token": {AppToken}}); v["error"] != "socket_mode_not_enabled" {
		t.Errorf("sockets beside HTTP: %v", v)
	}
}
