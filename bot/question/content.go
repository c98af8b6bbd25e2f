package question

import (
	"regexp"
	"strings"
	"unicode"
)

// The words that only ask, Japanese. What they leave standing is what documents say:
// of 説明して the whole, of 説明責任 nothing.
const (
	// asking are verbs of asking, up to て or たい.
	asking = `(?:教え|おしえ|(?:説明|列挙|要約|整理|解説|紹介|引用|リストアップ|リスト化|回答|確認)し|挙げ|あげ|まとめ|書き出し|抜き出し|書い|出し|答え|見せ|示し|調べ|探し|聞かせ|(?:箇条書き|一覧|リスト|表)にし)`
	// kindly is how て goes on.
	kindly = `(?:(?:くだ|下)さい(?:ませ)?|ほしい|欲しい|もら(?:え|い|って)|いただ(?:け|き)|頂(?:け|き)|くれ|ちょうだい|頂戴|おいて|みて)?`
	// politely is how a request or a question ends.
	politely = `(?:ます|ません|ない|たい|る)?(?:です|でしょう)?(?:の|ん)?(?:です|だ)?(?:か|が|けど|けれど|けれども|ね|よ|な)*`
)

var fillers = []*regexp.Regexp{
	// greetings and thanks
	filler(`(?:先日|昨日|先ほど|この前|いつも|毎度)(?:は)?(?:どうも|本当に)?(?:お世話に(?:なり(?:ました|ます)|なって(?:おり|い)ます)|(?:助かって(?:い)?ます)|ありがとうございま(?:した|す))|助かります|(?:わかる|分かる|知ってる)(?:人|方)(?:が)?(?:い(?:たら|れば)|おられましたら|いらっしゃ(?:いましたら|れば))`),
	filler(`お疲れ(?:様|さま)(?:です|でした)?|おつかれ(?:さま)?(?:です)?|お世話にな(?:って(?:お)?り?ます|ります)|おはようございます|こんにち[はわ]|こんばん[はわ]|は[じ初]めまして`),
	filler(`(?:大変)?(?:恐れ入り|おそれいり|恐縮です|お手数です|お手数をおかけし|お忙しいところ|申し訳(?:ありません|ございません|ない(?:です|のです)?))(?:ます)?(?:が|けど)?|す[みい]ません(?:が|けど)?|ごめん(?:なさい|ください)?|失礼(?:いた)?します`),
	filler(`(?:どうぞ|何卒)?(?:よろしく|宜しく)(?:お願い(?:いた|致)?し(?:ます)?)?|お願い(?:(?:いた|致)?し(?:ます|たい(?:です)?)|です|$)|ありがとう(?:ございま(?:す|した))?|助けて(?:(?:くだ|下)さい)?`),
	filler(`(?:一つ|ひとつ|1つ|ちょっと)?(?:ご)?質問(?:なの|なん|が(?:あるの|あるん|あり(?:ます)?)|させて(?:くだ|下)さい|です)(?:です)?(?:が|けど)?|お(?:聞き|伺い|尋ね)し(?:ます|たい(?:ん|の)?(?:です)?(?:が|けど)?)`),
	filler(`\b(?:i )?hope (?:you|everyone|all|this|everything)[^.!?]*[.!?]|\b(?:many )?thanks(?: (?:a lot|so much|in advance|again|for (?:your|the) help))?\b[!.]?|\bsorry (?:to bother(?: you)?|for (?:the )?(?:bother|trouble))\b`),
	// requests
	filler(`(?:について|に関して|のことを?|を|は)?(?:全部|全て|すべて)?` + asking + `て` + kindly + politely),
	filler(`(?:について|に関して|のことを?|を|が|か)?(?:知り|聞き|教わり|(?:確認|理解|把握)し|調べ)たい` + politely),
	filler(`(?:って)?(?:ご存[知じ](?:の方|ですか|でしょうか)|知(?:って(?:い)?|り)|分か|わか)(?:る|ます|り(?:ます|ません)|ってる)?(?:人|方)?(?:(?:は|が)?(?:い(?:ます|る|ません|ない)))?(?:です)?か`),
	// how the answer is wanted
	filler(`(?:[0-9一二三四五六七八九十]+(?:行|文|文字|字|語|ページ)(?:以内|程度|くらい|ぐらい)?で(?:の)?|一言で|ひとことで|(?:簡単|簡潔|端的|詳細|具体的|正確|丁寧|手短)に(?:は)?|短く|(?:詳|くわ)しく|ざっくり(?:と)?|さくっと|(?:分か|わか|解)りやすく|できるだけ|できれば|なるべく|順番に|順を追って)`),
	filler(`(?:箇条書き|一覧|リスト|表形式|日本語|英語|敬語)(?:で|にして)|(?:を)?(?:原文|全文)(?:の)?(?:まま|通り|とおり)?(?:で|を|引用して)|箇条書き$`),
	// where it is written
	filler(`(?:この|その|手元の|社内の|こちらの|ここの)(?:資料|文書|書類|文章|記事|ドキュメント|ファイル|テキスト)(?:に(?:よると|よれば|は|おいて)?|で(?:は)?|の中(?:に|で)?(?:は)?|上)?`),
	filler(`(?:資料|文書|書類|文章|記事|ドキュメント|ファイル|テキスト)(?:に(?:よると|よれば|は)|で(?:は)?|の中(?:に|で)(?:は)?)`),
	filler(`(?:と|って|に|も|は)?(?:書(?:いてあ|かれて(?:い)?)|載って(?:い)?|記載(?:されて(?:い)?|があ)|述べ(?:られ)?て(?:い)?|言及(?:されて|して)(?:い)?|触れ(?:られ)?て(?:い)?|出て(?:い|き)?)(?:る|た|り?ます|り?ました|った)(?:の|ん)?(?:です)?か?`),
	// words that fill
	filler(`結局(?:のところ)?|そもそも|ちなみに|ところで|えー?っ?と|あの[ー、]|そういえば|一体(?:全体|どう|なぜ|何|誰|いつ|どこ)|いったい|要するに|つまり|実際(?:のところ|に)?|本当(?:に|は)|ほんと(?:に|は)?|とりあえず|ぶっちゃけ|正直|やっぱり?|やはり|もしかして|たしか|確か(?:に)?|ちょっと|例えば|たとえば|なんか|(?:念の|ねんの)ため|改めて|急ぎで|至急|うちの?会社|当社|弊社|自社|わが社|我が社`),
	filler(`(?:という|って(?:いう)?|との|てな)?(?:こと|話|わけ|扱い)(?:に(?:な(?:って(?:い)?る|る|ります|りました|った))?)?(?:です|なん|なの|だ)(?:です)?(?:か|が)?`),
	filler(`どう(?:なって(?:い)?(?:る|ます)|なる|なります|すれば(?:いい|良い|よい)?|したら(?:いい|良い|よい)?|やったら|やれば)(?:の|ん)?(?:です|でしょう)?か?|どういう|どのように|どのような|どんな|どうやって`),
	filler(`(?:だった|でした|なん|なの|ん|の)?(?:だ|でし)?っけ|(?:です|ます|でしょう|だろう)か`),

	// English
	filler(`\b(?:can|could|would|will) (?:you|someone|anyone)(?: please| kindly)? (?:tell|explain|show|give|list|describe|find|help|summari[sz]e|let)(?: to)?(?: me| us)?(?: know| about| with| out| find)?\b`),
	filler(`\b(?:please )?(?:tell|show|give|remind|help) (?:me|us)(?: about| with)?\b|\b(?:please|kindly|thanks|thank you|cheers)\b|\blet me know\b`),
	filler(`\bi(?:'d| would)? (?:like|want|need|have) to (?:know|ask|find out|understand|learn)(?: about)?\b|\b(?:do you|does anyone|anyone|anybody) know\b|\bany idea\b|\bi(?:'m| am| was) (?:wondering|curious|not sure|looking for|trying to (?:find|understand))(?: if| about| whether)?\b|\bi wonder(?: if)?\b|\bquick question\b`),
	filler(`^(?:hi|hello|hey|good (?:morning|afternoon|evening)|so|well|ok|okay|um|uh)(?: there| all| everyone| team)?\b[,!.]?|\b(?:by the way|btw|actually|basically|exactly|just|really|in fact)\b`),
	filler(`\b(?:in|with) (?:one|two|three|four|five|a few|[0-9]+) (?:short )?(?:sentences?|words?|lines?|bullets?|bullet points)\b|\b(?:in short|briefly|in detail|in brief|shortly|step by step)\b|\b(?:as|in|with) (?:a |an )?(?:bulleted |bullet |numbered |short )?(?:bullet points|bullets|points|list)\b`),
	filler(`\b(?:according to|based on|from|in) (?:the|these|those|our|this|your|any of the) (?:documents?|docs|files?|articles?|texts?|sources?|materials?)\b|\b(?:the |this |these )?(?:documents?|articles?|texts?|files?) (?:says?|said|mention(?:s|ed)?|states?|describes?|reports?|tells?)\b`),
	filler(`^(?:(?:explain|describe|summari[sz]e|define)(?: all)?(?: of)?(?: the)?|(?:list|name|give|find) (?:me |us )?(?:all|the|them|every|any)(?: of)?(?: the)?)\b|\b(?:is|are|was|were) (?:mentioned|described|stated|written|said|reported)\b|\bsaid to\b|\bsupposed to\b`),
}

func filler(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + s) }

// content replaces what only asks by spaces, but where that leaves nothing that says anything.
func content(text string) string {
	if out := stripped(text); strings.ContainsFunc(out, says) {
		return out
	}
	return text
}

// stripped replaces what only asks by spaces.
func stripped(text string) string {
	out := text
	for _, f := range fillers {
		out = f.ReplaceAllString(out, " ")
	}
	return strings.TrimFunc(strings.Join(strings.Fields(out), " "), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("。、,.;:!?", r)
	})
}

// says reports whether a character can be part of a content word: what remains of a
// question in hiragana alone says nothing.
func says(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Hiragana, r)
}
