package question

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// joint is where a sentence may go on with another question.
	joint = regexp.MustCompile(`(?i)、|[,;]? (?:and|but|also)(?: also)? (?:what|when|where|who|whom|whose|which|why|how|is|are|do|does|did|can|could|may|must|should|will)\b`)
	// afresh is how a question begins that follows another.
	afresh = regexp.MustCompile(`(?i)^(?:、|それから|それと|また|あと(?:は)?|ついでに|ちなみに|[,;]? ?(?:and|but|also)(?: also)? )+`)
	// begging are the requests that make a question of a sentence without a mark.
	begging = regexp.MustCompile(`(?i)(?:教え|おしえ|説明し|挙げ|まとめ|調べ|見せ|示し)て|知りたい|(?:です|ます|でしょう)か|^(?:tell|show|list|explain|describe|give|compare)\b`)
	// indefinite are question words that ask nothing.
	indefinite = regexp.MustCompile(`(?:何|なに|誰|だれ|いつ|どこ|どれ|どちら|いくつ)(?:も|か[のをがに]|でも|らか)|など|などの|\b(?:some|any|every)(?:what|where|who|how)\b`)
)

// parts cuts a text that asks several questions into them: nil where it asks one. What
// only tells (出張で遅れました。) stands before the question that it leads to.
func parts(text string) []string {
	var out []string
	told := ""
	for _, s := range sentences(text) {
		for _, clause := range clauses(strings.TrimSpace(s)) {
			switch {
			case !strings.ContainsFunc(stripped(clause), speaks):
			case asks(clause):
				out = append(out, strings.TrimSpace(told+" "+clause))
				told = ""
			default:
				told = strings.TrimSpace(told + " " + clause)
			}
		}
	}
	if told != "" && len(out) > 0 { // 何日？新しい規程で
		out[len(out)-1] += " " + told
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// asks reports whether a clause is a question.
func asks(clause string) bool {
	return strings.ContainsRune(clause, '?') || interrogative.MatchString(indefinite.ReplaceAllString(strings.ToLower(clause), "")) || begging.MatchString(clause)
}

// sentences cuts a text at 。, ?, ! and line ends outside of brackets.
func sentences(text string) []string {
	var out []string
	from, depth := 0, 0
	for i, r := range text {
		switch {
		case strings.ContainsRune("「『(", r):
			depth++
		case strings.ContainsRune("」』)", r):
			depth = max(depth-1, 0)
		case depth == 0 && strings.ContainsRune("。?!\n", r):
			out = append(out, text[from:i+utf8.RuneLen(r)])
			from = i + utf8.RuneLen(r)
		}
	}
	return append(out, text[from:])
}

// clauses cuts a sentence where one question ends and another begins: both sides have
// a question word and something that it is about.
func clauses(s string) []string {
	var out []string
	from := 0
	for _, at := range joint.FindAllStringIndex(s, -1) {
		left := s[from:at[0]]
		if right := s[at[0]:]; whole(left) && whole(right) && closed(left) {
			out = append(out, afresh.ReplaceAllString(left, ""))
			from = at[0]
		}
	}
	return append(out, afresh.ReplaceAllString(s[from:], ""))
}

// closed reports whether every bracket of a stretch is closed.
func closed(s string) bool {
	return strings.Count(s, "「") == strings.Count(s, "」") && strings.Count(s, "(") == strings.Count(s, ")")
}

// whole reports whether a stretch has a question word and a word beside it.
func whole(s string) bool {
	s = indefinite.ReplaceAllString(strings.ToLower(s), "")
	return interrogative.MatchString(s) && strings.ContainsFunc(interrogative.ReplaceAllString(s, ""), speaks)
}

// speaks reports whether a character can be part of a word that documents hold.
func speaks(r rune) bool {
	return unicode.IsLetter(r) && !unicode.Is(unicode.Hiragana, r) || unicode.IsDigit(r)
}
