package question

import (
	"slices"
	"testing"
)

func TestSources(t *testing.T) {
	for _, tt := range []struct {
		typed string
		want  []string
	}{
		{"日当はいくらですか", nil},
		{"福岡では何時から？", nil},
		{"資料によると日当はいくら", nil},
		{"HYM-40の単価", nil},
		{"2026年の日当", nil},
		{"003では日当はいくら", []string{"003"}},
		{"００３でいう日当とは", []string{"003"}},
		{"このブログ(003)の結論", []string{"003"}},
		{"出張規程によると日当はいくら", []string{"出張規程"}},
		{"出張規程では、日当はいくら", []string{"出張規程"}},
		{"「出張旅費規程」では日当はいくら", []string{"出張旅費規程"}},
		{"製品定例の議事録だと電池は何台", []string{"製品定例の議事録"}},
		{"経費マニュアルに書いてある上限", []string{"経費マニュアル"}},
		{"価格表.mdでは何が安い", []string{"価格表.md"}},
		{"According to the travel policy, what is the allowance?", []string{"travel policy"}},
		{"What does leave.md say? In leave.md, how many days?", []string{"leave.md"}},
	} {
		if got := Parse(tt.typed).Sources; !slices.Equal(got, tt.want) {
			t.Errorf("%q is to be looked up in %q, want %q", tt.typed, got, tt.want)
		}
	}
}

func TestMentions(t *testing.T) {
	for typed, want := range map[string]string{
		"日当はいくらですか":                                   "",
		"提出する書類は何ですか":                                 "",
		"規程の改定日":                                      "",
		"HYM-20Lの話が出てくる資料ぜんぶ教えて":                      "HYM-20L",
		"副業のことってどの文書に書いてある？":                          "副業",
		"工場見学について書いてある文書は？":                           "工場見学",
		"HACCPが載ってる資料どれとどれ":                           "HACCP",
		"ボットネットに言及している記事をすべて":                         "ボットネット",
		"USBメモリのルールはどの資料を見ればいいですか":                    "USBメモリ",
		"在宅勤務に関する文書を全部挙げて":                            "在宅勤務",
		"Which documents mention the trade fair?":     "trade fair",
		"Which file covers visa renewal?":             "visa renewal",
		"List all documents that talk about phishing": "phishing",
		"Which documents do I need for a visa?":       "",
	} {
		if got := Parse(typed).Mentions; got != want {
			t.Errorf("%q asks for all documents on %q, want %q", typed, got, want)
		}
	}
}
