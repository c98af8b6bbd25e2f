package bot_test

import (
	"testing"

	"kotae/bot"
)

func TestConfidence(t *testing.T) {
	good := bot.Evidence{Coverage: 0.6, Lead: 0.2, Margin: 4, Given: 1}
	than := bot.DefaultWeights.Confidence(good)
	if than <= 0.5 || than > 1 {
		t.Fatalf("good evidence gives %.2f", than)
	}
	for _, tt := range []struct {
		name   string
		change func(*bot.Evidence)
	}{
		{"less of the question covered", func(e *bot.Evidence) { e.Coverage = 0.3 }},
		{"another passage as near", func(e *bot.Evidence) { e.Lead = 0 }},
		{"another file as near", func(e *bot.Evidence) { e.Margin = 0 }},
		{"another year than the question's (2025年度)", func(e *bot.Evidence) { e.Given = 0 }},
		{"a sum, but elsewhere", func(e *bot.Evidence) { e.Apart = 0.5 }},
		{"a name that no passage holds (大阪)", func(e *bot.Evidence) { e.Unknown = 1 }},
	} {
		t.Run(tt.name+" is less sure", func(t *testing.T) {
			e := good
			tt.change(&e)
			if got := bot.DefaultWeights.Confidence(e); got >= than || got < 0 {
				t.Errorf("confidence %.2f, was %.2f", got, than)
			}
		})
	}
	t.Run("what does not name whom or what the question names is never asserted", func(t *testing.T) {
		e := good
		e.Margin, e.Absent = 99, true
		if got := bot.DefaultWeights.Confidence(e); got == 0 || got >= bot.DefaultThresholds.Answered {
			t.Errorf("confidence %.2f", got)
		}
	})
	t.Run("nothing makes up for a question that is not covered", func(t *testing.T) {
		if got := bot.DefaultWeights.Confidence(bot.Evidence{Lead: 1, Margin: 9, Given: 1}); got != 0 {
			t.Errorf("confidence %.2f", got)
		}
	})
}
