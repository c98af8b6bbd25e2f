package bot

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kotae/bot/question"
)

const (
	// papersForm is what documents are called.
	papersForm = `(?:(?:社内|手元|会社|うち)の)?(?:文書|資料|ファイル|記事|ドキュメント|書類|規程|規則|規定|マニュアル|手順書|議事録|文献|ページ)(?:類|群|集)?`
	// allForm is that all of them are meant.
	allForm = `(?:すべて|全て|全部|ぜんぶ|ありとあらゆる|あらゆる|どれか|全|一通り|ひととおり)`
	// standsForm is that something stands in them.
	standsForm = `(?:出てく|出て(?:い)?る|でてく|出ます|出て|出る|登場|載って|のって|載る|載せ|書いて|書かれ|かいて|記載|記述|言及|触れ|ふれ|含ま|含む|含んで|ふくま|あ(?:る|り)|扱(?:う|っ|わ)|取り上げ|見つか|見られ|使われ|使って|入って|説明して|説明され|述べ|定め|決め|規定)[^、。?]*`
	// writtenForm is that of it which is said of writing alone: 駐車場がある is not.
	writtenForm = `(?:出てく|出て(?:い)?る|でてく|登場|載って|のって|載る|書いて|書かれ|かいて|記載|記述|言及|触れ|ふれ)[^、。?]*`
	// particleForm joins a name to it.
	particleForm  = `(?:という(?:言葉|語|単語|名前|文字|ワード|用語)|って(?:いう)?(?:言葉|語|単語|名前|ワード)|の(?:言葉|単語|名前|文字|話|こと|件))?(?:については|について|に関して|に|を|が|は|って|と|も|の)?`
	englishPapers = `(?:documents?|docs?|files?|articles?|papers?|pages?|polic(?:y|ies)|rules?|manuals?|materials?)`
	englishStands = `(?:written(?: down)?|mentioned|documented|described|stated|referenced|discussed|covered|listed|defined|found|used)`
)

