package retrieval

import (
	"path"
	"slices"
	"strings"

	"kotae/retrieval/lexical"
)

// preference is what the score of a passage gains for standing in a document that the
// question names.
const preference = 0.1

// likeness is the least share of the words of a document's name that another name for
// it has: 出張規程 is 出張旅費規程, 日本 is not 日本国憲法.
const likeness = 0.6

// named returns the files whose path or title goes by one of the names: their words
// are among its words, and most of them. Numbers count only if they are the name.
func (r *Retriever) named(v *view, names []string) map[string]bool {
	var out map[string]bool
	add := func(name string) bool {
		words := r.nameWords(name)
		if len(words) == 0 {
			return false
		}
		any := false
		for file, e := range v.entries {
			if e.Reason == "" && (r.alike(words, file) || r.alike(words, e.Title)) {
				if out == nil {
					out = map[string]bool{}
				}
				any, out[file] = true, true
			}
		}
		return any
	}
	for _, name := range names {
		if !add(name) { // 003のブログ
			for part := range strings.SplitSeq(name, "の") {
				add(part)
			}
		}
	}
	return out
}

// nameWords are the words of a name of a document.
func (r *Retriever) nameWords(name string) []string {
	name = strings.TrimSuffix(name, path.Ext(name))
	return r.analyzer.Words(strings.ReplaceAll(name, "_", " "))
}

// alike reports whether words are those of a name, or most of them.
func (r *Retriever) alike(words []string, name string) bool {
	have := r.nameWords(path.Base(name))
	folders := r.nameWords(path.Dir(name))
	common, counted := 0, 0
	for _, w := range have {
		if slices.Contains(words, w) {
			common++
			counted++
		} else if strings.ContainsFunc(w, func(r rune) bool { return r < '0' || '9' < r }) {
			counted++
		}
	}
	for _, w := range words {
		if !slices.Contains(have, w) && !slices.Contains(folders, w) {
			return false
		}
	}
	number := len(words) == 1 && !strings.ContainsFunc(words[0], func(r rune) bool { return r < '0' || '9' < r })
	return common > 0 && (number && words[0] == have[0] || float64(common) >= likeness*float64(counted))
}

// alsoOf adds to matches those of others that are not among them.
func alsoOf(matches, others []lexical.Match) []lexical.Match {
	known := map[int]bool{}
	for _, m := range matches {
		known[m.Number] = true
	}
	for _, m := range others {
		if !known[m.Number] {
			matches = append(matches, m)
		}
	}
	return matches
}
