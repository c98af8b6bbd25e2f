package japanese

import (
	"strings"
	"unicode"
)

func isLetterOrMark(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// dropped reports whether a morpheme of this part of speech carries no content.
func dropped(pos []string, surface string) bool {
	if len(pos) == 0 {
		return false
	}
	switch pos[0] {
	case "助詞", "助動詞", "記号", "フィラー", "感動詞", "接続詞", "連体詞":
		return true
	case "動詞":
		return len(pos) > 1 && (pos[1] == "非自立" || pos[1] == "接尾")
	case "名詞":
		return len(pos) > 1 && (pos[1] == "非自立" || pos[1] == "代名詞")
	}
	return surface == ""
}

// stopWords are words too general to find anything by, and the interrogatives:
// what a question asks with is not what its answer says.
var stopWords = set(`
する し さ せ すれ しろ いる い ある あり あっ なる なり なっ なら できる でき れる られ くる き いく いっ
やる やっ もの こと ため とき ところ よう ほう 方 的 など さん 様 氏 たち 等 及び または 又は 場合 際 上 中 内 者 化 性 用
言 思 見 行 持 使 出 入 教 知 願 下
何 誰 いつ どこ どれ どの どう どんな なぜ なに なん だれ 幾 いくつ いくら どちら どなた どっち なんで どうして 何故 何時 何処
何人 何年 何月 何日 何回 何個 教えて ください 下さい お願い
`)

// englishStops are the function words and question words of English.
var englishStops = set(`
a an and any are as at be been before but by can could did do does doing for from had has have how i if in into is it its
me my no not of on or our out shall should so some than that the their them then there these they this those to too up us
was we were what when where which while who whom whose why will with would you your please tell about am s t re ve ll d
`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// stem reduces a folded Latin run to its stem, or to "" for a stop word. Plurals
// and the commonest endings of English go; what holds a digit stays as it is.
func stem(w string) string {
	if englishStops[w] {
		return ""
	}
	if len(w) < 4 || strings.ContainsAny(w, "0123456789") {
		return w
	}
	for _, e := range endings {
		if s, ok := strings.CutSuffix(w, e.from); ok && len(s) >= 3 && !strings.HasSuffix(s, e.not) {
			return s + e.to
		}
	}
	return w
}

// endings are tried in order; one stem need not be a word, only the same for all
// forms of one (Harman's S-stemmer, 1991, with -ing and -ed).
var endings = []struct{ from, to, not string }{
	{"sses", "ss", "\x00"}, {"ies", "y", "\x00"}, {"ches", "ch", "\x00"}, {"shes", "sh", "\x00"}, {"xes", "x", "\x00"},
	{"ings", "", "\x00"}, {"ing", "", "\x00"}, {"ied", "y", "\x00"}, {"ed", "", "e"}, {"es", "", "\x00"}, {"s", "", "s"}, {"e", "", "\x00"},
}
