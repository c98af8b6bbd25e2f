package slackbot

import "testing"

func TestAsks(t *testing.T) {
	for text, want := range map[string]bool{
		// questions and requests
		"じゃあ半休は？":                           true,
		"それって何日前まで":                         true,
		"いつからですか。":                          true,
		"理由も教えて":                            true,
		"2番の資料は？":                           true,
		"もう少し詳しくお願いします":                     true,
		"ありがとう！ちなみに時間休は？":                   true,
		"了解です。上限はありますか":                     true,
		"派遣社員の場合どうなりますか":                    true,
		"じゃあ英国は":                            true,
		"申請先はどこ":                            true,
		"要約して":                              true,
		"上限は５日までという理解で合ってますか？":              true,
		"what about part-time staff?":       true,
		"And for contractors":               true,
		"how many days":                     true,
		"can you show the table":            true,
		"Thanks! Does it apply to interns?": true,
		"please list the exceptions":        true,
		"is that per year":                  true,
		"Ｗｈａｔ ａｂｏｕｔ ２０２５？":                  true,
		// thanks, assent, statements
		"ありがとうございます！":     false,
		"ありがとう、助かった":      false,
		"どうもありがとうございました。": false,
		"了解です": false,
		"承知しました。確認します。": false,
		"なるほど":                          false,
		"わかりました！":                       false,
		"お疲れさまです":                       false,
		"👍":                             false,
		"あとで申請しておきます":                   false,
		"来週まとめて出します。":                   false,
		"3行でまとめて":                       true,
		"この資料の要約です":                     false,
		"thanks":                        false,
		"Thank you so much, that helps": false,
		"got it":                        false,
		"OK, will do":                   false,
		"I'll send it tomorrow.":        false,
		"":                              false,
		// colleagues among themselves
		"田中さん、これ見た？":                  false,
		"佐藤部長 これで大丈夫ですか？":             false,
		"どう思う？":                       false,
		"このあと一緒に行く？":                  false,
		"誰が担当してくれる？":                  false,
		"Can someone else take this?": false,
		"what do you guys think?":     false,
	} {
		if got := asks(text); got != want {
			t.Errorf("asks(%q) = %v", text, got)
		}
	}
}
