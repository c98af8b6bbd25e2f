package llm_test

import (
	"slices"
	"testing"

	"kotae/bot/bottest"
	"kotae/bot/llm"
)

func TestRefusedParametersAreNotSentAgain(t *testing.T) {
	for _, c := range []struct {
		model, refused string
		family         llm.Family
		sent           []string // by the last request
	}{
		{"qwen3", "", "", []string{"max_tokens", "temperature"}},
		{"o3-local", "", llm.Plain, []string{"max_tokens", "temperature"}},
		{"gpt-5-mini", "", "", []string{"max_completion_tokens", "reasoning_effort"}},
		{"openai/gpt-6-luna", "", "", []string{"max_completion_tokens", "reasoning_effort"}},
		{"my-deployment", "", llm.Reasoning, []string{"max_completion_tokens", "reasoning_effort"}},
		{"my-deployment", "max_tokens", "", []string{"max_completion_tokens", "temperature"}},
		{"my-deployment", "temperature", "", []string{"max_tokens"}},
		{"o1-mini", "reasoning_effort", "", []string{"max_completion_tokens"}},
		{"gpt-5-local", "max_completion_tokens", "", []string{"max_tokens", "reasoning_effort"}},
	} {
		t.Run(c.model+" without "+c.refused, func(t *testing.T) {
			with(t, bottest.Settings{}, func(s *stand) {
				s.cfg.ChatModel, s.cfg.Family = c.model, c.family
				s.Chat(bottest.Times(4, bottest.Unsupported(c.refused))...)
				k := s.client()
				for range 2 {
					var text string
					if _, err := k.Write(s.Context(), brief(), func(p string) error { text += p; return nil }); err != nil || text != right {
						t.Fatalf("Write: %q, %v", text, err)
					}
				}
				rs := s.Requests()
				want := 2
				if c.refused != "" {
					want = 3
				}
				if len(rs) != want {
					t.Errorf("%d requests, want %d", len(rs), want)
				}
				var sent []string
				for _, p := range []string{"max_tokens", "max_completion_tokens", "temperature", "reasoning_effort"} {
					if _, ok := rs[len(rs)-1].Parameters[p]; ok {
						sent = append(sent, p)
					}
				}
				if !slices.Equal(sent, c.sent) || rs[0].Model != c.model {
					t.Errorf("sent %q to %q, want %q", sent, rs[0].Model, c.sent)
				}
			})
		})
	}
}

func TestTemperatureIsSent(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		s.write(s.Context(), brief())
		if x, _ := s.Requests()[0].Parameters["temperature"].(float64); x <= 0 || x > 0.1 {
			t.Errorf("temperature %v", s.Requests()[0].Parameters["temperature"])
		}
	})
}

func TestAzure(t *testing.T) {
	with(t, bottest.Settings{}, func(s *stand) {
		s.cfg.BaseURL = "http://kotae.openai.azure.com/?api-version=2025-01-01"
		s.cfg.ChatModel = "gpt-4o.2024:x"
		r := s.write(s.Context(), brief())
		if r.err != nil || r.text != right {
			t.Errorf("Write: %q, %v", r.text, r.err)
		}
		if q := s.Requests()[0]; q.URL != "/openai/deployments/gpt-4o.2024:x/chat/completions?api-version=2025-01-01" {
			t.Errorf("asked %s", q.URL)
		}
	})
}
