package japanese

import (
	"regexp"

	"github.com/ikawaha/kagome/v2/tokenizer"
)

// Traits are kinds of information that a text holds. They say what is there, not
// that it is what somebody asked for.
type Traits struct {
	Number bool // a figure, in digits or kanji, with or without a unit
	Date   bool // a date, a month, a year, a weekday, a time of day
	Person bool // a person's name or office
	Place  bool // a place's or an organisation's name
	Reason bool // words that give a reason
}

var (
	numberForm = regexp.MustCompile(`[0-9]|[一二三四五六七八九十百千万億兆数半]+(人|名|件|円|台|回|個|社|割|時間|分|日|年|歳|か月|ヶ月|箇所|か国|カ国|枚|冊|本|倍|番|度|つ|通り|種類|点)|` +
		`\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|twice|dozen|hundred|thousand|million|billion)\b`)
	dateForm = regexp.MustCompile(`[0-9〇一二三四五六七八九十元]+ *(年|月|日|時|世紀|曜)|[0-9]{1,4}[/-][0-9]{1,2}([/-][0-9]{1,2})?|[0-9]{1,2}:[0-9]{2}|[月火水木金土日]曜|` +
		`(令和|平成|昭和|大正|明治)|(翌|当|前|毎)(日|月|週|年)|月末|年末|期末|正午|午前|午後|締切|当日|` +
		`\b(january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|midnight|[12][0-9]{3})\b|\b[0-9]{1,2} ?(am|pm|a\.m|p\.m)`)
	personForm = regexp.MustCompile(`氏|(?:^|[^く])さん|(?:^|[^仕同模多異])様(?:$|[^々子式相])|殿|社長|部長|課長|係長|主任|次長|室長|局長|長官|大臣|首相|大統領|議員|知事|市長|会長|委員長|教授|博士|監督|選手|作家|担当|責任者|報道官|研究員|所長|店長|工場長|オフィス長|上長|上司|` +
		`\b(mr|ms|mrs|dr|manager|director|president|chief|officer|head|team|minister|secretary|chair)\b`)
	reasonForm = regexp.MustCompile(`ため|ので|から|理由|原因|により|によって|おかげ|せいで|背景|わけ|目的|\b(because|since|due to|so that|reason|in order to|therefore|owing to)\b`)
)

// Traits finds out what kinds of information a text holds.
func (a *Analyzer) Traits(text string) Traits {
	folded := Fold(text)
	t := Traits{
		Number: numberForm.MatchString(folded), Date: dateForm.MatchString(folded),
		Person: personForm.MatchString(folded), Reason: reasonForm.MatchString(folded),
	}
	for _, tok := range a.load().Analyze(folded, tokenizer.Search) {
		pos := tok.POS()
		if len(pos) < 3 || pos[1] != "固有名詞" || tok.Surface[0] < 0x80 {
			continue // the dictionary takes every Latin word for an organisation
		}
		switch pos[2] {
		case "人名":
			t.Person = true
		case "地域", "組織":
			t.Place = true
		}
	}
	if !t.Person { // names from abroad: ダスティン・カーマック, Dustin Carmack
		t.Person = foreignName.MatchString(text)
	}
	t.Place = t.Place || placeForm.MatchString(folded)
	return t
}

var (
	foreignName = regexp.MustCompile(`[A-Z][a-z]+ [A-Z][a-z]+|[ァ-ヶー]・[ァ-ヶ]`)
	placeForm   = regexp.MustCompile(`[都道府県市区町村国州島駅階館室]|オフィス|本社|支社|支店|拠点|会場|受付|窓口|場所|\b(office|room|floor|building|city|desk|portal|site|centre|center|street)\b`)
)
