package extract

import (
	"slices"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/retrieval"
)

func TestComposeChoosesByWhatIsAsked(t *testing.T) {
	section := func(heading string) []retrieval.Section { return []retrieval.Section{{Line: 1, Heading: heading}} }
	papers := []retrieval.Passage{
		{File: "経理/経費.md", Title: "経費精算", StartLine: 1, Sections: section("タクシーを使えるとき"),
			Text: "## タクシーを使えるとき\n- 終電のあと\n- 20kg以上の機材を運ぶとき\n- バスが1時間に1本以下のとき\n- 体調不良のとき\n- けがのとき"},
		{File: "人事/休暇.md", Title: "休暇規程", StartLine: 1, Sections: section("申請"),
			Text: "| 連続する日数 | 申請期限 |\n|---|---|\n| 1日～2日 | 2営業日前 |\n| 3日～4日 | 10営業日前 |\n| 5日以上 | 20営業日前 |"},
		{File: "人事/在宅_2023年版.md", Title: "在宅勤務規程（2023年版）", StartLine: 1, Sections: section("手当"), Text: "在宅勤務手当は月額3,000円とする。"},
		{File: "人事/在宅_2026年版.md", Title: "在宅勤務規程（2026年版）", StartLine: 1, Sections: section("手当"), Text: "在宅勤務手当は1日につき250円とする。"},
		{File: "議事録/会議.md", Title: "会議", StartLine: 1, Sections: section("論調"),
			Text: "展示会の評価は2つに分かれる。第一は来場者が多いという意見。第二は費用が高いという意見。次回は来月とする。"},
		{File: "総務/会館.md", Title: "会館", StartLine: 1, Sections: section(""),
			Text: "会館は中央駅の前にある。これは1998年に建てられた。建物は３階まである。"},
	}
	for _, tt := range []struct {
		name, question string
		want           []string // among what is quoted
		not            []string
	}{
		{"a list is quoted whole", "タクシーを使えるのはどんなとき？全部教えて", []string{"終電のあと", "20kg以上", "1時間に1本", "体調不良", "けが"}, nil},
		{"a row by the range that a figure is in", "4日続けて休みたい。申請はいつまで？", []string{"10営業日前"}, nil},
		{"a comparison takes both sides", "在宅勤務手当は2023年版と2026年版でどう違う？", []string{"3,000円", "250円"}, nil},
		{"points gone through are quoted to the last", "展示会の評価を列挙して", []string{"第一は", "第二は"}, nil},
		{"what a sentence points back to comes with it", "会館が建てられたのは1998年？", []string{"これは1998年", "会館は中央駅"}, nil},
		{"files are named where they are asked for", "在宅勤務手当の話が出てくる資料はどれ？", []string{"3,000円", "250円"}, []string{"終電"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var quoted []string
			for _, c := range ask(t, bot.Question{Text: tt.question}, papers).Claims {
				quoted = append(quoted, c.Text)
			}
			text := strings.Join(quoted, "\n")
			for _, w := range tt.want {
				if !strings.Contains(text, w) {
					t.Errorf("it lacks %s:\n%s", w, text)
				}
			}
			for _, w := range tt.not {
				if strings.Contains(text, w) {
					t.Errorf("it has %s:\n%s", w, text)
				}
			}
		})
	}
}

func TestNoTwoSentencesSayTheSame(t *testing.T) {
	papers := []retrieval.Passage{
		{File: "a.md", Title: "VPN", StartLine: 1, Sections: []retrieval.Section{{Line: 1}}, Text: "社外からの接続にはＶＰＮが要る。"},
		{File: "b.md", Title: "VPN", StartLine: 1, Sections: []retrieval.Section{{Line: 1}}, Text: "社外からの接続には VPN が\n要る。"},
		{File: "c.md", Title: "VPN", StartLine: 1, Sections: []retrieval.Section{{Line: 1}}, Text: "社外からの接続にはVPNが要るのである。申請は要らない。"},
	}
	var got []string
	for _, c := range ask(t, bot.Question{Text: "社外からの接続にVPNは要りますか"}, papers).Claims {
		if strings.Contains(c.Text, "社外") {
			got = append(got, c.Text)
		}
	}
	if len(got) != 1 {
		t.Errorf("it says the same %d times: %q", len(got), got)
	}
}

func TestEvidence(t *testing.T) {
	papers := slices.Clone(papers)
	for _, tt := range []struct {
		name, sure, unsure string
	}{
		{"a place that no passage names", "有給休暇の申請は何日前までですか", "大阪の有給休暇の申請は何日前までですか"},
		{"a year that is not this one's", "慶弔休暇で配偶者の出産は何日", "1999年の慶弔休暇で配偶者の出産は何日"},
		{"a version that is not there", "領収書の原本はどこに提出", "2.6.2の領収書の原本はどこに提出"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sure := bot.DefaultWeights.Confidence(ask(t, bot.Question{Text: tt.sure}, papers).Evidence)
			unsure := bot.DefaultWeights.Confidence(ask(t, bot.Question{Text: tt.unsure}, papers).Evidence)
			if unsure >= sure {
				t.Errorf("confidence is %.2f without it and %.2f with", sure, unsure)
			}
		})
	}
	t.Run("a figure stands apart from the question's words", func(t *testing.T) {
		p := []retrieval.Passage{{File: "a.md", Title: "会議室", StartLine: 1, Text: "会議室の定員は部屋による。駐車場は8名分である。", Sections: []retrieval.Section{{Line: 1}}}}
		if e := ask(t, bot.Question{Text: "会議室の定員は何人"}, p).Evidence; e.Apart == 0 {
			t.Errorf("%+v", e)
		}
		p[0].Text = "会議室の定員は8人である。"
		if e := ask(t, bot.Question{Text: "会議室の定員は何人"}, p).Evidence; e.Apart != 0 {
			t.Errorf("%+v", e)
		}
	})
}

func TestNamesAreLookedForWhereTheAnswerStands(t *testing.T) {
	papers := []retrieval.Passage{
		{File: "来客.md", Title: "来客の案内", StartLine: 1, Sections: []retrieval.Section{{Line: 1, Heading: "開館時間"}}, Text: "- 東京オフィスの開館時間は8:00から21:00まで。\n- 福岡オフィスの開館時間は8:30から19:30まで。"},
		{File: "出張.md", Title: "大阪への出張", StartLine: 1, Sections: []retrieval.Section{{Line: 1}}, Text: "大阪への出張は前日までに申請する。"},
	}
	for _, tt := range []struct {
		question string
		absent   bool
	}{
		{"福岡オフィスの開館時間は？", false},
		{"大阪オフィスの開館時間は？", true},
		{"オフィスの開館時間は？", false},
		{"大阪への出張はいつまでに申請しますか。", false},
	} {
		t.Run(tt.question, func(t *testing.T) {
			if e := ask(t, bot.Question{Text: tt.question}, papers).Evidence; e.Absent != tt.absent {
				t.Errorf("a name is absent: %v", e.Absent)
			}
		})
	}
}
