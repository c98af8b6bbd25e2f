package llm

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"unicode"
)

// A Key opens an endpoint. However it is printed, logged or marshalled, it does
// not show itself. The zero Key is none.
type Key struct {
	// secret is behind a pointer because fmt prints the fields of a struct that is
	// itself in a field it may not touch, without asking anybody.
	secret *string
}

// NewKey returns the key with this text. Space around it is an accident of pasting.
func NewKey(secret string) Key {
	secret = strings.TrimSpace(secret)
	if secret == "" {
		return Key{}
	}
	return Key{&secret}
}

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k.secret == nil }

// Format prints that there is a key, whatever the verb.
func (k Key) Format(s fmt.State, _ rune) {
	fmt.Fprint(s, k.shown())
}

// LogValue logs that there is a key.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.shown()) }

func (k Key) shown() string {
	if k.IsZero() {
		return "none"
	}
	return hidden
}

func (k Key) reveal() string {
	if k.IsZero() {
		return ""
	}
	return *k.secret
}

// hidden stands where a secret stood.
const hidden = "[key]"

// detailRunes is how long a detail may get, in runes.
const detailRunes = 200

// keyLike are things in an endpoint's words that may be a key or a part of one:
// OpenAI repeats a wrong one with its middle starred out.
var keyLike = regexp.MustCompile(`(?i)\b(?:sk|pk|api|key|gsk|hf|xai|nvapi|ghp|pat|AIza)[-_][\w*.…-]{6,}|\bBearer\s+\S+|[\w-]*\*{3,}[\w*-]*|([?&](?:api[-_]?key|key|token|code)=)[^&\s"]+|//[^/\s@]+:[^/\s@]+@`)

// clean makes one line of an endpoint's words, without the key or anything like
// one, at most detailRunes long.
func (k Key) clean(s string) string {
	if secret := k.reveal(); secret != "" {
		s = strings.ReplaceAll(s, secret, hidden)
	}
	s = keyLike.ReplaceAllString(s, "${1}"+hidden)
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	return cut(s, detailRunes)
}

// cut shortens a text to so many runes, the last an ellipsis if any were lost.
func cut(s string, runes int) string {
	n := 0
	end := 0 // of the text that leaves room for the ellipsis
	for i := range s {
		if n == runes-1 {
			end = i
		}
		if n == runes {
			return s[:end] + "…"
		}
		n++
	}
	return s
}
