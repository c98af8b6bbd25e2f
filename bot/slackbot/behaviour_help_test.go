package slackbot_test

import (
	"strings"
	"testing"

	"kotae/bot/slackbot"
	"kotae/bot/workspace"
)

func TestHelpSpeaksTheLanguageOfWhoAsks(t *testing.T) {
	for _, c := range []struct{ name, user, word, says string }{
		{"English to who was never looked up", suzuki, "help", "/kotae help"},
		{"the same for no word at all", suzuki, "", "/kotae help"},
		{"Japanese to who reads Japanese", tanaka, "help", "使い方"},
		{"Japanese to who asks in it", suzuki, "使い方", "使い方"},
	} {
		bubble(t, c.name, func(t *testing.T) {
			d := open(t, workspace.Options{}, slackbot.Options{})
			if _, err := d.Slash(soumu, c.user, "/kotae", c.word); err != nil {
				t.Fatal(err)
			}
			d.settle()
			text := whispered(d, soumu, c.user)
			if !strings.Contains(text, c.says) || (c.says == "使い方") != strings.Contains(text, "使い方") {
				t.Errorf("reads %q", text)
			}
		})
	}
}
