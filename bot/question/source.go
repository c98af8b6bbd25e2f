package question

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const (
	// named is a run of characters that names of documents are made of.
	named = `[\p{Han}\p{Katakana}ー々A-Za-z0-9_.\-]`
	// paper is what kinds of documents are called.
	paper = `(?:規程|規則|規定|ルール|マニュアル|手順書?|手引き?|ガイド(?:ライン)?|議事録|案内|お知らせ|FAQ|よくある質問|ポリシー|方針|基準|契約書|メモ|チェックリスト|価格表|一覧表?|資料|記事|ブログ|レポート|報告書|(?:リリース)?ノート|声明|論文|ニュース|[0-9]+年版|最新版|旧版)`
)

var (
	// pointed are the ways to say where to look. What stands before may be any name ...
	pointed = regexp.MustCompile(`(?i)((?:` + named + `+の)?` + named + `{2,})(?:に(?:よると|よれば|書い|載っ|記載|出て)|の中(?:で|に|の)|を見(?:る|て|れば)|を読)`)
	// ... and before a mere particle the name of a paper, a number or a file.
	said     = regexp.MustCompile(`(?i)((?:` + named + `+の)?` + named + `*` + paper + `|(?:^|[^A-Za-z0-9.\-])(?:0[0-9]{1,3}|[0-9]{3})|` + named + `+\.(?:txt|text|md|markdown|pdf|docx?|xlsx?|pptx?|html?|csv))(?:\)|」|』)?(?:では|だと|でいう|には|での|で、|の|、|$)`)
	enclosed = regexp.MustCompile(`[「『("]([^「」『』()"]{2,30})[」』)"](?:に(?:よると|よれば|は|書い|載っ)|では|だと|の中)|\((0[0-9]{1,3}|[0-9]{3}|` + named + `+\.[A-Za-z]{2,5})\)`)
	english  = regexp.MustCompile(`(?i)\b(?:according to|as per|per|in|from|under) (?:the |our )?((?:[A-Za-z0-9_-]+ ){0,4}(?:policy|handbook|guide|manual|minutes|faq|rules|regulations|notes|checklist|price list|report|article|blog|memo|procedure)|[A-Za-z0-9_-]+\.[a-z]{2,5}|0[0-9]{1,3}|[0-9]{3})\b`)
)

// sources returns the names by which a question says where to look, the longest
// first of those that hold each other.
func sources(text string) []string {
	var out []string
	for _, form := range []*regexp.Regexp{enclosed, pointed, said, english} {
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			name := strings.TrimFunc(strings.Join(m[1:], ""), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			if len([]rune(name)) >= 2 && !vague[name] && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// vague are names of no document in particular.
var vague = map[string]bool{"資料": true, "文書": true, "記事": true, "議事録": true, "ルール": true, "規程": true, "規則": true, "規定": true, "案内": true, "ブログ": true, "お知らせ": true}

var (
	documents = `(?:文書|資料|ファイル|記事|ドキュメント|書類|規程|文献|ページ)`
	mentioned = []*regexp.Regexp{
		regexp.MustCompile(`^(.+?)(?:のこと|の話|という(?:言葉|語|単語)|について|に関して|に関する(?:こと|話)?)?(?:って|を|が|に|は|も)?(?:言及|触れ|記載|書い|書かれ|載っ|載せ|出て|登場|扱っ|含|説明し|取り上げ|述べ)[^、。?]*` + documents),
		regexp.MustCompile(`^(.+?)(?:のこと|の話|のルール)?(?:については|に関しては|について|って|は|が|を)?、?どの` + documents),
		regexp.MustCompile(`^(.+?)(?:について(?:の)?|に関する|関連の|関係の)` + documents + `(?:を|は|って|の)?(?:全部|ぜんぶ|すべて|全て|一覧|リスト|どれ|挙げ|探し|ある|教え)`),
		regexp.MustCompile(`(?i)(?:which|what|all|every|any|list|find)(?: of)?(?: the| our)? (?:documents?|docs|files?|articles?|papers|pages) (?:that |which )?(?:mentions?|covers?|talks? about|refers? to|contains?|discuss(?:es)?|describes?|(?:is|are) about|says? (?:something|anything) about|deals? with|includes?)(?: the| an?)? (.+?)[?.! ]*$`),
	}
)

// mentions returns the topic of a question for all documents that mention it.
func mentions(text string) string {
	for _, form := range mentioned {
		if m := form.FindStringSubmatch(text); m != nil {
			if topic := strings.TrimSpace(content(m[1])); strings.ContainsFunc(topic, says) {
				return topic
			}
		}
	}
	return ""
}
