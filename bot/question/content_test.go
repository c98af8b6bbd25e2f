package question

import (
	"strings"
	"testing"

	"kotae/retrieval/japanese"
)

func TestContentIsWhatIsLookedFor(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"Exchangeの攻撃、結局だれの仕業ってことになってるの？", "Exchangeの攻撃、 だれの仕業ってことになってるの"},
		{"出張の日当を教えてください", "出張の日当"},
		{"出張の日当を教えて下さい。", "出張の日当"},
		{"出張の日当について教えていただけますか", "出張の日当"},
		{"出張の日当について教えてほしいです", "出張の日当"},
		{"出張の日当おしえて", "出張の日当"},
		{"出張の日当を教えてもらえませんか？", "出張の日当"},
		{"出張の日当が知りたいです", "出張の日当"},
		{"出張の日当を知りたいのですが", "出張の日当"},
		{"出張の日当って知ってますか？", "出張の日当"},
		{"出張の日当を箇条書きで", "出張の日当を"},
		{"出張の日当を箇条書きでお願いします", "出張の日当を"},
		{"出張の日当を一覧にしてください", "出張の日当"},
		{"出張の日当を3行でまとめて", "出張の日当を"},
		{"出張の日当を三行で説明して", "出張の日当を"},
		{"出張の日当を一言で言うと", "出張の日当を 言うと"},
		{"出張の日当を簡潔に", "出張の日当を"},
		{"出張の日当を詳しく教えて", "出張の日当を"},
		{"出張の日当をわかりやすく説明してください", "出張の日当を"},
		{"お疲れ様です。出張の日当を教えてください。", "出張の日当"},
		{"お世話になっております。出張の日当はいくらでしょうか。", "出張の日当はいくら"},
		{"すみません、出張の日当っていくらでしたっけ", "出張の日当っていくら"},
		{"すみませんが出張の日当はいくらですか", "出張の日当はいくら"},
		{"こんにちは！出張の日当はいくらですか？", "出張の日当はいくら"},
		{"質問です。出張の日当はいくらですか", "出張の日当はいくら"},
		{"質問なんですが、出張の日当はいくらですか", "出張の日当はいくら"},
		{"ちょっと質問させてください。出張の日当はいくら？", "出張の日当はいくら"},
		{"恐れ入りますが、出張の日当をご存知の方いますか", "出張の日当を"},
		{"お手数ですが出張の日当を調べてください", "出張の日当"},
		{"そもそも出張の日当とは", "出張の日当とは"},
		{"ちなみに出張の日当は？", "出張の日当は"},
		{"ところで出張の日当は？", "出張の日当は"},
		{"えーと、出張の日当は", "出張の日当は"},
		{"えっと出張の日当は", "出張の日当は"},
		{"あのー、出張の日当は", "出張の日当は"},
		{"要するに出張の日当はいくら", "出張の日当はいくら"},
		{"実際のところ出張の日当はいくら", "出張の日当はいくら"},
		{"本当に出張の日当は出ますか", "出張の日当は出"},
		{"とりあえず出張の日当", "出張の日当"},
		{"ぶっちゃけ出張の日当はいくら", "出張の日当はいくら"},
		{"念のため出張の日当を確認したい", "出張の日当"},
		{"急ぎで出張の日当", "出張の日当"},
		{"この資料によると出張の日当はいくら", "出張の日当はいくら"},
		{"資料の中で出張の日当はいくらと書かれていますか", "出張の日当はいくら"},
		{"社内の文書に出張の日当は載っていますか", "出張の日当"},
		{"出張の日当はどうなっていますか", "出張の日当は"},
		{"出張の日当はどうすればいいですか", "出張の日当は"},
		{"出張の日当はどんな扱いになってるの", "出張の日当は 扱いになってるの"},
		{"出張の日当だっけ", "出張の日当"},
		{"出張の日当なんだっけ", "出張の日当"},
		{"出張の日当よろしくお願いします", "出張の日当"},
		{"出張の日当をお願いします", "出張の日当を"},
		{"出張　日当", "出張 日当"},
		{"出張の日当を原文のまま引用して", "出張の日当を原文のまま"},
		{"うちの会社の出張の日当は", "の出張の日当は"},
		{"説明責任とは何ですか", "説明責任とは何"},
		{"回答期限はいつですか", "回答期限はいつ"},
		{"確認印は要りますか", "確認印は要り"},
		{"引用文献の一覧表", "引用文献の一覧表"},
		{"教育訓練の費用", "教育訓練の費用"},
		{"調査報告書の提出先", "調査報告書の提出先"},
		{"書き方のルール", "書き方のルール"},
		{"整理番号は何桁", "整理番号は何桁"},
		{"お願い文書の様式", "お願い文書の様式"},
		{"社内報の締切", "社内報の締切"},
		{"社内ネットにつながらない", "社内ネットにつながらない"},
		{"まずいことがあったとき", "まずいことがあったとき"},
		{"質問票の提出先", "質問票の提出先"},
		{"一体型プリンターの色", "一体型プリンターの色"},
		{"Can you tell me the daily allowance?", "the daily allowance"},
		{"Could you please explain the daily allowance?", "the daily allowance"},
		{"Please tell me about the daily allowance", "the daily allowance"},
		{"Tell me the daily allowance, thanks", "the daily allowance"},
		{"I'd like to know the daily allowance", "the daily allowance"},
		{"I want to know about the daily allowance", "the daily allowance"},
		{"Do you know the daily allowance?", "the daily allowance"},
		{"Does anyone know the daily allowance?", "the daily allowance"},
		{"Any idea what the daily allowance is?", "what the daily allowance is"},
		{"Hi there, what is the daily allowance?", "what is the daily allowance"},
		{"Hello! Quick question: what's the daily allowance", "what's the daily allowance"},
		{"I was wondering about the daily allowance", "the daily allowance"},
		{"I'm wondering if the daily allowance changed", "the daily allowance changed"},
		{"According to the documents, what is the daily allowance?", "what is the daily allowance"},
		{"In the handbook, what is the daily allowance?", "In the handbook, what is the daily allowance"},
		{"Explain the daily allowance in three sentences", "daily allowance"},
		{"Summarize the daily allowance in bullet points", "daily allowance"},
		{"List all the daily allowances", "daily allowances"},
		{"By the way, what is the daily allowance exactly?", "what is the daily allowance"},
		{"Briefly, what is the daily allowance", "what is the daily allowance"},
		{"Let me know the daily allowance", "the daily allowance"},
		{"Which office is mentioned in the article?", "Which office"},
		{"What does the document say about the daily allowance?", "What does about the daily allowance"},
		{"Explanation of benefits form", "Explanation of benefits form"},
		{"List price of the sensor", "List price of the sensor"},
		{"Telephone extension of the help desk", "Telephone extension of the help desk"},
		{"Document retention period", "Document retention period"},
		{"先日はありがとうございました。出張の日当は", "出張の日当は"},
		{"出張の日当がわかる方がいたら助かります🙏", "出張の日当が 🙏"},
		{"Hi! Hope you're all doing well. What is the daily allowance? Thanks a lot!", "What is the daily allowance"},
		{"教えて", "教えて"},
		{"お願いします", "お願いします"},
		{"？", "?"},
		{"", ""},
		{"ＶＰＮ　がつながらない", "VPN がつながらない"},
	} {
		if got := Parse(tt.typed).Content; got != tt.want {
			t.Errorf("of %q it looks for %q, want %q", tt.typed, got, tt.want)
		}
	}
}

