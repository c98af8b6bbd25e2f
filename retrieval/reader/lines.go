package reader

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A line is one line of a plain text, looked at by itself.
type line struct {
	start, end int    // bytes of the text, without the line end
	s          string // without white space at its ends
	indent     int    // columns of white space before s
	width      int    // columns of s; Japanese characters take two
	kind       lineKind
	mark       mark // what s begins with, if that may begin a heading

	// Of a line of a table that the text draws or sets with blanks:
	head             bool   // it names the columns
	columns, reading string // as of a retrieval.Block
}

type lineKind uint8

const (
	blank lineKind = iota // nothing, or white space
	rule                  // no words but a row of signs, drawn as a separator
	prose                 // anything else
	item                  // begins with a bullet or a number
	row                   // one of several lines with tabs or bars
)

// scan splits text into lines. There is one for the empty text.
func scan(text string) []line {
	lines := make([]line, 0, 1+strings.Count(text, "\n"))
	for start := 0; start <= len(text); {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n
		}
		lines = append(lines, newLine(text, start, end))
		start = end + 1
	}
	for i := range lines {
		if isTabular(lines[i].s) && lines[i].kind != rule {
			markRow(lines, i)
		}
	}
	return lines
}

func newLine(text string, start, end int) line {
	raw := text[start:end]
	l := line{start: start, end: end, s: trim(raw)}
	l.indent = columns(raw[:strings.Index(raw, l.s)])
	l.width = columns(l.s)
	switch {
	case l.s == "":
		l.kind = blank
	case !hasWords(l.s) && utf8.RuneCountInString(l.s) > 2:
		l.kind = rule
	default:
		l.kind = prose
		l.mark = newMark(l.s)
		if bullet.MatchString(l.s) {
			l.kind = item
		}
	}
	return l
}

// markRow makes line i a row if it has a tabular neighbour; one line with tabs alone
// is only a line. A drawn line may stand between two rows.
func markRow(lines []line, i int) {
	for _, step := range []int{-1, 1} {
		j := i + step
		for j >= 0 && j < len(lines) && lines[j].kind == rule {
			j += step
		}
		if j >= 0 && j < len(lines) && lines[j].kind != blank && isTabular(lines[j].s) {
			lines[i].kind, lines[i].mark = row, mark{}
			return
		}
	}
}

// isTabular tells whether s has columns: tabs within, or at least two bars.
func isTabular(s string) bool {
	s = s[len(bullet.FindString(s)):]
	return strings.Contains(strings.TrimLeft(s, "\t"), "\t") ||
		strings.Count(s, "|")+strings.Count(s, "｜")+strings.Count(s, "│") >= 2
}

// bullet matches what begins a list item, with the white space after it. A hyphen or
// asterisk needs white space, a number a sign after it and then neither a digit (1.5)
// nor a particle (1.の場合).
var bullet = regexp.MustCompile(`^(?:` + strings.Join([]string{
	`[・･●○◆◇■□▪•‣▶▷►★☆◎▼▽][\s　]*[^\s　・･●○◆◇■□…]`,
	`[-*+–][\s　]+`,
	`[①-⑳❶-❿㋐-㋾⑴-⒇⒜-⒵][\s　]*`,
	`[0-9０-９]{1,3}[.．)）](?:[\s　]+[^\s　]|[^0-9０-９\s　のはがをにでと、。]|$)`,
	`[(（](?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[ア-ンa-zａ-ｚ])[)）][\s　]*`,
	`[ア-ンa-zａ-ｚ][)）．][\s　]*`,
}, "|") + `)`)

// columns is the width of s as it is printed: two columns for a Japanese character.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case r < 0x1100, 0xff61 <= r && r <= 0xffdc, 0x2010 <= r && r <= 0x201f:
		return 1
	}
	return 2
}
