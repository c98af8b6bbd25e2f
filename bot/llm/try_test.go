package llm_test

import (
	"net/http"
	"strings"
	"testing"

	"kotae/bot"
	"kotae/bot/bottest"
	"kotae/bot/llm"
)

func TestTry(t *testing.T) {
	tests := []struct {
		name string
		mood bottest.Behaviour // of chats and of embeddings; nil is a good one
		key  string
		want bot.ModelProblem
	}{
		{"a good endpoint is no problem", nil, secret, ""},
		{"a wrong key", nil, "sk-proj-wrong-0123456789", bot.WrongKey},
		{"an unknown model", bottest.UnknownModel(), secret, bot.UnknownModel},
		{"an empty account", bottest.NoQuota(), secret, bot.NoQuota},
		{"a busy endpoint is not asked again", bottest.Busy("1"), secret, bot.Busy},
		{"a page of a proxy", bottest.Page(http.StatusOK), secret, bot.BadReply},
		{"no answer at all", bottest.Hangs(), secret, bot.TooSlow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			with(t, bottest.Settings{Chats: tt.mood, Embeds: tt.mood}, func(s *stand) {
				s.cfg.Key = llm.NewKey(tt.key)
				err := llm.TryChat(s.Context(), s.cfg)
				if got := problem(err); got != tt.want {
					s.Errorf("TryChat: %v, want %q", err, tt.want)
				}
				harmless(s, err)
				space, err := llm.TryEmbed(s.Context(), s.cfg)
				if got := problem(err); got != tt.want {
					s.Errorf("TryEmbed: %v, want %q", err, tt.want)
				}
				harmless(s, err)
				if tt.want == "" && !strings.HasSuffix(space, ":test-embed:64") {
					s.Errorf("space %q", space)
				}
				if n := len(s.Requests()); n != 2 {
					s.Errorf("%d requests for two tries", n)
				}
			})
		})
	}
	t.Run("an endpoint that knows other parameters is asked by those", func(t *testing.T) {
		with(t, bottest.Settings{Chats: bottest.Unsupported("max_tokens")}, func(s *stand) {
			if err := llm.TryChat(s.Context(), s.cfg); err != nil {
				s.Error(err)
			}
		})
	})
	t.Run("nothing of a question or a document is sent", func(t *testing.T) {
		with(t, bottest.Settings{}, func(s *stand) {
			if err := llm.TryChat(s.Context(), s.cfg); err != nil {
				s.Fatal(err)
			}
			if got := s.Requests()[0].Messages; len(got) != 1 || got[0].Content != "Say OK." {
				s.Errorf("sent %q", got)
			}
		})
	})
	t.Run("a config that is wrong is said to be", func(t *testing.T) {
		if err := llm.TryChat(t.Context(), llm.Config{BaseURL: "localhost"}); err == nil || problem(err) == bot.Unreachable {
			t.Errorf("TryChat: %v", err)
		}
		if _, err := llm.TryEmbed(t.Context(), llm.Config{BaseURL: "http://localhost:1/v1"}); err == nil {
			t.Error("no embedding model: no error")
		}
	})
}
