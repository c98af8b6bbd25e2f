package workspace

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	selects = []string{"static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"}
	choices = append([]string{"checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"}, selects...)

	inActions = append([]string{"button", "overflow", "workflow_button"}, choices...)
	inInput   = append([]string{"plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input", "rich_text_input"}, choices...)
)

// interactive checks the elements of a block of buttons and the like: action_ids
// must differ within it.
func (k *checker) interactive(at string, b object, most int, allowed []string) {
	seen := map[string]bool{}
	k.list(at, b, 1, most, func(at string, e object) {
		k.element(at, e, allowed)
		if id, _ := e["action_id"].(string); id != "" {
			if seen[id] {
				k.wrong(at+"/action_id", "action_id %s already exists", id)
			}
			seen[id] = true
		}
	})
}

func (k *checker) element(at string, e object, allowed []string) {
	kind, _ := e["type"].(string)
	if !slices.Contains(allowed, kind) {
		k.wrong(at+"/type", "unsupported type: %s", kind)
		return
	}
	if _, given := e["action_id"]; given {
		k.plain(at, e, "action_id", 1, 255)
	}
	if _, given := e["value"]; given {
		k.plain(at, e, "value", 0, 2000)
	}
	if e["confirm"] != nil {
		k.confirm(at+"/confirm", e["confirm"])
	}
	if e["placeholder"] != nil {
		k.text(at+"/placeholder", e["placeholder"], 150, "plain_text")
	}
	if e["accessibility_label"] != nil {
		k.plain(at, e, "accessibility_label", 1, 75)
	}
	switch kind {
	case "button":
		k.keys(at, e, "text", "action_id", "url", "value", "confirm", "style", "accessibility_label", "agent_prompt", "agent_prompt_display", "visible_to_user_ids")
		k.text(at+"/text", e["text"], 75, "plain_text")
		if e["url"] != nil {
			k.plain(at, e, "url", 1, 3000)
		}
		if style, given := e["style"]; given && style != "primary" && style != "danger" {
			k.wrong(at+"/style", "must be primary or danger")
		}
	case "feedback_buttons":
		k.keys(at, e, "action_id", "positive_button", "negative_button")
		for _, side := range []string{"positive_button", "negative_button"} {
			if b := k.object(at, e, side); b != nil {
				k.keys(at+"/"+side, b, "text", "value", "accessibility_label")
				k.text(at+"/"+side+"/text", b["text"], 75, "plain_text")
				k.plain(at+"/"+side, b, "value", 1, 2000)
			}
		}
	case "icon_button":
		k.keys(at, e, "icon", "text", "action_id", "value", "confirm", "accessibility_label", "visible_to_user_ids")
		if e["icon"] != "trash" {
			k.wrong(at+"/icon", "unsupported icon: %v", e["icon"])
		}
		k.text(at+"/text", e["text"], 75, "plain_text")
	case "plain_text_input":
		k.keys(at, e, "action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "focus_on_load")
		if n, given := e["max_length"].(float64); given && (n < 1 || n > 3000) {
			k.wrong(at+"/max_length", "must be 1 to 3000")
		}
	case "radio_buttons", "checkboxes":
		k.options(at, e, 10, "plain_text", "mrkdwn")
	case "overflow":
		k.options(at, e, 5, "plain_text")
	case "static_select", "multi_static_select":
		if e["option_groups"] == nil {
			k.options(at, e, 100, "plain_text")
		}
	}
}

func (k *checker) options(at string, e object, most int, types ...string) {
	list, _ := e["options"].([]any)
	if len(list) < 1 || len(list) > most {
		k.wrong(at+"/options", "must have 1 to %d items", most)
	}
	seen := map[string]bool{}
	for i, o := range elements(list) {
		here := fmt.Sprintf("%s/options/%d", at, i)
		k.keys(here, o, "text", "value", "description", "url")
		k.text(here+"/text", o["text"], 75, types...)
		value := k.plain(here, o, "value", 1, 150)
		if seen[value] {
			k.wrong(here+"/value", "value %s already exists", value)
		}
		seen[value] = true
		if o["description"] != nil {
			k.text(here+"/description", o["description"], 75, types...)
		}
	}
	if first, ok := e["initial_option"].(object); ok && !seen[fmt.Sprint(first["value"])] {
		k.wrong(at+"/initial_option", "must be one of the options")
	}
}

func (k *checker) confirm(at string, v any) {
	o, ok := v.(object)
	if !ok {
		k.wrong(at, "must be an object")
		return
	}
	k.keys(at, o, "title", "text", "confirm", "deny", "style")
	k.text(at+"/title", o["title"], 100, "plain_text")
	k.text(at+"/text", o["text"], 300, "plain_text", "mrkdwn")
	k.text(at+"/confirm", o["confirm"], 30, "plain_text")
	if o["deny"] != nil {
		k.text(at+"/deny", o["deny"], 30, "plain_text")
	}
}

// richText checks a rich_text block or cell.
func (k *checker) richText(at string, b object) {
	k.list(at, b, 1, 1000, func(at string, e object) {
		switch e["type"] {
		case "rich_text_section":
			k.keys(at, e, "elements")
			k.list(at, e, 0, 1000, k.inline)
		case "rich_text_list":
			k.keys(at, e, "elements", "style", "indent", "border", "offset")
			if e["style"] != "bullet" && e["style"] != "ordered" {
				k.wrong(at+"/style", "must be bullet or ordered")
			}
			if n, given := e["indent"].(float64); given && (n < 0 || n > 8) {
				k.wrong(at+"/indent", "must be 0 to 8")
			}
			k.list(at, e, 1, 1000, func(at string, item object) {
				if item["type"] != "rich_text_section" {
					k.wrong(at+"/type", "unsupported type: %v", item["type"])
					return
				}
				k.list(at, item, 0, 1000, k.inline)
			})
		case "rich_text_quote":
			k.keys(at, e, "elements", "border")
			k.list(at, e, 1, 1000, k.inline)
		case "rich_text_preformatted":
			k.keys(at, e, "elements", "border", "language")
			k.list(at, e, 1, 1000, func(at string, x object) {
				if x["type"] != "text" && x["type"] != "link" {
					k.wrong(at+"/type", "unsupported type: %v", x["type"])
					return
				}
				k.inline(at, x)
			})
		default:
			k.wrong(at+"/type", "unsupported type: %v", e["type"])
		}
	})
}

// inlines are the elements of rich text and the field that each cannot do without.
var inlines = map[string]string{
	"text": "text", "link": "url", "user": "user_id", "usergroup": "usergroup_id", "channel": "channel_id", "team": "team_id",
	"emoji": "name", "broadcast": "range", "date": "format", "color": "value", "citation": "url",
}

var styles = []string{"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}

func (k *checker) inline(at string, e object) {
	kind, _ := e["type"].(string)
	field, known := inlines[kind]
	if !known {
		k.wrong(at+"/type", "unsupported type: %s", kind)
		return
	}
	text := k.plain(at, e, field, 1, 40_000)
	switch kind {
	case "text":
		k.total += utf8.RuneCountInString(text)
		k.keys(at, e, "text", "style")
	case "link":
		label, _ := e["text"].(string)
		k.total += utf8.RuneCountInString(label)
		k.keys(at, e, "url", "text", "unsafe", "style")
		if !strings.Contains(text, ":") {
			k.wrong(at+"/url", "must be a URL")
		}
	case "broadcast":
		if !slices.Contains([]string{"here", "channel", "everyone"}, text) {
			k.wrong(at+"/range", "unsupported range: %s", text)
		}
	}
	if style, given := e["style"].(object); given {
		for key, v := range style {
			if _, flag := v.(bool); !flag || !slices.Contains(styles, key) {
				k.wrong(at+"/style", "invalid additional property: %s", key)
			}
		}
	}
}
