package bot

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// A catalogue knows documents by the names that people give them.
type catalogue struct{ titles []title }

// A title is what a document may be called, as keys.
type title struct {
	entry   retrieval.Entry
	names   []string // path, path without ending, name, name without ending
	heads   []string // name without ending, title
	parts   []string // pieces of the name between signs: 2026, 10, 経営会議
	folders []string
	all     string // everything, for what is named by several of them
}

func newCatalogue(entries []retrieval.Entry) catalogue {
	var c catalogue
	for _, e := range entries {
		stem := strings.TrimSuffix(e.File, path.Ext(e.File))
		base := path.Base(stem)
		t := title{entry: e, names: []string{key(e.File), key(stem), key(path.Base(e.File)), key(base)}, heads: []string{key(base)}}
		if k := key(e.Title); k != key(base) {
			t.heads = append(t.heads, k)
		}
		for _, p := range strings.FieldsFunc(japanese.Fold(base), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			t.parts = append(t.parts, p)
		}
		for _, f := range strings.Split(path.Dir(e.File), "/") {
			if f != "." {
				t.folders = append(t.folders, key(f))
			}
		}
		t.all = key(e.File) + key(e.Title)
		c.titles = append(c.titles, t)
	}
	slices.SortFunc(c.titles, func(a, b title) int { return cmp.Compare(a.entry.File, b.entry.File) })
	return c
}

// key is what names are compared by: letters and digits, without の, which one may
// put between two words or not.
func key(name string) string {
	return strings.Map(func(r rune) rune {
		if r == 'の' || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != 'ー' {
			return -1
		}
		return r
	}, japanese.Compact(name))
}

// How surely a name is a document's.
const (
	exact   = 4 // it is the file's
	partial = 3 // it is a part of the file's or the title, or holds it
	pieced  = 2 // all of it stands there, in pieces
	likely  = 1 // most of it does: a typing slip
)

// closeTo is how much less alike than the best another document may be to be meant.
const closeTo = 0.08

// find returns the documents that a name may stand for, best first, and how surely.
func (c catalogue) find(name string) (found []retrieval.Entry, sure int) {
	k := key(generic.ReplaceAllString(strings.TrimSpace(name), ""))
	if k == "" {
		k = key(name)
	}
	if k == "" {
		return nil, 0
	}
	for _, t := range c.titles {
		if folded := japanese.Fold(name); japanese.Fold(t.entry.File) == folded || japanese.Fold(path.Base(t.entry.File)) == folded && c.only(folded) {
			return []retrieval.Entry{t.entry}, exact
		}
	}
	type match struct {
		entry retrieval.Entry
		sure  int
		alike float64
	}
	var all []match
	for _, t := range c.titles {
		if s, alike := t.match(name, k); s > 0 {
			all = append(all, match{t.entry, s, alike})
			sure = max(sure, s)
		}
	}
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Or(cmp.Compare(b.sure, a.sure), cmp.Compare(b.alike, a.alike)) })
	for _, m := range all {
		if m.sure == sure && (sure >= partial || m.alike >= all[0].alike-closeTo) {
			found = append(found, m.entry)
		}
	}
	return found, sure
}

// only reports whether just one file has a name.
func (c catalogue) only(folded string) bool {
	n := 0
	for _, t := range c.titles {
		if japanese.Fold(path.Base(t.entry.File)) == folded {
			n++
		}
	}
	return n == 1
}

// generic is what is said behind a document's name and is no part of it.
var generic = regexp.MustCompile(`(?:の|という)?(?:資料|文書|ファイル|ドキュメント|記事|書類|pdf|ページ)$|^(?:the )?(?:document|file|article|doc|paper) (?:on|about|called|named) (?:the )?| (?:document|file|article|doc|folder)$`)

func (t *title) match(name, k string) (sure int, alike float64) {
	if slices.Contains(t.names, k) || slices.Contains(t.names, key(name)) {
		return exact, 1
	}
	if slices.Contains(t.parts, k) {
		return partial, 1
	}
	n := utf8.RuneCountInString(k)
	if n < 2 {
		return 0, 0
	}
	for _, h := range t.heads {
		length := utf8.RuneCountInString(h)
		switch {
		case strings.Contains(h, k) && (n >= 4 || !isLatin(k)):
			sure, alike = partial, max(alike, float64(n)/float64(length))
		case length >= 4 && strings.Contains(k, h) && 2*length >= n:
			sure, alike = partial, max(alike, float64(length)/float64(n))
		}
	}
	if sure > 0 {
		return sure, alike
	}
	if share := pieces(k, t.all); n >= 3 && share == 1 {
		return pieced, share + 0.1*dice(k, t.heads)
	} else if d := dice(k, t.heads); n >= 4 && (d >= 0.7 || d >= 0.5 && share >= 0.75) {
		return likely, d
	}
	return 0, 0
}

func isLatin(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x250 }) }

// pieces is the share of a key that stands in a text in pieces of at least two
// characters, of Latin letters three.
func pieces(k, text string) float64 {
	runes, found := []rune(k), 0
	for i := 0; i < len(runes); {
		least := 2
		if isLatin(string(runes[i])) {
			least = 3
		}
		j := len(runes)
		for ; j-i >= least && !strings.Contains(text, string(runes[i:j])); j-- {
		}
		if j-i < least {
			i++
			continue
		}
		found += j - i
		i = j
	}
	return float64(found) / float64(len(runes))
}

// dice is how alike a key is to the likest of names, by pairs of characters, in [0, 1].
func dice(k string, names []string) float64 {
	best := 0.0
	a := pairs(k)
	for _, name := range names {
		b := pairs(name)
		both := 0
		for p, n := range a {
			both += min(n, b[p])
		}
		if total := size(a) + size(b); total > 0 {
			best = max(best, 2*float64(both)/float64(total))
		}
	}
	return best
}

func pairs(s string) map[string]int {
	out := map[string]int{}
	runes := []rune(s)
	for i := 1; i < len(runes); i++ {
		out[string(runes[i-1:i+1])]++
	}
	return out
}

func size(pairs map[string]int) int {
	n := 0
	for _, count := range pairs {
		n += count
	}
	return n
}

// folder returns the documents in the folder of a name.
func (c catalogue) folder(name string) []retrieval.Entry {
	k := key(folderWords.ReplaceAllString(strings.TrimSpace(name), ""))
	var out []retrieval.Entry
	for _, t := range c.titles {
		if k != "" && slices.Contains(t.folders, k) {
			out = append(out, t.entry)
		}
	}
	return out
}

var folderWords = regexp.MustCompile(`(?:の)?(?:フォルダー?|ディレクトリ)?(?:の|内の|にある|に入っている|以下の)?(?:資料|文書|ファイル|ドキュメント|もの|記録)?(?:すべて|全て|全部|全件|ぜんぶ)?$|^(?:all |everything |every )?(?:the )?(?:files? |documents? |docs )?(?:in |from |under )?(?:the )?| (?:folder|directory)$`)

// closest returns the documents whose names are likest to one, best first, at most n.
func (c catalogue) closest(name string, n int) []retrieval.Entry {
	type match struct {
		entry retrieval.Entry
		alike float64
	}
	k := key(name)
	var all []match
	for _, t := range c.titles {
		if alike := max(dice(k, t.heads), pieces(k, t.all)); alike > 0.2 {
			all = append(all, match{t.entry, alike})
		}
	}
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(b.alike, a.alike) })
	var out []retrieval.Entry
	for _, m := range all[:min(len(all), n)] {
		out = append(out, m.entry)
	}
	return out
}
