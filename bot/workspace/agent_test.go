package workspace

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestASessionKeepsItsState(t *testing.T) {
	c := newClock()
	f := begin(t, Options{Now: c.now, App: App{Events: append(Events(), "agent_session_title_changed")}})
	channel, ts := f.dm("有給は何日？")
	set := func(more ...string) []string {
		return append([]string{"channel_id", channel, "thread_ts", ts}, more...)
	}
	f.must("status", "agents.sessions.setStatus", set("status", "processing", "title", "有給は何日？")...)
	c.pass(time.Hour)
	if v, _ := f.Session(channel, ts); v.State != "processing" || v.Title != "有給は何日？" {
		t.Errorf("%+v", v)
	}
	f.must("status", "agents.sessions.setStatus", set("status", "active", "title", "別の題")...)
	if v, _ := f.Session(channel, ts); v.State != "active" || v.Title != "有給は何日？" || !slices.Equal(v.Past, []string{"processing", "active"}) {
		t.Errorf("%+v", v)
	}
	f.must("title", "agents.sessions.rename", set("title", "有給休暇")...)
	if v, _ := f.Session(channel, ts); v.Title != "有給休暇" {
		t.Errorf("%+v", v)
	}
	if err := f.Rename("U1", channel, ts, "休み"); err != nil {
		t.Fatal(err)
	}
	if got := f.heard(); got[len(got)-1] != "agent_session_title_changed" {
		t.Errorf("heard %v", got)
	}
	f.wantError("invalid_status", "agents.sessions.setStatus", set("status", "考え中")...)
	f.wantError("title_too_long", "agents.sessions.setStatus", set("status", "active", "title", strings.Repeat("長", 201))...)
	f.wantError("invalid_title", "agents.sessions.rename", set("title", "")...)
	f.wantError("invalid_thread_ts", "agents.sessions.setStatus", "channel_id", channel, "status", "active")
	f.wantError("session_not_found", "agents.sessions.rename", "channel_id", "C1", "thread_ts", ts, "title", "x")
}

func TestAgentsNeedTheirManifestAndAPaidPlan(t *testing.T) {
	calls := map[string][]string{
		"agents.sessions.setStatus":             {"status", "processing"},
		"agents.sessions.rename":                {"title", "題"},
		"assistant.threads.setStatus":           {"status", "検索中"},
		"assistant.threads.setSuggestedPrompts": {"prompts", `[{"title":"題","message":"質問"}]`},
		"assistant.threads.setTitle":            {"title", "題"},
	}
	for method, args := range calls {
		t.Run(method, func(t *testing.T) {
			free := begin(t, Options{FreePlan: true})
			channel, ts := free.dm("質問")
			args = append([]string{"channel_id", channel, "thread_ts", ts}, args...)
			free.wantError("not_allowed", method, args...)
			if strings.HasPrefix(method, "agents.") {
				plain := begin(t, Options{App: App{NoAgentView: true}})
				plain.dm("質問")
				plain.wantError("not_authorized", method, args...)
			}
		})
	}
	t.Run("who does not hear the stop button is warned", func(t *testing.T) {
		f := begin(t, Options{App: App{Events: []string{"message.im"}}})
		channel, ts := f.dm("質問")
		v := f.call("agents.sessions.setStatus", "channel_id", channel, "thread_ts", ts, "status", "processing")
		if v["warning"] != "missing_agent_session_stopped_event_subscription" {
			t.Errorf("%v", v)
		}
	})
}

func TestAStatusDoesNotLast(t *testing.T) {
	c := newClock()
	f := begin(t, Options{Now: c.now})
	channel, ts := f.dm("質問")
	set := func(text string, more ...string) {
		f.must("", "assistant.threads.setStatus", append([]string{"channel_id", channel, "thread_ts", ts, "status", text}, more...)...)
	}
	set("検索中…", "loading_messages", "規程を読んでいます,比べています")
	if v := f.Status(channel, ts); v.Text != "検索中…" || !slices.Equal(v.Loading, []string{"規程を読んでいます", "比べています"}) {
		t.Errorf("%+v", v)
	}
	c.pass(2 * time.Minute)
	if v := f.Status(channel, ts); v.Text != "" {
		t.Errorf("after two minutes: %+v", v)
	}
	set("まだ検索中…")
	f.must("ts", "chat.postMessage", "channel", channel, "thread_ts", ts, "text", "答え")
	if v := f.Status(channel, ts); v.Text != "" {
		t.Errorf("after the answer: %+v", v)
	}
	set("もう一度…")
	set("")
	if v := f.Status(channel, ts); v.Text != "" {
		t.Errorf("after it was cleared: %+v", v)
	}
	f.wantError("too_many_loading_messages", "assistant.threads.setStatus", "channel_id", channel, "thread_ts", ts, "status", "x",
		"loading_messages", strings.Repeat("一,", 10)+"一")
}

func TestPromptsBelongToTheConversation(t *testing.T) {
	four := `[{"title":"締め日","message":"締め日は？"},{"title":"休暇","message":"休暇は？"},{"title":"出張","message":"出張は？"},{"title":"在宅","message":"在宅は？"}]`
	f := begin(t, Options{})
	channel, ts := f.dm("質問")
	f.must("", "assistant.threads.setSuggestedPrompts", "channel_id", channel, "thread_ts", ts, "prompts", four)
	if _, ok := f.Prompts(channel); ok {
		t.Error("prompts for a thread were taken; agents have none")
	}
	f.must("", "assistant.threads.setSuggestedPrompts", "channel_id", channel, "prompts", four, "title", "どうぞ")
	if p, _ := f.Prompts(channel); len(p.Prompts) != 4 || p.Title != "どうぞ" || !reflect.DeepEqual(p.Prompts[0], Prompt{"締め日", "締め日は？"}) {
		t.Errorf("%+v", p)
	}
	five := strings.Replace(four, "[", `[{"title":"五","message":"五"},`, 1)
	f.wantError("too_many_prompts", "assistant.threads.setSuggestedPrompts", "channel_id", channel, "prompts", five)
	f.wantError("invalid_prompts", "assistant.threads.setSuggestedPrompts", "channel_id", channel, "prompts", `[{"title":"題だけ"}]`)
	t.Run("without agent_view a thread may have them", func(t *testing.T) {
		f := begin(t, Options{App: App{NoAgentView: true}})
		channel, ts := f.dm("質問")
		f.must("", "assistant.threads.setSuggestedPrompts", "channel_id", channel, "thread_ts", ts, "prompts", four)
		if _, ok := f.Prompts(channel); !ok {
			t.Error("no prompts")
		}
	})
}
