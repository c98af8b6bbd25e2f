package workspace

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// respond posts JSON to a response_url and returns the status and what was said.
func (f *fixture) respondTo(address, body string) (int, string) {
	f.t.Helper()
	r, err := f.client.Post(address, "application/json; charset=utf-8", strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	defer r.Body.Close()
	said, _ := io.ReadAll(r.Body)
	return r.StatusCode, string(said)
}

// typed has 田中 type a command and returns its response_url.
func (f *fixture) typed(l *link, answer any) string {
	f.t.Helper()
	if _, err := f.Slash("C1", "U1", "/kotae", "休暇は何日？"); err != nil {
		f.t.Fatal(err)
	}
	e := l.next()
	if e.Type != "slash_commands" || e.Payload.Command != "/kotae" || e.Payload.Text != "休暇は何日？" {
		f.t.Fatalf("%+v", e)
	}
	l.ack(e.EnvelopeID, answer)
	f.soon(func(st *State) bool { return len(st.Unacked()) == 0 })
	return e.Payload.ResponseURL
}

func TestACommandIsAnswered(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	address := f.typed(l, map[string]any{"text": "検索中…"})
	if m := f.Said("C1"); len(m) != 1 || m[0].Text != "検索中…" || m[0].EphemeralTo != "U1" {
		t.Fatalf("%+v", m)
	}
	if status, said := f.respondTo(address, `{"replace_original":true,"text":"20日です"}`); status != http.StatusOK || said != "ok" {
		t.Errorf("%d %s", status, said)
	}
	if m := f.Said("C1"); len(m) != 1 || m[0].Text != "20日です" || m[0].EphemeralTo != "U1" {
		t.Errorf("it was not replaced: %+v", m)
	}
	f.respondTo(address, `{"response_type":"in_channel","text":"みなさんへ"}`)
	if m := f.Said("C1"); len(m) != 2 || m[1].EphemeralTo != "" {
		t.Errorf("%+v", m)
	}
	f.respondTo(address, `{"delete_original":true}`)
	if m := f.Said("C1"); len(m) != 1 || m[0].Text != "みなさんへ" {
		t.Errorf("%+v", m)
	}
	if c := f.Calls("response_url"); len(c) != 3 || !c[0].OK() {
		t.Errorf("%+v", c)
	}
}

func TestAResponseAddressIsGoodForFiveUsesInHalfAnHour(t *testing.T) {
	c := newClock()
	f := begin(t, Options{Now: c.now})
	l := f.connect()
	address := f.typed(l, nil)
	for i := range 5 {
		if status, said := f.respondTo(address, `{"text":"答え"}`); status != http.StatusOK {
			t.Errorf("use %d: %d %s", i+1, status, said)
		}
	}
	if status, said := f.respondTo(address, `{"text":"答え"}`); status != http.StatusNotFound || said != "used_url" {
		t.Errorf("the sixth: %d %s", status, said)
	}
	address = f.typed(l, nil)
	c.pass(30 * time.Minute)
	if status, _ := f.respondTo(address, `{"text":"答え"}`); status != http.StatusOK {
		t.Errorf("after 30 minutes: %d", status)
	}
	c.pass(time.Second)
	if status, said := f.respondTo(address, `{"text":"答え"}`); status != http.StatusNotFound || said != "expired_url" {
		t.Errorf("later: %d %s", status, said)
	}
	t.Run("what is refused is no use", func(t *testing.T) {
		address := f.typed(l, nil)
		for range 6 {
			if status, said := f.respondTo(address, `{}`); status != http.StatusBadRequest || said != "no_text" {
				t.Errorf("%d %s", status, said)
			}
		}
		if status, _ := f.respondTo(address, `{"text":"答え"}`); status != http.StatusOK {
			t.Errorf("%d", status)
		}
	})
}

func TestAnAnswerToAClickStaysWithItsMessage(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	root := f.say("質問")
	ts := f.must("ts", "chat.postMessage", "channel", "C1", "thread_ts", root, "text", "答え", "blocks", feedbackBlocks)
	if _, err := f.Click("U1", ts, "vote:positive"); err != nil {
		t.Fatal(err)
	}
	e := l.next()
	l.ack(e.EnvelopeID, nil)
	f.respondTo(e.Payload.ResponseURL, `{"text":"ありがとうございます"}`)
	said := f.Said("C1")
	if m := said[len(said)-1]; m.ThreadTS != root || m.EphemeralTo != "U1" {
		t.Errorf("%+v", m)
	}
	f.respondTo(e.Payload.ResponseURL, `{"replace_original":"true","text":"受け取りました"}`)
	if m, _ := f.Message(ts); m.Text != "受け取りました" || m.Blocks != nil {
		t.Errorf("%+v", m)
	}
}
