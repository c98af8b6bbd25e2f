package retrieval

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A definition is what documents say is short for what, or the same in another script:
// 海南国家安全保障局(HSSD), 偽旗作戦（False flag）, 株式会社ヒエモリ（以下「当社」という）.
type definition struct {
	terms [2]string
	files []string // that say so, sorted
}

// definitions are those of all documents.
type definitions struct {
	list     []definition
	glossary *japanese.Glossary // whose groups are those of list
}

// define collects the definitions of passages.
func define(passages []Passage) definitions {
	at := map[[2]string]int{}
	var d definitions
	for i := range passages {
		for _, terms := range defined(passages[i].Text) {
			n, ok := at[terms]
			if !ok {
				n = len(d.list)
				at[terms] = n
				d.list = append(d.list, definition{terms: terms})
			}
			if files := &d.list[n].files; !slices.Contains(*files, passages[i].File) {
				*files = append(*files, passages[i].File)
			}
		}
	}
	var groups [][]string
	for _, x := range d.list {
		groups = append(groups, x.terms[:])
	}
	d.glossary = japanese.NewGlossary(groups)
	return d
}

// visible reports whether a definition stands in a file that may be searched.
func (d definition) visible(rule func(file string) bool) bool {
	return rule == nil || slices.ContainsFunc(d.files, rule)
}

// maxDefinition is how long what stands in brackets may be to define, in bytes.
const maxDefinition = 90

// defined returns the definitions in a text: what stands before brackets, and in them.
func defined(text string) [][2]string {
	var out [][2]string
	for at := 0; at < len(text); {
		i := strings.IndexAny(text[at:], "(（")
		if i < 0 {
			break
		}
		open := at + i
		_, n := utf8.DecodeRuneInString(text[open:])
		inside := text[open+n : min(open+n+maxDefinition, len(text))]
		at = open + n
		end := strings.IndexAny(inside, ")）(（\n")
		if end <= 0 || inside[end] == '\n' {
			continue
		}
		if pair, ok := pairOf(strings.TrimRight(text[:open], " 　"), strings.TrimSpace(inside[:end])); ok {
			out = append(out, pair)
		}
	}
	return out
}

var (
	// alias is how a text says what it will call something: 以下「当社」という.
	alias = regexp.MustCompile(`^(?:以下|以後)(?:、|,|単に|は)*[「『"“]([^」』"”]{2,20})[」』"”]|^(?:略称|通称|別名|愛称|英語名?|英)(?:は|：|:|、)?\s*[「『"“]?([^」』"”。]{2,40})`)
	// foreign is a name or a phrase in Latin letters.
	foreign = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 .&'’-]{1,58}$`)
	// initials is an abbreviation in Latin letters.
	initials = regexp.MustCompile(`^[A-Z][A-Za-z0-9&-]{1,9}$`)
	// katakana and kanji are the same in Japanese.
	native = regexp.MustCompile(`^[\p{Han}\p{Katakana}ー・々]{3,20}$`)
)

// pairOf tells what is defined by what stands before a bracket and what in it.
func pairOf(before, inside string) ([2]string, bool) {
	if m := alias.FindStringSubmatch(inside); m != nil {
		inside = strings.TrimSpace(m[1] + m[2])
		// What stands before is often but the last word of what is meant: 勤務する場合.
		if long := japaneseBefore(before); utf8.RuneCountInString(long) >= 4 && long != inside {
			return [2]string{long, inside}, true
		}
		if long := longForm(before, inside); long != "" {
			return [2]string{long, inside}, true
		}
		return [2]string{}, false
	}
	switch {
	case foreign.MatchString(inside):
		if !strings.ContainsFunc(inside, unicode.IsUpper) && !strings.Contains(inside, " ") {
			return [2]string{}, false // (pdf), (kg)
		}
		if long := japaneseBefore(before); utf8.RuneCountInString(long) >= 2 {
			return [2]string{long, inside}, true
		}
		if long := longForm(before, inside); long != "" {
			return [2]string{long, inside}, true
		}
	case native.MatchString(inside):
		if short := latinBefore(before); short != "" {
			return [2]string{inside, short}, true
		}
	}
	return [2]string{}, false
}

// japaneseBefore returns the name in kanji or katakana that a text ends with, or the
// quotation.
func japaneseBefore(s string) string {
	for _, q := range [][2]string{{"「", "」"}, {"『", "』"}} {
		if rest, ok := strings.CutSuffix(s, q[1]); ok {
			if i := strings.LastIndex(rest, q[0]); i >= 0 && utf8.RuneCountInString(rest[i:]) <= 30 {
				return rest[i+len(q[0]):]
			}
			return ""
		}
	}
	i := len(s)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Katakana, r) && !strings.ContainsRune("ー・々", r) {
			break
		}
		i -= n
	}
	name := strings.Trim(s[i:], "・ー")
	if n := utf8.RuneCountInString(name); n < 2 || n > 25 {
		return ""
	}
	return name
}

// latinBefore returns the abbreviation that a text ends with.
func latinBefore(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool {
		return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '&'
	})
	_, n := utf8.DecodeRuneInString(s[max(i, 0):])
	if i < 0 {
		n = 0
	}
	if word := s[max(i, 0)+n:]; initials.MatchString(word) {
		return word
	}
	return ""
}

// longForm returns the words that a text ends with whose first letters spell an
// abbreviation: Hainan State Security Department of HSSD.
func longForm(s, short string) string {
	if !initials.MatchString(short) || strings.ToUpper(short) != short {
		return ""
	}
	words := strings.Fields(s)
	next := len(short)
	for i := len(words) - 1; i >= 0 && len(words)-i <= 2*len(short); i-- {
		w := words[i]
		if next > 0 && strings.EqualFold(w[:1], short[next-1:next]) {
			if next--; next == 0 {
				return strings.Join(words[i:], " ")
			}
		} else if !small[w] {
			return ""
		}
	}
	return ""
}

// small are the words that abbreviations leave out.
var small = map[string]bool{"of": true, "the": true, "and": true, "for": true, "in": true, "on": true, "to": true, "&": true, "a": true}
