package bot_test

import (
	"testing"

	"kotae/bot"
)

func TestAWishForTheConversation(t *testing.T) {
	for _, tt := range []struct {
		text     string
		bare, ok bool
	}{
		{"このスレッドを要約して", false, true},
		{"このスレッドを3行でまとめて", false, true},
		{"Summarise this thread", false, true},
		{"要約して", true, true},
		{"3行で要約して", true, true},
		{"出張旅費規程を要約して", false, false},
		{"添付の資料を要約して", false, false},
		{"スレッドの使い方の決まりは何ですか。", false, false},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if _, bare, ok := bot.OfThread(tt.text); bare != tt.bare || ok != tt.ok {
				t.Errorf("bare %v, ok %v; want %v, %v", bare, ok, tt.bare, tt.ok)
			}
		})
	}
}
