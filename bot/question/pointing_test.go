package question

import "testing"

func TestPointing(t *testing.T) {
	for typed, want := range map[string]string{
		"それはいつまで？":                                "それ",
		"すみません、それって誰が承認するんですか":                    "それ",
		"その件、いつ決まりましたか":                           "その件",
		"じゃあ、あれはいくら？":                             "あれ",
		"When is it due?":                         "it",
		"What about that?":                        "that",
		"それから年休の申請はいつまで？":                         "",
		"それぞれの上限は":                                "",
		"これまでの改定日は":                               "",
		"その他の地域の宿泊費は":                             "",
		"この規程の施行日は":                               "",
		"出張の精算、それっていつまで？":                         "",
		"Is it OK to use my own laptop?":          "",
		"What does this policy say about travel?": "",
		"": "",
	} {
		if got := Parse(typed).Pointing; got != want {
			t.Errorf("%q points with %q, want %q", typed, got, want)
		}
	}
}