// mentionForms are questions for all documents in which something stands, beside those
// that question.Parse knows.
var mentionForms = []*regexp.Regexp{
	// すべての文書でVPNが出てくるのは？, 全資料からVPNを探して
	regexp.MustCompile(`^` + allForm + `の?` + papersForm + `(?:の中)?(?:で|から|に|のうち|のなか|を見て)?(?:は)?[、,]? ?(.+?)` + particleForm + `(?:` + standsForm + `|探し[^、。?]*|さがし[^、。?]*|検索[^、。?]*|調べ[^、。?]*|どこ[^、。?]*|どれ[^、。?]*)\??$`),
	// 社内の資料でVPNが出てくるものを全部
	regexp.MustCompile(`^(?:この中|社内|手元|うち|会社|ここ)の` + papersForm + `(?:の中)?(?:で|から|に|のうち)(?:は)?[、,]? ?(.+?)` + particleForm + standsForm + `(?:もの|の|やつ|とこ|ところ|箇所|か所|` + papersForm + `)(?:を|は|って)?(?:` + allForm + `|どれ|どこ|何|なに)[^、。?]*\??$`),
	// VPNに触れてる資料ぜんぶ, VPNって書いてあるとこ全部
	regexp.MustCompile(`^(.+?)` + particleForm + standsForm + papersForm + `(?:は|って|を|が|の)?(?:` + allForm + `|どれ|どこ|どの|何|なに|一覧|リスト|教え|探し|さがし|挙げ|出し|見せ|知り|ある)[^、。]*$`),
	regexp.MustCompile(`^(.+?)` + particleForm + writtenForm + `(?:ところ|とこ|箇所|か所|場所|部分|もの|やつ|の)(?:は|って|を|が|の)?(?:` + allForm + `|どれ|どこ|どの|何の` + papersForm + `|一覧|リスト)[^、。]*$`),
	regexp.MustCompile(`^(.+?)` + particleForm + standsForm + papersForm + `(?:は|って)?\??$`),
	// どの規程にVPNがある
	regexp.MustCompile(`^(?:どの|どこの|どんな|何の|なんの)(?:ルール|` + papersForm + `)(?:の中)?(?:に|で|が|は)[、,]? ?(.+?)` + particleForm + standsForm + `\??$`),
	// VPNはどこに書いてある
	regexp.MustCompile(`^(.+?)` + particleForm + `[、,]? ?(?:どこ|どのへん|どの辺|どちら|何|なに)(?:の` + papersForm + `)?(?:に|で|を見れば)(?:出てく|出て|載って|のって|書いて|書かれ|かいて|記載|言及|触れ)[^、。]*$`),
	// VPNに関する資料を全部
	regexp.MustCompile(`^(.+?)(?:を含む|に関する|関連の|の出てくる)(?:` + papersForm + `)(?:を|は|って|の)?` + allForm + `[^、。]*$`),

	regexp.MustCompile(`(?i)^(?:in )?(?:which|what)(?: of (?:the|our|these))? ?` + englishPapers + `(?: (?:that|do|does|is|are))? ?(?:mentions?|says?|has|have|talks? about|contains?|refers? to|includes?|covers?|speaks? of|cites?|uses?)(?: the word| the term| anything about)? (.+?)$`),
	regexp.MustCompile(`(?i)^in (?:which|what) ` + englishPapers + ` (?:is|are|does|do) (.+?) (?:` + englishStands + `|appear|come up|occur|show up|stand)$`),
	regexp.MustCompile(`(?i)^where (?:exactly )?(?:is|are|was|were) (?:the (?:word|term) )?(.+?) (?:` + englishStands + `)(?: in (?:the|our|all|any).*)?$`),
	regexp.MustCompile(`(?i)^where (?:else )?(?:does|do) (?:the (?:word|term) )?(.+?) (?:appear|come up|occur|show up|stand)(?: in (?:the|our|all|any).*)?$`),
	regexp.MustCompile(`(?i)^(?:(?:please|can you|could you) )?(?:(?:find|list|show|give|get)(?: me)? )?(?:all|every|any|each)(?: the| of the)? (?:mentions?|occurrences?|references?|places?)(?: of| to| that mention| where)? (.+?)(?: (?:is|are) (?:` + englishStands + `))?(?: in (?:the|our|all|any).*)?$`),
	regexp.MustCompile(`(?i)^(?:(?:please|can you|could you) )?(?:find|list|show|give|get|search)(?: me)? (?:all |every |any |each )?(?:the |of the |our )*(?:` + englishPapers + `|everything|anything|places)(?: that| which| where)? ?(?:mention(?:s|ing)?|say(?:s|ing)?|contain(?:s|ing)?|talk(?:s|ing)? about|refer(?:s|ring)? to|with|about|includ(?:es?|ing)|cover(?:s|ing)?) (.+?)$`),
	regexp.MustCompile(`(?i)^(?:search|look through|go through|scan)(?: in)? (?:all|every|the|our)(?: of)?(?: the| our)? ` + englishPapers + ` for (.+?)$`),
	regexp.MustCompile(`(?i)^(?:do|does|is|are) (?:any|some)(?: of)?(?: the| our)? ` + englishPapers + ` (?:mention|say|contain|talk about|refer to|include)s? (.+?)$`),
	regexp.MustCompile(`(?i)^is (.+?) mentioned (?:anywhere|somewhere|in any.*)$`),
	regexp.MustCompile(`(?i)^(?:(?:all|any|every|the) )*` + englishPapers + ` (?:mentioning|containing|that (?:mention|contain)s?|with the (?:word|term)) (.+?)$`),
}

// quotedName is a name in quotes.
var quotedName = regexp.MustCompile(`^[「『"'“‘](.+)[」』"'”’](?:という(?:言葉|語|単語|名前)|って)?$`)

