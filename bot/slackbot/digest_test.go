package slackbot

import "testing"

func TestPointsOfAThread(t *testing.T) {
	const decision, opened, todo, nothing = "a decision", "an open point", "a thing to do", "nothing"
	for _, tt := range []struct{ text, want string }{
		{"大掃除は12月26日に決定しました。", decision},
		{"会場は本社にします。", decision},
		{"今回はB案で進めましょう。", decision},
		{"予算は280万円で確定です。", decision},
		{"リリース日は10月20日とします。", decision},
		{"We decided to move the release to October 20.", decision},
		{"Agreed, 30 GB it is.", decision},
		{"業者を呼ぶかどうかは未定です。", opened},
		{"会場はまだ決まっていません。", opened},
		{"懇親会の場所はどうしますか？", opened},
		{"費用の負担は要確認です。", opened},
		{"Who pays for the venue?", opened},
		{"The date is not yet decided.", opened},
		{"鈴木さん、見積もりを金曜までに送ってください。", todo},
		{"議事録は私が作成します。", todo},
		{"TODO: 案内状の準備", todo},
		{"名札の用意をお願いできますか？", todo},
		{"I'll send the minutes tomorrow.", todo},
		{"Please book the room by Friday.", todo},
		{"了解です。", nothing},
		{"昨日はありがとうございました。", nothing},
		{"Thanks, sounds good.", nothing},
	} {
		t.Run(tt.text, func(t *testing.T) {
			decisions, opens, tasks := digest{remarks: []remark{{text: tt.text}}}.points()
			got := nothing
			switch {
			case len(decisions)+len(opens)+len(tasks) > 1:
				got = "several"
			case len(decisions) == 1:
				got = decision
			case len(opens) == 1:
				got = opened
			case len(tasks) == 1:
				got = todo
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
	t.Run("what another bot says is none of them", func(t *testing.T) {
		d, o, k := digest{remarks: []remark{{text: "配備を確定します。確認してください。誰がやりますか？", machine: true}}}.points()
		if len(d)+len(o)+len(k) > 0 {
			t.Errorf("%v %v %v", d, o, k)
		}
	})
}
