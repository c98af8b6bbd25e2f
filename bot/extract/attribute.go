package extract

import (
	"regexp"
	"slices"
	"strings"

	"kotae/retrieval/japanese"
)

// valueForm begins the word behind an attribute that a question asks the value of: 誰 of
// 「社長は誰」, 教えて of 「日当を教えて」.
var valueForm = regexp.MustCompile(`^(?:誰|だれ|どなた|何|なに|なん|いつ|どこ|いくら|どれ|どの|どう|どんな|どちら|どっち|教え|おしえ|知り|知ら|わか|分か|ください|お願い|おねがい|[?？])`)

// generalAttributes are the stems of attributes that an answer need not name, because it
// is one of them: whoever is named has a name, and what is said in yen is a sum.
var generalAttributes = set(strings.Fields(`
	名前 氏名 名称 人 者 方 話 件 内容 中身 詳細 理由 原因 背景 それぞれ 元 先 後 前 中 他 次 上限 下限 最低 最大 最高 最小 最初 最後 平均 合計
	全部 全員 全体 以上 以下 分 額 金額 値段 代 料 費 数 個数 人数 回数 日数 期間 時間 時刻 時期 日 月 年 日付 日時 日程 曜日 期限 締切 期日 場所 所 住所
	方法 手順 仕方 条件 対象 種類 順番 割合 率 単位 金 新 旧 本 点 場合 とき こと もの お ご 状況 感じ ところ 頃 ころ 目 用 的 版 号 一覧 リスト 例 あと
	number date day time year month name person people percentag amount rate sum price cost fee kind type way thing reason document file articl deadlin limit maximum minimum difference place word`))

// unsaid returns the attribute that a question asks the value of, as it is typed, where
// nothing says it: neither the sentences nor what they stand in. A person may stand there,
// and be another than the 社長 asked for. It returns "" where it is said, and where the
// question asks for none, or only for one of generalAttributes.
//
// On questions written by others it holds back one unanswerable question in fourteen and
// two in forty, and makes doubtful one answerable in fifty. Tried and dropped: names as an
// attribute too (it doubts three answerable ones for one more), and any noun of the
// question that is missing (a paraphrase misses as many).
func (m *matcher) unsaid(question string, chosen []*sentence) string {
	attribute, stems := m.attribute(question)
	if len(stems) == 0 || !m.lacks(stems, standing(chosen)) {
		return ""
	}
	return attribute.Of(question)
}

// attribute finds the noun that a question asks the value of, and the stems of those of
// its words that are not general: 発効 of 「協定の発効日はいつ」. Of a question without verbs
// and particles it is the last.
func (m *matcher) attribute(question string) (japanese.Span, map[string]bool) {
	if !japanese.IsJapanese(question) {
		return m.englishAttribute(question)
	}
	ms := m.analyzer.Morphemes(question)
	end := slices.IndexFunc(ms, func(p japanese.Morpheme) bool { return valueForm.MatchString(p.Text) })
	if end < 0 {
		if slices.ContainsFunc(ms, func(p japanese.Morpheme) bool {
			return p.Part == japanese.Verb || p.Part == japanese.Particle && p.Text != "の"
		}) {
			return japanese.Span{}, nil
		}
		end = len(ms)
	}
	last := end - 1
	for last >= 0 && joinsValue(ms[last]) {
		last--
	}
	if last < 0 {
		return japanese.Span{}, nil
	}
	first, stems := last+1, map[string]bool{}
	for first > 0 && namesAttribute(ms[first-1]) && (first > last || ms[first-1].End == ms[first].Start) {
		first--
		if stem := ms[first].Stem; stem != "" && !generalAttributes[stem] && ms[first].Known {
			stems[stem] = true
		}
	}
	if first > last {
		return japanese.Span{}, nil
	}
	return japanese.Span{Start: ms[first].Start, End: ms[last].End}, stems
}

// englishForms find the attribute of a question in English: the carrier of "which mobile
// carrier does it use", the president of "who is the president of the group".
var englishForms = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(?:which|what) ((?:[a-z-]+ ){0,2}?[a-z-]+) (?:do|does|did|is|are|was|were|can|could|may|must|will|would|should|has|have)\b`),
	regexp.MustCompile(`(?i)\b(?:what(?:'s| is| are| was| were)|who(?:'s| is| are| was| were)) (?:the |our |my )?(?:[a-z0-9-]+'s )?((?:[a-z-]+ ){0,2}?[a-z-]+)(?: (?:of|for|in|on|at|when|if|to|from)\b|[?]|$)`),
}

// englishAttribute is attribute for English.
func (m *matcher) englishAttribute(question string) (japanese.Span, map[string]bool) {
	for _, f := range englishForms {
		at := f.FindStringSubmatchIndex(question)
		if at == nil {
			continue
		}
		span, stems := japanese.Span{Start: at[2], End: at[3]}, map[string]bool{}
		for _, stem := range m.analyzer.Words(span.Of(question)) {
			if !generalAttributes[stem] {
				stems[stem] = true
			}
		}
		return span, stems
	}
	return japanese.Span{}, nil
}

// joinsValue reports whether a piece of a question stands between an attribute and the
// word that asks for its value: は, って, さん.
func joinsValue(p japanese.Morpheme) bool {
	switch p.Part {
	case japanese.Particle:
		return p.Text != "に" && p.Text != "で" && p.Text != "と"
	case japanese.Auxiliary, japanese.Mark:
		return true
	}
	return p.Text == "さん" || p.Text == "様"
}

// namesAttribute reports whether a piece of a question may be one of an attribute.
func namesAttribute(p japanese.Morpheme) bool {
	switch p.Part {
	case japanese.Noun, japanese.VerbalNoun, japanese.Suffix, japanese.Prefix:
		return true
	}
	return false
}
