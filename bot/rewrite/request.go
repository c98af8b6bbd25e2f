package rewrite

import (
	"regexp"
	"strings"

	"kotae/retrieval/japanese"
)

// asking is how a Japanese sentence asks for something to be done for the asker; the
// verb stands before it.
const asking = `て(?:下さい(?:ませんか)?|ください(?:ませんか)?|くれますか|くれませんか|くれる|くれ|もらえますか|もらえませんか|もらえる|いただけますか|いただけませんか|頂けますか|ほしい(?:です|のですが|んですが)?|欲しい(?:です|のですが|んですが)?|よ|ね|$|[、。?! ])`

// telling are the verbs of an answer.
const telling = `(?:教え|おしえ|説明し|解説し|要約し|まとめ|整理し|示し|見せ|挙げ|列挙し|書い|書き出し|調べ|紹介し|答え|訳し|翻訳し)` + asking

// requests are the words of a question that say how to answer, not what is asked for,
// in folded text: they stand in no document that answers it. A word that may also name
// a thing (まとめ通知, ポイント) is one only where it goes on to ask, or the sentence ends.
var requests = regexp.MustCompile(strings.Join([]string{
	// in so many lines, as what, how fully
	`(?:[0-9一二三四五六七八九十]{1,3}(?:行|文|点|項目|つ|個|字|文字|語)(?:以内|程度|くらい|ぐらい|ほど)?|要点|ポイント|簡単)(?:だけ)?(?:で|に|を)(?:` + telling + `|要約|お願い|$|[、。?!])`,
	`(?:箇条書き|表形式|一言|ひとこと|一文|簡潔|手短|短め|ざっくり)(?:に|で|と|として)?`,
	`(?:もう少し|もうすこし|もうちょっと|もっと|ちょっと|少し)(?:だけ)?`,
	`(?:詳し|くわし|細か|短|分かりやす|わかりやす|判りやす|やさし)く|(?:詳細|具体的|丁寧)に|噛み砕いて`,
	// please
	`(?:を|について|に関して|のことを)?` + telling,
	`(?:を|について)?(?:知りたい|聞きたい|確認したい|知っておきたい)(?:です|のですが|んですが|んだけど)?`,
	`(?:の|を)?(?:要約|まとめ|サマリー?|概要|要点)(?:を|だけ|も|でも)?(?:お願い(?:します|できますか)?|ほしい|欲しい|作って|ちょうだい|下さい|ください|頼みます|頼む|$|[。?!])`,
	`お願い(?:します|いたします|致します|できますか|できる|したい(?:です)?)?|宜しく|よろしく|頼みます|すみませんが|恐れ入りますが`,
	// English
	`\b(?:please|kindly|pls)\b|\b(?:can|could|would|will) you\b|\bi(?:'d| would) like (?:you )?to(?: know| see| hear)?\b|\bi (?:want|need) to know\b|\b(?:tell|give|show) (?:me|us)\b(?: about)?|\blet me know\b`,
	`\b(?:summari[sz]e|sum up|recap|outline|explain|elaborate(?: on)?|describe|clarify)\b|\b(?:a|the) (?:short |brief |quick )?(?:summary|overview|recap|outline)(?: of)?\b|\btl;?dr\b`,
	`\bin (?:(?:about|at most|under|up to) )?(?:[0-9]{1,3}|one|two|three|four|five|six|ten|a few|a couple of) (?:short |bullet )?(?:lines?|sentences?|words?|points?|bullets?)\b|\b(?:as|in) (?:a |an )?(?:bullet(?:ed)? |numbered )?(?:list|table|bullets|bullet points)\b`,
	`\b(?:in )?(?:some |a (?:bit|little) )?(?:more|greater|further) details?\b|\bin (?:detail|short|brief|plain (?:english|words)|simple (?:terms|words)|a nutshell)\b|\b(?:briefly|more simply|simply put|step by step)\b`,
}, "|"))

// plain is a question without the words that say how to answer. It is empty where
// nothing else of it would be left to search for.
func (r *Rules) plain(question string) string {
	folded := strings.TrimSpace(japanese.Fold(question))
	if !requests.MatchString(folded) {
		return question
	}
	text := strings.Trim(requests.ReplaceAllString(folded, " "), " 、,。.!?？をはにで")
	if len(r.analyzer.Words(text)) == 0 {
		return ""
	}
	return text
}
