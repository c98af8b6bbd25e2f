package workspace

import (
	"encoding/json"
	"reflect"
	"testing"
)

// heard are the events delivered so far, as "type channel_type subtype".
func (f *fixture) heard() []string {
	list := []string{}
	for _, e := range f.Envelopes() {
		if e.Attempt > 0 {
			continue // nobody acknowledges
		}
		var v struct {
			Event struct {
				Type        string
				ChannelType string `json:"channel_type"`
				Subtype     string
			}
		}
		if err := json.Unmarshal(e.Payload, &v); err != nil {
			f.t.Fatal(err)
		}
		text := v.Event.Type
		for _, more := range []string{v.Event.ChannelType, v.Event.Subtype} {
			if more != "" {
				text += " " + more
			}
		}
		list = append(list, text)
	}
	return list
}

func TestWhatAnAppHears(t *testing.T) {
	all := []string{"app_mention", "message.im", "message.channels", "message.groups", "reaction_added", "member_joined_channel",
		"app_home_opened", "file_shared", "agent_session_stopped"}
	tests := []struct {
		name   string
		events []string
		scopes []string
		do     func(t *testing.T, f *fixture) error
		want   []string
	}{
		{"a mention comes as app_mention", nil, nil, func(t *testing.T, f *fixture) error {
			_, err := f.Say("C1", "U1", "<@U0000BOT1> 休暇は何日？", "")
			return err
		}, []string{"app_mention"}},
		{"a mention comes twice where messages are subscribed to as well", all, nil, func(t *testing.T, f *fixture) error {
			_, err := f.Say("C1", "U1", "<@U0000BOT1> 休暇は何日？", "")
			return err
		}, []string{"app_mention", "message channel"}},
		{"what does not name the app is not heard without a subscription", nil, nil, func(t *testing.T, f *fixture) error {
			_, err := f.Say("C1", "U1", "昼ごはん", "")
			return err
		}, []string{}},
		{"a subscription without the scope is none", all, []string{"app_mentions:read"}, func(t *testing.T, f *fixture) error {
			_, err := f.Say("C1", "U1", "<@U0000BOT1> 休暇", "")
			return err
		}, []string{"app_mention"}},
		{"a private channel has its own subscription", all, nil, func(t *testing.T, f *fixture) error {
			_, err := f.Say("G1", "U1", "役員会", "")
			return err
		}, []string{"message group"}},
		{"where the app is not, nothing is heard", all, nil, func(t *testing.T, f *fixture) error {
			_, err := f.Say("C2", "U1", "<@U0000BOT1> いますか", "")
			return err
		}, []string{}},
		{"a direct message is no mention, even with one in it", all, nil, func(t *testing.T, f *fixture) error {
			f.dm("<@U0000BOT1> 休暇")
			return nil
		}, []string{"message im"}},
		{"the app hears itself", all, nil, func(t *testing.T, f *fixture) error {
			f.must("ts", "chat.postMessage", "channel", "C1", "text", "<@U0000BOT1> 答え")
			return nil
		}, []string{"message channel"}},
		{"another bot's mention is one too", nil, nil, func(t *testing.T, f *fixture) error {
			_, err := f.SayAsBot("C1", "U9", "<@U0000BOT1> 自動", "")
			return err
		}, []string{"app_mention"}},
		{"an edit comes as message_changed", all, nil, func(t *testing.T, f *fixture) error {
			return f.Edit("U1", f.say("しめび"), "締め日")
		}, []string{"message channel", "message channel message_changed"}},
		{"a mention added by an edit is one", nil, nil, func(t *testing.T, f *fixture) error {
			return f.Edit("U1", f.say("締め日"), "<@U0000BOT1> 締め日")
		}, []string{"app_mention"}},
		{"a mention that stays in an edit is no new one", nil, nil, func(t *testing.T, f *fixture) error {
			return f.Edit("U1", f.say("<@U0000BOT1> しめび"), "<@U0000BOT1> 締め日")
		}, []string{"app_mention"}},
		{"a deletion comes as message_deleted", all, nil, func(t *testing.T, f *fixture) error {
			return f.Delete("U1", f.say("まちがい"))
		}, []string{"message channel", "message channel message_deleted"}},
		{"a file comes with its message", all, nil, func(t *testing.T, f *fixture) error {
			_, err := f.Upload("C1", "U1", "これです", "", File{Name: "規程.pdf", Content: []byte("本文")})
			return err
		}, []string{"message channel file_share", "file_shared"}},
		{"a reaction is heard once", all, nil, func(t *testing.T, f *fixture) error {
			ts := f.say("了解")
			if err := f.React("U2", ts, "+1"); err != nil {
				return err
			}
			return f.React("U2", ts, "+1")
		}, []string{"message channel", "reaction_added"}},
		{"joining is heard, the app's own too", all, nil, func(t *testing.T, f *fixture) error {
			return f.Join("C2", "U0000BOT1")
		}, []string{"member_joined_channel C"}},
		{"the home tab's opening is heard", nil, nil, func(t *testing.T, f *fixture) error {
			return f.OpenHome("U1", "messages")
		}, []string{"app_home_opened"}},
		{"nobody hears what one person alone sees", all, nil, func(t *testing.T, f *fixture) error {
			f.must("message_ts", "chat.postEphemeral", "channel", "C1", "user", "U1", "text", "内緒")
			return nil
		}, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t, Options{
				App:    App{Events: tt.events, Scopes: tt.scopes},
				People: []User{{ID: "U9", Name: "jenkins", IsBot: true}, {ID: "U1", Name: "tanaka"}},
				Channels: []Channel{
					{ID: "G1", IsPrivate: true, Members: []string{"U1", "U0000BOT1"}},
					{ID: "C2", Members: []string{"U1"}},
				},
			})
			if err := f.Join("C1", "U9"); err != nil {
				t.Fatal(err)
			}
			skip := len(f.heard())
			if err := tt.do(t, f); err != nil {
				t.Fatal(err)
			}
			if got := f.heard()[skip:]; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("heard %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAnEventSaysWhereItComesFrom(t *testing.T) {
	f := begin(t, Options{
		People:   []User{{ID: "U1", Name: "tanaka"}, {ID: "U8", Name: "kyaku", Team: "T0OTHER"}},
		Channels: []Channel{{ID: "C8", IsExtShared: true, Members: []string{"U1", "U8", "U0000BOT1"}}},
		Team:     Team{EnterpriseID: "E1"},
	})
	l := f.connect()
	if _, err := f.Say("C8", "U8", "<@U0000BOT1> 見積は？", ""); err != nil {
		t.Fatal(err)
	}
	e := l.next()
	if !e.Payload.IsExtSharedChannel || e.Payload.Event["user_team"] != "T0OTHER" || e.Payload.Event["team"] != "T0OTHER" {
		t.Errorf("%+v", e.Payload)
	}
	var outer map[string]any
	if err := json.Unmarshal(f.Envelopes()[0].Payload, &outer); err != nil {
		t.Fatal(err)
	}
	if outer["api_app_id"] != "A00000001" || outer["team_id"] != "T00000001" || outer["enterprise_id"] != "E1" {
		t.Errorf("%v", outer)
	}
}

func TestAnAnswerInAThreadBelongsToItsRoot(t *testing.T) {
	f := begin(t, Options{})
	root := f.say("親")
	child, err := f.Say("C1", "U2", "子", root)
	if err != nil {
		t.Fatal(err)
	}
	grandchild, err := f.Say("C1", "U1", "孫", child)
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := f.Message(grandchild); m.ThreadTS != root {
		t.Errorf("thread %s, want %s", m.ThreadTS, root)
	}
	if got := len(f.Thread("C1", root)); got != 3 {
		t.Errorf("the thread has %d messages", got)
	}
	if _, err := f.Say("C1", "U1", "迷子", "1.000001"); err == nil {
		t.Error("a thread that is not there was answered")
	}
	if _, err := f.Say("C1", "U404", "だれ", ""); err == nil {
		t.Error("nobody wrote")
	}
}
