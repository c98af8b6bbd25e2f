package workspace

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestReactionsComeAndGo(t *testing.T) {
	f := begin(t, Options{App: App{Events: []string{"reaction_added", "reaction_removed"}}})
	ts := f.say("了解です")
	at := []string{"channel", "C1", "timestamp", ts, "name"}
	f.must("", "reactions.add", append(at, "eyes")...)
	f.wantError("already_reacted", "reactions.add", append(at, "eyes")...)
	if err := f.React("U2", ts, "eyes"); err != nil {
		t.Fatal(err)
	}
	if m, _ := f.Message(ts); !reflect.DeepEqual(m.Reactions, []Reaction{{"eyes", []string{"U0000BOT1", "U2"}}}) {
		t.Errorf("%+v", m.Reactions)
	}
	f.must("", "reactions.remove", append(at, "eyes")...)
	f.wantError("no_reaction", "reactions.remove", append(at, "eyes")...)
	f.wantError("invalid_name", "reactions.add", append(at, ":目:")...)
	f.wantError("message_not_found", "reactions.add", "channel", "C1", "timestamp", "1.000001", "name", "eyes")
	if got := f.heard(); !slices.Equal(got, []string{"reaction_added", "reaction_added", "reaction_removed"}) {
		t.Errorf("heard %v", got)
	}
	f.Look(func(st *State) {
		if m, _ := st.Message(ts); len(m.Reactions) != 1 || !slices.Equal(m.Reactions[0].Users, []string{"U2"}) {
			t.Errorf("%+v", m.Reactions)
		}
	})
}

func TestAMessageHasALink(t *testing.T) {
	f := begin(t, Options{})
	root := f.say("質問")
	child := f.must("ts", "chat.postMessage", "channel", "C1", "thread_ts", root, "text", "答え")
	link := f.must("permalink", "chat.getPermalink", "channel", "C1", "message_ts", child)
	want := "https://example.slack.com/archives/C1/p" + strings.ReplaceAll(child, ".", "") + "?thread_ts=" + root + "&cid=C1"
	if link != want {
		t.Errorf("%s, want %s", link, want)
	}
	f.wantError("message_not_found", "chat.getPermalink", "channel", "C1", "message_ts", "1.000001")
}

