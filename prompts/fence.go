package prompts

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
)

// fence returns what marks the lines around data: the wish, unless it is empty or
// the data holds it, else one drawn at random. Data that can't name its fence
// can't close it.
func fence(wish, question string, data []string) string {
	for wish == "" || strings.Contains(question, wish) || contains(data, wish) {
		wish = rand.Text()
	}
	return wish
}

func contains(data []string, s string) bool {
	for _, d := range data {
		if strings.Contains(d, s) {
			return true
		}
	}
	return false
}

// lines writes each of the values as a line of data.
func lines[T any](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = line(v)
	}
	return out
}

// line writes a value as one line of JSON: Japanese as it is, line ends of every
// kind escaped, and nothing in it that people can't see or that could be taken for a
// tag of ours or for a control token of a model's chat template.
func line(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // escapes are paid for, and are read badly
	if err := e.Encode(v); err != nil {
		panic(err) // strings and numbers alone
	}
	return Visible(openers.ReplaceAllStringFunc(strings.TrimSuffix(b.String(), "\n"), func(s string) string {
		return escapes.Replace(s)
	}))
}

// Visible leaves out of a text what people can't see: control characters but for
// tabs and line ends, zero-width and directional ones, tags, and variation selectors
// that select nothing. Separators become spaces.
func Visible(s string) string {
	var last rune
	return strings.Map(func(r rune) rune {
		before := last
		last = r
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.In(r, unicode.Zl, unicode.Zp), r == '\u0085':
			return ' '
		case unicode.Is(unicode.Variation_Selector, r) && unicode.In(before, unicode.Han, unicode.So):
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
			return -1
		}
		return r
	}, s)
}

// openers begin tags and control tokens: </passages>, <system>, <|im_end|>,
// <｜User｜>, <start_of_turn>, <<SYS>>, [INST]. Servers that fill in a chat template
// read such tokens wherever they stand, quoted or not. Written as a JSON escape
// they mean the same and are none. A comparison (x < 10) is left alone. U+0085 is
// the one line end that JSON leaves as it is.
var openers = regexp.MustCompile(`<+[/A-Za-z|｜!]|\[/?[A-Z_]{3,}\]|` + "\u0085")

var escapes = strings.NewReplacer("<", `\u003c`, "[", `\u005b`, "\u0085", `\u0085`)
