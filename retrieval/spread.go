package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kotae/retrieval/japanese"
)

// A letter is a character of a text as names are compared by, and where it stands.
type letter struct {
	rune
	at    japanese.Span // in the text
	apart bool          // something that is not compared stands before it
}

// spread returns the letters of a text. White space is left out, and so are hyphens and
// middle dots inside words, but for a hyphen between digits, and the long vowel that a
// katakana word ends with, and the な of 的な: HYM-20L is HYM 20L, サーバー is サーバ, 4-1 is not 41.
func spread(text string) letters {
	var all letters
	var it norm.Iter
	it.InitString(norm.NFKC, strings.ToValidUTF8(text, "\x00"))
	for start := 0; !it.Done(); start = it.Pos() {
		for _, r := range japanese.Fold(string(it.Next())) {
			all = append(all, letter{rune: r, at: japanese.Span{Start: start, End: it.Pos()}})
		}
	}
	var out letters
	apart := false
	for i, l := range all {
		if !compared(all.rune(i-1), l.rune, all.rune(i+1)) {
			if l.rune == 'ー' {
				out[len(out)-1].at.End = l.at.End
			} else {
				apart = true
			}
			continue
		}
		l.apart, apart = apart, false
		out = append(out, l)
	}
	return out
}

// compared reports whether names are compared by a character between two others.
func compared(before, r, after rune) bool {
	switch {
	case unicode.IsSpace(r):
		return false
	case (r == '-' || r == '・') && (before == 0 || after == 0 || unicode.IsSpace(before) || unicode.IsSpace(after)):
		return true // the mark of an item, a dash
	case r == '・':
		return false
	case r == '-':
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	case r == 'な': // 強制的な移転 is 強制的移転
		return before != '的'
	case r == 'ー':
		return !isKatakana(before) || isKatakana(after)
	}
	return true
}

// squeeze is what spread leaves of a text.
func squeeze(text string) string {
	folded := japanese.Fold(text)
	var b strings.Builder
	b.Grow(len(folded))
	before := rune(0)
	for i, r := range folded {
		after, _ := utf8.DecodeRuneInString(folded[i+utf8.RuneLen(r):])
		if compared(before, r, after) {
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

type letters []letter

// rune is the letter of a number, 0 before the first and behind the last.
func (l letters) rune(i int) rune {
	if i < 0 || i >= len(l) {
		return 0
	}
	return l[i].rune
}

// String is the letters alone.
func (l letters) String() string {
	var b strings.Builder
	for _, x := range l {
		b.WriteRune(x.rune)
	}
	return b.String()
}

// find returns where a spelling stands as a word of the text.
func (l letters) find(a *japanese.Analyzer, s spelling) (japanese.Span, bool) {
	want := []rune(s.text)
	var edges map[int]bool // of the text's words, by letter
	for i := 0; i+len(want) <= len(l); i++ {
		if !l.holds(i, want) {
			continue
		}
		end := i + len(want)
		if l.rune(end) == 'ー' { // サッカーコンゴ代表
			end++
		}
		opens := !joined(l.rune(i-1), want[0], l[i].apart)
		closes := end == len(l) || !joined(want[len(want)-1], l[end].rune, l[end].apart) || l.plural(end)
		if latin(want[0]) && !opens || latin(want[len(want)-1]) && !closes {
			continue
		}
		if (!opens || !closes) && len(want) < sure {
			if edges == nil {
				edges = l.edges(a)
			}
			opens, closes = opens || edges[i], closes || edges[end]
			if kanji := han(want[0]) && han(want[len(want)-1]) && len(want) > 1; kanji {
				// 京都 is in 京都府, and not in 東京|都; 新聞 is in 毎日新聞.
				opens = opens || inside(edges, i, end)
				closes = true
			}
		} else {
			opens, closes = true, true
		}
		if opens && closes {
			return japanese.Span{Start: l[i].at.Start, End: l[end-1].at.End}, true
		}
	}
	return japanese.Span{}, false
}

// sure is how many letters of kanji and kana make a name, whatever stands about them.
const sure = 4

func (l letters) holds(i int, want []rune) bool {
	for j, r := range want {
		if l[i+j].rune != r {
			return false
		}
	}
	return true
}

// plural reports whether what follows is an s that ends a word.
func (l letters) plural(i int) bool {
	return l.rune(i) == 's' && !l[i].apart && (i+1 == len(l) || l[i+1].apart || !latin(l.rune(i+1)))
}

// edges are where the words of a text begin and end, by letter.
func (l letters) edges(a *japanese.Analyzer) map[int]bool {
	text := l.String()
	letterAt := map[int]int{}
	at := 0
	for i, x := range l {
		letterAt[at] = i
		at += utf8.RuneLen(x.rune)
	}
	letterAt[at] = len(l)
	out := map[int]bool{}
	for _, m := range a.Morphemes(text) {
		out[letterAt[m.Start]], out[letterAt[m.End]] = true, true
	}
	return out
}

// inside reports whether letters stand inside a longer word and not right behind its
// first letter: 本人 is not in 日本人.
func inside(edges map[int]bool, start, end int) bool {
	for i := start - 1; i < end; i++ {
		if edges[i] {
			return false
		}
	}
	return true
}

// joined reports whether two letters, one behind the other, may be of one word.
func joined(a, b rune, apart bool) bool {
	switch {
	case a == 0 || b == 0:
		return false
	case latin(a) && latin(b):
		return !apart
	default:
		return isKatakana(a) && isKatakana(b) || han(a) && han(b) || hiragana(a) && hiragana(b)
	}
}

func latin(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

func hiragana(r rune) bool { return unicode.Is(unicode.Hiragana, r) }

func isKatakana(r rune) bool { return unicode.Is(unicode.Katakana, r) || r == 'ー' }
