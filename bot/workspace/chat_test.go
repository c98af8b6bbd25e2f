package workspace

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWhereAMessageMayGo(t *testing.T) {
	tests := []struct{ name, channel, want string }{
		{"into a channel the app is in", "C1", ""},
		{"to a person, as a direct message", "U1", ""},
		{"not into a public channel it is not in", "C2", "not_in_channel"},
		{"not into a private channel it can't see", "G1", "channel_not_found"},
		{"not into an archived one", "C3", "is_archived"},
		{"not nowhere", "C404", "channel_not_found"},
		{"not by a name", "総務", "channel_not_found"},
	}
	f := begin(t, Options{Channels: []Channel{{ID: "C2"}, {ID: "G1", IsPrivate: true}, {ID: "C3", IsArchived: true, Members: []string{"U0000BOT1"}}}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := f.call("chat.postMessage", "channel", tt.channel, "text", "お知らせ")
			if got, _ := v["error"].(string); got != tt.want {
				t.Errorf("%v, want %q", v, tt.want)
			}
		})
	}
}

func TestWhatAMessageMayBe(t *testing.T) {
	section := func(text string) string {
		return `{"type":"section","text":{"type":"plain_text","text":"` + text + `"}}`
	}
	tests := []struct {
		name  string
		args  []string
		error string
	}{
		{"words", []string{"text", "はい"}, ""},
		{"blocks", []string{"text", "はい", "blocks", `[{"type":"divider"}]`}, ""},
		{"Markdown", []string{"markdown_text", "**はい**"}, ""},
		{"nothing at all", nil, "no_text"},
		{"an empty list of blocks", []string{"blocks", "[]"}, "no_text"},
		{"Markdown beside words", []string{"markdown_text", "はい", "text", "はい"}, "markdown_text_conflict"},
		{"too much Markdown", []string{"markdown_text", strings.Repeat("長", 12_001)}, "msg_too_long"},
		{"blocks that are no list", []string{"blocks", `{"type":"divider"}`}, "invalid_blocks_format"},
		{"blocks of no known type", []string{"blocks", `[{"type":"hologram"}]`}, "invalid_blocks"},
		{"too many blocks", []string{"text", "x", "blocks", "[" + strings.TrimSuffix(strings.Repeat(`{"type":"divider"},`, 51), ",") + "]"}, "invalid_blocks"},
		{"blocks that are too long together", []string{"text", "x", "blocks",
			"[" + strings.TrimSuffix(strings.Repeat(section(strings.Repeat("長", 2900))+",", 5), ",") + "]"}, "msg_blocks_too_long"},
		{"metadata", []string{"text", "x", "metadata", `{"event_type":"answer","event_payload":{"n":1}}`}, ""},
		{"metadata that says it is none", []string{"text", "x", "metadata", `{"event_type":"","event_payload":null}`}, ""},
		{"metadata without a type", []string{"text", "x", "metadata", `{"event_payload":{}}`}, "invalid_metadata_schema"},
		{"metadata that is no JSON", []string{"text", "x", "metadata", `答え`}, "invalid_metadata_format"},
		{"a thread that is no timestamp", []string{"text", "x", "thread_ts", "きのう"}, "invalid_thread_ts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t, Options{})
			v := f.call("chat.postMessage", append([]string{"channel", "C1"}, tt.args...)...)
			if got, _ := v["error"].(string); got != tt.error {
				t.Errorf("%v, want %q", v, tt.error)
			}
			if got, want := len(f.Said("C1")), map[bool]int{true: 1, false: 0}[tt.error == ""]; got != want {
				t.Errorf("%d messages, want %d", got, want)
			}
		})
	}
	t.Run("a text that is too long is cut off", func(t *testing.T) {
		f := begin(t, Options{})
		v := f.call("chat.postMessage", "channel", "C1", "text", strings.Repeat("長", 40_001))
		if got := utf8.RuneCountInString(f.Said("C1")[0].Text); got != 40_000 || v["warning"] != "message_truncated" {
			t.Errorf("%d characters, %v", got, v["warning"])
		}
	})
	t.Run("blocks without words are warned of", func(t *testing.T) {
		f := begin(t, Options{})
		if v := f.call("chat.postMessage", "channel", "C1", "blocks", `[{"type":"divider"}]`); v["warning"] != "missing_text_in_message" {
			t.Errorf("%v", v)
		}
	})
}

