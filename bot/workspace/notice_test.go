package workspace

import (
	"encoding/json"
	"reflect"
	"testing"
)

func TestWhomAMessageReaches(t *testing.T) {
	mrkdwn := func(text string) string {
		return `[{"type":"section","text":{"type":"mrkdwn","verbatim":true,"text":` + string(encode(text)) + `}}]`
	}
	rich := func(element string) string {
		return `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[` + element + `]}]}]`
	}
	tests := []struct {
		name string
		m    Message
		how  notice
		want []Ping
	}{
		{"a person named in a text", Message{Text: "<@U1>さん、締め日です"}, notice{}, []Ping{{"user", "U1", "text"}}},
		{"a person named with a label", Message{Text: "<@U1|tanaka>さん"}, notice{}, []Ping{{"user", "U1", "text"}}},
		{"everybody", Message{Text: "<!channel> 締切、<!here|ここ> と <!everyone>"}, notice{}, []Ping{{"channel", "", "text"}, {"here", "", "text"}, {"everyone", "", "text"}}},
		{"a group", Message{Text: "<!subteam^S1|@keiri> お願いします"}, notice{}, []Ping{{"group", "S1", "text"}}},
		{"what is escaped reaches nobody", Message{Text: "&lt;!channel&gt; と &lt;@U1&gt;"}, notice{}, nil},
		{"a channel or a date is nobody", Message{Text: "<#C1|総務> <!date^1392734382^{date}|きのう>"}, notice{}, nil},
		{"in code it still reaches, in Slack's own grammar", Message{Text: "`<!here>`"}, notice{}, []Ping{{"here", "", "text"}}},
		{"a name alone reaches nobody", Message{Text: "@here と @tanaka"}, notice{}, nil},
		{"unless names are to be looked for", Message{Text: "@here と @tanaka、@tanakamura"}, notice{names: true}, []Ping{{"here", "", "text"}, {"user", "U1", "text"}}},
		{"in mrkdwn", Message{Blocks: json.RawMessage(mrkdwn("規程に <!channel> とある"))}, notice{}, []Ping{{"channel", "", "mrkdwn"}}},
		{"in mrkdwn that is not verbatim a name is enough", Message{Blocks: json.RawMessage(`[{"type":"context","elements":[{"type":"mrkdwn","text":"@channel"}]}]`)}, notice{}, []Ping{{"channel", "", "mrkdwn"}}},
		{"in plain text nothing reaches", Message{Blocks: json.RawMessage(`[{"type":"section","text":{"type":"plain_text","text":"<!channel>"}},{"type":"header","text":{"type":"plain_text","text":"<@U1>"}}]`)}, notice{}, nil},
		{"in Markdown", Message{Blocks: json.RawMessage(`[{"type":"markdown","text":"文書に **<!here>** とある"}]`)}, notice{}, []Ping{{"here", "", "markdown"}}},
		{"in Markdown code nothing reaches", Message{Markdown: "`<!here>` と\n```\n<@U1>\n```\n終わり"}, notice{}, nil},
		{"an unfinished span is no code", Message{Markdown: "`<!here>"}, notice{}, []Ping{{"here", "", "markdown"}}},
		{"after code it reaches again", Message{Markdown: "```\nx\n```\n<@U1>"}, notice{}, []Ping{{"user", "U1", "markdown"}}},
		{"in a link's label", Message{Markdown: "[<!channel>](https://example.com)"}, notice{}, []Ping{{"channel", "", "markdown"}}},
		{"elements of rich text", Message{Blocks: json.RawMessage(rich(`{"type":"user","user_id":"U2"},{"type":"usergroup","usergroup_id":"S1"},{"type":"broadcast","range":"channel"}`))}, notice{},
			[]Ping{{"user", "U2", "rich_text"}, {"group", "S1", "rich_text"}, {"channel", "", "rich_text"}}},
		{"texts of rich text reach nobody", Message{Blocks: json.RawMessage(rich(`{"type":"text","text":"<!channel>"}`))}, notice{}, nil},
		{"in a table", Message{Blocks: json.RawMessage(`[{"type":"table","rows":[[{"type":"raw_text","text":"<@U1>"},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U2"}]}]}]]}]`)}, notice{}, []Ping{{"user", "U2", "rich_text"}}},
		{"in a container", Message{Blocks: json.RawMessage(`[{"type":"container","title":{"type":"plain_text","text":"元"},"child_blocks":` + mrkdwn("<!here>") + `}]`)}, notice{}, []Ping{{"here", "", "mrkdwn"}}},
		{"in an attachment", Message{Attachments: json.RawMessage(`[{"text":"<!channel>","blocks":` + mrkdwn("<@U1>") + `}]`)}, notice{}, []Ping{{"channel", "", "text"}, {"user", "U1", "mrkdwn"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t, Options{})
			f.Look(func(*State) { f.notices(&tt.m, tt.how) })
			if !reflect.DeepEqual(tt.m.Pings, tt.want) {
				t.Errorf("%v, want %v", tt.m.Pings, tt.want)
			}
		})
	}
}

