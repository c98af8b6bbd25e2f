package workspace

import (
	"encoding/json"
	"testing"
)

// FuzzBlocks: whatever an app sends as blocks is refused or taken, and what is taken
// can be read, clicked, filled in and looked through for mentions.
func FuzzBlocks(f *testing.F) {
	for _, seed := range []string{
		feedbackBlocks, reasonView, `[{"type":"divider"}]`, `[null]`, `[[]]`, `["文字"]`, `[{"type":"section","text":"文字"}]`, `[{"type":1}]`,
		`[{"type":"actions","elements":[{"type":"radio_buttons","action_id":"a","options":[null,{"text":1}],"initial_option":{}}]}]`,
		`[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","indent":9e9,"elements":[{"elements":[{"type":"text"}]}]}]}]`,
		`[{"type":"container","child_blocks":[{"type":"container","child_blocks":[{"type":"table","rows":[[1]]}]}]}]`,
		`[{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f","positive_button":1}]}]`,
		`[{"type":"input","element":{"type":"checkboxes","action_id":"c","options":1}}]`,
	} {
		f.Add(seed)
	}
	s := &Server{state: newState(Options{}.filled())}
	f.Fuzz(func(t *testing.T, text string) {
		list, bad := parseBlocks(text)
		if bad != nil || list == nil {
			return
		}
		message, view := checkMessage(list), checkView(onModal, list, true)
		if message == nil && len(list) > mostBlocks {
			t.Errorf("%d blocks were taken", len(list))
		}
		blocks := s.identified(list)
		m := Message{BotID: "B1", Blocks: blocks}
		s.notices(&m, notice{autolink: true, names: true, unfurlLinks: true, unfurlMedia: true})
		_ = m.Plain()
		_ = View{Blocks: blocks}.Plain()
		_, _ = pressed(blocks, "a", "U1")
		if view == nil {
			if _, err := fill(blocks, map[string]string{"a": "あ"}); err == nil && !json.Valid(blocks) {
				t.Error("nonsense was filled in")
			}
		}
	})
}

// FuzzText: looking for mentions and links changes nothing and ends.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"<@U1> と <!here|ここ>", "[a](b", "```\n<@U1>", "`a``b`", "<<@U1>>", "@tanaka@here", "https://", "<https://例え.jp|<@U1>>"} {
		f.Add(seed)
	}
	s := &Server{state: newState(Options{}.filled())}
	f.Fuzz(func(t *testing.T, text string) {
		m, d := Message{Text: text}, Message{Markdown: text}
		s.notices(&m, notice{autolink: true, names: true})
		s.notices(&d, notice{})
		_, _ = m.Plain(), d.Plain()
		if m.Text != text || d.Markdown != text {
			t.Errorf("%q became %q and %q", text, m.Text, d.Markdown)
		}
		if list, _ := parseBlocks(string(s.composed(text))); list != nil {
			for _, e := range elements(list) {
				if e["type"] != "rich_text" {
					t.Errorf("%v", e)
				}
			}
		}
	})
}
