package question

import (
	"testing"

	"kotae/retrieval/japanese"
)

func TestTheFirstKind(t *testing.T) {
	for want, questions := range map[Kind][]string{
		Fact: {
			"", "VPN", "経費精算", "有給休暇の申請方法を教えてください", "テレワーク中の休憩はどう扱われますか", "パスワードを忘れました",
			"社員証をなくしたらどうすればいい？", "What is the dress code?", "VPN setup",
		},
		YesNo: {
			"個人情報の持ち出しは可能ですか", "自宅で働いてもいいですか", "副業はできますか", "この書類は必要？", "領収書は不要ですか", "マイカーで行っていい？", "有効ですか？",
			"Can I work from home?", "Is overtime paid?", "Do I need a receipt?", "May guests take pictures?",
		},
		Definition: {
			"偽旗作戦とは", "慶弔休暇って何ですか", "フレックスタイムとは何か", "PTOの意味は？", "APIは何の略", "What is phishing?", "What are core hours?", "What does PTO mean?", "What does HSSD stand for?",
		},
		Quotation: {
			"報道官は何と述べましたか", "該当箇所をそのまま抜き出して", "原文が見たい", "大臣の発言", "Give me the exact wording", "quote the rule on overtime",
		},
		Sources: {
			"副業のことはどの文書に書いてありますか", "HYM-20Lに触れている資料を全部", "出典は？", "それはどこに書いてあるの", "Which documents mention phishing?", "Which file covers visas?",
		},
		Number: {
			"出張の日当はいくらですか", "有給は年に何日もらえますか", "会議室には何人入れますか", "パスワードは何文字以上ですか", "在宅勤務は週に何回までできますか",
			"残業は何時間までですか", "どのくらいかかりますか", "定員の人数を教えて", "通勤手当の上限は？", "１２月は何％？", "部署はいくつある？", "結婚したら何日休める？",
			"How many days of leave do I have?", "How much is the allowance?", "What percentage do we pay?", "How long is the trial period?",
		},
		Date: {
			"経費の締切はいつですか", "給与は何日に支払われますか", "健康診断は何月ですか", "始業は何時ですか", "提出期限を知りたい", "改訂の施行日は？", "何曜日が定休日？",
			"申請は何日までですか", "何年に設立された？", "賞与の支給日は", "イツ更新されますか？ いつ",
			"When is the deadline?", "What time does the office open?", "Which month is the audit?", "By when do I submit?",
		},
		Person: {
			"誰に申請すればいいですか", "承認者はだれ？", "情報セキュリティの責任者は", "窓口の担当者の名前って", "これはどなたが決めますか", "監督は？",
			"Who approves the request?", "Whom do I ask?", "Which team owns the wiki?",
		},
		Place: {
			"健康診断はどこで受けますか", "書類の保管場所を教えて", "本社の所在地は", "何県にありますか", "何処に提出する",
			"Where is the form?", "Which office handles visas?", "Which room has a projector?",
		},
		Reason: {
			"なぜ二段階認証が必要なのですか", "どうして禁止されているの", "遅延の理由", "障害の原因を教えて", "なんで変わったの", "値上げのわけは",
			"Why was it changed?", "What is the reason for the delay?",
		},
		List: {
			"入社時に必要な書類を一覧にして", "手順を教えて", "持ち物をすべて挙げて", "申請には何が必要ですか", "福利厚生にはどんなものがありますか", "対象を全部教えて", "条件を箇条書きで",
			"List the required documents", "What are the steps to reset it?", "Show all the rules",
		},
		Compare: {
			"年休と代休の違いは何ですか", "旧プランと新プランを比べて", "どっちが高い？ どちらが安い？", "何がどう変わったの", "それぞれの上限は",
			"What is the difference between A and B?", "Compare plan A and plan B", "Is it the same for part-timers?",
		},
	} {
		for _, q := range questions {
			m := Parse(q)
			if want == Sources && m.Asks(Sources) { // mostly of a list, or a place
				continue
			}
			if got := m.Kind(); got != want {
				t.Errorf("%q asks for %s, want %s", q, m.Kinds, want)
			}
		}
	}
}

func TestKindOfPrefersTheMostTelling(t *testing.T) {
	for _, tt := range []struct {
		name, question string
		want           Kind
	}{
		{"a comparison of figures is a comparison", "正社員とパートの有給日数の違いは", Compare},
		{"a list of deadlines is a list", "締切を一覧で", List},
		{"a reason for a date is a reason", "なぜ締切が早まったのですか", Reason},
		{"a day to do something by is a date, not a number", "何日までに出せばいい？", Date},
		{"days to have are a number", "慶弔休暇は何日もらえますか", Number},
		{"hours are a number, the hour is a date", "残業は何時間まで？ 何時間", Number},
		{"width makes no difference", "ＨＯＷ ＭＡＮＹ ｄａｙｓ", Number},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Parse(tt.question).Kinds[0]; got != tt.want {
				t.Errorf("Parse(%q) = %s, want %s", tt.question, got, tt.want)
			}
		})
	}
}

func TestKindIn(t *testing.T) {
	all := japanese.Traits{Number: true, Date: true, Person: true, Place: true, Reason: true}
	for _, tt := range []struct {
		kind Kind
		only japanese.Traits // what alone suffices
	}{
		{Number, japanese.Traits{Number: true}},
		{Date, japanese.Traits{Date: true}},
		{Date, japanese.Traits{Number: true}}, // 3日前
		{Person, japanese.Traits{Person: true}},
		{Place, japanese.Traits{Place: true}},
		{Reason, japanese.Traits{Reason: true}},
		{Fact, japanese.Traits{}},
		{List, japanese.Traits{}},
		{Compare, japanese.Traits{}},
	} {
		if !tt.kind.In(tt.only) || !tt.kind.In(all) {
			t.Errorf("%s is not in %+v", tt.kind, tt.only)
		}
	}
	for _, kind := range []Kind{Number, Date, Person, Place, Reason} {
		if kind.In(japanese.Traits{}) {
			t.Errorf("%s is in a text without traits", kind)
		}
	}
}
