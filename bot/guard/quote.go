package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// quotes reports whether a claim is a verbatim part of the evidence: units in a row,
// or what stands between two marks of punctuation of one.
func (b *body) quotes(claim string) bool {
	c := trimStop(bare(japanese.Fold(claim)))
	if c == "" {
		return true
	}
	for i, u := range b.units {
		t := bare(u.folded)
		if trimStop(t) == c || bounded(t, c) {
			return true
		}
		for j := i + 1; j < len(b.units) && b.units[j].passage == u.passage && t != "" && strings.HasPrefix(c, t); j++ {
			if t += bare(b.units[j].folded); trimStop(t) == c {
				return true
			}
		}
	}
	return false
}

// bare is folded text without blanks and Markdown.
func bare(folded string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '*' || r == '`' || r == '#' {
			return -1
		}
		return r
	}, folded)
}

func trimStop(s string) string { return strings.TrimRight(s, "。.") }

// bounded reports whether part stands in whole between marks of punctuation.
func bounded(whole, part string) bool {
	for at := 0; ; {
		i := strings.Index(whole[at:], part)
		if i < 0 {
			return false
		}
		i += at
		before, _ := utf8.DecodeLastRuneInString(whole[:i])
		after, _ := utf8.DecodeRuneInString(whole[i+len(part):])
		if (i == 0 || isStop(before)) && (i+len(part) == len(whole) || isStop(after)) {
			return true
		}
		at = i + 1
		for at < len(whole) && !utf8.RuneStart(whole[at]) {
			at++
		}
	}
}

func isStop(r rune) bool { return strings.ContainsRune("。、:;!?()「」|", r) }
