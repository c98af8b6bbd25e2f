package workspace

import (
	"fmt"
	"strings"
	"testing"
)

func TestBlocksThatSlackTakes(t *testing.T) {
	long := strings.Repeat("長", 3000)
	tests := []struct{ name, block string }{
		{"a section of 3,000 characters", `{"type":"section","text":{"type":"mrkdwn","text":"` + long + `","verbatim":true}}`},
		{"a section of fields", `{"type":"section","fields":[{"type":"plain_text","text":"部署"},{"type":"mrkdwn","text":"総務"}]}`},
		{"a section with a button", `{"type":"section","text":{"type":"mrkdwn","text":"規程"},"accessory":{"type":"button","action_id":"a","text":{"type":"plain_text","text":"開く"}}}`},
		{"a header", `{"type":"header","text":{"type":"plain_text","text":"経費精算","emoji":true}}`},
		{"a divider", `{"type":"divider","block_id":"線"}`},
		{"Markdown", `{"type":"markdown","text":"**締め日**"}`},
		{"a context", `{"type":"context","elements":[{"type":"mrkdwn","text":"規程 p.3"},{"type":"image","image_url":"https://example.com/a.png","alt_text":"図"}]}`},
		{"feedback", `{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f","positive_button":{"text":{"type":"plain_text","text":"良い"},"value":"1"},"negative_button":{"text":{"type":"plain_text","text":"悪い"},"value":"0"}},{"type":"icon_button","icon":"trash","action_id":"t","text":{"type":"plain_text","text":"消す"},"visible_to_user_ids":["U1"]}]}`},
		{"buttons", `{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"はい"},"style":"primary","value":"y","confirm":{"title":{"type":"plain_text","text":"確認"},"text":{"type":"plain_text","text":"本当に？"},"confirm":{"type":"plain_text","text":"はい"},"deny":{"type":"plain_text","text":"いいえ"}}},{"type":"button","action_id":"b","text":{"type":"plain_text","text":"いいえ"},"url":"https://example.com"}]}`},
		{"rich text of every kind", `{"type":"rich_text","elements":[
			{"type":"rich_text_section","elements":[{"type":"text","text":"太字","style":{"bold":true}},{"type":"link","url":"https://example.com","text":"規程"},{"type":"emoji","name":"memo"},{"type":"user","user_id":"U1"},{"type":"citation","url":"https://example.com","text":"規程","index":1,"details":{}}]},
			{"type":"rich_text_list","style":"ordered","indent":0,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"一"}]}]},
			{"type":"rich_text_quote","border":1,"elements":[{"type":"text","text":"引用"}]},
			{"type":"rich_text_preformatted","elements":[{"type":"text","text":"x = 1"}]}]}`},
		{"a table", `{"type":"table","rows":[[{"type":"raw_text","text":"品目"},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"額"}]}]}]],"column_settings":[{"align":"right"}]}`},
		{"a container", `{"type":"container","title":{"type":"plain_text","text":"参照元 3件"},"is_collapsible":true,"default_collapsed":true,"child_blocks":[{"type":"section","text":{"type":"mrkdwn","text":"規程"}}]}`},
		{"an input", `{"type":"input","label":{"type":"plain_text","text":"理由"},"element":{"type":"plain_text_input","action_id":"c","multiline":true,"max_length":3000},"optional":true}`},
		{"an image", `{"type":"image","image_url":"https://example.com/a.png","alt_text":"図","title":{"type":"plain_text","text":"図1"}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, bad := parseBlocks("[" + tt.block + "]")
			if bad != nil || list == nil {
				t.Fatal(bad)
			}
			if bad := checkMessage(list); bad != nil {
				t.Error(bad)
			}
		})
	}
}

func TestBlocksThatSlackRefuses(t *testing.T) {
	n := func(n int) string { return strings.Repeat("長", n) }
	many := func(n int, format string) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf(format, i))
		}
		return strings.Join(list, ",")
	}
	button := func(more string) string {
		return `{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"はい"}` + more + `}]}`
	}
	tests := []struct{ name, blocks, at string }{
		{"an unknown type", `{"type":"hologram"}`, "/blocks/0/type"},
		{"no type", `{"text":"なし"}`, "/blocks/0/type"},
		{"no object", `"文字"`, "/blocks/0"},
		{"a section of more than 3,000 characters", `{"type":"section","text":{"type":"mrkdwn","text":"` + n(3001) + `"}}`, "/blocks/0/text/text"},
		{"a section of 1,501 emoji, which count twice", `{"type":"section","text":{"type":"plain_text","text":"` + strings.Repeat("😀", 1501) + `"}}`, "/blocks/0/text/text"},
		{"an empty text", `{"type":"section","text":{"type":"mrkdwn","text":""}}`, "/blocks/0/text/text"},
		{"a section of nothing", `{"type":"section"}`, "/blocks/0"},
		{"emoji in mrkdwn", `{"type":"section","text":{"type":"mrkdwn","text":"あ","emoji":true}}`, "/blocks/0/text"},
		{"verbatim in plain text", `{"type":"section","text":{"type":"plain_text","text":"あ","verbatim":true}}`, "/blocks/0/text"},
		{"text of an unknown type", `{"type":"section","text":{"type":"html","text":"あ"}}`, "/blocks/0/text/type"},
		{"a property that is none", `{"type":"divider","color":"赤"}`, "/blocks/0"},
		{"eleven fields", `{"type":"section","fields":[` + many(11, `{"type":"plain_text","text":"%d"}`) + `]}`, "/blocks/0/fields"},
		{"a header of more than 150 characters", `{"type":"header","text":{"type":"plain_text","text":"` + n(151) + `"}}`, "/blocks/0/text/text"},
		{"a header in mrkdwn", `{"type":"header","text":{"type":"mrkdwn","text":"題"}}`, "/blocks/0/text/type"},
		{"eleven things in a context", `{"type":"context","elements":[` + many(11, `{"type":"plain_text","text":"%d"}`) + `]}`, "/blocks/0/elements"},
		{"a context of nothing", `{"type":"context","elements":[]}`, "/blocks/0/elements"},
		{"a button in a context", `{"type":"context","elements":[{"type":"button","text":{"type":"plain_text","text":"あ"}}]}`, "/blocks/0/elements/0/type"},
		{"twenty-six buttons", `{"type":"actions","elements":[` + many(26, `{"type":"button","action_id":"a%d","text":{"type":"plain_text","text":"あ"}}`) + `]}`, "/blocks/0/elements"},
		{"a button of more than 75 characters", `{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"` + n(76) + `"}}]}`, "/blocks/0/elements/0/text/text"},
		{"a button in mrkdwn", `{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"mrkdwn","text":"あ"}}]}`, "/blocks/0/elements/0/text/type"},
		{"a value of more than 2,000 characters", button(`,"value":"` + n(2001) + `"`), "/blocks/0/elements/0/value"},
		{"an action_id of more than 255 characters", `{"type":"actions","elements":[{"type":"button","action_id":"` + n(256) + `","text":{"type":"plain_text","text":"あ"}}]}`, "/blocks/0/elements/0/action_id"},
		{"the same action_id twice", `{"type":"actions","elements":[` + many(2, `{"type":"button","action_id":"a","value":"%d","text":{"type":"plain_text","text":"あ"}}`) + `]}`, "/blocks/0/elements/1/action_id"},
		{"a style of its own", button(`,"style":"gold"`), "/blocks/0/elements/0/style"},
		{"an accessibility label of more than 75 characters", button(`,"accessibility_label":"` + n(76) + `"`), "/blocks/0/elements/0/accessibility_label"},
		{"a block_id of more than 255 characters", `{"type":"divider","block_id":"` + n(256) + `"}`, "/blocks/0/block_id"},
		{"the same block_id twice", `{"type":"divider","block_id":"x"},{"type":"divider","block_id":"x"}`, "/blocks/1/block_id"},
		{"feedback among buttons", `{"type":"actions","elements":[{"type":"feedback_buttons","action_id":"f"}]}`, "/blocks/0/elements/0/type"},
		{"feedback without a side", `{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f","positive_button":{"text":{"type":"plain_text","text":"良い"},"value":"1"}}]}`, "/blocks/0/elements/0"},
		{"an icon of its own", `{"type":"context_actions","elements":[{"type":"icon_button","icon":"unicorn","action_id":"f","text":{"type":"plain_text","text":"角"}}]}`, "/blocks/0/elements/0/icon"},
		{"a list of no known style", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"roman","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"一"}]}]}]}`, "/blocks/0/elements/0/style"},
		{"a list of texts", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"text","text":"一"}]}]}`, "/blocks/0/elements/0/elements/0/type"},
		{"an unknown element of rich text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"sound","text":"音"}]}]}`, "/blocks/0/elements/0/elements/0/type"},
		{"an empty text in rich text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":""}]}]}`, "/blocks/0/elements/0/elements/0/text"},
		{"a style of rich text of its own", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"色","style":{"red":true}}]}]}`, "/blocks/0/elements/0/elements/0/style"},
		{"a person in code", `{"type":"rich_text","elements":[{"type":"rich_text_preformatted","elements":[{"type":"user","user_id":"U1"}]}]}`, "/blocks/0/elements/0/elements/0/type"},
		{"a link to nowhere", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"規程"}]}]}`, "/blocks/0/elements/0/elements/0/url"},
		{"rich text in a container", `{"type":"container","title":{"type":"plain_text","text":"元"},"child_blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]}`, "/blocks/0/child_blocks/0/type"},
		{"eleven things in a container", `{"type":"container","title":{"type":"plain_text","text":"元"},"child_blocks":[` + many(11, `{"type":"divider","block_id":"d%d"}`) + `]}`, "/blocks/0/child_blocks"},
		{"a container that is folded and can't be", `{"type":"container","title":{"type":"plain_text","text":"元"},"default_collapsed":true,"child_blocks":[{"type":"divider"}]}`, "/blocks/0/default_collapsed"},
		{"a container without a title", `{"type":"container","child_blocks":[{"type":"divider"}]}`, "/blocks/0"},
		{"a wrong block in a container", `{"type":"container","title":{"type":"plain_text","text":"元"},"child_blocks":[{"type":"section"}]}`, "/blocks/0/child_blocks/0"},
		{"a cell of no known type", `{"type":"table","rows":[[{"type":"formula","text":"=1"}]]}`, "/blocks/0/rows/0/0/type"},
		{"twenty-one columns", `{"type":"table","rows":[[` + many(21, `{"type":"raw_text","text":"%d"}`) + `]]}`, "/blocks/0/rows/0"},
		{"an alert outside a modal", `{"type":"alert","text":{"type":"plain_text","text":"注意"}}`, "/blocks/0/type"},
		{"a card outside a stream", `{"type":"card"}`, "/blocks/0/type"},
		{"an image without words for it", `{"type":"image","image_url":"https://example.com/a.png"}`, "/blocks/0"},
		{"radio buttons of the same value", `{"type":"actions","elements":[{"type":"radio_buttons","action_id":"r","options":[` + many(2, `{"text":{"type":"plain_text","text":"%d"},"value":"v"}`) + `]}]}`, "/blocks/0/elements/0/options/1/value"},
		{"eleven radio buttons", `{"type":"actions","elements":[{"type":"radio_buttons","action_id":"r","options":[` + many(11, `{"text":{"type":"plain_text","text":"あ"},"value":"%d"}`) + `]}]}`, "/blocks/0/elements/0/options"},
		{"a choice that is none of the options", `{"type":"actions","elements":[{"type":"radio_buttons","action_id":"r","initial_option":{"text":{"type":"plain_text","text":"い"},"value":"2"},"options":[{"text":{"type":"plain_text","text":"あ"},"value":"1"}]}]}`, "/blocks/0/elements/0/initial_option"},
		{"an input without a label", `{"type":"input","element":{"type":"plain_text_input","action_id":"c"}}`, "/blocks/0/label"},
		{"a button as an input", `{"type":"input","label":{"type":"plain_text","text":"理由"},"element":{"type":"button","text":{"type":"plain_text","text":"あ"}}}`, "/blocks/0/element/type"},
		{"an input that takes too much", `{"type":"input","label":{"type":"plain_text","text":"理由"},"element":{"type":"plain_text_input","action_id":"c","max_length":3001}}`, "/blocks/0/element/max_length"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, bad := parseBlocks("[" + tt.blocks + "]")
			if bad != nil {
				t.Fatal(bad)
			}
			bad = checkMessage(list)
			switch {
			case bad == nil:
				t.Error("it is taken")
			case bad.code != "invalid_blocks" || len(bad.messages) == 0 || !strings.Contains(strings.Join(bad.messages, "\n"), "[json-pointer:"+tt.at+"]"):
				t.Errorf("%v, want something about %s", bad, tt.at)
			}
		})
	}
	t.Run("two tables", func(t *testing.T) {
		list, _ := parseBlocks(`[{"type":"table","rows":[[{"type":"raw_text","text":"一"}]]},{"type":"table","rows":[[{"type":"raw_text","text":"二"}]]}]`)
		if bad := checkMessage(list); bad == nil || bad.code != "invalid_attachments" {
			t.Error(bad)
		}
	})
	t.Run("Markdown of more than 12,000 characters in two blocks", func(t *testing.T) {
		list, _ := parseBlocks(`[{"type":"markdown","text":"` + n(6000) + `"},{"type":"markdown","text":"` + n(6001) + `"}]`)
		if bad := checkMessage(list); bad == nil || bad.code != "msg_blocks_too_long" {
			t.Error(bad)
		}
	})
}

