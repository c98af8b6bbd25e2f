package japanese

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Span is a stretch of a text, in bytes, always on rune boundaries.
type Span struct{ Start, End int }

// Of returns the stretch of text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Sentences cuts text into sentences: ordered, disjoint, not empty, without
// white space at either end; what lies between them is white space alone.
//
// A sentence ends at 。！？!?｡．, with what closes behind it (」）”), unless a
// bracket is open; at an English full stop before a space; and at a line end
// where the line is a line of its own (a heading, an item, a table row, a short
// line, before an empty one) rather than a wrapped one. A table row is one
// sentence whatever its cells hold. A bracket that its paragraph does not close
// is no bracket.
func Sentences(text string) []Span {
	var out []Span
	for i := 0; i < len(text); {
		end := paragraphEnd(text, i)
		if isRow(text[i:end]) {
			out = appendTrimmed(out, text, i, end)
		} else {
			out = sentencesOf(text, i, end, out)
		}
		i = end
	}
	return out
}

// paragraphEnd returns the offset behind the stretch of lines, from i on, that
// belong together: one line, or several of a hard-wrapped paragraph.
func paragraphEnd(text string, i int) int {
	for {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			return len(text)
		}
		line, next := text[i:i+n], text[i+n+1:]
		if !continues(line, next) {
			return i + n + 1
		}
		i += n + 1
	}
}

// wrapWidth is the least width, in half-width columns, of a line that may have
// been broken in mid-sentence by an editor.
const wrapWidth = 46

// continues reports whether line runs on into what follows it.
func continues(line, next string) bool {
	line = strings.TrimRightFunc(line, unicode.IsSpace)
	if n := strings.IndexByte(next, '\n'); n >= 0 {
		next = next[:n]
	}
	if strings.TrimSpace(line) == "" || strings.TrimSpace(next) == "" || startsLine(next) || isMarkupLine(line) || HasGaps(line) && HasGaps(next) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	if isEnder(last) && !(last == '.' && isAbbreviation(line)) || closers[last] && endsSentence(line) {
		return false
	}
	return width(line) >= wrapWidth
}

// endsSentence reports whether line ends as a sentence does, closing brackets aside.
func endsSentence(line string) bool {
	for line != "" {
		r, n := utf8.DecodeLastRuneInString(line)
		if !closers[r] {
			return isEnder(r)
		}
		line = line[:len(line)-n]
	}
	return false
}

// startsLine reports whether a line begins something of its own: an item, a
// heading, a quotation mark of mail, a row, an indented paragraph.
func startsLine(line string) bool {
	r, n := utf8.DecodeRuneInString(line)
	switch {
	case r == '　':
		return true
	case strings.ContainsRune("・●○◎■□◆◇▼▽▲△※★☆►▶•#>|【", r):
		return true
	}
	t := strings.TrimLeft(line, " \t")
	if ItemMark(t) > 0 || strings.HasPrefix(t, "|") || strings.HasPrefix(t, "#") || strings.HasPrefix(t, ">") {
		return true
	}
	return r == '第' && isArticle(line[n:])
}

// isArticle reports whether what follows 第 is the number of an article that
// begins here (3条（目的）, 一章　総則), rather than one referred to (3条の規定).
func isArticle(s string) bool {
	rest := strings.TrimLeft(s, "0123456789０１２３４５６７８９一二三四五六七八九十百")
	unit, n := utf8.DecodeRuneInString(rest)
	if rest == s || !strings.ContainsRune("条章節項編", unit) {
		return false
	}
	next, size := utf8.DecodeRuneInString(rest[n:])
	return size == 0 || unicode.IsSpace(next) || strings.ContainsRune("（([【", next)
}

// isMarkupLine reports whether a line stands alone whatever follows it.
func isMarkupLine(line string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, "#") || strings.HasPrefix(t, "|") || strings.HasPrefix(t, "【") && strings.HasSuffix(t, "】") ||
		strings.HasPrefix(t, "```")
}

