package bot

import (
	"regexp"

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
)

// kindForms are tried in order on the folded question; the first that matches is
// the kind. What asks for several things comes before what asks for one, dates
// before numbers.
var kindForms = []struct {
	kind Kind
	form *regexp.Regexp
}{
	{Compare, regexp.MustCompile(`違い|違う|比べ|比較|どちらが|どっちが|どう変わ|変わった点|それぞれ|\b(differ|difference|differences|compare|compared|versus|vs|same for)\b`)},
	{List, regexp.MustCompile(`箇条書き|列挙|一覧|挙げて|すべて|全て|全部|順番に|順を追って|手順|何がある|何があ|どんなものが|なにが必要|何が必要|どれとどれ|\b(list|all the|what are the|steps|which (ones|items))\b`)},
	{Reason, regexp.MustCompile(`なぜ|何故|どうして|なんで|理由|原因|わけ(は|を|が)|\b(why|reason|cause)\b`)},
	{Date, regexp.MustCompile(`いつ|何月|何日(?:に|から|まで|付|ですか|だっけ|$|[?])|何年(?:に|から|の|ですか|だっけ|生|$|[?])|何時(?:[^間]|$)|何曜|日付|期日|期限|締切|締め切り|施行日|公表日|発表日|支給日|\b(when|what (date|day|year|month|time)|which (day|year|month)|deadline|by when)\b`)},
	{Number, regexp.MustCompile(`いくら|いくつ|何(?:人|名|件|円|台|回|個|社|割|時間|分|日|年|歳|か月|ヶ月|ケ月|カ月|箇月|番|階|箇所|ヶ所|か所|カ国|か国|ヶ国|枚|冊|本|倍|文字|度|メートル|キロ|km|kg|%|パーセント|つ|通り|種類|点|語|勝|位|代|世紀)|(?:どの|どれ)(?:くらい|ぐらい|位|だけ)|人数|金額|件数|台数|割合|料金|価格|月額|年額|上限|日数|` +
		`\b(how (many|much|long|often|far|old|quickly|soon|large|high)|what (percentage|number|amount|rate)|percent)\b`)},
	{Person, regexp.MustCompile(`誰|だれ|何者|どなた|(?:担当者|責任者|人物|人|者|社長|大臣|監督)(?:は|の名前|って)|氏名|\b(who|whom|whose|which (person|agency|team))\b`)},
	{Place, regexp.MustCompile(`どこ|何処|場所|所在地|本拠地|何(?:県|市|州|地方|大陸)|\b(where|which (city|country|office|room))\b`)},
}

// KindOf tells what kind of thing a question asks for.
func KindOf(question string) Kind {
	folded := japanese.Fold(question)
	for _, f := range kindForms {
		if f.form.MatchString(folded) {
			return f.kind
		}
	}
	return Fact
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
