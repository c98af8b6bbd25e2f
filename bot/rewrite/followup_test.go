package rewrite

import (
	"strings"
	"testing"

	"kotae/bot"
)

// answer is a quotation from a place of the sample documents.
func answer(text string, places ...string) bot.Turn {
	t := bot.Turn{Text: text}
	for i, p := range places {
		title, heading, _ := strings.Cut(p, " > ")
		t.Citations = append(t.Citations, bot.Citation{N: i + 1, File: title + ".md", Title: title, Heading: heading})
	}
	return t
}

var (
	hotels = []bot.Turn{
		user("出張の宿泊費の上限は東京でいくらですか"),
		answer("東京23区・大阪市　18,000円　14,000円　12,000円\n展示会、学会等により上限内の宿が確保できないときは、予約前に部長の承認を得て、1泊につき3,000円まで超過を認める。[1]", "出張旅費規程 > 第5条（宿泊費）"),
	}
	leave = []bot.Turn{
		user("年休は何日もらえますか、3行でまとめてください"),
		answer("入社日から6か月継続して勤務し、全労働日の8割以上出勤した者に付与する。[1]\n失効した年休は積立休暇として積み立てる。[2]", "年次有給休暇規程 > 1. 付与の要件", "年次有給休暇規程 > 5. 繰越しと失効"),
	}
	remote  = []bot.Turn{user("在宅勤務は週何日までですか"), answer("在宅勤務は週3日を上限とする。[1]", "在宅勤務規程（2026年版） > 第3条（日数）")}
	battery = []bot.Turn{user("HYM-20Lの電池の件はどうなりましたか"), answer("宮下さんが9月25日までに、お客様への案内文を作る。[1]", "2026-09-14_製品定例 > 2. HYM-20Lの電池の持ち")}
	lessons = []bot.Turn{user("Who pays for Japanese lessons?"), answer("The company pays half of the tuition for Japanese lessons.[1] English lessons are not covered by this scheme.[1]", "Employee Handbook > 6. Language support")}
	returns = []bot.Turn{user("What happens to a sound unit?"), answer("We charge an inspection fee of 6,000 yen and send it back.[1]", "Hiemori customer support guide > Returns")}
	named   = []bot.Turn{user("まとめ通知とは何ですか"), {Text: "複数の警報を1通にまとめる通知です（リリースノート_ヒエモリ.md）。"}}
	told    = []bot.Turn{user("福岡オフィスは移転しますか"), {Text: "いいえ、今のビルとの契約を2年更新します。"}}
	long    = append(append(append([]bot.Turn{}, hotels...), user("HYM-20の値段は？"), answer("| HYM-20 | 温度センサー | 14,800円 |", "ヒエモリ価格表 2026年度 > 機器（買い取り）")), user("それの校正は？"), answer("校正証明書は1台9,000円。", "ヒエモリ価格表 2026年度 > 機器（買い取り）"))
)