// isRow reports whether a line is a table row: cells between bars.
func isRow(line string) bool {
	t := strings.TrimSpace(line)
	return len(t) > 1 && t[0] == '|' && t[len(t)-1] == '|'
}

// HasGaps reports whether a line has gaps as the rows of a table do that is set with blanks.
func HasGaps(line string) bool {
	t := strings.TrimSpace(line)
	return strings.Contains(t, "　　") || strings.Contains(t, "   ") || strings.Contains(t, "\t") || strings.Count(t, "　") > 1
}

// ItemMark returns the length in bytes of the mark a list item begins with, its
// blank included ("- ", "・", "1. ", "(2) ", "③"), or 0.
func ItemMark(line string) int {
	r, n := utf8.DecodeRuneInString(line)
	switch {
	case strings.ContainsRune("・●○◎■□◆◇▼▽▲△★☆►▶•", r), 0x2460 <= r && r <= 0x2473:
		return n + blank(line[n:])
	case strings.ContainsRune("-*+", r) && len(line) > 1:
		if b := blank(line[1:]); b > 0 {
			return 1 + b
		}
		return 0
	}
	i := 0
	open := strings.ContainsRune("(（", r)
	if open {
		i = n
	}
	digits := 0
	for i < len(line) {
		d, dn := utf8.DecodeRuneInString(line[i:])
		if !unicode.IsDigit(d) || digits == 3 {
			break
		}
		digits++
		i += dn
	}
	if digits == 0 || i >= len(line) {
		return 0
	}
	c, cn := utf8.DecodeRuneInString(line[i:])
	i += cn
	b := blank(line[i:])
	switch c {
	case ')', '）':
		return i + b
	case '.', '．':
		next, _ := utf8.DecodeRuneInString(line[i:])
		if !open && (b > 0 || isJapaneseRune(next) || c == '．' && !unicode.IsDigit(next)) { // ３．５％ is a figure
			return i + b
		}
	}
	return 0
}

