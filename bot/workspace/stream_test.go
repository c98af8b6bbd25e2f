package workspace

import (
	"strings"
	"testing"
	"time"
)

const someChunks = `[{"type":"markdown_text","text":"締め日は"},{"type":"task_update","id":"t1","title":"規程を探す","status":"in_progress"}]`

func TestAStreamIsWrittenToItsEnd(t *testing.T) {
	f := begin(t, Options{App: App{Events: []string{"message.im", "agent_session_stopped"}}})
	channel, ts := f.dm("締め日は？")
	f.must("status", "agents.sessions.setStatus", "channel_id", channel, "thread_ts", ts, "status", "processing", "title", "締め日は？")
	stream := f.must("ts", "chat.startStream", "channel", channel, "thread_ts", ts, "chunks", someChunks)
	f.must("ts", "chat.appendStream", "channel", channel, "ts", stream,
		"chunks", `[{"type":"markdown_text","text":"**25日**です。"},{"type":"task_update","id":"t1","title":"規程を探す","status":"complete"}]`)
	m, _ := f.Message(stream)
	if got, want := m.Plain(), "✓ 規程を探す\n締め日は**25日**です。"; got != want || !m.Stream.Open || m.ThreadTS != ts {
		t.Errorf("it reads %q, want %q; %+v", got, want, m.Stream)
	}
	f.must("ts", "chat.stopStream", "channel", channel, "ts", stream, "blocks", `[{"type":"context","elements":[{"type":"mrkdwn","text":"規程.pdf"}]}]`)
	m, _ = f.Message(stream)
	if m.Stream.Open || m.Stream.Ended != "stopped" || m.Stream.Appends != 2 || !strings.HasSuffix(m.Plain(), "です。\n· 規程.pdf") {
		t.Errorf("%q; %+v", m.Plain(), m.Stream)
	}
	if v, _ := f.Session(channel, ts); v.State != "active" {
		t.Errorf("the session is %+v", v)
	}
	f.wantError("message_not_in_streaming_state", "chat.appendStream", "channel", channel, "ts", stream, "chunks", someChunks)
	f.wantError("message_not_in_streaming_state", "chat.stopStream", "channel", channel, "ts", stream)
}

