package slackbot_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

// A hook is a listener without a network, and a client that posts to it as Slack does.
type hook struct {
	t        *testing.T
	incoming chan net.Conn
	closed   chan struct{}
	client   http.Client
}

func newHook(t *testing.T) *hook {
	h := &hook{t: t, incoming: make(chan net.Conn), closed: make(chan struct{})}
	h.client.Transport = &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		near, far := net.Pipe()
		select {
		case h.incoming <- far:
			return near, nil
		case <-h.closed:
			return nil, net.ErrClosed
		}
	}}
	return h
}

func (h *hook) Accept() (net.Conn, error) {
	select {
	case c := <-h.incoming:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}
func (h *hook) Close() error   { close(h.closed); return nil }
func (h *hook) Addr() net.Addr { return &net.TCPAddr{} }

// A letter is a request as Slack makes it, or as others do.
type letter struct {
	path, body string
	secret     string        // that signs it
	age        time.Duration // of the signature
	change     func(r *http.Request)
}

// post posts a letter and returns the status and what was answered.
func (h *hook) post(l letter) (int, string) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodPost, "http://kotae.localhost"+l.path, strings.NewReader(l.body))
	if err != nil {
		h.t.Fatal(err)
	}
	stamp := strconv.FormatInt(time.Now().Add(-l.age).Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", workspace.Sign(l.secret, stamp, []byte(l.body)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(l.body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	if l.change != nil {
		l.change(r)
	}
	response, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return response.StatusCode, string(said)
}

// mentioned is an event that mentions the bot in #総務.
func mentioned(event, team, app, ts string) string {
	body, _ := json.Marshal(map[string]any{
		"type": "event_callback", "team_id": team, "api_app_id": app, "event_id": event,
		"event": map[string]any{"type": "app_mention", "user": tanaka, "channel": soumu, "ts": ts, "text": "<@U0000BOT1> 有休は何日前までに申請しますか。"},
	})
	return string(body)
}

