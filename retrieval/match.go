package retrieval

import (
	"slices"
	"strings"

	"kotae/retrieval/japanese"
)

// A Match says which words of a passage were taken for which of a question, and why.
type Match struct {
	Term string // as it is typed; of a plain word the stem
	By   By
	Text string // as the passage has it, or the glossary
}

// Matches returns for each hit of a query what of the query its passage matches, in
// the surest way.
func (r *Retriever) Matches(q Query, hits []Hit) [][]Match {
	v := r.view.Load()
	if v == nil {
		return make([][]Match, len(hits))
	}
	a := r.read(v, q)
	out := make([][]Match, len(hits))
	for i, h := range hits {
		text := h.Passage.head() + "\n" + h.Passage.Text
		compact := japanese.Compact(text)
		have, heard := r.analyzer.Terms(text), r.analyzer.Heard(text)
		for _, c := range a.clues {
			for _, w := range c.ways {
				if w.by != BySound && strings.Contains(compact, japanese.Compact(w.text)) { // however the words are cut
					out[i] = append(out[i], Match{c.text, w.by, w.text})
					break
				}
				if found := w.in(have, heard); found != "" {
					out[i] = append(out[i], Match{c.text, w.by, found})
					break
				}
			}
		}
		for n, word := range a.rest[japanese.Words] {
			if slices.Contains(have[japanese.Words], word) && !slices.Contains(a.rest[japanese.Words][:n], word) {
				out[i] = append(out[i], Match{word, ByWord, word})
			}
		}
	}
	return out
}

// in returns how a text with these terms writes it, or "" if it does not. Heard are the
// words of the text by what they sound like.
func (w *way) in(have japanese.Terms, heard map[string]string) string {
	for c, terms := range w.terms {
		if c != japanese.Words && c != japanese.Sounds {
			continue
		}
		for _, t := range terms {
			if !slices.Contains(have[c], t) {
				return ""
			}
		}
	}
	if w.by != BySound {
		return w.text
	}
	var words []string
	for _, s := range w.terms[japanese.Sounds] {
		words = append(words, heard[s])
	}
	return strings.Join(words, " ")
}
