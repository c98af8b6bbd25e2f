package japanese

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A mapped text is a text folded for reading, with the way back to what it was
// folded from.
type mapped struct {
	source string
	text   string
	from   []int32 // source offset of the character that text[i] belongs to
	to     []int32 // source offset behind that character
}

// span maps a stretch of the folded text, not empty, back to the source.
func (m *mapped) span(start, end int) Span {
	return Span{int(m.from[start]), int(m.to[end-1])}
}

// mapText folds text as Fold does and leaves out what stands between the
// characters of a word without belonging to it: Markdown's emphasis, zero-width
// characters, and line ends that wrap Japanese. Other line ends become a space.
func mapText(text string) *mapped {
	m := &mapped{source: text, from: make([]int32, 0, len(text)+8), to: make([]int32, 0, len(text)+8)}
	var b strings.Builder
	b.Grow(len(text))
	put := func(s string, from, to int) {
		b.WriteString(s)
		for range len(s) {
			m.from = append(m.from, int32(from))
			m.to = append(m.to, int32(to))
		}
	}
	var last rune // the last one put
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\n' || r == '\r':
			end := i + n + len(text[i+n:]) - len(strings.TrimLeftFunc(text[i+n:], unicode.IsSpace))
			next, _ := utf8.DecodeRuneInString(text[end:])
			if !wraps(last, next) {
				put(" ", i, end)
				last = ' '
			}
			i = end
			continue
		case r == '*' && strings.HasPrefix(text[i:], "**"):
			i += 2
			continue
		case r == '`' || isInvisible(r):
			i += n
			continue
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				put(lowerASCII[r-'A':r-'A'+1], i, i+1)
			} else {
				put(text[i:i+1], i, i+1)
			}
		case isSettled(r) && !combinesNext(text[i+n:]):
			if f, ok := folds[r]; ok {
				put(string(f), i, i+n)
			} else {
				put(text[i:i+n], i, i+n)
			}
		default:
			if b := norm.NFKC.NextBoundaryInString(text[i:], true); b > n {
				n = b
			}
			put(Fold(text[i:i+n]), i, i+n)
		}
		last = r
		i += n
	}
	m.text = b.String()
	return m
}

const lowerASCII = "abcdefghijklmnopqrstuvwxyz"

// wraps reports whether a line end between the two belongs to no word boundary.
func wraps(before, after rune) bool {
	return isJapaneseRune(before) && (isJapaneseRune(after) || unicode.IsDigit(after) || isPunct(after)) ||
		(unicode.IsDigit(before) || isPunct(before)) && isJapaneseRune(after)
}

func isPunct(r rune) bool { return strings.ContainsRune("、。「」（）・", r) }

// isSettled reports whether folding changes r at most by the table of folds.
func isSettled(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || 0x3041 <= r && r <= 0x3096 || 0x30A1 <= r && r <= 0x30FC || r == '、' || r == '。'
}

// combinesNext reports whether s begins with what joins the character before it.
func combinesNext(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == 0x3099 || r == 0x309A || r == 0xFF9E || r == 0xFF9F || isVariationSelector(r)
}

func isInvisible(r rune) bool {
	return r == 0x200B || r == 0x200C || r == 0x200D || r == 0xFEFF || r == 0xAD
}
