package extract

import "testing"

func TestWantedIn(t *testing.T) {
	for _, tt := range []struct {
		question, sentence string
		want               bool
	}{
		{"有休は何日もらえますか", "年休は14日とする。", true},
		{"有休は何日もらえますか", "定員は8人である。", false},
		{"宿泊費はいくらまで", "1泊12,000円を上限とする。", true},
		{"宿泊費はいくらまで", "申請は3日前まで。", false},
		{"4日続けて休むと手当は何円", "4日以上続けて休むとき。", false},
		{"制定されたのは何年", "令和3年4月1日に制定。", true},
		{"制定されたのは何年", "4月1日に制定。", false},
		{"始まったのは何年何月", "2022年に成立した。", false},
		{"始まったのは何年何月", "2022年8月に成立した。", true},
		{"集合は何時", "9:30に受付の前。", true},
		{"集合は何時", "4階の受付の前。", false},
		{"出社日は何曜日", "毎週水曜日とする。", true},
		{"締切はいつ", "翌月5日まで。", true},
		{"申請はいつまで", "取得する日の3営業日前まで。", true},
		{"締切はいつ", "課長が承認する。", false},
		{"承認するのは誰", "課長が承認する。", true},
		{"What time does it open?", "It opens at 9:00.", true},
		{"規程を説明して", "どんな文でもよい。", true},
	} {
		t.Run(tt.question+" "+tt.sentence, func(t *testing.T) {
			if got := newWanted(tt.question, analyzer).in(analyzer, tt.sentence); got != tt.want {
				t.Errorf("it is in it: %v", got)
			}
		})
	}
}

func TestParticulars(t *testing.T) {
	for _, tt := range []struct {
		name, question, place string
		want                  bool // all of them stand there
	}{
		{"a year in the file's name", "2025年版の規程", "在宅勤務規程_2025年版", true},
		{"another year", "2025年版の規程", "在宅勤務規程_2026年版", false},
		{"a year of the era", "令和8年の改定", "改定：2026年4月1日", true},
		{"a year alone", "旧版（2023年）の申請", "（2023）の規程", true},
		{"a month", "8月の訓練", "2026年8月20日の訓練", true},
		{"another month", "6月の問い合わせ", "8月は142件。", false},
		{"a version", "4.4.0の不具合", "## 4.3.0（2026-10-20）", false},
		{"the version of a heading", "4.3の不具合", "## 4.3.0（2026-10-20）", true},
		{"a product", "HYM-20Lの価格", "HYM-20Lは32,000円。", true},
		{"another product", "HYM-40の単価", "HYM-30は19,800円。", false},
		{"an error's number", "エラー809が出る", "809のときは再起動する。", true},
		{"a time, which may be put otherwise", "9時に行く", "受付は4階。", true},
		{"a condition, too", "15万円の棚", "10万円以上は部長。", true},
		{"nothing given", "申請の締切", "月末。", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, got := newPlace(tt.place), true
			for _, p := range particularsOf(tt.question, analyzer.Morphemes(tt.question)) {
				got = got && p.in(at)
			}
			if got != tt.want {
				t.Errorf("%q is in %q: %v", tt.question, tt.place, got)
			}
		})
	}
}
