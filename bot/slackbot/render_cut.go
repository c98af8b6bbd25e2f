package slackbot

import (
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"kotae/retrieval/japanese"
)

// units counts a text as Slack does: in UTF-16 units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// shorten cuts a text to at most n characters as people count them, with … in place
// of what is missing.
func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	at, count := 0, 0
	state := -1
	for rest := s; rest != ""; count++ {
		var g string
		g, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if count < n-1 {
			at += len(g)
		}
		if count == n {
			return s[:at] + "…"
		}
	}
	return s
}

var (
	citationMarks = regexp.MustCompile(`^[ \t]*(?:\[\d{1,3}\][ \t]*)+`)
	citationMark  = regexp.MustCompile(`\[\d{1,3}\]`)
)

// cutAt returns where to cut a text, in bytes, so that the part before is at most
// limit units: at an empty line, a line end, behind a sentence with its citation
// marks, at a blank, else between characters; never inside a mark. A text that fits
// is not cut.
func cutAt(s string, limit int) int {
	window := within(s, limit)
	if window == len(s) {
		return window
	}
	w := s[:window]
	for _, sep := range []string{"\n\n", "\n"} {
		if i := strings.LastIndex(w, sep); i >= window/3 {
			return i + len(sep)
		}
	}
	sentences := japanese.Sentences(w)
	for i := len(sentences) - 1; i > 0; i-- {
		at := sentences[i-1].End
		at += len(citationMarks.FindString(s[at:]))
		if at <= window && at > 0 {
			return at
		}
	}
	for _, sep := range []string{"。", "、", " "} {
		if i := strings.LastIndex(w, sep); i >= window/2 && !citationMarks.MatchString(s[i+len(sep):]) {
			return i + len(sep)
		}
	}
	from := max(0, window-5)
	for from > 0 && !utf8.RuneStart(s[from]) {
		from--
	}
	for _, m := range citationMark.FindAllStringIndex(s[from:min(len(s), window+5)], -1) {
		if from+m[0] < window && window < from+m[1] && from+m[0] > 0 {
			return from + m[0]
		}
	}
	return window
}

// within returns how many bytes of s, cut between characters as people see them, are
// at most limit units. It is never 0: a character longer than that is cut within.
func within(s string, limit int) int {
	if len(s) <= limit {
		return len(s)
	}
	at, used, state := 0, 0, -1
	for rest := s; rest != ""; {
		var g string
		g, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		n := units(g)
		if used+n > limit {
			break
		}
		at, used = at+len(g), used+n
	}
	if at > 0 {
		return at
	}
	for _, r := range s {
		if used += max(utf16.RuneLen(r), 1); used > limit && at > 0 {
			break
		}
		at += utf8.RuneLen(r)
	}
	return at
}

// parts cuts a text into parts of at most limit units. Together they are the text.
func parts(s string, limit int) []string {
	var out []string
	for s != "" {
		n := cutAt(s, limit)
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}
