package workspace

import (
	"encoding/json"
	"regexp"
)

// typed is what a person's client makes an element of its own: mentions of people,
// channels, groups and everybody, and addresses.
var typed = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|<#([CGD][A-Z0-9]+)(?:\|[^>]*)?>|<!(here|channel|everyone)(?:\|[^>]*)?>|<(https?://[^>|]+)(?:\|([^>]*))?>`)

// composed is the rich text that a person's client sends along with a text.
func (s *Server) composed(text string) json.RawMessage {
	var list []object
	plain := func(t string) {
		if t != "" {
			list = append(list, object{"type": "text", "text": unescape(t)})
		}
	}
	at := 0
	for _, m := range typed.FindAllStringSubmatchIndex(text, -1) {
		plain(text[at:m[0]])
		at = m[1]
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		switch {
		case group(1) != "":
			list = append(list, object{"type": "user", "user_id": group(1)})
		case group(2) != "":
			list = append(list, object{"type": "channel", "channel_id": group(2)})
		case group(3) != "":
			list = append(list, object{"type": "broadcast", "range": group(3)})
		default:
			link := object{"type": "link", "url": group(4)}
			if group(5) != "" {
				link["text"] = unescape(group(5))
			}
			list = append(list, link)
		}
	}
	plain(text[at:])
	if list == nil {
		return nil
	}
	section := object{"type": "rich_text_section", "elements": list}
	return encode([]object{{"type": "rich_text", "block_id": s.id("b"), "elements": []object{section}}})
}
