package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kotae/retrieval"
	"kotae/retrieval/japanese"
)

// isSpokenOf reports whether documents speak of a topic: they name it, or of its words the
// rarest and half of all in one document, in whichever spelling. Of a compound that no
// document names (宇宙開発) all words must stand in one passage, in Japanese: a glossary
// that takes 宇宙 for space finds it in every office. Of a long description it is enough
// that a passage covers a good share.
func (b *Bot) isSpokenOf(topic string, visible func(string) bool, hits retrieval.Hits) bool {
	if len(b.opt.Library.Mentions(topic, visible)) > 0 {
		return true
	}
	words := topicWords(topic)
	switch {
	case len(words) == 0:
		return true // nothing that could be looked for: the search decides
	case len(words) > 2 && hits.List[0].Coverage >= onTopic:
		return true // who describes at length need not use the document's words
	case len(words) == 1:
		return len(b.opt.Library.Mentions(words[0], visible)) > 0 || b.compounded(words[0], visible, hits)
	}
	var in []map[string]bool // by word, the files that hold it
	rarest, least := 0, -1
	for i, w := range words {
		files := b.filesWith(w, visible)
		if in = append(in, files); least < 0 || len(files) < least {
			rarest, least = i, len(files)
		}
	}
	for file := range in[rarest] {
		held := 0
		for _, files := range in {
			if files[file] {
				held++
			}
		}
		if 2*held >= len(words) {
			return true
		}
	}
	return false
}

func (b *Bot) filesWith(word string, visible func(string) bool) map[string]bool {
	files := map[string]bool{}
	for _, m := range b.opt.Library.Mentions(word, visible) {
		files[m.Passage.File] = true
	}
	return files
}

// compounded reports whether all words of a compound stand in one passage.
func (b *Bot) compounded(compound string, visible func(string) bool, hits retrieval.Hits) bool {
	var in map[*retrieval.Passage]bool
	left := []rune(japanese.Fold(compound)) // of its kanji, katakana and letters
	left = slices.DeleteFunc(left, func(r rune) bool { return unicode.Is(unicode.Hiragana, r) })
	rest := len(left)
	for _, t := range hits.Terms {
		if t.Channel != japanese.Words || t.Way > 0 || !strings.Contains(japanese.Fold(compound), t.Text) {
			continue
		}
		n := utf8.RuneCountInString(t.Text)
		if n == 1 { // 退職金 is more than 退職 and 金
			return false
		}
		rest -= n
		here := map[*retrieval.Passage]bool{}
		for _, m := range b.opt.Library.Mentions(t.Text, visible) {
			foreign := m.By != retrieval.ByWord && japanese.IsJapanese(t.Text) != japanese.IsJapanese(m.Written)
			here[m.Passage] = !foreign && (in == nil || in[m.Passage]) || here[m.Passage]
		}
		in = here
	}
	if rest > 0 { // what is left is no word of its own, and was not looked for
		return false
	}
	for _, all := range in {
		if all {
			return true
		}
	}
	return false
}

var (
	// hinge stands between the words of a Japanese topic.
	hinge = regexp.MustCompile(`(?:の|と|や|を|が|に|で|へ|は|も|から|まで|より|する|した|して|しない|される|された|できる|なくした|について|に関する|における|ための)+|[ 、,・/]+`)
	// general are words of a topic that say nothing of what it is about.
	general = regexp.MustCompile(`^(?:こと|とき|時|場合|方法|仕方|やり方|手順|流れ|決まり|きまり|ルール|規則|規定|もの|際|件|話|全部|情報|内容|状況|まわり|周り|関係|関連|概要|what|do|does|when|how|to|is|are|the|an?|of|for|in|on|and|or|our|about|if|my|rules?|things?|everything|anything|information)$`)
)

// topicWords are the words of a topic that say what it is about.
func topicWords(topic string) []string {
	var out []string
	for _, w := range hinge.Split(topic, -1) {
		if w = strings.TrimSpace(w); w == "" || general.MatchString(w) || slices.Contains(out, w) {
			continue
		}
		if strings.ContainsFunc(w, func(r rune) bool { return !unicode.Is(unicode.Hiragana, r) }) {
			out = append(out, w)
		}
	}
	return out
}
