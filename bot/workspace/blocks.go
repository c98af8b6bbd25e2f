package workspace

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Limits of messages and views, in characters as Slack counts them: UTF-16 units for
// text objects, code points elsewhere.
const (
	longestMarkdown = 12_000 // of all markdown blocks of a message
	longestBlocks   = 13_200 // of all texts of a message; undocumented and measured
	mostBlocks      = 50     // of a message
	mostViewBlocks  = 100
)

// The surfaces that blocks can be on.
const (
	onMessage = "message"
	onStream  = "stream"
	onModal   = "modal"
	onHome    = "home"
)

// surfaces are where each type of block may be.
var surfaces = map[string][]string{
	"section":         {onMessage, onStream, onModal, onHome},
	"divider":         {onMessage, onStream, onModal, onHome},
	"image":           {onMessage, onStream, onModal, onHome},
	"actions":         {onMessage, onStream, onModal, onHome},
	"context":         {onMessage, onStream, onModal, onHome},
	"header":          {onMessage, onStream, onModal, onHome},
	"rich_text":       {onMessage, onStream, onModal, onHome},
	"input":           {onMessage, onModal, onHome},
	"video":           {onMessage, onModal, onHome},
	"context_actions": {onMessage, onStream},
	"markdown":        {onMessage, onStream},
	"table":           {onMessage, onStream},
	"container":       {onMessage, onStream},
	"task_card":       {onMessage, onStream},
	"plan":            {onMessage, onStream},
	"card":            {onStream},
	"carousel":        {onStream},
	"alert":           {onModal},
}

// parseBlocks reads the blocks of a call; none at all are nil.
func parseBlocks(text string) ([]any, *failure) {
	if text == "" || text == "null" || text == "[]" {
		return nil, nil
	}
	var list []any
	if json.Unmarshal([]byte(text), &list) != nil {
		return nil, fail("invalid_blocks_format")
	}
	return list, nil
}

// identified are blocks as they are kept: each with an id.
func (s *Server) identified(blocks []any) json.RawMessage {
	s.identify(blocks)
	return encode(blocks)
}

func (s *Server) identify(blocks []any) {
	for _, b := range elements(blocks) {
		if b["block_id"] == nil {
			b["block_id"] = s.id("b")
		}
		children, _ := b["child_blocks"].([]any)
		s.identify(children)
	}
}

// elements are the objects of a list; nil if it is none.
func elements(v any) []object {
	list, _ := v.([]any)
	var out []object
	for _, e := range list {
		if o, ok := e.(object); ok {
			out = append(out, o)
		}
	}
	return out
}

// walk visits the elements of blocks that can be clicked or filled in.
func walk(blocks []any, visit func(block, element object)) {
	for _, b := range elements(blocks) {
		switch b["type"] {
		case "actions", "context_actions":
			for _, e := range elements(b["elements"]) {
				visit(b, e)
			}
		case "section":
			if e, ok := b["accessory"].(object); ok {
				visit(b, e)
			}
		case "input":
			if e, ok := b["element"].(object); ok {
				visit(b, e)
			}
		case "container":
			list, _ := b["child_blocks"].([]any)
			walk(list, visit)
		}
	}
}

// checkMessage refuses blocks that no message may have.
func checkMessage(blocks []any) *failure { return checkOn(onMessage, blocks) }

// checkStream refuses blocks that may not be added to a stream.
func checkStream(blocks []any) *failure { return checkOn(onStream, blocks) }

func checkOn(surface string, blocks []any) *failure {
	k := newChecker(surface)
	if len(blocks) > mostBlocks {
		k.wrong("/blocks", "no more than %d items allowed", mostBlocks)
	}
	k.blocks("/blocks", blocks)
	switch {
	case len(k.messages) > 0:
		return fail("invalid_blocks", k.messages...)
	case k.tables > 1:
		return fail("invalid_attachments", "only_one_table_allowed")
	case k.markdown > longestMarkdown || k.total > longestBlocks:
		return fail("msg_blocks_too_long")
	}
	return nil
}

