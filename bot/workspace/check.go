package workspace

import (
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// A checker looks for what Slack refuses in blocks.
type checker struct {
	surface  string
	messages []string
	blockIDs map[string]bool
	markdown int // characters of markdown blocks
	total    int // characters of all texts
	tables   int
}

func newChecker(surface string) *checker {
	return &checker{surface: surface, blockIDs: map[string]bool{}}
}

func (k *checker) wrong(at, format string, args ...any) {
	k.messages = append(k.messages, fmt.Sprintf("[ERROR] "+format, args...)+" [json-pointer:"+at+"]")
}

// keys refuses fields that a block has no use for. type and block_id are always
// fine.
func (k *checker) keys(at string, o object, allowed ...string) {
	for key := range o {
		if key != "type" && key != "block_id" && !slices.Contains(allowed, key) {
			k.wrong(at, "invalid additional property: %s", key)
		}
	}
}

// plain reads a string and refuses one that is too short or too long, in
// characters.
func (k *checker) plain(at string, o object, key string, least, most int) string {
	text, ok := o[key].(string)
	switch n := utf8.RuneCountInString(text); {
	case !ok:
		k.wrong(at, "missing required field: %s", key)
	case n < least:
		k.wrong(at+"/"+key, "must be more than %d characters", least-1)
	case n > most:
		k.wrong(at+"/"+key, "must be less than %d characters", most+1)
	}
	return text
}

func (k *checker) object(at string, o object, key string) object {
	v, ok := o[key].(object)
	if !ok {
		k.wrong(at, "missing required field: %s", key)
		return nil
	}
	return v
}

// list checks the elements of a block.
func (k *checker) list(at string, b object, least, most int, check func(at string, e object)) {
	list, ok := b["elements"].([]any)
	switch {
	case !ok:
		k.wrong(at, "missing required field: elements")
	case len(list) < least:
		k.wrong(at+"/elements", "no fewer than %d items allowed", least)
	case len(list) > most:
		k.wrong(at+"/elements", "no more than %d items allowed", most)
	}
	for i, v := range list {
		here := fmt.Sprintf("%s/elements/%d", at, i)
		e, ok := v.(object)
		if !ok {
			k.wrong(here, "must be an object")
			continue
		}
		check(here, e)
	}
}

// text refuses what is no text object of the given types and length.
func (k *checker) text(at string, v any, most int, types ...string) {
	o, ok := v.(object)
	if !ok {
		k.wrong(at, "must be a text object")
		return
	}
	kind, _ := o["type"].(string)
	if !slices.Contains(types, kind) {
		k.wrong(at+"/type", "unsupported type: %s", kind)
		return
	}
	if kind == "mrkdwn" {
		k.keys(at, o, "text", "verbatim")
	} else {
		k.keys(at, o, "text", "emoji")
	}
	text, _ := o["text"].(string)
	k.total += utf8.RuneCountInString(text)
	switch n := len(utf16.Encode([]rune(text))); {
	case n == 0:
		k.wrong(at+"/text", "must be more than 0 characters")
	case n > most:
		k.wrong(at+"/text", "must be less than %d characters", most+1)
	}
}
