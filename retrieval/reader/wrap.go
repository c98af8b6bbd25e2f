package reader

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lines of 40 to 110 columns can be the product of hard wrapping: narrower ones are
// addresses and verse, wider ones are paragraphs of one line each.
const (
	narrowest = 40
	widest    = 110
)

// continues tells for each line whether it continues the paragraph or list item of
// the line before it.
//
// A line goes on in the next one if it was full: if the first word of the next line,
// or two characters that may not begin a line, had no room on it. That counts for a
// line that ends a sentence too where others around it were plainly wrapped. A line
// that is not full goes on if its sentence does.
func continues(lines []line) []bool {
	cont := make([]bool, len(lines))
	usual := usualWidth(lines)
	for from, to := range runs(lines) {
		run := lines[from:to]
		width := max(maxWidth(run), usual)
		wrapped := usual > 0
		for i := 1; i < len(run); i++ {
			wrapped = wrapped || isWrapped(run[i-1], run[i], width)
		}
		for i := 1; i < len(run); i++ {
			cont[from+i] = goesOn(run[i-1], run[i], width, wrapped)
		}
	}
	return cont
}

// runs yields the ranges of lines that have neither blank lines nor rules between them.
func runs(lines []line) func(yield func(from, to int) bool) {
	return func(yield func(from, to int) bool) {
		for i := 0; i < len(lines); {
			from := i
			for i < len(lines) && lines[i].kind > rule {
				i++
			}
			if i > from && !yield(from, i) {
				return
			}
			if i == from {
				i++
			}
		}
	}
}

// usualWidth returns the width that the text as a whole is wrapped to, 0 if it is
// not. One pair of lines may look wrapped by chance, three do not.
func usualWidth(lines []line) int {
	var widths []int
	long := 0
	for from, to := range runs(lines) {
		run := lines[from:to]
		width := maxWidth(run)
		for i, l := range run {
			if l.width > widest && l.kind == prose {
				long++
			}
			if i > 0 && isWrapped(run[i-1], l, width) {
				widths = append(widths, width)
			}
		}
	}
	if len(widths) < 3 || long > len(widths) {
		return 0
	}
	slices.Sort(widths)
	return widths[len(widths)/2]
}

// maxWidth returns the width of the widest line that could have been wrapped, or one
// beyond all wrapping if some line was plainly not.
func maxWidth(run []line) int {
	width := 0
	for _, l := range run {
		if l.kind != row && strings.ContainsFunc(l.s, func(r rune) bool { return r == ' ' || isWide(r) }) {
			width = max(width, l.width)
		}
	}
	return width
}

// isWrapped tells whether the break between a and b is plainly one of hard wrapping.
func isWrapped(a, b line, width int) bool {
	return a.width >= narrowest && width <= widest && !endsSentence(a.s) && isFull(a, b, width) && !begins(b)
}

// isFull tells whether the beginning of b had no room on a.
func isFull(a, b line, width int) bool {
	word := 4
	if i := strings.IndexFunc(b.s, func(r rune) bool { return r == ' ' || isWide(r) }); i != 0 && a.width <= widest {
		if i < 0 {
			i = len(b.s)
		}
		word = 3 + columns(b.s[:i])
	}
	return a.width+word >= width
}

// goesOn tells whether line b continues what line a says; both stand next to each
// other. The run around them is width wide, and wrapped or not.
func goesOn(a, b line, width int, wrapped bool) bool {
	switch {
	case b.kind == prose && !hasWords(b.s):
		return a.kind == prose || a.kind == item // a closing bracket, left over
	case a.kind == row || a.mark.whole || begins(b):
		return false
	case a.kind == item && (b.indent > a.indent+2 || b.indent > a.indent && !introduces(a)):
		return true // hanging; two columns are how a paragraph begins below a heading
	case b.indent > a.indent+1 && a.kind == prose:
		return false // a new paragraph
	case isUnfinished(a, b):
		return true
	case width > widest || width < narrowest+16:
		return false
	case endsSentence(a.s):
		return wrapped && isFull(a, b, width)
	}
	// Writers leave a little room: a line in wrapped text that breaks off in mid-sentence.
	return a.width >= narrowest && (isFull(a, b, width) || wrapped && a.width*10 >= width*9)
}

// begins tells of a line that goes on with nothing: an item, a row, what may be a
// heading, a note, an address.
func begins(b line) bool {
	return b.kind != prose || b.mark.kind != noMark || firstRune(b.s) == '※' ||
		address.MatchString(b.s) && !strings.ContainsFunc(b.s, isSpace)
}

// introduces tells of an item that reads like the heading of what stands below it.
func introduces(a line) bool {
	return a.mark.kind != noMark && isBrief(a.mark.rest)
}

// isUnfinished tells whether a's sentence goes on in b, whatever the width.
func isUnfinished(a, b line) bool {
	last, _ := utf8.DecodeLastRuneInString(a.s)
	first, _ := utf8.DecodeRuneInString(b.s)
	comma := strings.ContainsAny(a.s, "、，")
	switch {
	case a.width > widest:
		return false
	case strings.ContainsRune("、，､", last), strings.ContainsRune("、。，．」』）)ゃゅょっャュョッー", first):
		return true
	case strings.Count(a.s, "「")+strings.Count(a.s, "『") > strings.Count(a.s, "」")+strings.Count(a.s, "』"):
		return strings.ContainsAny(b.s, "」』")
	case unicode.Is(unicode.Hiragana, last):
		return comma || a.width >= 24 && strings.ContainsRune("はがをにでとのもへや", last)
	case last == ',' || last < utf8.RuneSelf && unicode.IsLetter(last):
		return a.width >= 30 && isLower(first)
	}
	return false
}

// endsSentence tells whether s ends as a sentence or a quotation does.
func endsSentence(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("。．.！!？?｡」』）)】＞>”\"…：:；;", last)
}
