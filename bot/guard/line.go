package guard

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// isRule reports whether a unit is a line that only draws: |---|---|.
func (u *unit) isRule() bool {
	return strings.Trim(u.text, "|-:=_*~+─━═＝ー│┃┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋ ") == ""
}

func isItem(text string) bool { return itemMark(text) > 0 }

// itemMark is the length of the mark that a line begins with: that of a list item, or
// the number of a paragraph or a question (１　, 3.1 , Q14. ).
func itemMark(text string) int {
	if n := japanese.ItemMark(text); n > 0 {
		return n
	}
	return len(paragraphMark.FindString(text))
}

var (
	paragraphMark = regexp.MustCompile(`^(\*{0,2}[QA])?[0-9０-９]{1,2}([.．][0-9]{1,2})?[.．]?[ 　]+`)
	bareNumber    = regexp.MustCompile(`^[#【■◆●* ]*[QA]?[0-9０-９]{1,2}[.．]$`)
	headingMark   = regexp.MustCompile(`^[#【■◆● ]*[(（]?([0-9０-９]{1,2}([.．][0-9]{1,2})?[.．)）]?[ 　]+)`)
)

// introduces reports whether a line can be the head of the list under it.
func introduces(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune("：:。.", r)
}

// isRow reports whether a line is a row of a table, drawn or set with blanks.
func isRow(text string) bool {
	t := strings.TrimSpace(text)
	return strings.HasPrefix(t, "|") || strings.HasPrefix(t, "│") || strings.HasPrefix(t, "┃") || !strings.HasSuffix(t, "。") && japanese.HasGaps(t)
}

// isHeading reports whether a line looks like a title or a heading: marked as one,
// or short and no sentence.
func isHeading(text string) bool {
	t := strings.TrimSpace(text)
	r, _ := utf8.DecodeRuneInString(t)
	if strings.ContainsRune("#【■◆●", r) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(t)
	if strings.ContainsAny(t, "、") || strings.Contains(t, "：") {
		return false
	}
	return !strings.ContainsRune("。.!?！？：:、,", last) && !isItem(t) && utf8.RuneCountInString(t) <= 40
}