func TestForm(t *testing.T) {
	for _, tt := range []struct {
		typed string
		want  Form
	}{
		{"出張の日当は", Form{}},
		{"注意点を箇条書きで", Form{List: true}},
		{"手順を列挙して", Form{List: true}},
		{"経緯を3行でまとめて", Form{Lines: 3}},
		{"経緯を三行で", Form{Lines: 3}},
		{"利点を５点で、箇条書きで", Form{List: true, Lines: 5}},
		{"一言で言うと何", Form{Short: true}},
		{"簡潔に説明して", Form{Short: true}},
		{"詳しく教えて", Form{Full: true}},
		{"対象を全部教えて", Form{Full: true}},
		{"In three sentences, why did it fail?", Form{Lines: 3}},
		{"Explain it in 2 short lines", Form{Lines: 2}},
		{"List the forms as bullets", Form{List: true}},
		{"Briefly, what changed?", Form{Short: true}},
		{"Explain in detail", Form{Full: true}},
	} {
		if got := Parse(tt.typed).Form; got != tt.want {
			t.Errorf("%q wants the form %+v, want %+v", tt.typed, got, tt.want)
		}
	}
}

func TestUnit(t *testing.T) {
	for typed, want := range map[string]string{
		"有給は何日ですか": "日", "定員は何人": "人", "何営業日前まで？": "営業日", "上限は何万円": "", "何か月待つ": "か月", "再起動は何回まで": "回", "何％引き": "%",
		"いくらですか": "", "出張の日当": "", "How many days do I get?": "days", "how many people fit in?": "people", "What percentage is paid?": "percentage",
	} {
		if got := Parse(typed).Unit; got != want {
			t.Errorf("%q asks in %q, want %q", typed, got, want)
		}
	}
}

func TestFigured(t *testing.T) {
	for _, tt := range []struct {
		typed, text string
		want        bool
	}{
		{"締切はいつ", "締切は5月10日です。", true},
		{"締切はいつ", "締切は毎週水曜日です。", true},
		{"始業は何時", "始業は9:00です。", true},
		{"締切はいつ", "締切は部長が決める。3名で確かめる。", false},
		{"有給は何日", "有給は10日です。", true},
		{"有給は何人が取った", "有給は10日です。", false},
		{"日当はいくら", "日当は2,500円です。", true},
		{"なぜ高い", "日当は2,500円です。", false},
		{"When is the deadline?", "It ends on 10 May.", true},
		{"How many people came?", "Twelve people came.", true},
	} {
		m := Parse(tt.typed)
		if got := m.Figured(tt.text); got != tt.want {
			t.Errorf("%q finds its figure in %q: %v", tt.typed, tt.text, got)
		}
	}
}

// Whatever is typed, what is looked for is part of it, and never nothing.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"出張の日当を教えてください", "AはいつでBは誰？", "「003」では、どう？", "Which documents mention VPN?", "ｶﾞｷﾞ\xff?", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		m := Parse(typed)
		if len(m.Kinds) == 0 {
			t.Error("it asks for nothing")
		}
		if (strings.TrimSpace(m.Content) == "") != (strings.TrimSpace(japanese.Fold(typed)) == "") {
			t.Errorf("of %q it looks for %q", typed, m.Content)
		}
		if len(m.Parts) == 1 {
			t.Errorf("%q has the one part %q", typed, m.Parts)
		}
		for _, p := range m.Parts {
			if strings.TrimSpace(p) == "" {
				t.Errorf("%q has the parts %q", typed, m.Parts)
			}
		}
	})
}