func TestFollowUps(t *testing.T) {
	for _, c := range []struct {
		name, question string
		history        []bot.Turn
		search         string // what is searched for first
		with, without  string // what is and isn't searched for beside it, / between
	}{
		{"a thing of the answer", "その超過は誰が承認しますか", hotels, "その超過は誰が承認しますか", "宿泊費/出張旅費規程/第5条", "18,000円/展示会"},
		{"in so many lines", "その承認、3行で要約お願い", hotels, "その承認", "出張旅費規程", "3行/要約"},
		{"more fully: the question once more", "もう少し詳しく教えてください", hotels, "出張の宿泊費の上限は東京でいくらですか", "第5条（宿泊費）", "詳しく/展示会"},
		{"full width", "３行でまとめて！", hotels, "出張の宿泊費の上限は東京でいくらですか", "宿泊費", "まとめて"},
		{"as a list", "その申請期限を箇条書きで", leave, "その申請期限", "年休は何日もらえますか/年次有給休暇規程", "3行/まとめて/8割"},
		{"what an answer spoke of last", "その積立休暇は何に使えますか、わかりやすく教えて", leave, "その積立休暇は何に使えますか", "5. 繰越しと失効", "わかりやすく"},
		{"a topic with a request", "手当については？簡潔にお願いします", remote, "手当について", "在宅勤務/第3条", "簡潔/お願い"},
		{"what they would like to know", "その手当について知りたいのですが", remote, "その手当", "在宅勤務規程", "知りたい"},
		{"a person's part", "その案内文は誰が作りますか", battery, "その案内文は誰が作りますか", "HYM-20L/製品定例", "9月25日"},
		{"please, in English", "Can you tell me more about that scheme, please?", lessons, "more about that scheme", "Japanese lessons/Language support", "half of the tuition/please"},
		{"in more detail", "Please explain in more detail", lessons, "Who pays for Japanese lessons?", "Language support", "explain/detail"},
		{"in three lines", "Summarise that fee in three lines", returns, "that fee", "Returns/sound unit", "three lines/Summarise"},
		{"briefly", "And for Enterprise customers, briefly?", returns, "and for enterprise customers", "Returns", "briefly"},
		{"an answer that names its file", "その警報は誰に届きますか", named, "その警報は誰に届きますか", "まとめ通知とは何ですか/リリースノート_ヒエモリ.md", "1通"},
		{"an answer that names its file, but not the thing", "その間隔を詳しく", named, "その間隔", "まとめ通知とは何ですか/1通/リリースノート_ヒエモリ.md", ""},
		{"an answer without sources is carried as it is", "その契約はいつまでですか", told, "その契約はいつまでですか", "福岡オフィス/2年更新", ""},
		{"an earlier answer by what it spoke of", "その超過の申出は事後でもいいですか", long, "その超過の申出は事後でもいいですか", "宿泊費/出張旅費規程", "HYM-20/価格表"},
		{"else all since the last question that stood alone", "それはオフィスごとに違いますか", remote, "それはオフィスごとに違いますか", "在宅勤務は週何日まで", ""},
		{"another subject carries nothing", "クリーンルームの見学は何日前までに申し込めばよいか教えてください", hotels, "クリーンルームの見学は何日前までに申し込めばよいか", "", "宿泊費"},
		{"another subject carries nothing, in English", "Could you tell me which firmware version supports roaming in Thailand?", lessons, "which firmware version supports roaming in thailand", "", "lessons"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := rules.Rewrite(t.Context(), bot.Question{Text: c.question, History: c.history})
			if err != nil {
				t.Fatal(err)
			}
			if r.Question != c.question {
				t.Errorf("Question %q, want it as it is", r.Question)
			}
			if r.Search != c.search {
				t.Errorf("Search %q, want %q", r.Search, c.search)
			}
			if (r.Context == "") != (c.with == "") {
				t.Errorf("Context %q", r.Context)
			}
			for w := range strings.SplitSeq(c.with, "/") {
				if !strings.Contains(r.Context, w) {
					t.Errorf("no %q in Context %q", w, r.Context)
				}
			}
			for w := range strings.SplitSeq(c.without, "/") {
				if w != "" && strings.Contains(r.Search+"\n"+r.Context, w) {
					t.Errorf("%q in Search %q, Context %q", w, r.Search, r.Context)
				}
			}
		})
	}
}

func TestWhatSaysHowToAnswerIsNotSearchedFor(t *testing.T) {
	for question, want := range map[string]string{
		"在宅勤務規程を3行で要約して":                                              "在宅勤務規程",
		"経費精算の締切をわかりやすく教えてくれますか？":                                     "経費精算の締切",
		"事故のときの連絡先を、箇条書きでお願いします。":                                     "事故のときの連絡先",
		"すみませんが、年休の繰越しについて詳しく説明していただけますか":                             "年休の繰越しについて",
		"Please summarize the return procedure in five bullet points": "the return procedure",
		"Could you explain the probation period in more detail?":      "the probation period",
		"要約して":   "",
		"Please": "",

		// What names a thing stays.
		"まとめ通知の間隔は何分ですか":          "まとめ通知の間隔は何分ですか",
		"備考に何を書いて提出しますか":          "備考に何を書いて提出しますか",
		"プランは3つに分かれますか":           "プランは3つに分かれますか",
		"ポイントを付与するのは誰ですか":         "ポイントを付与するのは誰ですか",
		"会社の概要図はどこにありますか":         "会社の概要図はどこにありますか",
		"How do I list a device?": "How do I list a device?",
	} {
		if got := rules.plain(question); got != want {
			t.Errorf("plain(%q) = %q, want %q", question, got, want)
		}
	}
}
