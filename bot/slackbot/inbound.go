package slackbot

import (
	"regexp"
	"strings"
)

// reference is what Slack writes for people, channels, groups and links.
var reference = regexp.MustCompile(`<([@#!]?)([^<>|\s]*)(?:\|([^<>]*))?>`)

var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "\u200b", "", "\ufeff", "", "\u00ad", "")

// heard is the text of a message as its writer sees it, without what addresses
// the bot.
func heard(text, self string) string {
	text = reference.ReplaceAllStringFunc(text, func(ref string) string {
		m := reference.FindStringSubmatch(ref)
		kind, id, label := m[1], m[2], m[3]
		switch {
		case kind == "@" && id == self:
			return " "
		case kind == "@" && label == "":
			return "" // a name that nobody can search for
		case kind == "@":
			return "@" + label
		case kind == "#" && label == "":
			return ""
		case kind == "#":
			return "#" + label
		case kind == "!" && strings.HasPrefix(id, "date^") && label != "":
			return label
		case kind == "!":
			return strings.TrimPrefix(label, "@")
		case label != "":
			return label
		}
		return strings.TrimPrefix(id, "mailto:")
	})
	var lines []string
	for line := range strings.Lines(unescape.Replace(text)) {
		lines = append(lines, strings.Join(strings.FieldsFunc(line, isBlank), " "))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// isBlank reports whether a rune parts words of a line; 全角 blanks stay, for people
// write them between key words.
func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' }