func TestTimestampsOnlyGrow(t *testing.T) {
	c := newClock()
	f := begin(t, Options{Now: c.now, Unlimited: true})
	var list []string
	for range 20 {
		list = append(list, f.must("ts", "chat.postMessage", "channel", "C1", "text", "はい"))
	}
	if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != 20 {
		t.Errorf("%v", list)
	}
	if !regexp.MustCompile(`^\d{10}\.\d{6}$`).MatchString(list[0]) {
		t.Errorf("%s", list[0])
	}
}

func TestAThreadWhoseRootIsGone(t *testing.T) {
	f := begin(t, Options{})
	t.Run("an answer lands in the channel", func(t *testing.T) {
		root := f.say("質問")
		if err := f.Delete("U1", root); err != nil {
			t.Fatal(err)
		}
		v := f.call("chat.postMessage", "channel", "C1", "thread_ts", root, "text", "答え")
		message, _ := v["message"].(map[string]any)
		if v["ok"] != true || message["thread_ts"] != nil {
			t.Errorf("%v", v)
		}
	})
	t.Run("with answers already there, a tombstone still takes more", func(t *testing.T) {
		root := f.say("質問")
		f.must("ts", "chat.postMessage", "channel", "C1", "thread_ts", root, "text", "一")
		if err := f.Delete("U1", root); err != nil {
			t.Fatal(err)
		}
		f.must("ts", "chat.postMessage", "channel", "C1", "thread_ts", root, "text", "二")
		list := f.Thread("C1", root)
		if len(list) != 3 || list[0].Subtype != "tombstone" {
			t.Errorf("%+v", list)
		}
	})
	t.Run("an answer is no root", func(t *testing.T) {
		root := f.say("質問")
		child := f.must("ts", "chat.postMessage", "channel", "C1", "thread_ts", root, "text", "一")
		f.wantError("cannot_reply_to_message", "chat.postMessage", "channel", "C1", "thread_ts", child, "text", "二")
	})
}

func TestChangingAMessage(t *testing.T) {
	f := begin(t, Options{})
	own := f.must("ts", "chat.postMessage", "channel", "C1", "text", "検索中…", "blocks", `[{"type":"divider"}]`)
	t.Run("a text alone replaces the blocks", func(t *testing.T) {
		f.must("ts", "chat.update", "channel", "C1", "ts", own, "text", "できました")
		if m, _ := f.Message(own); m.Text != "できました" || m.Blocks != nil || m.EditedBy != f.Bot() {
			t.Errorf("%+v", m)
		}
	})
	t.Run("a text of more than 4,000 characters is refused", func(t *testing.T) {
		f.wantError("msg_too_long", "chat.update", "channel", "C1", "ts", own, "text", strings.Repeat("長", 4001))
	})
	t.Run("only one's own", func(t *testing.T) {
		theirs := f.say("わたしの")
		f.wantError("cant_update_message", "chat.update", "channel", "C1", "ts", theirs, "text", "x")
		f.wantError("cant_delete_message", "chat.delete", "channel", "C1", "ts", theirs)
	})
	t.Run("only what is there", func(t *testing.T) {
		f.must("ts", "chat.delete", "channel", "C1", "ts", own)
		f.wantError("message_not_found", "chat.update", "channel", "C1", "ts", own, "text", "x")
		f.wantError("message_not_found", "chat.delete", "channel", "C1", "ts", own)
	})
	t.Run("nothing that one person alone sees", func(t *testing.T) {
		ts := f.must("message_ts", "chat.postEphemeral", "channel", "C1", "user", "U1", "text", "内緒")
		f.wantError("message_not_found", "chat.update", "channel", "C1", "ts", ts, "text", "x")
		f.wantError("user_not_in_channel", "chat.postEphemeral", "channel", "C1", "user", "U0", "text", "内緒")
	})
}

