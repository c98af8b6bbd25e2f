package guard

import (
	"strings"
	"unicode"

	"kotae/retrieval/japanese"
)

// skeleton drops what may differ between two spellings of a word: okurigana, the
// long-vowel mark, blanks, Markdown.
func skeleton(folded string) string {
	return strings.Map(func(r rune) rune {
		if 0x3041 <= r && r <= 0x309F || r == 'ー' || unicode.IsSpace(r) || r == '*' || r == '`' || r == '|' || r == '_' {
			return -1
		}
		return r
	}, folded)
}

// latinWords are the stems of the Latin words and codes of folded text.
func latinWords(folded string) map[string]bool {
	var out map[string]bool
	add := func(w string) {
		if out == nil {
			out = map[string]bool{}
		}
		out[w] = true
		if s := japanese.Stem(w); s != "" {
			out[s] = true
		}
	}
	for _, w := range codes(folded) {
		w = strings.TrimSuffix(w, "'s")
		add(w)
		if strings.ContainsAny(w, "-_/.&+") {
			for _, part := range strings.FieldsFunc(w, func(r rune) bool { return strings.ContainsRune("-_/.&+", r) }) {
				if strings.Trim(part, "0123456789") == part && len(part) > 1 {
					add(part)
				}
			}
			add(strings.ReplaceAll(w, "-", ""))
		}
	}
	return out
}

// codes are the runs of Latin letters and digits of folded text, with the signs that
// join them: hym-20l, wi-fi, 4.3.0.
func codes(folded string) []string {
	var out []string
	start := -1
	end := func(i int) {
		if start >= 0 {
			out = append(out, strings.Trim(folded[start:i], "-_/.&+'"))
		}
		start = -1
	}
	for i, r := range folded {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 0xC0 <= r && r < 0x250 && unicode.IsLetter(r):
			if start < 0 {
				start = i
			}
		case strings.ContainsRune("-_/.&+'", r) && start >= 0:
		default:
			end(i)
		}
	}
	end(len(folded))
	return out
}

func hasLetters(s string) bool {
	n := 0
	for _, r := range s {
		if r >= 0x3041 || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			n++
		}
	}
	return n >= 4
}

func isKatakana(s string) bool {
	for _, r := range s {
		if !(0x30A1 <= r && r <= 0x30FF) {
			return false
		}
	}
	return s != ""
}

func hasKanji(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
