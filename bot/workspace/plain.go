package workspace

import (
	"fmt"
	"strings"
)

// Plain is what a person reads of a message, as text: styles keep the marks that
// Slack shows them by (*bold*, _italic_, ~struck~, `code`), buttons are in brackets,
// lists and quotes look like themselves.
func (m Message) Plain() string {
	var parts []string
	if m.Stream != nil {
		for _, raw := range m.Stream.Tasks {
			list, _ := parseBlocks("[" + string(raw) + "]") // read before
			for _, t := range elements(list) {
				parts = append(parts, task(t))
			}
		}
	}
	blocks, _ := parseBlocks(string(m.Blocks)) // checked when they came
	switch {
	case m.Markdown != "":
		parts = append(parts, unescape(m.Markdown))
	case blocks == nil && m.Text != "":
		parts = append(parts, mrkdwn(m.Text))
	}
	if blocks != nil && (m.BotID != "" || m.Text == "") {
		parts = append(parts, plainBlocks(blocks)...)
	} else if blocks != nil {
		parts = append(parts, mrkdwn(m.Text)) // a person's rich text says the same
	}
	attachments, _ := parseBlocks(string(m.Attachments))
	for _, a := range elements(attachments) {
		parts = append(parts, attachment(a)...)
	}
	for _, f := range m.Files {
		parts = append(parts, "[file: "+f.Name+"]")
	}
	return strings.Join(parts, "\n")
}

// attachment is what an attachment shows: its own words, or those for when it can't
// be shown.
func attachment(a object) []string {
	var parts []string
	for _, key := range []string{"pretext", "title", "text"} {
		if text, _ := a[key].(string); text != "" {
			parts = append(parts, mrkdwn(text))
		}
	}
	inner, _ := a["blocks"].([]any)
	parts = append(parts, plainBlocks(inner)...)
	if text, _ := a["fallback"].(string); parts == nil && text != "" {
		parts = append(parts, text)
	}
	return parts
}

// Plain is what a person reads of a view, as text, its title first.
func (v View) Plain() string {
	blocks, _ := parseBlocks(string(v.Blocks)) // checked when they came
	parts := plainBlocks(blocks)
	if v.Title != "" {
		parts = append([]string{"== " + v.Title + " =="}, parts...)
	}
	for block, text := range v.Errors {
		parts = append(parts, "! "+block+": "+text)
	}
	return strings.Join(parts, "\n")
}

func task(t object) string {
	marks := map[any]string{"complete": "✓", "error": "✗", "in_progress": "…", "pending": "○"}
	mark, ok := marks[t["status"]]
	if !ok {
		mark = "○"
	}
	line := fmt.Sprintf("%s %v", mark, t["title"])
	for _, key := range []string{"details", "output"} {
		if text, ok := t[key].(string); ok && text != "" {
			line += "\n  " + text
		}
	}
	return line
}

func plainBlocks(blocks []any) []string {
	var parts []string
	for _, b := range elements(blocks) {
		if text := plainBlock(b); text != "" {
			parts = append(parts, text)
		}
	}
	return parts
}

func plainBlock(b object) string {
	switch b["type"] {
	case "divider":
		return "────────"
	case "header":
		return "# " + textOf(b["text"])
	case "markdown":
		text, _ := b["text"].(string)
		return unescape(text)
	case "section", "alert":
		return section(b)
	case "image":
		return fmt.Sprintf("[image: %v]", b["alt_text"])
	case "context":
		var list []string
		for _, e := range elements(b["elements"]) {
			if e["type"] == "image" {
				list = append(list, fmt.Sprintf("[image: %v]", e["alt_text"]))
			} else {
				list = append(list, textOf(e))
			}
		}
		return "· " + strings.Join(list, " · ")
	case "actions", "context_actions":
		var list []string
		for _, e := range elements(b["elements"]) {
			list = append(list, plainElement(e))
		}
		return strings.Join(list, " ")
	case "input":
		e, _ := b["element"].(object)
		label := textOf(b["label"])
		if b["optional"] == true {
			label += " (optional)"
		}
		return label + ": " + plainElement(e)
	case "rich_text":
		return rich(b)
	case "table":
		return table(b)
	case "container":
		return container(b)
	case "task_card":
		return task(b)
	case "plan":
		return fmt.Sprintf("# %v", b["title"])
	}
	return fmt.Sprintf("[%v]", b["type"])
}

func section(b object) string {
	var parts []string
	if text := textOf(b["text"]); text != "" {
		parts = append(parts, text)
	}
	for _, f := range elements(b["fields"]) {
		parts = append(parts, textOf(f))
	}
	if e, ok := b["accessory"].(object); ok {
		parts = append(parts, plainElement(e))
	}
	return strings.Join(parts, "\n")
}

func container(b object) string {
	mark := "▾ "
	if b["default_collapsed"] == true {
		mark = "▸ "
	}
	title := textOf(b["title"])
	if t, ok := b["rich_text_title"].(object); ok {
		title = rich(t)
	}
	children, _ := b["child_blocks"].([]any)
	lines := []string{mark + title}
	if sub := textOf(b["subtitle"]); sub != "" {
		lines = append(lines, "  "+sub)
	}
	for _, c := range plainBlocks(children) {
		lines = append(lines, indent(c, "  "))
	}
	return strings.Join(lines, "\n")
}