// checkView refuses blocks that a modal or Home tab may not have. Inputs of a modal
// need a button to submit.
func checkView(kind string, blocks []any, submit bool) *failure {
	k := newChecker(kind)
	if len(blocks) > mostViewBlocks {
		k.wrong("/view/blocks", "no more than %d items allowed", mostViewBlocks)
	}
	k.blocks("/view/blocks", blocks)
	for i, b := range elements(blocks) {
		if kind == onModal && b["type"] == "input" && !submit {
			k.wrong(fmt.Sprintf("/view/blocks/%d", i), "input blocks need a submit button")
		}
	}
	if len(k.messages) > 0 {
		return fail("invalid_blocks", k.messages...)
	}
	return nil
}

func (k *checker) blocks(at string, blocks []any) {
	for i, b := range blocks {
		here := fmt.Sprintf("%s/%d", at, i)
		o, ok := b.(object)
		if !ok {
			k.wrong(here, "must be an object")
			continue
		}
		k.block(here, o)
	}
}

func (k *checker) block(at string, b object) {
	kind, _ := b["type"].(string)
	allowed, known := surfaces[kind]
	switch {
	case !known:
		k.wrong(at+"/type", "unsupported type: %s", kind)
		return
	case !slices.Contains(allowed, k.surface):
		k.wrong(at+"/type", "unsupported type for this surface: %s", kind)
		return
	}
	if id, given := b["block_id"]; given {
		text, ok := id.(string)
		switch {
		case !ok || text == "" || utf8.RuneCountInString(text) > 255:
			k.wrong(at+"/block_id", "must be 1 to 255 characters")
		case k.blockIDs[text]:
			k.wrong(at+"/block_id", "block_id %s already exists", text)
		}
		k.blockIDs[text] = true
	}
	switch kind {
	case "section":
		k.section(at, b)
	case "divider":
		k.keys(at, b)
	case "image":
		k.keys(at, b, "image_url", "slack_file", "alt_text", "title")
		k.image(at, b)
		if b["title"] != nil {
			k.text(at+"/title", b["title"], 2000, "plain_text")
		}
	case "header":
		k.keys(at, b, "text", "level")
		k.text(at+"/text", b["text"], 150, "plain_text")
	case "markdown":
		k.keys(at, b, "text")
		text := k.plain(at, b, "text", 1, longestMarkdown)
		k.markdown += utf8.RuneCountInString(text)
		k.total += utf8.RuneCountInString(text)
	case "context":
		k.keys(at, b, "elements")
		k.list(at, b, 1, 10, func(at string, e object) {
			if e["type"] == "image" {
				k.keys(at, e, "image_url", "slack_file", "alt_text")
				k.image(at, e)
				return
			}
			k.text(at, e, 3000, "plain_text", "mrkdwn")
		})
	case "actions":
		k.keys(at, b, "elements")
		k.interactive(at, b, 25, inActions)
	case "context_actions":
		k.keys(at, b, "elements")
		k.interactive(at, b, 5, []string{"feedback_buttons", "icon_button"})
	case "input":
		k.keys(at, b, "label", "element", "hint", "optional", "dispatch_action")
		k.text(at+"/label", b["label"], 2000, "plain_text")
		if b["hint"] != nil {
			k.text(at+"/hint", b["hint"], 2000, "plain_text")
		}
		if e := k.object(at, b, "element"); e != nil {
			k.element(at+"/element", e, inInput)
		}
	case "rich_text":
		k.keys(at, b, "elements")
		k.richText(at, b)
	case "table":
		k.table(at, b)
	case "container":
		k.container(at, b)
	case "task_card":
		k.plain(at, b, "task_id", 1, 255)
		k.plain(at, b, "title", 1, 256)
	case "plan":
		k.plain(at, b, "title", 1, 256)
	case "alert":
		k.text(at+"/text", b["text"], 3000, "plain_text", "mrkdwn")
	}
}