func blank(s string) int {
	n := 0
	for _, r := range s {
		if r != ' ' && r != '\t' && r != '　' {
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}

var openers = map[rune]rune{'「': '」', '『': '』', '（': '）', '(': ')', '【': '】', '〈': '〉', '《': '》', '［': '］', '[': ']', '〔': '〕', '｢': '｣', '“': '”'}

var closers = func() map[rune]bool {
	m := map[rune]bool{'"': true, '\'': true, '’': true}
	for _, c := range openers {
		m[c] = true
	}
	return m
}()

func isEnder(r rune) bool { return strings.ContainsRune("。！？!?｡．.…", r) }

// appendTrimmed appends text[a:b] without the white space around it, if anything is left.
func appendTrimmed(out []Span, text string, a, b int) []Span {
	s := strings.TrimLeftFunc(text[a:b], unicode.IsSpace)
	a = b - len(s)
	if s = strings.TrimRightFunc(s, unicode.IsSpace); s != "" {
		out = append(out, Span{a, a + len(s)})
	}
	return out
}

// sentencesOf cuts text[start:end], one paragraph, and appends to out.
func sentencesOf(text string, start, end int, out []Span) []Span {
	closed := brackets(text[start:end])
	from, within := start, start // within: no sentence ends before it
	for i := start; i < end; {
		if behind, ok := closed[i-start]; ok {
			within = max(within, start+behind)
		}
		r, n := utf8.DecodeRuneInString(text[i:end])
		i += n
		if i <= within || !endsHere(text[from:i], r, text[i:end]) {
			continue
		}
		for i < end { // further enders, and what closes behind them
			c, cn := utf8.DecodeRuneInString(text[i:end])
			if !isEnder(c) && !closers[c] {
				break
			}
			i += cn
		}
		out = appendTrimmed(out, text, from, i)
		from = i
	}
	return appendTrimmed(out, text, from, end)
}

// maxBracket is the greatest length, in bytes, of a bracket that sentences do not
// end in: about 400 kana. A longer one holds sentences of its own.
const maxBracket = 1200

// brackets maps the offset of every opening bracket that is closed, and not too
// long, to the offset behind its closer. Brackets of different kinds may overlap.
func brackets(text string) map[int]int {
	var closed map[int]int
	var open map[rune][]int // by closer, where its openers stand
	for i, r := range text {
		if c, ok := openers[r]; ok {
			if open == nil {
				open, closed = map[rune][]int{}, map[int]int{}
			}
			open[c] = append(open[c], i)
		} else if o := open[r]; len(o) > 0 {
			last := len(o) - 1
			if behind := i + utf8.RuneLen(r); behind-o[last] <= maxBracket {
				closed[o[last]] = behind
			}
			open[r] = o[:last]
		}
	}
	return closed
}

// endsHere reports whether a sentence ends with r, the last rune of before.
func endsHere(before string, r rune, after string) bool {
	switch r {
	case '。', '！', '？', '｡':
		return true
	case '．':
		next, _ := utf8.DecodeRuneInString(after)
		return !unicode.IsDigit(next) && !isLatin(next)
	case '!', '?':
		next, _ := utf8.DecodeRuneInString(after)
		return after == "" || !isLatin(next) && next != '=' && next != '&' && next != '/'
	case '.':
		next, _ := utf8.DecodeRuneInString(after)
		if after != "" && !unicode.IsSpace(next) && !closers[next] && !isJapaneseRune(next) {
			return false
		}
		return !isAbbreviation(before) && beginsSentence(after)
	}
	return false
}

func isJapaneseRune(r rune) bool { return isHan(r) || isHiragana(r) || isKatakana(r) }

// beginsSentence reports whether what follows an English full stop can begin a sentence.
func beginsSentence(after string) bool {
	t := strings.TrimLeftFunc(after, func(r rune) bool { return unicode.IsSpace(r) || closers[r] })
	r, _ := utf8.DecodeRuneInString(t)
	return t == "" || !unicode.IsLower(r)
}

var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "st": true, "no": true, "vs": true, "etc": true,
	"e.g": true, "i.e": true, "cf": true, "fig": true, "inc": true, "ltd": true, "co": true, "corp": true, "ver": true,
	"jan": true, "feb": true, "mar": true, "apr": true, "jun": true, "jul": true, "aug": true, "sep": true, "sept": true,
	"oct": true, "nov": true, "dec": true, "u.s": true, "u.k": true, "approx": true, "dept": true, "ext": true, "tel": true,
}

// isAbbreviation reports whether before, which ends in a full stop, ends in one
// that closes no sentence: a known abbreviation, an initial, an item's number.
func isAbbreviation(before string) bool {
	w := strings.TrimSuffix(strings.TrimLeftFunc(before, unicode.IsSpace), ".")
	if i := strings.LastIndexFunc(w, func(r rune) bool { return !isLatin(r) && r != '.' }); i >= 0 {
		_, n := utf8.DecodeRuneInString(w[i:])
		if w = w[i+n:]; w == "" {
			return false
		}
	} else if isNumber(w) {
		return true // "3." at the start: an item's number
	}
	w = strings.ToLower(w)
	return abbreviations[w] || len(w) == 1 && !unicode.IsDigit(rune(w[0]))
}

func isNumber(s string) bool {
	for _, r := range s {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return s != ""
}

// width is the number of half-width columns that s fills.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 && (r <= 0x115F || 0x2E80 <= r && r <= 0xA4CF || 0xAC00 <= r && r <= 0xD7A3 ||
			0xF900 <= r && r <= 0xFAFF || 0xFE30 <= r && r <= 0xFE6F || 0xFF00 <= r && r <= 0xFF60 || 0xFFE0 <= r && r <= 0xFFE6 || r >= 0x20000) {
			n++
		}
	}
	return n
}
