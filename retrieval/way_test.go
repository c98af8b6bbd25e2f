package retrieval_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kotae/retrieval"
)

// news is a folder of documents that write in other ways than people ask.
func news(t *testing.T) *folder {
	f := newFolder(t)
	for name, text := range map[string]string{
		"名簿.txt":        "総務の佐々木さんに聞く。",
		"en/staff.txt":  "Ask Nonomura about it.",
		"鷹.txt":         "The group Silver Falcon has been seen twice.",
		"攻撃.md":         "# 攻撃の記録\n2021年7月19日、政府はボットネットによる攻撃を公表した。ロムアルデス氏が会見した。被害は20万台に及ぶ。",
		"組織.md":         "# 組織の名前\n海南国家安全保障局(HSSD)が設けられた。",
		"組織の続き.md":      "# その後\nHSSDは3日間で解散した。",
		"北.txt":         "偽旗作戦（False flag）の例を集めた。",
		"北の続き.txt":      "偽旗作戦は2件あった。",
		"en/dept.md":    "# Notes\nThe Hainan State Security Department (HSSD) was founded.",
		"休暇.md":         "# 休み\n年次有給休暇は10日です。",
		"機器.md":         "# 機器\n携帯回線内蔵のゲートウェイを使う。",
		"出張旅費規程.md":     "# 出張旅費規程\n日当は、泊まりのときに、部長以下の全員について2,500円です。",
		"日本国憲法.md":      "# 日本国憲法\n日当の定めはない。",
		"en/servers.md": "# Servers\nRestart the server and check the password.",
		"その他.md":        "# その他\n昼食は食堂でとる。会議は木曜に開く。報告は週に一度でよい。",
	} {
		f.write(name, text)
	}
	f.sync()
	f.refresh()
	return f
}

func TestWordsAreFoundInTheWaysOfTheDocuments(t *testing.T) {
	f := news(t)
	for _, tt := range []struct{ question, file, match string }{
		{"ボットネットの攻撃", "攻撃.md", "ボットネット word ボットネット"},
		{"botnet", "攻撃.md", "botnet glossary ボットネット"},
		{"When did Romualdez speak?", "攻撃.md", "Romualdez sound ロムアルデス"},
		{"who is sasaki?", "名簿.txt", "sasaki sound 佐々木"},
		{"野々村さんの用件", "en/staff.txt", "野々村 sound Nonomura"},
		{"シルバーファルコンの活動", "鷹.txt", "シルバーファルコン sound Silver Falcon"},
		{"announced on July 19, 2021", "攻撃.md", "July 19, 2021 figure 2021年7月19日"},
		{"令和3年7月19日の会見", "攻撃.md", "令和3年7月19日 figure 2021年7月19日"},
		{"200,000 devices", "攻撃.md", "200,000 figure 20万"},
		{"三日間で何があった", "組織の続き.md", "三日間 figure 3日間"},
		{"海南国家安全保障局の解散", "組織の続き.md", "海南国家安全保障局 abbreviation HSSD"},
		{"Hainan State Security Department", "組織の続き.md", "Hainan State Security Department abbreviation HSSD"},
		{"false flags", "北の続き.txt", "false flags abbreviation 偽旗作戦"},
		{"有休は何日", "休暇.md", "有休 glossary 年次有給休暇"},
		{"How many days of PTO?", "休暇.md", "PTO glossary 年次有給休暇"},
		{"携帯回線内臓の機種", "機器.md", "内臓 typo 内蔵"},
		{"ゲトウェイの種類", "機器.md", "ゲトウェイ typo ゲートウェイ"},
		{"the chekc of the server", "en/servers.md", "chekc typo check"},
		{"the pasword of the server", "en/servers.md", "pasword typo password"},
		{"サーバを再起動", "en/servers.md", "サーバ glossary server"},
	} {
		t.Run(tt.question, func(t *testing.T) {
			q := retrieval.Query{Text: tt.question, N: 12}
			hits := search(t, f.retriever, q).List
			var got []string
			for i, matches := range f.retriever.Matches(q, hits) {
				if hits[i].Passage.File != tt.file {
					continue
				}
				for _, m := range matches {
					got = append(got, fmt.Sprintf("%s %s %s", m.Term, m.By, m.Text))
				}
			}
			if !slices.Contains(got, tt.match) {
				t.Errorf("%s matches by %q, want %q", tt.file, got, tt.match)
			}
		})
	}
}

func TestAWordIsWorthMoreThanItsOtherWays(t *testing.T) {
	f := newFolder(t)
	f.write("a.md", "# 記録\n有休の残りを記す。")
	f.write("b.md", "# 記録\n年次有給休暇の残りを記す。")
	f.write("c.md", "# 記録\n昼食の残りを記す。")
	f.sync()
	f.refresh()
	for question, want := range map[string]string{"有休の残り": "a.md", "年次有給休暇の残り": "b.md"} {
		hits := search(t, f.retriever, retrieval.Query{Text: question, N: 3}).List
		if hits[0].Passage.File != want || hits[1].Passage.File == "c.md" {
			t.Errorf("%q finds %s, %s, %s", question, hits[0].Passage.File, hits[1].Passage.File, hits[2].Passage.File)
		}
	}
}

func TestContentAloneIsSearchedFor(t *testing.T) {
	f := news(t)
	with := search(t, f.retriever, retrieval.Query{Text: "結局、ボットネットの被害を箇条書きで整理して", N: 1}).List[0]
	without := search(t, f.retriever, retrieval.Query{Text: "結局、ボットネットの被害を箇条書きで整理して", Content: "ボットネットの被害", N: 1}).List[0]
	if with.Passage != without.Passage || without.Coverage <= with.Coverage {
		t.Errorf("covered is %.3f of all, %.3f of the content", with.Coverage, without.Coverage)
	}
}

func TestDocumentsNamedGoFirst(t *testing.T) {
	f := news(t)
	for _, tt := range []struct {
		names []string
		want  string
	}{
		{[]string{"出張規程"}, "出張旅費規程.md"},
		{[]string{"総務の出張規程"}, "出張旅費規程.md"},
		{[]string{"日本国憲法"}, "日本国憲法.md"},
		{[]string{"憲法.md", "出張旅費規程.md"}, "出張旅費規程.md"},
	} {
		if got := search(t, f.retriever, retrieval.Query{Text: "日当", Sources: tt.names, N: 5}).List[0].Passage.File; got != tt.want {
			t.Errorf("in %q it finds %s, want %s", tt.names, got, tt.want)
		}
	}
	t.Run("a part of a name is no name", func(t *testing.T) {
		plain := ids(search(t, f.retriever, retrieval.Query{Text: "日当", N: 5}))
		if got := ids(search(t, f.retriever, retrieval.Query{Text: "日当", Sources: []string{"日本"}, N: 5})); !slices.Equal(got, plain) {
			t.Errorf("it finds %q, want %q", got, plain)
		}
	})
}

func TestWhatHiddenDocumentsDefineIsHidden(t *testing.T) {
	f := news(t)
	q := retrieval.Query{Text: "海南国家安全保障局", N: 12, Visible: func(file string) bool { return strings.Contains(file, "続き") }}
	for _, matches := range f.retriever.Matches(q, search(t, f.retriever, q).List) {
		for _, m := range matches {
			if m.By == retrieval.ByAbbreviation {
				t.Errorf("%s is known to be %s", m.Term, m.Text)
			}
		}
	}
}
