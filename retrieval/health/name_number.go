package health

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// versions are the ways to number a version in a folded name, whose separators are _.
// The number is the first group that matched.
var versions = []*regexp.Regexp{
	regexp.MustCompile(`第_?(\d{1,3}|[一二三四五六七八九十]{1,3})_?(?:版|次改訂版?|回改訂版?|改訂版?|稿|訂版?)`),
	regexp.MustCompile(`(?:version|revision|ver|rev|edition|バージョン|リビジョン|版数)_*(\d{1,4}(?:_\d{1,3}){0,3})版?`),
	regexp.MustCompile(`v_?(\d{1,4}(?:_\d{1,3}){0,3})`),
	regexp.MustCompile(`(?:改訂版|改定版|改訂|改定|修正版|修正|改版|改)第?(\d{1,3})版?`),
	regexp.MustCompile(`(?:final|最終版|最終|最新版|最新|確定版|確定|fix|ドラフト|draft)_?(\d{1,2})`),
	regexp.MustCompile(`(?:のコピー|コピー|copy)_?(\d{1,2})`),
	regexp.MustCompile(`(\d{1,3})(?:版|訂版?|稿)`),
	regexp.MustCompile(`(\d{1,2})(?:st|nd|rd|th)_?(?:edition|ed|draft)`),
}

// takeVersions takes the numbers of versions off a name.
func (m *Marks) takeVersions(text string) string {
	for i := 0; i < len(versions); {
		at := standing(versions[i], text, 0)
		if at == nil {
			i++
			continue
		}
		said := text[at[0]:at[1]]
		switch {
		case strings.Contains(said, "コピー"), strings.HasPrefix(said, "copy"):
			m.Copy = true
		default:
			m.Version = later(m.Version, numbers(text[at[2]:at[3]]))
			m.Final = m.Final || strings.Contains(said, "最終") || strings.Contains(said, "最新") || strings.Contains(said, "確定") || strings.HasPrefix(said, "fi")
			m.Draft = m.Draft || strings.Contains(said, "ドラフト") || strings.Contains(said, "draft")
		}
		text = text[:at[0]] + "_" + text[at[1]:]
	}
	return text
}

// standing returns the first match of an expression, from a place on, that is no part
// of a longer word or number, or nil.
func standing(form *regexp.Regexp, text string, from int) []int {
	for from < len(text) {
		at := form.FindStringSubmatchIndex(text[from:])
		if at == nil {
			return nil
		}
		for i := range at {
			at[i] += from
		}
		if stands(text, at[0], at[1]) {
			return at
		}
		from = at[0] + 1
	}
	return nil
}

// stands reports whether text[start:end] neither begins nor ends within a number or a
// Latin word.
func stands(text string, start, end int) bool {
	inside := func(at int) bool {
		return at > 0 && at < len(text) && class(text[at-1]) != 0 && class(text[at-1]) == class(text[at])
	}
	return !inside(start) && !inside(end)
}

// class tells digits and Latin letters from each other and from the rest, which is 0.
func class(b byte) int {
	switch {
	case '0' <= b && b <= '9':
		return 1
	case 'a' <= b && b <= 'z':
		return 2
	}
	return 0
}

// numbers reads 1_2 and kanji.
func numbers(text string) []int {
	var list []int
	for part := range strings.SplitSeq(text, "_") {
		n, err := strconv.Atoi(part)
		if err != nil {
			n = kanjiNumber(part)
		}
		list = append(list, n)
	}
	return list
}

// kanjiNumber reads 一 to 九十九.
func kanjiNumber(text string) int {
	n, digit := 0, 0
	for _, r := range text {
		if r == '十' {
			n += max(digit, 1) * 10
			digit = 0
			continue
		}
		digit = 1 + slices.Index([]rune("一二三四五六七八九"), r)
	}
	return n + digit
}

// later is the greater of two versions; nil is none.
func later(a, b []int) []int {
	if slices.CompareFunc(a, b, cmp.Compare[int]) >= 0 {
		return a
	}
	return b
}