func (k *checker) section(at string, b object) {
	k.keys(at, b, "text", "fields", "accessory", "expand")
	if b["text"] == nil && b["fields"] == nil {
		k.wrong(at, "missing required field: text or fields")
	}
	if b["text"] != nil {
		k.text(at+"/text", b["text"], 3000, "plain_text", "mrkdwn")
	}
	if fields, ok := b["fields"].([]any); ok {
		if len(fields) < 1 || len(fields) > 10 {
			k.wrong(at+"/fields", "must have 1 to 10 items")
		}
		for i, f := range fields {
			k.text(fmt.Sprintf("%s/fields/%d", at, i), f, 2000, "plain_text", "mrkdwn")
		}
	}
	if b["accessory"] == nil {
		return
	}
	e := k.object(at, b, "accessory")
	switch {
	case e == nil:
	case e["type"] == "image":
		k.image(at+"/accessory", e)
	default:
		k.element(at+"/accessory", e, inActions)
	}
}

func (k *checker) image(at string, o object) {
	if o["image_url"] == nil && o["slack_file"] == nil {
		k.wrong(at, "missing required field: image_url or slack_file")
	}
	if o["image_url"] != nil {
		k.plain(at, o, "image_url", 1, 3000)
	}
	k.plain(at, o, "alt_text", 0, 2000)
}

// inContainer are the blocks that the live platform takes inside a container;
// rich_text and table, which its documents name too, it refuses.
var inContainer = []string{"actions", "context", "divider", "header", "image", "input", "section", "video"}

func (k *checker) container(at string, b object) {
	k.keys(at, b, "title", "rich_text_title", "subtitle", "icon", "width", "is_collapsible", "default_collapsed", "has_header_divider", "child_blocks")
	switch {
	case b["title"] != nil:
		k.text(at+"/title", b["title"], 150, "plain_text")
	case b["rich_text_title"] == nil:
		k.wrong(at, "missing required field: title")
	}
	if b["subtitle"] != nil {
		k.text(at+"/subtitle", b["subtitle"], 150, "plain_text", "mrkdwn")
	}
	if b["default_collapsed"] == true && b["is_collapsible"] != true {
		k.wrong(at+"/default_collapsed", "requires is_collapsible")
	}
	if b["has_header_divider"] == true && b["is_collapsible"] == true {
		k.wrong(at+"/has_header_divider", "not allowed in collapsible containers")
	}
	children, _ := b["child_blocks"].([]any)
	if len(children) < 1 || len(children) > 10 {
		k.wrong(at+"/child_blocks", "must have 1 to 10 items")
	}
	for i, c := range elements(children) {
		if kind, _ := c["type"].(string); !slices.Contains(inContainer, kind) {
			k.wrong(fmt.Sprintf("%s/child_blocks/%d/type", at, i), "unsupported type: %s", kind)
		}
	}
	k.blocks(at+"/child_blocks", children)
}

func (k *checker) table(at string, b object) {
	k.keys(at, b, "rows", "column_settings")
	k.tables++
	rows, _ := b["rows"].([]any)
	if len(rows) < 1 || len(rows) > 100 {
		k.wrong(at+"/rows", "must have 1 to 100 items")
	}
	for i, r := range rows {
		here := fmt.Sprintf("%s/rows/%d", at, i)
		cells, _ := r.([]any)
		if len(cells) < 1 || len(cells) > 20 {
			k.wrong(here, "must have 1 to 20 items")
		}
		for j, c := range cells {
			here := fmt.Sprintf("%s/%d", here, j)
			o, _ := c.(object)
			switch o["type"] {
			case "raw_text":
				k.total += utf8.RuneCountInString(k.plain(here, o, "text", 1, 3000))
			case "rich_text":
				k.richText(here, o)
			default:
				k.wrong(here+"/type", "unsupported type: %v", o["type"])
			}
		}
	}
}
