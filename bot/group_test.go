package bot_test

import (
	"testing"

	"kotae/bot"
)

func TestGroupsOfAConversation(t *testing.T) {
	for _, tt := range []struct {
		sentence string
		want     bot.Group
	}{
		{"では、会場は本社の大会議室にします。", bot.Decision},
		{"予算は30万円で確定しました。", bot.Decision},
		{"We decided to ship on Monday.", bot.Decision},
		{"受付は誰がやりますか？", bot.OpenPoint},
		{"お弁当の数はまだ決まっていないです。", bot.OpenPoint},
		{"The venue is still TBD.", bot.OpenPoint},
		{"案内文は私が金曜までに送ります。", bot.Assignment},
		{"佐藤さん、見積りの確認をお願いします。", bot.Assignment},
		{"I'll send the invitation by Friday.", bot.Assignment},
		{"昨日は暑かったですね。", bot.Ungrouped},
		{"大掃除は12月26日に決定しました。", bot.Decision},
		{"会場は本社にします。", bot.Decision},
		{"今回はB案で進めましょう。", bot.Decision},
		{"予算は280万円で確定です。", bot.Decision},
		{"リリース日は10月20日とします。", bot.Decision},
		{"We decided to move the release to October 20.", bot.Decision},
		{"Agreed, 30 GB it is.", bot.Decision},
		{"業者を呼ぶかどうかは未定です。", bot.OpenPoint},
		{"会場はまだ決まっていません。", bot.OpenPoint},
		{"懇親会の場所はどうしますか？", bot.OpenPoint},
		{"費用の負担は要確認です。", bot.OpenPoint},
		{"Who pays for the venue?", bot.OpenPoint},
		{"The date is not yet decided.", bot.OpenPoint},
		{"鈴木さん、見積もりを金曜までに送ってください。", bot.Assignment},
		{"議事録は私が作成します。", bot.Assignment},
		{"To-do: 案内状の準備", bot.Assignment},
		{"名札の用意をお願いできますか？", bot.Assignment},
		{"I'll send the minutes tomorrow.", bot.Assignment},
		{"Please book the room by Friday.", bot.Assignment},
		{"了解です。", bot.Ungrouped},
		{"昨日はありがとうございました。", bot.Ungrouped},
		{"Thanks, sounds good.", bot.Ungrouped},
	} {
		if got := bot.GroupOf(tt.sentence); got != tt.want {
			t.Errorf("%q is %d, want %d", tt.sentence, got, tt.want)
		}
	}
}