func TestWhereAMessageLeads(t *testing.T) {
	tests := []struct {
		name    string
		m       Message
		how     notice
		links   []Link
		unfurls []string
	}{
		{"a link with a label", Message{Text: "<https://evil.example|社内規程>"}, notice{}, []Link{{"https://evil.example", "社内規程", "text"}}, nil},
		{"an open address", Message{Text: "詳しくは https://example.com/規程。"}, notice{autolink: true, unfurlLinks: true}, []Link{{"https://example.com/規程", "", "text"}}, []string{"https://example.com/規程"}},
		{"an open address where nothing is parsed", Message{Text: "https://example.com"}, notice{}, nil, nil},
		{"a file that looks like an address", Message{Text: "README.md を読む"}, notice{autolink: true}, []Link{{"http://README.md", "README.md", "text"}}, nil},
		{"a Japanese file does not", Message{Text: "就業規則.pdf と 規程v1.2"}, notice{autolink: true}, nil, nil},
		{"mrkdwn that is not verbatim", Message{Blocks: json.RawMessage(`[{"type":"section","text":{"type":"mrkdwn","text":"https://example.com"}}]`)}, notice{}, []Link{{"https://example.com", "", "mrkdwn"}}, nil},
		{"mrkdwn that is verbatim", Message{Blocks: json.RawMessage(`[{"type":"section","text":{"type":"mrkdwn","verbatim":true,"text":"https://example.com"}}]`)}, notice{}, nil, nil},
		{"Markdown", Message{Markdown: "[安全](https://evil.example) と <https://b.example|乙> と https://c.example と ![図](https://d.example/a.png)"}, notice{unfurlMedia: true},
			[]Link{{"https://evil.example", "安全", "markdown"}, {"https://d.example/a.png", "図", "markdown"}, {"https://b.example", "乙", "markdown"}, {"https://c.example", "", "markdown"}}, []string{"https://d.example/a.png"}},
		{"Markdown in code", Message{Markdown: "`[安全](https://evil.example)`"}, notice{}, nil, nil},
		{"rich text and buttons", Message{Blocks: json.RawMessage(`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://a.example","text":"甲"}]}]},
			{"type":"actions","elements":[{"type":"button","action_id":"b","url":"https://b.example","text":{"type":"plain_text","text":"開く"}}]}]`)}, notice{},
			[]Link{{"https://a.example", "甲", "rich_text"}, {"https://b.example", "開く", "button"}}, nil},
		{"a picture unfurls unless media is turned off", Message{Text: "<https://example.com/図.png>"}, notice{unfurlMedia: true}, []Link{{"https://example.com/図.png", "", "text"}}, []string{"https://example.com/図.png"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t, Options{})
			f.Look(func(*State) { f.notices(&tt.m, tt.how) })
			if !reflect.DeepEqual(tt.m.Links, tt.links) || !reflect.DeepEqual(tt.m.Unfurls, tt.unfurls) {
				t.Errorf("%v, unfurls %v; want %v, %v", tt.m.Links, tt.m.Unfurls, tt.links, tt.unfurls)
			}
		})
	}
}

func TestAMentionSplitAcrossChunksReachesItsPeople(t *testing.T) {
	f := begin(t, Options{})
	channel, ts := f.dm("質問")
	stream := f.must("ts", "chat.startStream", "channel", channel, "thread_ts", ts, "markdown_text", "文書には <!chan")
	if m, _ := f.Message(stream); m.Pings != nil {
		t.Errorf("too early: %v", m.Pings)
	}
	f.must("ts", "chat.appendStream", "channel", channel, "ts", stream, "markdown_text", "nel> とある")
	m, _ := f.Message(stream)
	if want := []Ping{{"channel", "", "markdown"}}; !reflect.DeepEqual(m.Pings, want) {
		t.Errorf("%v, want %v", m.Pings, want)
	}
	t.Run("and who was reached stays so", func(t *testing.T) {
		f.must("ts", "chat.stopStream", "channel", channel, "ts", stream)
		f.must("ts", "chat.update", "channel", channel, "ts", stream, "text", "もう書いていない")
		if m, _ := f.Message(stream); len(m.Pings) != 1 || m.Markdown != "" {
			t.Errorf("%+v", m)
		}
	})
}

func TestParseAndLinkNamesAreAsTheCallSays(t *testing.T) {
	f := begin(t, Options{})
	tests := []struct {
		args         []string
		pings, links int
	}{
		{nil, 0, 1},
		{[]string{"parse", "none", "link_names", "false"}, 0, 0},
		{[]string{"parse", "full"}, 1, 1},
		{[]string{"parse", "none", "link_names", "1"}, 1, 0},
	}
	for _, tt := range tests {
		ts := f.must("ts", "chat.postMessage", append([]string{"channel", "C1", "text", "@here https://example.com を見て"}, tt.args...)...)
		if m, _ := f.Message(ts); len(m.Pings) != tt.pings || len(m.Links) != tt.links {
			t.Errorf("%v: %v, %v", tt.args, m.Pings, m.Links)
		}
	}
}
