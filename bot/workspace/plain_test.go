package workspace

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestWhatAPersonReads(t *testing.T) {
	tests := []struct {
		name string
		m    Message
		want string
	}{
		{"a text with marks, entities and names", Message{Text: "*経費*は &lt;月末&gt; まで <@U1> <!here> <#C1|総務> <https://example.com|規程> <https://b.example>"},
			"*経費*は <月末> まで @U1 @here #総務 規程 (https://example.com) https://b.example"},
		{"Markdown as it came", Message{Markdown: "## 結論\n- **25日** &lt;です&gt;"}, "## 結論\n- **25日** <です>"},
		{"blocks instead of the text", Message{BotID: "B1", Text: "通知", Blocks: json.RawMessage(`[
			{"type":"header","text":{"type":"plain_text","text":"締め日"}},
			{"type":"section","text":{"type":"mrkdwn","text":"毎月 *25日* です"},"fields":[{"type":"plain_text","text":"部署"},{"type":"plain_text","text":"総務"}],"accessory":{"type":"button","text":{"type":"plain_text","text":"開く"},"url":"https://example.com"}},
			{"type":"divider"},
			{"type":"context","elements":[{"type":"mrkdwn","text":"規程.pdf p.3"},{"type":"image","alt_text":"図"}]},
			{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"共有"}},{"type":"button","text":{"type":"plain_text","text":"やめる"}}]}]`)},
			"# 締め日\n毎月 *25日* です\n部署\n総務\n[開く → https://example.com]\n────────\n· 規程.pdf p.3 · [image: 図]\n[共有] [やめる]"},
		{"rich text", Message{BotID: "B1", Blocks: json.RawMessage(`[{"type":"rich_text","elements":[
			{"type":"rich_text_section","elements":[{"type":"text","text":"これは"},{"type":"text","text":"重要","style":{"bold":true,"italic":true}},{"type":"text","text":"です。","style":{"strike":true}},{"type":"text","text":"x=1","style":{"code":true}},{"type":"emoji","name":"memo"},{"type":"user","user_id":"U1"}]},
			{"type":"rich_text_list","style":"ordered","indent":0,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"一"}]}]},
			{"type":"rich_text_list","style":"bullet","indent":1,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"内\n訳"}]}]},
			{"type":"rich_text_list","style":"ordered","indent":0,"offset":1,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"二"}]}]},
			{"type":"rich_text_quote","elements":[{"type":"text","text":"第3条\n締め日"}]},
			{"type":"rich_text_preformatted","elements":[{"type":"text","text":"go run ."}]},
			{"type":"rich_text_section","elements":[{"type":"link","url":"https://example.com","text":"規程"},{"type":"text","text":" "},{"type":"link","url":"https://b.example"},{"type":"broadcast","range":"here"}]}]}]`)},
			"これは*_重要_*~です。~`x=1`:memo:@U1\n1. 一\n  • 内\n    訳\n2. 二\n> 第3条\n> 締め日\n```\ngo run .\n```\n規程 (https://example.com) https://b.example@here"},
		{"a folded container, a table, feedback", Message{BotID: "B1", Blocks: json.RawMessage(`[
			{"type":"container","title":{"type":"plain_text","text":"参照元 2件"},"subtitle":{"type":"plain_text","text":"規程集"},"is_collapsible":true,"default_collapsed":true,"child_blocks":[{"type":"section","text":{"type":"mrkdwn","text":"[1] 規程\n[2] 手引き"}}]},
			{"type":"table","rows":[[{"type":"raw_text","text":"項目"},{"type":"raw_text","text":"額"}],[{"type":"raw_text","text":"宿泊"},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"1万円"}]}]}]]},
			{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"良い"}},"negative_button":{"text":{"type":"plain_text","text":"悪い"}}},{"type":"icon_button","text":{"type":"plain_text","text":"消す"}}]}]`)},
			"▸ 参照元 2件\n  規程集\n  [1] 規程\n  [2] 手引き\n| 項目 | 額 |\n| 宿泊 | 1万円 |\n[良い] [悪い] [消す]"},
		{"files", Message{Text: "これ", Files: []File{{Name: "規程.pdf"}}}, "これ\n[file: 規程.pdf]"},
		{"attachments", Message{BotID: "B1", Attachments: json.RawMessage(`[{"title":"題","text":"*本文*"},{"fallback":"代わり"}]`)}, "題\n*本文*\n代わり"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.m.Plain(); got != tt.want {
				t.Errorf("it reads\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestWhatAPersonWroteReadsTheSameInBlocks(t *testing.T) {
	f := begin(t, Options{})
	ts := f.say("<@U0000BOT1> <https://example.com|規程> の &amp; を <!here> で <#C1|総務> に")
	m, _ := f.Message(ts)
	m.Text = ""
	if got, want := m.Plain(), "@U0000BOT1 規程 (https://example.com) の & を @here で #C1 に"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if list, _ := parseBlocks(strings.TrimSpace(string(m.Blocks))); checkMessage(list) != nil {
		t.Errorf("%s is no rich text", m.Blocks)
	}
}
