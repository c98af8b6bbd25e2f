package llm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The marks around what a model thinks, where its server leaves that in the answer.
const (
	thinkBegin = "<think>"
	thinkEnd   = "</think>"
)

// A thought is stripped off the beginning of an answer that comes in pieces: white
// space, and one block between <think> and </think>.
type thought struct {
	held  string // not yet known to be thought or answer
	runes int    // stripped
	state thoughtState
}

type thoughtState uint8

const (
	before  thoughtState = iota // nothing but white space has come
	inside                      // of the block
	between                     // the block and the answer: white space
	after                       // the answer has begun
)

// strip returns what of the piece, and of those held back before, is answer.
func (t *thought) strip(piece string) string {
	if t.state == after {
		return piece
	}
	t.held += piece
	if t.state == before {
		t.held = t.skip(t.held)
		switch {
		case strings.HasPrefix(t.held, thinkBegin):
			t.state = inside
		case strings.HasPrefix(thinkBegin, t.held):
			return ""
		default:
			return t.rest()
		}
	}
	if t.state == inside {
		i := strings.Index(t.held, thinkEnd)
		if i < 0 {
			keep := max(0, len(t.held)-len(thinkEnd)+1)
			t.runes += utf8.RuneCountInString(t.held[:keep])
			t.held = t.held[keep:]
			return ""
		}
		t.runes += utf8.RuneCountInString(t.held[:i+len(thinkEnd)])
		t.held = t.held[i+len(thinkEnd):]
		t.state = between
	}
	if t.held = t.skip(t.held); t.held == "" {
		return ""
	}
	return t.rest()
}

// rest ends the stripping and returns what was held back of the answer.
func (t *thought) rest() string {
	held := t.held
	t.held = ""
	if t.state == inside {
		return ""
	}
	t.state = after
	return held
}

// skip takes white space off.
func (t *thought) skip(s string) string {
	rest := strings.TrimLeftFunc(s, unicode.IsSpace)
	t.runes += utf8.RuneCountInString(s) - utf8.RuneCountInString(rest)
	return rest
}