var (
	nameEnds  = regexp.MustCompile(`(?:という(?:言葉|語|単語|名前|文字|ワード|用語)|って(?:いう)?(?:言葉|語|単語|名前|ワード)|の(?:言葉|単語|名前|文字|話|こと|件)|について|に関して|に関する|のルール|とは|って(?:いう)?(?:人|方|ひと)|という(?:人|方)|って|さん|氏|くん)$`)
	nameHeads = regexp.MustCompile(`(?i)^(?:(?:the|a|an) )?(?:(?:word|term|name|phrase) )?`)
	politely  = regexp.MustCompile(`(?:を|って)?(?:(?:全部|ぜんぶ|すべて)?(?:教え|おしえ|挙げ|あげ|出し|見せ|探し|さがし|調べ|リストアップし|列挙し)て)?(?:ください|下さい|くれますか|くれない|くれる|もらえますか|ほしい(?:です)?|ほしいんだけど|ちょうだい)?(?:です|でしょう)?か?[。.?? !ー〜~]*$`)
	request   = regexp.MustCompile(`(?i)[?.! ]*(?:please|thanks|thx)?[?.! ]*$`)
	greeting  = regexp.MustCompile(`(?i)^(?:すみません|すいません|お疲れ様です|お疲れさまです|教えて(?:ください)?|ねえ|あの|ちなみに|please|hi|hello|hey|ok|so)[、,。 !]+`)
)

// whatIsSaid asks for what the documents say, not only for which they are.
var whatIsSaid = regexp.MustCompile(`それぞれ|(?:何|なん)(?:て|と)(?:言|い|書|述|の)|どう(?:書|言|なって|違|いう)|(?i)\bwhat (?:do|does|did) (?:they|it|each|the)\b`)

// mentionOf returns the topic of a question for all documents that mention it; "" for
// any other question.
func mentionOf(text string, m question.Meaning) string {
	if whatIsSaid.MatchString(text) {
		return ""
	}
	text = strings.TrimSpace(norm.NFKC.String(strings.ToValidUTF8(text, "")))
	text = strings.TrimSpace(greeting.ReplaceAllString(text, ""))
	text = request.ReplaceAllString(text, "")
	for _, typed := range []string{text, strings.TrimSpace(politely.ReplaceAllString(text, ""))} {
		for _, form := range mentionForms {
			if f := form.FindStringSubmatch(typed); f != nil {
				if name := nameOf(f[1]); name != "" {
					return name
				}
			}
		}
	}
	return nameOf(m.Mentions)
}

// nameOf is a topic without what only says that it is one; "" for what is none.
func nameOf(topic string) string {
	name := strings.TrimSpace(topic)
	for range 3 {
		if q := quotedName.FindStringSubmatch(name); q != nil {
			return strings.TrimSpace(q[1])
		}
		name = strings.TrimSpace(nameEnds.ReplaceAllString(name, ""))
		name = strings.TrimSpace(nameHeads.ReplaceAllString(name, ""))
		name = strings.Trim(name, " 、,。.:;?")
	}
	if utf8.RuneCountInString(name) < 2 && !strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) ||
		utf8.RuneCountInString(name) > longestName || strings.ContainsAny(name, "、。") || asksItself.MatchString(name) {
		return ""
	}
	return name
}

// longestName is how many characters the longest topic has that is looked for as one.
const longestName = 40

// isName reports whether a topic is one name, not several nor a description of what is
// looked for: 入社時に必要なもの.
func isName(topic string) bool {
	return len(partsOf(topic)) == 1 && utf8.RuneCountInString(topic) <= 20 && !described.MatchString(topic)
}

var described = regexp.MustCompile(`[^\p{Hiragana}](?:が|を|に|で|は|する|した|して|な|なら|から|まで)[^\p{Hiragana}]`)

// asksItself is no name but a question: 誰が何を.
var asksItself = regexp.MustCompile(`(?i)^(?:何|なに|どれ|どこ|いつ|誰|だれ|これ|それ|あれ|この.*|その.*|it|this|that|they|what|which)$|^(?:何|なに|どんな|どの|what|which|how|who|when) ?(?:が|を|に|の|日|円)?`)
