package question

import (
	"regexp"
	"strings"

	"kotae/retrieval/japanese"
)

// Kind is the kind of thing a question asks for.
type Kind string

// The kinds of questions. Fact is what fits no other.
const (
	Fact    Kind = "fact"
	Number  Kind = "number"
	Date    Kind = "date"
	Person  Kind = "person"
	Place   Kind = "place"
	Reason  Kind = "reason"
	List    Kind = "list"
	Compare Kind = "compare"

	YesNo      Kind = "yes_no"
	Definition Kind = "definition"
	Quotation  Kind = "quotation"
	Sources    Kind = "sources" // which documents say something
)

// kindForms are tried in order on the folded question; the first that matches is
// the kind. What asks for several things comes before what asks for one, dates
// before numbers.
var kindForms = []struct {
	kind Kind
	form *regexp.Regexp
}{
	{Compare, regexp.MustCompile(`違い|違う|比べ|比較|どちらが|どっち|どう変わ|食い違|新旧|並べて|の差(?:は|が|って)|変わった点|それぞれ|\b(differ|difference|differences|compare|compared|versus|vs|same for)\b`)},
	{List, regexp.MustCompile(`箇条書き|列挙|一覧|挙げて|すべて|全て|全部|順番に|順を追って|手順|何がある|何があ|どんなものが|なにが必要|何が必要|どれとどれ|\b(list|all the|what are the|steps|which (ones|items))\b`)},
	{Reason, regexp.MustCompile(`なぜ|何故|どうして|なんで|理由|原因|わけ(は|を|が)|\b(why|reason|cause)\b`)},
	{Date, regexp.MustCompile(`いつ|何月|何日(?:に|から|まで|付|ですか|だっけ|$|[?])|何年(?:に|から|の|ですか|だっけ|生|$|[?])|何時(?:[^間]|$)|何曜|日付|期日|期限|締切|締め切り|施行日|公表日|発表日|支給日|\b(when|what (date|day|year|month|time)|which (day|year|month)|deadline|by when)\b`)},
	{Number, regexp.MustCompile(`いくら|いくつ|何(?:人|名|件|円|台|回|個|社|割|時間|分|日|年|歳|か月|ヶ月|ケ月|カ月|箇月|番|階|箇所|ヶ所|か所|カ国|か国|ヶ国|枚|冊|本|倍|文字|度|メートル|キロ|km|kg|%|パーセント|つ|通り|種類|点|語|勝|位|代|世紀)|何番|(?:電話|内線|受付)番号(?:は|って|を|$|[?])|(?:どの|どれ)(?:くらい|ぐらい|位|だけ)|人数|金額|件数|台数|割合|料金|価格|月額|年額|上限|日数|` +
		`\b(how (many|much|long|often|far|old|quickly|soon|large|high)|what (percentage|number|amount|rate)|percent|(?:extension|phone|telephone|account|order|serial|model|fax) number|number of the|what is the number)\b`)},
	{Person, regexp.MustCompile(`誰|だれ|何者|どなた|(?:担当者|責任者|人物|人|者|社長|大臣|監督)(?:は|の名前|って)|氏名|\b(who|whom|whose|which (person|agency|team))\b`)},
	{Place, regexp.MustCompile(`どこ|何処|場所|所在地|本拠地|何(?:県|市|州|地方|大陸)|\b(where|which (city|country|office|room))\b`)},
}