func TestPeopleComeAndGo(t *testing.T) {
	f := begin(t, Options{App: App{Events: []string{"member_joined_channel", "member_left_channel", "message.channels"}}})
	if err := f.Leave("C1", "U2"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Say("C1", "U2", "まだいます", ""); err == nil {
		t.Error("who has left can still write")
	}
	root := f.say("質問")
	ts, err := f.Broadcast("C1", "U1", "みなさんにも", root)
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := f.Message(ts); !m.Broadcast || m.ThreadTS != root {
		t.Errorf("%+v", m)
	}
	if err := f.Archive("C1"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Say("C1", "U1", "もう遅い", ""); err == nil {
		t.Error("an archived channel was written into")
	}
	if _, err := f.SayAsBot("C1", "U1", "ぴぴ", ""); err == nil {
		t.Error("a person is a bot")
	}
	if got := f.heard(); !slices.Equal(got, []string{"member_left_channel C", "message channel", "message channel thread_broadcast"}) {
		t.Errorf("heard %v", got)
	}
	for _, err := range []error{f.Join("C404", "U1"), f.Join("C1", "U404"), f.OpenHome("U404", "home"), f.Edit("U2", root, "他人の"), f.Delete("U2", root)} {
		if err == nil {
			t.Error("what can't be was done")
		}
	}
	if _, err := f.AddUser(User{ID: f.Bot()}); err == nil {
		t.Error("the app's own user was replaced")
	}
	if _, err := f.AddChannel(Channel{ID: "C1"}); err == nil {
		t.Error("a channel was added twice")
	}
	if _, err := f.AddChannel(Channel{Members: []string{"U404"}}); err == nil {
		t.Error("nobody is in a channel")
	}
}

func TestDirectMessagesAreOpened(t *testing.T) {
	f := begin(t, Options{People: []User{{ID: "U7", Deleted: true}, {ID: "U9", IsBot: true}}})
	v, _ := f.call("conversations.open", "users", "U1")["channel"].(map[string]any)
	again, _ := f.call("conversations.open", "users", "U1")["channel"].(map[string]any)
	if v["is_im"] != true || v["user"] != "U1" || v["id"] != again["id"] {
		t.Errorf("%v, %v", v, again)
	}
	f.must("", "conversations.open", "channel", v["id"].(string))
	for user, want := range map[string]string{
		"U404": "user_not_found", "U7": "user_disabled", "U9": "cannot_dm_bot", "U1,U2": "method_not_supported_for_channel_type",
	} {
		f.wantError(want, "conversations.open", "users", user)
	}
	f.wantError("method_not_supported_for_channel_type", "conversations.leave", "channel", v["id"].(string))
	f.wantError("method_not_supported_for_channel_type", "conversations.join", "channel", v["id"].(string))
}

func TestTheAppKnowsItself(t *testing.T) {
	f := begin(t, Options{Team: Team{EnterpriseID: "E1"}, App: App{Name: "kotae"}})
	v := f.call("auth.test")
	if v["user_id"] != f.Bot() || v["team_id"] != f.Team().ID || v["bot_id"] != f.App().BotID || v["enterprise_id"] != "E1" || v["team"] != "例示商事" {
		t.Errorf("%v", v)
	}
	bot, _ := f.call("bots.info", "bot", f.App().BotID)["bot"].(map[string]any)
	if bot["app_id"] != f.App().ID || bot["user_id"] != f.Bot() || bot["name"] != "kotae" {
		t.Errorf("%v", bot)
	}
	f.wantError("bot_not_found", "bots.info", "bot", "B404")
}

func TestWhatIsThereCanBeLookedAt(t *testing.T) {
	f := begin(t, Options{App: App{NoAgentView: true}})
	channel, ts := f.dm("質問")
	if _, err := f.Upload("C1", "U1", "これ", "", File{ID: "F1", Name: "規程.txt", Content: []byte("本文")}); err != nil {
		t.Fatal(err)
	}
	f.must("", "assistant.threads.setTitle", "channel_id", channel, "thread_ts", ts, "title", "題")
	f.wantError("invalid_arguments", "assistant.threads.setTitle", "channel_id", channel, "thread_ts", ts)
	f.Look(func(st *State) {
		u, _ := st.User("U1")
		c, _ := st.Channel("C1")
		file, _ := st.File("F1")
		if u.RealName != "田中" || c.Name != "総務" || string(file.Content) != "本文" {
			t.Errorf("%v, %v, %v", u, c, file)
		}
		if s := st.Sessions(); len(s) != 1 || s[0].Title != "題" {
			t.Errorf("%v", s)
		}
		var ids []string
		for _, u := range st.Users() {
			ids = append(ids, u.ID)
		}
		if !slices.Equal(ids, []string{"U0000BOT1", "U1", "U2", "USLACKBOT"}) {
			t.Errorf("%v", ids)
		}
		if list := st.Channels(); len(list) != 2 || list[0].ID != "C1" || list[1].ID != channel {
			t.Errorf("%v", list)
		}
		for _, ok := range []bool{second(st.User("U404")), second(st.Channel("C404")), second(st.File("F404")), second(st.Message("1.000001")), second(st.Session("C1", ts))} {
			if ok {
				t.Error("what is not there was found")
			}
		}
	})
}

func second[T any](_ T, ok bool) bool { return ok }

func TestASubmissionCarriesEveryKindOfInput(t *testing.T) {
	blocks, _ := parseBlocks(`[
		{"type":"input","block_id":"a","label":{"type":"plain_text","text":"文"},"element":{"type":"plain_text_input","action_id":"text","initial_value":"はじめ"}},
		{"type":"input","block_id":"b","label":{"type":"plain_text","text":"択"},"element":{"type":"static_select","action_id":"select","initial_option":{"text":{"type":"plain_text","text":"一"},"value":"1"},"options":[{"text":{"type":"plain_text","text":"一"},"value":"1"}]}},
		{"type":"input","block_id":"c","optional":true,"label":{"type":"plain_text","text":"複"},"element":{"type":"checkboxes","action_id":"boxes","options":[{"text":{"type":"plain_text","text":"甲"},"value":"x"},{"text":{"type":"plain_text","text":"乙"},"value":"y"}]}}]`)
	if bad := checkView(onModal, blocks, true); bad != nil {
		t.Fatal(bad)
	}
	state, err := fill(encode(blocks), map[string]string{"boxes": "x,y"})
	if err != nil {
		t.Fatal(err)
	}
	chosen := state["c"].(object)["boxes"].(object)["selected_options"].([]any)
	first := state["b"].(object)["select"].(object)["selected_option"].(object)
	if state["a"].(object)["text"].(object)["value"] != "はじめ" || first["value"] != "1" || len(chosen) != 2 {
		t.Errorf("%v", state)
	}
	for _, values := range []map[string]string{{"boxes": "z"}, {"select": "2"}, {"nothing": "x"}} {
		if _, err := fill(encode(blocks), values); err == nil {
			t.Errorf("%v fits", values)
		}
	}
}
