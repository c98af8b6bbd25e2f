package bot

import (
	"regexp"
	"strings"
	"sync"

	"kotae/prompts"
	"kotae/retrieval/japanese"
)

// matters are what the rules for a writer speak of, each in English and in Japanese, as
// folded: a rule is known again by them in other words and in either language.
var matters = map[string]*regexp.Regexp{
	"self":        regexp.MustCompile(`\b(?:i|my|me|myself|i'm|i've)\b|(?:私|わたし|当方|このボット|本ボット|アシスタント)(?:に|へ|は|の|が|自身)`),
	"instruction": regexp.MustCompile(`\b(?:instruct(?:ions?|ed)|rules?|prompts?|guidelines|told|ordered)\b|指示|規則|ルール|命令|命じ|決まり|きまり|プロンプト|言いつけ|言われて`),
	"answer":      regexp.MustCompile(`\b(?:answer|reply|respond)(?:s|ed|ing)?\b|答え|回答|返答|返事`),
	"passage":     regexp.MustCompile(`\b(?:passages?|documents?|sources?|materials?)\b|資料|文書|文献|抜粋|パッセージ`),
	"only":        regexp.MustCompile(`\b(?:only|alone|solely|nothing (?:but|else))\b|だけ|のみ|以外`),
	"unknown":     regexp.MustCompile(`\b(?:not know|not say|don't know|unknown|not mentioned|not found)\b|知らない|知りません|[分わ]からない|[分わ]かりません|書かれていない|書いていない|書いてない|載っていない|[無な]いこと|記載の[無な]い`),
	"language":    regexp.MustCompile(`\b(?:japanese|english|languages?)\b|日本語|英語|言語`),
	"sentence":    regexp.MustCompile(`\b(?:sentences?|list items?)\b|文ごと|各文|一文|文末|文の(?:後|末|終)|すべての文|全ての文`),
	"id":          regexp.MustCompile(`\b(?:ids?|marks?|identifiers?)\b|記号|印|識別子`),
	"bracket":     regexp.MustCompile(`\bbrackets?\b|括弧|かっこ|カッコ`),
	"figure":      regexp.MustCompile(`\b(?:figures?|numbers?)\b|数字|数値|金額`),
	"date":        regexp.MustCompile(`\bdates?\b|日付`),
	"unit":        regexp.MustCompile(`\bunits?\b|単位`),
	"verbatim":    regexp.MustCompile(`\b(?:copy|copied|exactly|verbatim|word for word|as they stand|unchanged)\b|そのまま|写[すしせ]|一字一句|原文|正確に`),
	"calculate":   regexp.MustCompile(`\b(?:convert|round|calculate)(?:s|ed|ing)?\b|換算|丸め|計算`),
	"disagree":    regexp.MustCompile(`\b(?:disagree|contradict|conflict)(?:s|ed)?\b|食い違|矛盾`),
	"newer":       regexp.MustCompile(`\b(?:newer|newest|latest|version)\b|新しい|最新`),
	"data":        regexp.MustCompile(`\bdata\b|データ`),
	"question":    regexp.MustCompile(`\bquestions?\b|質問|問い`),
	"ignore":      regexp.MustCompile(`\b(?:ignore|disregard|obey|follow)(?:s|ed|ing)?\b|無視|従わ|従[うい]`),
	"reveal":      regexp.MustCompile(`\b(?:reveal|repeat|discuss|disclose|talk about|secret|confidential|confide)(?:s|ed|ing)?\b|明か[さすし]|漏ら[さすし]|繰り返|口外|秘密|話題に|公開|触れ(?:て|ず|ない)`),
	"role":        regexp.MustCompile(`\broles?\b|役割`),
	"link":        regexp.MustCompile(`\b(?:links?|address(?:es)?|urls?)\b|リンク|アドレス|url`),
	"image":       regexp.MustCompile(`\b(?:images?|pictures?)\b|画像|写真`),
	"markdown":    regexp.MustCompile(`\bmarkdown\b|マークダウン`),
	"paragraph":   regexp.MustCompile(`\bparagraphs?\b|段落`),
	"list":        regexp.MustCompile(`\blists?\b|箇条書き|一覧`),
	"heading":     regexp.MustCompile(`\bheadings?\b|見出し`),
	"table":       regexp.MustCompile(`\btables?\b|表は|表を|表や|、表|テーブル`),
	"code":        regexp.MustCompile(`\bcode\b|コード`),
	"short":       regexp.MustCompile(`\b(?:short|brief)\b|短く|短い|手短|簡潔`),
	"condition":   regexp.MustCompile(`\b(?:conditions?|exceptions?|limits?|deadlines?)\b|条件|例外|ただし|期限`),
}

// rules are what each rule of a writer speaks of.
var rules = sync.OnceValue(func() []map[string]bool {
	var out []map[string]bool
	told := prompts.Answer(prompts.AnswerInput{Language: "Japanese"}).System + "\n" + prompts.Summary(prompts.SummaryInput{Language: "Japanese"}).System
	for line := range strings.Lines(told) {
		if rule, ok := strings.CutPrefix(line, "- "); ok {
			out = append(out, mattersOf(rule))
		}
	}
	return out
})

func mattersOf(text string) map[string]bool {
	folded := japanese.Fold(text)
	out := map[string]bool{}
	for name, form := range matters {
		if form.MatchString(folded) {
			out[name] = true
		}
	}
	return out
}

// leaks reports whether a sentence tells of the rules that its writer was given: of
// instructions of its own, or of as much of one rule as can't be chance. What the
// evidence speaks of as well is no sign of it.
func leaks(sentence string, evidence []string) bool {
	const chance = 3
	told := mattersOf(sentence)
	for _, e := range evidence {
		for name := range mattersOf(e) {
			delete(told, name)
		}
	}
	if told["self"] && told["instruction"] {
		return true
	}
	for _, rule := range rules() {
		n := 0
		for name := range rule {
			if told[name] {
				n++
			}
		}
		if n >= chance || n == chance-1 && rule["instruction"] && told["instruction"] {
			return true
		}
	}
	return false
}