func TestReadingAThread(t *testing.T) {
	f := begin(t, Options{})
	root := f.say("質問")
	var answers []string
	for _, text := range []string{"一", "二", "三"} {
		answers = append(answers, f.must("ts", "chat.postMessage", "channel", "C1", "thread_ts", root, "text", text))
	}
	texts := func(v map[string]any) string {
		var list []string
		messages, _ := v["messages"].([]any)
		for _, m := range messages {
			list = append(list, m.(map[string]any)["text"].(string))
		}
		return strings.Join(list, "")
	}
	if got := texts(f.call("conversations.replies", "channel", "C1", "ts", root)); got != "質問一二三" {
		t.Errorf("the thread is %s", got)
	}
	first := f.call("conversations.replies", "channel", "C1", "ts", root, "limit", "2")
	meta, _ := first["response_metadata"].(map[string]any)
	next, _ := meta["next_cursor"].(string)
	if texts(first) != "質問一二" || first["has_more"] != true || next == "" {
		t.Errorf("the first page is %v", first)
	}
	if got := texts(f.call("conversations.replies", "channel", "C1", "ts", root, "limit", "2", "cursor", next)); got != "質問三" {
		t.Errorf("the second page is %s", got)
	}
	if got := texts(f.call("conversations.replies", "channel", "C1", "ts", root, "oldest", answers[1])); got != "質問三" {
		t.Errorf("later than the second is %s", got)
	}
	if got := texts(f.call("conversations.history", "channel", "C1")); got != "質問" {
		t.Errorf("the channel is %s", got)
	}
	f.wantError("thread_not_found", "conversations.replies", "channel", "C1", "ts", "1.000001")
	f.wantError("invalid_cursor", "conversations.replies", "channel", "C1", "ts", root, "cursor", "次")
}

func TestWhatIsKnownOfPeopleAndChannels(t *testing.T) {
	f := begin(t, Options{
		People:   []User{{ID: "U7", Name: "guest", RealName: "客", IsRestricted: true}, {ID: "U8", Team: "T0OTHER", IsStranger: true}},
		Channels: []Channel{{ID: "C8", IsExtShared: true}, {ID: "C9", IsPendingExtShared: true}},
	})
	user := func(id string) map[string]any {
		v, _ := f.call("users.info", "user", id, "include_locale", "true")["user"].(map[string]any)
		return v
	}
	channel := func(id string) map[string]any {
		v, _ := f.call("conversations.info", "channel", id)["channel"].(map[string]any)
		return v
	}
	if u := user("U1"); u["real_name"] != "田中" || u["locale"] != "ja-JP" || u["is_restricted"] != false || u["team_id"] != "T00000001" {
		t.Errorf("%v", u)
	}
	if u := user("U7"); u["is_restricted"] != true {
		t.Errorf("%v", u)
	}
	if u := user("U8"); u["is_stranger"] != true || u["team_id"] != "T0OTHER" {
		t.Errorf("%v", u)
	}
	f.wantError("user_not_found", "users.info", "user", "U404")
	if c := channel("C1"); c["name"] != "総務" || c["is_ext_shared"] != false || c["is_member"] != true {
		t.Errorf("%v", c)
	}
	if c := channel("C8"); c["is_ext_shared"] != true || c["is_member"] != false {
		t.Errorf("%v", c)
	}
	if c := channel("C9"); c["is_pending_ext_shared"] != true {
		t.Errorf("%v", c)
	}
	f.must("", "conversations.join", "channel", "C8")
	f.must("", "conversations.leave", "channel", "C8")
	if c := channel("C8"); c["is_member"] != false {
		t.Errorf("%v", c)
	}
	members, _ := f.call("conversations.members", "channel", "C1")["members"].([]any)
	list, _ := f.call("conversations.list", "types", "public_channel,im")["channels"].([]any)
	if len(members) != 3 || len(list) != 3 {
		t.Errorf("%v; %v", members, list)
	}
}