// furtherForms are kinds that a question asks for beside one of the others, or alone.
var furtherForms = []struct {
	kind Kind
	form *regexp.Regexp
}{
	{Sources, regexp.MustCompile(`(?:どの|何の|どちらの)(?:文書|資料|ファイル|規程|記事|ドキュメント|書類)|(?:文書|資料|ファイル|記事|ドキュメント)(?:を|は|の)?(?:全部|ぜんぶ|すべて|全て|一覧|挙げ|リスト|どれ|探し)|(?:どこ|何)に(?:書いて|載って|記載|出て)|出典|根拠(?:と|は|を)|\b(?:which|what|all|any) (?:documents?|files?|articles?|sources?)\b|\bwhere (?:is|does) (?:it|that) (?:written|say)\b`)},
	{Quotation, regexp.MustCompile(`原文|引用して|そのまま(?:抜|書|引|教)|文言|何と(?:言|述べ|書|表現|呼)|なんて(?:言|書|表現)|と(?:言|述べ)(?:った|っていた|たのは)|発言|コメント|\b(?:quote|verbatim|exact (?:words|wording)|said|say about|called|describe[ds]?|put it)\b`)},
	{Definition, regexp.MustCompile(`(?:とは|って)(?:何|なに|なん|どういう|どんな)?(?:の?こと|意味|もの)?(?:です|でしょう)?(?:か|$|[?。])|(?:の|どういう)(?:意味|定義)|何の(?:略|こと)|\b(?:what (?:does|do) .* mean|define|definition|meaning|stands? for)\b|\bwhat (?:is|are) (?:an? )?[a-z0-9-]+(?: [a-z0-9-]+)?[?]?$`)},
	{YesNo, regexp.MustCompile(`(?:でき|れ|もらえ|いけ|使え|取れ|行け)(?:ます|る)(?:の|ん)?(?:です)?(?:か|$|[?])|(?:ても|で|て)(?:いい|良い|よい|大丈夫|OK|ok|可能)|可能(?:です)?か|(?:必要|義務|対象|不要|可能|あり|ok|だめ|ダメ|禁止|本当|有効)(?:です|なの|でしょう)?(?:か|[?]|$)|(?:い|あり|し|れ)(?:ます|ました)か(?:[?。]|$)|(?:^|[.!?] )(?:is|are|was|were|do|does|did|can|could|may|must|should|has|have|will|am)\b`)},
}

// interrogative is what a question that asks for something else than yes or no holds.
var interrogative = regexp.MustCompile(`何|なに|なん[でのだかて]|いつ|どこ|だれ|誰|どれ|どの|どう|どちら|どっち|どなた|どんな|なぜ|いくら|いくつ|\b(?:what|when|where|who|whom|whose|which|why|how)\b`)

// kinds finds the kinds of things that a question in NFKC asks for.
func kinds(text string) []Kind {
	folded := japanese.Fold(text)
	var out []Kind
	for _, f := range kindForms {
		if f.form.MatchString(folded) {
			out = append(out, f.kind)
		}
	}
	asks := interrogative.MatchString(folded)
	for _, f := range furtherForms {
		if f.form.MatchString(folded) && (f.kind != YesNo || !asks) {
			out = append(out, f.kind)
		}
	}
	if len(out) == 0 {
		out = []Kind{Fact}
	}
	return out
}

// unitForms ask for a number of something.
var unitForms = regexp.MustCompile(`(?:何|幾)(人|名|件|円|ドル|台|回|個|社|割|時間|営業日|分|秒|日|年度|年|歳|か月|ヶ月|ケ月|カ月|箇月|番|階|箇所|ヶ所|か所|カ国|か国|ヶ国|枚|冊|本|倍|文字|度|メートル|キロ|km|kg|gb|mb|tb|%|パーセント|ポイント|つ|通り|種類|点|語|勝|位|代|世紀|週間|曜日|曜|月|時)|\bhow (?:many|much) (?:of the )?([a-z]+)|\bhow (long|often|old|far)\b|\bwhat (percentage|year|month|day|date|time)\b`)

// unit is the unit that a number is asked in.
func unit(text string) string {
	m := unitForms.FindStringSubmatch(japanese.Fold(text))
	if m == nil {
		return ""
	}
	return strings.Join(m[1:], "")
}

// In reports whether a text with these traits holds a thing of the kind at all.
// Kinds that show no outward sign are in every text.
func (k Kind) In(t japanese.Traits) bool {
	switch k {
	case Number:
		return t.Number
	case Date:
		return t.Date || t.Number
	case Person:
		return t.Person
	case Place:
		return t.Place
	case Reason:
		return t.Reason
	}
	return true
}