func indent(text, by string) string { return by + strings.ReplaceAll(text, "\n", "\n"+by) }

func plainElement(e object) string {
	switch e["type"] {
	case "image":
		return fmt.Sprintf("[image: %v]", e["alt_text"])
	case "button", "icon_button", "workflow_button":
		label := textOf(e["text"])
		if u, _ := e["url"].(string); u != "" {
			label += " → " + u
		}
		return "[" + label + "]"
	case "feedback_buttons":
		positive, _ := e["positive_button"].(object)
		negative, _ := e["negative_button"].(object)
		return "[" + textOf(positive["text"]) + "] [" + textOf(negative["text"]) + "]"
	case "radio_buttons", "checkboxes", "static_select", "overflow", "multi_static_select":
		first, _ := e["initial_option"].(object)
		var list []string
		for _, o := range elements(e["options"]) {
			mark := "( ) "
			if first != nil && first["value"] == o["value"] {
				mark = "(•) "
			}
			list = append(list, mark+textOf(o["text"]))
		}
		return strings.Join(list, " ")
	}
	if v, _ := e["initial_value"].(string); v != "" {
		return "[" + v + "]"
	}
	return "[" + textOf(e["placeholder"]) + "____]"
}

// textOf is what a text object shows.
func textOf(v any) string {
	o, _ := v.(object)
	text, _ := o["text"].(string)
	if o["type"] == "mrkdwn" {
		return mrkdwn(text)
	}
	return unescape(text)
}

// mrkdwn is what a text of Slack's grammar shows; marks stay.
func mrkdwn(text string) string {
	return unescape(brackets.ReplaceAllStringFunc(text, func(t string) string {
		inside, label, named := strings.Cut(t[1:len(t)-1], "|")
		switch {
		case strings.HasPrefix(inside, "@"):
			return inside
		case strings.HasPrefix(inside, "#"):
			if named {
				return "#" + label
			}
			return inside
		case strings.HasPrefix(inside, "!"):
			return "@" + strings.TrimPrefix(inside, "!")
		case named && label != inside:
			return label + " (" + inside + ")"
		}
		return inside
	}))
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// unescape reads the three entities that Slack knows.
func unescape(text string) string { return entities.Replace(text) }

func table(b object) string {
	rows, _ := b["rows"].([]any)
	var lines []string
	for _, r := range rows {
		var cells []string
		for _, c := range elements(r) {
			if text, ok := c["text"].(string); ok {
				cells = append(cells, text)
			} else {
				cells = append(cells, rich(c))
			}
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
	}
	return strings.Join(lines, "\n")
}

// rich is what rich text shows.
func rich(b object) string {
	var parts []string
	count := map[int]int{} // of ordered lists, by indent, which go on after others between
	for _, e := range elements(b["elements"]) {
		switch e["type"] {
		case "rich_text_list":
			indented, _ := e["indent"].(float64)
			offset, _ := e["offset"].(float64)
			deep := int(max(0, min(indented, 8)))
			for i, item := range elements(e["elements"]) {
				mark := "• "
				if e["style"] == "ordered" {
					if i == 0 && (offset > 0 || count[deep] == 0) {
						count[deep] = int(offset)
					}
					count[deep]++
					mark = fmt.Sprintf("%d. ", count[deep])
				}
				text := strings.ReplaceAll(inline(item), "\n", "\n"+strings.Repeat("  ", deep+1))
				parts = append(parts, strings.Repeat("  ", deep)+mark+text)
			}
			continue
		case "rich_text_quote":
			parts = append(parts, indent(inline(e), "> "))
		case "rich_text_preformatted":
			parts = append(parts, "```\n"+inline(e)+"\n```")
		default:
			parts = append(parts, strings.TrimSuffix(inline(e), "\n"))
		}
		clear(count)
	}
	return strings.Join(parts, "\n")
}

func inline(o object) string {
	var b strings.Builder
	for _, e := range elements(o["elements"]) {
		text, _ := e["text"].(string)
		get := func(key string) string {
			v, _ := e[key].(string)
			return v
		}
		switch e["type"] {
		case "link":
			if text == "" || text == get("url") {
				text = get("url")
			} else {
				text += " (" + get("url") + ")"
			}
		case "citation":
			text = fmt.Sprintf("[%v: %s]", e["index"], text)
		case "user":
			text = "@" + get("user_id")
		case "usergroup":
			text = "@" + get("usergroup_id")
		case "broadcast":
			text = "@" + get("range")
		case "channel":
			text = "#" + get("channel_id")
		case "emoji":
			text = ":" + get("name") + ":"
		case "date":
			text = get("fallback")
		}
		b.WriteString(styled(text, e["style"]))
	}
	return b.String()
}

func styled(text string, style any) string {
	o, _ := style.(object)
	for _, mark := range []struct{ name, mark string }{{"code", "`"}, {"strike", "~"}, {"italic", "_"}, {"bold", "*"}} {
		if o[mark.name] == true && strings.TrimSpace(text) != "" {
			text = mark.mark + text + mark.mark
		}
	}
	return text
}
