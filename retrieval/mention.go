package retrieval

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"kotae/retrieval/japanese"
)

// A Mention is a sentence, a line or a row of a passage in which a name stands.
type Mention struct {
	Passage *Passage // shared: not to be changed
	// Span is that of the sentence in the passage's text.
	japanese.Span
	// Written is the name as it stands there, and By what makes it the name.
	Written string
	By      By
}

// maxSpellings is how many ways to write a name are looked for: one of several words,
// each with synonyms, has more than anybody reads.
const maxSpellings = 64

// Mentions returns every sentence in which a name stands, ordered by file and place: as
// it is typed, or as the glossaries and the documents write it, or as it sounds in the
// other script. Unlike Search it leaves none out, and returns none in which the words of
// the name stand apart. A nil visible hides nothing.
func (r *Retriever) Mentions(name string, visible func(file string) bool) []Mention {
	v := r.view.Load()
	if v == nil {
		return nil
	}
	passages := v.snapshot.Passages()
	shown, _ := visibility(passages, visible)
	list := r.spellings(v, name, visible)
	var out []Mention
	for i := range passages {
		if shown != nil && !shown(i) {
			continue
		}
		p := &passages[i]
		squeezed := squeeze(p.Text)
		if !slices.ContainsFunc(list, func(s spelling) bool { return strings.Contains(squeezed, s.text) }) {
			continue
		}
		found := r.mentionsIn(p, list, 1)
		if len(found) == 0 { // the lines of a name that a line end cuts
			found = r.mentionsIn(p, list, 2)
		}
		out = append(out, found...)
	}
	return out
}

// mentionsIn looks for a name in every run of so many sentences of a passage.
func (r *Retriever) mentionsIn(p *Passage, list []spelling, run int) []Mention {
	var out []Mention
	all := japanese.Sentences(p.Text)
	for i := 0; i+run <= len(all); i++ {
		s := japanese.Span{Start: all[i].Start, End: all[i+run-1].End}
		line := spread(s.Of(p.Text))
		for _, as := range list {
			if at, ok := line.find(r.analyzer, as); ok {
				out = append(out, Mention{p, s, at.Of(s.Of(p.Text)), as.by})
				break
			}
		}
	}
	return out
}

// Mentions is Retriever.Mentions.
func (d *Desk) Mentions(name string, visible func(file string) bool) []Mention {
	return d.retriever.Mentions(name, visible)
}

// A spelling is a way to write a name, squeezed.
type spelling struct {
	by   By
	text string
}

// spellings are the ways in which documents may write a name, its own first, then the
// surest.
func (r *Retriever) spellings(v *view, name string, visible func(file string) bool) []spelling {
	out := []spelling{{ByWord, ""}}
	text, slips := r.correct(v, name)
	at := 0
	if len(slips) > 0 {
		out[0].by = ByTypo
	}
	for _, p := range r.parts(v, text, slips, visible) {
		ways := []spelling{{ByWord, p.Of(text)}}
		for _, w := range p.ways {
			if w.by != BySound {
				if utf8.RuneCountInString(w.text) == 1 {
					continue // 米 may be rice
				}
				ways = append(ways, spelling{w.by, w.text})
			} else if len(ways) == 1 { // nothing surer
				ways = append(ways, r.heard(v, p.Of(text), w.terms[japanese.Sounds])...)
			}
		}
		var longer []spelling
		for _, w := range ways {
			for _, s := range out {
				longer = append(longer, spelling{lessSure(s.by, w.by), s.text + text[at:p.Start] + w.text})
			}
		}
		out, at = longer[:min(len(longer), maxSpellings)], p.End
	}
	for i := range out {
		out[i].text = squeeze(out[i].text + text[at:])
	}
	if own := squeeze(name); len(slips) > 0 {
		out = append([]spelling{{ByWord, own}}, out...)
	}
	slices.SortStableFunc(out, func(a, b spelling) int { return cmp.Compare(trust[b.by], trust[a.by]) })
	var once []spelling
	for _, s := range out {
		if s.text != "" && !slices.ContainsFunc(once, func(o spelling) bool { return o.text == s.text }) {
			once = append(once, s)
		}
	}
	return once
}

// lessSure is the less sure of two reasons.
func lessSure(a, b By) By {
	if trust[b] < trust[a] {
		return b
	}
	return a
}

// heard returns the words of the documents that sound like a word: of loanwords those
// that do so in their vowels too, since rabbit is no ロボット.
func (r *Retriever) heard(v *view, word string, sounds []string) []spelling {
	whole := []string{""}
	for _, sound := range sounds {
		var longer []string
		for _, w := range r.sounding(v, sound) {
			for _, before := range whole {
				longer = append(longer, before+w)
			}
		}
		whole = longer
	}
	var out []spelling
	folded := japanese.Fold(word)
	loanword := slices.Equal(sounds, v.echoes(folded))
	for _, w := range whole {
		if !loanword || japanese.Alike(folded, w) {
			out = append(out, spelling{BySound, w})
		}
	}
	return out
}

// sounding returns the folded words of the documents that have a term in channel Sounds.
func (r *Retriever) sounding(v *view, sound string) []string {
	holding := v.lexical.Score(japanese.Terms{japanese.Sounds: {sound}})
	defer holding.Close()
	var out []string
	for i, p := range v.snapshot.Passages() {
		if holding.Of(i) == 0 {
			continue
		}
		if w := japanese.Fold(r.analyzer.Heard(p.Text)[sound]); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
