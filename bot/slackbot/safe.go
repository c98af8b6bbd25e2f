package slackbot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// joiner is a WORD JOINER: it shows nothing, takes no room, and parts what must not
// be read as one.
const joiner = "\u2060"

// clean takes out of a text what is not to be read: control characters, marks that
// turn the direction of what follows, and characters of no width, which hide text
// or part words. Joined emoji and variants of kanji stay whole. Every kind of line
// end becomes "\n", a tab a space.
func clean(s string) string {
	var c cleaner
	return c.write(s) + c.close()
}

// A cleaner cleans a text that comes in pieces, cut anywhere. The zero value is ready.
type cleaner struct {
	tail string // the begin of a character, or of a line end
	last rune
}

// write cleans the next piece, and keeps what may belong to the one after it.
func (c *cleaner) write(piece string) string {
	s := c.tail + piece
	c.tail = ""
	if strings.HasSuffix(s, "\r") {
		s, c.tail = s[:len(s)-1], "\r"
	}
	for i := 1; i < utf8.UTFMax && i <= len(s) && c.tail == ""; i++ {
		if at := len(s) - i; utf8.RuneStart(s[at]) {
			if !utf8.FullRuneInString(s[at:]) {
				s, c.tail = s[:at], s[at:]
			}
			break
		}
	}
	return c.clean(s)
}

// close cleans what was kept.
func (c *cleaner) close() string {
	s := c.tail
	c.tail = ""
	return c.clean(s)
}

func (c *cleaner) clean(s string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		switch {
		case r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
			r = '\n'
		case r == '\t':
			r = ' '
		case r == '\u200d' && joins(c.last), r == '\n':
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), isFiller(r):
			continue
		}
		b.WriteRune(r)
		c.last = r
	}
	return b.String()
}

// joins reports whether a zero-width joiner behind r makes an emoji.
func joins(r rune) bool {
	return r == '\ufe0f' || 0x1F3FB <= r && r <= 0x1F3FF || r >= 0x2190 && unicode.Is(unicode.So, r)
}

// isFiller reports whether r is a letter or a mark that shows nothing.
func isFiller(r rune) bool {
	return r == '\u034f' || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' || r == '\u17b4' || r == '\u17b5' ||
		'\u180b' <= r && r <= '\u180e'
}

// defuse parts what Slack, or somebody who pastes the text into Slack, would take
// for a mention, a link or a command: <!…>, <@…>, <#…>, <https:…>, @channel; also
// where full-width forms stand for the signs. A person reads no difference.
func defuse(s string) string {
	var b strings.Builder
	done := 0
	for i, r := range s {
		if r != '<' && r != '@' && r != ']' && r < utf8.RuneSelf {
			continue
		}
		next := i + utf8.RuneLen(r)
		switch narrow(r) {
		case '<':
			if !opensToken(s[next:]) {
				continue
			}
		case ']':
			if rest, ok := strings.CutPrefix(s[next:], "("); !ok || !leads(narrowHead(rest, 12)) {
				continue
			}
		case '@':
			if !names(s[next:]) {
				continue
			}
		default:
			continue
		}
		b.WriteString(s[done:next] + joiner)
		done = next
	}
	return b.String() + s[done:]
}

// narrow returns the ASCII character that r stands for, else r.
func narrow(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	if f := norm.NFKC.String(string(r)); len(f) == 1 {
		return rune(f[0])
	}
	return r
}

// narrowHead returns the first n characters of s, narrow and in lower case.
func narrowHead(s string, n int) string {
	out := make([]rune, 0, n)
	for _, r := range s {
		if len(out) == n {
			break
		}
		out = append(out, unicode.ToLower(narrow(r)))
	}
	return string(out)
}

// opensToken reports whether < before s begins a mention or a link.
func opensToken(s string) bool {
	h := narrowHead(s, 12)
	if h == "" {
		return false
	}
	if strings.ContainsAny(h[:1], "!@#") {
		return true
	}
	return leads(h)
}

// leads reports whether a text begins as an address does.
func leads(s string) bool {
	scheme, _, ok := strings.Cut(s, ":")
	return ok && scheme != "" && strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz+-.") == ""
}

// names reports whether @ before s calls everybody.
func names(s string) bool {
	h := narrowHead(s, 8)
	return strings.HasPrefix(h, "here") || strings.HasPrefix(h, "channel") || strings.HasPrefix(h, "everyone")
}

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape makes text safe for a message's text and for mrkdwn objects, where it is
// to be sent verbatim.
func escape(s string) string { return entities.Replace(defuse(clean(s))) }

// oneLine makes a name, a title or a heading safe to stand within a line of rich
// text: it holds no line end, and no more than n characters.
func oneLine(s string, n int) string {
	return shorten(defuse(strings.Join(strings.Fields(clean(s)), " ")), n)
}

// isCombining reports whether r belongs to the character before it.
func isCombining(r rune) bool { return unicode.Is(unicode.M, r) || r == '\u200d' }
