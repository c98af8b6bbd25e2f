package reader

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// quoteRule matches the line that Outlook draws above the mail that is replied to.
	quoteRule = regexp.MustCompile(`(?i)^-{2,}\s*(?:original message|元のメッセージ)\s*-{2,}$`)
	// quoteHead and quoteSubject match the first line of that mail's head, and a later one.
	quoteHead    = regexp.MustCompile(`^(?:差出人|送信者|From)\s*[:：]\s*\S`)
	quoteSubject = regexp.MustCompile(`^(?:件名|Subject)\s*[:：]`)
	// attribution matches the line above a quotation: who wrote it, and when.
	attribution = regexp.MustCompile(`(?:[0-9０-９].*[:：]|[>＞)）]\s*[:：]|(?i:wrote)\s*[:：]|書きました[。:：]?|さん[:：])$`)
)

// cutQuote parts what a mail says from the mail below it that it replies to, and names
// who wrote that where a line tells it. An answer between the lines of another mail is
// one text with it; quoted is empty then, and where nothing is quoted.
func cutQuote(text string) (own, by, quoted string) {
	lines := strings.Split(text, "\n")
	at := len(lines)
	for i, l := range lines {
		if l = trim(l); quoteRule.MatchString(l) || quoteHead.MatchString(l) && hasSubject(lines[i+1:min(i+6, len(lines))]) {
			at = i
			break
		}
	}
	if at == len(lines) {
		for at > 0 && (isQuoted(lines[at-1]) || trim(lines[at-1]) == "") {
			at--
		}
		by, at = attributed(lines, at)
		for i := at; i < len(lines); i++ {
			lines[i] = strings.TrimPrefix(strings.TrimLeft(lines[i], ">＞"), " ")
		}
	}
	own, quoted = strings.Join(lines[:at], "\n"), strings.Join(lines[at:], "\n")
	if !hasWords(own) || !hasWords(quoted) {
		return text, "", ""
	}
	if by != "" {
		_, quoted, _ = strings.Cut(quoted, "\n")
	}
	return own, by, quoted
}

// attributed returns the line above a quotation that begins at a line, without its
// colon, and where it stands; nothing and the beginning where there is none.
func attributed(lines []string, at int) (by string, from int) {
	if at == 0 || at == len(lines) || utf8.RuneCountInString(lines[at-1]) > 120 || !attribution.MatchString(trim(lines[at-1])) {
		return "", at
	}
	return trim(strings.TrimRight(trim(lines[at-1]), ":：")), at - 1
}

func isQuoted(l string) bool {
	return strings.HasPrefix(l, ">") || strings.HasPrefix(l, "＞")
}

func hasSubject(lines []string) bool {
	for _, l := range lines {
		if quoteSubject.MatchString(trim(l)) {
			return true
		}
	}
	return false
}
