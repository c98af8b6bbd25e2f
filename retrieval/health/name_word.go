package health

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A word is one by which names mark a version.
type word struct {
	text string
	mark func(*Marks)
	// alone has the word count only where nothing is attached to it, and tail only at
	// the end of a word or alone.
	alone, tail bool
	// not are the runes that, before the word, make another word of it (提案), or after
	// it (新旧, 旧姓).
	not string
}

func old(m *Marks)     { m.Old = true }
func draft(m *Marks)   { m.Draft = true }
func revised(m *Marks) { m.Revised = true }
func final(m *Marks)   { m.Final = true }
func copied(m *Marks)  { m.Copy = true }
func first(m *Marks)   { m.Version = later(m.Version, []int{1}) }
func nothing(*Marks)   {}

// words are the marks, the longer before the shorter that they hold. A word that is
// taken for a mark by mistake does no harm by itself: it is one in every name alike,
// and versions of a document have near texts besides.
var words = sorted([]word{
	{text: "旧版", mark: old}, {text: "旧", mark: old, not: "新姓友正約暦式型"}, {text: "古い", mark: old}, {text: "過去", mark: old, tail: true}, {text: "過去分", mark: old},
	{text: "廃止", mark: old}, {text: "廃版", mark: old}, {text: "失効", mark: old}, {text: "使用禁止", mark: old}, {text: "使用不可", mark: old},
	{text: "改訂前", mark: old}, {text: "改定前", mark: old}, {text: "改正前", mark: old}, {text: "変更前", mark: old}, {text: "修正前", mark: old}, {text: "更新前", mark: old},
	{text: "アーカイブ", mark: old}, {text: "バックアップ", mark: old}, {text: "保管", mark: old, alone: true},
	{text: "old", mark: old}, {text: "obsolete", mark: old}, {text: "deprecated", mark: old}, {text: "archive", mark: old, alone: true}, {text: "archived", mark: old},
	{text: "bak", mark: old}, {text: "backup", mark: old, alone: true}, {text: "previous", mark: old, alone: true}, {text: "prev", mark: old, alone: true},

	{text: "改訂版", mark: revised}, {text: "改定版", mark: revised}, {text: "改正版", mark: revised}, {text: "改版", mark: revised}, {text: "改訂", mark: revised}, {text: "改定", mark: revised}, {text: "改正", mark: revised},
	{text: "改", mark: revised, tail: true}, {text: "修正版", mark: revised}, {text: "修正", mark: revised, tail: true}, {text: "訂正版", mark: revised}, {text: "訂正", mark: revised, tail: true},
	{text: "更新版", mark: revised}, {text: "更新", mark: revised, tail: true}, {text: "変更後", mark: revised}, {text: "修正後", mark: revised}, {text: "改正後", mark: revised}, {text: "改訂後", mark: revised}, {text: "改定後", mark: revised},
	{text: "revised", mark: revised}, {text: "rev", mark: revised, alone: true}, {text: "updated", mark: revised}, {text: "update", mark: revised, alone: true},

	{text: "最新版", mark: final}, {text: "最新", mark: final}, {text: "最終版", mark: final}, {text: "最終", mark: final}, {text: "確定版", mark: final}, {text: "確定", mark: final, tail: true},
	{text: "決定版", mark: final}, {text: "完成版", mark: final}, {text: "完成", mark: final, tail: true}, {text: "正式版", mark: final}, {text: "現行版", mark: final}, {text: "現行", mark: final}, {text: "新版", mark: final},
	{text: "新", mark: final, not: "旧人規卒入聞築型"}, {text: "final", mark: final}, {text: "latest", mark: final}, {text: "newest", mark: final}, {text: "new", mark: final, alone: true},
	{text: "fix", mark: final, alone: true}, {text: "fixed", mark: final, alone: true}, {text: "current", mark: final, alone: true},

	{text: "ドラフト", mark: draft}, {text: "下書き", mark: draft}, {text: "草案", mark: draft}, {text: "原案", mark: draft}, {text: "素案", mark: draft}, {text: "案", mark: draft, tail: true, not: "提答議起文図名法発考代懸別妙試"},
	{text: "たたき台", mark: draft}, {text: "作成中", mark: draft}, {text: "未確定", mark: draft}, {text: "仮", mark: draft, alone: true}, {text: "暫定版", mark: draft}, {text: "暫定", mark: draft, tail: true},
	{text: "draft", mark: draft}, {text: "wip", mark: draft, alone: true}, {text: "tmp", mark: draft, alone: true},

	{text: "のコピー", mark: copied}, {text: "コピー", mark: copied, tail: true}, {text: "複製", mark: copied, tail: true}, {text: "の複製", mark: copied}, {text: "copy", mark: copied, alone: true}, {text: "copy_of", mark: copied},
	{text: "控え", mark: copied, tail: true}, {text: "控", mark: copied, tail: true},

	{text: "初版", mark: first}, {text: "初稿", mark: first},
	// What stands beside a date or a number and says nothing without it.
	{text: "施行", mark: nothing, alone: true}, {text: "制定", mark: nothing, alone: true}, {text: "作成", mark: nothing, alone: true}, {text: "時点", mark: nothing, alone: true}, {text: "現在", mark: nothing, alone: true},
	{text: "付", mark: nothing, alone: true}, {text: "版", mark: nothing, alone: true}, {text: "年度版", mark: nothing, alone: true}, {text: "発行", mark: nothing, alone: true}, {text: "適用", mark: nothing, alone: true},
})

func sorted(list []word) []word {
	slices.SortStableFunc(list, func(a, b word) int { return len(b.text) - len(a.text) })
	return list
}

// takeWords takes off the words that begin or end a part of the name, and joins what
// is left.
func (m *Marks) takeWords(text string) string {
	if rest, ok := strings.CutPrefix(text, "copy_of_"); ok { // of Windows
		m.Copy = true
		text = rest
	}
	parts := segments(text)
	for i, part := range parts {
		parts[i] = m.takeWord(part)
	}
	return strings.Join(segments(strings.Join(parts, "_")), "_")
}

// takeWord takes words off both ends of one part until there is none.
func (m *Marks) takeWord(part string) string {
	for {
		w, rest, ok := endWord(part)
		if !ok {
			return part
		}
		w.mark(m)
		part = rest
	}
}

// endWord returns the first of words that is a part, or ends or begins it, and what is
// left without it.
func endWord(part string) (w word, rest string, ok bool) {
	for _, w := range words {
		switch {
		case part == w.text:
			return w, "", true
		case w.alone:
			continue
		}
		if rest, ok := strings.CutSuffix(part, w.text); ok && w.standsBehind(rest) {
			return w, rest, true
		}
		if rest, ok := strings.CutPrefix(part, w.text); ok && !w.tail && w.standsBefore(rest) {
			return w, rest, true
		}
	}
	return word{}, "", false
}

// standsBehind reports whether the word is one by itself behind a text.
func (w word) standsBehind(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return !strings.ContainsRune(w.not, r) && !(isLetterASCII(rune(w.text[0])) && isLetterASCII(r))
}

// standsBefore reports whether the word is one by itself before a text.
func (w word) standsBefore(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return !strings.ContainsRune(w.not, r) && !(isLetterASCII(rune(w.text[0])) && (isLetterASCII(r) || unicode.IsDigit(r)))
}

func isLetterASCII(r rune) bool { return 'a' <= r && r <= 'z' }
