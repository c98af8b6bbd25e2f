package bot_test

import (
	"testing"

	"kotae/bot"
)

func TestLanguageOf(t *testing.T) {
	for text, want := range map[string]bot.Language{
		"有給休暇は何日？": bot.Japanese, "VPN 設定": bot.Japanese, "How many days?": bot.English, "": bot.Japanese, "？？？": bot.Japanese, "🍣": bot.Japanese, "OK?": bot.English,
	} {
		if got := bot.LanguageOf(text); got != want {
			t.Errorf("LanguageOf(%q) = %s, want %s", text, got, want)
		}
	}
}
