package slackbot

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/bot/markup"
)

// A sentence's end, with what closes behind it and its citation marks: in Japanese
// anywhere, in English before a blank.
var sentenceEnd = regexp.MustCompile(`(?:[。！？][」』）)”"]*|[.!?][)”"]* )(?: *\[\d{1,3}\])* *`)

// finished is a text that ends with a sentence.
var finished = regexp.MustCompile(`[^ \d][ \d]*[。！？.!?][」』）)”"]*(?: *\[\d{1,3}\])* *$`)

// ended returns the length of the first sentence of a line that is sure to be over:
// something else has begun behind it. 0 is none.
func ended(line string) int {
	line = stretchOf(line)
	for at := 0; at < len(line); {
		m := sentenceEnd.FindStringIndex(line[at:])
		if m == nil {
			break
		}
		begin, end := at+m[0], at+m[1]
		at = end
		next, _ := utf8.DecodeRuneInString(line[end:])
		if end < len(line) && strings.Trim(line[:begin], " 0123456789") != "" && !strings.ContainsRune("[](:」』）)”\"。！？", next) &&
			!unicode.Is(unicode.M, next) && balanced(line[:end]) {
			return end
		}
	}
	return 0
}

// stretchOf returns the begin of a line, at most longestStretch bytes, by which alone
// is decided where the line is cut: whatever else has come in makes no difference.
func stretchOf(line string) string {
	if len(line) <= longestStretch {
		return line
	}
	n := longestStretch
	for !utf8.RuneStart(line[n]) {
		n--
	}
	return line[:n]
}

// balanced reports whether nothing is open at the end of s that would be read
// differently if s were cut off: code, emphasis, brackets.
func balanced(s string) bool {
	return strings.Count(s, "`")%2 == 0 && strings.Count(s, "**")%2 == 0 && strings.Count(s, "*")%2 == 0 && strings.Count(s, "__")%2 == 0 && strings.Count(s, "~~")%2 == 0 &&
		strings.Count(s, "[") == strings.Count(s, "]") && strings.Count(s, "(") == strings.Count(s, ")") &&
		strings.Count(s, "「") == strings.Count(s, "」") && strings.Count(s, "（") == strings.Count(s, "）") && !strings.HasSuffix(s, `\`)
}

// gap is a ZERO WIDTH SPACE: it keeps the signs of two styles apart.
const gap = "\u200b"

var (
	// autolink is what a client makes a link of by itself.
	autolink = regexp.MustCompile(`(?i)[a-z][a-z0-9+.-]*://[!-;=?-Z_a-z~]+|(?:www\.|mailto:)[!-;=?-Z_a-z~]+`)
	// dotted is what it may take for a host or a mail address: leave.md.
	dotted = regexp.MustCompile(`([0-9A-Za-z_-]\.)([A-Za-z])`)
)

// stream writes spans as Markdown that is safe and that CommonMark reads as they are.
// Addresses become code, which nobody makes links of.
func stream(spans []markup.Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Style&markup.Verbatim != 0 {
			writeCode(&b, s.Text)
			continue
		}
		done := 0
		for _, m := range autolink.FindAllStringIndex(s.Text, -1) {
			writeStyled(&b, s.Text[done:m[0]], s.Style, s.Mark > 0)
			writeCode(&b, s.Text[m[0]:m[1]])
			done = m[1]
		}
		writeStyled(&b, s.Text[done:], s.Style, s.Mark > 0)
	}
	return b.String()
}

// writeCode writes code between more backticks than it holds in a row.
func writeCode(b *strings.Builder, code string) {
	if code == "" {
		return
	}
	ticks := "`"
	for strings.Contains(code, ticks) {
		ticks += "`"
	}
	apart(b, '`')
	blank := ""
	if strings.HasPrefix(code, "`") || strings.HasSuffix(code, "`") ||
		strings.HasPrefix(code, " ") && strings.HasSuffix(code, " ") && strings.TrimSpace(code) != "" {
		blank = " "
	}
	b.WriteString(ticks + blank + defuse(strings.ReplaceAll(code, "\n", " ")) + blank + ticks)
}

// apart parts a sign from the same one before it.
func apart(b *strings.Builder, sign byte) {
	if s := b.String(); s != "" && s[len(s)-1] == sign {
		b.WriteString(gap)
	}
}

// bar parts text from a bracket before it that would make a link of the two.
func bar(b *strings.Builder, text string) {
	if strings.HasSuffix(b.String(), "]") && strings.ContainsAny(text[:1], "([:") {
		b.WriteString(joiner)
	}
}

// writeStyled writes text with the signs of its style. CommonMark sees no emphasis in
// **「重要」**です: blanks and punctuation go before and behind the signs, 「**重要**」です.
func writeStyled(b *strings.Builder, text string, style markup.Style, mark bool) {
	if text == "" {
		return
	}
	if style == 0 || mark {
		bar(b, text)
		b.WriteString(quoted(text, mark))
		return
	}
	edge := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) }
	inner := strings.TrimFunc(text, edge)
	bar(b, text)
	if inner == "" {
		b.WriteString(quoted(text, false))
		return
	}
	at := strings.Index(text, inner)
	strike, sign := "", ""
	if style&markup.Bold != 0 {
		sign = "**"
	}
	if style&markup.Italic != 0 {
		sign += "*"
	}
	if style&markup.Strike != 0 {
		if strike = "~~"; sign != "" {
			strike += gap // beside another sign it would need a blank outside
		}
	}
	b.WriteString(quoted(text[:at], false))
	apart(b, (strike + sign)[0])
	b.WriteString(strike + sign + quoted(inner, false) + sign)
	if strike != "" {
		b.WriteString(strings.TrimPrefix(strike, "~~") + "~~")
	}
	b.WriteString(quoted(text[at+len(inner):], false))
}

// quoted writes text as text: no sign in it is markup, no mention or host is live. The
// text of a citation's mark is safe as it is.
func quoted(text string, mark bool) string {
	if mark {
		return text
	}
	for range 2 { // matches may touch: a.b.jp
		text = dotted.ReplaceAllString(text, "$1"+joiner+"$2")
	}
	return signs.Replace(defuse(text))
}

// signs are written so that they are text. Slack reads &lt; in Markdown, but leaves &
// as it is.
var signs = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "~", `\~`, "<", "&lt;", ">", "&gt;",
	"](", "]"+joiner+"(", "]:", "]"+joiner+":", "][", "]"+joiner+"[", "![", "!"+joiner+"[",
)

var blockStart = regexp.MustCompile(`^(#{1,6}(?: |$)|[-+](?: |$)|=+ *$|-+ *$|\d{1,9}[.)](?: |$))`)

// paragraphStart keeps text at the begin of a line from being read as the sign of a
// heading, a list or a rule.
func paragraphStart(text string) string {
	m := blockStart.FindString(text)
	switch {
	case m == "":
		return text
	case '0' <= m[0] && m[0] <= '9':
		i := strings.IndexAny(m, ".)")
		return text[:i] + `\` + text[i:]
	}
	return `\` + text
}