func TestBehaviour11_ForeignAndForgedDeliveriesAreDropped(t *testing.T) {
	const team, app, key = "T00000001", "A00000001", workspace.SigningSecret
	// untouched checks that nothing came of it.
	untouched := func(d *desk) {
		d.t.Helper()
		d.settle()
		if list := d.answer.questions(); len(list) != 0 {
			d.t.Errorf("worked on %v", list)
		}
		if list := d.Said(""); len(list) != 0 {
			d.t.Errorf("said %v", list)
		}
		if open, err := d.ledger.Unfinished(d.t.Context()); err != nil || len(open) != 0 {
			d.t.Errorf("journalled %v, %v", open, err)
		}
	}
	serve := func(t *testing.T, w workspace.Options) (*desk, *hook) {
		h := newHook(t)
		return open(t, w, slackbot.Options{Listener: h}), h
	}
	command := url.Values{"command": {"/kotae"}, "text": {"有休は何日前までですか。"}, "team_id": {team}, "api_app_id": {app}, "user_id": {tanaka}, "channel_id": {soumu}, "trigger_id": {"1.1"}}.Encode()
	event := mentioned("Ev1", team, app, "946684800.000001")

	bubble(t, "an event for another app or workspace is acknowledged and dropped", func(t *testing.T) {
		d := open(t, workspace.Options{}, slackbot.Options{})
		for _, body := range []string{
			mentioned("Ev1", "T0OTHER01", app, "946684800.000001"),
			mentioned("Ev2", team, "A0OTHER01", "946684800.000002"),
			mentioned("Ev3", "", app, "946684800.000003"),
		} {
			d.acked(body, d.Inject("events_api", json.RawMessage(body)))
		}
		for kind, body := range map[string]string{
			"slash_commands": `{"command":"/kotae","text":"有休は何日前までですか。","team_id":"T0OTHER01","api_app_id":"A00000001","user_id":"` + tanaka + `","channel_id":"` + soumu + `","trigger_id":"1.1"}`,
			"interactive":    `{"type":"message_action","callback_id":"kotae_ask_message","api_app_id":"A0OTHER01","team":{"id":"T00000001"},"user":{"id":"` + tanaka + `"},"channel":{"id":"` + soumu + `"},"message":{"text":"有休は何日前までですか。"},"trigger_id":"1.2"}`,
		} {
			d.acked(body, d.Inject(kind, json.RawMessage(body)))
		}
		untouched(d)
	})
	bubble(t, "a request that Slack did not sign, or long ago, has no effect", func(t *testing.T) {
		d, h := serve(t, workspace.Options{})
		header := func(name string, values ...string) func(r *http.Request) {
			return func(r *http.Request) {
				r.Header.Del(name)
				for _, v := range values {
					r.Header.Add(name, v)
				}
			}
		}
		for name, l := range map[string]letter{
			"another secret":       {secret: "他の秘密"},
			"no secret":            {secret: ""},
			"no signature":         {secret: key, change: header("X-Slack-Signature")},
			"an empty signature":   {secret: key, change: header("X-Slack-Signature", "")},
			"half a signature":     {secret: key, change: header("X-Slack-Signature", "v0=abcd")},
			"no hexadecimal":       {secret: key, change: header("X-Slack-Signature", "v0=署名")},
			"another version":      {secret: key, change: header("X-Slack-Signature", "v1="+strings.Repeat("0", 64))},
			"no timestamp":         {secret: key, change: header("X-Slack-Request-Timestamp")},
			"a timestamp in words": {secret: key, change: header("X-Slack-Request-Timestamp", "いま")},
			"another timestamp":    {secret: key, change: header("X-Slack-Request-Timestamp", "946684801")},
			"six minutes old":      {secret: key, age: 6 * time.Minute},
			"six minutes ahead":    {secret: key, age: -6 * time.Minute},
			"a body that was changed": {secret: key, change: func(r *http.Request) {
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(event+" ")), int64(len(event)+1)
			}},
		} {
			for path, body := range map[string]string{"/slack/events": event, "/slack/commands": command, "/slack/interactions": url.Values{"payload": {`{"type":"block_actions"}`}}.Encode()} {
				l.path, l.body = path, body
				if status, said := h.post(l); status != http.StatusUnauthorized {
					t.Errorf("%s, %s: %d %s", name, path, status, said)
				}
			}
		}
		untouched(d)
		ts := d.say(soumu, tanaka, "有休の件です。", "")
		if status, _ := h.post(letter{path: "/slack/events", body: mentioned("Ev4", team, app, ts), secret: key, age: 4 * time.Minute}); status != http.StatusOK {
			t.Errorf("four minutes old: %d", status)
		}
		d.reply(soumu, ts, 1)
	})
	bubble(t, "nothing is let in by a bot without a signing secret", func(t *testing.T) {
		h := newHook(t)
		d := prepare(t, workspace.Options{}, slackbot.Options{Listener: h})
		d.signing = new(string)
		d.start()
		for _, secret := range []string{"", key} {
			if status, _ := h.post(letter{path: "/slack/events", body: event, secret: secret}); status != http.StatusUnauthorized {
				t.Errorf("%d", status)
			}
		}
		untouched(d)
	})
	bubble(t, "what is signed but no delivery is refused", func(t *testing.T) {
		d, h := serve(t, workspace.Options{})
		payload := url.Values{"payload": {`{"type":"message_action","api_app_id":"A00000001","user":{"id":"` + tanaka + `"},"channel":{"id":"` + soumu + `"},"message":{"text":"有休は何日前までですか。"},"trigger_id":"1.2"}`}}.Encode()
		for name, c := range map[string]struct {
			letter
			want int
		}{
			"a payload in the address":         {letter{path: "/slack/interactions?" + payload}, http.StatusBadRequest},
			"a command in the address":         {letter{path: "/slack/commands?" + command}, http.StatusBadRequest},
			"an event that is no JSON":         {letter{path: "/slack/events", body: "こんにちは"}, http.StatusBadRequest},
			"an interaction without payload":   {letter{path: "/slack/interactions", body: "a=b"}, http.StatusBadRequest},
			"a body beyond all measure":        {letter{path: "/slack/events", body: `{"type":"` + strings.Repeat("長", 1<<19) + `"}`}, http.StatusRequestEntityTooLarge},
			"another address":                  {letter{path: "/slack/other", body: event}, http.StatusNotFound},
			"an event of another app":          {letter{path: "/slack/events", body: mentioned("Ev2", team, "A0OTHER01", "946684800.000002")}, http.StatusOK},
			"an event of another workspace":    {letter{path: "/slack/events", body: mentioned("Ev3", "T0OTHER01", app, "946684800.000003")}, http.StatusOK},
			"an event of a kind yet to come":   {letter{path: "/slack/events", body: `{"type":"event_callback","team_id":"T00000001","event":{"type":"brand_new_event_2027"}}`}, http.StatusOK},
			"a delivery of a kind yet to come": {letter{path: "/slack/events", body: `{"type":"brand_new_callback_2027"}`}, http.StatusOK},
			"an interaction yet to come":       {letter{path: "/slack/interactions", body: url.Values{"payload": {`{"type":"新しい"}`}}.Encode()}, http.StatusOK},
		} {
			c.secret = key
			if status, said := h.post(c.letter); status != c.want {
				t.Errorf("%s: %d %s", name, status, said)
			}
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://kotae.localhost/slack/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := h.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("GET: %d", response.StatusCode)
		}
		untouched(d)
	})
	bubble(t, "Slack's challenge is met, if it is signed", func(t *testing.T) {
		_, h := serve(t, workspace.Options{})
		body := `{"type":"url_verification","token":"t","challenge":"挑戦 3eZbrw1aB"}`
		if status, said := h.post(letter{path: "/slack/events", body: body, secret: key}); status != http.StatusOK || said != "挑戦 3eZbrw1aB" {
			t.Errorf("%d %q", status, said)
		}
		if status, said := h.post(letter{path: "/slack/events", body: body, secret: "他"}); status != http.StatusUnauthorized || strings.Contains(said, "3eZbrw1aB") {
			t.Errorf("%d %q", status, said)
		}
	})
	bubble(t, "a retry is no second question, and counts where the first one was lost", func(t *testing.T) {
		d, h := serve(t, workspace.Options{})
		retry := func(n string) func(r *http.Request) {
			return func(r *http.Request) {
				r.Header.Set("X-Slack-Retry-Num", n)
				r.Header.Set("X-Slack-Retry-Reason", "http_timeout")
			}
		}
		for _, n := range []string{"", "1", "2", "3"} {
			if status, _ := h.post(letter{path: "/slack/events", body: event, secret: key, change: retry(n)}); status != http.StatusOK {
				t.Errorf("attempt %s: %d", n, status)
			}
		}
		h.post(letter{path: "/slack/events", body: mentioned("Ev2", team, app, "946684800.000002"), secret: key, change: retry("1")})
		d.settle()
		if n := len(d.answer.questions()); n != 2 {
			t.Errorf("worked on %d questions", n)
		}
	})
	bubble(t, "what can't be journalled is asked for again", func(t *testing.T) {
		d, h := serve(t, workspace.Options{})
		d.ledger.Close()
		if status, _ := h.post(letter{path: "/slack/events", body: event, secret: key}); status != http.StatusServiceUnavailable {
			t.Errorf("%d", status)
		}
	})
	bubble(t, "a client that is slow to say what it wants does not hold up the end", func(t *testing.T) {
		d, h := serve(t, workspace.Options{})
		conn, err := h.client.Transport.(*http.Transport).DialContext(t.Context(), "tcp", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "POST /slack/events HTTP/1.1\r\nHost: kotae\r\nContent-Length: 100\r\n\r\n{"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		began := time.Now()
		if err := d.end(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// TestHTTPOverTheLoopback is the whole way over real connections: challenge, mention,
// command and click.
func TestHTTPOverTheLoopback(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, workspace.Options{HTTP: "http://" + listener.Addr().String()}, slackbot.Options{Listener: listener})
	if err := d.VerifyURL(t.Context()); err != nil {
		t.Error(err)
	}
	ts := d.mention("有休は何日前までに申請しますか。")
	m := d.reply(soumu, ts, 1)
	envelope, err := d.Click(tanaka, m.TS, "vote:positive")
	if err != nil {
		t.Fatal(err)
	}
	d.acked("a click", envelope)
	if envelope, err = d.Slash(soumu, tanaka, "/kotae", "出張の日当はいくらですか。"); err != nil {
		t.Fatal(err)
	}
	d.acked("a command", envelope)
	d.soon("its answer", func(s *workspace.State) bool {
		for _, m := range s.Said(soumu) {
			if m.EphemeralTo == tanaka && strings.Contains(m.Plain(), "10営業日前") {
				return true
			}
		}
		return false
	})
	if err := d.Redeliver(d.Envelopes()[0].Event); err != nil {
		t.Fatal(err)
	}
	d.soon("the second delivery", func(s *workspace.State) bool { return len(s.Unacked()) == 0 })
	if err := d.end(); err != nil {
		t.Errorf("Run: %v", err)
	}
	if n := len(d.answer.questions()); n != 2 {
		t.Errorf("worked on %d questions", n)
	}
}
