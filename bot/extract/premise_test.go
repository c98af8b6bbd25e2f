package extract

import (
	"slices"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/retrieval"
)

// office is a small office's papers, in two editions where rules changed.
var office = []retrieval.Passage{
	{File: "総務/旅費.txt", Title: "旅費規程", StartLine: 1, Sections: []retrieval.Section{{Line: 1, Heading: "宿泊費"}},
		Text: "宿泊費は、次の額を上限とする実費とする。\n\n　甲地域　　15,000円\n　乙地域　　12,000円\n\n上限を超える分は自己負担とする。ただし、展示会の期間中は部長の承認を得て3,000円まで超過できる。"},
	{File: "営業/価格表_2026年度.md", Title: "価格表 2026年度", StartLine: 1, Sections: []retrieval.Section{{Line: 1, Heading: "プラン"}},
		Text: "| プラン | 月額 |\n|---|---|\n| ライト | 4,800円 |\n| スタンダード | 12,800円 |"},
	{File: "人事/在宅勤務_2023年版.md", Title: "在宅勤務規程", StartLine: 1, Sections: []retrieval.Section{{Line: 1, Heading: "日数"}}, Text: "在宅勤務は週2日を上限とする。"},
	{File: "人事/在宅勤務_2026年版.md", Title: "在宅勤務規程", StartLine: 1, Sections: []retrieval.Section{{Line: 1, Heading: "日数"}}, Text: "在宅勤務は週3日を上限とする。"},
	{File: "情報/事故.md", Title: "事故対応手順", StartLine: 1,
		Sections: []retrieval.Section{{Line: 1, Heading: "最初の30分"}, {Line: 2, Heading: "最初の30分 > 切り離す"}, {Line: 5, Heading: "最初の30分 > 電話する"}, {Line: 8, Heading: "してはいけないこと"}},
		Text:     "## 最初の30分\n### 切り離す\n- LANケーブルを抜く\n- 電源は切らない\n### 電話する\n- 緊急窓口に電話する\n- 上司に伝える\n## してはいけないこと\n- 自分でウイルスを調べる\n- 社外の人に話す"},
}

func TestPremises(t *testing.T) {
	for _, tt := range []struct {
		name, question string
		want           []bot.Premise
	}{
		{"a year that the document does not speak of", "2024年度のライトプランの月額は？", []bot.Premise{{Asked: "2024年度", Found: "2026"}}},
		{"the year that it speaks of is none", "2026年度のライトプランの月額は？", nil},
		{"one of several kinds that is not among them", "丙地域の宿泊費の上限", []bot.Premise{{Asked: "丙"}}},
		{"one that is", "乙地域の宿泊費の上限", nil},
		{"a compound in katakana", "ゴールドプランの月額は？", []bot.Premise{{Asked: "ゴールドプラン"}}},
		{"a figure to be confirmed that is another", "在宅勤務は週4日までですよね？", []bot.Premise{{Asked: "4日"}}},
		{"a figure to be confirmed that is right", "在宅勤務は週3日までですよね？", nil},
		{"an attribute that nothing is said of", "ライトプランの違約金はいくらですか", []bot.Premise{{Asked: "違約金"}}},
		{"the last of words alone", "ライトプラン 解約日", []bot.Premise{{Asked: "解約日"}}},
		{"who holds an office that nobody is said to hold", "緊急窓口の社長さんって誰？", []bot.Premise{{Asked: "社長"}}},
		{"an attribute that is said is none", "スタンダードの月額を教えて", nil},
		{"an attribute in English that nothing is said of", "Which mobile carrier does スタンダード use?", []bot.Premise{{Asked: "mobile carrier"}}},
		{"an office in English", "who is the treasurer of 緊急窓口?", []bot.Premise{{Asked: "treasurer"}}},
		{"a sum in English is none", "What is the price of スタンダード?", nil},
		{"nor is what an answer need not name", "ライトの金額はいくら", nil},
		{"a figure that is a condition is none", "3人で乙地域に行くときの宿泊費の上限は", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ask(t, bot.Question{Text: tt.question}, office).Premises
			if !slices.Equal(got, tt.want) {
				t.Errorf("it doubts %q, want %q", got, tt.want)
			}
		})
	}
}

func TestComposeQuotesWhatBelongsTogether(t *testing.T) {
	for _, tt := range []struct {
		name, question string
		want, not      []string
	}{
		{"a sentence that announces comes with its rows", "宿泊費の上限", []string{"次の額", "15,000円", "12,000円"}, nil},
		{"a row that is asked for by name comes without announcement", "乙地域の宿泊費の上限は", []string{"12,000円"}, nil},
		{"a rule comes with its exception", "上限を超える分は自己負担？", []string{"自己負担", "展示会の期間中"}, nil},
		{"steps of all sections under a heading", "最初の30分にやる手順を順番に", []string{"LANケーブル", "電源は切らない", "緊急窓口", "上司に伝える"}, []string{"社外の人"}},
		{"the edition in force alone", "在宅勤務は週何日まで？", []string{"週3日"}, []string{"週2日"}},
		{"an older one that is asked for", "2023年版だと在宅勤務は週何日まで？", []string{"週2日"}, nil},
		{"both of them where they are compared", "在宅勤務の上限は新旧でどう変わった？", []string{"週2日", "週3日"}, nil},
		{"both sides of a と", "ライトとスタンダードの月額の差は？", []string{"4,800円", "12,800円"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			for _, c := range ask(t, bot.Question{Text: tt.question}, office).Claims {
				b.WriteString(c.Text + "\n")
			}
			for _, w := range tt.want {
				if !strings.Contains(b.String(), w) {
					t.Errorf("it lacks %s:\n%s", w, b.String())
				}
			}
			for _, w := range tt.not {
				if strings.Contains(b.String(), w) {
					t.Errorf("it has %s:\n%s", w, b.String())
				}
			}
		})
	}
}

func TestOlder(t *testing.T) {
	hits := func(files ...string) []retrieval.Hit {
		var out []retrieval.Hit
		for _, f := range files {
			out = append(out, retrieval.Hit{Passage: &retrieval.Passage{File: f}})
		}
		return out
	}
	for _, tt := range []struct {
		name  string
		files []string
		want  string // of the first file
	}{
		{"years of editions", []string{"規程_2021年版.md", "規程_2026年版.md", "規程_2023年版.md"}, "規程_2026年版.md"},
		{"the newest has none newer", []string{"規程_2026年版.md", "規程_2021年版.md"}, ""},
		{"numbered editions", []string{"手順 第3版.md", "手順 第12版.pdf"}, "手順 第12版.pdf"},
		{"versions", []string{"guide_v1.md", "guide_v2.md"}, "guide_v2.md"},
		{"the old one beside one of no edition", []string{"旧_就業規則.md", "就業規則.md"}, "就業規則.md"},
		{"minutes of another month stand beside", []string{"2026-09-14_定例.md", "2026-10-19_定例.md"}, ""},
		{"other documents", []string{"規程_2021年版.md", "案内_2026年版.md"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := older(hits(tt.files...))[tt.files[0]]; got != tt.want {
				t.Errorf("of %s the newest edition is %q, want %q", tt.files[0], got, tt.want)
			}
		})
	}
}
