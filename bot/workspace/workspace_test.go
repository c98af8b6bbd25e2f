package workspace

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A fixture is a workspace with a channel and two people, and a client of it.
type fixture struct {
	*Server
	t      *testing.T
	client *http.Client // keeps no connection for later
}

// everything are the scopes of an app that may do all there is.
var everything = []string{
	"app_mentions:read", "assistant:write", "chat:write", "commands", "im:history", "users:read", "channels:history", "groups:history",
	"channels:read", "groups:read", "im:read", "im:write", "files:read", "files:write", "reactions:read", "reactions:write", "channels:join", "channels:manage",
}

// begin opens a workspace in which the app may do everything unless the options say
// otherwise: 田中 (U1) and 鈴木 (U2) are in #総務 (C1) with it.
func begin(t *testing.T, opt Options) *fixture {
	t.Helper()
	if opt.App.Scopes == nil {
		opt.App.Scopes = everything
	}
	opt.People = append(opt.People, User{ID: "U1", Name: "tanaka", RealName: "田中"}, User{ID: "U2", Name: "suzuki", RealName: "鈴木"})
	opt.Channels = append(opt.Channels, Channel{ID: "C1", Name: "総務", Members: []string{"U1", "U2", "U0000BOT1"}})
	s, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	transport := &http.Transport{DisableKeepAlives: true, DialContext: s.DialContext}
	return &fixture{s, t, &http.Client{Transport: transport, Timeout: 30 * time.Second}}
}

// call calls a method with the bot's token, with names and values of arguments.
func (f *fixture) call(method string, args ...string) map[string]any {
	f.t.Helper()
	form := url.Values{"token": {BotToken}}
	for i := 0; i < len(args); i += 2 {
		form.Set(args[i], args[i+1])
	}
	return f.form(method, form)
}

func (f *fixture) form(method string, form url.Values) map[string]any {
	f.t.Helper()
	r, err := f.client.PostForm(f.URL()+method, form)
	if err != nil {
		f.t.Fatal(err)
	}
	defer r.Body.Close()
	var v map[string]any
	if err := json.NewDecoder(r.Body).Decode(&v); err != nil {
		f.t.Fatalf("%s: %v", method, err)
	}
	return v
}

// must calls a method that has to succeed and returns a field of its answer.
func (f *fixture) must(field, method string, args ...string) string {
	f.t.Helper()
	v := f.call(method, args...)
	if v["ok"] != true {
		f.t.Fatalf("%s: %v", method, v)
	}
	text, _ := v[field].(string)
	return text
}

// wantError calls a method that has to fail.
func (f *fixture) wantError(want, method string, args ...string) {
	f.t.Helper()
	if v := f.call(method, args...); v["error"] != want {
		f.t.Errorf("%s: %v, want %s", method, v, want)
	}
}

// say has 田中 write into #総務.
func (f *fixture) say(text string) string {
	f.t.Helper()
	ts, err := f.Say("C1", "U1", text, "")
	if err != nil {
		f.t.Fatal(err)
	}
	return ts
}

// dm has 田中 write to the app, and returns the channel too.
func (f *fixture) dm(text string) (channel, ts string) {
	f.t.Helper()
	c, err := f.OpenIM("U1")
	if err != nil {
		f.t.Fatal(err)
	}
	ts, err = f.Say(c.ID, "U1", text, "")
	if err != nil {
		f.t.Fatal(err)
	}
	return c.ID, ts
}

// soon waits for something that is under way.
func (f *fixture) soon(cond func(*State) bool) {
	f.t.Helper()
	ctx, stop := context.WithTimeout(f.t.Context(), 10*time.Second)
	defer stop()
	if err := f.Wait(ctx, cond); err != nil {
		f.t.Fatalf("%v; calls %v; envelopes %v", err, f.Calls(""), f.Envelopes())
	}
}

// A link is the app's end of a socket.
type link struct {
	t    *testing.T
	conn *websocket.Conn
}

// frame is what comes over a socket.
type frame struct {
	Type           string
	Reason         string
	EnvelopeID     string `json:"envelope_id"`
	NumConnections int    `json:"num_connections"`
	RetryAttempt   int    `json:"retry_attempt"`
	RetryReason    string `json:"retry_reason"`
	Payload        struct {
		EventID            string `json:"event_id"`
		IsExtSharedChannel bool   `json:"is_ext_shared_channel"`
		Type               string
		TriggerID          string `json:"trigger_id"`
		ResponseURL        string `json:"response_url"`
		Command, Text      string
		Event              map[string]any
		Actions            []map[string]any
		View               map[string]any
	}
}

// address asks for the address of a socket.
func (f *fixture) address() string {
	f.t.Helper()
	v := f.form("apps.connections.open", url.Values{"token": {AppToken}})
	if v["ok"] != true {
		f.t.Fatal(v)
	}
	return v["url"].(string)
}

func (f *fixture) dialer() *websocket.Dialer {
	return &websocket.Dialer{NetDialContext: f.DialContext}
}

// connect opens a socket and reads its hello.
func (f *fixture) connect() *link {
	f.t.Helper()
	conn, _, err := f.dialer().DialContext(f.t.Context(), f.address(), http.Header{"Origin": {"https://api.slack.com"}})
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { conn.Close() })
	l := &link{f.t, conn}
	if hello := l.next(); hello.Type != "hello" {
		f.t.Fatalf("first came %+v", hello)
	}
	return l
}

// next reads one frame.
func (l *link) next() frame {
	l.t.Helper()
	return l.wait(10 * time.Second)
}

// wait reads one frame, which may take a while.
func (l *link) wait(most time.Duration) frame {
	l.t.Helper()
	_ = l.conn.SetReadDeadline(time.Now().Add(most))
	var v frame
	if err := l.conn.ReadJSON(&v); err != nil {
		l.t.Fatal(err)
	}
	return v
}

// ack acknowledges an envelope, with a payload unless it is nil.
func (l *link) ack(id string, payload any) {
	l.t.Helper()
	v := map[string]any{"envelope_id": id}
	if payload != nil {
		v["payload"] = payload
	}
	if err := l.conn.WriteJSON(v); err != nil {
		l.t.Fatal(err)
	}
}

func TestAQuestionIsHeardAndAnswered(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	ts := f.say("<@U0000BOT1> 締め日はいつですか。")
	e := l.next()
	l.ack(e.EnvelopeID, nil)
	if got, want := e.Payload.Event["type"], "app_mention"; got != want {
		t.Errorf("event %v, want %v", got, want)
	}
	if got := e.Payload.Event["text"]; got != "<@U0000BOT1> 締め日はいつですか。" || e.Payload.Event["ts"] != ts {
		t.Errorf("event %v", e.Payload.Event)
	}
	f.must("ts", "chat.postMessage", "channel", "C1", "thread_ts", ts, "text", "毎月*25日*です。")
	f.soon(func(st *State) bool { return len(st.Said("C1")) == 1 && len(st.Unacked()) == 0 })
	var read []string
	for _, m := range f.Thread("C1", ts) {
		read = append(read, m.Plain())
	}
	if got, want := strings.Join(read, "\n"), "@U0000BOT1 締め日はいつですか。\n毎月*25日*です。"; got != want {
		t.Errorf("the thread reads %q, want %q", got, want)
	}
	if got, want := strings.Join(f.ScopesUsed(), " "), "app_mentions:read chat:write connections:write"; got != want {
		t.Errorf("scopes used: %s, want %s", got, want)
	}
}