func TestWhatAStreamRefuses(t *testing.T) {
	start := func(f *fixture, args ...string) (channel, stream string) {
		channel, ts := f.dm("質問")
		return channel, f.must("ts", "chat.startStream", append([]string{"channel", channel, "thread_ts", ts}, args...)...)
	}
	t.Run("a thread is needed in direct messages", func(t *testing.T) {
		f := begin(t, Options{})
		channel, _ := f.dm("質問")
		f.wantError("invalid_thread_ts", "chat.startStream", "channel", channel)
	})
	t.Run("text and chunks at once", func(t *testing.T) {
		f := begin(t, Options{})
		channel, ts := f.dm("質問")
		f.wantError("cannot_provide_both_markdown_text_and_chunks", "chat.startStream", "channel", channel, "thread_ts", ts, "markdown_text", "あ", "chunks", someChunks)
	})
	t.Run("another mode than it began with", func(t *testing.T) {
		f := begin(t, Options{})
		channel, stream := start(f, "chunks", someChunks)
		f.wantError("streaming_mode_mismatch", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", "です")
		f.wantError("streaming_mode_mismatch", "chat.stopStream", "channel", channel, "ts", stream, "markdown_text", "です")
	})
	t.Run("a stream that begins with nothing takes either mode", func(t *testing.T) {
		f := begin(t, Options{})
		channel, stream := start(f)
		f.must("ts", "chat.appendStream", "channel", channel, "ts", stream, "chunks", someChunks)
		f.wantError("streaming_mode_mismatch", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", "です")
	})
	t.Run("chunks it does not know", func(t *testing.T) {
		f := begin(t, Options{})
		channel, stream := start(f, "chunks", someChunks)
		for _, chunks := range []string{`{}`, `[{"type":"音"}]`, `[{"type":"task_update","title":"番号がない"}]`} {
			f.wantError("invalid_chunks", "chat.appendStream", "channel", channel, "ts", stream, "chunks", chunks)
		}
		f.wantError("invalid_blocks", "chat.appendStream", "channel", channel, "ts", stream, "chunks", `[{"type":"blocks","blocks":[{"type":"音"}]}]`)
	})
	t.Run("nothing", func(t *testing.T) {
		f := begin(t, Options{})
		channel, stream := start(f, "markdown_text", "あ")
		f.wantError("no_text", "chat.appendStream", "channel", channel, "ts", stream)
	})
	t.Run("more than 12,000 characters in one call", func(t *testing.T) {
		f := begin(t, Options{StreamBytes: 1 << 20})
		channel, stream := start(f, "markdown_text", "あ")
		f.wantError("msg_too_long", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", strings.Repeat("長", 12_001))
	})
	t.Run("more than 11,000 bytes in all, which are few Japanese characters", func(t *testing.T) {
		f := begin(t, Options{})
		channel, stream := start(f, "markdown_text", strings.Repeat("長", 3600))
		f.wantError("msg_too_long", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", strings.Repeat("長", 67))
		f.must("ts", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", strings.Repeat("長", 66))
		if m, _ := f.Message(stream); m.Stream.Bytes != 10_998 {
			t.Errorf("%d bytes", m.Stream.Bytes)
		}
	})
	t.Run("being changed while it is written", func(t *testing.T) {
		f := begin(t, Options{})
		channel, stream := start(f, "markdown_text", "あ")
		f.wantError("streaming_state_conflict", "chat.update", "channel", channel, "ts", stream, "text", "い")
		f.must("ts", "chat.stopStream", "channel", channel, "ts", stream)
		f.must("ts", "chat.update", "channel", channel, "ts", stream, "text", "い")
	})
	t.Run("messages that are no streams", func(t *testing.T) {
		f := begin(t, Options{})
		ts := f.must("ts", "chat.postMessage", "channel", "C1", "text", "あ")
		f.wantError("message_not_in_streaming_state", "chat.appendStream", "channel", "C1", "ts", ts, "markdown_text", "い")
		f.wantError("message_not_owned_by_app", "chat.appendStream", "channel", "C1", "ts", f.say("わたしの"), "markdown_text", "い")
	})
}

func TestStreamsInChannelsNeedTheirReader(t *testing.T) {
	f := begin(t, Options{})
	ts := f.say("<@U0000BOT1> 質問")
	f.wantError("missing_recipient_team_id", "chat.startStream", "channel", "C1", "thread_ts", ts)
	f.wantError("missing_recipient_user_id", "chat.startStream", "channel", "C1", "thread_ts", ts, "recipient_team_id", "T00000001")
	stream := f.must("ts", "chat.startStream", "channel", "C1", "thread_ts", ts, "recipient_team_id", "T00000001", "recipient_user_id", "U1")
	if m, _ := f.Message(stream); m.Stream.Recipient != "U1" {
		t.Errorf("%+v", m.Stream)
	}
	t.Run("and may be refused altogether", func(t *testing.T) {
		f := begin(t, Options{NoChannelStreams: true})
		f.wantError("channel_type_not_supported", "chat.startStream", "channel", "C1", "thread_ts", f.say("質問"), "recipient_team_id", "T00000001", "recipient_user_id", "U1")
		channel, ts := f.dm("質問")
		f.must("ts", "chat.startStream", "channel", channel, "thread_ts", ts)
	})
}

func TestAStreamDiesAfterFiveMinutes(t *testing.T) {
	c := newClock()
	f := begin(t, Options{Now: c.now})
	channel, ts := f.dm("質問")
	stream := f.must("ts", "chat.startStream", "channel", channel, "thread_ts", ts, "markdown_text", "あ")
	c.pass(5*time.Minute - time.Second)
	f.must("ts", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", "い")
	c.pass(time.Second)
	f.wantError("message_not_in_streaming_state", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", "う")
	f.wantError("message_not_in_streaming_state", "chat.stopStream", "channel", channel, "ts", stream)
	f.must("ts", "chat.update", "channel", channel, "ts", stream, "text", "あいう")
	if m, _ := f.Message(stream); m.Stream.Ended != "expired" || m.Plain() != "あいう" {
		t.Errorf("%q %+v", m.Plain(), m.Stream)
	}
}

func TestThePersonCanStopAStream(t *testing.T) {
	f := begin(t, Options{})
	l := f.connect()
	channel, ts := f.dm("質問")
	l.ack(l.next().EnvelopeID, nil)
	f.must("status", "agents.sessions.setStatus", "channel_id", channel, "thread_ts", ts, "status", "processing")
	stream := f.must("ts", "chat.startStream", "channel", channel, "thread_ts", ts, "markdown_text", "あ")
	own := l.next() // the app hears itself begin
	l.ack(own.EnvelopeID, nil)
	if err := f.Stop("U1", channel, ts); err != nil {
		t.Fatal(err)
	}
	e := l.next().Payload.Event
	list, _ := e["streaming_message_ts"].([]any)
	if e["type"] != "agent_session_stopped" || e["thread_ts"] != ts || e["user"] != "U1" || len(list) != 1 || list[0] != stream {
		t.Errorf("%v", e)
	}
	f.wantError("stopped_by_user", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", "い")
	f.wantError("message_not_in_streaming_state", "chat.stopStream", "channel", channel, "ts", stream)
	if v, _ := f.Session(channel, ts); v.State != "processing" {
		t.Errorf("the session ended by itself: %+v", v)
	}
	if m, _ := f.Message(stream); m.Text != "あ" {
		t.Errorf("after the stop it says %q", m.Text)
	}
}