func TestBlocksOfViews(t *testing.T) {
	tests := []struct {
		name, kind, blocks string
		submit, ok         bool
	}{
		{"a modal has inputs and a button to submit them", onModal, `[{"type":"input","label":{"type":"plain_text","text":"理由"},"element":{"type":"plain_text_input","action_id":"c"}}]`, true, true},
		{"inputs of a modal need the button", onModal, `[{"type":"input","label":{"type":"plain_text","text":"理由"},"element":{"type":"plain_text_input","action_id":"c"}}]`, false, false},
		{"an alert is for modals", onModal, `[{"type":"alert","text":{"type":"plain_text","text":"注意"}}]`, false, true},
		{"and not for the Home tab", onHome, `[{"type":"alert","text":{"type":"plain_text","text":"注意"}}]`, false, false},
		{"Markdown is for messages", onHome, `[{"type":"markdown","text":"**太字**"}]`, false, false},
		{"a hundred blocks are fine", onHome, "[" + strings.TrimSuffix(strings.Repeat(`{"type":"divider"},`, 100), ",") + "]", false, true},
		{"one more is not", onHome, "[" + strings.TrimSuffix(strings.Repeat(`{"type":"divider"},`, 101), ",") + "]", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, _ := parseBlocks(tt.blocks)
			if bad := checkView(tt.kind, list, tt.submit); (bad == nil) != tt.ok {
				t.Errorf("%v", bad)
			}
		})
	}
}
